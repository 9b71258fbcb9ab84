"""Keeps the filters of the list that a person gave a name."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.storage.journal import writing
from wertschatz.storage.models import SavedFilter
from wertschatz.storage.one_after_another import one_after_another

AREAS = ("filters",)


class FilterBook:
    """Implements `ports.hygiene.Filters`."""

    @one_after_another
    def keep(self, person: int, name: str, query: str, *, at: dt.datetime) -> uuid.UUID:
        """Keeps it; one of the same name is replaced."""
        known = SavedFilter.objects.filter(user_id=person, name=name).first()
        with writing("filter_kept", by=person, at=at, facts={"filter": name}, areas=AREAS) as pen:
            if known is None:
                pen.create(SavedFilter(user_id=person, name=name, query=query))
            else:
                pen.update(known, query=query)
        return pen.action.uuid

    @one_after_another
    def forget(self, person: int, kept: uuid.UUID, *, at: dt.datetime) -> uuid.UUID:
        """It goes; raises KeyError where this person has no such filter."""
        row = SavedFilter.objects.filter(user_id=person, uuid=kept).first()
        if row is None:
            raise KeyError(kept)
        facts = {"filter": row.name}
        with writing("filter_forgotten", by=person, at=at, facts=facts, areas=AREAS) as pen:
            pen.delete(row)
        return pen.action.uuid
