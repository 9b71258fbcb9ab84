"""What speaks for an invoice: number, account, name and amount, and which of two has more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

FULL, DIGITS, CUSTOMER, NEAR = 8, 4, 2, 1
"""Marks in the text: the whole number, its end, the customer number, a number mistyped."""
_COVERS = {FULL: FULL | DIGITS | NEAR, DIGITS: DIGITS | NEAR, CUSTOMER: CUSTOMER, NEAR: NEAR}


class Fit(StrEnum):
    """How the amount fits what is open."""

    AMOUNT = "amount"
    DISCOUNT = "discount"
    """Less a usual cash discount, in its days."""
    LESS = "less"
    """Less by as much as a cash discount may be, but of an odd rate or too late."""
    TAX = "tax"
    """The net amount with a usual tax; the gross amount is unknown."""


class Clue(NamedTuple):
    """Everything that speaks for one invoice whose amount fits."""

    invoice: int
    customer: int
    fit: Fit
    marks: int = 0
    account: bool = False
    """Paid from an account this customer has paid from."""
    percent: int = 0
    """How alike the names are; 0 below what counts."""

    @property
    def knows_payer(self) -> bool:
        """It is this customer who pays."""
        return self.account or bool(self.percent) or bool(self.marks & CUSTOMER)

    @property
    def speaks(self) -> bool:
        """More than the amount speaks for it."""
        return bool(self.marks) or self.account or bool(self.percent)

    @property
    def level(self) -> int:
        """Its place in the cascade: 1 number, 2 digits, 3 customer number or account, 4 name."""
        if self.marks & FULL:
            return 1
        if self.marks & DIGITS:
            return 2
        return 3 if self.marks & CUSTOMER or self.account else 4


def covered(marks: int) -> int:
    """The marks with those they include: a whole number is also its end.

    >>> covered(FULL) == FULL | DIGITS | NEAR
    True
    """
    return sum(bit for bit in (FULL, DIGITS, CUSTOMER, NEAR) if _has(marks, bit))


def _has(marks: int, bit: int) -> bool:
    return any(marks & mark and _COVERS[mark] & bit for mark in _COVERS)


def beats(one: Clue, other: Clue, ahead: int) -> bool:
    """Nothing speaks for the other that does not speak for this one, and for this one more does.

    A stranger's number may be mistyped: while another customer's invoice of nearly this number
    and the same amount is open, a number alone decides nothing.
    """
    mine, theirs = covered(one.marks), covered(other.marks)
    further = 0 if one.customer == other.customer else one.percent - other.percent
    if theirs & ~mine or (other.account and not one.account) or further <= -ahead:
        return False
    if one.customer != other.customer and not one.knows_payer and other.marks & NEAR:
        return False
    return mine != theirs or (one.account and not other.account) or further >= ahead


def best(clues: Sequence[Clue], ahead: int) -> Clue | None:
    """The one that beats all others; None where no one does."""
    for one in clues:
        if all(one is other or beats(one, other, ahead) for other in clues):
            return one
    return None


def ranked(clues: Iterable[Clue]) -> list[Clue]:
    """The likeliest first."""
    return sorted(clues, key=lambda c: (-c.marks, not c.account, -c.percent, c.fit != Fit.AMOUNT))
