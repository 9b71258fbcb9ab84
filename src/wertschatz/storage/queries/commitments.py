"""Offers and promises as pages show them: of one customer, and what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.db.models import F, QuerySet

from wertschatz.domain.customers.commitments import (
    OUTCOMES,
    CommitmentKind,
    Offer,
    OffersTold,
    Outcome,
    is_due,
    offers_told,
)
from wertschatz.domain.customers.year import months_later
from wertschatz.storage.commitments import CODES
from wertschatz.storage.find_customers import seen_now
from wertschatz.storage.merged import target
from wertschatz.storage.models import Action, Commitment, Customer
from wertschatz.storage.queries.actions import ActionLine, line_of
from wertschatz.storage.queries.fresh import fresh_since

ENDED_SHOWN = 6
OPEN_SHOWN = 60
ROWS_READ = 400
"""Of customers that are no longer seen some may be among them."""


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """One offer or promise; `cents` in minor units of the firm's currency."""

    uuid: UUID
    kind: CommitmentKind
    about: str
    cents: int | None
    on: dt.date
    due_on: dt.date | None
    outcome: Outcome | None
    ended_on: dt.date | None
    outcomes: tuple[Outcome, ...]
    """How it can end; none where it has."""
    due: bool
    customer: UUID
    """As it is now, also where it was merged since."""
    name: str


@dataclass(frozen=True, slots=True)
class Committed:
    """What stands between a customer and us."""

    open: list[CommitmentLine]
    ended: list[CommitmentLine]
    offers: OffersTold


@dataclass(frozen=True, slots=True)
class OpenPage:
    """What is due, and what is open beside it."""

    due: list[CommitmentLine]
    """Ours first, then theirs, then offers; each by its day."""
    later: list[CommitmentLine]
    more: bool
    """There is more that is open than is shown."""

    def of(self, kind: CommitmentKind) -> list[CommitmentLine]:
        """What is due of one kind."""
        return [line for line in self.due if line.kind is kind]


def committed(parts: Sequence[Customer], today: dt.date) -> Committed:
    """Everything open, the newest that ended, and how offers ended, of a customer and all merged
    into it; the customer comes first."""
    rows = Commitment.objects.filter(customer__in=parts).select_related(
        "customer__party", "customer__merged_into__party"
    )
    still = rows.filter(outcome="").order_by(F("due_on").asc(nulls_last=True), "id")
    over = rows.exclude(outcome="").order_by("-ended_on", "-id")
    since = months_later(today, -12).toordinal()
    asked = rows.filter(kind=CommitmentKind.OFFER.value, on__gte=since)
    offers = [
        Offer(on, Outcome(outcome) if outcome else None, cents)  # type: ignore[arg-type]
        for on, outcome, cents in asked.values_list("on", "outcome", "cents")
    ]
    return Committed(
        [_line(row, today) for row in still[:OPEN_SHOWN]],
        [_line(row, today) for row in over[:ENDED_SHOWN]],
        offers_told(offers, today),
    )


def open_page(today: dt.date, user: int) -> OpenPage:
    """What is due for this person, and what else is open, soonest first."""
    since = fresh_since(user)
    due = list(islice(_lines(_due(today, since), today, since), OPEN_SHOWN + 1))
    order = list(CommitmentKind)
    shown = sorted(due[:OPEN_SHOWN], key=lambda line: (order.index(line.kind), line.due_on))
    rest = _still_open().order_by(F("due_on").asc(nulls_last=True), "id")
    # What lapsed by a fresh start has no day any more and stands with the others.
    others = (line for line in _lines(rest, today, since) if not line.due)
    later = list(islice(others, OPEN_SHOWN + 1))
    more = max(len(due), len(later)) > OPEN_SHOWN
    return OpenPage(shown, later[:OPEN_SHOWN], more)


def kinds_due(today: dt.date, user: int) -> set[CommitmentKind]:
    """Of which kinds something is due today or overdue."""
    since = fresh_since(user)
    return {line.kind for line in islice(_lines(_due(today, since), today, since), OPEN_SHOWN)}


def newest_action(since: dt.datetime) -> ActionLine | None:
    """The newest thing done about offers and promises since then, while it can be taken back."""
    rows = Action.objects.select_related("by", "party", "undone_by")
    # By the day first: its index holds the few of today, while the journal may be long.
    row = rows.filter(code__in=CODES, at__gte=since).order_by("-at", "-id").first()
    found = None if row is None else line_of(row, {})
    return found if found is not None and found.undoable else None


def _still_open() -> QuerySet[Commitment]:
    rows = Commitment.objects.filter(outcome="")
    return rows.select_related("customer__party", "customer__merged_into__party")


def _due(today: dt.date, since: dt.date | None) -> QuerySet[Commitment]:
    rows = _still_open().filter(due_on__lte=today.toordinal())
    if since is not None:
        rows = rows.filter(due_on__gte=since.toordinal())
    return rows.order_by("due_on", "id")


def _lines(
    rows: QuerySet[Commitment], today: dt.date, since: dt.date | None
) -> Iterable[CommitmentLine]:
    """Those of customers that are seen."""
    found = list(rows[:ROWS_READ])
    seen = seen_now(row.customer_id for row in found)
    return (_line(row, today, since) for row in found if row.customer_id in seen)


def _line(row: Commitment, today: dt.date, since: dt.date | None = None) -> CommitmentLine:
    kind, now = CommitmentKind(row.kind), target(row.customer)
    lapsed = since is not None and row.due_on is not None and row.due_on < since
    return CommitmentLine(
        uuid=row.uuid, kind=kind, about=row.about, cents=row.cents, on=row.on,
        due_on=None if lapsed else row.due_on,
        outcome=Outcome(row.outcome) if row.outcome else None, ended_on=row.ended_on,
        outcomes=() if row.outcome else OUTCOMES[kind],
        due=not row.outcome and is_due(row.due_on, today, since),
        customer=now.uuid, name=now.party.name,
    )  # fmt: skip
