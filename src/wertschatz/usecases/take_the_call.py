"""“I take it”, “I call back at two”, “that was a call”: what a person does while it rings."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from wertschatz.domain.customers.contacts import ContactKind, Way
from wertschatz.domain.rules.rule import Verdict
from wertschatz.ports.contacts import ContactBook
from wertschatz.ports.rings import EMERGENCY, Heard, RingsBook
from wertschatz.usecases.log_a_contact import log_a_contact
from wertschatz.usecases.refusals import Refused

CHOICES = (Verdict.PUT_THROUGH.value, Verdict.COLLEAGUE.value, Verdict.IN_WRITING.value, EMERGENCY)
"""What one key chooses; a call-back names its time beside (`call_back`)."""


def overrule(
    book: RingsBook, call: Heard, choice: str, *, by: int | None, at: dt.datetime
) -> uuid.UUID | None:
    """What the person chose; no reason is asked. None: the rules say the same, nothing was
    changed; raises Refused."""
    if choice not in CHOICES:
        raise Refused("choice_unknown", {"value": choice[:30]})
    book.take_over(call)
    chosen = "" if choice == call.now.verdict else choice
    return book.overrule(call.first.ring, chosen, by=by, at=at)


def call_back(
    book: RingsBook,
    call: Heard,
    slot: dt.datetime,
    *,
    free: Sequence[dt.datetime],
    user: int,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID:
    """Promises to call back at one of the `free` times of the user; raises Refused."""
    if slot <= at or slot not in free:
        raise Refused("slot_gone")
    book.take_over(call)
    return book.promise(call.first.ring, slot, user=user, by=by, at=at)


def log_the_call(
    book: RingsBook,
    contacts: ContactBook,
    call: Heard,
    *,
    minutes: int | None,
    usual: Mapping[ContactKind, int],
    zone: ZoneInfo,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID:
    """Logs it as a contact: as long as one spoke, else as usual; raises Refused."""
    customer = call.now.customer
    if customer is None:
        raise Refused("caller_no_customer")
    if not call.outgoing and book.logged(call.first.ring):
        raise Refused("call_logged_already")
    length = call.minutes if minutes is None else minutes
    began = call.answered_at or call.first.at
    return log_a_contact(
        contacts, customer, kind=ContactKind.CALL, minutes=length, usual=usual,
        way=Way.OUT if call.outgoing else Way.IN, began=min(began, at), zone=zone, by=by, at=at,
    )  # fmt: skip
