"""“That was a call”: a contact with a customer, logged with one press, and corrected afterwards."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from wertschatz.domain.customers.contacts import (
    LONGEST_ABOUT,
    LONGEST_MINUTES,
    MOODS,
    ContactKind,
    Way,
)
from wertschatz.ports.contacts import ContactBook, Entry
from wertschatz.usecases.refusals import Refused


def log_a_contact(
    book: ContactBook,
    customer: uuid.UUID,
    *,
    kind: str,
    minutes: int | None,
    usual: Mapping[ContactKind, int],
    way: str = "",
    about: str = "",
    on: dt.date | None = None,
    began: dt.datetime | None = None,
    zone: ZoneInfo,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID:
    """Keeps a contact that has just ended, or was on an earlier day; raises Refused.

    `began` is aware; None: so long ago as it took.
    """
    what = known_kind(kind)
    length = usual[what] if minutes is None else checked_minutes(minutes)
    started = began or at - dt.timedelta(minutes=length)
    today = at.astimezone(zone).date()
    if on is not None and on > today:
        raise Refused("day_to_come", {"on": on.isoformat()})
    if on is None or on == today:
        day, begun = started.astimezone(zone).date(), started
    else:
        day, begun = on, None
    entry = Entry(what, day, begun, length, checked_way(way), checked_about(about))
    try:
        return book.log(customer, entry, by=by, at=at)
    except KeyError:
        raise Refused("customer_gone") from None


def correct_a_contact(
    book: ContactBook,
    contact: int,
    *,
    minutes: int | None,
    way: str,
    about: str,
    owner: bool,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID:
    """How long it really was, who began, what about; raises Refused.

    Staff correct what they logged themselves. What came from a file is corrected there.
    """
    if _person(book, contact) != by and not owner:
        raise Refused("contact_of_another")
    if minutes is None:
        raise Refused("minutes_missing")
    length, began, text = checked_minutes(minutes), checked_way(way), checked_about(about)
    return book.correct(contact, minutes=length, way=began, about=text, by=by, at=at)


def note_a_mood(
    book: ContactBook, contact: int, *, mood: int | None, by: int | None, at: dt.datetime
) -> uuid.UUID:
    """How I felt after it, for my eyes alone; None takes it away; raises Refused."""
    check_mine(book, contact, by=by)
    if mood is not None and mood not in MOODS:
        raise Refused("mood_unknown")
    return book.note_mood(contact, mood, by=by, at=at)


def check_mine(book: ContactBook, contact: int, *, by: int | None) -> None:
    """This person logged it by hand; raises Refused."""
    if _person(book, contact) != by:
        raise Refused("contact_of_another")


def _person(book: ContactBook, contact: int) -> int | None:
    try:
        return book.person_of(contact)
    except KeyError:
        raise Refused("contact_gone") from None


def known_kind(kind: str) -> ContactKind:
    """The kind of this name; raises Refused."""
    if kind not in set(ContactKind):
        raise Refused("contact_unknown", {"kind": kind[:30]})
    return ContactKind(kind)


def checked_minutes(minutes: int) -> int:
    """Between one and a whole day; raises Refused."""
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise Refused("minutes_out_of_range", {"most": LONGEST_MINUTES})
    return minutes


def checked_way(way: str) -> Way | None:
    """Who began; '' is not told; raises Refused."""
    if way and way not in set(Way):
        raise Refused("way_unknown", {"way": way[:30]})
    return Way(way) if way else None


def checked_about(about: str) -> str:
    """In one line, not too long; raises Refused."""
    text = " ".join(about.split())
    if len(text) > LONGEST_ABOUT:
        raise Refused("note_too_long", {"most": LONGEST_ABOUT, "length": len(text)})
    return text
