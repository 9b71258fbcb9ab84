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
)
from wertschatz.domain.care.suggestion import (
    Someone,
)
from wertschatz.domain.values import Group
from wertschatz.storage import merged
from wertschatz.storage.find_customers import seen_now
from wertschatz.storage.models import (
    Assessment,
    Attention,
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
)

MOST = 250
"""Customers looked at: those with a confirmed letter first, then by revenue. Who is not among them
is found by what was noted about them, and by their birthday."""
BY_REVENUE = 100
LIVE = Import.State.LIVE


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
    def no_gifts(self) -> bool:
        """Must not accept any."""
        return bool(self.detail and self.detail.no_gifts)

    @property
    def channels(self) -> frozenset[Channel]:
        """Ways from afar that are open."""
        return open_channels(self.said, business=self.business, inside=self.inside)

    def someone(self, thanked_on: dt.date | None) -> Someone:
        """As the choice needs it."""
        return Someone(
            str(self.key), self.group, self.inside, self.business, thanked_on, dict(self.said)
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
    asked = sorted(letters, key=lambda one: (letters[one], one))[:MOST]
    asked += _noted_ones(today)
    largest = Assessment.objects.order_by("-revenue_cents").values_list("customer_id", flat=True)
    asked += list(largest[:BY_REVENUE])
    heads = seen_now(asked)
    chosen = list(dict.fromkeys(heads[one] for one in asked if one in heads))[: MOST + BY_REVENUE]
    rows = list(Customer.objects.select_related("party").filter(pk__in=chosen, archived=False))
    return with_people(rows, into, letters)


def with_people(
    rows: Sequence[Customer], into: Mapping[int, int], letters: Mapping[int, Group]
) -> Base:
    ids = {row.pk for row in rows}
    parts = {one: now for one, now in into.items() if now in ids} | {one: one for one in ids}
    parties = dict(Customer.objects.filter(pk__in=parts).values_list("pk", "party_id"))
    key_of = {row.pk: str(row.party.uuid) for row in rows}
    base = Base(
        {}, {parties[one]: key_of[now] for one, now in parts.items()},
        {one: key_of[now] for one, now in parts.items()},
    )  # fmt: skip
    cared = list(
        CaredFor.objects.select_related("party", "customer__merged_into")
        .filter(ended_on=None).order_by("id")
    )  # fmt: skip
    for one in cared:
        base.whose.setdefault(one.party_id, str(one.party.uuid))
    details = _details(base)
    said = _said(base)
    for row in rows:
        key = key_of[row.pk]
        base.people[key] = Person(
            row.party.uuid, row.party.name, ("customer",), row.uuid, letters.get(row.pk),
            _business(details.get(key), row), details.get(key), said.get(key, {}),
        )  # fmt: skip
    for one in cared:
        _join(base, one, details, said)
    return base


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
    detail = details.get(key)
    business = detail.business if detail and detail.business is not None else whose is not None
    base.people[key] = Person(
        one.party.uuid, one.party.name, (one.kind,), whose.uuid if whose else None, None,
        business, detail, said.get(key, {}),
    )  # fmt: skip


def _business(detail: CareDetail | None, row: Customer) -> bool:
    if detail is not None and detail.business is not None:
        return detail.business
    # Nobody knows: then the stricter rule, that for consumers.
    return row.party.kind == "organisation" or bool(row.vat_id)


def _details(base: Base) -> dict[str, CareDetail]:
    rows = CareDetail.objects.filter(party__in=list(base.whose)).order_by("at", "id")
    found: dict[str, CareDetail] = {}
    for row in rows:
        found[base.whose[row.party_id]] = row
    return found


def _said(base: Base) -> dict[str, Mapping[Channel, Said]]:
    rows = CareConsent.objects.filter(party__in=list(base.whose)).order_by("on", "id")
    words: defaultdict[str, list[Word]] = defaultdict(list)
    for row in rows:
        words[base.whose[row.party_id]].append(Word(Channel(row.channel), Said(row.said), row.on))
    return {key: standing(some) for key, some in words.items()}


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
    found += list(cards.values_list("customer_id", flat=True))
    parties: set[int] = set()
    for rows in (
        CareDetail.objects.all(), CareNotice.objects.filter(ended_on=None),
        Attention.objects.filter(on__gte=since),
    ):  # fmt: skip
        parties |= set(rows.values_list("party_id", flat=True)[: MOST * 5])
    found += list(Customer.objects.filter(party__in=parties).values_list("pk", flat=True))
    return [one for one in found if one is not None]


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
        # Two address books know the same person.
        if all(one.who != name for one in found[key]):
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
    base = with_people(rows, into, letters)
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


def key_of_customer(customer: UUID) -> UUID | None:
    """The person that a customer is; None: there is none that is seen."""
    row = Customer.objects.filter(uuid=customer).values_list("party__uuid", flat=True).first()
    found = None if row is None else person_of(row)
    return None if found is None else found.key


def people_named(name: str) -> list[UUID]:
    """People by hand and customers with exactly this name, as it is written or folded."""
    from wertschatz.storage.queries.contacts import named

    bare = " ".join(name.split())[:300]
    if not bare:
        return []
    rows = CaredFor.objects.filter(party__name__iexact=bare, ended_on=None)
    found = list(dict.fromkeys(rows.values_list("party__uuid", flat=True)))
    if found:
        return found
    keys = [key_of_customer(one.uuid) for one in named(bare)]
    return [one for one in dict.fromkeys(keys) if one is not None]


def values(rows: QuerySet[Any], *names: str) -> Any:
    """Rows as tuples; days are days, whatever the stubs of our own field say."""
    return rows.values_list(*names)
