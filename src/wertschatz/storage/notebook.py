"""Keeps what people note about customers day by day: marks and direct costs."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from wertschatz.domain.customers.marks import MarkKind
from wertschatz.domain.values import Fact
from wertschatz.storage.find_customers import seen_parts
from wertschatz.storage.journal import writing
from wertschatz.storage.models import Action, DirectCost, Mark


class Notebook:
    """Every call is one action with its undo; raises KeyError without such a customer."""

    def note_mark(
        self,
        customer: uuid.UUID,
        kind: MarkKind,
        note: str,
        on: dt.date,
        *,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """A fact about dealings, with its day."""
        facts: dict[str, Fact] = {"kind": kind.value, "on": on.isoformat()}
        row = Mark(kind=kind.value, note=note, on=on, at=at, by_id=by)
        return _noted("mark_noted", customer, row, facts, by, at)

    def note_cost(
        self,
        customer: uuid.UUID,
        cents: int,
        about: str,
        on: dt.date,
        *,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """What this customer alone caused, in minor units of the firm's currency."""
        facts: dict[str, Fact] = {"cents": cents, "on": on.isoformat()}
        row = DirectCost(cents=cents, about=about, on=on, at=at, by_id=by)
        return _noted("cost_noted", customer, row, facts, by, at)


def _noted(
    code: str,
    customer: uuid.UUID,
    row: Mark | DirectCost,
    facts: dict[str, Fact],
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID:
    whose = seen_parts(customer)[0]
    facts = {"name": whose.party.name, **facts}
    with writing(code, by=by, at=at, facts=facts, party=whose.party_id) as pen:
        row.customer = whose
        pen.create(row, whose.party_id)
    return pen.action.uuid


def forget_moods(before: dt.date) -> int:
    """Moods noted before that day go for good, from the journal too; returns how many."""
    mood = MarkKind.DRAINED.value
    with transaction.atomic():
        # Noting, taking back and noting again: each carries the facts of the mark.
        told = Action.objects.filter(facts__kind=mood).values_list("pk", "facts")
        old = [pk for pk, facts in told if facts["on"] < before.isoformat()]
        Action.objects.filter(pk__in=old).delete()
        gone, _ = Mark.objects.filter(kind=mood, on__lt=before.toordinal()).delete()
    return gone
