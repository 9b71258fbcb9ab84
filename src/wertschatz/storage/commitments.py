"""Keeps offers and promises, and how they end."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from wertschatz.domain.customers.commitments import CommitmentKind, Outcome, Pledge
from wertschatz.domain.customers.marks import MarkKind
from wertschatz.domain.values import Fact
from wertschatz.ports.commitments import AlreadyEnded
from wertschatz.storage.find_customers import seen_parts
from wertschatz.storage.journal import writing
from wertschatz.storage.models import Commitment, Customer, Mark

MADE = {
    CommitmentKind.OFFER: "offer_made",
    CommitmentKind.OURS: "we_promised",
    CommitmentKind.THEIRS: "they_promised",
}
"""What the action of making one is called."""
ENDED = {
    (CommitmentKind.OFFER, Outcome.ACCEPTED): "offer_accepted",
    (CommitmentKind.OFFER, Outcome.DECLINED): "offer_declined",
    (CommitmentKind.OFFER, Outcome.WITHDRAWN): "commitment_withdrawn",
    (CommitmentKind.OURS, Outcome.KEPT): "our_promise_kept",
    (CommitmentKind.OURS, Outcome.BROKEN): "our_promise_broken",
    (CommitmentKind.OURS, Outcome.WITHDRAWN): "commitment_withdrawn",
    (CommitmentKind.THEIRS, Outcome.KEPT): "their_promise_kept",
    (CommitmentKind.THEIRS, Outcome.BROKEN): "their_promise_broken",
    (CommitmentKind.THEIRS, Outcome.WITHDRAWN): "commitment_withdrawn",
}
"""What the action of ending one is called."""
CODES = (*MADE.values(), *sorted(set(ENDED.values())))


class CommitmentBook:
    """Every call that writes is one action with its undo."""

    def make(
        self, customer: uuid.UUID, pledge: Pledge, *, on: dt.date, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """Keeps it; raises KeyError without such a customer."""
        whose = seen_parts(customer)[0]
        row = Commitment(
            customer=whose, kind=pledge.kind.value, about=pledge.about, cents=pledge.cents,
            on=on, due_on=pledge.due_on, at=at, by_id=by,
        )  # fmt: skip
        facts = _facts(whose, row)
        with writing(MADE[pledge.kind], by=by, at=at, facts=facts, party=whose.party_id) as pen:
            pen.create(row, whose.party_id)
        return pen.action.uuid

    def kind_of(self, commitment: uuid.UUID) -> CommitmentKind:
        """Which of the three it is; raises KeyError without such a one."""
        kinds = Commitment.objects.filter(uuid=commitment).values_list("kind", flat=True)
        kind = kinds.first()
        if kind is None:
            raise KeyError(commitment)
        return CommitmentKind(kind)

    def end(
        self,
        commitment: uuid.UUID,
        outcome: Outcome,
        mark: MarkKind | None,
        *,
        on: dt.date,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """Keeps how it ended, and the mark in the same action; raises KeyError, AlreadyEnded."""
        with transaction.atomic():
            row = _open(commitment)
            whose = seen_parts(row.customer.uuid)[0]
            code = ENDED[CommitmentKind(row.kind), outcome]
            with writing(code, by=by, at=at, facts=_facts(whose, row), party=whose.party_id) as pen:
                pen.update(row, row.customer.party_id, outcome=outcome.value, ended_on=on)
                if mark is not None:
                    noted = Mark(
                        customer=whose, kind=mark.value, on=on, note=row.about[:200], at=at,
                        by_id=by,
                    )  # fmt: skip
                    pen.create(noted, whose.party_id)
        return pen.action.uuid


def _open(commitment: uuid.UUID) -> Commitment:
    """One that has not ended, and nobody else can end meanwhile."""
    rows = Commitment.objects.select_related("customer").select_for_update(of=("self",))
    row = rows.filter(uuid=commitment).first()
    if row is None:
        raise KeyError(commitment)
    if row.outcome:
        raise AlreadyEnded(commitment)
    return row


def _facts(whose: Customer, row: Commitment) -> dict[str, Fact]:
    return {"name": whose.party.name, "about": row.about or "…"}
