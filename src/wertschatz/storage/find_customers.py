"""Finds the customers that the rows of files name, and makes those that nobody named before."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from wertschatz.domain.customers.identity import customer_key, folded_name
from wertschatz.ports.customers import KeyedCard
from wertschatz.ports.files import Document, InvoiceRow, TimeRow
from wertschatz.storage import merged, searchable
from wertschatz.storage.models import (
    Alias,
    Card,
    Contact,
    Customer,
    Import,
    ImportFile,
    Invoice,
    Membership,
    Party,
    Witness,
)
from wertschatz.storage.reading import once

NOBODY = Document()
_PAIR = 2
AT_ONCE = 500
"""Customers named in one query."""


class Named(NamedTuple):
    """A customer as a row names it."""

    key: str
    name: str
    number: str
    vat_id: str
    line: int
    document: Document


def named(key: str, row: InvoiceRow | TimeRow) -> Named:
    """What a row says of its customer."""
    vat_id, document = "", NOBODY
    if isinstance(row, InvoiceRow):
        vat_id, document = row.vat_id, row.document or NOBODY
    return Named(key, row.customer_name, row.customer_number, vat_id, row.line, document)


def named_by_card(item: KeyedCard) -> Named:
    """What an entry of a list of customers says of its customer."""
    row = item.row
    place = Document(
        street=row.street, postcode=row.postcode, town=row.town,
        country=row.country if len(row.country) == 2 else "", email=next(iter(row.emails), ""),
    )  # fmt: skip
    return Named(
        # A person with a firm in one row: the number is that of the firm.
        item.customer, row.organisation or row.name, row.customer_number, row.vat_id, row.line,
        place,
    )  # fmt: skip


class Finder:
    """Customers of one import: by key, else by a name that only one can mean, else new.

    A file without numbers means the one customer of that name; a number seen for the first time
    belongs to the one that so far was only known by name. Where two share a name, nobody is
    guessed: both stay, and the page of possible duplicates asks.
    """

    def __init__(self, source: Import) -> None:
        self._source = source
        self.known: dict[str, int] = {}
        """Key → customer id; 0 in a dry run for one that would be new."""
        self._new_names: dict[str, str] = {}
        """Folded name → key of the one that would be new, in a dry run."""
        self._waiting: dict[str, tuple[str, Named]] = {}
        """Key of a name alone → the key with a number that is new beside it, and who asks."""

    def look(self, wanted: Iterable[Named], *, dry: bool) -> dict[str, Named]:
        """Finds whom it can; returns those that would be new, by key."""
        missing = {item.key: item for item in wanted if item.key not in self.known}
        there = Customer.objects.filter(can_be_seen() | Q(source=self._source))
        found = dict(there.filter(key__in=list(missing)).values_list("key", "id"))
        aliases = Alias.objects.filter(self._live_or_mine(), key__in=list(missing))
        found = dict(aliases.values_list("key", "customer_id")) | found
        by_name = self._by_name({key: missing[key] for key in missing.keys() - found.keys()})
        # Who came only with an import that was taken back is nobody's namesake.
        rest = list(missing.keys() - found.keys() - by_name.keys())
        found |= dict(Customer.objects.filter(key__in=rest).values_list("key", "id"))
        if not dry:
            self._note(by_name, missing)
        self.known |= found | by_name
        for key in found.keys() | by_name.keys():
            del missing[key]
        return self._not_named_before(missing) if dry else self._without_names(missing)

    def _live_or_mine(self, path: str = "") -> Q:
        return Q(**{f"{path}source__state": Import.State.LIVE}) | Q(
            **{f"{path}source": self._source}
        )

    def _by_name(self, missing: Mapping[str, Named]) -> dict[str, int]:
        names = {key: folded_name(item.name)[:320] for key, item in missing.items() if item.name}
        asked = Counter(names.values())
        rows = Customer.objects.filter(can_be_seen() | Q(source=self._source))
        there: dict[str, list[tuple[int, str]]] = {}
        for name, pk, key in rows.filter(name_key__in=list(asked)).values_list(
            "name_key", "id", "key"
        ):
            there.setdefault(name, []).append((pk, key))
        single = {name: same[0] for name, same in there.items() if len(same) == 1}
        numbered = self._numbered([pk for pk, key in single.values() if key.startswith("m:")])
        found = {}
        for key, name in names.items():
            if name not in single or asked[name] > 1:
                continue
            pk, its_key = single[name]
            only_name = its_key.startswith("m:") and pk not in numbered
            if key.startswith("m:") or only_name:
                found[key] = pk
        return found

    def _without_names(self, missing: dict[str, Named]) -> dict[str, Named]:
        """In some rows the number is missing: the name alone means the new one that has it."""
        by_name: dict[str, list[str]] = {}
        for key, item in missing.items():
            by_name.setdefault(folded_name(item.name), []).append(key)
        pairs = {name: sorted(keys) for name, keys in by_name.items() if len(keys) == _PAIR}
        pairs = {name: keys for name, keys in pairs.items() if keys[0].startswith("m:") and name}
        if not pairs:
            return missing
        there = Customer.objects.filter(can_be_seen() | Q(source=self._source))
        taken = set(there.filter(name_key__in=list(pairs)).values_list("name_key", flat=True))
        for name, (alone, numbered) in pairs.items():
            if name[:320] not in taken:
                self._waiting[alone] = (numbered, missing.pop(alone))
        return missing

    def _join(self) -> None:
        """Whom a name alone means is made now."""
        found = {alone: self.known[numbered] for alone, (numbered, _) in self._waiting.items()}
        self._note(found, {alone: item for alone, (_, item) in self._waiting.items()})
        self.known |= found
        self._waiting.clear()

    def _numbered(self, customers: Sequence[int]) -> set[int]:
        """Those known by name that a number belongs to already: a second number is another one."""
        rows = Alias.objects.filter(self._live_or_mine(), customer_id__in=customers)
        return set(rows.exclude(key__startswith="m:").values_list("customer_id", flat=True))

    def _note(self, by_name: Mapping[str, int], items: Mapping[str, Named]) -> None:
        """Keeps under which other key a customer came, with the number if it had none."""
        Alias.objects.bulk_create(
            [Alias(customer_id=pk, key=key, source=self._source) for key, pk in by_name.items()],
            ignore_conflicts=True,
        )
        for key, pk in by_name.items():
            item = items[key]
            if item.number or item.vat_id:
                mine = Customer.objects.filter(pk=pk, source=self._source, number="", vat_id="")
                mine.update(number=item.number[:100], vat_id=item.vat_id[:40])

    def _not_named_before(self, missing: dict[str, Named]) -> dict[str, Named]:
        """In a dry run nobody is made, so an earlier file's new customer is known by name."""
        new = {}
        for key, item in missing.items():
            name = folded_name(item.name)
            before = self._new_names.setdefault(name, key) if name else key
            if before == key or not (key.startswith("m:") or before.startswith("m:")):
                new[key] = item
            else:
                self.known[key] = 0
        return new

    def make(self, missing: Mapping[str, Named], file: ImportFile | None) -> int:
        """Makes the new ones; returns how many customers came to be seen by it."""
        items = list(missing.values())
        parties = Party.objects.bulk_create([_party(item) for item in items])
        customers = Customer.objects.bulk_create(
            [
                Customer(
                    party=party, key=item.key, name_key=folded_name(party.name)[:320],
                    number=item.number[:100], vat_id=item.vat_id[:40], source=self._source,
                    file=file, line=item.line,
                )
                for party, item in zip(parties, items, strict=True)
            ]
        )  # fmt: skip
        searchable.add(
            searchable.Told(party.pk, party.name, (item.number, item.vat_id), party.email)
            for party, item in zip(parties, items, strict=True)
        )
        self.known.update({customer.key: customer.pk for customer in customers})
        self._join()
        return len(customers)

    def forget(self) -> None:
        """A file was taken out again, and with it whom it had brought."""
        self.known.clear()


