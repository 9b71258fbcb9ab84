"""Finds what is already known of the invoices that a file brings, whoever it calls the customer."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Q, QuerySet

from wertschatz.domain.customers.same_invoice import Named, corrected, same_amount, same_invoice
from wertschatz.ports.customers import Keyed
from wertschatz.ports.files import Document, InvoiceRow
from wertschatz.ports.restating import completed, stated
from wertschatz.storage.find_customers import live_invoices
from wertschatz.storage.models import Invoice

NUMBER = 100
"""Characters of a number that are kept."""


class Before(NamedTuple):
    """An invoice that is already there, in its newest version."""

    id: int
    key: str
    customer: str
    """Key of the customer it belongs to."""
    row: InvoiceRow
    void_by: int | None
    """The import whose cancellation voids it."""
    on: int | None
    """The day it counts on, where that is another than its own."""
    counts: int | None
    """What counts as revenue, where that is another than its amount."""


def known(items: Sequence[Keyed], home: str) -> dict[str, Before]:
    """Key of an item → the visible version of the invoice with this key; `home` the currency."""
    rows = _visible().filter(key__in=[item.key for item in items])
    return {row.key: _before(row, home) for row in rows}


def known_elsewhere(items: Sequence[Keyed], home: str, claimed: set[int]) -> dict[str, Before]:
    """The same by number, day and amount, where a file names the customer in another way.

    An invoice that another row of this import means already is no candidate (`claimed`, ids).
    """
    wanted = [item for item in items if item.row.number and "#" not in item.key[-4:]]
    by_number: dict[str, dict[str, Before]] = defaultdict(dict)
    for row in _visible().filter(number__in={item.row.number[:NUMBER] for item in wanted}):
        by_number[row.number][row.key] = _before(row, home)
    found = {}
    for item in wanted:
        for before in by_number.get(item.row.number[:NUMBER], {}).values():
            if (item.restates or before.id not in claimed) and _same(item, before):
                found[item.key] = before
                claimed.add(before.id)
                break
    return found


def together(item: Keyed, before: Before, home: str) -> Keyed:
    """The item with what is known of its invoice; a later file that says less takes nothing away.

    Another day or amount is a correction of the list: then only the file counts.
    """
    row = item.row if item.row.currency else item.row._replace(currency=home)
    mine, theirs = stated(row, item.customer), stated(before.row, before.customer)
    if mine.on != theirs.on or not same_amount(mine, theirs):
        return item
    if row.document is None:
        item = item._replace(on=before.on, counts=before.counts)
    return item._replace(row=completed(row, before.row))


def original_of(correction: Invoice) -> Invoice | None:
    """The invoice that a correction names, in its newest version.

    It is the customer's own, else that of the one other that may be the same.
    """
    there = Invoice.objects.filter(
        live_invoices() | Q(source=correction.source_id),
        number=correction.corrects,
        original_cents__gt=0,
    ).exclude(pk=correction.pk)
    rows = list(there.select_related("customer__party").order_by("id"))
    whose = corrected(
        _named(correction, correction.corrects), [_named(row, row.number) for row in rows]
    )
    return next((row for row in reversed(rows) if row.customer.key == whose), None)


def _named(row: Invoice, number: str) -> Named:
    return Named(row.customer.key, row.customer.party.name, number)


def _visible() -> QuerySet[Invoice]:
    return Invoice.objects.filter(live_invoices()).select_related("customer__party").order_by("id")


def _same(item: Keyed, before: Before) -> bool:
    return same_invoice(stated(item.row, item.customer), stated(before.row, before.customer))


def _before(invoice: Invoice, home: str) -> Before:
    row = _row(invoice)
    on = None if invoice.issued_on is None else _day(invoice.on)
    at_home = row.currency == home and not invoice.void
    counts = invoice.cents if at_home and invoice.cents != row.cents else None
    void_by = invoice.source_id if invoice.void else None
    return Before(invoice.pk, invoice.key, invoice.customer.key, row, void_by, on, counts)


def _row(invoice: Invoice) -> InvoiceRow:
    """The row as its file stated it, as far as that is kept."""
    document = None
    if invoice.document_type or invoice.corrects or invoice.rate:
        document = Document(
            invoice.document_type, original_number=invoice.corrects, rate=invoice.rate or ""
        )
    paid_on, paid_known = invoice.paid_on, invoice.payment_known
    if invoice.stated_known is not None:  # a bank statement knew better than the file
        paid_on, paid_known = invoice.stated_paid_on, invoice.stated_known
    customer = invoice.customer
    return InvoiceRow(
        invoice.line or 1, customer.party.name, customer.number, customer.vat_id, invoice.number,
        _day(invoice.issued_on or invoice.on) or 0, _day(invoice.due_on), _day(paid_on),
        paid_known, invoice.original_cents, invoice.gross_cents, invoice.kind,
        invoice.original_currency, document,
    )  # fmt: skip


def _day(value: dt.date | None) -> int | None:
    return None if value is None else value.toordinal()
