"""A task that comes again: every few days, weeks, months or years."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MOST_EVERY = 366
_FAR = dt.date(dt.MAXYEAR - 1, 1, 1)


class Unit(StrEnum):
    """In what the distance is counted."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every so many of a unit. ValueError for what is none."""

    every: int
    unit: Unit
    weekdays: frozenset[int] = frozenset()
    """0 Monday to 6 Sunday, for weeks; none: the weekday of the day it was due."""
    day: int | None = None
    """Of the month, for months and years: the 31st is the last day of a shorter month, and the
    31st again in the next one; None: that of the day it was due."""

    def __post_init__(self) -> None:
        if not 1 <= self.every <= MOST_EVERY or not self.weekdays <= set(range(7)):
            raise ValueError("rhythm")
        if self.day is not None and not 1 <= self.day <= 31:
            raise ValueError("rhythm")


def fixed_to(rhythm: Rhythm, due: dt.date) -> Rhythm:
    """The same, with the day of the month kept, so that a short month does not move it."""
    if rhythm.unit not in (Unit.MONTH, Unit.YEAR) or rhythm.day is not None:
        return rhythm
    return Rhythm(rhythm.every, rhythm.unit, rhythm.weekdays, due.day)


def next_day(rhythm: Rhythm, due: dt.date, done: dt.date) -> dt.date | None:
    """The first day of the rhythm after both; what was missed in between lapses. None: the
    calendar ends.

    >>> next_day(Rhythm(1, Unit.MONTH, day=31), dt.date(2026, 1, 31), dt.date(2026, 2, 2))
    datetime.date(2026, 2, 28)
    """
    after = max(due, done)
    if after >= _FAR:
        return None
    for day in _days(fixed_to(rhythm, due), due, after):
        if day > after:
            return day
    return None


def _days(rhythm: Rhythm, due: dt.date, after: dt.date) -> Iterator[dt.date]:
    """Days of the rhythm, from shortly before `after` on."""
    every = rhythm.every
    if rhythm.unit is Unit.DAY:
        start = (after - due).days // every
        for count in (start, start + 1):
            yield due + dt.timedelta(days=count * every)
        return
    if rhythm.unit is Unit.WEEK:
        monday = due - dt.timedelta(days=min(due.weekday(), due.toordinal() - 1))
        start = (after - monday).days // 7 // every
        for count in (start, start + 1):
            for weekday in sorted(rhythm.weekdays or {due.weekday()}):
                yield monday + dt.timedelta(days=count * every * 7 + weekday)
        return
    months = every * (12 if rhythm.unit is Unit.YEAR else 1)
    first = due.year * 12 + due.month - 1
    start = (after.year * 12 + after.month - 1 - first) // months
    for count in (start, start + 1):
        year, month = divmod(first + count * months, 12)
        if year > dt.MAXYEAR:
            return
        last = calendar.monthrange(year, month + 1)[1]
        yield dt.date(year, month + 1, min(rhythm.day or due.day, last))


def rhythm_to(rhythm: Rhythm | None) -> dict[str, Any] | None:
    """As plain JSON; None: once."""
    if rhythm is None:
        return None
    return {
        "every": rhythm.every, "unit": rhythm.unit.value, "weekdays": sorted(rhythm.weekdays),
        "day": rhythm.day,
    }  # fmt: skip


def rhythm_from(value: Mapping[str, Any] | None) -> Rhythm | None:
    """What `rhythm_to` wrote."""
    if not value:
        return None
    return Rhythm(
        value["every"], Unit(value["unit"]), frozenset(value.get("weekdays", ())), value.get("day")
    )
