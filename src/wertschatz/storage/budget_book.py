"""Keeps what the owner sets of the time budget, and fresh starts."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import asdict

from wertschatz.domain.customers.budget import SHARES, BudgetSettings
from wertschatz.domain.values import Fact
from wertschatz.storage.journal import writing
from wertschatz.storage.models import FreshStart, Parameter, Review, Timer
from wertschatz.storage.queries.budget import settings_on
from wertschatz.storage.tasks_book import AREAS as TASK_AREAS
from wertschatz.storage.tasks_book import lapse

AREAS = ("budget",)
"""No letter depends on it."""


class BudgetBook:
    """Every call is one action with its undo."""

    def settings(self, on: dt.date) -> BudgetSettings:
        """What holds on that day."""
        return settings_on(on)

    def keep(
        self, values: Mapping[str, int], *, on: dt.date, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """These hold from that day on; the shares always all together, so that no taking back of
        one leaves shares that are not a whole."""
        if any(name in SHARES for name in values):
            values = {**{name: asdict(self.settings(on))[name] for name in SHARES}, **values}
        with writing("budget_set", by=by, at=at, areas=AREAS) as pen:
            for name, value in values.items():
                pen.create(Parameter(name=name, value=value, valid_from=on, at=at, by_id=by))
        return pen.action.uuid

    def start_fresh(
        self,
        on: dt.date,
        away_since: dt.date | None,
        gone: Collection[uuid.UUID] = (),
        *,
        by: int,
        at: dt.datetime,
    ) -> uuid.UUID:
        """A running clock is dropped, appointments that passed unused lapse, and tasks that were
        due have no day any more, or are in the bin (`gone`)."""
        facts: dict[str, Fact] = {"on": on.isoformat()}
        areas = (*AREAS, *TASK_AREAS)
        with writing("fresh_start", by=by, at=at, facts=facts, areas=areas) as pen:
            pen.create(FreshStart(user_id=by, on=on, away_since=away_since, at=at))
            for timer in Timer.objects.filter(user_id=by):
                pen.delete(timer)
            lapsed = Review.objects.filter(
                user_id=by, planned_at__lt=at, started_at=None, cancelled_at=None
            )
            for review in lapsed:
                pen.update(review, cancelled_at=at, moved=review.moved + 1)
            lapse(pen, by, on, gone, at)
        return pen.action.uuid