def _party(item: Named) -> Party:
    document = item.document
    return Party(
        name=(item.name or item.number or item.vat_id)[:300], street=document.street[:200],
        postcode=document.postcode[:20], town=document.town[:100], country=document.country[:2],
        email=document.email[:254],
    )  # fmt: skip


def can_be_seen() -> Q:
    """Its own import is live, or a live one still names it.

    A contact or card that was led to it names nobody: its lead would hold itself.
    """
    live = Import.State.LIVE
    invoices = Invoice.objects.filter(live_invoices(), customer=OuterRef("pk"))
    contacts = Contact.objects.filter(source__state=live, customer=OuterRef("pk"), led=None)
    cards = Card.objects.filter(source__state=live, customer=OuterRef("pk"))
    cards = cards.exclude(customer_number="")
    return Q(source__state=live) | Q(Exists(invoices)) | Q(Exists(contacts)) | Q(Exists(cards))


def live_invoices() -> Q:
    """Rows whose import is live, or of which a later live import said the same."""
    said = Witness.objects.filter(invoice=OuterRef("pk"), source__state=Import.State.LIVE)
    return Q(source__state=Import.State.LIVE) | Q(Exists(said))


def note_people(source: Import, rows: Sequence[tuple[int, Document]]) -> None:
    """Contact persons of customers: the same address or name at the same place is one person.

    A person with the same e-mail address speaks for several organisations.
    """
    people = {
        (customer, document.contact_email.casefold() or folded_name(document.contact_name)): (
            customer, document,
        )
        for customer, document in rows
        if document.contact_name or document.contact_email
    }  # fmt: skip
    if not people:
        return
    ids = {customer for customer, _ in people.values()}
    parties = dict(Customer.objects.filter(pk__in=ids).values_list("id", "party_id"))
    for customer, document in people.values():
        person = _person(parties[customer], document)
        Membership.objects.get_or_create(
            person=person, organisation_id=parties[customer], source=source
        )


