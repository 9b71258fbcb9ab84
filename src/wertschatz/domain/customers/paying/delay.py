"""How late customers pay: days between due date and payment, and what the open ones say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from wertschatz.domain.customers.paying.banking_days import banking_day
from wertschatz.domain.customers.paying.ledger import payable
from wertschatz.domain.customers.paying.payments import (
    Assignment,
    Moved,
    OpenInvoice,
    Payment,
    closes,
)
from wertschatz.domain.customers.year import year_before
from wertschatz.domain.values import Fact, Reason

LATE_DAYS = 7
"""More than so many days past due count as late in the share."""
LEAST_INVOICES = 3
"""Below this there is no figure for a customer, only the single cases."""
_COLLECTED = (Moved.DIRECT_DEBIT, Moved.CARD)

DELAY_CODES: dict[str, tuple[str, ...]] = {
    "pays_early": ("invoices", "median_days", "late_percent"),
    "pays_on_time": ("invoices", "late_percent"),
    "pays_late": ("invoices", "median_days", "late_percent"),
    "pays_late_at_least": ("invoices", "median_days", "late_percent"),
    "too_few_payments": ("invoices",),
    "only_collected": ("invoices",),
    "debits_returned": ("returned",),
}
"""Code of what is said about a customer → its facts."""


class InvoiceDelay(NamedTuple):
    """One invoice and when it was paid. Days are ordinals."""

    invoice: int
    customer: int
    on: int
    due_on: int
    """Moved to a banking day; with the agreed days where the invoice states none."""
    paid_on: int | None
    """The day on which 97 per cent were there; None: still open."""
    days: int
    """Past due, parts weighted by their amount; negative: early. Open: up to the day asked."""
    collected: bool
    """By direct debit or card: says nothing about the payer."""
    returned: int
    """How often its money went back."""

    @property
    def overdue(self) -> bool:
        """Open after its due date: the delay is at least `days`."""
        return self.paid_on is None and self.days > 0


@dataclass(frozen=True, slots=True)
class Delay:
    """How one customer paid over twelve months."""

    customer: int
    invoices: int
    """Paid or overdue ones that say something."""
    median_days: int | None
    """Past due; None below `LEAST_INVOICES`, or nothing to say."""
    at_least: bool
    """More than half is not known to be paid: the median is not less than this."""
    late_percent: int | None
    """Share paid, or still open, more than `LATE_DAYS` past due."""
    returned: int
    single: tuple[InvoiceDelay, ...]
    reasons: tuple[Reason, ...]


def invoice_delays(
    invoices: Iterable[OpenInvoice],
    payments: Mapping[int, Payment],
    assignments: Iterable[Assignment],
    as_of: date,
    *,
    terms: Mapping[int, int] | None = None,
    default_terms_days: int = 14,
) -> list[InvoiceDelay]:
    """When every invoice (no credit notes) of up to `as_of` was paid; sure assignments count.

    `terms`: customer → agreed days until payment, where an invoice states no due date. What is
    booked after `as_of` has not happened yet.
    """
    today, agreed = as_of.toordinal(), terms or {}
    moves: dict[int, list[tuple[int, int, Payment]]] = {}
    for one in assignments:
        payment = payments.get(one.payment)
        if payment and one.sure and payment.day <= today:
            moves.setdefault(one.invoice, []).append((payment.day, one.cents, payment))
    found = []
    for invoice in invoices:
        if invoice.gross_cents > 0 and invoice.on <= today:
            days = agreed.get(invoice.customer, default_terms_days)
            due = invoice.on + days if invoice.due_on is None else invoice.due_on
            mine = sorted(moves.get(invoice.id, ()), key=lambda m: (m[0], -m[1], m[2].id))
            found.append(_case(invoice, banking_day(due), mine, today))
    return found


def _case(
    invoice: OpenInvoice, due: int, moves: Sequence[tuple[int, int, Payment]], today: int
) -> InvoiceDelay:
    kept: list[tuple[int, int, Payment]] = []
    returned = 0
    for day, cents, payment in moves:
        if cents > 0:
            kept.append((day, cents, payment))
        else:
            returned += 1
            kept = _without(kept, -cents)
    paid_on = _closed_on(kept, payable(invoice)[0])
    days = today - due if paid_on is None else _weighted(kept, due, paid_on)
    collected = any(payment.kind in _COLLECTED for _, _, payment in kept)
    return InvoiceDelay(
        invoice.id, invoice.customer, invoice.on, due, paid_on, days, collected, returned
    )  # fmt: skip


def _without(
    kept: Sequence[tuple[int, int, Payment]], cents: int
) -> list[tuple[int, int, Payment]]:
    """What is left after so much went back: of the same amount if there is one, else the newest."""
    equal = [place for place, one in enumerate(kept) if one[1] == cents]
    if equal:
        return [one for place, one in enumerate(kept) if place != equal[-1]]
    left = list(kept)
    while cents and left:
        day, had, payment = left.pop()
        if had > cents:
            left.append((day, had - cents, payment))
        cents = max(0, cents - had)
    return left


def _closed_on(kept: Iterable[tuple[int, int, Payment]], gross: int) -> int | None:
    total = 0
    for day, cents, _ in kept:
        total += cents
        if closes(total, gross):
            return day
    return None


def _weighted(kept: Iterable[tuple[int, int, Payment]], due: int, paid_on: int) -> int:
    """Days past due, each part by its amount, half a day away from zero."""
    parts = [(day - due, cents) for day, cents, _ in kept if day <= paid_on]
    total = sum(cents for _, cents in parts)
    days = sum(day * cents for day, cents in parts)
    rounded = (2 * abs(days) + total) // (2 * total)
    return rounded if days >= 0 else -rounded


def delays(found: Iterable[InvoiceDelay], as_of: date) -> list[Delay]:
    """Each customer over the twelve months up to `as_of` (by invoice date), in order of ids."""
    first = year_before(as_of).toordinal()
    groups: dict[int, list[InvoiceDelay]] = {}
    for case in found:
        if case.on >= first:
            groups.setdefault(case.customer, []).append(case)
    return [_delay(customer, groups[customer]) for customer in sorted(groups)]


def _delay(customer: int, mine: Sequence[InvoiceDelay]) -> Delay:
    telling = [case for case in mine if not case.collected]
    counted = [case for case in telling if case.paid_on is not None or case.overdue]
    returned = sum(case.returned for case in mine)
    enough = len(counted) >= LEAST_INVOICES
    median, at_least = _median(telling) if enough else (None, False)
    late = _late_percent(counted) if enough else None
    reasons = _reasons(mine, len(counted), median, late, at_least=at_least, returned=returned)
    return Delay(
        customer, len(counted), median, at_least, late, returned,
        tuple(sorted(mine, key=lambda case: (case.on, case.invoice))), tuple(reasons),
    )  # fmt: skip


def _median(telling: Iterable[InvoiceDelay]) -> tuple[int | None, bool]:
    days, at_least = median_delay([(case.days, case.paid_on is not None) for case in telling])
    # Mostly invoices that are not due yet: "at least three days early" would say nothing.
    return (None, False) if at_least and days is not None and days <= 0 else (days, at_least)


def median_delay(observed: Iterable[tuple[int, bool]]) -> tuple[int | None, bool]:
    """The Kaplan–Meier median of (days, paid), and whether it is only known as “at least”.

    Invoices still open count as long as they have been watched: an open one says that it takes
    at least so many days. After each day on which invoices were paid, the share still open is
    multiplied by 1 − paid / (still watched); the median is the first day on which it is one half
    or less. Where the open ones keep it above, the longest watched is what can be said. Nothing
    observed gives None. (E. L. Kaplan and P. Meier, J. Am. Stat. Assoc. 53, 1958.)

    >>> median_delay([(0, True), (5, True), (30, False)])
    (5, False)
    >>> median_delay([(0, True), (20, False), (30, False)])
    (30, True)
    """
    times = sorted(observed)
    share, watched = Fraction(1), len(times)
    for day in sorted({day for day, _ in times}):
        paid = sum(known for at, known in times if at == day)
        share *= 1 - Fraction(paid, watched)
        if paid and share <= Fraction(1, 2):
            return day, False
        watched -= sum(at == day for at, _ in times)
    return (times[-1][0], True) if times else (None, False)


def _late_percent(counted: Iterable[InvoiceDelay]) -> int | None:
    """Of those known to be late or not: an open one a few days past due may still be either."""
    decided = [c for c in counted if c.paid_on is not None or c.days > LATE_DAYS]
    if not decided:
        return None
    late = sum(case.days > LATE_DAYS for case in decided)
    return (200 * late + len(decided)) // (2 * len(decided))


def _reasons(
    mine: Sequence[InvoiceDelay], counted: int, median: int | None, late: int | None, *,
    at_least: bool, returned: int,
) -> list[Reason]:  # fmt: skip
    reasons = []
    if median is not None:
        facts: dict[str, Fact] = {"invoices": counted, "late_percent": late or 0}
        if at_least and median > 0:
            code = "pays_late_at_least"
        else:
            code = "pays_late" if median > 0 else "pays_early" if median < 0 else "pays_on_time"
        if code != "pays_on_time":
            facts["median_days"] = abs(median)
        reasons.append(Reason(code, facts))
    elif mine and all(case.collected for case in mine):
        reasons.append(Reason("only_collected", {"invoices": len(mine)}))
    else:
        reasons.append(Reason("too_few_payments", {"invoices": counted}))
    if returned:
        reasons.append(Reason("debits_returned", {"returned": returned}))
    return reasons
