"""The analysis as an appointment: how long it takes, when there is room, and in which order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wertschatz.domain.values import Group, Reason

MINUTES_EACH = 2
"""What one customer takes, with a moment to think."""
SHORTEST, LONGEST, STEP = 60, 180, 30
AT_MOST = 200
"""Customers in one appointment; of a large base the rest follows in the next one."""
HOURS = ((8 * 60, 12 * 60), (13 * 60, 18 * 60))
"""When an appointment with oneself may lie, in minutes of the day; the mornings first."""
WORKDAYS = 5
QUARTER = 15
Busy = tuple[dt.datetime, dt.datetime]
NO_CRITERIA = frozenset({"owner_word", "figures_say", "gut_letter"})
"""Reasons that tell of the letter itself, and not of dealings."""


def minutes_for(customers: int) -> int:
    """One to three hours, two minutes for each customer, in half hours (METHOD 1.1).

    >>> [minutes_for(n) for n in (0, 30, 40, 70, 5000)]
    [60, 60, 90, 150, 180]
    """
    whole = -(-customers * MINUTES_EACH // STEP) * STEP
    return min(max(whole, SHORTEST), LONGEST)


def next_monday(today: dt.date) -> dt.date:
    """The Monday of the week that follows.

    >>> next_monday(dt.date(2026, 11, 25)), next_monday(dt.date(2026, 11, 30))
    (datetime.date(2026, 11, 30), datetime.date(2026, 12, 7))
    """
    return today + dt.timedelta(days=7 - today.weekday())


def free_slot(monday: dt.date, minutes: int, busy: Iterable[Busy]) -> dt.datetime | None:
    """The first room in that week, mornings before afternoons; None: the week is full.

    `busy` are spans by the clock on the wall (no time zone), and so is the answer.
    """
    taken = list(busy)
    length = dt.timedelta(minutes=minutes)
    for opens, closes in HOURS:
        for day in range(WORKDAYS):
            midnight = dt.datetime.combine(monday + dt.timedelta(days=day), dt.time())
            for minute in range(opens, closes - minutes + 1, QUARTER):
                start = midnight + dt.timedelta(minutes=minute)
                if not any(begin < start + length and start < end for begin, end in taken):
                    return start
    return None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One customer that the analysis may lead through."""

    customer: int
    group: Group | None
    confirmed: bool
    figures_differ: bool
    """The figures alone would say another letter than the owner's word."""
    high: bool
    """One of those who carry the year."""
    revenue_cents: int
    before: Group | None
    """The letter of the last analysis."""

    @property
    def settled(self) -> bool:
        """Confirmed, and nothing has moved since: a glance is enough."""
        return self.confirmed and not self.figures_differ and self.before in (None, self.group)


def in_order(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Who carries the year, who moved, who is undecided, the rest; what is settled comes last."""
    return sorted(candidates, key=_place)[:AT_MOST]


def _place(one: Candidate) -> tuple[bool, int, int, int]:
    moved = one.figures_differ or (one.before is not None and one.before != one.group)
    kind = 0 if one.high else 1 if moved else 2 if one.group is None else 3
    return one.settled, kind, -one.revenue_cents, one.customer


def minutes_left(minutes: int, looked_at: int, customers: int) -> int:
    """About how long it still takes, from the plan; 0 at the end.

    >>> minutes_left(90, 10, 40), minutes_left(90, 40, 40)
    (60, 0)
    """
    each = min(MINUTES_EACH, minutes / customers) if customers else 0
    return round(each * (customers - looked_at))


def criteria_of(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """What speaks of dealings, without the words that were said about the letter."""
    return tuple(one for one in reasons if one.code not in NO_CRITERIA)


def came_and_went(
    before: Iterable[Reason], now: Iterable[Reason]
) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """Criteria that are new since, and those that no longer hold; other figures are no change.

    >>> late, small = Reason("repeatedly_late", {}), Reason("low_revenue", {})
    >>> came_and_went([late], [small]) == ((small,), (late,))
    True
    """
    then, today = criteria_of(before), criteria_of(now)
    known, present = {one.code for one in then}, {one.code for one in today}
    return (
        tuple(one for one in today if one.code not in known),
        tuple(one for one in then if one.code not in present),
    )
