"""Marks: facts about dealings that a person noted, from a closed list, each with its day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.year import months_later


class MarkKind(StrEnum):
    """What happened, or what the owner says. Never renamed or reused."""

    DISCOUNT_PRESSED = "discount_pressed"
    """Pressed for a lower price again."""
    PROMISE_BROKEN = "promise_broken"
    """A promised order did not come."""
    TONE = "tone"
    """Was unfriendly or brazen to me or to staff."""
    DEMANDS = "demands"
    """Demanded more than was agreed."""
    DRAINED = "drained"
    """“I felt drained”: the owner's own mood after a contact, no word about the customer."""
    RECOMMENDED = "recommended"
    """Recommended the firm to somebody."""
    THANKED = "thanked"
    """Said thank you."""
    CLOSE_TO_HEART = "close_to_heart"
    USEFUL = "useful"
    """Useful to me, professionally or privately."""
    POTENTIAL = "potential"
    """Can be developed: the owner believes in it."""


STATEMENTS = frozenset({MarkKind.CLOSE_TO_HEART, MarkKind.USEFUL, MarkKind.POTENTIAL})
"""What only the owner can say; said once, it holds until it lapses."""
OWNERS_ALONE = STATEMENTS | {MarkKind.DRAINED}
"""Staff note the other ones."""
STAFF_KINDS = tuple(kind for kind in MarkKind if kind not in OWNERS_ALONE)


class Mark(NamedTuple):
    """One mark of a customer."""

    kind: MarkKind
    on: date


class Marked(NamedTuple):
    """All marks of one kind that hold on a day."""

    days: int
    """On so many different days."""
    last_on: date
    until: date | None
    """The day on which too few are left; None: too few already."""


Marks = Mapping[MarkKind, Marked]
NO_MARKS: Marks = {}


def needed(kind: MarkKind, limits: Limits) -> int:
    """How many days of a kind make a criterion.

    >>> needed(MarkKind.TONE, Limits()), needed(MarkKind.USEFUL, Limits())
    (3, 1)
    """
    return 1 if kind in STATEMENTS else limits.marks_needed


def lapses_on(mark: Mark, limits: Limits) -> date:
    """The day from which a mark no longer counts; a mood fades sooner than a fact.

    >>> lapses_on(Mark(MarkKind.TONE, date(2026, 3, 1)), Limits())
    datetime.date(2027, 3, 1)
    """
    if mark.kind is MarkKind.DRAINED:
        return mark.on + timedelta(days=limits.drained_days)
    return months_later(mark.on, limits.marks_months)


def marks_on(marks: Iterable[Mark], as_of: date, limits: Limits) -> Marks:
    """The marks of one customer that hold on a day, by kind; several of a day count once."""
    days: defaultdict[MarkKind, set[date]] = defaultdict(set)
    for mark in marks:
        if mark.on <= as_of < lapses_on(mark, limits):
            days[mark.kind].add(mark.on)
    return {kind: _marked(kind, on, limits) for kind, on in days.items()}


def _marked(kind: MarkKind, on: set[date], limits: Limits) -> Marked:
    newest, enough = sorted(on, reverse=True), needed(kind, limits)
    until = None
    if len(newest) >= enough:
        until = lapses_on(Mark(kind, newest[enough - 1]), limits)
    return Marked(len(newest), newest[0], until)


def meets(marks: Marks, kind: MarkKind) -> Marked | None:
    """The marks of a kind, where they are enough for a criterion."""
    found = marks.get(kind)
    return found if found is not None and found.until is not None else None
