"""Pairs of customers that may be one, as the page shows them; only reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Value, When

from wertschatz.domain.values import Reason
from wertschatz.storage.assessments import reasons_from
from wertschatz.storage.find_customers import live_invoices
from wertschatz.storage.models import Action, Assessment, Customer, Invoice, Likeness
from wertschatz.storage.queries.actions import ActionLine, line_of

CODES = ("merge_customers", "kept_apart")
SIZE = 10
"""Pairs on one page."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two."""

    uuid: UUID
    name: str
    number: str
    vat_id: str
    group: str
    confirmed: bool
    also: list[str]
    """Names of those that were merged into it before."""
    invoices: int
    """In twelve months, credit notes aside."""
    twelve_months_cents: int
    effort_minutes: int | None


@dataclass(frozen=True, slots=True)
class Together:
    """What the one customer would have."""

    invoices: int
    twelve_months_cents: int
    effort_minutes: int | None
    twice: int
    """Invoices of the same number, day and amount on both sides: they would count twice."""


@dataclass(frozen=True, slots=True)
class PairLine:
    """A pair with why it is proposed."""

    kind: str
    points: int
    reasons: tuple[Reason, ...]
    first: Side
    second: Side
    together: Together

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both; the one with more revenue first, for its name is the more likely one to stay."""
        if self.second.twelve_months_cents > self.first.twelve_months_cents:
            return self.second, self.first
        return self.first, self.second


@dataclass(frozen=True, slots=True)
class PairsPage:
    """The surest pairs, and of how many."""

    pairs: list[PairLine]
    total: int


def pairs_total() -> int:
    """How many pairs wait for the owner's word."""
    return Likeness.objects.count()


def pairs_page() -> PairsPage:
    """The surest pairs with both sides and what they would be together."""
    surest = Case(When(kind="sure", then=Value(0)), When(kind="likely", then=Value(1)), default=2)
    rows = list(Likeness.objects.order_by(surest, "-points", "id")[:SIZE])
    sides = _sides({one for row in rows for one in (row.first_id, row.second_id)})
    return PairsPage([_pair(row, sides) for row in rows], pairs_total())


def _pair(row: Likeness, sides: dict[int, Side]) -> PairLine:
    first, second = sides[row.first_id], sides[row.second_id]
    efforts = [side.effort_minutes for side in (first, second) if side.effort_minutes is not None]
    together = Together(
        invoices=first.invoices + second.invoices,
        twelve_months_cents=first.twelve_months_cents + second.twelve_months_cents,
        effort_minutes=sum(efforts) if efforts else None,
        twice=_twice(row.first_id, row.second_id),
    )
    return PairLine(row.kind, row.points, reasons_from(row.reasons), first, second, together)


def _sides(customers: set[int]) -> dict[int, Side]:
    rows = Customer.objects.select_related("party").filter(pk__in=customers)
    outcomes = Assessment.objects.in_bulk(list(customers))
    also: dict[int, list[str]] = {}
    merged = Customer.objects.filter(merged_into__in=customers).order_by("id")
    for now, name in merged.values_list("merged_into_id", "party__name"):
        also.setdefault(now or 0, []).append(name)
    return {row.pk: _side(row, outcomes.get(row.pk), also.get(row.pk, [])) for row in rows}


def _side(row: Customer, outcome: Assessment | None, also: list[str]) -> Side:
    return Side(
        uuid=row.uuid, name=row.party.name, number=row.number, vat_id=row.vat_id,
        group=outcome.group if outcome else "",
        confirmed=outcome.confirmed if outcome else False, also=also,
        invoices=outcome.invoices if outcome else 0,
        twelve_months_cents=outcome.twelve_months_cents if outcome else 0,
        effort_minutes=outcome.effort_minutes if outcome else None,
    )  # fmt: skip


def _twice(first: int, second: int) -> int:
    same = Invoice.objects.filter(
        live_invoices(), customer__in=_parts(second), number=OuterRef("number"),
        on=OuterRef("on"), original_cents=OuterRef("original_cents"), newer=False,
    )  # fmt: skip
    rows = Invoice.objects.filter(live_invoices(), customer__in=_parts(first), newer=False)
    return rows.exclude(number="").filter(Exists(same)).count()


def _parts(customer: int) -> Sequence[int]:
    merged = Customer.objects.filter(merged_into=customer)
    return [customer, *merged.values_list("id", flat=True)]


def decided(most: int = 5) -> list[ActionLine]:
    """The newest pairs that were decided, with their undo."""
    rows = Action.objects.filter(code__in=CODES).select_related("by", "party", "undone_by")
    return [line_of(row, {}) for row in rows.order_by("-id")[:most]]
