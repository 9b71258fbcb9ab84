"""Everything that happened with a customer, newest first, each with where it is from."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q

from wertschatz.domain.customers.contacts import ContactKind
from wertschatz.storage.find_customers import live_invoices
from wertschatz.storage.models import (
    Action,
    Commitment,
    Contact,
    Customer,
    DirectCost,
    GroupDecision,
    Import,
    Invoice,
    Mark,
    Settlement,
)
from wertschatz.storage.overwritten import Standing
from wertschatz.storage.queries.customers import currency, firm_zone
from wertschatz.storage.settlements import in_force

SIZE = 50
MOST_SKIPPED = 5000


class Cursor(NamedTuple):
    """Where a page begins: at a day, after so many things of that day."""

    until: dt.date
    skip: int = 0


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One thing that happened."""

    what: str
    """'contact', 'invoice', 'payment', 'mark', 'word', 'cost', 'commitment', 'merge'."""
    on: dt.date
    kind: str = ""
    at: dt.datetime | None = None
    minutes: int = 0
    counted: bool = True
    way: str = ""
    cents: int | None = None
    currency: str = ""
    number: str = ""
    text: str = ""
    who: str = ""
    file: str = ""
    line: int | None = None
    mood: int | None = None
    paid_on: dt.date | None = None
    payment: int | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of it."""

    lines: list[TimelineLine]
    further: Cursor | None
    """Where the next page begins; None: this was the last."""


class _Asked(NamedTuple):
    parts: Sequence[Customer]
    until: dt.date
    most: int
    kind: str
    person: int
    currency: str


FAMILIES: tuple[str, ...] = ("contacts", "invoices", "payments", "noted", "commitments")
"""By what one may filter; besides, by each kind of contact."""


def timeline(
    parts: Sequence[Customer], begin: Cursor, *, family: str = "", person: int
) -> Timeline:
    """A page of fifty. `family` is one of `FAMILIES`, a kind of contact, or '' for everything.

    `person` sees its own moods only.
    """
    kind = family if family in set(ContactKind) else ""
    skip = min(begin.skip, MOST_SKIPPED)
    # Every source gives its first so many, in an order of its own; so nothing is told twice.
    asked = _Asked(parts, begin.until, skip + SIZE + 1, kind, person, currency())
    told = [source(asked) for source in _sources("contacts" if kind else family)]
    merged = heapq.merge(*told, key=lambda line: -line.on.toordinal())
    lines = list(islice(_without(merged, begin, skip), SIZE + 1))
    shown = lines[:SIZE]
    return Timeline(shown, _further(shown, begin, skip) if len(lines) > SIZE else None)


def _without(lines, begin: Cursor, skip: int):  # type: ignore[no-untyped-def]
    for number, line in enumerate(lines):
        if number >= skip or line.on != begin.until:
            yield line


def _further(shown: Sequence[TimelineLine], begin: Cursor, skip: int) -> Cursor:
    last = shown[-1].on
    same = sum(line.on == last for line in shown)
    return Cursor(last, same + (skip if last == begin.until else 0))


def _sources(family: str) -> list[Callable[[_Asked], list[TimelineLine]]]:
    by_family: dict[str, list[Callable[[_Asked], list[TimelineLine]]]] = {
        "contacts": [_contacts], "invoices": [_invoices], "payments": [_payments],
        "noted": [_marks, _words, _costs], "commitments": [_commitments],
    }  # fmt: skip
    if family in by_family:
        return by_family[family]
    return [one for each in by_family.values() for one in each] + [_merges]


def _whose(parts: Sequence[Customer]) -> dict[str, object]:
    """By one customer the index gives the newest first; by several all are sorted."""
    return {"customer": parts[0]} if len(parts) == 1 else {"customer__in": parts}


def _contacts(asked: _Asked) -> list[TimelineLine]:
    rows = Contact.objects.filter(
        **_whose(asked.parts), source__state=Import.State.LIVE, on__lte=asked.until.toordinal()
    )
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    order = ("-on", F("started_at").desc(nulls_last=True), "-id")
    keys = list(rows.order_by(*order).values_list("id", flat=True)[: asked.most])
    found = Contact.objects.filter(pk__in=keys).select_related("file").order_by(*order)
    return [
        TimelineLine(
            "contact", row.on, row.kind, at=row.started_at, minutes=row.length or row.minutes,
            counted=row.minutes > 0 or not row.length, way=row.way or "", text=row.about,
            who=row.who, file=row.file.name if row.file else "", line=row.line,
            mood=row.mood if row.person_id == asked.person else None,
        )
        for row in found
    ]  # fmt: skip


def _invoices(asked: _Asked) -> list[TimelineLine]:
    later = Invoice.objects.filter(live_invoices(), key=OuterRef("key"), pk__gt=OuterRef("pk"))
    rows = Invoice.objects.filter(
        live_invoices(), **_whose(asked.parts), on__lte=asked.until.toordinal()
    ).filter(Q(newer=False) | ~Exists(later))
    found = rows.select_related("file").order_by("-on", "-pk")[: asked.most]
    return [
        TimelineLine(
            "invoice", row.on, cents=row.original_cents, currency=row.original_currency,
            number=row.number, file=row.file.name if row.file else "", line=row.line,
            paid_on=row.paid_on, state="void" if row.void else "",
        )
        for row in found
    ]  # fmt: skip


def _payments(asked: _Asked) -> list[TimelineLine]:
    if not Settlement.objects.exists():
        return []
    mine = Invoice.objects.filter(live_invoices(), **_whose(asked.parts)).values("key")
    rows = in_force().filter(invoice_key__in=mine, payment__on__lte=asked.until.toordinal())
    found = rows.select_related("payment__file").order_by("-payment__on", "-id")[: asked.most]
    return [
        TimelineLine(
            "payment", row.payment.on, cents=row.cents, currency=row.payment.currency,
            text=row.payment.purpose[:120], payment=row.payment_id,
            file=row.payment.file.name if row.payment.file else "", line=row.payment.line,
        )
        for row in found
    ]  # fmt: skip


def _marks(asked: _Asked) -> list[TimelineLine]:
    rows = Mark.objects.filter(customer__in=asked.parts, on__lte=asked.until.toordinal())
    found = rows.select_related("by").order_by("-on", "-id")[: asked.most]
    return [
        TimelineLine("mark", row.on, row.kind, text=row.note, who=row.by.username if row.by else "")
        for row in found
    ]


def _words(asked: _Asked) -> list[TimelineLine]:
    rows = GroupDecision.objects.filter(customer__in=asked.parts, on__lte=asked.until)
    found = rows.select_related("by").order_by("-on", "-id")[: asked.most]
    return [
        TimelineLine(
            "word", row.on, row.group, text=row.reason, who=row.by.username if row.by else ""
        )
        for row in found
    ]


def _costs(asked: _Asked) -> list[TimelineLine]:
    rows = DirectCost.objects.filter(customer__in=asked.parts, on__lte=asked.until.toordinal())
    found = rows.select_related("by").order_by("-on", "-id")[: asked.most]
    return [
        TimelineLine(
            "cost", row.on, cents=row.cents, currency=asked.currency, text=row.about,
            who=row.by.username if row.by else "",
        )
        for row in found
    ]  # fmt: skip


def _commitments(asked: _Asked) -> list[TimelineLine]:
    rows = Commitment.objects.filter(customer__in=asked.parts, on__lte=asked.until.toordinal())
    found = rows.select_related("by").order_by("-on", "-id")[: asked.most]
    return [
        TimelineLine(
            "commitment", row.on, row.kind, cents=row.cents, currency=asked.currency,
            text=row.about, state=row.outcome, who=row.by.username if row.by else "",
        )
        for row in found
    ]  # fmt: skip


def _merges(asked: _Asked) -> list[TimelineLine]:
    """What was merged and still is."""
    parties = [one.party_id for one in asked.parts]
    rows = Action.objects.filter(party__in=parties, code="merge_customers")
    found = list(rows.select_related("by").order_by("-at", "-id"))
    # One that was taken back and done again holds as well.
    standing, zone = Standing([row.pk for row in found]), firm_zone()
    lines = [
        TimelineLine(
            "merge", row.at.astimezone(zone).date(), at=row.at, text=str(row.facts.get("name", "")),
            who=row.by.username if row.by else "",
        )
        for row in found
        if standing.end(row.pk) is not None
    ]  # fmt: skip
    return [line for line in lines if line.on <= asked.until][: asked.most]
