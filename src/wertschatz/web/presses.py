"""What one can note of a customer with one press, and how far it has come."""

from __future__ import annotations

from typing import NamedTuple

from wertschatz.domain.customers.marks import NO_MARKS, STATEMENTS, MarkKind, Marks, needed
from wertschatz.domain.customers.parameters import Limits

PRESSES: tuple[tuple[str, tuple[MarkKind, ...]], ...] = (
    ("good", (
        MarkKind.THANKED, MarkKind.RECOMMENDED, MarkKind.CLOSE_TO_HEART, MarkKind.USEFUL,
        MarkKind.POTENTIAL,
    )),
    ("hard", (
        MarkKind.DISCOUNT_PRESSED, MarkKind.PROMISE_BROKEN, MarkKind.DEMANDS, MarkKind.TONE,
        MarkKind.DRAINED,
    )),
)  # fmt: skip
"""The buttons in two rows; a test sees to it that none is missing."""


class Press(NamedTuple):
    """One button."""

    kind: MarkKind
    days: int
    """Noted on so many days that still count."""
    needed: int
    """So many days make a criterion."""
    statement: bool
    """Said once, it holds."""


def presses(
    kinds: tuple[MarkKind, ...], limits: Limits, held: Marks = NO_MARKS
) -> list[tuple[str, list[Press]]]:
    """The buttons for these kinds; without `held` they tell nothing of what was noted."""
    return [(row, [_press(kind, limits, held) for kind in of if kind in kinds])
            for row, of in PRESSES]  # fmt: skip


def _press(kind: MarkKind, limits: Limits, held: Marks) -> Press:
    days = held[kind].days if kind in held else 0
    return Press(kind, days, needed(kind, limits), kind in STATEMENTS)
