"""Numbers, addresses and names lead every call, mail and appointment to its customer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import models, transaction

from wertschatz.domain.customers.addressed import Entry, Reachable, owners
from wertschatz.domain.customers.leading import Leads, leads_from
from wertschatz.domain.customers.phones import normal_number
from wertschatz.storage import effort, merged
from wertschatz.storage.find_customers import can_be_seen
from wertschatz.storage.models import Card, Contact, Customer, Firm, Import, Membership
from wertschatz.storage.models.cards import STATED, TYPED_TERMS

LIVE = Import.State.LIVE
AT_ONCE = 500


class _Known(NamedTuple):
    """A customer that can be seen."""

    id: int
    party: int
    number: str
    vat_id: str
    terms_days: int | None
    name: str
    email: str
    phone: str


def lead(zone: ZoneInfo | None = None) -> int:
    """Finds out anew whose each card, call, mail and appointment is; returns how many changed.

    All of it is derived: an import that goes takes its leads along, in whatever order they came.
    """
    cards = list(Card.objects.filter(source__state=LIVE).order_by("id"))
    if not cards and not _led().exists() and not _with_terms().exists():
        return 0
    customers = _customers()
    changed = _lead_cards(cards, customers)
    into = merged.into()
    _agree_on_terms(cards, customers, into)
    area = Firm.objects.values_list("area_code", flat=True).first() or ""
    leads = leads_from(_reaches(cards, customers, into, area))
    return changed + _lead_contacts(leads, area, zone)


def leads_of_numbers(area: str) -> Leads:
    """What leads a call to its customer; the customers are those they are now (not merged)."""
    return leads_from((customer, "phone", number) for customer, number in phone_reaches(area))


def phone_reaches(area: str) -> Iterator[tuple[int, str]]:
    """Customer (as it is now) and a number (E.164) that reaches it, as often as they come; without
    ever holding all of them."""
    into = merged.into()
    people = Customer.objects.filter(can_be_seen()).exclude(party__phone="").order_by("id")
    yield from _numbers(people.values_list("id", "party__phone").iterator(), into, area)
    cards = Card.objects.filter(source__state=LIVE, customer__isnull=False).order_by("id")
    for pk, phones in cards.values_list("customer", "phones").iterator():
        yield from _numbers(((pk, phone) for phone in phones), into, area)
    speaking = Membership.objects.filter(source__state=LIVE).exclude(person__phone="")
    seen = Customer.objects.filter(can_be_seen()).values("party")
    rows = speaking.filter(organisation__in=seen).order_by("id")
    pairs = rows.values_list("organisation__customer__id", "person__phone").iterator()
    yield from _numbers(pairs, into, area)


def _numbers(
    pairs: Iterable[tuple[int, str]], into: Mapping[int, int], area: str
) -> Iterator[tuple[int, str]]:
    for pk, phone in pairs:
        number = normal_number(phone, area)
        if number:
            yield into.get(pk, pk), number


def _customers() -> dict[int, _Known]:
    people = Customer.objects.filter(can_be_seen()).order_by("id").values_list(
        "id", "party_id", "number", "vat_id", "terms_days", "party__name", "party__email",
        "party__phone",
    )  # fmt: skip
    return {row[0]: _Known(*row) for row in people.iterator()}


# -- cards


def _lead_cards(cards: Sequence[Card], customers: Mapping[int, _Known]) -> int:
    """Cards with a customer number, and addresses on an invoice, are led by what the file says."""
    reachable = [
        Reachable(row.id, row.name, row.number, row.vat_id, row.email) for row in customers.values()
    ]
    asked = [card for card in cards if not (card.customer_number or card.key.startswith(STATED))]
    entries = [
        Entry(card.name, card.organisation, "", card.vat_id, tuple(card.emails)) for card in asked
    ]
    changed = []
    for card, found in zip(asked, owners(entries, reachable), strict=True):
        if card.customer_id != found:
            card.customer_id = found
            changed.append(card)
    Card.objects.bulk_update(changed, ["customer"], batch_size=AT_ONCE)
    return len(changed)


def _agree_on_terms(
    cards: Sequence[Card], customers: Mapping[int, _Known], into: Mapping[int, int]
) -> None:
    """Agreed days until payment: as a person typed them last, also that there are none; else as
    the newest list of debtors says. Who is merged shares them."""
    typed: dict[int, int | None] = {}
    listed: dict[int, int | None] = {}
    for card in cards:
        if card.customer_id is not None and card.key.startswith(TYPED_TERMS):
            typed[card.customer_id] = card.terms_days
        elif card.customer_id is not None and card.terms_days is not None:
            listed[card.customer_id] = card.terms_days
    changed = []
    for row in customers.values():
        now = into.get(row.id, row.id)
        said = [some[one] for some in (typed, listed) for one in (row.id, now) if one in some]
        days = next(iter(said), None)
        if days != row.terms_days:
            changed.append(Customer(id=row.id, terms_days=days))
    Customer.objects.bulk_update(changed, ["terms_days"], batch_size=AT_ONCE)


# -- where customers are reached


def _reaches(
    cards: Sequence[Card], customers: Mapping[int, _Known], into: Mapping[int, int], area: str
) -> Iterator[tuple[int, str, str]]:
    """Customer, kind ('phone', 'mail' or 'name') and what reaches it.

    A merged customer reaches whom it is now: its contacts are added up there anyway.
    """

    def reach(
        pk: int, phones: Iterable[str], mails: Iterable[str]
    ) -> Iterator[tuple[int, str, str]]:
        for phone in phones:
            yield into.get(pk, pk), "phone", normal_number(phone, area)
        for mail in mails:
            yield into.get(pk, pk), "mail", mail.casefold()

    for row in customers.values():
        yield from reach(row.id, [row.phone], [row.email])
        yield into.get(row.id, row.id), "name", row.name
    for card in cards:
        if card.customer_id is not None:
            yield from reach(card.customer_id, card.phones, card.emails)
    by_party = {row.party: row.id for row in customers.values()}
    speaking = Membership.objects.filter(source__state=LIVE)
    for party, phone, mail in speaking.values_list(
        "organisation", "person__phone", "person__email"
    ):
        if party in by_party:
            yield from reach(by_party[party], [phone], [mail])


# -- contacts


def _led() -> models.QuerySet[Contact]:
    return Contact.objects.filter(led=True)


def _with_terms() -> models.QuerySet[Customer]:
    return Customer.objects.filter(terms_days__isnull=False)


def _lead_contacts(leads: Leads, area: str, zone: ZoneInfo | None) -> int:
    """One walk over those that are led; of thousands of calls there are but few numbers."""
    known: dict[tuple[str, str, str], int | None] = {}
    moved: list[tuple[int, int | None, int | None]] = []
    rows = _led().filter(source__state=LIVE).order_by("id")
    columns = rows.values_list("id", "kind", "other", "about", "customer")
    for pk, kind, other, about, customer in columns.iterator():
        asked = (kind, other or "", about if kind == "appointment" else "")
        if asked not in known:
            reached = asked[1]
            if kind == "call" and not reached.startswith("+"):
                reached = normal_number(reached, area)
            known[asked] = leads.whose(kind, reached, asked[2])
        if known[asked] != customer:
            moved.append((pk, customer, known[asked]))
    for start in range(0, len(moved), AT_ONCE):
        _move(moved[start : start + AT_ONCE], zone)
    return len(moved)


def _move(moved: Sequence[tuple[int, int | None, int | None]], zone: ZoneInfo | None) -> None:
    """Effort is counted anew in the same breath, for whom they leave and for whom they reach."""
    by_target: defaultdict[int | None, list[int]] = defaultdict(list)
    for pk, _, found in moved:
        by_target[found].append(pk)
    met = {one for _, before, found in moved for one in (before, found) if one is not None}
    with transaction.atomic():
        for found, rows in by_target.items():
            Contact.objects.filter(id__in=rows).update(customer=found, minutes=0)
        effort.recount(met, zone)
