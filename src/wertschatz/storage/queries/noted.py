"""What people noted about a customer, as its page shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from wertschatz.domain.customers.marks import Mark as Noticed
from wertschatz.domain.customers.marks import MarkKind, Marks, lapses_on, marks_on
from wertschatz.domain.customers.parameters import Limits
from wertschatz.storage.limits_book import limits_on
from wertschatz.storage.models import AssessmentRun, Customer, DirectCost, Mark

SHOWN = 24


@dataclass(frozen=True, slots=True)
class MarkLine:
    """One mark."""

    kind: MarkKind
    on: dt.date
    note: str
    by: str
    lapses_on: dt.date
    lapsed: bool
    """It no longer counts."""


@dataclass(frozen=True, slots=True)
class CostLine:
    """One direct cost, in minor units of the firm's currency."""

    on: dt.date
    cents: int
    about: str
    by: str


def marks_of(parts: Sequence[Customer]) -> list[MarkLine]:
    """The newest marks of a customer and all merged into it."""
    rows = Mark.objects.filter(customer__in=parts).select_related("by").order_by("-on", "-id")
    found = list(rows[:SHOWN])
    if not found:
        return []
    run = AssessmentRun.objects.order_by("-id").values_list("as_of", flat=True).first()
    as_of = run or found[0].on
    limits = Limits.from_mapping(limits_on(as_of))
    return [_mark(row, as_of, limits) for row in found]


def held_by(parts: Sequence[Customer], as_of: dt.date) -> Marks:
    """What was noted of a customer and all merged into it, and still counts on that day."""
    rows = Mark.objects.filter(customer__in=parts, on__lte=as_of.toordinal())
    noticed = [Noticed(MarkKind(kind), on) for kind, on in rows.values_list("kind", "on")]  # type: ignore[arg-type]
    if not noticed:
        return {}
    return marks_on(noticed, as_of, Limits.from_mapping(limits_on(as_of)))


def _mark(row: Mark, as_of: dt.date, limits: Limits) -> MarkLine:
    kind = MarkKind(row.kind)
    end = lapses_on(Noticed(kind, row.on), limits)
    by = row.by.username if row.by else ""
    return MarkLine(kind, row.on, row.note, by, end, end <= as_of)


def costs_of(parts: Sequence[Customer]) -> list[CostLine]:
    """The newest direct costs of a customer and all merged into it."""
    rows = DirectCost.objects.filter(customer__in=parts).select_related("by")
    return [
        CostLine(row.on, row.cents, row.about, row.by.username if row.by else "")
        for row in rows.order_by("-on", "-id")[:SHOWN]
    ]
