"""What working-time law asks for staff: dated, and only ever a warning.

German Arbeitszeitgesetz, §§ 3, 4, 5 and 9. It does not hold for owners themselves; they may keep to
the eleven hours of rest of their own will. Limits carry the day from which they hold, because the
law is being changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from wertschatz.domain.values import Reason


class Limits(NamedTuple):
    """Limits that hold from a day on. Minutes."""

    valid_from: dt.date
    day: int
    """On average of half a year; beyond it the time has to be made up for."""
    longest_day: int
    rest: int
    """Between two days of work."""
    break_after: tuple[tuple[int, int], ...]
    """(Work of more than so many minutes, break of at least so many)."""
    break_piece: int
    """Shorter pieces are no break."""
    longest_without: int
    """Work without any break."""


LIMITS = (
    Limits(dt.date(1994, 7, 1), 8 * 60, 10 * 60, 11 * 60, ((6 * 60, 30), (9 * 60, 45)), 15, 6 * 60),
)


class Worked(NamedTuple):
    """One stretch of work, aware or naive alike for all; nothing in it was a break."""

    start: dt.datetime
    end: dt.datetime

    @property
    def minutes(self) -> int:
        """How long."""
        return round((self.end - self.start).total_seconds() / 60)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to look at."""

    on: dt.date
    reason: Reason
    """'over_eight_hours', 'over_ten_hours', 'break_short', 'long_without_break', 'rest_short',
    'sunday_or_holiday'."""


def limits_on(day: dt.date) -> Limits:
    """Those in force on that day; the oldest ones for earlier days."""
    return max((one for one in LIMITS if one.valid_from <= day), default=LIMITS[0])


def warnings(worked: Iterable[Worked], holidays: Collection[dt.date] = ()) -> list[Notice]:
    """In the order of the days. A stretch belongs to the day on which it began; stretches that
    overlap or touch are one.

    >>> nine = dt.datetime(2026, 11, 30, 9)
    >>> [one.reason.code for one in warnings([Worked(nine, nine + dt.timedelta(hours=11))])]
    ['over_ten_hours', 'break_short', 'long_without_break']
    """
    found: list[Notice] = []
    days: dict[dt.date, list[Worked]] = {}
    for one in _joined(worked):
        days.setdefault(one.start.date(), []).append(one)
    last: dt.datetime | None = None
    for day, stretches in sorted(days.items()):
        limits = limits_on(day)
        if last is not None:
            rest = round((stretches[0].start - last).total_seconds() / 60)
            if rest < limits.rest:
                found.append(Notice(day, Reason("rest_short", {"rest_minutes": rest})))
        found += _of_day(day, stretches, limits)
        if day.weekday() == 6 or day in holidays:
            found.append(Notice(day, Reason("sunday_or_holiday")))
        last = stretches[-1].end
    return found


def _of_day(day: dt.date, stretches: Sequence[Worked], limits: Limits) -> Iterable[Notice]:
    total = sum(one.minutes for one in stretches)
    if total > limits.longest_day:
        yield Notice(day, Reason("over_ten_hours", {"worked_minutes": total}))
    elif total > limits.day:
        yield Notice(day, Reason("over_eight_hours", {"worked_minutes": total}))
    pauses = [
        round((later.start - earlier.end).total_seconds() / 60)
        for earlier, later in pairwise(stretches)
    ]
    pause = sum(one for one in pauses if one >= limits.break_piece)
    needed = max((least for more, least in limits.break_after if total > more), default=0)
    if pause < needed:
        facts = {"break_minutes": pause, "needed_minutes": needed}
        yield Notice(day, Reason("break_short", facts))
    longest = _longest_without(stretches, limits.break_piece)
    if longest > limits.longest_without:
        yield Notice(day, Reason("long_without_break", {"worked_minutes": longest}))


def _longest_without(stretches: Sequence[Worked], piece: int) -> int:
    longest = run = 0
    before: dt.datetime | None = None
    for one in stretches:
        if before is not None and (one.start - before).total_seconds() / 60 >= piece:
            run = 0
        run += one.minutes
        longest, before = max(longest, run), one.end
    return longest


def _joined(worked: Iterable[Worked]) -> list[Worked]:
    found: list[Worked] = []
    for one in sorted(worked):
        if one.end <= one.start:
            continue
        if found and one.start <= found[-1].end:
            found[-1] = Worked(found[-1].start, max(found[-1].end, one.end))
        else:
            found.append(one)
    return found
