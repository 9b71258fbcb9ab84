"""“Please never by telephone”: how the other side wants to be reached."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

from wertschatz.domain.customers.preferences import Preference
from wertschatz.ports.commitments import ChangedMeanwhile, PreferenceBook
from wertschatz.usecases.refusals import Refused

LONGEST_NOTE = 300


def say_a_preference(
    book: PreferenceBook,
    customer: uuid.UUID,
    wanted: Preference,
    *,
    seen: str,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID | None:
    """Keeps it, unless somebody changed it since it was shown; None: nothing differs."""
    wanted = replace(wanted, note=" ".join(wanted.note.split()))
    if len(wanted.note) > LONGEST_NOTE:
        raise Refused("note_too_long", {"most": LONGEST_NOTE, "length": len(wanted.note)})
    if wanted.best in wanted.never:
        raise Refused("way_contradicts")
    if wanted.from_minute is not None and wanted.from_minute == wanted.until_minute:
        raise Refused("time_window_empty")
    try:
        return book.say(customer, wanted, seen, by=by, at=at)
    except KeyError:
        raise Refused("customer_gone") from None
    except ChangedMeanwhile:
        raise Refused("preference_changed") from None
