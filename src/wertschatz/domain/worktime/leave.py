"""The list of things to leave: each kept track of by measurement, and the time it gives back.

Nothing here scolds: a week is told with what it gave back, never with a score (METHOD 2.5).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wertschatz.domain.customers.preferences import Hours
from wertschatz.domain.values import Group

LATE_MINUTE = 20 * 60
BASE_WEEKS = 4
"""Weeks before something was put on the list that say how it was."""


_DAY, _WEEK, _SUNDAY = dt.timedelta(days=1), dt.timedelta(weeks=1), 6


class Notice(StrEnum):
    """How it is noticed."""

    LATE = "late"
    """Work after 20:00."""
    BREAK = "break"
    """Work in the break."""
    GROUP_C = "group_c"
    """Hours for group C."""
    MAIL = "mail"
    """Mail outside its windows."""
    CALLS_TO = "calls_to"
    """My own calls to certain people."""
    BY_HAND = "by_hand"
    """Ticked by the person."""


MEASURED = tuple(one for one in Notice if one is not Notice.BY_HAND)


@dataclass(frozen=True, slots=True)
class Spent:
    """One span of work: a contact, a mail, work at the desk. By the clock on the wall."""

    start: dt.datetime
    """Naive local time, or aware in the firm's zone."""
    minutes: int
    kind: str
    """As kinds of contacts: 'call', 'mail', 'work' …"""
    way: str = ""
    """'in', 'out'; '' not told."""
    group: Group | None = None
    who: str = ""
    """Key of the other side; '' nobody or not known."""
    timed: bool = True
    """One was at it at that time of the day; False: only the day is known."""


@dataclass(frozen=True, slots=True)
class Leave:
    """One thing to do less of, or no longer at all."""

    notice: Notice
    since: dt.date
    never: bool = True
    """No longer at all; False: less of it."""
    people: frozenset[str] = frozenset()
    """Keys, for `CALLS_TO`."""


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What a thing gave back. Minutes."""

    spent: int
    """This week, so far."""
    before: int | None
    """In the same days of an average week before it was put on the list; None: nothing is known."""
    minutes: int = 0
    """Given back this week; 0 where nothing is known, or where it was more."""
    all_minutes: int = 0
    """In all weeks that were looked at."""


def measured(
    leave: Leave, spent: Iterable[Spent], breaks: Sequence[Hours], windows: Sequence[Hours]
) -> int:
    """Minutes of these spans that are what one wants to leave; spans that reach into it count
    with the part that does. By hand: 0.

    >>> late = Leave(Notice.LATE, dt.date(2026, 1, 1))
    >>> measured(late, [Spent(dt.datetime(2026, 11, 30, 19, 50), 30, "work")], (), ())
    20
    """
    return sum(_part(leave, one, breaks, windows) for one in spent)


def _part(leave: Leave, one: Spent, breaks: Sequence[Hours], windows: Sequence[Hours]) -> int:
    match leave.notice:
        case Notice.LATE if one.timed:
            return sum(1 for at in _minutes(one) if at.hour * 60 + at.minute >= LATE_MINUTE)
        case Notice.BREAK if one.timed:
            return sum(1 for at in _minutes(one) if any(b.holds(at) for b in breaks))
        case Notice.GROUP_C:
            return one.minutes if one.group is Group.C else 0
        case Notice.MAIL if one.kind == "mail" and one.timed:
            return sum(1 for at in _minutes(one) if not any(w.holds(at) for w in windows))
        case Notice.CALLS_TO if one.kind == "call" and one.way == "out":
            return one.minutes if one.who in leave.people else 0
        case _:
            return 0


def _minutes(one: Spent) -> Iterable[dt.datetime]:
    """Each minute of the span, as the clock on the wall shows it."""
    step = dt.timedelta(minutes=1)
    if one.start.tzinfo is None:
        return (one.start + number * step for number in range(one.minutes))
    begins = one.start.astimezone(dt.UTC)
    return ((begins + number * step).astimezone(one.start.tzinfo) for number in range(one.minutes))


def base_of(leave: Leave) -> tuple[dt.date, dt.date]:
    """The weeks that say how it was: their first Monday, and the Monday after them."""
    end = monday_of(leave.since)
    return end - dt.timedelta(weeks=BASE_WEEKS), end


def monday_of(day: dt.date) -> dt.date:
    """The Monday of its week."""
    return day - dt.timedelta(days=day.weekday())


def given_back(
    leave: Leave,
    today: dt.date,
    spent: Sequence[Spent],
    breaks: Sequence[Hours],
    windows: Sequence[Hours],
    *,
    first: dt.date | None = None,
    away: Sequence[tuple[dt.date, dt.date]] = (),
) -> GivenBack:
    """What this week gave back, and all weeks since the thing was put on the list (or since
    `first`), against the weeks before.

    `spent` reaches back over those weeks. Weeks without any record, and weeks in which the person
    was `away` (from, until, the end not included), say nothing and give nothing. A week that is
    not over is held against the same days of the weeks before; the week in which the thing was
    put on the list counts from that day on.
    """
    days: Counter[dt.date] = Counter()
    for one in spent:
        days[one.start.date()] += measured(leave, (one,), breaks, windows)
    known = {
        monday for monday in {monday_of(day) for day in days}
        if not any(start < monday + _WEEK and monday < end for start, end in away)
    }  # fmt: skip
    start, end = base_of(leave)
    base = sorted(monday for monday in known if start <= monday < end)

    def of_week(monday: dt.date, begin: int, last: int) -> int:
        return sum(days[monday + number * _DAY] for number in range(begin, last + 1))

    def back(monday: dt.date) -> tuple[int, int | None, int]:
        begin = leave.since.weekday() if monday == monday_of(leave.since) else 0
        last = min((today - monday).days, _SUNDAY)
        now = of_week(monday, begin, last)
        if not base:
            return now, None, 0
        before = round(sum(of_week(one, begin, last) for one in base) / len(base))
        return now, before, max(before - now, 0) if monday in known else 0

    this = monday_of(today)
    oldest = monday_of(max(leave.since, first or leave.since))
    weeks = [oldest + number * _WEEK for number in range((this - oldest).days // 7 + 1)]
    now, before, minutes = back(this)
    return GivenBack(now, before, minutes, sum(back(monday)[2] for monday in weeks))
