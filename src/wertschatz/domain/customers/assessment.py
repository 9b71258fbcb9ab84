"""Each customer's group with the criteria met, what would change it and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wertschatz.domain.values import Group, Reason


class Sure(StrEnum):
    """How sure a proposal is."""

    OWNER = "owner"
    """A person has said so."""
    GOOD = "good"
    """Revenue, payments and effort are known from records."""
    FAIR = "fair"
    """Something that matters is unknown or assumed."""
    LOW = "low"
    """Rests on estimates."""
    OPEN = "open"
    """Too little is known for a letter."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The outcome for one customer. `group` None: undecided."""

    customer: int | str
    group: Group | None
    confirmed: bool
    """A person's word stands behind the letter; only then may it act outside the analysis."""
    sure: Sure
    reasons: tuple[Reason, ...]
    """The criteria met and the figures behind them, most important first. Never empty."""
    change: Reason | None
    """What would change the group."""
    effort_ratio: float | None
    """Share of effort ÷ share of revenue among customers whose effort is known."""
