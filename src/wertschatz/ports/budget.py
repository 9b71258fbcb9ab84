"""What the use cases of the time budget need from whatever keeps it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from typing import Protocol

from wertschatz.domain.customers.budget import BudgetSettings


class BudgetBook(Protocol):
    """Every call is one action with its undo."""

    def settings(self, on: dt.date) -> BudgetSettings:
        """What holds on that day."""

    def keep(
        self, values: Mapping[str, int], *, on: dt.date, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """These hold from that day on; returns the action."""

    def start_fresh(
        self,
        on: dt.date,
        away_since: dt.date | None,
        gone: Collection[uuid.UUID] = (),
        *,
        by: int,
        at: dt.datetime,
    ) -> uuid.UUID:
        """From that day on everything begins afresh for this person; returns the action.

        Of the tasks that were due before, those in `gone` go into the bin; the others stay without
        a day, and what comes again waits for its next one.
        """
