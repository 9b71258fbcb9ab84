"""Keeps customers as they are typed: new ones, and what was changed of those that are there."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.domain.customers.identity import customer_key, folded_name
from wertschatz.domain.customers.register import Entry, differing
from wertschatz.storage import searchable
from wertschatz.storage.find_customers import can_be_seen, seen_parts
from wertschatz.storage.imports import by_hand
from wertschatz.storage.journal import Writing, writing
from wertschatz.storage.models import Alias, Card, Customer, Party
from wertschatz.storage.models.cards import TYPED_TERMS
from wertschatz.storage.uuid7 import uuid7

OF_PARTY = ("name", "street", "postcode", "town", "country", "email", "phone")
OF_CUSTOMER = ("number", "vat_id", "terms_days")


class RegisterBook:
    """Implements `ports.hygiene.Register`."""

    def entry(self, customer: uuid.UUID) -> Entry:
        """What is kept of a customer."""
        return _entry(seen_parts(customer)[0])

    def add(self, entry: Entry, *, by: int | None, at: dt.datetime) -> uuid.UUID:
        """A new customer; returns it."""
        facts = {"name": entry.name}
        with writing("customer_added", by=by, at=at, facts=facts) as pen:
            row = write_new(pen, entry)
        return row.uuid

    def edit(
        self, customer: uuid.UUID, entry: Entry, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """Changes what differs; None: nothing does."""
        row = seen_parts(customer)[0]
        differs = differing(_entry(row), entry)
        if not differs:
            return None
        facts = {"name": entry.name}
        with writing("customer_edited", by=by, at=at, facts=facts, party=row.party_id) as pen:
            of_party = {name: getattr(entry, name) for name in OF_PARTY if name in differs}
            of_customer = {name: getattr(entry, name) for name in OF_CUSTOMER if name in differs}
            if of_party:
                pen.update(row.party, row.party_id, **of_party)
            if of_customer:
                pen.update(row, row.party_id, **of_customer)
            if "terms_days" in differs:
                _note_terms(pen, row, entry)
            if {"name", "number", "vat_id"} & set(differs):
                _answer_to(pen, row, entry)
            searchable.renew([row.party_id])
        return pen.action.uuid


def write_new(pen: Writing, entry: Entry) -> Customer:
    """A new customer within an action that is under way; the action is about it."""
    party = Party(**{name: getattr(entry, name) for name in OF_PARTY})
    pen.create(party)
    row = Customer(
        party=party, key=_free_key(entry), name_key=folded_name(entry.name)[:320],
        source=by_hand(), **{name: getattr(entry, name) for name in OF_CUSTOMER},
    )  # fmt: skip
    pen.create(row, party.pk)
    pen.action.party = party
    pen.action.save(update_fields=["party"])
    if entry.terms_days is not None:
        _note_terms(pen, row, entry)
    searchable.renew([party.pk])
    return row


def _entry(row: Customer) -> Entry:
    return Entry(
        **{name: getattr(row.party, name) for name in OF_PARTY},
        **{name: getattr(row, name) for name in OF_CUSTOMER},
    )


def _free_key(entry: Entry) -> str:
    """How files will name this customer; where another one has that name, one of its own."""
    key = customer_key(entry.number, entry.vat_id, entry.name)
    return f"h:{uuid7()}" if Customer.objects.filter(key=key).exists() else key


def _answer_to(pen: Writing, row: Customer, entry: Entry) -> None:
    """Files that name the customer as it is called now mean this one, and as before too."""
    keys = {customer_key("", "", entry.name), customer_key(entry.number, entry.vat_id, entry.name)}
    source = by_hand()
    same = Customer.objects.filter(name_key=folded_name(entry.name)[:320]).exclude(pk=row.pk)
    if same.filter(can_be_seen()).exists():
        # Of two who share a name nobody is guessed.
        keys.discard(customer_key("", "", entry.name))
    taken = set(Customer.objects.filter(key__in=keys).values_list("key", flat=True))
    taken |= set(Alias.objects.filter(key__in=keys, source=source).values_list("key", flat=True))
    for key in sorted(keys - taken):
        pen.create(Alias(customer=row, key=key, source=source), row.party_id)


def _note_terms(pen: Writing, row: Customer, entry: Entry) -> None:
    """Days until payment as an entry of its own beside those of files, which it wins over; also
    that there are none."""
    key, source = f"{TYPED_TERMS}{row.pk}", by_hand()
    known = Card.objects.filter(key=key, source=source).first()
    if known is not None:
        pen.update(known, row.party_id, terms_days=entry.terms_days)
        return
    card = Card(source=source, key=key, customer=row, name=entry.name, terms_days=entry.terms_days)
    pen.create(card, row.party_id)
