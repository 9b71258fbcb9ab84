"""`wertschatz import` at the terminal: asked once for the own firm, then everything comes in."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.web.documents import archive


def _import(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if "WERTSCHATZ" not in name}
    environment = {**kept, "WERTSCHATZ_CLOCK": "2013-12-31T12:00:00+00:00"}
    call = [
        sys.executable,
        "-m",
        "wertschatz",
        "import",
        *words,
        "--lang",
        "en",
        "--data",
        str(data),
    ]
    return subprocess.run(
        call, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def test_the_own_firm_is_asked_once(tmp_path: Path) -> None:
    drop, data = tmp_path / "2013.zip", tmp_path / "data"
    drop.write_bytes(archive())
    asked = _import(data, str(drop))
    assert '--own "Werkstatt Ahorn"' in asked.stdout
    assert "This would come in" in asked.stdout
    told = _import(data, str(drop), "--own", "Werkstatt Ahorn")
    assert "Taken in:" in told.stdout, told.stderr
    assert "5 new invoices" in told.stdout
    assert "1 purchase, left out" in told.stdout
    assert "3 spans of work" in told.stdout
    again = _import(data, str(drop))
    assert "5 known invoices" in again.stdout
    assert "new" not in again.stdout.split("1 purchase")[0].replace("known", "")


ODD = "Wer;Wann;Wieviel\nKlein;01.05.2013;5,00\nGroß;02.05.2013;7,50\n"


def test_a_list_that_nobody_knows_is_explained_in_the_call_and_kept(tmp_path: Path) -> None:
    file, data = tmp_path / "odd.csv", tmp_path / "data"
    file.write_text(ODD)
    asked = _import(data, str(file))
    assert asked.returncode == 3
    assert "--map customer=1" in asked.stdout
    assert "Column 2: Wann" in asked.stdout
    words = [word for pair in ("customer=Wer", "date=2", "amount=Wieviel")
             for word in ("--map", pair)]  # fmt: skip
    told = _import(data, str(file), *words)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "2 new invoices" in told.stdout
    file.write_text(ODD + "Neu;03.05.2013;1,00\n")
    again = _import(data, str(file))
    assert "1 new invoice\n" in again.stdout
    assert "2 known invoices" in again.stdout


def test_a_pair_that_is_none_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    done = _import(tmp_path / "data", str(tmp_path), "--map", "colour=1")
    assert done.returncode == 2
    assert "colour=1" in done.stderr
    assert not (tmp_path / "data").exists()


def test_who_lies_in_the_archive_and_is_named_again_is_told(tmp_path: Path) -> None:
    drop, data, later = tmp_path / "2013.csv", tmp_path / "data", tmp_path / "later.csv"
    head = "Rechnungsnummer;Kunde;Datum;Netto\n"
    drop.write_text(head + "R1;Müller GmbH;01.03.2013;100,00\nR2;Roth;02.03.2013;50,00\n")
    later.write_text(head + "R3;Müller GmbH;01.05.2013;100,00\n")
    own = ("--own", "Werkstatt Ahorn")
    assert "Taken in:" in _import(data, str(drop), *own).stdout
    with closing(sqlite3.connect(next(data.glob("*.sqlite3")))) as base, base:
        base.execute("UPDATE storage_customer SET archived = 1 WHERE name_key LIKE 'm%'")
    told = _import(data, str(later)).stdout
    assert "One who is named lies in the archive" in told, told
    assert "Müller" in told
