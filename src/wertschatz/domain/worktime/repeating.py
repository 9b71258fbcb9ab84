"""A task that comes again: every few days, weeks, months or years."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from wertschatz.domain.customers.preferences import Hours
from wertschatz.domain.worktime.holidays import next_working_day

MOST_EVERY = 366
_FAR = dt.date(dt.MAXYEAR - 1, 1, 1)
LOOKED_AHEAD = dt.timedelta(days=31)


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
    since: dt.date | None = None
    """A day of the rhythm, where the day it is due is none: it was moved off a day off."""

    def __post_init__(self) -> None:
        if not 1 <= self.every <= MOST_EVERY or not self.weekdays <= set(range(7)):
            raise ValueError("rhythm")
        if self.day is not None and not 1 <= self.day <= 31:
            raise ValueError("rhythm")


def fixed_to(rhythm: Rhythm, due: dt.date) -> Rhythm:
    """The same, with the day of the month kept, so that a short month does not move it."""
    if rhythm.unit not in (Unit.MONTH, Unit.YEAR) or rhythm.day is not None:
        return rhythm
    return replace(rhythm, day=(rhythm.since or due).day)


def next_day(rhythm: Rhythm, due: dt.date, done: dt.date) -> dt.date | None:
    """The first day of the rhythm after both; what was missed in between lapses. None: the
    calendar ends.

    >>> next_day(Rhythm(1, Unit.MONTH, day=31), dt.date(2026, 1, 31), dt.date(2026, 2, 2))
    datetime.date(2026, 2, 28)
    """
    after = max(due, done)
    if after >= _FAR:
        return None
    for day in _days(fixed_to(rhythm, due), rhythm.since or due, after):
        if day > after:
            return day
    return None


def next_time(
    rhythm: Rhythm,
    due: dt.date,
    done: dt.date,
    hours: Sequence[Hours],
    closed: Callable[[dt.date, dt.date], Collection[dt.date]],
) -> tuple[dt.date, Rhythm] | None:
    """The same, and where that is a day off, the next day on which somebody works; the rhythm
    stays what it was. `closed` gives the days off between two days. None: the calendar ends."""
    fixed = fixed_to(rhythm, due)
    on = next_day(fixed, due, done)
    if on is None:
        return None
    ahead = closed(on, on + LOOKED_AHEAD) if on < _FAR else ()
    moved = next_working_day(hours, on, ahead) if on in ahead else None
    if moved is None:
        return on, replace(fixed, since=None)
    # What is said by the week names its weekday from now on: the day it is due no longer tells.
    weekdays = fixed.weekdays or {on.weekday()} if fixed.unit is Unit.WEEK else fixed.weekdays
    return moved, replace(fixed, since=on, weekdays=frozenset(weekdays))


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
    since = {} if rhythm.since is None else {"since": rhythm.since.isoformat()}
    return {
        "every": rhythm.every, "unit": rhythm.unit.value, "weekdays": sorted(rhythm.weekdays),
        "day": rhythm.day, **since,
    }  # fmt: skip


def rhythm_from(value: Mapping[str, Any] | None) -> Rhythm | None:
    """What `rhythm_to` wrote."""
    if not value:
        return None
    since = value.get("since")
    return Rhythm(
        value["every"], Unit(value["unit"]), frozenset(value.get("weekdays", ())),
        value.get("day"), dt.date.fromisoformat(since) if since else None,
    )  # fmt: skip
