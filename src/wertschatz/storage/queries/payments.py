"""Payments as their page shows them: what is asked, what is assigned, what is left; only reads."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wertschatz.domain.customers.paying.payments import ASK_CODES
from wertschatz.domain.values import Reason
from wertschatz.storage.assessments import reason_from, reasons_from
from wertschatz.storage.models import Action, Doubt, Payment, Settlement
from wertschatz.storage.queries.actions import ActionLine, line_of
from wertschatz.storage.queries.paging import PageOf, bounds
from wertschatz.storage.queries.payable import InvoiceChoice, choices, keys_found
from wertschatz.storage.said_payments import SAID, SAID_LEFT
from wertschatz.storage.settlements import (
    ASKED_AGAIN,
    ASSIGNED,
    LEFT,
    counting,
    current_payment,
    in_force,
    said_of,
    words,
)

ASKED_SHOWN = 10
LEFT_SHOWN = 50
SETTLED_SHOWN = 20
FOUND_AT_MOST = 400


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One payment as a statement tells it."""

    id: int
    on: dt.date
    cents: int
    currency: str
    name: str
    purpose: str
    account: str
    """Of the other side."""
    file: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """So much of a payment for an invoice."""

    invoice: InvoiceChoice
    cents: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to the question which invoices a payment is for."""

    value: str
    """As the form sends it: ids of invoices with their cents."""
    reason: Reason
    shares: list[Share]


@dataclass(frozen=True, slots=True)
class Question:
    """A payment the owner decides about."""

    payment: PaymentLine
    reason: Reason
    answers: list[Answer]


@dataclass(frozen=True, slots=True)
class SettledLine:
    """A payment with the invoices it paid; `reason` is why."""

    payment: PaymentLine
    reason: Reason
    shares: list[Share]
    said: bool

    @property
    def rest_cents(self) -> int:
        """What of it is for no invoice."""
        return self.payment.cents - sum(share.cents for share in self.shares)


@dataclass(frozen=True, slots=True)
class LeftLine:
    """A payment that is about no invoice, and why."""

    payment: PaymentLine
    reason: Reason


@dataclass(frozen=True, slots=True)
class Tally:
    """How all payments stand."""

    assigned: int
    asked: int
    left: dict[str, int]
    """Code of the reason → payments."""

    @property
    def received(self) -> int:
        """Payments that are for invoices, or may be."""
        return self.assigned + self.asked

    @property
    def left_total(self) -> int:
        """Payments that are about no invoice."""
        return sum(self.left.values())


def questions_total() -> int:
    """How many payments wait for the owner's word."""
    return _asked().count()


def _asked() -> QuerySet[Doubt]:
    """The earliest first."""
    return Doubt.objects.filter(~said_of(), code__in=ASK_CODES).order_by("id")


def _left() -> QuerySet[Doubt]:
    given = Exists(words().filter(payment=OuterRef("payment")).exclude(invoice_key=""))
    return Doubt.objects.filter(~given).exclude(code__in=ASK_CODES).exclude(code=None)


def tally() -> Tally:
    """How many payments are assigned, asked about, and left for which reason."""
    counts = Doubt.objects.order_by().values_list("code").annotate(payments=Count("id"))
    by_code = {code or "": number for code, number in counts}
    spoken = Doubt.objects.filter(payment__in=_spoken()).order_by()
    for code in spoken.values_list("code", flat=True):
        by_code[code or ""] -= code != "said_left"
    left = {code: number for code, number in by_code.items() if code and code not in ASK_CODES}
    mine = sum(number for code, number in by_code.items() if code in ASK_CODES)
    return Tally(_assigned_total(), mine, {code: n for code, n in left.items() if n})


def _spoken() -> QuerySet[Settlement, int]:
    return words().order_by().values_list("payment_id", flat=True)


def _assigned_total() -> int:
    """Payments above zero; the many that rules assigned are counted in an index alone."""
    ruled = Settlement.objects.filter(said=False, cents__gt=0).order_by()
    found = ruled.aggregate(payments=Count("payment", distinct=True))["payments"]
    both = ruled.filter(payment__in=_spoken()).values("payment").distinct().count()
    word = in_force().filter(said=True, cents__gt=0).order_by()
    open_too = ruled.filter(payment__in=_asked().order_by().values("payment"))
    return int(
        found - both + word.values("payment").distinct().count()
        - open_too.values("payment").distinct().count()
    )  # fmt: skip


def questions(most: int = ASKED_SHOWN) -> list[Question]:
    """The first of what is asked, with every answer."""
    rows = list(_asked().select_related("payment__file")[:most])
    found = [(row, json.loads(row.candidates or "[]")) for row in rows]
    keys = {key for _, answers in found for one in answers for key, _ in one["parts"]}
    invoices = choices(keys)
    return [_question(row, answers, invoices) for row, answers in found]


def question_of(payment: int) -> Question | None:
    """What is asked about this payment, if anything."""
    row = _asked().filter(payment=payment).select_related("payment__file").first()
    if row is None:
        return None
    answers = json.loads(row.candidates or "[]")
    invoices = choices({key for one in answers for key, _ in one["parts"]})
    return _question(row, answers, invoices)


