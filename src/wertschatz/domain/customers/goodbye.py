"""The polite and gradual goodbye: what it costs and gives, and which step comes when.

Only advance notice and help towards another provider lowered bad word of mouth (Wetzel, Haenel,
Hess 2022); a customer who is not content takes being demoted worse than an end (Haenel, Wetzel,
Hammerschmidt 2019). So contracts and notice come first, and nothing is done abruptly.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wertschatz.domain.customers.year import months_later
from wertschatz.domain.values import Reason

STEPS = ("talk", "help", "letter", "last_order", "thanks")
"""Each step, in this order."""
BINDING = ("last_order", "thanks")
"""Steps that never come before the contract and its notice allow."""
FIRST_END_MONTHS = 3
"""Sooner nothing ends, unless a contract can end on its own day."""
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
    free_minutes: int | None = None
    """What a month took on average: so much becomes free."""


def free_minutes(minutes: int | None, start: dt.date, end: dt.date) -> int | None:
    """What a month of these days took on average, in whole minutes.

    >>> free_minutes(1200, dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    100
    """
    if minutes is None:
        return None
    return round(Fraction(minutes * 365, 12 * ((end - start).days + 1)))


def balance_of(
    revenue_cents: int,
    all_revenue_cents: int,
    minutes: int | None,
    all_minutes: int,
    contribution_cents: int | None,
    free: int | None = None,
) -> Balance:
    """The shares in whole per mille, rounded down; 0 where there is no whole.

    >>> balance_of(500, 10_000, 60, 600, None)
    Balance(revenue_cents=500, revenue_per_mille=50, minutes=60, minutes_per_mille=100, \
contribution_cents=None, free_minutes=None)
    """
    share = max(revenue_cents, 0) * 1000 // all_revenue_cents if all_revenue_cents > 0 else 0
    time = None if minutes is None else minutes * 1000 // all_minutes if all_minutes else 0
    return Balance(revenue_cents, share, minutes, time, contribution_cents, free)


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


def notice_by(
    start: dt.date, contract_until: dt.date | None, notice_days: int | None
) -> dt.date | None:
    """By when the letter must be out for the contract to end on its day.

    None: it has no such day, or that can no longer be kept and the contract may run on.

    >>> notice_by(dt.date(2026, 11, 24), dt.date(2026, 12, 31), 30)
    datetime.date(2026, 12, 1)
    """
    notice = notice_days or 0
    # By the days between: a contract of long ago has no day so long before it.
    if contract_until is None or (contract_until - start).days < notice:
        return None
    return contract_until - dt.timedelta(days=notice)


def steps(
    start: dt.date, contract_until: dt.date | None = None, notice_days: int | None = None
) -> tuple[Planned, ...]:
    """All steps in order; the letter is out early enough for the notice, and nothing ends before.

    A contract that can end on its own day does, even if the way is shorter then: it might run on
    for another year.
    """
    by = notice_by(start, contract_until, notice_days)
    letter = months_later(start, 1)
    if by is not None and contract_until is not None:
        letter, end = min(letter, by), contract_until
    else:
        least = months_later(start, FIRST_END_MONTHS)
        end = max(least, earliest_end(letter, contract_until, notice_days))
    days = {
        "talk": start,
        "help": letter,
        "letter": letter,
        "last_order": end,
        "thanks": months_later(end, 1),
    }
    return tuple(Planned(code, days[code]) for code in STEPS)


def hinders(
    planned: Sequence[Planned],
    code: str,
    on: dt.date,
    contract_until: dt.date | None,
    notice_days: int | None,
) -> Reason | None:
    """Why this step cannot be on that day: the step before it, or the notice; None: it can.

    `planned` holds the days of all steps as they are, done ones on the day they were done.
    """
    letter = on
    for one in planned:
        if one.code == code:
            break
        if on < one.on:
            return Reason("step_out_of_order", {"on": one.on.isoformat()})
        letter = one.on if one.code == "letter" else letter
    else:
        return None
    if code not in BINDING:
        return None
    first = earliest_end(letter, contract_until, notice_days)
    return Reason("step_before_notice", {"on": first.isoformat()}) if on < first else None


def follow(
    planned: Sequence[Planned],
    contract_until: dt.date | None,
    notice_days: int | None,
) -> list[Planned]:
    """The same steps, each no earlier than the one before it, and no end before the notice."""
    found: list[Planned] = []
    for one in planned:
        floor = found[-1].on if found else one.on
        if one.code == "last_order" and found and found[-1].code == "letter":
            floor = max(floor, earliest_end(found[-1].on, contract_until, notice_days))
        found.append(Planned(one.code, max(one.on, floor)))
    return found


@dataclass(frozen=True, slots=True)
class Terms:
    """What the contract says; neither where none is running."""

    contract_until: dt.date | None
    notice_days: int | None


def replanned(
    planned: Sequence[Planned],
    done: Container[str],
    began: dt.date,
    today: dt.date,
    terms: tuple[Terms, Terms],
) -> dict[str, dt.date]:
    """Which steps move to which day when the terms are corrected: from the first to the second.

    What is done stays on its day, and so does what a person has moved; the rest goes where the
    corrected terms would have laid it, counted from today where the letter would be late by now.
    """
    before, after = terms
    laid = {
        one for start in (began, today)
        for one in steps(start, before.contract_until, before.notice_days)
    }  # fmt: skip
    new = {one.code: one.on for one in steps(began, after.contract_until, after.notice_days)}
    if "letter" not in done and new["letter"] < today:
        late = steps(today, after.contract_until, after.notice_days)
        new = {one.code: one.on for one in late}
    moved = [
        Planned(one.code, new[one.code]) if one in laid and one.code not in done else one
        for one in planned
    ]
    followed = follow(moved, after.contract_until, after.notice_days)
    return {
        now.code: now.on for now, was in zip(followed, planned, strict=True)
        if now != was and now.code not in done
    }  # fmt: skip
