"""Search for everything: customers and whoever speaks for them, invoices, tags, enquiries, and what
was noted, noticed and given.

Enquiries are found by all their words. Other free texts have no index of their own: the newest two
thousand of each kind are looked through, of contacts those that were logged by hand. Texts of
imported contacts are not searched.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from wertschatz.domain.profile.enquiry import Decision
from wertschatz.storage import merged, search
from wertschatz.storage.find_customers import live_invoices, seen_now
from wertschatz.storage.models import (
    Assessment,
    Attention,
    Card,
    CaredFor,
    CareNotice,
    Commitment,
    Contact,
    Customer,
    Enquiry,
    Import,
    Invoice,
    Mark,
    Membership,
)
from wertschatz.storage.queries.attentions import open_notices
from wertschatz.storage.queries.tags import TagLine, tags_like

SHOWN = 20
FEW = 8
LOOKED_AT = 200
LOOKED_THROUGH = 2000
SHORTEST_TEXT = 3
LIVE = Import.State.LIVE


@dataclass(frozen=True, slots=True)
class CustomerHit:
    """A customer, and where it was found."""

    uuid: UUID
    name: str
    number: str
    town: str
    person: str
    """Who speaks for the customer and was found; '' the customer itself was."""
    archived: bool
    group: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class InvoiceHit:
    """An invoice found by its number."""

    number: str
    on: dt.date
    cents: int
    currency: str
    customer: UUID
    name: str


@dataclass(frozen=True, slots=True)
class TextHit:
    """Something that was written down."""

    kind: str
    """'mark', 'commitment' or 'contact'."""
    on: dt.date
    text: str
    customer: UUID
    name: str


@dataclass(frozen=True, slots=True)
class EnquiryHit:
    """An enquiry that is not in the bin."""

    uuid: UUID
    name: str
    on: dt.date
    text: str
    decision: str


@dataclass(frozen=True, slots=True)
class CareHit:
    """A line that was noticed, or a kind word that was given."""

    kind: str
    """'notice' or 'attention'."""
    uuid: UUID
    on: dt.date
    text: str
    person: UUID
    """Whom it is about, as the person is now."""
    name: str


@dataclass(frozen=True, slots=True)
class Everything:
    """All that was found."""

    customers: list[CustomerHit]
    more: bool
    """There are more customers than these."""
    invoices: list[InvoiceHit]
    tags: list[TagLine]
    texts: list[TextHit]
    enquiries: list[EnquiryHit] = field(default_factory=list)
    cared: list[CareHit] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many things stand there."""
        known = len(self.customers) + len(self.invoices) + len(self.tags)
        return known + len(self.texts) + len(self.enquiries) + len(self.cared)


def everything(text: str) -> Everything:
    """Whatever matches, for the owner."""
    text = text.replace("\0", "").strip()
    found, more = customers_like(text)
    bare = search.folded(text)
    return Everything(
        found,
        more,
        _invoices(text),
        tags_like(bare, FEW) if bare else [],
        _texts(bare),
        _enquiries(text),
        _cared(bare),
    )


def people_like(text: str) -> Everything:
    """Only customers and whoever speaks for them, for staff; without letters."""
    found, more = customers_like(text)
    return Everything(found, more, [], [], [])


# -- customers


def customers_like(text: str, most: int = SHOWN) -> tuple[list[CustomerHit], bool]:
    """Customers that match, whole words and high revenue first; whether there are more."""
    hits = search.hits(text)
    if hits is None:
        return [], False
    tiers = hits.tiers
    if hits.more:
        # Of thousands those with the highest revenue; nobody looks for one person so.
        tiers = dict.fromkeys(_largest(text, most), 0)
    people = {} if hits.more else _people(text, tiers)
    parties = sorted(tiers, key=tiers.__getitem__)[: search.MOST]
    rows = Customer.objects.filter(party__in=parties)
    ranked = {pk: tiers[party] for pk, party in rows.values_list("id", "party_id")}
    for customer, (_, tier) in people.items():
        ranked.setdefault(customer, tier)
    by_revenue = dict(Assessment.objects.filter(pk__in=ranked).values_list("pk", "revenue_cents"))
    keys = sorted(ranked, key=lambda pk: (ranked[pk], -by_revenue.get(pk, -1)))
    # More than are shown: some are one customer by now, or came with an import that is gone.
    seen = _seen(keys[: 3 * most])
    found = dict.fromkeys(merged.target(seen[pk]).pk for pk in keys[: 3 * most] if pk in seen)
    shown = [_hit(pk, seen, people) for pk in list(found)[:most]]
    return _with_letters(shown, list(found)[:most]), hits.more or len(found) > most


