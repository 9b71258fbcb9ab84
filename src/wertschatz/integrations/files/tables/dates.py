"""Reads days as people write them; whether the day comes first is a question of the column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

_TIME = r"(?:[T ,]+\d{1,2}:\d{2}.*)?"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME, re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_SERIAL = re.compile(r"([2-7]\d{4})(?:\.\d+)?", re.ASCII)
"""Days since 30 Dec 1899, as Excel counts them where a cell lost its format: 1954 to 2119."""
_SERIAL_ZERO = date(1899, 12, 30).toordinal()
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})" + _TIME, re.ASCII)
_DOUBTFUL = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})" + _TIME, re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[. -]+([^\W\d]{3,9})[., -]+(\d{4}|\d{2})" + _TIME)
_MONTH_FIRST = re.compile(r"([^\W\d]{3,9})[. ]+(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})" + _TIME)
_MONTHS = (
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
    ["jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"],
    ["jan", "feb", "mrz", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"],
    ["jän", "feb", "mae", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"],
)
_MONTH = {name: number for names in _MONTHS for number, name in enumerate(names, 1)}
_WEEKDAY = re.compile(
    r"(?:mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun|[a-z]{3,6}day|[a-z]{5,7}tag|mittwoch)"
    r"\b[., ]+(?=\w)",
    re.IGNORECASE,
)
_YEARS = range(1900, 2200)


class OrderEvidence:
    """Collects, over one column, whether the day or the month comes first."""

    def __init__(self) -> None:
        """Nothing seen."""
        self.order = ""
        self.example = ""
        self.plain = False
        self.seen = False

    @property
    def decided(self) -> bool:
        """A value left no doubt, or the column is written in a way that never does."""
        return bool(self.order) or (self.plain and not self.example)

    def look(self, values: Iterable[str]) -> None:
        """Takes in further values of the column."""
        for value in set(values):
            if value and not self.order:
                self._weigh(_bare(value))

    def _weigh(self, value: str) -> None:
        self.seen = True
        found = _DOUBTFUL.fullmatch(value)
        if not found:
            self.plain = self.plain or bool(_ISO.match(value) or _DOTTED.match(value))
            return
        first, second = int(found[1]), int(found[3])
        if 12 < first <= 31 and 0 < second <= 12:
            self.order = "dmy"
        elif 12 < second <= 31 and 0 < first <= 12:
            self.order = "mdy"
        elif first != second and (not self.example or value < self.example):
            self.example = value


def is_a_day(text: str) -> bool:
    """The text has the form of a date, in whatever order."""
    text = _bare(text)
    return any(
        form.fullmatch(text) for form in (_ISO, _DOTTED, _DOUBTFUL, _DAY_FIRST, _MONTH_FIRST)
    )


class DayReader(dict[str, int | None]):
    """Text → day ordinal for one column; None for what is no day. Remembers what it has read."""

    def __init__(self, order: str) -> None:
        """`order`: 'dmy' or 'mdy', for dates with slashes or hyphens."""
        super().__init__()
        self._month_first = order == "mdy"

    def __missing__(self, text: str) -> int | None:
        if len(self) > 50_000:
            self.clear()
        day = self[text] = self._read(_bare(text))
        return day

    def column(self, values: Sequence[str]) -> list[int | None]:
        """All values at once."""
        return list(map(self.__getitem__, values))

    def _read(self, text: str) -> int | None:
        if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
            return _ordinal(found[1], found[2], found[3])
        if found := _DOTTED.fullmatch(text):
            return _ordinal(found[3], found[2], found[1])
        if found := _DOUBTFUL.fullmatch(text):
            first, second = (3, 1) if self._month_first else (1, 3)
            return _ordinal(found[4], found[second], found[first])
        if found := _SERIAL.fullmatch(text):
            return _SERIAL_ZERO + int(found[1])
        return _spelled(text)


def _bare(text: str) -> str:
    """The date without the name of its weekday: "Mo, 04.03.2024"."""
    text = text.strip()
    return _WEEKDAY.sub("", text, count=1) if text[:1].isalpha() and _WEEKDAY.match(text) else text


def _spelled(text: str) -> int | None:
    """31. Januar 2024, 1-Jan-24, Jan 31, 2024."""
    if found := _DAY_FIRST.fullmatch(text):
        return _ordinal(found[3], str(_MONTH.get(found[2].lower()[:3], 0)), found[1])
    if found := _MONTH_FIRST.fullmatch(text):
        return _ordinal(found[3], str(_MONTH.get(found[1].lower()[:3], 0)), found[2])
    return None


def _ordinal(year: str, month: str, day: str) -> int | None:
    """None for days that no calendar has; two-digit years belong to this century."""
    number = int(year) + (2000 if len(year) == 2 else 0)
    if number not in _YEARS:
        return None
    try:
        return date(number, int(month), int(day)).toordinal()
    except ValueError:
        return None
