"""“I am on the telephone”: a clock for one customer, and what it measured becomes a contact."""

from __future__ import annotations

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from wertschatz.domain.customers.contacts import DOUBTFUL_MINUTES
from wertschatz.domain.customers.effort import whole_minutes
from wertschatz.ports.contacts import ContactBook, Entry, Running
from wertschatz.usecases.log_a_contact import checked_minutes, known_kind
from wertschatz.usecases.refusals import Refused


def start_the_timer(
    book: ContactBook, customer: uuid.UUID, *, kind: str, by: int, at: dt.datetime
) -> uuid.UUID | None:
    """Starts it; one at a time for each person; None: just this one runs; raises Refused."""
    what = known_kind(kind)
    now = book.running(by)
    if now is None:
        try:
            return book.start(customer, what, by=by, at=at)
        except KeyError:
            raise Refused("customer_gone") from None
        except ValueError:  # pressed twice in the same instant
            now = _running(book, by)
    if (now.customer, now.kind) == (customer, what):
        return None
    raise Refused("timer_runs", {"name": now.name})


def stop_the_timer(
    book: ContactBook, *, minutes: int | None = None, zone: ZoneInfo, by: int, at: dt.datetime
) -> uuid.UUID:
    """Stops it and logs the measured minutes, or those the person says; raises Refused.

    Above half a day it asks: most likely the clock was forgotten.
    """
    now = _running(book, by)
    measured = max(1, whole_minutes(int((at - now.started_at).total_seconds())))
    if minutes is None and measured > DOUBTFUL_MINUTES:
        raise Refused("timer_too_long", {"minutes": measured, "name": now.name})
    length = measured if minutes is None else checked_minutes(minutes)
    day = now.started_at.astimezone(zone).date()
    try:
        return book.stop(
            Entry(now.kind, day, now.started_at, length, about=now.about), by=by, at=at
        )
    except KeyError:
        raise Refused("timer_gone") from None


def drop_the_timer(book: ContactBook, *, by: int, at: dt.datetime) -> uuid.UUID:
    """Stops it and logs nothing; raises Refused."""
    _running(book, by)
    try:
        return book.drop(by=by, at=at)
    except KeyError:
        raise Refused("timer_gone") from None


def _running(book: ContactBook, by: int) -> Running:
    now = book.running(by)
    if now is None:
        raise Refused("timer_gone")
    return now
