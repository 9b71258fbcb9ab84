"""Time budget: what each group may take of the customer time, and what is left."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping

from wertschatz.bootstrap.ground import Ground
from wertschatz.storage.budget_book import BudgetBook
from wertschatz.storage.queries.budget import Budget, budget_on
from wertschatz.usecases import set_the_budget


class BudgetRoom(Ground):
    """Time budget: what each group may take of the customer time, and what is left."""

    def budget(self, actor: int | None = None) -> Budget:
        """Today's, and this week's."""
        return budget_on(self.today(), actor)

    def set_budget(self, values: Mapping[str, int], actor: int | None) -> uuid.UUID | None:
        """Hours a week and shares, from today on; None: nothing differs; raises Refused."""
        return set_the_budget.set_the_budget(
            BudgetBook(), values, on=self.today(), by=actor, at=self.now()
        )

    def start_fresh(
        self, away_since: dt.date | None, actor: int, gone: Collection[uuid.UUID] = ()
    ) -> uuid.UUID:
        """After holiday or illness; `gone` of what lapsed goes into the bin; raises Refused."""
        return set_the_budget.start_fresh(
            BudgetBook(), away_since, gone, on=self.today(), by=actor, at=self.now()
        )
