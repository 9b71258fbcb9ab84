"""Workbooks through the pool: sheets come in as lists, swollen and broken ones are refused."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.integrations.workbooks import ods, xlsx, zipped
from tests.shared import SAMPLES, needs_samples
from wertschatz.integrations.files import spreadsheet
from wertschatz.integrations.files.invoice_list import READER as LISTS
from wertschatz.integrations.files.pool import ReadingPool
from wertschatz.integrations.files.spreadsheet import READER, cell_text
from wertschatz.integrations.files.tables.amounts import AmountReader
from wertschatz.ports.files import InvoiceRow, Item, Member, Rows, Source
from wertschatz.ports.problems import PROBLEMS, Problem

HEADER = ["Rechnungsnummer", "Datum", "Kunde", "Netto"]
LIST = [[], HEADER, ["RE-1", "2024-01-31", "Hof Süd", 1234.5], ["RE-2", "2024-02-01", "Alt", 0.125]]


def _items(data: bytes, name: str, folder: Path) -> list[Item]:
    path = folder / "given"
    path.write_bytes(data)
    return list(READER.read(Source(path, name, folder / "scratch"), {}))


def _codes(items: list[Item]) -> list[str]:
    return [item.code for item in items if isinstance(item, Problem)]


@pytest.mark.parametrize("write", [xlsx, ods])
def test_a_workbook_comes_in_through_the_pool(write: object, tmp_path: Path) -> None:
    """Row numbers are those of the sheet, amounts those of the cells."""
    path = tmp_path / "umsatz.bin"
    path.write_bytes(write({"Liste": LIST}))  # type: ignore[operator]
    with ReadingPool() as pool:
        events = list(pool([Source(path, "umsatz.xlsx")], {}))
    rows = [row for event in events if isinstance(event, Rows) for row in event.rows]
    assert [(r.line, r.cents) for r in rows if isinstance(r, InvoiceRow)] == [(3, 123450), (4, 13)]


def test_without_a_scratch_folder_nothing_is_opened(tmp_path: Path) -> None:
    """A container cannot be opened in place."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx({"Liste": LIST}))
    assert _codes(list(READER.read(Source(path, path.name), {}))) == ["format_unknown"]


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/workbook.xml": b"", "xl/a": b"\0" * (spreadsheet.RATIO_FROM + 1)},
        {f"xl/{number}": b"" for number in range(spreadsheet.ENTRIES_LIMIT + 1)},
    ],
    ids=["ratio", "entries"],
)
def test_swollen_workbooks_are_not_unpacked(parts: Mapping[str, bytes], tmp_path: Path) -> None:
    """What the archive says of itself suffices."""
    assert _codes(_items(zipped(parts), "a.xlsx", tmp_path)) == ["archive_too_large"]


def test_a_sheet_that_claims_to_be_endless_ends_only_itself(tmp_path: Path) -> None:
    """Two cells at opposite ends of the sheet: refused, and the next file is read."""
    far, good = tmp_path / "far.xlsx", tmp_path / "good.xlsx"
    data = xlsx({"Liste": [["Kunde"]]})
    far.write_bytes(_with_far_cell(data))
    good.write_bytes(xlsx({"Liste": LIST}))
    with ReadingPool() as pool:
        events = list(pool([Source(far, far.name), Source(good, good.name)], {}))
    assert any(isinstance(event, Problem) and event.file == far.name for event in events)
    assert any(isinstance(event, Rows) for event in events)


def _with_far_cell(data: bytes) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/s1.xml"
    cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return zipped({**parts, sheet: parts[sheet].replace(b"</sheetData>", cell)})


@pytest.mark.parametrize(
    "case", ["two_lists_and_a_note.xlsx", "open_document.ods", "old_excel.xls"]
)
def test_damaged_workbooks_end_in_sheets_or_messages(case: str, tmp_path: Path) -> None:
    """Whatever byte is wrong: no exception, no unknown code."""
    data = (Path(__file__).parent / "golden" / "spreadsheet" / case).read_bytes()
    dice = random.Random(7)
    for number in range(60):
        broken = bytearray(data)
        for _ in range(1 + number % 5):
            broken[dice.randrange(min(len(broken), 6_000))] = dice.randrange(256)
        items = _items(bytes(broken), case, tmp_path)
        assert items
        assert set(_codes(items)) <= set(PROBLEMS)


@given(st.floats(-1e9, 1e9).map(lambda number: round(number, 2)))
def test_an_amount_in_a_cell_is_read_to_the_cent(number: float) -> None:
    """Whatever mark the column was decided to have, three decimals never mislead."""
    amount = AmountReader(comma=False)[cell_text(number)]
    assert amount is not None
    assert amount[0] == round(number * 100)


@needs_samples
def test_sample_workbooks(tmp_path: Path) -> None:
    """Every sheet of a workbook of another producer is handed on as a table."""
    for number, path in enumerate(sorted(SAMPLES.rglob("*.xlsx"))):
        source = Source(path, path.name, tmp_path / str(number))
        members = [item for item in READER.read(source, {}) if isinstance(item, Member)]
        assert members, path
        for member in members:
            assert list(LISTS.read(Source(member.path, member.name), {}))
