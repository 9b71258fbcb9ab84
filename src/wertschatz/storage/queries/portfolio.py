"""Every customer of the newest assessment, as the pictures of the whole base see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from wertschatz.domain.customers.costing import Capacity, capacity, rate_of
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.portfolio import Position
from wertschatz.domain.customers.year import Window
from wertschatz.domain.values import Group
from wertschatz.storage.models import Assessment, AssessmentRun

GROUPS: Mapping[str, Group | None] = {"": None, **{group.value: group for group in Group}}


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The base with what the pictures need."""

    run: int
    """Which assessment this was."""
    positions: list[Position]
    names: dict[int | str, str]
    uuids: dict[int | str, UUID]
    limits: Limits
    contribution_known: bool
    """The owner has said what an hour costs."""
    unknown: int
    """Customers with revenue, of whom nobody knows how much time they take."""
    capacity: Capacity


def newest_run() -> tuple[int, dt.datetime] | None:
    """Which assessment is the newest, and when it was made; None: there is none yet."""
    return AssessmentRun.objects.order_by("-id").values_list("id", "at").first()


def portfolio(run_id: int) -> Portfolio | None:
    """Who was dealt with in the window of this assessment; None: it was replaced meanwhile."""
    run = AssessmentRun.objects.filter(pk=run_id).first()
    if run is None:
        return None
    limits = Limits.from_mapping(
        {name: value for name, value in run.parameters.items() if name in Limits().as_mapping()}
    )
    rows = Assessment.objects.values_list(
        "customer_id", "customer__uuid", "customer__party__name", "group", "revenue_cents",
        "effort_minutes", "contribution_cents", "call_minutes",
    )  # fmt: skip
    # Who neither brought nor took anything would only make the pictures wider.
    dealt = [row for row in rows if row[4] or row[5]]
    window = Window(run.window_start, run.window_end, run.window_kind)
    return Portfolio(
        run=run_id,
        positions=[
            Position(pk, contribution, revenue, minutes, GROUPS[group], calls or 0)
            for pk, _, _, group, revenue, minutes, contribution, calls in dealt
        ],
        names={row[0]: row[2] for row in dealt},
        uuids={row[0]: row[1] for row in dealt},
        limits=limits,
        contribution_known=rate_of(limits) is not None,
        unknown=sum(row[5] is None for row in dealt),
        capacity=capacity(window, limits, sum(row[5] or 0 for row in dealt)),
    )
