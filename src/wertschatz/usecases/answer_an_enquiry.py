"""“Somebody asks for us”: an enquiry is taken in, looked at, answered, and followed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from wertschatz.domain.customers.register import Entry
from wertschatz.domain.profile.enquiry import ANSWERS, LONGEST, Decision, Outcome, Way
from wertschatz.domain.profile.fit import CameBy, Size
from wertschatz.domain.profile.spam import doubts
from wertschatz.domain.values import Fact
from wertschatz.ports.profile import (
    CustomerThere,
    DecidedMeanwhile,
    EnquiryBook,
    EnquiryEntry,
    TooMany,
    TooManyHeld,
    TraitsBook,
    TraitsEntry,
)
from wertschatz.usecases.keep_tasks import printable
from wertschatz.usecases.refusals import Refused
from wertschatz.usecases.write_the_register import checked

WITH_LINES = frozenset({"text", "reply"})
CHOICES = {"size": frozenset(Size), "came_by": frozenset(CameBy)}


@dataclass(frozen=True, slots=True)
class Sent:
    """What tells a person from a machine, of what came through the public form."""

    trap: str
    """A field that nobody sees."""
    since_seconds: float | None
    """Since the form was given out; None: it bears no stamp of ours."""
    sender: str
    """A print of the address it came from."""


def take_from_the_form(
    book: EnquiryBook, typed: EnquiryEntry, sent: Sent, language: str, *, on: dt.date,
    at: dt.datetime,
) -> uuid.UUID:  # fmt: skip
    """From outside: held where it is doubtful; returns the enquiry; raises Refused."""
    entry = _read(typed)
    if not entry.text:
        raise Refused("enquiry_text_missing")
    if not entry.contact:
        raise Refused("enquiry_contact_missing")
    found = doubts(
        trap=sent.trap, since_seconds=sent.since_seconds, texts=list(asdict(entry).values())
    )
    try:
        return book.take(
            entry, Way.FORM, language, doubts=tuple(one.value for one in found),
            sender=sent.sender, on=on, by=None, at=at,
        )  # fmt: skip
    except TooManyHeld:
        raise Refused("enquiries_full") from None
    except TooMany:
        raise Refused("enquiries_too_many") from None


def write_down(
    book: EnquiryBook, typed: EnquiryEntry, way: str, language: str, *, on: dt.date,
    by: int | None, at: dt.datetime,
) -> uuid.UUID:  # fmt: skip
    """Typed by ourselves, or from a mail; returns the enquiry; raises Refused."""
    entry = _read(typed)
    if not (entry.name or entry.contact or entry.text):
        raise Refused("enquiry_empty")
    came = Way(way) if way in {Way.MAIL, Way.TYPED} else Way.TYPED
    return book.take(entry, came, language, on=on, by=by, at=at)


def correct(
    book: EnquiryBook, enquiry: uuid.UUID, typed: EnquiryEntry, *, by: int | None, at: dt.datetime
) -> uuid.UUID | None:
    """What is known of it; None: nothing differs; raises Refused."""
    entry = _read(typed)
    try:
        return book.correct(enquiry, entry, by=by, at=at)
    except KeyError:
        raise Refused("enquiry_gone") from None


def hold_no_longer(
    book: EnquiryBook, enquiry: uuid.UUID, *, seen: str | None = None, by: int | None,
    at: dt.datetime,
) -> uuid.UUID | None:  # fmt: skip
    """It is an enquiry; None: nobody doubted it, or threw it away; raises Refused."""
    with _told():
        return book.genuine(enquiry, seen=seen, by=by, at=at)


def throw_away(
    book: EnquiryBook, enquiry: uuid.UUID, *, seen: str | None = None, by: int | None,
    at: dt.datetime,
) -> uuid.UUID | None:  # fmt: skip
    """It is none; None: it was thrown away already; raises Refused."""
    with _told():
        return book.decide(enquiry, Decision.BIN, reply="", recommended="", seen=seen, by=by, at=at)


def throw_held_away(
    book: EnquiryBook, newest: uuid.UUID, *, by: int | None, at: dt.datetime
) -> uuid.UUID | None:
    """All that are held as doubtful, up to this one, the newest that the person saw; None: none
    is; raises Refused."""
    with _told():
        return book.throw_held_away(newest, by=by, at=at)


def decide(
    book: EnquiryBook, enquiry: uuid.UUID, decision: str, *, reply: str, recommended: str,
    seen: str | None = None, by: int | None, at: dt.datetime,
) -> uuid.UUID | None:  # fmt: skip
    """Yes, a question, or a polite no, in the person's own words; nothing is sent by itself.

    None: nothing differs; raises Refused.
    """
    if decision not in set(ANSWERS):
        raise Refused("enquiry_choice_unknown", {"value": decision[:30]})
    with _told():
        return book.decide(
            enquiry, Decision(decision), reply=_text("reply", reply),
            recommended=_text("recommended", recommended), seen=seen, by=by, at=at,
        )  # fmt: skip


def say_how_it_went(
    book: EnquiryBook, enquiry: uuid.UUID, outcome: str, *, seen: str | None = None,
    on: dt.date, by: int | None, at: dt.datetime,
) -> uuid.UUID | None:  # fmt: skip
    """How it went on; None: nothing differs; raises Refused."""
    if outcome not in set(Outcome):
        raise Refused("enquiry_choice_unknown", {"value": outcome[:30]})
    with _told():
        return book.ended(enquiry, Outcome(outcome), seen=seen, on=on, by=by, at=at)


def make_a_customer(
    book: EnquiryBook, enquiry: uuid.UUID, *, seen: str | None = None, on: dt.date,
    by: int | None, at: dt.datetime,
) -> uuid.UUID:  # fmt: skip
    """A yes becomes a customer, with what is known of it; returns the customer; raises Refused."""
    with _told():
        asked = book.entry_of(enquiry)
        mail = asked.contact if "@" in asked.contact else ""
        phone = "" if mail else asked.contact[:60]
        entry = checked(Entry(name=asked.name or asked.contact, email=mail, phone=phone))
        traits = TraitsEntry(asked.trade, asked.size, asked.region, asked.came_by, asked.job)
        return book.become(enquiry, entry, traits, seen=seen, on=on, by=by, at=at)


def say_traits(
    book: TraitsBook, customer: uuid.UUID, typed: TraitsEntry, *, by: int | None, at: dt.datetime
) -> uuid.UUID | None:
    """What a customer has in common with others; None: nothing differs; raises Refused."""
    texts = {name: _text(name, text) for name, text in asdict(typed).items()}
    _known_choices(texts)
    try:
        return book.keep(customer, TraitsEntry(**texts), by=by, at=at)
    except KeyError:
        raise Refused("customer_gone") from None


@contextmanager
def _told() -> Iterator[None]:
    """Says in a sentence why an enquiry cannot be changed."""
    try:
        yield
    except KeyError:
        raise Refused("enquiry_gone") from None
    except CustomerThere:
        raise Refused("enquiry_customer_there") from None
    except DecidedMeanwhile:
        raise Refused("enquiry_decided_meanwhile") from None


def _read(typed: EnquiryEntry) -> EnquiryEntry:
    texts = {name: _text(name, text) for name, text in asdict(typed).items()}
    _known_choices(texts)
    return EnquiryEntry(**texts)


def _known_choices(texts: dict[str, str]) -> None:
    for name, known in CHOICES.items():
        if texts[name] and texts[name] not in known:
            raise Refused("enquiry_choice_unknown", {"value": texts[name][:30]})


def _text(name: str, text: str) -> str:
    """Without blanks too many, and with nothing that steers a terminal or turns the line round;
    raises Refused where it is longer than what is kept."""
    if name in WITH_LINES:
        words = "\n".join(printable(line).rstrip() for line in text.strip().splitlines())
    else:
        words = " ".join(printable(text).split())
    if name in LONGEST and len(words) > LONGEST[name]:
        facts: dict[str, Fact] = {"text": words[:40], "length": len(words), "most": LONGEST[name]}
        raise Refused("field_too_long", facts)
    return words
