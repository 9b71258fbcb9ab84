"""Keeps enquiries, what was decided of them, and what customers have in common."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import asdict

from wertschatz.domain.customers.register import Entry
from wertschatz.domain.profile.enquiry import Decision, Outcome, Way, print_of
from wertschatz.domain.profile.spam import Doubt, Place, place_of
from wertschatz.domain.values import Fact
from wertschatz.ports.profile import (
    CustomerThere,
    DecidedMeanwhile,
    EnquiryEntry,
    TooMany,
    TooManyHeld,
    TraitsEntry,
)
from wertschatz.storage import searchable
from wertschatz.storage.find_customers import seen_parts
from wertschatz.storage.journal import writing
from wertschatz.storage.models import Customer, Enquiry, Firm, Traits
from wertschatz.storage.one_after_another import one_after_another
from wertschatz.storage.register_book import write_new

AREAS = ("enquiries",)
"""No letter and no decision on the telephone depends on it."""
TOLD = frozenset({*asdict(EnquiryEntry()), "reply", "recommended"})
"""Columns that an enquiry is found by."""
FLOOD = dt.timedelta(hours=1)
DECIDED = {
    Decision.YES: "enquiry_yes", Decision.ASK: "enquiry_asked", Decision.NO: "enquiry_no",
    Decision.BIN: "enquiry_binned",
}  # fmt: skip
"""What the action is called."""
CODES = (
    "enquiry_taken", "enquiry_corrected", "enquiry_genuine", *DECIDED.values(), "enquiry_ended",
    "enquiry_became", "enquiries_binned", "enquiry_back", "enquiry_bin_set",
)  # fmt: skip


class EnquiryBook:
    """Implements `ports.profile.EnquiryBook`."""

    @one_after_another
    def take(
        self,
        entry: EnquiryEntry,
        way: Way,
        language: str,
        *,
        doubts: tuple[str, ...] = (),
        sender: str = "",
        on: dt.date,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """Keeps it; returns the enquiry; raises TooMany where it came by the form."""
        if way is Way.FORM and _place(sender, bool(doubts), at) is Place.HELD:
            doubts = doubts or (Doubt.MANY.value,)
        row = Enquiry(
            **asdict(entry), way=way.value, language=language, doubts=" ".join(doubts),
            sender=sender, on=on, at=at, by_id=by,
        )  # fmt: skip
        with writing("enquiry_taken", by=by, at=at, facts=_named(row), areas=AREAS) as pen:
            pen.create(row)
            searchable.renew_enquiries([row.pk])
        return row.uuid

    @one_after_another
    def correct(
        self, enquiry: uuid.UUID, entry: EnquiryEntry, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """What is known of it; None: nothing differs."""
        row = _row(enquiry)
        differs = {key: text for key, text in asdict(entry).items() if getattr(row, key) != text}
        return _change(row, "enquiry_corrected", differs, by, at)

    @one_after_another
    def genuine(
        self, enquiry: uuid.UUID, *, seen: str | None, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """It is no longer doubtful, nor in the bin; None: it was neither."""
        row = _row(enquiry)
        binned = row.decision == Decision.BIN
        if not (row.doubts or binned):
            return None
        _as_seen(row, seen)
        differs: dict[str, object] = {"doubts": ""}
        if binned:
            # Else it would be deleted, though somebody has just said that it is an enquiry.
            differs |= {"decision": "", "decided_at": None}
        return _change(row, "enquiry_back" if binned else "enquiry_genuine", differs, by, at)

    @one_after_another
    def throw_held_away(
        self, newest: uuid.UUID, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """All that are held as doubtful and came no later than this one; None: none is."""
        last = _row(newest)
        held = Enquiry.objects.select_for_update().filter(decision="", outcome="", id__lte=last.pk)
        rows = list(held.exclude(doubts="").order_by("id"))
        if not rows:
            return None
        facts: dict[str, Fact] = {"enquiries": len(rows)}
        with writing("enquiries_binned", by=by, at=at, facts=facts, areas=AREAS) as pen:
            pen.update_many(rows, decision=Decision.BIN.value, decided_at=at)
        return pen.action.uuid

    @one_after_another
    def decide(
        self,
        enquiry: uuid.UUID,
        decision: Decision,
        *,
        reply: str,
        recommended: str,
        seen: str | None,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID | None:
        """What the person decided; None: nothing differs; raises CustomerThere for anything but
        a yes to who is a customer."""
        row = _row(enquiry)
        wanted = {"decision": decision.value, "reply": reply, "recommended": recommended}
        differs: dict[str, object] = {
            key: text for key, text in wanted.items() if getattr(row, key) != text
        }
        if differs:
            _as_seen(row, seen)
            if row.customer_id is not None and decision is not Decision.YES:
                raise CustomerThere
            differs["decided_at"] = at
        if row.doubts and decision is not Decision.BIN:
            differs["doubts"] = ""  # who is answered is no longer doubted
        return _change(row, DECIDED[decision], differs, by, at)

    @one_after_another
    def ended(
        self, enquiry: uuid.UUID, outcome: Outcome, *, seen: str | None, on: dt.date,
        by: int | None, at: dt.datetime,
    ) -> uuid.UUID | None:  # fmt: skip
        """How it went on; None: nothing differs; raises CustomerThere."""
        row = _row(enquiry)
        if row.outcome == outcome.value:
            return None
        _as_seen(row, seen)
        if row.customer_id is not None:
            raise CustomerThere
        differs = {"outcome": outcome.value, "outcome_on": on}
        return _change(row, "enquiry_ended", differs, by, at)

    def entry_of(self, enquiry: uuid.UUID) -> EnquiryEntry:
        """As it stands."""
        row = _row(enquiry)
        return EnquiryEntry(**{key: getattr(row, key) for key in asdict(EnquiryEntry())})

    @one_after_another
    def become(
        self,
        enquiry: uuid.UUID,
        entry: Entry,
        traits: TraitsEntry,
        *,
        seen: str | None,
        on: dt.date,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """It becomes a customer; returns that; raises CustomerThere where it is one already."""
        row = _row(enquiry)
        if row.customer_id is not None:
            raise CustomerThere
        _as_seen(row, seen)
        # Words that were written for a no are none for a yes.
        words = {} if row.decision == Decision.YES else {"reply": "", "recommended": ""}
        with writing("enquiry_became", by=by, at=at, facts={"name": entry.name}) as pen:
            customer = write_new(pen, entry)
            if traits != TraitsEntry():
                known = Traits(customer=customer, **asdict(traits), at=at, by_id=by)
                pen.create(known, customer.party_id)
            pen.update(
                row, customer.party_id, customer=customer, outcome=Outcome.CAME.value,
                outcome_on=on, doubts="", decision=Decision.YES.value,
                decided_at=at if words else row.decided_at, **words,
            )  # fmt: skip
            if words:
                searchable.renew_enquiries([row.pk])
        return customer.uuid


class TraitsBook:
    """Implements `ports.profile.TraitsBook`."""

    @one_after_another
    def keep(
        self, customer: uuid.UUID, traits: TraitsEntry, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """From now on; None: nothing differs; raises KeyError without such a customer."""
        parts = seen_parts(customer)
        whose = parts[0]
        row = Traits.objects.filter(customer=whose).first()
        wanted = asdict(traits)
        # Held against what the page shows: an empty row of its own empties what was inherited.
        if traits == traits_of(parts):
            return None
        facts: dict[str, Fact] = {"name": whose.party.name}
        with writing(
            "traits_said", by=by, at=at, facts=facts, party=whose.party_id, areas=AREAS
        ) as pen:
            if row is None:
                pen.create(Traits(customer=whose, **wanted, at=at, by_id=by), whose.party_id)
            else:
                pen.update(row, whose.party_id, **wanted, at=at)
        return pen.action.uuid


def traits_of(parts: list[Customer]) -> TraitsEntry:
    """The customer's own, else the newest of those merged into it; the customer comes first."""
    rows = Traits.objects.filter(customer__in=parts).order_by("-at", "-id")
    found = list(rows)
    own = [row for row in found if row.customer_id == parts[0].pk]
    row = next(iter(own or found), None)
    return TraitsEntry() if row is None else TraitsEntry(**_said(row))


