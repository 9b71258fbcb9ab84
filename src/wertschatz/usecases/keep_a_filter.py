"""“I look for these again and again”: a filter of the list, kept by name."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.ports.hygiene import Filters
from wertschatz.usecases.refusals import Refused

LONGEST_NAME = 60
LONGEST_QUERY = 500


def keep_a_filter(
    filters: Filters, person: int, name: str, query: str, *, at: dt.datetime
) -> uuid.UUID:
    """Keeps it; one of the same name is replaced; raises Refused."""
    name = " ".join(name.split())
    if not name:
        raise Refused("filter_nameless")
    if len(name) > LONGEST_NAME or len(query) > LONGEST_QUERY:
        raise Refused("filter_too_long", {"most": LONGEST_NAME})
    return filters.keep(person, name, query, at=at)


def forget_a_filter(
    filters: Filters, person: int, kept: uuid.UUID, *, at: dt.datetime
) -> uuid.UUID:
    """Forgets it; raises Refused."""
    try:
        return filters.forget(person, kept, at=at)
    except KeyError:
        raise Refused("filter_gone") from None
