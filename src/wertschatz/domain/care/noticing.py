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
# Two digits behind a blank are no year: "12.6. 18 Uhr", "12.6. 80 Gäste".
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.(\s?\d{4}|\d{2})?(?!\d)", re.A)
# Without the last dot it may be any number: only behind one of these.
_OPEN = re.compile(r"(?i)\b(?:am|zum|vom|on)\s+(\d{1,2})\.(\d{1,2})(?![\d.]|,\d|\s*%)", re.A)
_DAY_MONTH = re.compile(
    rf"(?i)(?<!\d)(\d{{1,2}})(?:\.|st|nd|rd|th)?\s+(?:of\s+)?({_NAMES})\b\.?{_YEAR}"
)
# "im Mai 25 Jahre", "Jan 8 Jahre": what is counted is no day.
_MONTH_DAY = re.compile(
    rf"(?i)(?<!\bim\s)(?<!\bin\s)\b({_NAMES})\b\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b"
    r"(?!\d|:|\.\d|\s*[%€]|\s+(?:jahr|woche|tag|monat|stunde|minute|uhr|gäste|gast|kind|person|leute"
    r"|mal\b|euro|prozent|year|week|day|month|hour|minute|guest|child|people|times\b))" + _YEAR
)
_MONTH = re.compile(
    rf"(?i)\b(im|in|ab|bis|anfang|mitte|ende|nächsten|next|by|until|early|mid|late)\s+"
    rf"(?:monat\s+)?({_NAMES})\b\.?{_YEAR}"
)
_WORDS_TOO = frozenset({"may", "march", "mar"})
"""Other words, too, unless they begin with a capital."""
_VERB = re.compile(r"\s+(?:not|be|come|have|need|want|go|get|like|take|on|off|to|in|out)\b")
_PEOPLE_TOO = frozenset({"jan", "april", "may", "june", "august"})
"""First names: "recommended by April"."""
_WEEKDAY = re.compile(
    r"(?i)\b(?:am|on|bis|by|until|nächste[nr]?|kommende[nr]?|next|coming)\s+"
    rf"({'|'.join(_WEEKDAYS)})\b"
)
_HABIT = re.compile(r"(?i)\b(?:immer|nie|niemals|jede[nrms]?|always|never|every|each)\b")
_SINCE = re.compile(
    r"(?i)\b(?:seit|since)(?:\s+(?:dem|the|last|anfang|mitte|ende|early|mid|late))?\s*$"
)
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
# The part of the day, a greeting or a name.
_MORNING = re.compile(
    r"(?i)\b(?:am|jede[nr]|gute[nr]|diese[nr]|gestern|de[nrms]|eine[nrm]?|herr|frau)\s+$"
)
CENTURY_AHEAD = 20
"""Years: a year of two digits lies at most so far ahead."""


def when(line: str, today: date) -> When | None:
    """The first date that the line speaks of; None: it names none.

    Without a year it is the next such day or month, the present one included.

    >>> when("Tochter macht im Mai Abitur", date(2026, 11, 30))
    When(first=datetime.date(2027, 5, 1), last=datetime.date(2027, 5, 31))
    >>> when("Hochzeit am 12.6.", date(2026, 11, 30)).first
    datetime.date(2027, 6, 12)
    """
    text = line[:LONGEST]
    return next((one for one in _all(text, today) if one and not _is_over(one, today)), None)


def _is_over(day: When, today: date) -> bool:
    """Nobody asks any more how it was: then the line is one without a date."""
    return (today - day.last).days > AFTER_DAYS


def _all(text: str, today: date) -> Iterator[When | None]:
    for match in _hits(_ISO, text):
        yield _day(int(match[3]), int(match[2]), match[1], today)
    for match in _hits(_DOTTED, text):
        yield _day(int(match[1]), int(match[2]), (match[3] or "").strip(), today)
    for match in _hits(_OPEN, text):
        yield _day(int(match[1]), int(match[2]), "", today)
    for match in _hits(_DAY_MONTH, text):
        if _is_month(match, 2):
            yield _day(int(match[1]), _MONTHS[match[2].casefold()], match[3], today)
    for match in _hits(_MONTH_DAY, text):
        if _is_month(match, 1):
            yield _day(int(match[2]), _MONTHS[match[1].casefold()], match[3], today)
    for match in _hits(_MONTH, text):
        person = match[1].casefold() == "by" and match[2].casefold() in _PEOPLE_TOO
        if _is_month(match, 2) and not person:
            yield _month(_MONTHS[match[2].casefold()], match[3], today)
    for match in _hits(_IN_WORDS, text):
        yield _in(match, today)
    for match in () if _HABIT.search(text) else _hits(_WEEKDAY, text):
        ahead = (_WEEKDAYS[match[1].casefold()] - today.weekday() - 1) % 7 + 1
        yield _later(today, ahead)
    for match in _hits(_NEAR_WORD, text):
        if match[1].casefold() != "morgen" or not _MORNING.search(text[: match.start()]):
            yield _later(today, _NEAR[match[1].casefold()])


def _hits(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Matches that do not tell since when something has been."""
    return (one for one in pattern.finditer(text) if not _SINCE.search(text[: one.start()]))


def _is_month(match: re.Match[str], group: int) -> bool:
    """ "Order 12 may come" speaks of no month."""
    name = match[group]
    if name.casefold() not in _WORDS_TOO:
        return True
    return name[0].isupper() and not _VERB.match(match.string, match.end(group))


def _day(day: int, month: int, year: str | None, today: date) -> When | None:
    if year and len(year) == 2:
        number = 2000 + int(year)
        year = str(number - 100 if number > today.year + CENTURY_AHEAD else number)
    years = (int(year),) if year else range(today.year, min(today.year + 9, MAXYEAR + 1))
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
