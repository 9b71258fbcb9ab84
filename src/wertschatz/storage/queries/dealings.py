"""What else stands on a customer's page: where it is, who speaks for it, and the work done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from wertschatz.storage.models import Contact, Customer, Import, Membership, Party

SHOWN = 12


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person who speaks for the customer."""

    name: str
    email: str
    phone: str
    elsewhere: tuple[str, ...]
    """Other organisations for which this person speaks."""


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A call, visit or span of work."""

    kind: str
    on: dt.date
    minutes: int
    """How long it took."""
    counted: int
    """What of it counts as effort: 0 where another entry counts this time already."""
    who: str
    about: str
    file: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Dealings:
    """All of it together."""

    address: str
    email: str
    people: list[PersonLine]
    work: list[WorkLine]
    work_total: int


def dealings(parts: Sequence[Customer]) -> Dealings:
    """Of a customer and all that were merged into it; the customer itself comes first."""
    parties = [part.party for part in parts]
    # By one customer the index gives the newest first; by several all are sorted.
    whose = {"customer": parts[0]} if len(parts) == 1 else {"customer__in": parts}
    live = Contact.objects.filter(**whose, source__state=Import.State.LIVE)
    told = live.filter(Q(length__gt=0) | Q(minutes__gt=0))
    # First the keys over the index, then the rows: some customers have tens of thousands.
    keys = list(told.order_by("-on").values_list("id", flat=True)[:SHOWN])
    newest = Contact.objects.filter(id__in=keys).select_related("file").order_by("-on", "-id")
    return Dealings(
        address=next(filter(None, map(_address, parties)), ""),
        email=next((party.email for party in parties if party.email), ""),
        people=_people(parties),
        work=[_work(row) for row in newest],
        work_total=told.count() if len(keys) == SHOWN else len(keys),
    )


def _address(party: Party) -> str:
    place = " ".join(text for text in (party.postcode, party.town) if text)
    country = party.country if party.country != "DE" else ""
    return ", ".join(text for text in (party.street, place, country) if text)


def _people(parties: Sequence[Party]) -> list[PersonLine]:
    live = Membership.objects.filter(source__state=Import.State.LIVE)
    mine = live.filter(organisation__in=parties).select_related("person").order_by("-id")
    people = {row.person_id: row.person for row in mine[:50]}
    others: dict[int, dict[str, None]] = {}
    elsewhere = live.filter(person__in=people).exclude(organisation__in=parties)
    for person, name in elsewhere.values_list("person_id", "organisation__name"):
        others.setdefault(person, {})[name] = None
    return [
        PersonLine(person.name, person.email, person.phone, tuple(others.get(pk, ())))
        for pk, person in list(people.items())[:SHOWN]
    ]


def _work(row: Contact) -> WorkLine:
    return WorkLine(
        row.kind, row.on, row.length or row.minutes, row.minutes, row.who, row.about,
        row.file.name if row.file else "", row.line,
    )  # fmt: skip
