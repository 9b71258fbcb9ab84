"""The whole customer base in a few figures, against which each customer is held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from wertschatz.domain.customers.parameters import Limits


class Weighed(Protocol):
    """Whatever tells one customer's revenue and effort, such as a `Year`."""

    @property
    def revenue_cents(self) -> int:
        """Revenue in the window, credit notes subtracted."""

    @property
    def effort_minutes(self) -> int | None:
        """Known effort in the window; None: unknown."""

    @property
    def call_minutes(self) -> int:
        """How long the calls in the window were."""


@dataclass(frozen=True, slots=True)
class Effort:
    """Effort and revenue of customers whose effort is known, taken together."""

    customers: int
    minutes: int
    revenue_cents: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Figures of the whole base. Money in cents of the firm's currency."""

    revenue_cents: int
    """All revenue above zero together."""
    high_customers: int
    high_limit_cents: int | None
    """The smallest revenue among the high ones; None: nobody brought any revenue."""
    effort: Effort
    """Of every customer whose effort is known."""
    high_effort: Effort
    """Of the high-revenue customers whose effort is known."""
    calls: Effort
    """Everybody who called, the minutes of all calls, and the revenue of the whole base."""

    def is_high(self, revenue_cents: int) -> bool:
        """This revenue is one of the leading ones."""
        limit = self.high_limit_cents
        return limit is not None and revenue_cents >= limit


def smallest_high_revenue(revenues: Iterable[int], share_percent: int) -> int | None:
    """The smallest revenue that still counts as high; None where there is none above zero.

    A customer is high while all those with strictly more bring less than the share. So equal
    revenues share their fate, the order of the list is irrelevant, and one more euro never
    lowers anyone.

    >>> smallest_high_revenue([50, 30, 10, 10], 80)
    30
    """
    ordered = sorted((cents for cents in revenues if cents > 0), reverse=True)
    total = sum(ordered)
    larger = 0
    limit: int | None = None
    for cents in ordered:
        if cents != limit:
            if larger * 100 >= share_percent * total:
                break
            limit = cents
        larger += cents
    return limit


def standing_of(years: Iterable[Weighed], limits: Limits) -> Standing:
    """The figures of the base, from every customer's year."""
    years = list(years)
    limit = smallest_high_revenue((year.revenue_cents for year in years), limits.high_share_percent)
    high = [year for year in years if limit is not None and year.revenue_cents >= limit]
    return Standing(
        revenue_cents=sum(year.revenue_cents for year in years if year.revenue_cents > 0),
        high_customers=len(high),
        high_limit_cents=limit,
        effort=_effort_of(years),
        high_effort=_effort_of(high),
        calls=_calls_of(years),
    )


def _calls_of(years: list[Weighed]) -> Effort:
    minutes = [year.call_minutes for year in years if year.call_minutes]
    revenue = sum(year.revenue_cents for year in years if year.revenue_cents > 0)
    return Effort(len(minutes), sum(minutes), revenue)


def _effort_of(years: list[Weighed]) -> Effort:
    known = [year for year in years if year.effort_minutes is not None]
    return Effort(
        customers=len(known),
        minutes=sum(year.effort_minutes or 0 for year in known),
        revenue_cents=sum(max(year.revenue_cents, 0) for year in known),
    )
