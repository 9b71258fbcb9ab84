"""Contacts that people logged by hand, whom one may mean, and the clock that runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, QuerySet

from wertschatz.domain.customers.identity import folded_name
from wertschatz.storage import merged, search
from wertschatz.storage.find_customers import seen_now
from wertschatz.storage.models import Action, Change, Contact, Customer, Import, Timer
from wertschatz.storage.overwritten import Standing

LOGGED = ("contact_logged", "contact_timed", "contact_corrected", "mood_noted")
"""Actions of which the newest on a contact can be taken back."""


@dataclass(frozen=True, slots=True)
class LoggedLine:
    """A contact somebody logged."""

    id: int
    customer: UUID
    name: str
    kind: str
    on: dt.date
    started_at: dt.datetime | None
    minutes: int
    counted: bool
    """Not where another entry counts this time already."""
    way: str
    about: str
    who: str
    mine: bool
    mood: int | None
    """Only of the person who asks."""
    action: UUID | None
    """What takes back the newest on it that still stands."""
    action_mine: bool
    """That was done by the person who asks."""


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A customer that may be meant."""

    uuid: UUID
    name: str
    number: str
    town: str


@dataclass(frozen=True, slots=True)
class TimerLine:
    """The clock of the person who asks."""

    customer: UUID | None
    name: str
    kind: str
    started_at: dt.datetime


def newest_logged(person: int, *, only_mine: bool, most: int) -> list[LoggedLine]:
    """What was logged last, the newest first."""
    source = _by_hand()
    if source is None:
        return []
    rows = Contact.objects.filter(source=source)
    if only_mine:
        rows = rows.filter(person=person)
    return _lines(rows.order_by("-id").values_list("id", flat=True)[:most], person)


def logged_since(parts: Sequence[Customer], on: dt.date, person: int) -> list[LoggedLine]:
    """The newest contact that this person logged of a customer, if it was on that day or later."""
    source = _by_hand()
    if source is None:
        return []
    rows = Contact.objects.filter(
        customer__in=parts, on__gte=on.toordinal(), source=source, person=person
    )
    return _lines(rows.order_by("-id").values_list("id", flat=True)[:1], person)


def logged_line(contact: int, person: int) -> LoggedLine | None:
    """One contact that somebody logged by hand; None: there is no such."""
    source = _by_hand()
    rows = Contact.objects.filter(pk=contact, source=source, customer__isnull=False)
    return next(iter(_lines(rows.values_list("id", flat=True), person)), None) if source else None


def sums_of(lines: Iterable[LoggedLine], on: dt.date) -> tuple[int, int]:
    """How many contacts on that day, and their minutes."""
    minutes = [line.minutes for line in lines if line.on == on]
    return len(minutes), sum(minutes)


def _by_hand() -> int | None:
    return Import.objects.filter(kind="hand").values_list("id", flat=True).first()


def _lines(ids: Iterable[int], person: int) -> list[LoggedLine]:
    rows = Contact.objects.filter(pk__in=list(ids)).select_related(
        "customer__party", "customer__merged_into__party"
    )
    found = list(rows.order_by("-id"))
    actions = _actions([row.pk for row in found], person)
    return [
        _line(row, merged.target(row.customer), person, actions.get(row.pk))
        for row in found
        if row.customer is not None
    ]


def _actions(contacts: Sequence[int], person: int) -> dict[int, tuple[UUID, bool]]:
    """Contact → the action that can be the first to go, and whether this person did it.

    What was taken back and done again goes by taking back the doing again.
    """
    changes = Change.objects.filter(table="contact", row__in=contacts, action__code__in=LOGGED)
    rows = list(changes.order_by("action_id").values_list("row", "action_id"))
    standing = Standing({action for _, action in rows})
    ends = {action: standing.end(action) for _, action in rows}
    newest = {row: (action, ends[action]) for row, action in rows if ends[action] is not None}
    asked = {action for pair in newest.values() for action in pair}
    known = {pk: (name, by) for pk, name, by in _by_whom(asked)}
    return {
        row: (known[end][0], known[begun][1] == known[end][1] == person)
        for row, (begun, end) in newest.items()
        if end is not None
    }


def _by_whom(actions: Iterable[int | None]) -> QuerySet[Action, tuple[int, UUID, int | None]]:
    return Action.objects.filter(pk__in=list(actions)).values_list("pk", "uuid", "by_id")


def _line(
    row: Contact, whose: Customer, person: int, action: tuple[UUID, bool] | None
) -> LoggedLine:
    mine = row.person_id == person
    return LoggedLine(
        id=row.pk, customer=whose.uuid, name=whose.party.name, kind=row.kind, on=row.on,
        started_at=row.started_at, minutes=row.length or row.minutes, counted=row.minutes > 0,
        way=row.way or "", about=row.about, who=row.who, mine=mine,
        mood=row.mood if mine else None, action=action[0] if action else None,
        action_mine=action is not None and action[1],
    )  # fmt: skip


def named(text: str, most: int = 8) -> list[FoundLine]:
    """Customers of exactly this name or number; without any, those that match."""
    bare = text.replace("\0", "").strip()
    return (exactly(bare, most) or whom(bare, most)) if bare else []


def exactly(text: str, most: int = 8) -> list[FoundLine]:
    """Customers of exactly this name or number."""
    bare = text.replace("\0", "").strip()
    name = folded_name(bare)[:320]
    return _seen(Customer.objects.filter(Q(name_key=name) | Q(number=bare)), most) if name else []


def whom(text: str, most: int = 5) -> list[FoundLine]:
    """Customers that match what was typed, those with the highest revenue first."""
    parties = search.matching_parties(text)
    if parties is None:
        return []
    return _seen(Customer.objects.filter(party__in=parties, archived=False), most)


def _seen(rows: QuerySet[Customer], most: int) -> list[FoundLine]:
    best = F("assessment__revenue_cents").desc(nulls_last=True)
    # More than are shown: some are one customer by now, or came with an import that is gone.
    keys = list(rows.order_by(best, "id").values_list("id", flat=True)[: 3 * most])
    there = Customer.objects.filter(pk__in=list(seen_now(keys)))
    there = there.select_related("party", "merged_into__party")
    by_key = {row.pk: merged.target(row) for row in there}
    # A customer is named once, in the order in which it was found.
    found = dict.fromkeys(by_key[key] for key in keys if key in by_key)
    return [_found(row) for row in list(found)[:most]]


def _found(row: Customer) -> FoundLine:
    return FoundLine(row.uuid, row.party.name, row.number, row.party.town)


def timer_of(person: int) -> TimerLine | None:
    """The clock that runs for this person."""
    rows = Timer.objects.filter(user=person).select_related("customer__party")
    row = rows.first()
    if row is None:
        return None
    whose = row.customer
    name = whose.party.name if whose else ""
    return TimerLine(whose.uuid if whose else None, name, row.kind, row.started_at)
