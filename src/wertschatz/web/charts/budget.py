"""The time budget as bars: each as long as what was planned, filled as far as it was used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wertschatz.domain.customers.budget import Part

WIDTH = 1000
"""Units that the longest bar takes."""


@dataclass(frozen=True, slots=True)
class BudgetBar:
    """One group's bar, in units of the drawing."""

    part: Part
    planned: int
    filled: int
    over: int
    """Where the use ends that goes beyond the plan; 0: it does not."""

    @property
    def css(self) -> str:
        """Its colour."""
        return self.part.group.value if self.part.group else "free"


def bars(parts: Sequence[Part]) -> list[BudgetBar]:
    """All to one scale: the longest plan or use fills the width."""
    most = max((max(part.planned, part.used) for part in parts), default=0) or 1
    return [_bar(part, most) for part in parts]


def _bar(part: Part, most: int) -> BudgetBar:
    planned, used = part.planned * WIDTH // most, part.used * WIDTH // most
    return BudgetBar(part, planned, min(used, planned), used if used > planned else 0)