def _largest(text: str, most: int) -> list[int]:
    rows = Assessment.objects.filter(search.holds(text)).order_by("-revenue_cents")
    keys = list(rows.values_list("pk", flat=True)[:most])
    return list(Customer.objects.filter(pk__in=keys).values_list("party_id", flat=True))


def _people(text: str, tiers: dict[int, int]) -> dict[int, tuple[str, int]]:
    """Customer → name and tier of who speaks for it and was found."""
    found: dict[int, tuple[str, int]] = {}
    best = sorted(tiers, key=tiers.__getitem__)[: search.MOST]
    speaking = Membership.objects.filter(person__in=best, source__state=LIVE)
    named = speaking.values_list("organisation__customer", "person__name", "person_id")
    for customer, name, person in named[:LOOKED_AT]:
        if customer is not None:
            found.setdefault(customer, (name, tiers[person]))
    cards = search.hits(text, search.CARDS)
    if cards is not None and cards.tiers:
        entries = Card.objects.filter(pk__in=cards.best_first(), source__state=LIVE)
        rows = entries.exclude(customer=None).values_list("customer", "name", "id")
        for customer, name, card in rows[:LOOKED_AT]:
            found.setdefault(customer or 0, (name, cards.tiers[card]))
    return found


def _seen(customers: list[int]) -> dict[int, Customer]:
    rows = Customer.objects.filter(pk__in=list(seen_now(customers)))
    found = {row.pk: row for row in rows.select_related("party", "merged_into__party")}
    return found | {merged.target(row).pk: merged.target(row) for row in found.values()}


def _hit(
    customer: int, seen: dict[int, Customer], people: dict[int, tuple[str, int]]
) -> CustomerHit:
    row = seen[customer]
    person = people.get(customer, ("", 0))[0]
    return CustomerHit(
        row.uuid, row.party.name, row.number, row.party.town,
        person if person != row.party.name else "", row.archived,
    )  # fmt: skip


def _with_letters(hits: list[CustomerHit], customers: list[int]) -> list[CustomerHit]:
    rows = Assessment.objects.filter(pk__in=customers)
    letters = {
        pk: (group, said) for pk, group, said in rows.values_list("pk", "group", "confirmed")
    }
    return [
        CustomerHit(
            hit.uuid, hit.name, hit.number, hit.town, hit.person, hit.archived,
            *letters.get(pk, ("", False)),
        )
        for hit, pk in zip(hits, customers, strict=True)
    ]  # fmt: skip


# -- invoices


def _invoices(text: str) -> list[InvoiceHit]:
    """By the beginning of their number, as typed or in capitals; the newest first."""
    if len(text) < SHORTEST_TEXT or not any(map(str.isdecimal, text)):
        return []
    keys: set[int] = set()
    for typed in {text, text.upper()}:
        rows = Invoice.objects.filter(search.begins("number", typed[:100]))
        keys |= set(rows.values_list("pk", flat=True)[:LOOKED_AT])
    there = Invoice.objects.filter(live_invoices(), pk__in=keys)
    found = there.select_related("customer__party", "customer__merged_into__party")
    newest = {row.key: row for row in found.order_by("pk")}
    rows_ = sorted(newest.values(), key=lambda row: (row.number != text, -row.on.toordinal()))
    return [_invoice(row) for row in rows_[:FEW]]


def _invoice(row: Invoice) -> InvoiceHit:
    whose = merged.target(row.customer)
    return InvoiceHit(
        row.number, row.on, row.original_cents, row.original_currency, whose.uuid, whose.party.name
    )


# -- what was written down


def _texts(asked: str) -> list[TextHit]:
    """Notes of marks, offers and promises, and contacts logged by hand; the newest first."""
    if len(asked) < SHORTEST_TEXT:
        return []
    found = [
        *_holding(asked, "mark", Mark.objects.exclude(note=""), "note"),
        *_holding(asked, "commitment", Commitment.objects.all(), "about"),
    ]
    # Its id is looked up first: joined, PostgreSQL walks over all contacts from the newest on.
    source = Import.objects.filter(kind="hand").values_list("id", flat=True).first()
    if source is not None:
        by_hand = Contact.objects.filter(source=source, customer__isnull=False)
        found += _holding(asked, "contact", by_hand.exclude(about=""), "about")
    return sorted(found, key=lambda hit: hit.on, reverse=True)[:FEW]


