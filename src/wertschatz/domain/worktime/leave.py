"""The list of things to leave: each kept track of by measurement, and the time it gives back.

Nothing here scolds: a week is told with what it gave back, never with a score (METHOD 2.5).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wertschatz.domain.customers.preferences import Hours
from wertschatz.domain.values import Group

LATE_MINUTE = 20 * 60
BASE_WEEKS = 4
"""Weeks before something was put on the list that say how it was."""


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
    """What a week shows of one thing. Minutes."""

    spent: int
    before: int | None
    """In an average week before it was put on the list; None: nothing is known of it."""

    @property
    def minutes(self) -> int:
        """Given back this week; 0 where nothing is known, or where it was more."""
        return max((self.before or 0) - self.spent, 0)


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
        case Notice.LATE:
            return sum(1 for at in _minutes(one) if at.hour * 60 + at.minute >= LATE_MINUTE)
        case Notice.BREAK:
            return sum(1 for at in _minutes(one) if any(b.holds(at) for b in breaks))
        case Notice.GROUP_C:
            return one.minutes if one.group is Group.C else 0
        case Notice.MAIL if one.kind == "mail":
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


def given_back(
    leave: Leave,
    week: dt.date,
    spent: Sequence[Spent],
    breaks: Sequence[Hours],
    windows: Sequence[Hours],
    known_since: dt.date | None,
) -> GivenBack:
    """What this week (its Monday) gave back against the weeks before the thing was on the list.

    `spent` reaches back as far as anything is known; `known_since` is the first day of records.
    """
    base_end = leave.since - dt.timedelta(days=leave.since.weekday())
    base = base_end - dt.timedelta(weeks=BASE_WEEKS)
    if known_since is not None:
        first = known_since + dt.timedelta(days=-known_since.weekday() % 7)
        base = max(base, first)
    weeks = (base_end - base).days // 7
    before = None
    if known_since is not None and weeks > 0:
        total = measured(leave, _within(spent, base, base_end), breaks, windows)
        before = round(total / weeks)
    this = _within(spent, week, week + dt.timedelta(days=7))
    return GivenBack(measured(leave, this, breaks, windows), before)


def _within(spent: Iterable[Spent], start: dt.date, end: dt.date) -> list[Spent]:
    return [one for one in spent if start <= one.start.date() < end]
