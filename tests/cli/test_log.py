"""`wertschatz log`, `customers` and `customer`: one line writes, two read; wrong calls are told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

LIST = """Kunde;Kundennummer;Rechnungsnummer;Rechnungsdatum;Netto
Müller GmbH;100;1;05.03.2013;500,00
Müller & Söhne;101;2;06.03.2013;700,00
Roth;102;3;07.03.2013;90,00
"""
ASSESS = "from wertschatz.bootstrap.house import house; house().assess()"


def call(data: Path, *words: str, program: tuple[str, ...] = ("-m", "wertschatz")):  # type: ignore[no-untyped-def]
    kept = {name: value for name, value in os.environ.items() if "WERTSCHATZ" not in name}
    environment = {
        **kept, "WERTSCHATZ_CLOCK": "2013-12-31T12:00:00+00:00", "WERTSCHATZ_DATA": str(data),
        "LC_ALL": "en_GB.UTF-8", "PYTHONIOENCODING": "utf-8", "COLUMNS": "200",
    }  # fmt: skip
    command = [sys.executable, *program, *words]
    return subprocess.run(
        command,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
        timeout=120,
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("log")
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    there = folder / "data"
    taken = call(there, "import", str(folder / "list.csv"))
    assert taken.returncode == 0, taken.stdout + taken.stderr
    assert call(there, ASSESS, program=("-c",)).returncode == 0
    return there


def test_a_contact_in_one_line_stands_in_the_sheet(data: Path) -> None:
    told = call(data, "log", "Anruf", "roth", "1h30", "--about", "Treppe", "--on", "2013-12-01")
    assert told.returncode == 0, told.stderr
    assert "Roth" in told.stdout
    found = json.loads(call(data, "customer", "102", "--json").stdout)
    assert found["format"] == 1
    assert found["contacts"][0] == {
        "on": "2013-12-01", "kind": "call", "minutes": 90, "counted_minutes": 90, "who": "",
        "about": "Treppe", "file": None, "line": None,
    }  # fmt: skip
    assert "Treppe" in call(data, "customer", "Roth").stdout


def test_a_whole_name_is_meant_and_a_part_of_several_is_asked_about(data: Path) -> None:
    asked = call(data, "log", "call", "Müller", "12m")
    if asked.returncode == 0:  # the legal form is no part of the name: exactly one is called so
        assert "Müller GmbH" in asked.stdout
    several = call(data, "customer", "Mülle")
    assert several.returncode == 2
    assert {"Müller GmbH, 100", "Müller & Söhne, 101"} <= {
        line.strip() for line in several.stderr.splitlines()
    }


@pytest.mark.parametrize(("words", "told"), [
    (("fax", "Roth", "12m"), "fax"), (("call", "Roth", "soon"), "soon"),
    (("call", "Niemand", "12m"), "Niemand"), (("call", "Roth", "0m"), "one minute"),
    (("call", "Roth", "5", "--on", "2014-01-01"), "2014"),
])  # fmt: skip
def test_what_cannot_be_is_told_and_nothing_written(
    data: Path, words: tuple[str, ...], told: str
) -> None:
    before = call(data, "customer", "Roth", "--json").stdout
    answer = call(data, "log", *words)
    assert answer.returncode == 2
    assert told in answer.stderr
    assert "Traceback" not in answer.stderr
    assert call(data, "customer", "Roth", "--json").stdout == before


def test_the_list_is_filtered_and_counted(data: Path) -> None:
    everybody = json.loads(call(data, "customers", "--json").stdout)
    assert everybody["total"] == 3
    assert everybody["customers"][0]["name"] == "Müller & Söhne"
    found = call(data, "customers", "--search", "roth").stdout
    assert "1 customer." in found
    assert "Roth" in found
    letters = json.loads(call(data, "customers", "--group", "A", "--json").stdout)
    assert {one["group"] for one in letters["customers"]} <= {"A"}


def test_without_a_house_it_is_said(tmp_path: Path) -> None:
    answer = call(tmp_path / "none", "log", "call", "Roth")
    assert answer.returncode == 4
