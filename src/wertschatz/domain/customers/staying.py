"""Whether A and B stayed since the rules began (METHOD 3.4): counted, and never proved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wertschatz.domain.customers.rhythm import QUIET_FACTOR, rhythm_of
from wertschatz.domain.values import Fact, Reason

YEAR = 365
TOO_EARLY = 90
"""Days after the beginning in which nobody can have left yet."""
FEW = 10
"""Fewer customers tell nothing: one more or less would be a tenth."""


@dataclass(frozen=True, slots=True)
class Stayed:
    """Of so many customers, how many still buy."""

    stayed: int
    of: int


def still_buys(days: Iterable[int], as_of: int) -> bool:
    """An invoice within the last year, or within twice the customer's own usual pause.

    `days` are the days of its invoices as ordinals.
    """
    known = [day for day in days if day <= as_of]
    if not known:
        return False
    silent = as_of - max(known)
    if silent <= YEAR:
        return True
    rhythm = rhythm_of(known)
    return rhythm is not None and silent <= QUIET_FACTOR * rhythm.gap_days


def stayed_of(invoices: Iterable[Iterable[int]], as_of: int) -> Stayed:
    """Counted over the customers' days of invoices."""
    kept = [still_buys(days, as_of) for days in invoices]
    return Stayed(sum(kept), len(kept))


def staying_answer(began: int | None, as_of: int, now: Stayed, before: Stayed) -> Reason:
    """What can be said of it, honestly where the numbers are small."""
    if began is None:
        return Reason("stayed_no_word")
    facts: dict[str, Fact] = {"stayed": now.stayed, "of": now.of}
    if not now.of:
        return Reason("stayed_nobody")
    if as_of - began < TOO_EARLY:
        return Reason("stayed_early", facts)
    if now.of < FEW:
        return Reason("stayed_few", facts)
    if before.of < FEW:
        return Reason("stayed_alone", facts)
    return Reason(
        "stayed_compared", {**facts, "stayed_before": before.stayed, "of_before": before.of}
    )
