"""Whom one cares for: customers, their contact persons, staff and bosses."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from wertschatz.domain.care.consent import Channel, Said, Word, open_channels, standing
from wertschatz.domain.care.occasions import (
    BIRTHDAY_AFTER,
    BIRTHDAY_BEFORE,
    LASTS,
    Birthday,
    same_person,
)
from wertschatz.domain.care.suggestion import (
    Someone,
)
from wertschatz.domain.customers.identity import folded_name
from wertschatz.domain.values import Group
from wertschatz.storage import merged
from wertschatz.storage.care_book import joined
from wertschatz.storage.find_customers import seen_now
from wertschatz.storage.models import (
    Assessment,
    Card,
    CareConsent,
    CareDetail,
    CaredFor,
    CareNotice,
    Commitment,
    Customer,
    GroupDecision,
    Import,
    Mark,
    Party,
    Preference,
)
from wertschatz.storage.queries.contacts import exactly

MOST = 250
"""Customers looked at: those with a confirmed letter first, then by revenue. Who is not among them
is found by what was noted about them, and by their birthday."""
BY_REVENUE = 100
LIVE = Import.State.LIVE
NEVER = {"call": Channel.PHONE, "mail": Channel.MAIL, "letter": Channel.POST}
"""Kinds of contact that somebody does not want, as ways from afar."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody one cares for."""

    key: UUID
    """Of the party."""
    name: str
    roles: tuple[str, ...]
    """'customer', 'contact', 'staff', 'boss'."""
    customer: UUID | None = None
    """The customer it is, or whose contact person."""
    group: Group | None = None
    business: bool = False
    detail: CareDetail | None = None
    said: Mapping[Channel, Said] = field(default_factory=dict)

    @property
    def inside(self) -> bool:
        """Staff or boss."""
        return not {"staff", "boss"}.isdisjoint(self.roles)

    @property
    def only_inside(self) -> bool:
        """And no customer beside: who buys, too, is advertised to like any customer."""
        return self.inside and "customer" not in self.roles

    @property
    def no_gifts(self) -> bool:
        """Must not accept any."""
        return bool(self.detail and self.detail.no_gifts)

    @property
    def channels(self) -> frozenset[Channel]:
        """Ways from afar that are open."""
        return open_channels(self.said, business=self.business, inside=self.only_inside)

    def someone(self, thanked_on: dt.date | None) -> Someone:
        """As the choice needs it."""
        return Someone(
            str(self.key), self.group, self.only_inside, self.business, thanked_on, dict(self.said)
        )


@dataclass(slots=True)
class Base:
    """Customers and people with their parties."""

    people: dict[str, Person]
    whose: dict[int, str]
    """Party → key of the person."""
    customers: dict[int, str]
    """Customer, merged ones too → key of the person."""


def base_today(today: dt.date) -> Base:
    into = merged.into()
    words = merged.words(GroupDecision.objects.all(), into)
    letters = {customer: Group(one) for customer, one in words.items() if one}
    archived = set(Customer.objects.filter(archived=True).values_list("pk", flat=True))
    # Who has an occasion just now comes first: nobody is to fall out of the cut on a birthday.
    asked = _noted_ones(today)
    asked += sorted(letters.keys() - archived, key=lambda one: (letters[one], one))[:MOST]
    largest = Assessment.objects.exclude(customer__archived=True).order_by("-revenue_cents")
    asked += list(largest.values_list("customer_id", flat=True)[:BY_REVENUE])
    heads = seen_now(asked)
    seen = dict.fromkeys(heads[one] for one in asked if one in heads)
    chosen = [one for one in seen if one not in archived][: MOST + BY_REVENUE]
    rows = list(Customer.objects.select_related("party").filter(pk__in=chosen))
    return with_people(rows, into, letters)


