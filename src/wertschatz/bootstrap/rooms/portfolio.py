"""The whole base: dependence, who went quiet, what if, moves over the years."""

from __future__ import annotations

from wertschatz.bootstrap.ground import Ground


class PortfolioRoom(Ground):
    """The whole base: dependence, who went quiet, what if, moves over the years."""
