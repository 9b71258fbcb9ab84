"""What statements say of invoices: when they were paid, or that they were not."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from wertschatz.domain.customers.paying.delay import InvoiceDelay
from wertschatz.domain.customers.paying.payments import Payment

LONGEST_DAYS = 400
"""An invoice may be so much older than the first payment that is known."""
OVERDUE_SEEN_DAYS = 14


def first_day(payments: Iterable[Payment]) -> int:
    """The earliest day of invoices that these payments may pay."""
    return max(min((one.on for one in payments), default=0) - LONGEST_DAYS, 1)


def seen_paid(
    found: Iterable[InvoiceDelay], told: Collection[int], payments: Collection[Payment]
) -> dict[int, int | None]:
    """Invoice → the day on which statements saw it paid, None: they saw it open.

    `told` are the invoices that a payment names. One that no payment names counts as open only
    where that was seen: it was clearly due before the statements end, and its customer has paid
    others by them.
    """
    ends = max((one.on for one in payments), default=0)
    begins = min((one.on for one in payments), default=0)
    delays = list(found)
    pay_here = {one.customer for one in delays if one.invoice in told and one.paid_on}
    return {
        one.invoice: one.paid_on
        for one in delays
        if one.invoice in told
        or (
            one.customer in pay_here and one.on >= begins and one.due_on + OVERDUE_SEEN_DAYS <= ends
        )
    }


def statement_speaks(told: bool, known: bool) -> bool:
    """The statement speaks; but where it says nothing, a list that knows the payment is right."""
    return told or not known
