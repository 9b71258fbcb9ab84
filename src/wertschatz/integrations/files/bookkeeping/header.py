"""Reads the first line of a DATEV file: what it holds, of which year, and how accounts look."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

from wertschatz.integrations.files.bookkeeping.days import Period, period_of
from wertschatz.integrations.files.tables.amounts import currency_of

BOOKINGS, PARTIES, ADDRESSES = 21, 16, 48
"""Format categories that are read: Buchungsstapel, Debitoren/Kreditoren, Diverse Adressen."""

CATEGORIES = {
    16: "Debitoren/Kreditoren", 20: "Kontenbeschriftungen", 21: "Buchungsstapel",
    46: "Zahlungsbedingungen", 48: "Diverse Adressen", 65: "Wiederkehrende Buchungen",
    66: "Natural-Stapel", 67: "Buchungstextkonstanten", 94: "Buchungssatzprotokoll",
}  # fmt: skip
"""Names of the format categories, for files whose header leaves the name out."""

_MARK = re.compile(r'\ufeff?\s*"?(?:EXTF|DTVF)"?\s*([;,\t])')
_BREAK = re.compile(r"\r\n|\n|\r")
_LEDGER_DIGITS = range(4, 9)


@dataclass(frozen=True, slots=True)
class Header:
    """What row 1 says, and the titles of row 2.

    Source: DATEV-Format, header record, versions 300 to 700 (fields 1 to 31).
    """

    delimiter: str
    category: int
    name: str
    """What the file holds, as its writer calls it."""
    period: Period
    ledger_digits: int
    """Length of a ledger account; those of customers and suppliers have one digit more."""
    currency: str
    chart: str
    """Field 27: '03' or '04' where the writer says it."""
    titles: tuple[str, ...]
    """() where row 2 is a record already."""

    @property
    def first_line(self) -> int:
        """The physical line of the first record."""
        return 3 if self.titles else 2


def delimiter_of(text: str) -> str:
    """The sign behind the mark EXTF or DTVF, '' for what is no DATEV file."""
    found = _MARK.match(text)
    return found[1] if found else ""


def header_of(text: str) -> Header | None:
    """The header from the text that a file begins with; None when it is none."""
    delimiter = delimiter_of(text)
    lines = [*_BREAK.split(text.replace("\0", "").removeprefix("\ufeff").lstrip(), maxsplit=2), ""]
    fields = _cells(lines[0], delimiter)
    category = _number(fields, 2)
    if not delimiter or category is None or category > 99:
        return None
    titles = _cells(lines[1], delimiter)
    digits = _number(fields, 13) or 0
    return Header(
        delimiter=delimiter,
        category=category,
        name=_field(fields, 3) or CATEGORIES.get(category, str(category)),
        period=period_of(*(_field(fields, place) for place in (12, 14, 15, 5))),
        ledger_digits=digits if digits in _LEDGER_DIGITS else 4,
        currency=currency_of(_field(fields, 21)) or "EUR",
        chart=_field(fields, 26).zfill(2),
        titles=tuple(titles) if _are_titles(titles) else (),
    )


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        rows = [*csv.reader([line], delimiter=delimiter or ";")]
    except csv.Error:
        return []
    return [cell.strip() for cell in rows[0]] if rows else []


def _field(fields: Sequence[str], place: int) -> str:
    return fields[place] if place < len(fields) else ""


def _number(fields: Sequence[str], place: int) -> int | None:
    text = _field(fields, place)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None


def _are_titles(cells: Sequence[str]) -> bool:
    """A record begins with an amount or an account, a title with a word."""
    return bool(cells) and not any(sign.isdigit() for sign in cells[0]) and len(cells) > 3
