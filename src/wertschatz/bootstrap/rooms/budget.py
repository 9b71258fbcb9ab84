"""Time budget: what each group may take of the customer time, and what is left."""

from __future__ import annotations

from wertschatz.bootstrap.ground import Ground


class BudgetRoom(Ground):
    """Time budget: what each group may take of the customer time, and what is left."""
