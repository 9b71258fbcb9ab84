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
from wertschatz.domain.customers.paying.payments import Assignment, Left, OpenInvoice, Outcome
from wertschatz.domain.customers.paying.payments import Payment as Moved
from wertschatz.storage import merged, movements, said_payments
from wertschatz.storage.assessments import reason_text, reasons_text
from wertschatz.storage.find_customers import live_invoices
from wertschatz.storage.models import Card, Doubt, Import, Invoice, Payment, Settlement

LIVE = Import.State.LIVE
LONGEST_DAYS = 400
"""An invoice may be so much older than the first payment that is known."""
OVERDUE_SEEN_DAYS = 14
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
    said = said_payments.said(payments, {key: pk for pk, (key, _) in invoices.items()})
    open_ones = [invoice for _, invoice in invoices.values()]
    held = [payment for pk, payment in payments.items() if pk not in said.left]
    outcome = assign(
        open_ones, held, known=_known_accounts(), earlier=said.assignments, final=said.final
    )
    _keep(outcome, said, {pk: key for pk, (key, _) in invoices.items()}, at)
    assigned = [*said.assignments, *outcome.assignments]
    found = invoice_delays(open_ones, payments, assigned, as_of)
    told = {one.invoice for one in assigned}
    _tell_invoices(found, told, payments)
    return outcome


# -- what is held against what


def _payments() -> dict[int, Moved]:
    rows = Payment.objects.filter(counted=True, source__state=LIVE)
    return {row.pk: moved(row) for row in rows.iterator()}


def moved(row: Payment) -> Moved:
    """The payment as it is held against invoices."""
    return Moved(
        row.pk, row.on.toordinal(), row.cents, row.currency, row.name, row.other_account,
        row.purpose, row.end_to_end, row.document, row.kind, row.customer_number, row.account,
        row.mandate, row.value_on and row.value_on.toordinal(),
    )  # fmt: skip


def newest_versions() -> Q:
    """Live invoices, each only in its newest live version."""
    later = Invoice.objects.filter(live_invoices(), key=OuterRef("key"), pk__gt=OuterRef("pk"))
    return Q(live_invoices(), Q(newer=False) | Q(~Exists(later)))


def _invoices(payments: Mapping[int, Moved]) -> dict[int, tuple[str, OpenInvoice]]:
    """The newest version of every invoice that one of these payments may pay; with its key."""
    first = min((one.on for one in payments.values()), default=0) - LONGEST_DAYS
    said = Settlement.objects.filter(said=True).exclude(invoice_key="").values("invoice_key")
    recent = Q(on__gte=max(first, 1))
    named = Q(key__in=said) if said.exists() else Q(pk__in=())
    rows = Invoice.objects.filter(newest_versions(), recent | named, void=False)
    into = merged.into()
    rows = rows.exclude(original_cents=0).select_related("customer__party")
    names: defaultdict[int, dict[str, None]] = defaultdict(dict)
    found = {}
    for row in rows.order_by("id").iterator():
        whose = into.get(row.customer_id, row.customer_id)
        names[whose][row.customer.party.name] = None
        found[row.pk] = (row, whose)
    return {
        pk: (row.key, open_invoice(row, whose, tuple(names[whose])))
        for pk, (row, whose) in found.items()
    }


def open_invoice(row: Invoice, whose: int, names: tuple[str, ...] = ()) -> OpenInvoice:
    """The invoice as payments are held against it; `whose` it is now."""
    return OpenInvoice(
        row.pk, whose, row.number, (row.issued_on or row.on).toordinal(),
        row.due_on and row.due_on.toordinal(),
        row.original_cents if row.gross_cents is None else row.gross_cents,
        row.original_currency, names, row.customer.number,
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


def _keep(
    outcome: Outcome, said: said_payments.Said, keys: Mapping[int, str], at: dt.datetime
) -> None:
    """Replaces what rules found before; what a person said stays."""
    with transaction.atomic():
        Settlement.objects.filter(said=False).delete()
        Settlement.objects.bulk_create(
            [
                Settlement(
                    payment_id=one.payment, invoice_key=keys[one.invoice], cents=one.cents,
                    reason=reason_text(one.reason), at=at,
                )
                for one in (*said.standing_in, *outcome.assignments)
            ],
            batch_size=AT_ONCE,
        )  # fmt: skip
        Doubt.objects.all().delete()
        asked = [
            Doubt(
                payment_id=one.payment, code=one.reason.code, reasons=reasons_text([one.reason]),
                candidates=_candidates(one.candidates, keys),
            )
            for one in outcome.proposals
        ]  # fmt: skip
        told = [Left(payment, said_payments.SAID_LEFT) for payment in sorted(said.left)]
        left = [
            Doubt(
                payment_id=one.payment, code=one.reason.code, reasons=reasons_text([one.reason])
            )
            for one in (*told, *outcome.left)
        ]  # fmt: skip
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
    """The day of payment where a statement knows it; what a file had said is kept beside it.

    An invoice that no payment names counts as open only where that was seen: it was clearly due
    before the statements end, and its customer has paid others by them.
    """
    ends = max((one.on for one in payments.values()), default=0)
    begins = min((one.on for one in payments.values()), default=0)
    delays = list(found)
    pay_here = {one.customer for one in delays if one.invoice in told and one.paid_on}
    wanted: dict[int, dt.date | None] = {}
    for one in delays:
        seen = one.on >= begins and one.due_on + OVERDUE_SEEN_DAYS <= ends
        if one.invoice in told or (one.customer in pay_here and seen):
            paid = one.paid_on
            wanted[one.invoice] = None if paid is None else dt.date.fromordinal(paid)
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
    """The statement speaks; but where it says nothing, a list that knows the payment is right."""
    if not told and row.payment_known:
        return False
    row.stated_paid_on, row.stated_known = row.paid_on, row.payment_known
    row.paid_on, row.payment_known = paid_on, True
    return True
