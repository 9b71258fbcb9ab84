"""“This order cost me 300 euro of wood”: what one customer alone caused in costs."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.ports.customers import Notebook
from wertschatz.usecases.refusals import Refused

LONGEST_ABOUT = 200
MOST_CENTS = 10**13


def note_a_cost(
    notebook: Notebook,
    customer: uuid.UUID,
    *,
    cents: int | None,
    about: str,
    on: dt.date,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID:
    """Keeps the cost (minor units; below zero: something came back); refuses nothing and nobody."""
    if not cents:
        raise Refused("cost_missing")
    about = " ".join(about.split())
    if abs(cents) > MOST_CENTS:
        raise Refused("cost_too_large")
    if len(about) > LONGEST_ABOUT:
        raise Refused("note_too_long", {"most": LONGEST_ABOUT, "length": len(about)})
    try:
        return notebook.note_cost(customer, cents, about, on, by=by, at=at)
    except KeyError:
        raise Refused("customer_gone") from None
