"""How much the firm hangs on its largest customers, and what that means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wertschatz.domain.values import Fact, Reason

NOTICE = (30, 100)
"""From this share of the largest customer on a word is due. The product's own value."""
LAW = (5, 6)
"""Who works in essence for one client may owe pension insurance: German law (SGB VI § 2 no. 9)
says no number, the insurers go by five sixths of the earnings."""
FEW = 4
"""Of fewer customers one always brings at least a third."""
TOP = 3


@dataclass(frozen=True, slots=True)
class Dependence:
    """The largest shares of the revenue. Money in cents; only revenue above zero counts."""

    customers: int
    """With revenue above zero."""
    revenue_cents: int
    largest_cents: int
    top_cents: int
    """Of the three largest together."""

    @property
    def largest_per_mille(self) -> int:
        """Rounded down, so that a share never looks as if it had reached a limit."""
        return self.largest_cents * 1000 // self.revenue_cents if self.revenue_cents else 0

    @property
    def top_per_mille(self) -> int:
        """Rounded down, as above."""
        return self.top_cents * 1000 // self.revenue_cents if self.revenue_cents else 0

    def reaches(self, limit: tuple[int, int]) -> bool:
        """The largest customer's share is at least this fraction; exactly at it counts."""
        top, bottom = limit
        return self.largest_cents * bottom >= top * self.revenue_cents > 0


def dependence_of(revenues: Iterable[int]) -> Dependence:
    """From every customer's revenue in cents, in any order.

    >>> found = dependence_of([50, 30, 10, 10, -20])
    >>> found.customers, found.largest_per_mille, found.top_per_mille
    (4, 500, 900)
    """
    ordered = sorted((cents for cents in revenues if cents > 0), reverse=True)
    return Dependence(
        len(ordered), sum(ordered), ordered[0] if ordered else 0, sum(ordered[:TOP])
    )  # fmt: skip


def answer(found: Dependence) -> Reason:
    """What is to be said of it, in one sentence."""
    facts: dict[str, Fact] = {
        "largest_percent": found.largest_per_mille // 10, "customers": found.customers,
        "top_percent": found.top_per_mille // 10,
    }  # fmt: skip
    if not found.customers:
        return Reason("dependence_none")
    if found.customers == 1:
        return Reason("dependence_one")
    if found.reaches(LAW):
        return Reason("dependence_law", facts)
    if not found.reaches(NOTICE):
        return Reason("dependence_spread" if facts["largest_percent"] else "dependence_tiny", facts)
    return Reason("dependence_few" if found.customers < FEW else "dependence_notice", facts)
