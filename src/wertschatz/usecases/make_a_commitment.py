"""“I sent an offer”, “I promised a draft”, “they promised an order”: kept with its day."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.domain.customers.commitments import CommitmentKind, Pledge
from wertschatz.ports.commitments import CommitmentBook
from wertschatz.usecases.refusals import Refused

LONGEST_ABOUT = 300
MOST_CENTS = 10**13


def make_a_commitment(
    book: CommitmentBook,
    customer: uuid.UUID,
    *,
    kind: str,
    about: str,
    cents: int | None,
    due_on: dt.date | None,
    on: dt.date,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID:
    """Keeps an offer or a promise; a few words or a sum are enough (minor units)."""
    if kind not in set(CommitmentKind):
        raise Refused("commitment_unknown", {"kind": kind[:30]})
    about = " ".join(about.split())
    if not about and cents is None:
        raise Refused("commitment_empty")
    if len(about) > LONGEST_ABOUT:
        raise Refused("note_too_long", {"most": LONGEST_ABOUT, "length": len(about)})
    if abs(cents or 0) > MOST_CENTS:
        raise Refused("sum_too_large")
    pledge = Pledge(CommitmentKind(kind), about, cents, due_on)
    try:
        return book.make(customer, pledge, on=on, by=by, at=at)
    except KeyError:
        raise Refused("customer_gone") from None
