"""`wertschatz analyse`, called as a person would call it."""

from __future__ import annotations

import csv
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("WERTSCHATZ_SHARED", ROOT / "../shared"))
IBM = SHARED / "data/customer-base/ibm_accounts_receivable.csv.gz"
HEAD = "Kunde;Rechnungsnummer;Datum;Fällig;Bezahlt am;Netto;Währung\n"


def call(*words: str | Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "wertschatz", "analyse", *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C"}
    return subprocess.run(command, capture_output=True, timeout=60, env=environment)


def document(*words: str | Path) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(call(*words, "--json").stdout)
    return made


def test_a_real_list_of_2466_invoices(tmp_path: Path) -> None:
    if not IBM.exists():
        pytest.skip(f"the invoice list {IBM.name} is not here")
    file = tmp_path / "ibm.csv"
    file.write_bytes(gzip.decompress(IBM.read_bytes()))
    rows = list(csv.DictReader(file.open()))
    made = document(file, "--as-of", "2013-12-31")
    whole = sum(int(row["InvoiceAmount"].replace(".", "")) for row in rows
                if len(row["InvoiceAmount"].partition(".")[2]) == 2)  # fmt: skip
    whole += sum(round(float(row["InvoiceAmount"]) * 100) for row in rows
                 if len(row["InvoiceAmount"].partition(".")[2]) != 2)  # fmt: skip
    [read] = made["read"]
    assert (read["rows"], read["sum_cents"]) == (2466, {"EUR": whole})
    assert len(made["customers"]) == 100
    assert all(one["reasons"] and one["group"] for one in made["customers"])
    late = [one for one in made["customers"]
            if "repeatedly_late" in {reason["code"] for reason in one["reasons"]}]  # fmt: skip
    assert late
    assert {one["group"] for one in late} == {"B"}
    assert all(one["late_invoices"] >= 2 for one in late)


def test_duplicates_foreign_money_and_bad_rows_are_told(tmp_path: Path) -> None:
    row = "Müller;R1;01.05.2024;15.05.2024;;1.000,00;EUR\n"
    (tmp_path / "a.csv").write_text(
        HEAD + row + row + "Meier;R2;02.05.2024;;;10,00;EUR\nMeier;R3;02.05.2024;;;5,00;CHF\n"
        + "Meier;R4;gestern;;;10,00;EUR\n"
    )  # fmt: skip
    (tmp_path / "b.csv").write_bytes((tmp_path / "a.csv").read_bytes())
    made = document(tmp_path, "--as-of", "2024-06-30")
    assert made["totals"]["revenue_cents"] == 101_000
    assert made["totals"]["duplicates"] == 1
    codes = {problem["code"] for problem in made["problems"]}
    assert {"duplicate_row", "file_twice", "currency_foreign", "date_unreadable"} <= codes
    assert [one["id"] for one in made["customers"]] == ["müller", "meier"]


def test_invoices_after_the_day_are_left_out_and_told(tmp_path: Path) -> None:
    rows = "".join(f"Müller;R{n};{day};;;10,00;EUR\n" for n, day in enumerate(
        ("30.06.2024", "01.07.2024", "31.12.2024", "05.05.2024")))  # fmt: skip
    (tmp_path / "a.csv").write_text(HEAD + rows)
    made = document(tmp_path, "--as-of", "2024-06-30")
    assert made["totals"]["revenue_cents"] == 2_000
    told = {one["code"]: one["text"] for one in made["problems"]}
    assert "30.06.2024" in told["invoices_later"]
    assert ": 2," in told["invoices_later"]
    assert "31.12.2024" in told["invoices_later"]
    made = document(tmp_path, "--as-of", "2024-12-31")
    assert "invoices_later" not in {one["code"] for one in made["problems"]}


def test_the_table_speaks_german_and_starts_with_the_answer(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(HEAD + "Müller;R1;01.05.2024;;;1.000,00;EUR\n")
    done = call(tmp_path, "--as-of", "2024-06-30")
    assert done.returncode == 0
    assert done.stdout.decode().startswith("Ein Kunde trägt Ihr Jahr.")
    assert done.stderr == b""


def test_exit_codes(tmp_path: Path) -> None:
    good = tmp_path / "a.csv"
    good.write_text(HEAD + "Müller;R1;01.05.2024;;;1.000,00;EUR\n")
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)
    assert call(good).returncode == 0
    assert call(tmp_path).returncode == 1
    assert call("--nonsense").returncode == 2
    assert call(tmp_path / "nowhere.csv").returncode == 3


def test_an_unknown_layout_asks_and_takes_the_answer(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Wer;Wann;Wieviel\nMüller;13.05.2024;10,00\nMeier;14.05.2024;20,00\n")
    asked = call(file)
    assert asked.returncode == 3
    assert "--map" in asked.stdout.decode()
    answer = ["--map", "customer=Wer", "--map", "date=2", "--map", "amount=Wieviel"]
    made = document(file, *answer, "--as-of", "2024-06-30")
    assert made["totals"]["revenue_cents"] == 3000


def test_the_command_loads_no_django() -> None:
    code = (
        "import sys, wertschatz.__main__ as m, wertschatz.cli.analyse, wertschatz.cli.sheet,"
        " wertschatz.cli.document; sys.exit('django' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    assert subprocess.run([sys.executable, "-c", code], env=environment, timeout=60).returncode == 0


def test_an_empty_folder_is_not_answered_with_silence(tmp_path: Path) -> None:
    told = call(tmp_path, "--lang", "en")
    assert (told.returncode, told.stdout.startswith(b"There is no file here.")) == (3, True)


def test_empty_files_are_not_called_the_same_file(tmp_path: Path) -> None:
    for name in ("eins.csv", "zwei.csv"):
        (tmp_path / name).touch()
    codes = [problem["code"] for problem in document(tmp_path)["problems"]]
    assert codes == ["file_empty", "file_empty"]
