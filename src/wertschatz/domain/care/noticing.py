"""One line of what was noticed: the date in it, and when it comes back.

"Tochter macht im Mai Abitur", "wedding on 12 June": the words stay as they were typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

LONGEST = 300
BEFORE_DAYS = 7
"""Comes back so many days before its day."""
AFTER_DAYS = 14
"""So long after it one still asks how it was."""
KEPT_DAYS = 365
"""A line without a date comes back with every contact for a year."""


@dataclass(frozen=True, slots=True)
class When:
    """The day or month that a line speaks of."""

    first: date
    last: date
    """The same day, or the last day of the month or week."""


_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "januar jänner january jan", "februar feber february feb", "märz maerz march mär mar",
            "april apr", "mai may", "juni june jun", "juli july jul", "august aug",
            "september sept sep", "oktober october okt oct", "november nov",
            "dezember december dez dec",
        ), 1,
    )
    for name in names.split()
}  # fmt: skip
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAYS = {
    name: day
    for day, names in enumerate((
        "montag monday", "dienstag tuesday", "mittwoch wednesday", "donnerstag thursday",
        "freitag friday", "samstag sonnabend saturday", "sonntag sunday",
    ))
    for name in names.split()
}  # fmt: skip
_NEAR = {
    "heute": 0, "today": 0, "morgen": 1, "tomorrow": 1, "übermorgen": 2, "uebermorgen": 2,
}  # fmt: skip
_YEAR = r"(?:,?\s+(\d{4}))?"
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)", re.A)
_DOTTED = re.compile(
    r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(\d{4}|\d{2})(?!\d))?(?![\d])", re.A
)
_DAY_MONTH = re.compile(rf"(?i)(?<!\d)(\d{{1,2}})(?:\.|st|nd|rd|th)?\s+({_NAMES})\b\.?{_YEAR}")
_MONTH_DAY = re.compile(
    rf"(?i)\b({_NAMES})\b\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d|:|\.\d){_YEAR}"
)
# "may", "march" and "mar" are other words, too: a month alone needs one of these before it.
_MONTH = re.compile(
    rf"(?i)\b(?:im|in|ab|bis|seit|anfang|mitte|ende|nächsten|next|by|until|early|mid|late)\s+"
    rf"(?:monat\s+)?({_NAMES})\b\.?{_YEAR}"
)
_WEEKDAY = re.compile(rf"(?i)\b(?:am|on|bis|by|until)\s+({'|'.join(_WEEKDAYS)})\b")
_IN_WORDS = re.compile(
    r"(?i)\b(?:in\s+(?:(\d{1,3})|einer|einem|zwei|drei|vier|sechs|a|one|two|three|four|six)\s+"
    r"(tag|woche|monat|day|week|month)(?:en|e|n|s)?|(nächste|next)\s+(woche|week))\b"
)
_COUNTS = {
    "einer": 1, "einem": 1, "a": 1, "one": 1, "zwei": 2, "two": 2, "drei": 3, "three": 3,
    "vier": 4, "four": 4, "sechs": 6, "six": 6,
}  # fmt: skip
_UNITS = {"tag": 1, "day": 1, "woche": 7, "week": 7, "monat": 30, "month": 30}
_NEAR_WORD = re.compile(rf"(?i)\b({'|'.join(sorted(_NEAR, key=len, reverse=True))})\b")


def when(line: str, today: date) -> When | None:
    """The first date that the line speaks of; None: it names none.

    Without a year it is the next such day or month, the present one included.

    >>> when("Tochter macht im Mai Abitur", date(2026, 11, 30))
    When(first=datetime.date(2027, 5, 1), last=datetime.date(2027, 5, 31))
    >>> when("Hochzeit am 12.6.", date(2026, 11, 30)).first
    datetime.date(2027, 6, 12)
    """
    text = line[:LONGEST]
    return next((found for found in _all(text, today) if found is not None), None)


def _all(text: str, today: date) -> Iterator[When | None]:
    for match in _ISO.finditer(text):
        yield _day(int(match[3]), int(match[2]), match[1], today)
    for match in _DOTTED.finditer(text):
        yield _day(int(match[1]), int(match[2]), match[3], today)
    for match in _DAY_MONTH.finditer(text):
        yield _day(int(match[1]), _MONTHS[match[2].casefold()], match[3], today)
    for match in _MONTH_DAY.finditer(text):
        yield _day(int(match[2]), _MONTHS[match[1].casefold()], match[3], today)
    for match in _MONTH.finditer(text):
        yield _month(_MONTHS[match[1].casefold()], match[2], today)
    for match in _IN_WORDS.finditer(text):
        yield _in(match, today)
    for match in _WEEKDAY.finditer(text):
        ahead = (_WEEKDAYS[match[1].casefold()] - today.weekday() - 1) % 7 + 1
        yield _later(today, ahead)
    for match in _NEAR_WORD.finditer(text):
        yield _later(today, _NEAR[match[1].casefold()])


def _day(day: int, month: int, year: str | None, today: date) -> When | None:
    years = (
        (int(year) + (2000 if len(year) == 2 else 0),) if year
        else range(today.year, min(today.year + 9, MAXYEAR + 1))
    )  # fmt: skip
    for number in years:
        try:
            found = date(number, month, day)
        except ValueError:  # 29 February, or no day at all
            continue
        if year or found >= today:
            return When(found, found)
    return None


def _month(month: int, year: str | None, today: date) -> When | None:
    number = int(year) if year else today.year + (month < today.month)
    if not 1 <= number < MAXYEAR:
        return None
    first = date(number, month, 1)
    after = date(number + month // 12, month % 12 + 1, 1)
    return When(first, after - timedelta(days=1))


def _in(match: re.Match[str], today: date) -> When | None:
    if match[3]:
        monday = today + timedelta(days=7 - today.weekday()) if today.year < MAXYEAR else today
        return When(monday, monday + timedelta(days=6)) if today.year < MAXYEAR else None
    said = match[0].split()[1].casefold()
    count = int(match[1]) if match[1] else _COUNTS[said]
    return _later(today, count * _UNITS[match[2].casefold()])


def _later(today: date, days: int) -> When | None:
    try:
        day = today + timedelta(days=days)
    except OverflowError:
        return None
    return When(day, day)


def is_back(noticed_on: date, day: When | None, today: date, *, contact: bool) -> bool:
    """Whether a line is shown today; `contact`: because one speaks to the person just now.

    A line with a date comes back from a week before until two weeks after it; one without a date
    with every contact, for a year.
    """
    if day is None:
        return contact and 0 <= (today - noticed_on).days <= KEPT_DAYS
    return (today - day.first).days >= -BEFORE_DAYS and (today - day.last).days <= AFTER_DAYS
