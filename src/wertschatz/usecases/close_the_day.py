"""The last ten minutes: what was done, what moves, tomorrow planned; then the day is closed."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.domain.worktime.settle import CLOSING_MINUTES
from wertschatz.ports.workday import ClosedAlready, Reading, Undone, WorkDayBook
from wertschatz.usecases.plan_the_day import draft_of, proposed
from wertschatz.usecases.refusals import Refused

LONGEST = 300
ENERGY = (1, 2, 3)
"""Drained, in between, well; nothing more is made of it than the person's own trend."""


def closes_from(reading: Reading) -> int | None:
    """The minute from which on the day is offered to be closed; None: no working hours."""
    if reading.work is None:
        return None
    return max(reading.work.start, reading.work.end - CLOSING_MINUTES)


def close_the_day(
    book: WorkDayBook,
    user: int,
    on: dt.date,
    following: tuple[Reading, Undone] | None,
    *,
    good_thing: str = "",
    energy: int | None = None,
    by: int,
    at: dt.datetime,
) -> uuid.UUID:
    """Closes it, at any time of the day, and plans the next working day; raises Refused.

    Nothing has to be said, and no evening that was skipped has to be made up for.
    """
    good = " ".join(good_thing.split())
    if len(good) > LONGEST:
        raise Refused("words_too_long", {"most": LONGEST, "length": len(good)})
    if energy is not None and energy not in ENERGY:
        raise Refused("energy_unknown", {"value": energy})
    draft = None
    if following is not None and following[0].work is not None:
        draft = draft_of(following[0], proposed(*following))
    try:
        return book.close(user, on, good, energy, draft, by=by, at=at)
    except ClosedAlready:
        raise Refused("day_closed_already") from None


def leave_for_tomorrow(
    book: WorkDayBook,
    user: int,
    following: dt.date | None,
    what: str,
    ring: uuid.UUID | None = None,
    *,
    by: int,
    at: dt.datetime,
) -> uuid.UUID:
    """A contact that came too late is a task of the next working day; raises Refused."""
    text = " ".join(what.split())
    if following is None:
        raise Refused("no_work_ahead")
    if not text:
        raise Refused("word_empty")
    if len(text) > LONGEST:
        raise Refused("words_too_long", {"most": LONGEST, "length": len(text)})
    try:
        return book.leave_for(user, following, text, ring, by=by, at=at)
    except KeyError:
        raise Refused("late_call_gone") from None