def _question(
    row: Doubt, answers: Iterable[Mapping[str, list[list[object]]]],
    invoices: Mapping[str, InvoiceChoice],
) -> Question:  # fmt: skip
    found = []
    for one in answers:
        parts = [(str(key), int(str(cents))) for key, cents in one["parts"]]
        if all(key in invoices for key, _ in parts):
            shares = [Share(invoices[key], cents) for key, cents in parts]
            code, facts = one["reason"]
            value = ",".join(f"{share.invoice.id}:{share.cents}" for share in shares)
            found.append(Answer(value, Reason(str(code), facts), shares))  # type: ignore[arg-type]
    return Question(payment_line(row.payment), reasons_from(row.reasons)[0], found)


def payment_line(row: Payment) -> PaymentLine:
    """The payment; its file is loaded with it."""
    return PaymentLine(
        row.pk, row.on, row.cents, row.currency, row.name, row.purpose, row.other_account,
        row.file.name if row.file else "", row.line,
    )  # fmt: skip


def left_page(code: str = "", page: int = 1) -> PageOf[LeftLine]:
    """What is left, the newest first; for one reason only when asked so."""
    rows = _left()
    if code:
        rows = rows.filter(code=code)
    total = rows.count()
    page, pages = bounds(page, total, LEFT_SHOWN)
    start = (page - 1) * LEFT_SHOWN
    keys = list(rows.order_by("-id").values_list("pk", flat=True)[start : start + LEFT_SHOWN])
    shown = Doubt.objects.filter(pk__in=keys).select_related("payment__file").order_by("-id")
    lines = [LeftLine(payment_line(row.payment), reasons_from(row.reasons)[0]) for row in shown]
    return PageOf(lines, total, page, pages)


def settled_page(search_for: str = "", page: int = 1) -> PageOf[SettledLine]:
    """Assigned payments, the newest first; found by customer, number, payer or text.

    A search looks at the newest few hundred that it finds.
    """
    text = search_for.strip()
    if text:
        rows = Payment.objects.filter(pk__in=_found(text))
        total = rows.count()
    else:
        rows = counting().filter(Exists(in_force().filter(payment=OuterRef("pk"))))
        total = _settled_total()
    page, pages = bounds(page, total, SETTLED_SHOWN)
    start = (page - 1) * SETTLED_SHOWN
    ordered = rows.order_by("-on", "-id").values_list("pk", flat=True)
    keys = list(ordered[start : start + SETTLED_SHOWN])
    return PageOf(_settled(keys), total, page, pages)


def _found(text: str) -> set[int]:
    """Ids first, each from its own index: one query for both walked over all payments twice."""
    newest = counting().filter(_written(text)).order_by("-on", "-id").values_list("pk", flat=True)
    by_invoice = in_force().filter(invoice_key__in=keys_found(text))
    both = [*newest[:FOUND_AT_MOST], *by_invoice.values_list("payment_id", flat=True)]
    return set(in_force().filter(payment__in=both).values_list("payment_id", flat=True))


def _settled_total() -> int:
    """Read from an index alone; what is left by a person's word has no cents."""
    rows = Settlement.objects.exclude(cents=0).order_by()
    return int(rows.aggregate(payments=Count("payment", distinct=True))["payments"])


def _written(text: str) -> Q:
    asked_for = Q()
    for word in text.split()[:8]:
        asked_for &= Q(name__icontains=word) | Q(purpose__icontains=word)
    return asked_for


def _settled(payments: Sequence[int]) -> list[SettledLine]:
    shares = defaultdict(list)
    for row in in_force().filter(payment__in=payments).order_by("id"):
        shares[row.payment_id].append(row)
    invoices = choices({row.invoice_key for mine in shares.values() for row in mine})
    rows = Payment.objects.filter(pk__in=payments).select_related("file").order_by("-on", "-id")
    return [_settled_line(row, shares[row.pk], invoices) for row in rows]


def _settled_line(
    row: Payment, mine: Sequence[Settlement], invoices: Mapping[str, InvoiceChoice]
) -> SettledLine:
    said = any(one.said for one in mine)
    reason = SAID if said or not mine else reason_from(mine[0].reason) or SAID
    shares = [
        Share(invoices[one.invoice_key], one.cents) for one in mine if one.invoice_key in invoices
    ]
    return SettledLine(payment_line(row), reason, shares, said)


@dataclass(frozen=True, slots=True)
class PaymentSheet:
    """One payment with everything that is known of it."""

    payment: PaymentLine
    question: Question | None
    settled: SettledLine | None
    left: Reason | None
    said: bool
    """Somebody has spoken of it."""


def payment_sheet(payment: int) -> PaymentSheet:
    """One payment; raises KeyError when it does not count or is gone."""
    row = current_payment(payment)
    settled = _settled([row.pk])[0]
    left = _why_left(row)
    said = bool(settled.shares) and settled.reason.code == SAID.code
    return PaymentSheet(
        payment_line(row), question_of(row.pk), settled if settled.shares else None, left,
        said or left == SAID_LEFT,
    )  # fmt: skip


def _why_left(row: Payment) -> Reason | None:
    words = Settlement.objects.filter(payment=row, said=True)
    if words.filter(invoice_key="").exists():
        return SAID_LEFT
    doubt = _left().filter(payment=row.pk).first()
    return None if doubt is None else reasons_from(doubt.reasons)[0]


def decided(most: int = 5) -> list[ActionLine]:
    """The newest payments that were decided, with their undo."""
    codes = (ASSIGNED, LEFT, ASKED_AGAIN)
    rows = Action.objects.filter(code__in=codes).select_related("by", "party", "undone_by")
    return [line_of(row, {}) for row in rows.order_by("-id")[:most]]
