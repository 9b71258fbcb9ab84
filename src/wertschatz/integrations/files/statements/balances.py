"""Holds a statement's movements against its balances, so that no missing row goes unnoticed."""

from __future__ import annotations

from decimal import Decimal

from wertschatz.domain.values import Fact
from wertschatz.ports.problems import Problem

_ZERO = Decimal(0)
_COIN = Decimal("0.005")


class Balance:
    """Opening balance, sum of movements and closing balance of one statement, in its currency."""

    def __init__(self) -> None:
        """Nothing stated, nothing moved."""
        self.opening: Decimal | None = None
        self.closing: Decimal | None = None
        self.currency = ""
        self.moved = _ZERO
        self.other_currency = False
        self.rows = 0

    @property
    def quiet(self) -> bool:
        """A whole statement in which nothing moved."""
        return not self.rows and self.opening is not None and self.opening == self.closing

    def move(self, amount: Decimal, currency: str) -> None:
        """A booked movement, above zero: received."""
        self.rows += 1
        if currency and self.currency and currency != self.currency:
            self.other_currency = True
        self.moved += amount

    def problem(self, name: str, line: int, account: str) -> Problem | None:
        """A notice when the sum does not lead from the opening to the closing balance.

        Nothing is said where a balance is missing or a movement is in another currency.
        """
        if self.opening is None or self.closing is None or self.other_currency:
            return None
        computed = self.opening + self.moved
        if abs(computed - self.closing) < _COIN:
            return None
        facts: dict[str, Fact] = {
            "account": account or "–", "computed": f"{computed:.2f}",
            "stated": f"{self.closing:.2f}",
        }  # fmt: skip
        return Problem("statement_sums_disagree", name, line, facts)
