"""“This is a new one” and “they have moved”: what a customer is known by, typed and changed."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import fields, replace

from wertschatz.domain.customers.register import (
    LONGEST,
    MOST_TERMS_DAYS,
    Entry,
    called,
    print_of,
)
from wertschatz.domain.values import Fact
from wertschatz.ports.hygiene import Register
from wertschatz.usecases.refusals import Refused


class ChangedMeanwhile(Refused):
    """Somebody else changed the same; `now` is what stands there."""

    def __init__(self, now: Entry) -> None:
        super().__init__("changed_meanwhile", {"name": called(now)})
        self.now = now


def add_a_customer(
    register: Register, typed: Entry, *, by: int | None, at: dt.datetime
) -> uuid.UUID:
    """Adds it, whoever it may resemble; returns the customer; raises Refused."""
    return register.add(checked(typed), by=by, at=at)


def edit_a_customer(
    register: Register,
    customer: uuid.UUID,
    typed: Entry,
    *,
    seen: str,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID | None:
    """Changes what differs; None: nothing does; raises Refused.

    `seen` is the print of what the person saw; raises ChangedMeanwhile where it is that no more.
    """
    entry = checked(typed)
    try:
        now = register.entry(customer)
        if print_of(now) != seen and now != entry:
            raise ChangedMeanwhile(now)
        return register.edit(customer, entry, by=by, at=at)
    except KeyError:
        raise Refused("customer_gone") from None


def checked(typed: Entry) -> Entry:
    """What was typed, without blanks too many; raises Refused."""
    texts: dict[str, str] = {
        field.name: " ".join(getattr(typed, field.name).split())
        for field in fields(Entry)
        if field.name in LONGEST
    }
    for name, text in texts.items():
        if len(text) > LONGEST[name]:
            facts: dict[str, Fact] = {"text": text[:40], "length": len(text), "most": LONGEST[name]}
            raise Refused("field_too_long", facts)
    entry = Entry(**texts, terms_days=typed.terms_days)
    if not called(entry):
        raise Refused("customer_nameless")
    if entry.terms_days is not None and not 0 <= entry.terms_days <= MOST_TERMS_DAYS:
        raise Refused("terms_out_of_range", {"most": MOST_TERMS_DAYS})
    return replace(entry, name=called(entry)[:300], country=entry.country.upper())
