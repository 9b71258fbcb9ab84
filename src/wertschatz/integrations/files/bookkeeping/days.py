"""Gives the year back to the days of a booking batch, which are written as day and month only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?", re.ASCII)
_YEARS = range(1990, 2200)
_FAR = 370
"""Days beyond which what stands in Belegfeld 2 is no due date."""


@dataclass(frozen=True, slots=True)
class Period:
    """From which days a batch may come, the surest span first; empty where the header is silent."""

    spans: tuple[tuple[date, date], ...]

    def day(self, text: str) -> int | None:
        """The ordinal of a Belegdatum: DDMM or DMM inside the period, or a whole date.

        Of years in which day and month fall into the period, the one in the surest span wins:
        "0107" in a fiscal year from July 2023 is the first of July 2023.
        """
        parts = _parts(text)
        if parts is None:
            return None
        day, month, year = parts
        if year:
            found = _date(year, month, day)
            return found.toordinal() if found else None
        return next((found.toordinal() for found in self._found(day, month)), None)

    def _found(self, day: int, month: int) -> Iterator[date]:
        for begin, end in self.spans:
            for year in range(begin.year, end.year + 1):
                found = _date(year, month, day)
                if found and begin <= found <= end:
                    yield found


def period_of(fiscal: str, begin: str, end: str, created: str) -> Period:
    """From the header: begin of the fiscal year, first and last day of the batch, time of writing.

    A short fiscal year ends with the batch, so the batch's own days come first.
    """
    year, first, last = (_compact(text) for text in (fiscal, begin, end))
    spans = []
    if first and last and first <= last:
        spans.append((first, last))
    start = year or first
    if start:
        spans.append((start, _year_later(start) - timedelta(1)))
    written = _compact(created[:8])
    if not spans and written:
        spans.append((written - timedelta(364), written))
    return Period(tuple(spans))


def due_day(text: str) -> int | None:
    """The ordinal of column "Fälligkeit": DDMMYYYY, also DDMMYY or with points."""
    parts = _parts(text)
    found = _date(parts[2], parts[1], parts[0]) if parts and parts[2] else None
    return found.toordinal() if found else None


def due_in_field_2(text: str, on: int) -> int | None:
    """Belegfeld 2 as a due date (DDMMYY, an older habit), None where it holds something else."""
    found = due_day(text) if len(text.strip()) in (5, 6) else None
    return found if found is not None and 0 <= found - on <= _FAR else None


def _parts(text: str) -> tuple[int, int, int] | None:
    """Day, month and year, the year 0 where there is none."""
    text = text.strip()
    if found := _DOTTED.fullmatch(text):
        return int(found[1]), int(found[2]), _year(found[3] or "0")
    if not (text.isascii() and text.isdigit()) or not 3 <= len(text) <= 8:
        return None
    if len(text) <= 4:
        return int(text[:-2]), int(text[-2:]), 0
    year = 4 if len(text) >= 7 else 2
    return int(text[: -year - 2]), int(text[-year - 2 : -year]), _year(text[-year:])


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _compact(text: str) -> date | None:
    """YYYYMMDD."""
    if not (text.isascii() and text.isdigit() and len(text) == 8):
        return None
    return _date(int(text[:4]), int(text[4:6]), int(text[6:]))


def _date(year: int, month: int, day: int) -> date | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year_later(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)
