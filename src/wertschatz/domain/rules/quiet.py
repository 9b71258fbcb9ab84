"""Working time, and the stretches of it in which no telephone rang."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from wertschatz.domain.customers.preferences import Hours
from wertschatz.domain.rules.moment import Setup, Stretch

QUIET_MINUTES = 30
"""A stretch has to be longer to count: in less, nothing larger gets done."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Stretches without a ring inside the working hours, breaks left out."""

    count: int = 0
    """Of those longer than `QUIET_MINUTES`."""
    minutes: int = 0
    """All of them together."""
    longest_minutes: int = 0
    work_minutes: int = 0
    """The whole working time that was looked at."""


def work_of(
    setup: Setup,
    first: dt.date,
    last: dt.date,
    until: dt.datetime | None = None,
    closed: frozenset[dt.date] = frozenset(),
) -> list[Stretch]:
    """The working time of these days, both included, without breaks and without those that are
    `closed`, at most up to `until`; UTC, in order, apart.

    A stretch over midnight belongs to the day it began on. On the days on which the clock is
    changed a working day may be an hour longer or shorter, as it really was.
    """
    work = _joined(_on_days(setup.work, setup.tz, first, last, closed))
    free = _joined(_on_days(setup.breaks, setup.tz, first, last))
    left = without(work, free)
    if until is None:
        return list(left)
    return [Stretch(one.start, min(one.end, until)) for one in left if one.start < until]


def _on_days(
    hours: Sequence[Hours],
    zone: ZoneInfo,
    first: dt.date,
    last: dt.date,
    closed: frozenset[dt.date] = frozenset(),
) -> Iterator[Stretch]:
    for number in range((last - first).days + 1):
        day = first + dt.timedelta(days=number)
        if day in closed:
            continue
        for one in hours:
            if day.weekday() in one.weekdays and one.start != one.until:
                after = one.until < one.start
                start = _instant(day, one.start, zone)
                end = _instant(day + dt.timedelta(days=after), one.until, zone)
                if start < end:
                    yield Stretch(start, end)


def _instant(day: dt.date, minute: int, zone: ZoneInfo) -> dt.datetime:
    """The clock on the wall as an instant; minute 1440 is the next midnight."""
    wall = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minute)
    return wall.replace(tzinfo=zone).astimezone(dt.UTC)


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """In order, and none touches another; a ring without talk stays one, and takes no time."""
    found: list[Stretch] = []
    for one in sorted(stretches):
        if found and one.start <= found[-1].end:
            found[-1] = Stretch(found[-1].start, max(found[-1].end, one.end))
        else:
            found.append(one)
    return found


def without(stretches: Sequence[Stretch], taken: Sequence[Stretch]) -> Iterator[Stretch]:
    """What is left of the first; both in order, and each apart from its neighbours.

    One that takes no time parts a stretch in two.
    """
    ends = [one.end for one in taken]
    for whole in stretches:
        start = whole.start
        for one in taken[bisect_left(ends, start) :]:
            if one.start >= whole.end:
                break
            if start < one.start:
                yield Stretch(start, one.start)
            start = max(start, one.end)
        if start < whole.end:
            yield Stretch(start, whole.end)


def quiet_of(work: Sequence[Stretch], rang: Iterable[Stretch]) -> Quiet:
    """What stayed quiet of this working time; `rang` are rings with the talk after them.

    >>> at = lambda hour, minute=0: dt.datetime(2026, 11, 25, hour, minute, tzinfo=dt.UTC)
    >>> quiet_of([Stretch(at(9), at(12))], [Stretch(at(10), at(10, 20))])
    Quiet(count=2, minutes=160, longest_minutes=100, work_minutes=180)
    """
    shortest = dt.timedelta(minutes=QUIET_MINUTES)
    left = without(work, _joined(rang))
    long = [one.end - one.start for one in left if one.end - one.start > shortest]
    whole = sum((one.end - one.start for one in work), dt.timedelta())
    return Quiet(
        len(long), _minutes(sum(long, dt.timedelta())), _minutes(max(long, default=dt.timedelta())),
        _minutes(whole),
    )  # fmt: skip


def _minutes(span: dt.timedelta) -> int:
    return span // dt.timedelta(minutes=1)
