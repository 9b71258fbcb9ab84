"""Reads times of day and timestamps, and says how long a span on the wall clock really took."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from wertschatz.integrations.files.tables.dates import DayReader

ZONE = "Europe/Berlin"
"""The firm's zone: times with an offset are told in it, times without one are taken as its."""

DAY_SECONDS = 86_400
_BLANKS = dict.fromkeys(map(ord, "\u00a0\u202f\u2009"), " ")
"""Between the time and "PM", for one."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = _EPOCH.toordinal()
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?(?P<word>\s*uhr|\s*h)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?",
    re.ASCII | re.IGNORECASE,
)
_STAMP = re.compile(r"(?P<day>.{6,40}?)(?:T|,? +)(?P<clock>\d{1,2}[:.]\d{2}.{0,40})", re.ASCII)


class Moment(NamedTuple):
    """A point on the wall clock; `day` is None where only a time was written."""

    day: int | None
    second: int
    """Seconds after midnight, 86,400 for a day's end written as 24:00."""
    epoch: int | None = None
    """UTC seconds, where the text named its offset."""


def zone() -> ZoneInfo:
    """The firm's zone, loaded once."""
    return _zone(ZONE)


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def has_clock(text: str) -> bool:
    """The text is a time of day, or a day with one."""
    text = text.translate(_BLANKS).strip()
    found = _STAMP.fullmatch(text)
    return bool(_clock(found["clock"] if found else text))


def local(epoch: int) -> tuple[int, int]:
    """The day ordinal and the second of the day at which this is on the wall.

    >>> local(1709544180)  # 2024-03-04T09:23:00Z
    (738949, 37380)
    """
    wall = (_EPOCH + timedelta(seconds=epoch)).astimezone(zone())
    return wall.toordinal(), wall.hour * 3600 + wall.minute * 60 + wall.second


def epoch_of(day: int, second: int) -> int:
    """UTC seconds of a point on the wall; the first one where it comes twice."""
    wall = datetime.fromordinal(day) + timedelta(seconds=second)
    return int((wall.replace(tzinfo=zone()) - _EPOCH).total_seconds())


class MomentReader(dict[str, Moment | None]):
    """Text → moment for one column; None for what is none. Remembers what it has read."""

    def __init__(self, days: DayReader) -> None:
        """`days` reads the day of a timestamp, in the order of the column."""
        super().__init__()
        self._days = days

    def __missing__(self, text: str) -> Moment | None:
        if len(self) > 50_000:
            self.clear()
        moment = self[text] = self._read(text.translate(_BLANKS).strip())
        return moment

    def _read(self, text: str) -> Moment | None:
        found = _STAMP.fullmatch(text)
        if not found:
            clock = _clock(text)
            return Moment(None, clock[0]) if clock else None
        clock, day = _clock(found["clock"]), self._days[found["day"]]
        if clock is None or day is None:
            return None
        second, offset = clock
        if offset is None:
            return Moment(day, second)
        epoch = (day - _EPOCH_DAY) * DAY_SECONDS + second - offset
        return Moment(*local(epoch), epoch)


def _clock(text: str) -> tuple[int, int | None] | None:
    """Seconds after midnight and the offset in seconds; a bare number is no time."""
    found = _CLOCK.fullmatch(text)
    if not found or not (found["minute"] or found["half"] or found["word"]):
        return None
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    total = hour * 3600 + minute * 60 + second
    if minute > 59 or second > 59 or total > DAY_SECONDS:
        return None
    return total, _offset(found["zone"])


def _offset(text: str | None) -> int | None:
    if not text:
        return None
    if text[0] not in "+-":
        return 0
    hours, minutes = int(text[1:3]), int(text[3:].lstrip(":") or 0)
    return (hours * 3600 + minutes * 60) * (-1 if text[0] == "-" else 1)
