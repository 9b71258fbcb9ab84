"""“That happened again”: a fact about dealings, noted with its day by the owner or by staff."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.domain.customers.marks import OWNERS_ALONE, MarkKind
from wertschatz.ports.customers import Notebook
from wertschatz.usecases.refusals import Refused

LONGEST_NOTE = 200


def note_a_mark(
    notebook: Notebook,
    customer: uuid.UUID,
    *,
    kind: str,
    note: str,
    on: dt.date,
    today: dt.date,
    owner: bool,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID:
    """Keeps the mark; staff note facts, never what only the owner can say."""
    if kind not in set(MarkKind) or (kind in OWNERS_ALONE and not owner):
        raise Refused("mark_unknown", {"kind": kind[:30]})
    note = " ".join(note.split())
    if len(note) > LONGEST_NOTE:
        raise Refused("note_too_long", {"most": LONGEST_NOTE, "length": len(note)})
    if on > today:
        raise Refused("day_to_come", {"on": on.isoformat()})
    try:
        return notebook.note_mark(customer, MarkKind(kind), note, on, by=by, at=at)
    except KeyError:
        raise Refused("customer_gone") from None
