"""“I have no files tonight”: customers typed or pasted, one a line, with estimates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from wertschatz.domain.customers.identity import folded_name
from wertschatz.ports.customers import AddedByHand, HandEntry, OwnersBook
from wertschatz.usecases.refusals import Refused

STEPS_MINUTES = (30, 120, 300, 600, 1200)
"""Hours a month in five steps: under 1, about 2, about 5, about 10, 20 and more."""
LONGEST_NAME = 300
MOST_ENTRIES = 2000
MOST_CENTS = 10**13


def add_by_hand(
    book: OwnersBook, entries: Sequence[HandEntry], *, by: int | None, at: dt.datetime
) -> AddedByHand:
    """Adds the customers, each name once; refuses when nothing was typed or a name is too long."""
    once: dict[str, HandEntry] = {}
    for entry in entries:
        name = " ".join(entry.name.split())
        if not name and entry != HandEntry(entry.name):
            raise Refused("entry_without_name")
        if entry.revenue_cents is not None and abs(entry.revenue_cents) > MOST_CENTS:
            raise Refused("amount_too_large", {"name": name})
        if name:
            if len(name) > LONGEST_NAME:
                raise Refused("name_too_long", {"name": name[:60], "most": LONGEST_NAME})
            once[folded_name(name)] = HandEntry(
                name, entry.revenue_cents, entry.minutes_month, entry.gut
            )
    if not once:
        raise Refused("nothing_typed")
    if len(once) > MOST_ENTRIES:
        raise Refused("too_many_typed", {"most": MOST_ENTRIES, "typed": len(once)})
    return book.add_estimates(list(once.values()), by=by, at=at)
