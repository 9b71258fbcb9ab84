"""`wertschatz replay` at the terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

GOLDEN = Path(__file__).parents[1] / "integrations" / "golden" / "fritzbox_calls"
LIST = GOLDEN / "eight_columns_latin1.csv"
INVOICES = "Kunde;Rechnungsnummer;Rechnungsdatum;Netto\nKlein;1;01.02.2026;5,00\n"


def call(data: Path, *words: str, lang: str = "en") -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if "WERTSCHATZ" not in name}
    environment = {**kept, "WERTSCHATZ_CLOCK": "2026-03-05T12:00:00+00:00", "COLUMNS": "160"}
    line = [sys.executable, "-m", "wertschatz", "replay", *words, "--lang", lang]
    line += ["--data", str(data)]
    return subprocess.run(
        line, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def document(data: Path, *words: str) -> dict[str, Any]:
    told = call(data, *words, "--json")
    assert told.returncode == 0, told.stderr
    found: dict[str, Any] = json.loads(told.stdout)
    return found


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that knows an invoice and the calls of the list."""
    data = tmp_path_factory.mktemp("house") / "data"
    file = data.parent / "invoices.csv"
    file.write_text(INVOICES)
    kept = {name: value for name, value in os.environ.items() if "WERTSCHATZ" not in name}
    for one in (file, LIST):
        line = [sys.executable, "-m", "wertschatz", "import", str(one), "--data", str(data)]
        subprocess.run(line, env=kept, capture_output=True, check=True, timeout=120)
    return data


def test_a_file_without_a_house(tmp_path: Path) -> None:
    found = document(tmp_path / "none", str(LIST), "--back", "7")
    assert (found["format"], found["first"], found["last"]) == (1, "2026-03-04", "2026-03-04")
    assert (found["calls"], found["rejected"], found["outgoing"]) == (3, 1, 1)
    assert found["new"]["interruptions"] == sum(found["new"]["interruptions_by_hour"]) == 2
    assert sum(found["new"]["verdicts"].values()) + found["rejected"] == found["calls"]
    assert found["gain"]["assumed_back_minutes"] == 7
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("lang", "told"),
    [("en", "3 incoming calls from 4"), ("de", "3 eingehende Anrufe vom 04.03.2026")],
)
def test_the_answer_in_words(tmp_path: Path, lang: str, told: str) -> None:
    said = call(tmp_path / "none", str(LIST), lang=lang)
    assert said.returncode == 0
    assert told in said.stdout
    assert "23" not in said.stdout.replace("2023", "")


def test_the_calls_of_the_data_folder_and_those_of_a_file_are_the_same(house: Path) -> None:
    kept = document(house)
    read = document(house, str(LIST))
    for side in ("old", "new"):
        assert kept[side] == read[side]
    assert kept["calls"] == read["calls"] == 3
    assert document(house, "--against", "house")["gain"]["avoided"] == 0
    assert document(house, "--against", "2026-03-04")["gain"]["added"] == 0


def test_what_cannot_be_is_told(house: Path, tmp_path: Path) -> None:
    none = call(house, "--from", "2025-01-01", "--until", "2025-02-01")
    assert (none.returncode, "No calls are known" in none.stderr) == (3, True)
    for words in (["--against", "yours"], ["--back", "61"], ["--back", "-1"], ["--from", "x"]):
        assert call(house, *words).returncode == 2
    assert call(tmp_path / "none", str(LIST), "--against", "2026-01-01").returncode == 2
    assert call(house, str(tmp_path / "missing.csv")).returncode == 2
    without = call(tmp_path / "none")
    assert without.returncode == 4
    other = tmp_path / "other.csv"
    other.write_text(INVOICES)
    told = call(house, str(other))
    assert (told.returncode, "no call" in told.stderr.lower()) == (3, True)
