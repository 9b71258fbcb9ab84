"""“I will call you back at four”: promised, moved, made, or no longer needed."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.domain.customers.preferences import SEARCHED_DAYS
from wertschatz.domain.rules.callbacks import fits
from wertschatz.domain.rules.moment import Known, Setup
from wertschatz.ports.door import CallBackBook, Promise
from wertschatz.usecases.refusals import Refused

LONGEST_MATTER = 300
LONGEST_NUMBER = 60


def promise_a_call_back(
    book: CallBackBook,
    user: int,
    promise: Promise,
    setup: Setup,
    who: Known,
    *,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID:
    """Keeps the promise; its time lies inside both sides' times, or it is refused."""
    matter, name = " ".join(promise.matter.split()), " ".join(promise.name.split())
    number = promise.number.strip()
    if promise.customer is None and not any(one.isdecimal() for one in number):
        raise Refused("call_back_whom")
    if len(number) > LONGEST_NUMBER:
        raise Refused("phone_not_read", {"phone": number[:30]})
    for text in (matter, name):
        if len(text) > LONGEST_MATTER:
            raise Refused("words_too_long", {"most": LONGEST_MATTER, "length": len(text)})
    _suits(setup, who, promise.slot, at)
    kept = promise._replace(matter=matter, name=name, number=number)
    try:
        return book.make(user, kept, by=by, at=at)
    except KeyError:
        raise Refused("customer_gone") from None


def move_a_call_back(
    book: CallBackBook,
    call_back: uuid.UUID,
    slot: dt.datetime,
    setup: Setup,
    who: Known,
    *,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID:
    """Another time that suits both sides."""
    _suits(setup, who, slot, at)
    try:
        return book.move(call_back, slot, by=by, at=at)
    except KeyError:
        raise Refused("call_back_gone") from None


def end_a_call_back(
    book: CallBackBook, call_back: uuid.UUID, state: str, *, by: int | None, at: dt.datetime
) -> uuid.UUID:
    """Made ('done'), or no longer needed ('gone')."""
    if state not in {"done", "gone"}:
        raise Refused("outcome_unknown", {"outcome": state[:30]})
    try:
        return book.end(call_back, state, by=by, at=at)
    except KeyError:
        raise Refused("call_back_gone") from None


def _suits(setup: Setup, who: Known, slot: dt.datetime, at: dt.datetime) -> None:
    if slot - at > dt.timedelta(days=SEARCHED_DAYS + 1) or not fits(setup, who, slot, at):
        raise Refused("slot_gone")
