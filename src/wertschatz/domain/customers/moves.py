"""Who moved between the groups from one year's end to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wertschatz.domain.values import Fact, Reason


@dataclass(frozen=True, slots=True)
class Then:
    """How one customer stood at the end of a year. Money in cents."""

    group: str
    """'A', 'B', 'C' or '' (undecided)."""
    revenue_cents: int
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Move:
    """One customer with another letter than a year before."""

    customer: int
    before: Then
    after: Then

    @property
    def weight(self) -> int:
        """How much revenue is behind it: the larger of both years."""
        return max(self.before.revenue_cents, self.after.revenue_cents)


def moves_between(before: Mapping[int, Then], after: Mapping[int, Then]) -> list[Move]:
    """Customers with a letter in both years, and not the same; those with most revenue first."""
    found = [
        Move(customer, before[customer], then)
        for customer, then in after.items()
        if customer in before and _moved(before[customer].group, then.group)
    ]
    return sorted(found, key=lambda move: (-move.weight, move.customer))


def _moved(before: str, after: str) -> bool:
    return bool(before and after and before != after)


def up_and_down(moves: Iterable[Move]) -> tuple[int, int]:
    """How many moved up (towards A) and how many down."""
    kinds = Counter(move.after.group < move.before.group for move in moves)
    return kinds[True], kinds[False]


def moves_answer(years: Sequence[int], up: int, down: int) -> Reason:
    """The newest year in a sentence; `years` are those whose letters are stored, in order."""
    if not years:
        return Reason("moves_none_yet")
    facts: dict[str, Fact] = {"year": str(years[-1]), "up": up, "down": down}
    if len(years) == 1:
        return Reason("moves_one_year", facts)
    return Reason("moves_nobody" if not up + down else "moves_some", facts)
