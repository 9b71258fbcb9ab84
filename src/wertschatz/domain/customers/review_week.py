"""What an analysis means for the week: what each group took before, and takes now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wertschatz.domain.values import Group

GROUPS: tuple[Group | None, ...] = (Group.A, Group.B, Group.C, None)
SHARES: Mapping[Group, int] = {Group.A: 50, Group.B: 20, Group.C: 10}
"""Per cent of the customer time, as the method sets them (METHOD 1.7)."""


@dataclass(frozen=True, slots=True)
class Stood:
    """One customer before and after an analysis."""

    before: Group | None
    """The letter it had; None: it had none that a person had confirmed."""
    after: Group | None
    minutes: int = 0
    """Its effort in the window."""

    @property
    def moved(self) -> bool:
        """It had a letter and has another one now."""
        return self.before is not None and self.before != self.after


def week_minutes(stood: Sequence[Stood], days: int, *, after: bool) -> dict[Group | None, int]:
    """What each group takes in a week, by how the customers stood before or stand after.

    `days` is the length of the window whose minutes they are.

    >>> one = Stood(Group.B, Group.A, 700)
    >>> week_minutes([one], 70, after=False)[Group.B], week_minutes([one], 70, after=True)[Group.A]
    (70, 70)
    """
    sums: dict[Group | None, int] = dict.fromkeys(GROUPS, 0)
    for one in stood:
        sums[one.after if after else one.before] += one.minutes
    return {group: total * 7 // max(days, 1) for group, total in sums.items()}


def shares_of(minutes: int) -> dict[Group, int]:
    """What the method gives each group of a week's customer time, in minutes.

    >>> shares_of(600)
    {<Group.A: 'A'>: 300, <Group.B: 'B'>: 120, <Group.C: 'C'>: 60}
    """
    return {group: minutes * percent // 100 for group, percent in SHARES.items()}
