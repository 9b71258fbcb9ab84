"""Killed with -9 in the middle: nobody sees a half import, the next start removes it for good."""

from __future__ import annotations

import datetime as dt
import random
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.walks import children

ROWS = 20_000
CUSTOMERS = 700
LAST = dt.date(2026, 11, 20)
LATER = "2026-11-23T12:02:00+00:00"
"""When the lease of a killed job is over."""
ASK = """
from pathlib import Path
from wertschatz.bootstrap.house import house
from wertschatz.storage import inbox
made = house().receive_files([("rechnungen.csv", inbox.pieces_of(Path({file!r})))], None)
house().run_import(made)
"""


@pytest.fixture(scope="module")
def invoices(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A list of 20,000 invoices of the last twelve months, and the cents of all."""
    dice = random.Random(9)
    path = tmp_path_factory.mktemp("lists") / "rechnungen.csv"
    total = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("Rechnungsnummer;Kunde;Kundennummer;Rechnungsdatum;Bezahlt am;Nettobetrag\n")
        for number in range(ROWS):
            customer = dice.randrange(CUSTOMERS) if number >= CUSTOMERS else number
            on = LAST - dt.timedelta(days=dice.randrange(300))
            cents = dice.randrange(100, 900_000)
            total += cents
            euros = f"{cents // 100},{cents % 100:02}"
            file.write(
                f"R{number};Firma {customer};{customer + 1};{on:%d.%m.%Y};{on:%d.%m.%Y};{euros}\n"
            )
    return path, total


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder that is ready and empty."""
    folder = tmp_path / "data"
    children.run(folder, "-m", "wertschatz.bootstrap.prepare")
    return folder


def killed_at(child: subprocess.Popen[bytes], data: Path, rows: int) -> None:
    """Kills the child once an import has written so many rows that are not live."""
    try:
        children.wait(lambda: children.loading_rows(data) > rows, child)
    finally:
        children.kill(child)


def assert_nothing_is_seen(data: Path) -> None:
    before = children.look(data)
    assert before["left"][0] > 0, "the kill came too early to prove anything"
    assert (before["customers"], before["page"], before["cents"]) == (0, 0, 0)
    assert before["integrity"] == [["ok"]]


def assert_all_is_there(data: Path, total: int) -> None:
    found = children.look(data, assess=True)
    assert found["cents"] == total
    assert (found["customers"], found["invoices"], found["page"]) == (CUSTOMERS, ROWS, CUSTOMERS)
    assert found["left"][:3] == [ROWS, CUSTOMERS, CUSTOMERS]
    assert found["integrity"] == [["ok"]]


MOMENTS = [1_000, *(pytest.param(n, marks=pytest.mark.torture) for n in range(500, 18_500, 3_000))]


@pytest.mark.parametrize("rows", MOMENTS)
def test_a_killed_import_leaves_nothing(data: Path, invoices: tuple[Path, int], rows: int) -> None:
    path, total = invoices
    killed_at(children.start(data, "-m", "wertschatz", "import", str(path)), data, rows)
    assert_nothing_is_seen(data)
    cleaned = children.look(data, clean=True)
    assert cleaned["left"] == [0, 0, 0, 0, 0]
    assert cleaned["states"] == ["failed"]
    assert cleaned["integrity"] == [["ok"]]
    children.run(data, "-m", "wertschatz", "import", str(path))
    assert_all_is_there(data, total)


@pytest.mark.parametrize(
    "rows", [2_000, *(pytest.param(n, marks=pytest.mark.torture) for n in (600, 9_000, 17_000))]
)
def test_a_killed_job_is_done_by_the_next_start(
    data: Path, invoices: tuple[Path, int], rows: int
) -> None:
    path, total = invoices
    children.run(data, "-c", ASK.format(file=str(path)))
    killed_at(children.start(data, "-m", "wertschatz.jobs"), data, rows)
    assert_nothing_is_seen(data)
    again = children.start(data, "-m", "wertschatz.jobs", now=LATER)
    try:
        children.wait(lambda: children.look(data)["states"] == ["live"], again)
    finally:
        children.kill(again)
    assert_all_is_there(data, total)


def test_a_killed_backup_leaves_no_half_file(data: Path, invoices: tuple[Path, int]) -> None:
    children.run(data, "-m", "wertschatz", "import", str(invoices[0]))
    target = data / "backups" / "wertschatz-mine.zip"
    child = children.start(data, "-m", "wertschatz", "backup", str(target))
    try:
        children.wait(lambda: any(target.parent.glob(".*/database.sqlite3")), child)
    finally:
        children.kill(child)
    assert not target.exists()
    children.run(data, "-m", "wertschatz", "backup", str(target))
    with zipfile.ZipFile(target) as box:
        assert box.testzip() is None
    left = [path.name for path in target.parent.iterdir()]
    assert left == [target.name], "the copy of the killed one is still there"
    assert_all_is_there(data, invoices[1])
