"""A task typed in one line: "Angebot schreiben morgen 30m !", in German or English.

What is understood leaves the line; everything else is the title, in the words as typed.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from wertschatz.domain.worktime.day import MIDDLE, REST, TOP

LONGEST_TITLE = 300
LONGEST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Captured:
    """What one line said."""

    title: str
    minutes: int | None = None
    importance: int = MIDDLE
    on: dt.date | None = None
    """Due, or to be done, on that day."""
    at_minute: int | None = None
    """By that minute of the day."""
    customer: str = ""
    """After '@': the name or number that was typed; whose it is, is looked up."""


_DAYS = {
    "heute": 0, "today": 0, "morgen": 1, "tomorrow": 1, "übermorgen": 2, "uebermorgen": 2,
}  # fmt: skip
_WEEKDAYS = {
    name: day
    for day, names in enumerate((
        "montag mo monday mon", "dienstag di tuesday tue", "mittwoch mi wednesday wed",
        "donnerstag do thursday thu", "freitag fr friday fri", "samstag sa saturday sat sonnabend",
        "sonntag so sunday sun",
    ))
    for name in names.split()
}  # fmt: skip
_SHORT = frozenset({"mo", "di", "mi", "do", "fr", "sa", "so", "mon", "sat", "sun", "wed"})
"""Also ordinary words ("do", "so"): a weekday only as the last thing, or after "am" or "bis"."""
_LENGTH = re.compile(r"(?i)(?:(\d{1,2})(?:[.,](\d{1,2}))?h)?(?:(\d{1,4})(?:m|min))?$")
_CLOCK = re.compile(r"(?i)(\d{1,2})(?::|\.)(\d{2})(?:uhr)?$|(\d{1,2})uhr$")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})$")
_GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{2}|\d{4})?$")
_LEADS = frozenset({"am", "bis", "on", "by", "um", "at"})
_MARKS = {"!": TOP, "!!": TOP, "!!!": TOP, "?": REST, "-!": REST}


def captured(line: str, today: dt.date) -> Captured:
    """What the line says; ValueError where no title is left.

    >>> captured("Angebot schreiben morgen 30m !", dt.date(2026, 11, 30))
    Captured(title='Angebot schreiben', minutes=30, importance=1, on=datetime.date(2026, 12, 1), \
at_minute=None, customer='')
    """
    words = line.split()
    found: dict[str, object] = {}
    rest: list[str] = []
    for at, word in enumerate(words):
        last = at == len(words) - 1 or all(_is_sign(one, today) for one in words[at + 1 :])
        led = bool(rest) and rest[-1].casefold() in _LEADS
        said = _said(word, today, sure=last or led, led=led)
        if not said or any(name in found for name in said):
            rest.append(word)
            continue
        if led and ("on" in said or "at_minute" in said):
            rest.pop()
        found.update(said)
    title = " ".join(rest)[:LONGEST_TITLE].strip()
    if not title:
        raise ValueError("title")
    return Captured(title, **found)  # type: ignore[arg-type]


def _is_sign(word: str, today: dt.date) -> bool:
    return bool(_said(word, today, sure=True, led=False))


def _said(word: str, today: dt.date, *, sure: bool, led: bool) -> dict[str, object]:
    """What one word says beside the title; {} nothing. `led`: after a word such as "at"."""
    if word in _MARKS:
        return {"importance": _MARKS[word]}
    if word.startswith("@") and len(word) > 1:
        return {"customer": word[1:].replace("_", " ")}
    minutes = _minutes(word)
    if minutes is not None:
        return {"minutes": minutes}
    day = _day(word, today, sure=sure)
    if day is not None:
        return {"on": day}
    clock = _CLOCK.match(word)
    # "2.10" alone is rather a version or a price.
    if clock is not None and (led or "." not in word or word[-1:].isalpha()):
        hour, minute = int(clock[1] or clock[3]), int(clock[2] or 0)
        if hour < 24 and minute < 60:
            return {"at_minute": hour * 60 + minute}
    return {}


def _minutes(word: str) -> int | None:
    """'30m', '1h', '1h30m', '1,5h'."""
    match = _LENGTH.match(word)
    if match is None or not (match[1] or match[3]):
        return None
    minutes = int(match[1] or 0) * 60 + int(match[3] or 0)
    if match[2]:
        minutes += round(int(match[2]) * 60 / 10 ** len(match[2]))
    return minutes if 0 < minutes <= LONGEST_MINUTES else None


def _day(word: str, today: dt.date, *, sure: bool) -> dt.date | None:
    bare = word.casefold()
    if bare in _DAYS:
        return _later(today, _DAYS[bare])
    if bare in _WEEKDAYS and (sure or bare not in _SHORT):
        return _later(today, (_WEEKDAYS[bare] - today.weekday() - 1) % 7 + 1)
    try:
        if (iso := _ISO.match(word)) is not None:
            return dt.date(int(iso[1]), int(iso[2]), int(iso[3]))
        if (german := _GERMAN.match(word)) is not None:
            return _german(int(german[1]), int(german[2]), german[3], today)
    except ValueError:
        return None
    return None


def _german(day: int, month: int, year: str | None, today: dt.date) -> dt.date:
    """Without a year the next such day."""
    if year:
        return dt.date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    for number in range(today.year, min(today.year + 9, dt.MAXYEAR + 1)):
        try:
            found = dt.date(number, month, day)
        except ValueError:  # 29 February
            continue
        if found >= today:
            return found
    raise ValueError(day)


def _later(today: dt.date, days: int) -> dt.date | None:
    try:
        return today + dt.timedelta(days=days)
    except OverflowError:
        return None
