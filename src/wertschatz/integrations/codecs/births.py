"""Reads birthdays as address books write them, with or without their year."""

from __future__ import annotations

import re
from datetime import date

_FULL = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?", re.ASCII)
_YEARLESS = re.compile(r"--(\d{2})-?(\d{2})(?:[T ].*)?", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})?", re.ASCII)
_LEAP = 2000
_LIVING = range(1850, 2200)
_UNKNOWN_YEARS = frozenset({0, 1604, 1000, 1})
"""What address books write for "no year": 1604 on Apple devices, 0000 and 0001 elsewhere."""


def born(text: str) -> str:
    """An ISO day, "--MM-DD" where the year is not known, '' for what is no whole day.

    Source: RFC 6350, 6.2.5 and 4.3 (truncated forms), RFC 2426, 3.1.5, and what phones write.

    >>> born("19800322"), born("--0322"), born("1604-03-22"), born("22.3.1980"), born("circa 1800")
    ('1980-03-22', '--03-22', '--03-22', '1980-03-22', '')
    """
    text = text.strip()
    if found := _FULL.fullmatch(text):
        return day_of_birth(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEARLESS.fullmatch(text):
        return day_of_birth(0, int(found[1]), int(found[2]))
    if found := _DOTTED.fullmatch(text):
        return day_of_birth(int(found[3] or 0), int(found[2]), int(found[1]))
    return ""


def day_of_birth(year: int, month: int, day: int) -> str:
    """The day as `CardRow.born` has it; '' for one that no calendar has."""
    yearless = year in _UNKNOWN_YEARS
    if not yearless and year not in _LIVING:
        return ""
    try:
        found = date(_LEAP if yearless else year, month, day)
    except ValueError:
        return ""
    return f"--{found:%m-%d}" if yearless else found.isoformat()
