"""The whole customer base in three pictures: who carries the result, who takes time, who gets it.

Source of the whale curve: R. S. Kaplan, V. G. Narayanan, "Measuring and Managing Customer
Profitability", Journal of Cost Management, 2001.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from wertschatz.domain.customers.criteria import is_effort_heavy
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.standing import Effort, Standing
from wertschatz.domain.values import Group

METHOD_PER_MILLE = (500, 200, 100, 200)
"""The method's own shares of customer time: A, B, C, free for the spontaneous (METHOD 1.7)."""
GROUPS: tuple[Group | None, ...] = (Group.A, Group.B, Group.C, None)
"""The order of every picture; None: undecided."""


@dataclass(frozen=True, slots=True)
class Position:
    """One customer as the pictures see it. Money in cents of the firm's currency."""

    customer: int | str
    """Whatever identifies the customer to the caller; never looked into."""
    contribution_cents: int | None
    """Contribution margin in the window; below zero: costs more than it brings; None: unknown."""
    revenue_cents: int
    effort_minutes: int | None
    """Known effort in the window; None: unknown."""
    group: Group | None
    """None: undecided."""
    call_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Whale:
    """Contributions added up from the most to the least profitable customer."""

    order: tuple[Position, ...]
    sums: tuple[int, ...]
    """In cents, after so many customers; one longer than `order`: `sums[0]` is 0."""
    peak: int
    """After how many customers the sum is largest; 0: nobody brings anything."""
    adding: int
    """Customers whose contribution is above zero."""
    eating: int
    """Customers whose contribution is below zero; all of them stand behind the peak."""

    @property
    def peak_cents(self) -> int:
        """The largest sum."""
        return self.sums[self.peak]

    @property
    def total_cents(self) -> int:
        """What is left of it after all customers."""
        return self.sums[-1]

    @property
    def eaten_cents(self) -> int:
        """What the customers behind the peak take away again; 0 or more."""
        return self.peak_cents - self.total_cents


def whale_of(positions: Iterable[Position]) -> Whale:
    """The whale curve of those whose contribution is known; their order is irrelevant.

    >>> rows = [Position(n, cents, 0, None, None) for n, cents in enumerate([-5, 30, 10])]
    >>> whale = whale_of(rows)
    >>> whale.sums, whale.peak, whale.eating, whale.eaten_cents
    ((0, 30, 40, 35), 2, 1, 5)
    """
    known = (position for position in positions if position.contribution_cents is not None)
    order = tuple(sorted(known, key=_most_profitable_first))
    brings = [position.contribution_cents or 0 for position in order]
    sums = [0, *accumulate(brings)]
    adding, eating = sum(cents > 0 for cents in brings), sum(cents < 0 for cents in brings)
    # Sorted as they are, the sum rises with each that adds and never again.
    return Whale(order=order, sums=tuple(sums), peak=adding, adding=adding, eating=eating)


def _most_profitable_first(position: Position) -> tuple[int, int, str]:
    return -(position.contribution_cents or 0), -position.revenue_cents, str(position.customer)


@dataclass(frozen=True, slots=True)
class Share:
    """What one group takes of the time and brings of the revenue."""

    group: Group | None
    customers: int
    minutes: int
    """Of the customers whose effort is known."""
    time_per_mille: int
    revenue_cents: int
    """Revenue above zero only, as everywhere in the method's shares."""
    revenue_per_mille: int


def shares_by_group(positions: Iterable[Position]) -> tuple[Share, ...]:
    """Four shares in the order of `GROUPS`; each kind sums to 1000, or to 0 where there is none."""
    sorted_in: dict[Group | None, list[Position]] = {group: [] for group in GROUPS}
    for position in positions:
        sorted_in[position.group].append(position)
    minutes = [sum(one.effort_minutes or 0 for one in sorted_in[group]) for group in GROUPS]
    revenue = [sum(max(one.revenue_cents, 0) for one in sorted_in[group]) for group in GROUPS]
    columns = zip(
        GROUPS, minutes, per_mille(minutes), revenue, per_mille(revenue), strict=True
    )  # fmt: skip
    return tuple(Share(group, len(sorted_in[group]), *figures) for group, *figures in columns)


def per_mille(weights: Sequence[int]) -> tuple[int, ...]:
    """Whole parts of a thousand that sum to exactly 1000 (largest remainder; ties: the earlier).

    Weights are 0 or more; all zeros where their sum is 0.

    >>> per_mille([1, 1, 1]), per_mille([0, 0])
    ((334, 333, 333), (0, 0))
    """
    total = sum(weights)
    if total <= 0:
        return (0,) * len(weights)
    parts = [weight * 1000 // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda at: (-(weights[at] * 1000 % total), at))
    for at in by_remainder[: 1000 - sum(parts)]:
        parts[at] += 1
    return tuple(parts)


def is_heavy(position: Position, standing: Standing, limits: Limits) -> bool:
    """Lies above the drawn limit of fair effort; just the criteria's own comparison."""
    high = standing.is_high(position.revenue_cents)
    together = standing.high_effort if high else standing.effort
    return is_effort_heavy(position, together, standing.effort, limits)


FairLine = tuple[tuple[int, int], ...]
"""Corners (revenue in cents, minutes) of one stretch of the limit, straight between them."""


def fair_lines(standing: Standing, limits: Limits, up_to_cents: int) -> tuple[FairLine, ...]:
    """The most effort that is still fair, by revenue: one stretch below the limit of the leading
    customers and one from it on, since those are held against each other only.

    Empty where no effort is known. Up to the average a customer's effort is always fair.
    """
    border = standing.high_limit_cents
    spans = [(0, up_to_cents if border is None else border, standing.effort)]
    if border is not None:
        spans.append((border, max(up_to_cents, border), standing.high_effort))
    if not standing.effort.minutes:
        return ()
    return tuple(
        _stretch(start, end, together, standing.effort, limits)
        for start, end, together in spans
        if together.revenue_cents > 0
    )


def _stretch(start: int, end: int, together: Effort, everyone: Effort, limits: Limits) -> FairLine:
    average = everyone.minutes // everyone.customers
    rise, run = limits.effort_factor_percent * together.minutes, 100 * together.revenue_cents
    corners = {start, end}
    if rise and start < (crossing := average * run // rise) < end:
        corners.add(crossing)
    return tuple((cents, max(average, cents * rise // run)) for cents in sorted(corners))