def with_people(
    rows: Sequence[Customer],
    into: Mapping[int, int],
    letters: Mapping[int, Group],
    gone: Party | None = None,
) -> Base:
    """`gone`: somebody who is off the list, whose ledger and words can still be looked at."""
    ids = {row.pk for row in rows}
    parts = {one: now for one, now in into.items() if now in ids} | {one: one for one in ids}
    parties = dict(Customer.objects.filter(pk__in=parts).values_list("pk", "party_id"))
    key_of = {row.pk: str(row.party.uuid) for row in rows}
    base = Base(
        {}, {parties[one]: key_of[now] for one, now in parts.items()},
        {one: key_of[now] for one, now in parts.items()},
    )  # fmt: skip
    cared = list(
        CaredFor.objects.select_related("party", "customer__party", "customer__merged_into__party")
        .filter(Q(ended_on=None) | Q(party=gone) if gone else Q(ended_on=None)).order_by("id")
    )  # fmt: skip
    for one in cared:
        base.whose.setdefault(one.party_id, str(one.party.uuid))
    firms = _firms(cared)
    whose = {party: str(firm.party.uuid) for party, firm in firms.items()} | base.whose
    details, said = _details(whose), _said(whose)
    for row in rows:
        key = key_of[row.pk]
        base.people[key] = Person(
            row.party.uuid, row.party.name, ("customer",), row.uuid, letters.get(row.pk),
            _business(details.get(key), row), details.get(key), said.get(key, {}),
        )  # fmt: skip
    for one in cared:
        _join(base, one, details, said)
    return base


def _firms(cared: Sequence[CaredFor]) -> dict[int, Customer]:
    """Party → the customer it belongs to now, of all customers with contact persons here."""
    heads = {merged.target(one.customer).pk for one in cared if one.customer is not None}
    rows = Customer.objects.select_related("party", "merged_into__party")
    found = rows.filter(Q(pk__in=heads) | Q(merged_into__in=heads)) if heads else ()
    return {row.party_id: merged.target(row) for row in found}


def _join(
    base: Base,
    one: CaredFor,
    details: Mapping[str, CareDetail],
    said: Mapping[str, Mapping[Channel, Said]],
) -> None:
    """A person by hand; who is a customer as well is one person with both roles."""
    key = base.whose[one.party_id]
    there = base.people.get(key)
    if there is not None:
        roles = tuple(dict.fromkeys((*there.roles, one.kind)))
        base.people[key] = Person(
            there.key, there.name, roles, there.customer, there.group, there.business,
            there.detail, there.said,
        )  # fmt: skip
        return
    whose = None if one.customer is None else merged.target(one.customer)
    detail, words, business = details.get(key), dict(said.get(key, {})), False
    if whose is not None:
        # A contact person is what their customer is, and its objection holds for them as well.
        firm = str(whose.party.uuid)
        business = _business(details.get(firm), whose)
        for channel, word in said.get(firm, {}).items():
            if word is Said.OBJECTED:
                words.setdefault(channel, word)
    if detail and detail.business is not None:
        business = detail.business
    base.people[key] = Person(
        one.party.uuid, one.party.name, (one.kind,), whose.uuid if whose else None, None,
        business, detail, words,
    )  # fmt: skip


def _business(detail: CareDetail | None, row: Customer) -> bool:
    if detail is not None and detail.business is not None:
        return detail.business
    # Nobody knows: then the stricter rule, that for consumers.
    return row.party.kind == "organisation" or bool(row.vat_id)


def _details(whose: Mapping[int, str]) -> dict[str, CareDetail]:
    rows: defaultdict[str, list[CareDetail]] = defaultdict(list)
    for row in CareDetail.objects.filter(party__in=list(whose)):
        rows[whose[row.party_id]].append(row)
    found = {key: joined(some) for key, some in rows.items()}
    return {key: one for key, one in found.items() if one is not None}


def _said(whose: Mapping[int, str]) -> dict[str, Mapping[Channel, Said]]:
    rows = CareConsent.objects.filter(party__in=list(whose)).order_by("on", "id")
    words: defaultdict[str, list[Word]] = defaultdict(list)
    for row in rows:
        words[whose[row.party_id]].append(Word(Channel(row.channel), Said(row.said), row.on))
    found: dict[str, dict[Channel, Said]] = {
        key: dict(standing(some)) for key, some in words.items()
    }
    for key, ways in _never(whose).items():
        found.setdefault(key, {}).update(dict.fromkeys(ways, Said.OBJECTED))
    return dict(found)


def _never(whose: Mapping[int, str]) -> dict[str, list[Channel]]:
    """The recorded wish never to be called or written to is an objection; the newest wish holds."""
    rows = Preference.objects.filter(party__in=list(whose)).order_by("at", "id")
    newest = {whose[party]: never for party, never in rows.values_list("party_id", "never")}
    return {key: [NEVER[one] for one in never.split() if one in NEVER]
            for key, never in newest.items() if never}  # fmt: skip