def _person(organisation: int, document: Document) -> Party:
    email, name = document.contact_email[:254], document.contact_name[:300]
    people = Party.objects.filter(kind="person")
    there = (
        people.filter(email__iexact=email).first()
        if email
        else people.filter(name=name, memberships__organisation_id=organisation).first()
    )
    if there is not None:
        return there
    made = Party.objects.create(
        kind="person", name=name or email, email=email, phone=document.contact_phone[:60]
    )
    searchable.add([searchable.Told(made.pk, made.name, (), made.email, made.phone)])
    return made


def is_seen(customer: Customer) -> bool:
    """Its import is live, or a live import still names it."""
    return Customer.objects.filter(can_be_seen(), pk=customer.pk).exists()


def seen_now(customers: Iterable[int]) -> dict[int, int]:
    """Customer → the customer it is now, of those that are seen themselves or in a part of them."""
    found: dict[int, int] = {}
    asked = sorted(set(customers))
    now = Coalesce("merged_into_id", "id")
    for start in range(0, len(asked), AT_ONCE):
        some = Customer.objects.filter(pk__in=asked[start : start + AT_ONCE])
        heads = dict(some.values_list("id", now))
        whole = set(heads.values())
        own = Customer.objects.filter(can_be_seen(), pk__in=whole)
        parts = Customer.objects.filter(can_be_seen(), merged_into_id__in=whole)
        seen = set(own.values_list("id", flat=True))
        seen |= set(parts.values_list("merged_into_id", flat=True))
        found |= {one: head for one, head in heads.items() if head in seen}
    return found


def hand_key(name: str) -> str:
    """The key of a customer that was typed: the same that a file with this name would give."""
    return customer_key("", "", name)


def seen_parts(customer: uuid.UUID) -> list[Customer]:
    """A customer that pages show, and all merged into it, with party; raises KeyError."""
    return once(("seen parts", customer), lambda: _seen_parts(customer))


def _seen_parts(customer: uuid.UUID) -> list[Customer]:
    row = Customer.objects.select_related("party", "source").filter(uuid=customer).first()
    parts = [] if row is None else merged.parts(merged.target(row))
    if not any(is_seen(part) for part in parts):
        raise KeyError(customer)
    return parts
