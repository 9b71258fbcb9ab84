"""Numbers, addresses and names lead every call, mail and appointment to its customer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db import transaction

from wertschatz.domain.customers.addressed import Entry, Reachable, owners
from wertschatz.domain.customers.leading import Leads, leads_from
from wertschatz.domain.customers.phones import normal_number
from wertschatz.storage import merged
from wertschatz.storage.find_customers import can_be_seen
from wertschatz.storage.models import Card, Contact, Customer, Firm, Import, Membership

LIVE = Import.State.LIVE
AT_ONCE = 500


def lead() -> int:
    """Finds out anew whose each card, call, mail and appointment is; returns how many changed.

    All of it is derived: an import that goes takes its leads along, in whatever order they came.
    """
    people = Customer.objects.filter(can_be_seen()).select_related("party")
    customers = {row.pk: row for row in people.order_by("id")}
    cards = list(Card.objects.filter(source__state=LIVE).order_by("id"))
    changed = _lead_cards(cards, customers)
    _agree_on_terms(cards, customers)
    leads = leads_from(_reaches(cards, customers))
    return changed + _lead_contacts(leads)


# -- cards


def _lead_cards(cards: Sequence[Card], customers: Mapping[int, Customer]) -> int:
    reachable = [
        Reachable(pk, row.party.name, row.number, row.vat_id, row.party.email)
        for pk, row in customers.items()
    ]
    entries = [
        Entry(card.name, card.organisation, card.customer_number, card.vat_id, tuple(card.emails))
        for card in cards
    ]
    changed = []
    for card, found in zip(cards, owners(entries, reachable), strict=True):
        if card.customer_id != found:
            card.customer_id = found
            changed.append(card)
    with transaction.atomic():
        Card.objects.bulk_update(changed, ["customer"], batch_size=AT_ONCE)
    return len(changed)


def _agree_on_terms(cards: Sequence[Card], customers: Mapping[int, Customer]) -> None:
    """Agreed days until payment, as the newest list of debtors says."""
    terms = {
        card.customer_id: card.terms_days
        for card in cards
        if card.customer_id is not None and card.terms_days is not None
    }
    changed = [row for pk, row in customers.items() if row.terms_days != terms.get(pk)]
    for row in changed:
        row.terms_days = terms.get(row.pk)
    with transaction.atomic():
        Customer.objects.bulk_update(changed, ["terms_days"], batch_size=AT_ONCE)


# -- where customers are reached


def _reaches(
    cards: Sequence[Card], customers: Mapping[int, Customer]
) -> Iterator[tuple[int, str, str]]:
    """Customer, kind ('phone', 'mail' or 'name') and what reaches it.

    A merged customer reaches whom it is now: its contacts are added up there anyway.
    """
    into = merged.into()
    area = Firm.objects.values_list("area_code", flat=True).first() or ""

    def reach(
        pk: int, phones: Iterable[str], mails: Iterable[str]
    ) -> Iterator[tuple[int, str, str]]:
        for phone in phones:
            yield into.get(pk, pk), "phone", normal_number(phone, area)
        for mail in mails:
            yield into.get(pk, pk), "mail", mail.casefold()

    for pk, row in customers.items():
        yield from reach(pk, [row.party.phone], [row.party.email])
        yield into.get(pk, pk), "name", row.party.name
    for card in cards:
        if card.customer_id is not None:
            yield from reach(card.customer_id, card.phones, card.emails)
    by_party = {row.party_id: pk for pk, row in customers.items()}
    speaking = Membership.objects.filter(source__state=LIVE, organisation__in=list(by_party))
    for party, phone, mail in speaking.values_list(
        "organisation", "person__phone", "person__email"
    ):
        yield from reach(by_party[party], [phone], [mail])


# -- contacts


def _lead_contacts(leads: Leads) -> int:
    """Each kind by its own; of thousands of calls there are but few different numbers."""
    rows = Contact.objects.filter(source__state=LIVE, led=True)
    count = 0
    seen = rows.values_list("kind", "other", "about", "customer").distinct()
    wanted: defaultdict[tuple[str, str, str], set[int | None]] = defaultdict(set)
    for kind, other, about, customer in seen.iterator():
        title = about if kind == "appointment" else ""
        wanted[kind, other or "", title].add(customer)
    for (kind, other, title), held in wanted.items():
        found = leads.whose(kind, other, title)
        if held == {found}:
            continue
        mine = rows.filter(kind=kind, other=other)
        if kind == "appointment":
            mine = mine.filter(about=title)
        mine = mine.exclude(customer=None) if found is None else mine.exclude(customer=found)
        sources = list(mine.values_list("source_id", flat=True).distinct())
        count += mine.update(customer=found)
        # Effort is to be counted anew where contacts moved.
        Import.objects.filter(pk__in=sources).update(settled=False)
    return count
