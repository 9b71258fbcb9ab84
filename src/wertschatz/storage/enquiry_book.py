"""Keeps enquiries, what was decided of them, and what customers have in common."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import asdict

from wertschatz.domain.customers.register import Entry
from wertschatz.domain.profile.enquiry import Decision, Outcome, Way
from wertschatz.domain.profile.spam import too_many
from wertschatz.domain.values import Fact
from wertschatz.ports.profile import EnquiryEntry, TooMany, TraitsEntry
from wertschatz.storage.find_customers import seen_parts
from wertschatz.storage.journal import writing
from wertschatz.storage.models import Customer, Enquiry, Firm, Traits
from wertschatz.storage.one_after_another import one_after_another
from wertschatz.storage.register_book import write_new

AREAS = ("enquiries",)
"""No letter and no decision on the telephone depends on it."""
FLOOD = dt.timedelta(hours=1)
DECIDED = {
    Decision.YES: "enquiry_yes", Decision.ASK: "enquiry_asked", Decision.NO: "enquiry_no",
    Decision.BIN: "enquiry_binned",
}  # fmt: skip
"""What the action is called."""
CODES = (
    "enquiry_taken", "enquiry_corrected", "enquiry_genuine", *DECIDED.values(), "enquiry_ended",
    "enquiry_became",
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
        if way is Way.FORM:
            _unless_too_many(sender, bool(doubts), at)
        row = Enquiry(
            **asdict(entry), way=way.value, language=language, doubts=" ".join(doubts),
            sender=sender, on=on, at=at, by_id=by,
        )  # fmt: skip
        with writing("enquiry_taken", by=by, at=at, facts=_named(row), areas=AREAS) as pen:
            pen.create(row)
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
    def genuine(self, enquiry: uuid.UUID, *, by: int | None, at: dt.datetime) -> uuid.UUID | None:
        """It is no longer doubtful; None: it was not."""
        row = _row(enquiry)
        return _change(row, "enquiry_genuine", {"doubts": ""} if row.doubts else {}, by, at)

    @one_after_another
    def decide(
        self,
        enquiry: uuid.UUID,
        decision: Decision,
        *,
        reply: str,
        recommended: str,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID | None:
        """What the person decided; None: nothing differs."""
        row = _row(enquiry)
        wanted = {"decision": decision.value, "reply": reply, "recommended": recommended}
        differs: dict[str, object] = {
            key: text for key, text in wanted.items() if getattr(row, key) != text
        }
        if differs:
            differs["decided_at"] = at
        if row.doubts and decision is not Decision.BIN:
            differs["doubts"] = ""  # who is answered is no longer doubted
        return _change(row, DECIDED[decision], differs, by, at)

    @one_after_another
    def ended(
        self, enquiry: uuid.UUID, outcome: Outcome, *, on: dt.date, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """How it went on; None: nothing differs."""
        row = _row(enquiry)
        if row.outcome == outcome.value:
            return None
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
        on: dt.date,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """It becomes a customer; returns that; raises ValueError where it is one already."""
        row = _row(enquiry)
        if row.customer_id is not None:
            raise ValueError(enquiry)
        with writing("enquiry_became", by=by, at=at, facts={"name": entry.name}) as pen:
            customer = write_new(pen, entry)
            known = Traits(customer=customer, **asdict(traits), at=at, by_id=by)
            pen.create(known, customer.party_id)
            pen.update(
                row, customer.party_id, customer=customer, outcome=Outcome.CAME.value,
                outcome_on=on, doubts="", decision=Decision.YES.value,
                decided_at=row.decided_at or at,
            )  # fmt: skip
        return customer.uuid


class TraitsBook:
    """Implements `ports.profile.TraitsBook`."""

    @one_after_another
    def keep(
        self, customer: uuid.UUID, traits: TraitsEntry, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """From now on; None: nothing differs; raises KeyError without such a customer."""
        whose = seen_parts(customer)[0]
        row = Traits.objects.filter(customer=whose).first()
        wanted = asdict(traits)
        if wanted == (asdict(TraitsEntry()) if row is None else _said(row)):
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


def _unless_too_many(sender: str, doubtful: bool, at: dt.datetime) -> None:
    # Two at once are counted one after the other.
    Firm.objects.select_for_update().first()
    rows = Enquiry.objects.filter(way=Way.FORM.value)
    lately = rows.filter(at__gt=at - FLOOD)
    held = rows.exclude(doubts="").filter(decision="")
    of_sender = lately.filter(sender=sender).count()
    if too_many(of_sender, lately.count(), held.count(), doubtful=doubtful):
        raise TooMany


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
    return pen.action.uuid


def _named(row: Enquiry) -> dict[str, Fact]:
    return {"name": (row.name or row.contact or "…")[:60]}
