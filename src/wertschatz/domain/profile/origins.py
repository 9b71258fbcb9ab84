"""Where customers of each group came from, with what they bring and take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from wertschatz.domain.values import Group


@dataclass(frozen=True, slots=True)
class Came:
    """One customer, or several added up: the way they came, their group, and their year."""

    came_by: str
    """'' not known."""
    group: Group | None
    revenue_cents: int
    effort_minutes: int | None
    customers: int = 1
    effort_known: int | None = None
    """Of how many the effort is known, where they are several."""


@dataclass(slots=True)
class Origin:
    """All who came the same way."""

    came_by: str
    groups: dict[Group | None, int] = field(default_factory=dict)
    revenue_cents: int = 0
    effort_minutes: int | None = None
    """None: of none of them the effort is known."""
    effort_known: int = 0
    """Of so many of them."""

    @property
    def customers(self) -> int:
        """How many they are."""
        return sum(self.groups.values())


FEWEST_A = 5
"""A customers whose way is known, below which no way is called the one most of them came."""


def most_came(rows: Iterable[Origin]) -> Origin | None:
    """The way that more than half of the A customers came, of those whose way is known; None:
    there is none, or they are too few to say."""
    known = [row for row in rows if row.came_by]
    of_all = sum(row.groups.get(Group.A, 0) for row in known)
    if of_all < FEWEST_A:
        return None
    return next((row for row in known if 2 * row.groups.get(Group.A, 0) > of_all), None)


def origins(customers: Iterable[Came]) -> list[Origin]:
    """By way, those with the most A customers first, then the most revenue; unknown last."""
    found: dict[str, Origin] = {}
    for one in customers:
        row = found.setdefault(one.came_by, Origin(one.came_by))
        row.groups[one.group] = row.groups.get(one.group, 0) + one.customers
        row.revenue_cents += one.revenue_cents
        if one.effort_minutes is not None:
            row.effort_minutes = (row.effort_minutes or 0) + one.effort_minutes
            row.effort_known += one.customers if one.effort_known is None else one.effort_known
    return sorted(
        found.values(),
        key=lambda row: (
            not row.came_by, -row.groups.get(Group.A, 0), -row.revenue_cents, row.came_by
        ),
    )  # fmt: skip
