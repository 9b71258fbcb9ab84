"""Holds payments against invoices, and lets invoices know when they were paid."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from wertschatz.domain.customers.paying.delay import InvoiceDelay, invoice_delays
from wertschatz.domain.customers.paying.matching import assign
from wertschatz.domain.customers.paying.payments import Assignment, Left, OpenInvoice, Outcome
from wertschatz.domain.customers.paying.payments import Payment as Moved
from wertschatz.domain.customers.paying.told import first_day, seen_paid, statement_speaks
from wertschatz.storage import merged, movements, said_payments
from wertschatz.storage.assessments import reason_text, reasons_text
from wertschatz.storage.exchange import exchange
from wertschatz.storage.find_customers import live_invoices
from wertschatz.storage.models import Card, Doubt, Import, Invoice, Payment, Settlement
from wertschatz.storage.turns import PAUSE_SECONDS

LIVE = Import.State.LIVE
AT_ONCE = 500


def settle_payments(as_of: dt.date, at: dt.datetime) -> Outcome | None:
    """Everything anew: which rows count, what they pay, and what invoices say of it.

    All of it is derived but what a person said; so taking back an import lets everything be as if
    it had never come. None: there is not one payment.
    """
    once = movements.count_once()
    payments = _payments(once)
    derived = (Settlement.objects, Doubt.objects, _overridden())
    if not payments and not any(rows.exists() for rows in derived):
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


COLUMNS = (
    "id", "on", "cents", "currency", "name", "other_account", "purpose", "end_to_end", "document",
    "kind", "customer_number", "account", "mandate", "value_on",
)  # fmt: skip


def _payments(once: movements.Once) -> dict[int, Moved]:
    """All that count, each with what the other side of books and bank knows of it."""
    live = Payment.objects.filter(source__state=LIVE)
    rows: Iterator[tuple[Any, ...]] = live.filter(counted=True).values_list(*COLUMNS).iterator()
    found = {}
    for row in rows:
        day = None if row[-1] is None else row[-1].toordinal()
        found[row[0]] = Moved(row[0], row[1].toordinal(), *row[2:-1])._replace(value_on=day)
    for pk, book in once.books.items():
        if pk in found:
            document = book.document or found[pk].document
            found[pk] = found[pk]._replace(document=document, customer_number=book.customer_number)
    banks = Payment.objects.in_bulk(set(once.instead.values()))
    for pk, bank in once.instead.items():
        if pk in found:
            whole = banks[bank]
            found[pk] = found[pk]._replace(
                kind=whole.kind,
                name=whole.name,
                other_account=whole.other_account,
                mandate=whole.mandate,
            )
    return found


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
    first = first_day(payments.values())
    said = Settlement.objects.filter(said=True).exclude(invoice_key="").values("invoice_key")
    named = Q(key__in=said) if said.exists() else Q(pk__in=())
    rows = Invoice.objects.filter(newest_versions(), Q(on__gte=first) | named, void=False)
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
    """Replaces what rules found before, where it differs; what a person said stays."""
    exchange(
        Settlement.objects.filter(said=False),
        ("payment_id", "invoice_key", "cents", "reason"),
        (
            (one.payment, keys[one.invoice], one.cents, reason_text(one.reason))
            for one in (*said.standing_in, *outcome.assignments)
        ),
        {"at": at},
    )
    exchange(
        Doubt.objects.all(),
        ("payment_id", "code", "candidates", "reasons"),
        _doubts(outcome, said, keys),
    )


def _doubts(
    outcome: Outcome, said: said_payments.Said, keys: Mapping[int, str]
) -> Iterator[tuple[int, str, str, str]]:
    for asked in outcome.proposals:
        found = _candidates(asked.candidates, keys)
        yield asked.payment, asked.reason.code, found, reasons_text([asked.reason])
    texts: dict[int, str] = {}
    told = (Left(payment, said_payments.SAID_LEFT) for payment in sorted(said.left))
    for left in (*told, *outcome.left):  # nearly all for one of few reasons, shared among them
        text = texts.setdefault(id(left.reason), "") or reasons_text([left.reason])
        texts[id(left.reason)] = text
        yield left.payment, left.reason.code, "", text


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
    wanted = seen_paid(found, told, payments.values())
    held = set(_overridden().values_list("id", flat=True))
    changed = []
    asked = sorted(wanted.keys() | held)
    for start in range(0, len(asked), AT_ONCE):
        rows = Invoice.objects.filter(pk__in=asked[start : start + AT_ONCE])
        for pk, *row in rows.values_list("id", *PAID):
            now = tuple(day.toordinal() if isinstance(day, dt.date) else day for day in row)
            then = _told_paid(now, pk in told, pk in wanted, wanted.get(pk))
            if then != now:
                changed.append((*then, pk))
    _write_paid(changed)


Paid = tuple[Any, ...]
PAID = ("paid_on", "payment_known", "stated_paid_on", "stated_known")


def _told_paid(now: Paid, told: bool, seen: bool, paid_on: int | None) -> Paid:
    """The four columns as they should be, days as ordinals."""
    stated = now[:2] if now[3] is None else (now[2], now[3])
    if seen and statement_speaks(told, bool(stated[1])):
        return paid_on, True, *stated
    return *stated, None, None


def _write_paid(changed: Sequence[Paid]) -> None:
    columns = ", ".join(f"{name} = %s" for name in PAID)
    for start in range(0, len(changed), AT_ONCE):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE storage_invoice SET {columns} WHERE id = %s",  # noqa: S608 - fixed words
                changed[start : start + AT_ONCE],
            )
        time.sleep(PAUSE_SECONDS)
