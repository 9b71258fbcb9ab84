"""Holds payments against invoices, and lets invoices know when they were paid."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from wertschatz.domain.customers.paying.delay import InvoiceDelay, invoice_delays
from wertschatz.domain.customers.paying.matching import assign
from wertschatz.domain.customers.paying.payments import Assignment, OpenInvoice, Outcome
from wertschatz.domain.customers.paying.payments import Payment as Moved
from wertschatz.domain.customers.paying.told import first_day, seen_paid, statement_speaks
from wertschatz.domain.values import Reason
from wertschatz.storage import merged, movements
from wertschatz.storage.assessments import reason_text, reasons_text
from wertschatz.storage.find_customers import live_invoices
from wertschatz.storage.models import Card, Doubt, Import, Invoice, Payment, Settlement

LIVE = Import.State.LIVE
AT_ONCE = 500


def settle_payments(as_of: dt.date, at: dt.datetime) -> Outcome | None:
    """Everything anew: which rows count, what they pay, and what invoices say of it.

    All of it is derived but what a person said; so taking back an import lets everything be as if
    it had never come. None: there is not one payment.
    """
    movements.count_once()
    payments = _payments()
    if not payments and not Settlement.objects.exists() and not _overridden().exists():
        return None
    invoices = _invoices(payments)
    said = list(
        Settlement.objects.filter(said=True, payment__in=list(payments)).select_related("payment")
    )
    by_key = {key: pk for pk, (key, _) in invoices.items()}
    earlier = [
        Assignment(one.payment_id, by_key[one.invoice_key], one.cents, Reason("said"), True)
        for one in said
        if one.invoice_key in by_key
    ]
    apart = {one.payment_id for one in said if not one.invoice_key}
    open_ones = [invoice for _, invoice in invoices.values()]
    held = [payment for pk, payment in payments.items() if pk not in apart]
    outcome = assign(open_ones, held, known=_known_accounts(), earlier=earlier)
    _keep(outcome, {pk: key for pk, (key, _) in invoices.items()}, at)
    found = invoice_delays(open_ones, payments, [*earlier, *outcome.assignments], as_of)
    told = {one.invoice for one in (*earlier, *outcome.assignments)}
    _tell_invoices(found, told, payments)
    return outcome


# -- what is held against what


def _payments() -> dict[int, Moved]:
    rows = Payment.objects.filter(counted=True, source__state=LIVE)
    return {
        row.pk: Moved(
            row.pk, row.on.toordinal(), row.cents, row.currency, row.name, row.other_account,
            row.purpose, row.end_to_end, row.document, row.kind, row.customer_number, row.account,
            row.mandate, row.value_on and row.value_on.toordinal(),
        )
        for row in rows.iterator()
    }  # fmt: skip


def _visible() -> Q:
    later = Invoice.objects.filter(live_invoices(), key=OuterRef("key"), pk__gt=OuterRef("pk"))
    return Q(live_invoices(), Q(newer=False) | Q(~Exists(later)))


def _invoices(payments: Mapping[int, Moved]) -> dict[int, tuple[str, OpenInvoice]]:
    """The newest version of every invoice that one of these payments may pay; with its key."""
    first = first_day(payments.values())
    rows = Invoice.objects.filter(_visible(), void=False, on__gte=first)
    into = merged.into()
    rows = rows.exclude(original_cents=0).select_related("customer__party")
    names: defaultdict[int, dict[str, None]] = defaultdict(dict)
    found = {}
    for row in rows.order_by("id").iterator():
        whose = into.get(row.customer_id, row.customer_id)
        names[whose][row.customer.party.name] = None
        found[row.pk] = (row, whose)
    return {pk: (row.key, _open(row, whose, names)) for pk, (row, whose) in found.items()}


def _open(row: Invoice, whose: int, names: Mapping[int, Mapping[str, None]]) -> OpenInvoice:
    return OpenInvoice(
        row.pk, whose, row.number, (row.issued_on or row.on).toordinal(),
        row.due_on and row.due_on.toordinal(),
        row.original_cents if row.gross_cents is None else row.gross_cents,
        row.original_currency, tuple(names[whose]), row.customer.number,
        net_only=row.gross_cents is None,
    )  # fmt: skip


def _known_accounts() -> dict[str, list[int]]:
    """Accounts that an address book or the books name."""
    known: defaultdict[str, list[int]] = defaultdict(list)
    into = merged.into()
    rows = Card.objects.filter(source__state=LIVE).exclude(customer=None)
    for customer, ibans in rows.values_list("customer", "ibans"):
        for iban in ibans:
            known["".join(iban.split())].append(into.get(customer, customer))
    return dict(known)


# -- what came of it


def _keep(outcome: Outcome, keys: Mapping[int, str], at: dt.datetime) -> None:
    """Replaces what rules found before; what a person said stays."""
    with transaction.atomic():
        Settlement.objects.filter(said=False).delete()
        Settlement.objects.bulk_create(
            [
                Settlement(
                    payment_id=one.payment, invoice_key=keys[one.invoice], cents=one.cents,
                    reason=reason_text(one.reason), at=at,
                )
                for one in outcome.assignments
            ],
            batch_size=AT_ONCE,
        )  # fmt: skip
        Doubt.objects.all().delete()
        asked = [
            Doubt(
                payment_id=one.payment, reasons=reasons_text([one.reason]),
                candidates=_candidates(one.candidates, keys),
            )
            for one in outcome.proposals
        ]  # fmt: skip
        left = [
            Doubt(payment_id=one.payment, reasons=reasons_text([one.reason]))
            for one in outcome.left
        ]
        Doubt.objects.bulk_create([*asked, *left], batch_size=AT_ONCE)


def _candidates(answers: Sequence[Sequence[Assignment]], keys: Mapping[int, str]) -> str:
    """Each answer: its reason, and how much for which invoice."""
    return json.dumps(
        [
            {
                "reason": [answer[0].reason.code, dict(answer[0].reason.facts)],
                "parts": [[keys[one.invoice], one.cents] for one in answer],
            }
            for answer in answers
        ],
        ensure_ascii=False,
    )


def _overridden() -> QuerySet[Invoice]:
    return Invoice.objects.filter(stated_known__isnull=False)


def _tell_invoices(
    found: Iterable[InvoiceDelay], told: set[int], payments: Mapping[int, Moved]
) -> None:
    """The day of payment where a statement knows it; what a file had said is kept beside it."""
    wanted = {
        invoice: None if day is None else dt.date.fromordinal(day)
        for invoice, day in seen_paid(found, told, payments.values()).items()
    }
    held = {row.pk: row for row in _overridden()}
    rows = {row.pk: row for row in Invoice.objects.filter(pk__in=wanted.keys() - held.keys())}
    changed = [row for pk, row in rows.items() if _override(row, wanted[pk], pk in told)]
    for pk, row in held.items():
        if pk not in wanted:
            row.paid_on, row.payment_known = row.stated_paid_on, bool(row.stated_known)
            row.stated_paid_on = row.stated_known = None
            changed.append(row)
        elif row.paid_on != wanted[pk]:
            row.paid_on = wanted[pk]
            changed.append(row)
    fields = ["paid_on", "payment_known", "stated_paid_on", "stated_known"]
    with transaction.atomic():
        Invoice.objects.bulk_update(changed, fields, batch_size=AT_ONCE)


def _override(row: Invoice, paid_on: dt.date | None, told: bool) -> bool:
    if not statement_speaks(told, row.payment_known):
        return False
    row.stated_paid_on, row.stated_known = row.paid_on, row.payment_known
    row.paid_on, row.payment_known = paid_on, True
    return True
