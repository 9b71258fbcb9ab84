"""The polite and gradual goodbye: what it costs and gives, and which step comes when.

Only advance notice and help towards another provider lowered bad word of mouth (Wetzel, Haenel,
Hess 2022); a customer who is not content takes being demoted worse than an end (Haenel, Wetzel,
Hammerschmidt 2019). So contracts and notice come first, and nothing is done abruptly.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from wertschatz.domain.customers.year import months_later
from wertschatz.domain.values import Reason

STEPS: tuple[tuple[str, int], ...] = (
    ("talk", 0),
    ("help", 1),
    ("letter", 1),
    ("last_order", 3),
    ("thanks", 4),
)
"""Each step with how many months after the beginning it usually comes."""
BINDING = ("last_order", "thanks")
"""Steps that never come before the contract and its notice allow."""
HIGH_SHARE_PER_MILLE = 300
"""A customer with so much of the revenue is no one to part from lightly."""


@dataclass(frozen=True, slots=True)
class Balance:
    """What this customer costs and gives, in twelve months. Money in cents."""

    revenue_cents: int
    revenue_per_mille: int
    """Of the revenue of the whole base."""
    minutes: int | None
    minutes_per_mille: int | None
    contribution_cents: int | None


def balance_of(
    revenue_cents: int,
    all_revenue_cents: int,
    minutes: int | None,
    all_minutes: int,
    contribution_cents: int | None,
) -> Balance:
    """The shares in whole per mille, rounded down; 0 where there is no whole.

    >>> balance_of(500, 10_000, 60, 600, None)
    Balance(revenue_cents=500, revenue_per_mille=50, minutes=60, minutes_per_mille=100, \
contribution_cents=None)
    """
    share = max(revenue_cents, 0) * 1000 // all_revenue_cents if all_revenue_cents > 0 else 0
    time = None if minutes is None else minutes * 1000 // all_minutes if all_minutes else 0
    return Balance(revenue_cents, share, minutes, time, contribution_cents)


def advice(content: bool | None, balance: Balance) -> Reason:
    """What is kinder: less attention, or an end; first of all whether it can be borne."""
    if balance.revenue_per_mille >= HIGH_SHARE_PER_MILLE:
        return Reason("goodbye_too_large", {"share_percent": balance.revenue_per_mille // 10})
    if content is None:
        return Reason("goodbye_ask")
    return Reason("goodbye_content" if content else "goodbye_unhappy")


def earliest_end(
    start: dt.date, contract_until: dt.date | None, notice_days: int | None
) -> dt.date:
    """The first day on which nothing is owed any more.

    With an end in the contract it is that; notice given today runs from today. The later counts.

    >>> earliest_end(dt.date(2026, 1, 10), dt.date(2026, 6, 30), 30)
    datetime.date(2026, 6, 30)
    """
    ends = [start]
    if contract_until is not None:
        ends.append(contract_until)
    if notice_days:
        ends.append(start + dt.timedelta(days=notice_days))
    return max(ends)


@dataclass(frozen=True, slots=True)
class Planned:
    """One step with its day."""

    code: str
    on: dt.date


def steps(
    start: dt.date, contract_until: dt.date | None = None, notice_days: int | None = None
) -> tuple[Planned, ...]:
    """All steps in order, none earlier than its month, none that binds before the end allows."""
    end = earliest_end(start, contract_until, notice_days)
    planned: list[Planned] = []
    for code, months in STEPS:
        on = months_later(start, months)
        if code in BINDING:
            on = max(on, end)
        if planned:
            on = max(on, planned[-1].on)
        planned.append(Planned(code, on))
    return tuple(planned)
