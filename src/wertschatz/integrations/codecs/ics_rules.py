"""Tells a repetition that is meant from one that would never end, before it is followed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from wertschatz.integrations.codecs.faults import SHOWN
from wertschatz.integrations.codecs.ics import Event

MOST_OF_ONE = 2_000
"""Occurrences of one appointment."""
YEARS_FOLLOWED = 10
"""How far behind the newest day in the file a repetition with an end is followed."""

_BEFORE, _INSIDE, _AT_ALL = 4, 40, 500
"""Microseconds that a rule costs per round before and inside of the window, and by itself."""
_LIMIT, _LIMIT_OF_ALL = 2_000_000, 10_000_000
"""Microseconds, worked out and not measured, for a rule and for all of a file."""
_MOST_DATES = 5_000
"""Single dates that one appointment may list."""
_MOST_A_ROUND = 48
"""Times of day that one round of a rule may give."""
_PER_DAY = {
    "SECONDLY": 86_400.0, "MINUTELY": 1_440.0, "HOURLY": 24.0, "DAILY": 1.0, "WEEKLY": 1 / 7,
    "MONTHLY": 1 / 28, "YEARLY": 1 / 365,
}  # fmt: skip
_PART = re.compile(r"(\w+)=([^;]*)")


class Broken(Exception):
    """The appointment stays out: the code and its facts."""


class Window(NamedTuple):
    """The days that count, as ordinals, both included."""

    first: int
    last: int


class Budget:
    """What the rules of one file may cost together."""

    def __init__(self, follows: bool) -> None:
        """`follows`: repetitions with an end are followed beyond the window."""
        self._follows = follows
        self._cost = 0

    def last_day(self, event: Event, start: int, window: Window) -> int:
        """Until which day the appointment is followed; raises `Broken` where that is too long."""
        dates = sum(
            value.count(",") + 1
            for name in ("RDATE", "EXDATE")
            for _, value in event.times.get(name, ())
        )
        if dates > _MOST_DATES:
            raise Broken("appointment_endless", {"rule": f"RDATE/EXDATE: {dates}"})
        last = max(window.last, start) if self._follows else window.last
        for _, rule in event.times.get("RRULE", ()):
            parts = {key.upper(): value.upper() for key, value in _PART.findall(rule)}
            if not parts.get("INTERVAL", "1").strip("0"):
                raise Broken("appointment_broken", {"part": "RRULE"})  # would never end
            ends = "COUNT" in parts or "UNTIL" in parts
            if ends and self._follows:
                last = max(last, window.last + YEARS_FOLLOWED * 366)
            if not self._may(parts, ends, start, window._replace(last=last)):
                raise Broken("appointment_endless", {"rule": rule[:SHOWN]})
        return last

    def _may(self, parts: Mapping[str, str], ends: bool, start: int, window: Window) -> bool:
        before = _rounds(parts, start, window.first)
        inside = _rounds(parts, max(start, window.first), window.last)
        cost = _AT_ALL + _BEFORE * before + _INSIDE * inside
        often = parts.get("FREQ") in {"SECONDLY", "MINUTELY"}
        if often and (not ends or before + inside > MOST_OF_ONE):
            return False
        if _within(parts, parts.get("FREQ", "")) > _MOST_A_ROUND:
            return False
        self._cost += cost if cost <= _LIMIT else 0
        return cost <= _LIMIT and self._cost <= _LIMIT_OF_ALL


def _rounds(parts: Mapping[str, str], first: int, last: int) -> int:
    """About how many rounds the rule takes between two days, at most until COUNT or UNTIL."""
    frequency = parts.get("FREQ", "")
    days = max(0, min(last, _until(parts)) - first + 1)
    filtered = any(name.startswith("BY") for name in parts)
    each = int(parts["INTERVAL"][:9]) if parts.get("INTERVAL", "").isdecimal() else 1
    per_day = _PER_DAY.get(frequency, 1.0)
    rounds = days * per_day / max(1, each)
    if filtered and per_day < 1:
        rounds = days  # at most: every day of the weeks, months or years
    count = parts.get("COUNT", "")
    if count.isdecimal() and not filtered:
        rounds = min(rounds, int(count[:9]))
    return round(rounds) * _within(parts, frequency)


def _within(parts: Mapping[str, str], frequency: str) -> int:
    """How many times of day each round gives."""
    filters = {"HOURLY": ("BYHOUR",), "MINUTELY": ("BYHOUR", "BYMINUTE")}.get(frequency, ())
    times = 1
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        times *= parts[name].count(",") + 1 if name in parts and name not in filters else 1
    return times


def _until(parts: Mapping[str, str]) -> int:
    found = re.match(r"(\d{4})(\d\d)(\d\d)", parts.get("UNTIL", ""))
    try:
        return date(*map(int, found.groups())).toordinal() if found else date.max.toordinal()
    except ValueError:
        return date.max.toordinal()
