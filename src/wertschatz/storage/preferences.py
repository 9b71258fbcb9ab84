"""Keeps when and how the other side wants to be reached."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from wertschatz.domain.customers import preferences as book
from wertschatz.domain.customers.preferences import Way, seen_token
from wertschatz.domain.values import Fact
from wertschatz.ports.commitments import ChangedMeanwhile
from wertschatz.storage.find_customers import seen_parts
from wertschatz.storage.journal import writing
from wertschatz.storage.models import Customer, Party, Preference

SAID = "preference_said"
WAYS = {way.value for way in Way}


class PreferenceBook:
    """How the other side wants to be reached; every call is one action with its undo."""

    def say(
        self,
        customer: uuid.UUID,
        wanted: book.Preference,
        seen: str,
        *,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID | None:
        """None: nothing differs; raises KeyError, ChangedMeanwhile."""
        with transaction.atomic():
            parts = seen_parts(customer)
            whose = parts[0]
            # Whoever comes second waits here, and then sees what the first one wrote.
            Party.objects.select_for_update().get(pk=whose.party_id)
            stored = value_of(row_of(parts))
            if seen and seen != seen_token(stored):
                raise ChangedMeanwhile(customer)
            if wanted == stored:
                return None
            return _keep(whose, wanted, by, at)


def _keep(whose: Customer, wanted: book.Preference, by: int | None, at: dt.datetime) -> uuid.UUID:
    facts: dict[str, Fact] = {"name": whose.party.name}
    values = {**columns_of(wanted), "at": at, "by_id": by}
    row = Preference.objects.filter(party_id=whose.party_id).first()
    with writing(SAID, by=by, at=at, facts=facts, party=whose.party_id) as pen:
        if row is None:
            pen.create(Preference(party_id=whose.party_id, **values), whose.party_id)
        else:
            pen.update(row, whose.party_id, **values)
    return pen.action.uuid


def row_of(parts: Sequence[Customer]) -> Preference | None:
    """What is said of the customer itself, else the newest of those merged into it."""
    parties = [one.party_id for one in parts]
    found = list(
        Preference.objects.filter(party_id__in=parties).select_related("by").order_by("-at", "-id")
    )
    own = [row for row in found if row.party_id == parties[0]]
    return next(iter(own or found), None)


def value_of(row: Preference | None) -> book.Preference:
    """The row as the book knows it; nothing said where there is none."""
    if row is None:
        return book.Preference()
    return book.Preference(
        best=Way(row.best) if row.best in WAYS else None,
        never=frozenset(Way(one) for one in row.never.split() if one in WAYS),
        weekdays=frozenset(day for day in range(7) if row.weekdays >> day & 1),
        from_minute=row.from_minute,
        until_minute=row.until_minute,
        note=row.note,
    )


def columns_of(wanted: book.Preference) -> dict[str, object]:
    """The value as columns of the table."""
    return {
        "best": wanted.best.value if wanted.best else "",
        "never": " ".join(way.value for way in Way if way in wanted.never),
        "weekdays": sum(1 << day for day in wanted.weekdays),
        "from_minute": wanted.from_minute,
        "until_minute": wanted.until_minute,
        "note": wanted.note,
    }
