"""The time budget: half of the customer time for A, a fifth for B, a tenth for C, a fifth free.

The shares are the method's own rule (METHOD 1.7); nothing in the literature supports these exact
numbers, and the pages say so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wertschatz.domain.customers.portfolio import per_mille
from wertschatz.domain.values import Fact, Group, Reason

WORKDAYS = 5
DAYS_IN_WEEK = 7
LEARN_WEEKS = 8
"""Full weeks that the customer time is learned from."""
LEAST_WEEKS = 2
"""Fewer weeks with records say nothing about a drift."""
DRIFT_WEEKS = 4
DRIFT_PER_MILLE = 100
"""A share must be so far from its own to be worth a sentence: ten points of a hundred."""
LITTLE_PERCENT = 25
PARTS: tuple[Group | None, ...] = (Group.A, Group.B, Group.C, None)
"""None is what stays for the spontaneous."""


@dataclass(frozen=True, slots=True)
class BudgetSettings:
    """What the owner has set; whole numbers."""

    customer_hours_week: int = 0
    """0: learned from the records."""
    budget_a_percent: int = 50
    budget_b_percent: int = 20
    budget_c_percent: int = 10
    budget_free_percent: int = 20

    def shares(self) -> tuple[int, ...]:
        """Per cent for A, B, C and the spontaneous."""
        return (
            self.budget_a_percent, self.budget_b_percent, self.budget_c_percent,
            self.budget_free_percent,
        )  # fmt: skip


RANGES: Mapping[str, tuple[int, int]] = {
    "customer_hours_week": (0, 2000),
    "budget_a_percent": (0, 100),
    "budget_b_percent": (0, 100),
    "budget_c_percent": (0, 100),
    "budget_free_percent": (0, 100),
}


SHARES = tuple(name for name in RANGES if name.endswith("_percent"))
"""Together a whole."""


class BudgetOutOfRange(ValueError):
    """A setting is unknown or outside its range, or the shares are not 100; `name` says which."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def settings_from(values: Mapping[str, int]) -> BudgetSettings:
    """The settings with these values over the defaults; raises `BudgetOutOfRange`."""
    for name, value in values.items():
        if name not in RANGES or not RANGES[name][0] <= value <= RANGES[name][1]:
            raise BudgetOutOfRange(name)
    made = BudgetSettings(**values)
    if sum(made.shares()) != 100:
        raise BudgetOutOfRange("shares")
    return made


class Left(StrEnum):
    """How much is left, in a word."""

    ENOUGH = "enough"
    LITTLE = "little"
    USED = "used"


@dataclass(frozen=True, slots=True)
class Part:
    """One group's part of a day or a week, in minutes. Group None: the spontaneous."""

    group: Group | None
    planned: int
    used: int
    share_percent: int
    """Of the customer time, as the owner has set it."""

    @property
    def left(self) -> int:
        """0 or more: a budget is no debt."""
        return max(self.planned - self.used, 0)

    @property
    def state(self) -> Left:
        """Used up, little, or enough."""
        if not self.left:
            return Left.USED
        return Left.LITTLE if self.left * 100 <= self.planned * LITTLE_PERCENT else Left.ENOUGH


@dataclass(frozen=True, slots=True)
class Learned:
    """The customer time a week, and what it rests on."""

    minutes: int
    weeks: int
    """Weeks with records that it is the mean of; 0: it was set, or nothing is known."""
    is_set: bool


