"""What would be if: without some customers, or with other prices. Nothing is foretold by it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from wertschatz.domain.customers.costing import cost_cents, per_hour_cents
from wertschatz.domain.values import Fact, Reason

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Figures:
    """What some customers bring and take in a window. Money in cents."""

    customers: int = 0
    revenue_cents: int = 0
    direct_cents: int = 0
    minutes: int = 0
    unknown: int = 0
    """Of the customers: how many take time that nobody knows; it counts as none."""

    def __add__(self, other: Figures) -> Figures:
        """Both together."""
        return Figures(
            self.customers + other.customers, self.revenue_cents + other.revenue_cents,
            self.direct_cents + other.direct_cents, self.minutes + other.minutes,
            self.unknown + other.unknown,
        )  # fmt: skip

    def __sub__(self, other: Figures) -> Figures:
        """Without the other ones."""
        return Figures(
            self.customers - other.customers, self.revenue_cents - other.revenue_cents,
            self.direct_cents - other.direct_cents, self.minutes - other.minutes,
            self.unknown - other.unknown,
        )  # fmt: skip

    @property
    def hour_cents(self) -> int | None:
        """What an hour brings; None without hours."""
        return per_hour_cents(self.revenue_cents, self.direct_cents, self.minutes)

    def contribution_cents(self, rate: Fraction | None) -> int:
        """Revenue less direct costs and time; `rate` is cents a minute, None: time is free."""
        time = 0 if rate is None else cost_cents(self.minutes, rate)
        return self.revenue_cents - self.direct_cents - time


@dataclass(frozen=True, slots=True)
class Prices:
    """Other prices for some customers: so much more, and so many of their orders stay away."""

    more_percent: int
    lost_percent: int = 0


def with_prices(some: Figures, prices: Prices) -> Figures:
    """What these customers would bring and take then; costs and time stay away with the orders.

    >>> with_prices(Figures(1, 10_000, 1_000, 60), Prices(10, 20))
    Figures(customers=1, revenue_cents=8800, direct_cents=800, minutes=48, unknown=0)
    """
    stay = HUNDRED - prices.lost_percent
    revenue = some.revenue_cents * (HUNDRED + prices.more_percent) * stay
    return Figures(
        some.customers, _rounded(revenue, HUNDRED * HUNDRED),
        _rounded(some.direct_cents * stay, HUNDRED), _rounded(some.minutes * stay, HUNDRED),
        some.unknown,
    )  # fmt: skip


def bearable(some: Figures, more_percent: int, rate: Fraction | None) -> Fraction:
    """Which part of the orders may stay away at most so that no less remains (0 to 1).

    1: with the new prices each order still costs more than it brings, or they cost so much
    before that less of them is always better.

    >>> bearable(Figures(1, 10_000, 5_000, 0), 25, None)
    Fraction(1, 3)
    """
    time = Fraction(0) if rate is None else some.minutes * rate
    before = some.revenue_cents - some.direct_cents - time
    after = before + Fraction(some.revenue_cents * more_percent, HUNDRED)
    if before <= 0 or after <= 0:
        return Fraction(1)
    return max(Fraction(0), 1 - before / after)


def break_even(some: Figures, more_percent: int, rate: Fraction | None) -> Reason:
    """How many orders may stay away, as a sentence."""
    if some.revenue_cents <= 0:
        return Reason("prices_nothing")
    if more_percent <= 0:
        return Reason("prices_lower")
    part = bearable(some, more_percent, rate)
    if part >= 1:
        return Reason("prices_never_less")
    facts: dict[str, Fact] = {"percent": int(part * HUNDRED), "more": more_percent}
    if not part:
        return Reason("prices_none_lost", facts)
    # More remains only while fewer stay away than the limit itself.
    facts["each"] = int(1 / part) + 1
    return Reason("prices_each_second" if facts["each"] == 2 else "prices_each", facts)


def _rounded(top: int, bottom: int) -> int:
    return (2 * top + bottom) // (2 * bottom)
