"""How one customer pays, and by which payment each of its invoices was paid; only reads."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from django.db.models import QuerySet

from wertschatz.domain.customers.paying.banking_days import banking_day
from wertschatz.domain.customers.paying.delay import InvoiceDelay, delays, invoice_delays
from wertschatz.domain.customers.paying.payments import Assignment, OpenInvoice
from wertschatz.domain.customers.year import year_before
from wertschatz.domain.values import Reason
from wertschatz.storage.models import Customer, Invoice, Settlement
from wertschatz.storage.said_payments import SAID
from wertschatz.storage.settle_payments import moved, newest_versions, open_invoice
from wertschatz.storage.settlements import in_force

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PaidBy:
    """A payment on an invoice, and where a statement tells of it."""

    payment: int
    on: dt.date
    cents: int
    currency: str
    file: str
    line: int | None
    said: bool


@dataclass(frozen=True, slots=True)
class HowPaid:
    """What is known of how one invoice was paid."""

    by: tuple[PaidBy, ...] = ()
    unseen: bool = False
    """Taken as open because no statement shows a payment."""


def how_paid(rows: Iterable[Invoice]) -> dict[int, HowPaid]:
    """Id of the invoice → the payments on it."""
    shown = list(rows)
    by_key = _settlements({row.key for row in shown})
    return {row.pk: _how(row, by_key.get(row.key, ())) for row in shown}


def _settlements(keys: Iterable[str]) -> dict[str, list[Settlement]]:
    found: dict[str, list[Settlement]] = {}
    wanted = sorted(keys) if Settlement.objects.exists() else []
    for start in range(0, len(wanted), AT_ONCE):
        found |= _by_key(in_force().filter(invoice_key__in=wanted[start : start + AT_ONCE]))
    return found


def _by_key(rows: QuerySet[Settlement]) -> dict[str, list[Settlement]]:
    found: defaultdict[str, list[Settlement]] = defaultdict(list)
    for row in rows.select_related("payment__file").order_by("payment__on", "id"):
        found[row.invoice_key].append(row)
    return found


def _how(row: Invoice, paid: Sequence[Settlement]) -> HowPaid:
    by = tuple(
        PaidBy(
            one.payment_id, one.payment.on, one.cents, one.payment.currency,
            one.payment.file.name if one.payment.file else "", one.payment.line, one.said,
        )
        for one in paid
    )  # fmt: skip
    unseen = not by and row.stated_known is not None and row.paid_on is None
    return HowPaid(by, unseen)


def terms_of(parts: Sequence[Customer], usual_days: int) -> dict[int, int]:
    """Customer → days until payment where an invoice states no due date."""
    return {one.pk: usual_days if one.terms_days is None else one.terms_days for one in parts}


def paying(parts: Sequence[Customer], as_of: dt.date, usual_days: int) -> tuple[Reason, ...]:
    """How a customer, with all merged into it, paid over the twelve months before that day.

    An empty one where it had no invoice. Where no statement tells, the list's day counts.
    """
    first = year_before(as_of).toordinal()
    rows = Invoice.objects.filter(
        newest_versions(), customer__in=parts, void=False, on__gte=first, on__lte=as_of
    ).exclude(original_cents=0)
    settled: dict[str, list[Settlement]] = {}
    if Settlement.objects.exists():
        settled = _by_key(in_force().filter(invoice_key__in=rows.order_by().values("key")))
    terms = terms_of(parts, usual_days)
    # Of some customers a thousand: as tuples, they cost a tenth.
    listed: list[_Listed] = []
    told: list[int] = []
    for key, stated, known, cents, *values in rows.values_list(
        "key", "stated_known", "payment_known", "original_cents", "id", "customer_id", "issued_on",
        "on", "due_on", "paid_on",
    ):  # fmt: skip
        one = _Listed(*cast("tuple[Any, ...]", values))
        if key in settled or stated is not None:
            told.append(one.id)
        elif known and cents > 0:
            listed.append(one)
    cases = _by_statements(_whole(told), settled, terms, as_of)
    cases += [_by_list(one, terms, as_of) for one in listed]
    whose = parts[0].pk
    found = delays((case._replace(customer=whose) for case in cases), as_of)
    return found[0].reasons if found else ()


def _whole(ids: Sequence[int]) -> list[Invoice]:
    found: list[Invoice] = []
    for start in range(0, len(ids), AT_ONCE):
        rows = Invoice.objects.filter(pk__in=ids[start : start + AT_ONCE])
        found += rows.select_related("customer").order_by("id")
    return found


def _by_statements(
    invoices: Sequence[Invoice],
    settled: Mapping[str, Sequence[Settlement]],
    terms: Mapping[int, int],
    as_of: dt.date,
) -> list[InvoiceDelay]:
    open_ones: list[OpenInvoice] = [open_invoice(row, row.customer_id) for row in invoices]
    paid = [(row.pk, one) for row in invoices for one in settled.get(row.key, ())]
    payments = {one.payment_id: moved(one.payment) for _, one in paid}
    assigned = [Assignment(one.payment_id, pk, one.cents, SAID) for pk, one in paid]
    return invoice_delays(open_ones, payments, assigned, as_of, terms=terms)


class _Listed(NamedTuple):
    """An invoice of which a list says when it was paid."""

    id: int
    customer: int
    issued_on: dt.date | None
    on: dt.date
    due_on: dt.date | None
    paid_on: dt.date | None


def _by_list(row: _Listed, terms: Mapping[int, int], as_of: dt.date) -> InvoiceDelay:
    on = (row.issued_on or row.on).toordinal()
    due = banking_day(row.due_on.toordinal() if row.due_on else on + terms[row.customer])
    paid = row.paid_on.toordinal() if row.paid_on and row.paid_on <= as_of else None
    days = (as_of.toordinal() if paid is None else paid) - due
    return InvoiceDelay(row.id, row.customer, on, due, paid, days, False, 0)
