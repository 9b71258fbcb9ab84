"""Keeps what people say about payments, and adds up what was paid on invoices."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from wertschatz.domain.values import Fact
from wertschatz.ports.payments import Due, Held
from wertschatz.storage import movements
from wertschatz.storage.find_customers import live_invoices
from wertschatz.storage.journal import writing
from wertschatz.storage.models import Import, Invoice, Payment, Settlement
from wertschatz.storage.settle_payments import newest_versions

ASSIGNED, LEFT, ASKED_AGAIN = "payment_assigned", "payment_left", "payment_asked_again"
LIVE = Import.State.LIVE


def counting() -> QuerySet[Payment]:
    """Payments that count."""
    # Not joined: SQLite would begin at the imports and sort all payments (its index has the days).
    live = Import.objects.filter(pk=OuterRef("source"), state=LIVE)
    return Payment.objects.filter(Exists(live), counted=True)


def words() -> QuerySet[Settlement]:
    """What people said, as long as the invoice is there of which they said it."""
    there = Invoice.objects.filter(live_invoices(), key=OuterRef("invoice_key"), void=False)
    return Settlement.objects.filter(Q(invoice_key="") | Exists(there), said=True)


def said_of() -> Exists:
    """A person has spoken of the payment of this row."""
    return Exists(words().filter(payment=OuterRef("payment")))


def in_force() -> QuerySet[Settlement]:
    """What pays what now: a person's word, else what the rules found.

    The word holds at once, though what the rules found is only replaced with the next assessment.
    """
    rows = Settlement.objects.filter(payment__counted=True, payment__source__state=LIVE)
    told = Q(said=True, pk__in=words().order_by().values("pk"))
    return rows.exclude(invoice_key="").filter(told | Q(~said_of(), said=False))


def paid_on(keys: Iterable[str], besides: int | None = None) -> dict[str, int]:
    """Invoice key → cents that payments brought; without those of `besides`."""
    rows = in_force().filter(invoice_key__in=list(keys))
    if besides is not None:
        rows = rows.exclude(payment=besides)
    sums = rows.order_by().values_list("invoice_key").annotate(paid=Sum("cents"))
    return {key: paid or 0 for key, paid in sums}


def payable_cents(invoice: Invoice) -> int:
    """What is to be paid; the net amount where no other is known."""
    return invoice.original_cents if invoice.gross_cents is None else invoice.gross_cents


def current_payment(payment: int) -> Payment:
    """The payment, or the row that counts in its place; raises KeyError when none does."""
    row = Payment.objects.filter(pk=payment).first()
    if row is not None:
        rows = counting().select_related("file")
        now = rows.filter(pk=row.pk).first()
        if now is None:
            now = rows.filter(pk=movements.stand_ins([row]).get(row.pk, 0)).first()
        if now is not None:
            return now
    raise KeyError(payment)


class Settlements:
    """Implements `ports.payments.Settlements`."""

    def held(self, payment: int) -> Held:
        """The payment that counts; raises KeyError when none does."""
        row = current_payment(payment)
        every = _said(row)
        said = [one for one in every if one.payment_id == row.pk] or every
        word = tuple((one.invoice_key, one.cents) for one in said if one.invoice_key)
        return Held(row.pk, row.cents, row.currency, row.on, word if said else None)

    def due(self, invoice: int, besides: int) -> Due:
        """The newest version of an invoice, paid but for `besides`; raises KeyError when gone."""
        key = Invoice.objects.filter(pk=invoice).values_list("key", flat=True).first()
        rows = Invoice.objects.filter(newest_versions(), key=key, void=False)
        row = rows.select_related("customer__party").order_by("-pk").first()
        if row is None:
            raise KeyError(invoice)
        paid = paid_on([row.key], besides).get(row.key, 0)
        return Due(
            row.key, row.number, row.customer.party.name, row.customer.party_id, row.on,
            row.original_currency, payable_cents(row) - paid,
        )  # fmt: skip

    def assign(
        self, held: Held, parts: Sequence[tuple[Due, int]], *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """So many cents for each invoice."""
        names = ", ".join(due.number or due.customer for due, _ in parts)[:200]
        party = parts[0][0].party
        rows = [
            Settlement(
                payment_id=held.id, invoice_key=due.key, cents=cents, said=True, at=at, by_id=by
            )
            for due, cents in parts
        ]
        return _write(ASSIGNED, held, rows, {"number": names}, party, by, at)

    def leave(self, held: Held, *, by: int | None, at: dt.datetime) -> uuid.UUID:
        """About no invoice."""
        row = Settlement(payment_id=held.id, said=True, at=at, by_id=by)
        return _write(LEFT, held, [row], {}, None, by, at)

    def ask_again(self, held: Held, *, by: int | None, at: dt.datetime) -> uuid.UUID:
        """What a person said is taken away, and the rules decide again."""
        return _write(ASKED_AGAIN, held, [], {}, None, by, at)


def _said(payment: Payment) -> list[Settlement]:
    """What was said of this movement, whichever row of it was looked at then."""
    rows = Settlement.objects.filter(said=True, payment__in=movements.same_movement(payment))
    return list(rows.order_by("id"))


def _write(
    code: str,
    held: Held,
    rows: Sequence[Settlement],
    facts: dict[str, Fact],
    party: int | None,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID:
    facts |= {"cents": held.cents, "currency": held.currency, "on": held.on.isoformat()}
    with writing(code, by=by, at=at, facts=facts, party=party) as pen:
        for gone in _said(Payment.objects.get(pk=held.id)):
            pen.delete(gone, party)
        for row in rows:
            pen.create(row, party)
    return pen.action.uuid