def _noted_ones(today: dt.date) -> list[int]:
    """Customers of whom something is known that may be an occasion just now."""
    since = (today - dt.timedelta(days=LASTS)).toordinal()
    found = list(
        Mark.objects.filter(on__gte=since, kind__in=("recommended", "thanked"))
        .values_list("customer_id", flat=True)
    )  # fmt: skip
    ended = Commitment.objects.filter(ended_on__gte=since).values_list("customer_id", flat=True)
    found += list(ended)
    cards = Card.objects.filter(_born_about(today), source__state=LIVE, customer__isnull=False)
    born = list(cards.values_list("customer_id", flat=True))
    details = CareDetail.objects.filter(_born_about(today))
    praised = CareNotice.objects.filter(ended_on=None, praise=True, on__gte=since)
    # A day since when, and a rhythm of one's own.
    asked = CareDetail.objects.filter(Q(since__isnull=False) | Q(own_days__gt=0))
    for rows, into in ((details, born), (praised, found), (asked, found)):
        parties = list(rows.values_list("party_id", flat=True)[: MOST * 5])
        into += Customer.objects.filter(party__in=parties).values_list("pk", flat=True)
    return [one for one in (*born, *found) if one is not None]


def _born_about(today: dt.date) -> Q:
    found = Q()
    for days in range(-BIRTHDAY_AFTER - 1, BIRTHDAY_BEFORE + 2):
        day = today + dt.timedelta(days=days)
        found |= Q(born__endswith=f"-{day:%m-%d}")
        if (day.month, day.day) == (3, 1):
            found |= Q(born__endswith="-02-29")
    return found


def births(base: Base) -> dict[str, list[Birthday]]:
    found: defaultdict[str, list[Birthday]] = defaultdict(list)
    for key, person in base.people.items():
        if person.detail and person.detail.born:
            found[key].append(Birthday(person.name, person.detail.born))
    cards = Card.objects.filter(source__state=LIVE, customer__in=list(base.customers))
    for customer, name, born in values(cards.exclude(born=""), "customer_id", "name", "born"):
        key = base.customers[customer]
        # Two address books know the same person, one by the family name first.
        if all(same_person(one.who) != same_person(name) for one in found[key]):
            found[key].append(Birthday(name, born))
    return found


def base_of(key: UUID) -> Base | None:
    party = Party.objects.filter(uuid=key).first()
    if party is None:
        return None
    into = merged.into()
    row = Customer.objects.filter(party=party).values_list("pk", flat=True).first()
    rows: list[Customer] = []
    if row is not None:
        now = seen_now([row]).get(row)
        if now is None:
            return None
        rows = list(Customer.objects.select_related("party").filter(pk=now))
    letters = {}
    if rows:
        ids = [rows[0].pk, *(one for one, now in into.items() if now == rows[0].pk)]
        said = merged.words(GroupDecision.objects.filter(customer__in=ids), into)
        letters = {one: Group(letter) for one, letter in said.items() if letter}
    base = with_people(rows, into, letters, None if rows else party)
    wanted = str(rows[0].party.uuid) if rows else str(key)
    if wanted not in base.people:
        return None
    base.people = {wanted: base.people[wanted]}
    base.whose = {party: one for party, one in base.whose.items() if one == wanted}
    base.customers = {pk: one for pk, one in base.customers.items() if one == wanted}
    return base


def person_of(key: UUID) -> Person | None:
    """A customer that is seen (as it is now), or a person by hand; None: nobody."""
    base = base_of(key)
    return None if base is None else next(iter(base.people.values()), None)


def party_of(customer: UUID) -> UUID | None:
    """The party that a customer is, seen or not."""
    return Customer.objects.filter(uuid=customer).values_list("party__uuid", flat=True).first()


def key_of_customer(customer: UUID) -> UUID | None:
    """The person that a customer is; None: there is none that is seen."""
    party = party_of(customer)
    found = None if party is None else person_of(party)
    return None if found is None else found.key


def people_named(name: str) -> list[UUID]:
    """People by hand and customers with exactly this name, apart from case and blanks; customers
    by their number, too."""
    wanted = folded_name(name[:300])
    if not wanted:
        return []
    rows = CaredFor.objects.filter(ended_on=None).order_by("id")
    keys = [
        key for key, called in rows.values_list("party__uuid", "party__name")
        if folded_name(called) == wanted
    ]  # fmt: skip
    found = [None if one is None else one.key for one in map(person_of, keys)]
    found += [key_of_customer(one.uuid) for one in exactly(name[:300])]
    return [one for one in dict.fromkeys(found) if one is not None]


def values(rows: QuerySet[Any], *names: str) -> Any:
    """Rows as tuples; days are days, whatever the stubs of our own field say."""
    return rows.values_list(*names)
