"""What calls, mails, appointments, address books and statements say of customers, in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from wertschatz.domain.customers import addressed
from wertschatz.domain.customers.accounts import account_id
from wertschatz.domain.customers.effort import (
    Entry,
    counted_minutes,
    taken_minutes,
    whole_minutes,
)
from wertschatz.domain.customers.identity import folded_name
from wertschatz.domain.customers.leading import Leads, leads_from
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.paying.delay import invoice_delays
from wertschatz.domain.customers.paying.matching import assign
from wertschatz.domain.customers.paying.once import told_once
from wertschatz.domain.customers.paying.payments import OpenInvoice, Payment
from wertschatz.domain.customers.paying.told import first_day, seen_paid, statement_speaks
from wertschatz.domain.customers.paying.twins import Told
from wertschatz.domain.customers.phones import normal_number
from wertschatz.ports.customers import KeyedContact
from wertschatz.usecases.gather_invoices import Gathered


class Dealing(NamedTuple):
    """A span of work or a contact of one customer."""

    kind: str
    day: int
    """Ordinal."""
    length: int
    """Minutes of its own."""
    counts: int
    """Minutes that count as effort."""


@dataclass(frozen=True, slots=True)
class Customers:
    """The customers as numbers, which leads and payments know them by."""

    keys: list[str]
    cards: list[int | None]
    """Of each entry of the address books whose it is; numbers begin with 1."""

    @classmethod
    def of(cls, gathered: Gathered) -> Customers:
        """Whoever the files name, in the order in which they do."""
        people = [
            addressed.Reachable(place, person.name, person.number, person.vat_id, person.email)
            for place, person in enumerate(gathered.people.values(), 1)
        ]
        entries = [
            addressed.Entry(
                card.name, card.organisation, card.customer_number, card.vat_id, card.emails
            )
            for card in gathered.cards
        ]
        return cls(list(gathered.people), addressed.owners(entries, people))

    def numbers(self) -> dict[str, int]:
        """Key → number."""
        return {key: place for place, key in enumerate(self.keys, 1)}


# -- effort


def dealings(gathered: Gathered, customers: Customers, limits: Limits) -> dict[str, list[Dealing]]:
    """Customer → all that was dealt with it, each entry of time counted once."""
    leads = leads_from(_reaches(gathered, customers))
    defaults = {"mail": limits.minutes_mail, "appointment": limits.minutes_appointment}
    entries: defaultdict[str, list[Entry]] = defaultdict(list)
    lengths: dict[int, int] = {}
    for key, work in gathered.work.items():
        entries[key] += work
    for order, item in gathered.contacts:
        whose = _whose(leads, item)
        if whose is not None:
            lengths[order] = whole_minutes(item.seconds)
            took = taken_minutes(item.kind, lengths[order], item.way, defaults)
            entries[customers.keys[whose - 1]].append(_entry(order, item, took))
    return {
        key: _counted(mine, lengths) for key, mine in entries.items() if mine
    }  # fmt: skip


def _counted(mine: list[Entry], lengths: Mapping[int, int]) -> list[Dealing]:
    """What is told several times, by one key, is dealt with once: as it was told last."""
    counts = counted_minutes(mine)
    newest = {one.key: one.id for one in sorted(mine) if one.key}
    return [
        Dealing(one.kind, one.day, lengths.get(one.id, one.minutes), counts[one.id])
        for one in mine
        if newest.get(one.key, one.id) == one.id
    ]  # fmt: skip


def _entry(order: int, item: KeyedContact, took: int) -> Entry:
    start = None if item.start is None else item.start % 1440
    return Entry(order, item.key, item.kind, folded_name(item.who), item.on, start, took)


def _whose(leads: Leads, item: KeyedContact) -> int | None:
    return leads.whose(item.kind, item.other, item.about if item.kind == "appointment" else "")


def _reaches(gathered: Gathered, customers: Customers) -> Iterator[tuple[int, str, str]]:
    """Customer, kind ('phone', 'mail' or 'name') and what reaches it."""
    for place, person in enumerate(gathered.people.values(), 1):
        yield place, "mail", person.email.casefold()
        yield place, "name", person.name
    for card, whose in zip(gathered.cards, customers.cards, strict=True):
        if whose is not None:
            for phone in card.phones:
                yield whose, "phone", normal_number(phone)
            for mail in card.emails:
                yield whose, "mail", mail.casefold()
    numbers = customers.numbers()
    for key, who in gathered.speaking:
        mail, phone = gathered.speakers[who]
        yield numbers[key], "phone", normal_number(phone)
        yield numbers[key], "mail", mail.casefold()


# -- payments


def note_payments(gathered: Gathered, customers: Customers, currency: str, as_of: date) -> None:
    """Holds the payments against the invoices, and lets these know when they were paid."""
    payments = _payments(gathered, currency)
    if not payments:
        return
    places = _places(gathered, first_day(payments.values()))
    numbers = customers.numbers()
    invoices = [
        _open(gathered, key, numbers[key], at, currency) for key, at in places.values()
    ]  # fmt: skip
    outcome = assign(invoices, payments.values(), known=_known_accounts(gathered, customers))
    found = invoice_delays(invoices, payments, outcome.assignments, as_of)
    told = {one.invoice for one in outcome.assignments}
    for order, paid_on in seen_paid(found, told, payments.values()).items():
        key, at = places[order]
        kept = gathered.customers[key][at]
        if statement_speaks(order in told, kept.invoice.payment_known):
            paid = kept.invoice._replace(paid_on=paid_on, payment_known=True)
            gathered.customers[key][at] = kept._replace(invoice=paid)


def _payments(gathered: Gathered, currency: str) -> dict[int, Payment]:
    """One row of each movement."""
    rows = {order: row for order, _, (_, row) in gathered.payments}
    told = [
        Told(
            order, key, file, account_id(row.account), row.on, row.cents,
            row.currency or currency, row.name, account_id(row.other_account), row.purpose,
            row.end_to_end, row.entry_cents, row.document, row.customer_number,
        )
        for order, file, (key, row) in gathered.payments
    ]  # fmt: skip
    numbers = {kept.row.number for mine in gathered.customers.values() for kept in mine}
    counting, books = told_once(told, numbers)
    found = {}
    for order in sorted(one.first.id for one in counting):
        row = rows[order]
        payment = Payment(
            order, row.on, row.cents, row.currency or currency, row.name, row.other_account,
            row.purpose, row.end_to_end, row.document, row.kind, row.customer_number, row.account,
            row.mandate, row.value_on,
        )  # fmt: skip
        book, whole = books.told.get(order), rows.get(books.kinds.get(order, -1))
        if book is not None:
            payment = payment._replace(
                document=book.document or row.document, customer_number=book.customer_number
            )
        if whole is not None:
            payment = payment._replace(
                kind=whole.kind, name=whole.name, other_account=whole.other_account,
                mandate=whole.mandate,
            )  # fmt: skip
        found[order] = payment
    return found


def _places(gathered: Gathered, first: int) -> dict[int, tuple[str, int]]:
    """Order of an invoice that may be paid → customer and place, in that order."""
    found = {
        kept.order: (key, at)
        for key, mine in gathered.customers.items()
        for at, kept in enumerate(mine)
        if not kept.void and kept.row.cents and kept.invoice.on >= first
    }
    return dict(sorted(found.items()))


def _open(gathered: Gathered, key: str, whose: int, at: int, currency: str) -> OpenInvoice:
    kept, person = gathered.customers[key][at], gathered.people[key]
    row = kept.row
    return OpenInvoice(
        kept.order, whose, row.number, row.on, row.due_on,
        row.cents if row.gross_cents is None else row.gross_cents, row.currency or currency,
        (person.name,), person.number, net_only=row.gross_cents is None,
    )  # fmt: skip


def _known_accounts(gathered: Gathered, customers: Customers) -> dict[str, list[int]]:
    """Accounts that an address book or the books name."""
    known: defaultdict[str, list[int]] = defaultdict(list)
    for card, whose in zip(gathered.cards, customers.cards, strict=True):
        if whose is not None:
            for iban in card.ibans:
                known["".join(iban.split())].append(whose)
    return dict(known)


def agreed_terms(gathered: Gathered, customers: Customers) -> dict[str, int]:
    """Customer → agreed days until payment, as the newest list of debtors says."""
    return {
        customers.keys[whose - 1]: card.terms_days
        for card, whose in zip(gathered.cards, customers.cards, strict=True)
        if whose is not None and card.terms_days is not None
    }