def _holding(
    asked: str,
    kind: str,
    rows: QuerySet[Mark] | QuerySet[Commitment] | QuerySet[Contact],
    column: str,
) -> Iterable[TextHit]:
    newest = rows.order_by("-id").values_list("id", column)[:LOOKED_THROUGH]
    keys = [pk for pk, text in newest if asked in search.folded(text)][:FEW]
    there = rows.filter(pk__in=keys).select_related(
        "customer__party", "customer__merged_into__party"
    )
    for row in there:
        whose = merged.target(row.customer) if row.customer else None
        if whose is not None:
            yield TextHit(kind, row.on, getattr(row, column), whose.uuid, whose.party.name)


# -- enquiries


def _enquiries(text: str) -> list[EnquiryHit]:
    """Whole words first, then the newest; what is in the bin is about to be forgotten."""
    hits = search.hits(text, search.ENQUIRIES)
    if hits is None or not hits.tiers:
        return []
    there = Enquiry.objects.exclude(decision=Decision.BIN.value)
    if hits.more:
        # Of so many only the newest say something; of thousands that hold it these are soon found.
        rows = list(there.filter(search.enquiry_holds(text)).order_by("-id")[:FEW])
    else:
        days = there.filter(pk__in=hits.best_first()).values_list("pk", "at")
        best = sorted(days, key=lambda row: (-hits.tiers[row[0]], row[1]), reverse=True)[:FEW]
        found = {row.pk: row for row in there.filter(pk__in=[pk for pk, _ in best])}
        rows = [found[pk] for pk, _ in best if pk in found]
    return [
        EnquiryHit(row.uuid, row.name or row.contact, row.on, row.text, row.decision)
        for row in rows
    ]


# -- what was noticed and given


def _cared(asked: str) -> list[CareHit]:
    """Lines that were not put aside, and what was given and said; the newest first."""
    if len(asked) < SHORTEST_TEXT:
        return []
    notices = _newest_with(asked, open_notices(), "text")
    given = _newest_with(asked, Attention.objects.all(), "gave", "said", "came_back")
    lines = list(open_notices().filter(pk__in=notices))
    words = list(Attention.objects.filter(pk__in=given))
    whom = _whom({row.party_id for row in lines} | {row.party_id for row in words})
    found = [
        CareHit("notice", row.uuid, row.on, row.text, *whom[row.party_id])
        for row in lines if row.party_id in whom
    ] + [
        CareHit("attention", row.uuid, row.on, _given(row), *whom[row.party_id])
        for row in words if row.party_id in whom
    ]  # fmt: skip
    return sorted(found, key=lambda hit: hit.on, reverse=True)[:FEW]


def _given(row: Attention) -> str:
    return " · ".join(filter(None, (row.gave, row.said, row.came_back)))


def _newest_with(
    asked: str, rows: QuerySet[CareNotice] | QuerySet[Attention], *columns: str
) -> list[int]:
    newest = rows.order_by("-id").values_list("id", *columns)[:LOOKED_THROUGH]
    with connection.cursor() as cursor:
        # Rows as objects take three times as long.
        cursor.execute(*newest.query.sql_with_params())
        told = cursor.fetchall()
    # More than are shown: some are about customers that came with an import that is gone.
    return [pk for pk, *texts in told if asked in search.folded("\n".join(texts))][: 3 * FEW]


def _whom(parties: set[int]) -> dict[int, tuple[UUID, str]]:
    """Party → key and name of the person whose page it stands on."""
    customers = Customer.objects.filter(party__in=parties)
    customers = customers.select_related("party", "merged_into__party")
    seen = seen_now([row.pk for row in customers])
    found = {}
    for row in customers:
        parties = parties - {row.party_id}
        if row.pk in seen:
            now = merged.target(row).party
            found[row.party_id] = (now.uuid, now.name)
    by_hand = CaredFor.objects.filter(party__in=parties)
    rows = by_hand.values_list("party_id", "party__uuid", "party__name")
    return found | {party: (uuid, name) for party, uuid, name in rows}