def customer_time(settings: BudgetSettings, weeks: Sequence[int]) -> Learned:
    """A week's customer time: as set, else the mean of the last eight weeks that have records.

    `weeks` are full weeks, newest first; those without records neither count nor take a place.

    >>> customer_time(BudgetSettings(), [600, 0, 800])
    Learned(minutes=700, weeks=2, is_set=False)
    """
    if settings.customer_hours_week:
        return Learned(settings.customer_hours_week * 60, 0, True)
    known = [minutes for minutes in weeks if minutes > 0][:LEARN_WEEKS]
    return Learned(sum(known) // len(known) if known else 0, len(known), False)


def split(minutes: int, settings: BudgetSettings) -> dict[Group | None, int]:
    """So many minutes in the shares; they sum to exactly what was split (largest remainder).

    >>> list(split(601, BudgetSettings()).values())
    [301, 120, 60, 120]
    """
    shares = settings.shares()
    parts = [minutes * share // 100 for share in shares]
    order = sorted(range(len(parts)), key=lambda at: (-(minutes * shares[at] % 100), at))
    for at in order[: minutes - sum(parts)]:
        parts[at] += 1
    return dict(zip(PARTS, parts, strict=True))


def day_minutes(week_minutes: int, day: dt.date) -> int:
    """The part of a week that falls on this day: Monday to Friday alike, the weekend nothing.

    The five days sum to exactly the week.

    >>> [day_minutes(601, dt.date(2026, 11, day)) for day in range(23, 30)]
    [121, 120, 120, 120, 120, 0, 0]
    """
    weekday = day.weekday()
    if weekday >= WORKDAYS:
        return 0
    return week_minutes // WORKDAYS + (weekday < week_minutes % WORKDAYS)


Used = Mapping[Group | None, int]


def parts_of(minutes: int, used: Used, settings: BudgetSettings) -> tuple[Part, ...]:
    """Planned and used for each group, in the order of `PARTS`."""
    planned = split(minutes, settings)
    return tuple(
        Part(group, planned[group], used.get(group, 0), share)
        for group, share in zip(PARTS, settings.shares(), strict=True)
    )


def own_budgets(parts: Sequence[Part], capacity: int) -> tuple[tuple[Group | None, int], ...]:
    """What one person's day of `capacity` plannable minutes may give each group at most.

    A firm's customer time may be that of several people: then the day is split in the shares of
    the groups, or the first of them would take all of it. The spontaneous lies in the free part.

    >>> own_budgets(parts_of(960, {}, BudgetSettings()), 240)
    ((<Group.A: 'A'>, 150), (<Group.B: 'B'>, 60), (<Group.C: 'C'>, 30), (None, 192))
    """
    whole = sum(part.share_percent for part in parts if part.group is not None)
    return tuple(
        (part.group, part.left if part.group is None
         else min(part.left, capacity * part.share_percent // max(whole, 1)))
        for part in parts if part.planned
    )  # fmt: skip


TURN_AWAY: Mapping[str, tuple[str, ...]] = {
    "budget_never_for_a": (),
    "budget_not_planned": (),
    "budget_left": ("group", "left_minutes", "share_percent"),
    "budget_used_up": ("group", "planned_minutes", "share_percent"),
}
"""Why a used-up budget may or may not be a reason to say "not now": code → names of its facts."""


@dataclass(frozen=True, slots=True)
class TurnAway:
    """Whether the budget is a reason to say "not now", and why."""

    allowed: bool
    reason: Reason


def may_turn_away(part: Part) -> TurnAway:
    """Never A (METHOD 1.7), and nobody where nothing is planned: at a weekend, or not known yet.

    >>> may_turn_away(Part(Group.C, planned=20, used=25, share_percent=10)).allowed
    True
    """
    if part.group is Group.A:
        return TurnAway(False, Reason("budget_never_for_a"))
    if not part.planned:
        return TurnAway(False, Reason("budget_not_planned"))
    used_up = part.state is Left.USED
    facts: dict[str, Fact] = {
        "group": part.group.value if part.group else "",
        **({"planned_minutes": part.planned} if used_up else {"left_minutes": part.left}),
        "share_percent": part.share_percent,
    }
    return TurnAway(used_up, Reason("budget_used_up" if used_up else "budget_left", facts))


def drift_of(weeks: Sequence[Used], settings: BudgetSettings) -> Reason | None:
    """The one sentence of the week: which group took most beyond its share, or got too little.

    `weeks` are full weeks, newest first; of the last four those with records count, so that the
    sentence never speaks of a time long past. None: fewer than two.
    """
    known = [week for week in weeks[:DRIFT_WEEKS] if sum(week.values())]
    if len(known) < LEAST_WEEKS:
        return None
    sums = [sum(week.get(group, 0) for week in known) for group in PARTS]
    actual, shares = per_mille(sums), settings.shares()
    off = [actual[at] - shares[at] * 10 for at in range(len(PARTS))]
    # C that takes too much and A that gets too little say the same: the larger one speaks.
    worst = max(range(len(PARTS)), key=lambda at: (_matters(PARTS[at], off[at]), -at))
    if _matters(PARTS[worst], off[worst]) < DRIFT_PER_MILLE:
        return Reason("drift_none", {"weeks": len(known)})
    group = PARTS[worst]
    return Reason(
        "drift_free" if group is None else "drift_more" if off[worst] > 0 else "drift_less",
        {
            "group": group.value if group else "", "weeks": len(known),
            "actual_percent": round(actual[worst] / 10), "share_percent": shares[worst],
        },
    )  # fmt: skip


def _matters(group: Group | None, off: int) -> int:
    """A that gets more, or C that gets less, is nothing to mend."""
    if group is Group.A:
        return -off
    return off if group is not Group.B else abs(off)
