"""By what customers, persons, entries of address books and enquiries are found, written as they
come in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from wertschatz.storage.models import (
    Card,
    CardGram,
    Change,
    Customer,
    Enquiry,
    EnquiryGram,
    Firm,
    Gram,
    Party,
)
from wertschatz.storage.models.cards import STATED
from wertschatz.storage.search import grams_of, reach_grams, squeezed, word_grams

AT_ONCE = 500
ROWS = 2000
"""Rows of one insert."""
TELLING = {"customer": {"number", "vat_id"}, "party": {"name", "email", "phone"}}
"""Table → columns that something is found by."""


class Told(NamedTuple):
    """A party and everything that it is found by."""

    party: int
    name: str
    numbers: Sequence[str] = ()
    """Its own in files, and its VAT id."""
    mail: str = ""
    phone: str = ""


def area_code() -> str:
    """Of the firm's own telephone: local numbers lack it."""
    return Firm.objects.values_list("area_code", flat=True).first() or ""


def add(told: Iterable[Told]) -> None:
    """Makes new parties findable."""
    area = area_code()
    rows = (
        Gram(gram=gram, party_id=one.party)
        for one in told
        for gram in grams_of(one.name, *_numbers(one)) | reach_grams([one.mail], [one.phone], area)
    )
    Gram.objects.bulk_create(rows, batch_size=ROWS, ignore_conflicts=True)


def _numbers(one: Told) -> list[str]:
    """As written, and as somebody types them who leaves out the signs."""
    return [*one.numbers, *map(squeezed, one.numbers)]


def renew(parties: Sequence[int]) -> None:
    """Makes these parties findable by what they are now, and by nothing that they were."""
    for some in _parts(sorted(set(parties))):
        Gram.objects.filter(party_id__in=some).delete()
        add(_told(some))


def renew_turned_back(changes: Iterable[Change]) -> None:
    """After an undo: whoever came back, or has another name, number or address again."""
    some_changes = list(changes)
    renew_enquiries([one.row for one in some_changes if one.table == "enquiry"])
    customers: set[int] = set()
    parties: set[int] = set()
    for change in some_changes:
        columns = TELLING.get(change.table)
        if columns is None or change.before is None:
            continue
        if change.after is None or columns & change.before.keys():
            (customers if change.table == "customer" else parties).add(change.row)
    for some in _parts(sorted(customers)):
        parties |= set(Customer.objects.filter(pk__in=some).values_list("party_id", flat=True))
    renew(sorted(parties))


def _told(parties: Sequence[int]) -> Iterator[Told]:
    rows = Party.objects.filter(pk__in=parties)
    columns = ("id", "name", "customer__number", "customer__vat_id", "email", "phone")
    for party, name, number, vat_id, mail, phone in rows.values_list(*columns):
        yield Told(party, name, (number or "", vat_id or ""), mail, phone)


def _parts(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]


def add_cards(cards: Sequence[Card]) -> None:
    """Makes entries of address books findable; whose each is, is looked up when it is found."""
    area = area_code()
    rows = (
        CardGram(gram=gram, card_id=card.pk)
        for card in cards
        for gram in _names_of(card) | reach_grams(card.emails, card.phones, area)
    )
    CardGram.objects.bulk_create(rows, batch_size=ROWS, ignore_conflicts=True)


def _names_of(card: Card) -> set[str]:
    """Customers are found by their own names; here only persons are new."""
    itself = card.key.startswith(STATED) or (card.customer_number and not card.organisation)
    return set() if itself else grams_of(card.name)


def renew_enquiries(enquiries: Iterable[int]) -> None:
    """Makes these enquiries findable by what they say now, as far as they are there."""
    area = area_code()
    for some in _parts(sorted(set(enquiries))):
        EnquiryGram.objects.filter(enquiry__in=some).delete()
        told = Enquiry.objects.filter(pk__in=some)
        rows = (EnquiryGram(gram=gram, enquiry_id=one.pk) for one in told
                for gram in _grams_of_enquiry(one, area))  # fmt: skip
        EnquiryGram.objects.bulk_create(rows, batch_size=ROWS, ignore_conflicts=True)


def _grams_of_enquiry(row: Enquiry, area: str) -> set[str]:
    said = (row.text, row.trade, row.region, row.job, row.reply, row.recommended)
    reach = reach_grams([row.contact], [] if "@" in row.contact else [row.contact], area)
    return grams_of(row.name) | reach | word_grams(*said)


def renew_all() -> int:
    """Everything anew, for a base that was made before; returns how many parties there are."""
    parties = list(Party.objects.order_by("id").values_list("id", flat=True))
    renew(parties)
    cards = Card.objects.order_by("id")
    last = 0
    while some := list(cards.filter(pk__gt=last)[:AT_ONCE]):
        last = some[-1].pk
        CardGram.objects.filter(card__in=some).delete()
        add_cards(some)
    renew_enquiries(Enquiry.objects.values_list("pk", flat=True))
    return len(parties)
