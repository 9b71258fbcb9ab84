"""Makes invoices of the bookings of one receipt, and takes out what was reversed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from wertschatz.integrations.files.bookkeeping.accounts import Sort
from wertschatz.ports.files import AmountKind, InvoiceRow, PaymentKind, PaymentRow

_INVOICED = (Sort.REVENUE, Sort.TAX_FREE, Sort.TAX)


class Booking(NamedTuple):
    """One booking of a customer's account against another one."""

    line: int
    debtor: str
    """Number of the customer's account, or of the address in a collective account."""
    contra: int
    sort: Sort
    on: int
    due_on: int | None
    number: str
    """Belegfeld 1."""
    text: str
    cents: int
    """Above zero: the customer owes more (invoice); below: less (payment, credit note)."""
    currency: str
    reversal: bool
    """Generalumkehr."""


@dataclass(slots=True)
class Gathered:
    """What one batch says about customers; rows in the order of the file."""

    invoices: list[InvoiceRow] = field(default_factory=list)
    payments: list[PaymentRow] = field(default_factory=list)
    cancelled: int = 0
    """Bookings and receipts that were taken back inside the batch."""
    others: Counter[int] = field(default_factory=Counter)
    """Accounts that are neither revenue nor money, and how often a customer's met them."""


def gathered(bookings: Iterable[Booking]) -> Gathered:
    """Invoices and payments of all bookings of one batch.

    Several bookings of one Belegfeld 1, customer, day and currency are one invoice: 119.00 against
    8400 and 107.00 against 8300 are one of 226.00. A reversal and what it takes back both stay
    out; one whose original stands in an earlier batch is a credit note, or money that went back.

    Skonto: a payment counts with what arrived ("Umsatz"). What column 13, or a booking against
    the account for discounts, says was let off is no further payment and no credit note.
    """
    found = Gathered()
    wanted = []
    for booking in bookings:
        if booking.sort is Sort.MONEY or booking.sort in _INVOICED:
            wanted.append(booking)
        elif booking.sort is not Sort.DISCOUNT:
            found.others[booking.contra] += 1
    kept = _without_reversed(wanted)
    found.cancelled = (len(wanted) - len(kept)) // 2
    found.payments = [_payment(one) for one in kept if one.sort is Sort.MONEY and one.cents]
    for receipt in _receipts(one for one in kept if one.sort is not Sort.MONEY):
        row = _invoice(receipt)
        if row is None:
            found.others.update(one.contra for one in receipt if one.sort is Sort.TAX)
            found.cancelled += any(one.sort is not Sort.TAX for one in receipt)
        else:
            found.invoices.append(row)
    return found


def _without_reversed(bookings: Sequence[Booking]) -> list[Booking]:
    """Without each reversal and the booking that it takes back."""
    taken: set[int] = set()
    open_ones: dict[tuple[object, ...], list[int]] = {}
    for place, one in enumerate(bookings):
        if not one.reversal:
            open_ones.setdefault(_key(one, one.cents), []).append(place)
    for place, one in enumerate(bookings):
        same = open_ones.get(_key(one, -one.cents)) if one.reversal else None
        if same:
            taken |= {place, same.pop(0)}
    return [one for place, one in enumerate(bookings) if place not in taken]


def _key(one: Booking, cents: int) -> tuple[object, ...]:
    return one.debtor, one.number, one.contra, one.currency, cents


def _receipts(bookings: Iterable[Booking]) -> Iterator[list[Booking]]:
    """The bookings of one invoice each; one without a number stands alone."""
    found: dict[tuple[object, ...], list[Booking]] = {}
    for one in bookings:
        alone = one.line if not one.number else 0
        key = (one.debtor, one.number, one.on, one.currency, alone)
        found.setdefault(key, []).append(one)
    return iter(found.values())


def _invoice(receipt: Sequence[Booking]) -> InvoiceRow | None:
    """Net where the tax is booked beside the revenue or there is none, else gross.

    None for what adds up to nothing, and for tax alone.
    """
    sums: Counter[Sort] = Counter()
    for one in receipt:
        sums[one.sort] += one.cents
    gross, tax = sum(sums.values()), sums[Sort.TAX]
    if gross == tax:
        return None
    taxed = any(one.sort is Sort.REVENUE for one in receipt)
    first = receipt[0]
    return InvoiceRow(
        line=first.line,
        customer_name="",
        customer_number=first.debtor,
        vat_id="",
        number=first.number,
        on=first.on,
        due_on=next((one.due_on for one in receipt if one.due_on is not None), None),
        paid_on=None,
        payment_known=False,
        cents=gross - tax,
        gross_cents=gross,
        kind=str(AmountKind.GROSS if taxed and not tax else AmountKind.NET),
        currency=first.currency,
    )


def _payment(one: Booking) -> PaymentRow:
    """What went from the customer to the account of the money; below zero: back to the customer."""
    kind = PaymentKind.RETURNED if one.reversal else PaymentKind.TRANSFER
    return PaymentRow(
        line=one.line,
        account=str(one.contra),
        on=one.on,
        value_on=None,
        cents=-one.cents,
        currency=one.currency,
        name="",
        other_account="",
        purpose=one.text,
        kind=str(kind),
        document=one.number,
        customer_number=one.debtor,
    )
