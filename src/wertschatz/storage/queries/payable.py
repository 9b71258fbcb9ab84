"""Invoices to which a payment may be assigned: found by number or customer, with what is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from wertschatz.storage import merged, search
from wertschatz.storage.models import Customer, Invoice
from wertschatz.storage.settle_payments import newest_versions
from wertschatz.storage.settlements import paid_on, payable_cents

LOOKED_AT = 200
SHOWN = 12


@dataclass(frozen=True, slots=True)
class InvoiceChoice:
    """An invoice, or a credit note, with what is open of it. Minor units."""

    id: int
    key: str
    number: str
    customer: str
    customer_uuid: UUID
    on: dt.date
    cents: int
    open_cents: int
    currency: str
    listed_paid_on: dt.date | None
    """A list says that it was paid then, and no payment is known."""


def choices(keys: Iterable[str], besides: int | None = None) -> dict[str, InvoiceChoice]:
    """Key → the newest version of the invoice; paid but for the payment `besides`."""
    wanted = list(keys)
    return _made(Invoice.objects.filter(newest_versions(), key__in=wanted), besides)


def _made(rows: QuerySet[Invoice], besides: int | None) -> dict[str, InvoiceChoice]:
    found = list(rows.select_related("customer__party").order_by("id"))
    now = _now({row.customer_id for row in found})
    paid = paid_on({row.key for row in found}, besides)
    return {row.key: _choice(row, now[row.customer_id], paid.get(row.key)) for row in found}


def _now(customers: Iterable[int]) -> dict[int, tuple[str, UUID]]:
    """Name and address of each customer as it is now."""
    rows = Customer.objects.filter(pk__in=list(customers))
    rows = rows.select_related("party", "merged_into__party")
    both = ((row.pk, merged.target(row)) for row in rows)
    return {pk: (one.party.name, one.uuid) for pk, one in both}


def _choice(row: Invoice, whose: tuple[str, UUID], paid: int | None) -> InvoiceChoice:
    cents = payable_cents(row)
    stated = row.stated_paid_on if row.stated_known is not None else row.paid_on
    return InvoiceChoice(
        row.pk, row.key, row.number, *whose, row.issued_on or row.on, cents, cents - (paid or 0),
        row.original_currency, stated if paid is None else None,
    )  # fmt: skip


def found_for(text: str, cents: int, currency: str, besides: int) -> list[InvoiceChoice]:
    """Invoices by number or customer: the open ones first, the nearest amount of these first."""
    rows = Invoice.objects.filter(newest_versions(), pk__in=_ids(text), void=False)
    rows = rows.filter(original_currency=currency)
    found = _made(rows, besides).values()

    def rank(one: InvoiceChoice) -> tuple[bool, int, int]:
        done = one.listed_paid_on is not None or one.open_cents * cents <= 0
        return done, abs(one.open_cents - cents), -one.on.toordinal()

    return sorted(found, key=rank)[:SHOWN]


def keys_found(text: str) -> list[str]:
    """Keys of invoices by number or customer; the newest, at most a few hundred."""
    return list(Invoice.objects.filter(pk__in=_ids(text)).values_list("key", flat=True))


def _ids(text: str) -> list[int]:
    """Of the newest invoices by number, and of those of the customers found."""
    asked = search.matching_parties(text)
    if asked is None:
        return []
    # The number alone is read from an index; with other columns each row would be fetched.
    numbers = Invoice.objects.filter(number__icontains=text.strip()).values_list("pk", flat=True)
    whose = Customer.objects.filter(party__in=asked).values_list("id", "merged_into_id")
    ids = {now or pk for pk, now in whose[:LOOKED_AT]}
    parts = Customer.objects.filter(merged_into__in=ids).values_list("id", flat=True)
    theirs = Invoice.objects.filter(customer__in=[*ids, *parts]).order_by("-on")
    return [*numbers[:LOOKED_AT], *theirs.values_list("pk", flat=True)[:LOOKED_AT]]