def _said(row: Traits) -> dict[str, str]:
    return {key: getattr(row, key) for key in asdict(TraitsEntry())}


def state_of(row: Enquiry) -> str:
    """The print of what was decided of it."""
    return print_of(
        row.decision, row.reply, row.recommended, row.outcome, row.doubts,
        str(row.customer_id or ""),
    )  # fmt: skip


def _as_seen(row: Enquiry, seen: str | None) -> None:
    if seen is not None and seen != state_of(row):
        raise DecidedMeanwhile


def _place(sender: str, doubtful: bool, at: dt.datetime) -> Place:
    """Where it comes to lie; raises TooMany."""
    # Two at once are counted one after the other.
    Firm.objects.select_for_update().first()
    rows = Enquiry.objects.filter(way=Way.FORM.value)
    lately = rows.filter(at__gt=at - FLOOD)
    honest = ("", Doubt.MANY.value)
    if doubtful:
        of_sender = of_all = lately.exclude(doubts__in=honest)
    else:
        of_sender, of_all = lately.filter(doubts__in=honest), lately.filter(doubts="")
    held = rows.exclude(doubts="").filter(decision="", outcome="")
    place = place_of(
        of_sender.filter(sender=sender).count(), of_all.count(), held.count(), doubtful=doubtful
    )
    if place is Place.LATER:
        raise TooMany
    if place is Place.FULL:
        raise TooManyHeld
    return place


def _row(enquiry: uuid.UUID) -> Enquiry:
    row = Enquiry.objects.select_for_update().filter(uuid=enquiry).first()
    if row is None:
        raise KeyError(enquiry)
    return row


def _change(
    row: Enquiry, code: str, differs: Mapping[str, object], by: int | None,
    at: dt.datetime,
) -> uuid.UUID | None:  # fmt: skip
    if not differs:
        return None
    with writing(code, by=by, at=at, facts=_named(row), areas=AREAS) as pen:
        pen.update(row, None, **differs)
        if not TOLD.isdisjoint(differs):
            searchable.renew_enquiries([row.pk])
    return pen.action.uuid


def _named(row: Enquiry) -> dict[str, Fact]:
    return {"name": (row.name or row.contact or "…")[:60]}
