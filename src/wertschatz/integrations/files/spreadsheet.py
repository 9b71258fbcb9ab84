"""Opens workbooks (Excel, LibreOffice) and hands on every sheet that holds a list."""

from __future__ import annotations

import csv
import datetime as dt
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from wertschatz.integrations.files.progress import PROGRESS
from wertschatz.integrations.files.tables.encoding import HEAD_BYTES
from wertschatz.integrations.files.tables.layout import find_layout
from wertschatz.ports.files import Answers, Item, Member, Source
from wertschatz.ports.problems import Problem

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

UNPACKED_LIMIT = 200 * 1024 * 1024
"""Bytes of a workbook's parts together."""

RATIO_LIMIT = 200
"""How many times larger than packed, once the parts exceed `RATIO_FROM`."""

RATIO_FROM = 20 * 1024 * 1024
ENTRIES_LIMIT = 10_000

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".xlt", ".xltx", ".ods", ".ots")
# Names in the directory of an old Office file, where they are written as UTF-16.
_STREAMS = ("Workbook".encode("utf-16-le"), "Book\0".encode("utf-16-le"))
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_BEAT_ROWS = 1_000

Cell = str | int | float | bool | dt.date | dt.time | dt.datetime | dt.timedelta


class Spreadsheet:
    """The container for XLSX, XLSM, XLSB, XLS and ODS: each sheet becomes a CSV file."""

    name = "spreadsheet"

    def score(self, head: bytes, name: str) -> int:
        """By the first bytes; an archive without a sheet in sight counts by its name."""
        named = name.lower().endswith(_ENDINGS)
        if head.startswith(_OLE):
            return 80 if named or _is_old_workbook(head) or _LOCKED in head else 0
        if not head.startswith(_ZIP):
            return 0
        if b"xl/" in head or _OPEN_DOCUMENT in head[:200]:
            return 90
        return 60 if named else 0

    def read(self, source: Source, answers: Answers) -> Iterator[Item]:
        """A member for each sheet with a table; line numbers are the sheet's row numbers."""
        if source.scratch is None:
            yield Problem("format_unknown", source.name)
            return
        refusal = _refusal(source)
        if refusal:
            yield refusal
            return
        yield from _sheets(source, source.scratch)


READER = Spreadsheet()


def _is_old_workbook(data: bytes) -> bool:
    return any(stream in data for stream in _STREAMS)


def _refusal(source: Source) -> Problem | None:
    """Why the workbook is not even opened."""
    with source.path.open("rb") as file:
        if file.read(len(_OLE)) != _OLE:
            return _refused_archive(source)
    data = source.path.read_bytes()
    if _LOCKED in data:
        return Problem("workbook_locked", source.name)
    if not _is_old_workbook(data):
        return Problem("file_not_a_list", source.name, None, {"kind": "xls"})
    return None


def _refused_archive(source: Source) -> Problem | None:
    """Too much to unpack, by what the archive says of itself; nothing is unpacked here."""
    try:
        with zipfile.ZipFile(source.path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return Problem("workbook_broken", source.name)
    size = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    swollen = size > RATIO_FROM and size > RATIO_LIMIT * packed
    if size > UNPACKED_LIMIT or swollen or len(parts) > ENTRIES_LIMIT:
        facts: dict[str, int | str | bool] = {"megabytes": size // (1024 * 1024)}
        return Problem("archive_too_large", source.name, None, facts)
    if any(part.flag_bits & 1 for part in parts):
        return Problem("workbook_locked", source.name)
    return None


def _sheets(source: Source, scratch: Path) -> Iterator[Item]:
    # late: only a workbook needs the library
    from python_calamine import CalamineError, PasswordError, load_workbook

    scratch.mkdir(parents=True, exist_ok=True)
    found = 0
    try:
        with load_workbook(str(source.path)) as workbook:
            for number, name in enumerate(_visible(workbook), 1):
                path = scratch / f"{number}.csv"
                _write(workbook.get_sheet_by_name(name).iter_rows(), path)
                if _holds_a_list(path):
                    found += 1
                    yield Member(path, f"{source.name}/{name}")
                else:
                    path.unlink()
    except PasswordError:
        yield Problem("workbook_locked", source.name)
        return
    except CalamineError:
        yield Problem("workbook_broken", source.name)
        return
    except BaseException as error:
        # The library is written in Rust; where it panics, the error is no `Exception`.
        if type(error).__name__ != "PanicException":
            raise
        yield Problem("workbook_broken", source.name)
        return
    if not found:
        yield Problem("file_not_a_list", source.name, None, {"kind": "sheets"})


def _visible(workbook: CalamineWorkbook) -> list[str]:
    """The sheets that a person sees; hidden ones hold choices and helping sums."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]


def _write(rows: Iterable[list[Cell]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        for number, row in enumerate(rows):
            texts = [cell_text(cell) for cell in row]
            writer.writerow(texts if any(texts) else [])
            if number % _BEAT_ROWS == 0:
                PROGRESS.step(0)


def _holds_a_list(path: Path) -> bool:
    """Two columns, and something below the first line."""
    with path.open("rb") as file:
        layout = find_layout(file.read(HEAD_BYTES).decode("utf-8", errors="replace"))
    return layout is not None and len(layout.header) > 1 and bool(layout.samples)


def cell_text(cell: Cell) -> str:
    """A cell as the list reader understands it without doubt.

    >>> cell_text(1234.5), cell_text(0.125), cell_text(True), cell_text(dt.date(2024, 1, 31))
    ('1234.50', '0.1250', 'yes', '2024-01-31')
    """
    if isinstance(cell, str):
        return " ".join(cell.split()) if "\n" in cell or "\r" in cell else cell.replace("\0", "")
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, dt.timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time()
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "seconds")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return _number_text(cell)


def _number_text(number: float) -> str:
    """No exponent, no noise of binary fractions, never three decimals, which may be thousands."""
    whole, _, part = f"{number:.8f}".partition(".")
    part = part.rstrip("0")
    if len(part) in {1, 3}:
        part += "0"
    return f"{whole}.{part}" if part else whole
