"""Keeps contacts that people log by hand, the moods that go with them, and running clocks."""

from __future__ import annotations

import datetime as dt
import uuid
from contextlib import AbstractContextManager

from wertschatz.domain.customers.contacts import ContactKind, Way
from wertschatz.domain.values import Fact
from wertschatz.ports.contacts import Entry, Running
from wertschatz.storage import effort, merged
from wertschatz.storage.find_customers import seen_parts
from wertschatz.storage.imports import by_hand
from wertschatz.storage.journal import Writing, writing
from wertschatz.storage.models import (
    Action,
    Change,
    Contact,
    Customer,
    Import,
    Ring,
    Timer,
    User,
)
from wertschatz.storage.one_after_another import one_after_another

PATIENCE = dt.timedelta(minutes=1)
"""Ten contacts in a row assess a large base once, not ten times."""
MOOD = "mood_noted"


class ContactBook:
    """Every writing call is one action with its undo."""

    def __init__(self, ring: Ring | None = None) -> None:
        """`ring`: the call that is logged, which then names its contact."""
        self._ring = ring

    def log(
        self, customer: uuid.UUID, entry: Entry, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """A contact with this customer; raises KeyError without such a customer."""
        whose = seen_parts(customer)[0]
        with _writing("contact_logged", whose, entry.on, entry.minutes, by, at) as pen:
            row = _keep(pen, whose, entry, by)
            if self._ring is not None:
                pen.update(self._ring, whose.party_id, contact=row)
        return pen.action.uuid

    def person_of(self, contact: int) -> int | None:
        """Who logged it by hand; raises KeyError for any other contact."""
        return _row(contact).person_id

    def correct(
        self,
        contact: int,
        *,
        minutes: int,
        way: Way | None,
        about: str,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """How long it was, who began and what it was about; raises KeyError."""
        row = _row(contact)
        whose = _whose(row)
        began = None if way is None else way.value
        with _writing("contact_corrected", whose, row.on, minutes, by, at) as pen:
            pen.update(row, whose.party_id, length=minutes, way=began, about=about)
            effort.recount({whose.pk})
        return pen.action.uuid

    def note_mood(
        self, contact: int, mood: int | None, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """How the person felt afterwards; it takes part in no assessment; raises KeyError."""
        row = _row(contact)
        whose = _whose(row)
        # `told` is how `forget_moods` finds this, also when it was taken back and done again.
        facts: dict[str, Fact] = {
            "name": whose.party.name, "on": row.on.isoformat(), "told": "mood",
        }  # fmt: skip
        with writing(MOOD, by=by, at=at, facts=facts, party=whose.party_id, areas=()) as pen:
            pen.update(row, whose.party_id, mood=mood)
        return pen.action.uuid

    def running(self, by: int) -> Running | None:
        """The clock of this person."""
        row = Timer.objects.select_related("customer__party").filter(user_id=by).first()
        if row is None:
            return None
        name = row.customer.party.name if row.customer else ""
        uuid = row.customer.uuid if row.customer else None
        return Running(name, ContactKind(row.kind), row.about, row.started_at, uuid)

    @one_after_another
    def start(
        self, customer: uuid.UUID, kind: ContactKind, *, by: int, at: dt.datetime
    ) -> uuid.UUID:
        """Starts the clock; raises KeyError without such a customer, ValueError while one runs."""
        whose = seen_parts(customer)[0]
        if Timer.objects.filter(user_id=by).exists():
            raise ValueError(by)
        row = Timer(user_id=by, customer=whose, kind=kind.value, started_at=at)
        facts: dict[str, Fact] = {"name": whose.party.name}
        with writing(
            "timer_started", by=by, at=at, facts=facts, party=whose.party_id, areas=()
        ) as pen:
            pen.create(row, whose.party_id)
        return pen.action.uuid

    @one_after_another
    def stop(self, entry: Entry, *, by: int, at: dt.datetime) -> uuid.UUID:
        """Stops the clock and logs what it measured, as one action; raises KeyError."""
        row, whose = _clock(by)
        with _writing("contact_timed", whose, entry.on, entry.minutes, by, at) as pen:
            pen.delete(row, whose.party_id)
            _keep(pen, whose, entry, by)
        return pen.action.uuid

    @one_after_another
    def drop(self, *, by: int, at: dt.datetime) -> uuid.UUID:
        """Stops the clock and logs nothing; raises KeyError."""
        row, whose = _clock(by)
        facts: dict[str, Fact] = {"name": whose.party.name}
        with writing(
            "timer_dropped", by=by, at=at, facts=facts, party=whose.party_id, areas=()
        ) as pen:
            pen.delete(row, whose.party_id)
        return pen.action.uuid


def _writing(
    code: str, whose: Customer, on: dt.date, minutes: int, by: int | None, at: dt.datetime
) -> AbstractContextManager[Writing]:
    facts: dict[str, Fact] = {
        "name": whose.party.name, "on": on.isoformat(), "minutes": minutes,
    }  # fmt: skip
    return writing(code, by=by, at=at, facts=facts, party=whose.party_id, patience=PATIENCE)


def _keep(pen: Writing, whose: Customer, entry: Entry, by: int | None) -> Contact:
    """Writes the contact, and counts this customer's effort anew in the same breath."""
    names = User.objects.filter(pk=by or 0).values_list("username", flat=True)
    row = Contact(
        customer=whose, source=by_hand(), person_id=by, who=names.first() or "",
        kind=entry.kind.value, about=entry.about, on=entry.on, started_at=entry.started_at,
        minutes=entry.minutes, length=entry.minutes,
        way=None if entry.way is None else entry.way.value,
    )  # fmt: skip
    pen.create(row, whose.party_id)
    effort.recount({whose.pk})
    return row


def _row(contact: int) -> Contact:
    """A contact that was logged by hand; raises KeyError."""
    rows = Contact.objects.select_related("customer__party", "customer__merged_into__party")
    row = rows.filter(pk=contact, source__kind="hand", source__state=Import.State.LIVE).first()
    if row is None or row.customer is None:
        raise KeyError(contact)
    return row


def _whose(row: Contact) -> Customer:
    """The customer it is with; a merged one keeps its rows."""
    if row.customer is None:
        raise KeyError(row.pk)
    return merged.target(row.customer)


def _clock(by: int) -> tuple[Timer, Customer]:
    # Held: whoever presses twice stops it once.
    held = Timer.objects.select_for_update().filter(user_id=by).first()
    rows = Timer.objects.select_related("customer__party", "customer__merged_into__party")
    row = None if held is None else rows.filter(pk=held.pk).first()
    if row is None or row.customer is None:
        raise KeyError(by)
    # Also one whose import was taken back meanwhile: a clock must always come to an end.
    return row, merged.target(row.customer)


def forget_moods(before: dt.date) -> int:
    """Moods after contacts before that day go for good, from the journal too; returns how many.

    Every mood was noted through the journal, so that it knows the rows: nobody walks over
    millions of contacts.
    """
    told = Action.objects.filter(facts__told="mood").values_list("pk", "facts")
    old = [pk for pk, facts in told if facts["on"] < before.isoformat()]
    rows = Change.objects.filter(action__in=old, table="contact").values_list("row", flat=True)
    gone = Contact.objects.filter(pk__in=list(rows), mood__isnull=False).update(mood=None)
    Action.objects.filter(pk__in=old).delete()
    return gone
