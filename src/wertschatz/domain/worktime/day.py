"""One working day as it is planned: what is fixed, what is free, what is to be done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

GRID = 5
"""Minutes: nothing is planned finer."""
TOP, MIDDLE, REST = 1, 2, 3
CLASSES = (TOP, MIDDLE, REST)
"""Importance of tasks; what is above goes first whatever it costs below."""


class Gap(NamedTuple):
    """Minutes since midnight, from `start` up to, but not including, `end`."""

    start: int
    end: int

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.end - self.start


class FixedKind(StrEnum):
    """What a fixed part of the day is."""

    APPOINTMENT = "appointment"
    MAIL = "mail"
    BREAK = "break"
    CALL_BACK = "call_back"
    CLOSING = "closing"
    """The last ten minutes, which plan tomorrow (METHOD 2.3)."""
    OFF = "off"
    """Between two stretches of working hours."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A part of the day that the plan never touches."""

    start: int
    end: int
    kind: FixedKind
    name: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done in one go. Minutes of the day, as in `Gap`."""

    id: str
    minutes: int
    importance: int = MIDDLE
    budget: str | None = None
    """Whose time it takes: 'A', 'B', 'C', '' (spontaneous); None: no customer's."""
    window: Gap | None = None
    """When the other side can be reached, or the place is open; None: any time."""
    due: int | None = None
    """To be finished by this minute today; None: no deadline today."""


@dataclass(frozen=True, slots=True)
class Day:
    """What a plan has to keep to."""

    start: int
    """When work begins; later where the day has already begun."""
    end: int
    fixed: tuple[Fixed, ...] = ()
    buffer_percent: int = 40
    """So much of what is not fixed stays free (METHOD 2.2)."""
    budgets: tuple[tuple[str, int], ...] = ()
    """Minutes of customer time that are left today, by group; who is not named has no limit."""
    reserved: bool = True
    """What is left of the groups' time is laid down as blocks (METHOD 1.7)."""

    def gaps(self) -> tuple[Gap, ...]:
        """What is not fixed, in order."""
        return tuple(_between(self.start, self.end, self.fixed))

    @property
    def free_minutes(self) -> int:
        """All that is not fixed."""
        return sum(gap.minutes for gap in self.gaps())

    @property
    def capacity(self) -> int:
        """Minutes that may be planned; the rest stays free.

        >>> Day(480, 1080, buffer_percent=40).capacity
        360
        """
        return self.free_minutes * (100 - self.buffer_percent) // 100


def _between(start: int, end: int, fixed: Iterable[Fixed]) -> Iterable[Gap]:
    at = start
    for one in sorted(fixed, key=lambda part: (part.start, part.end)):
        if one.start > at:
            yield Gap(at, min(one.start, end))
        at = max(at, one.end)
        if at >= end:
            return
    if at < end:
        yield Gap(at, end)


def rounded(minutes: int) -> int:
    """Up to the grid, at least one step.

    >>> rounded(12), rounded(0)
    (15, 5)
    """
    return max(GRID, -(-minutes // GRID) * GRID)


def overlapping(fixed: Sequence[Fixed]) -> list[tuple[Fixed, Fixed]]:
    """Pairs of fixed parts of which nobody can keep both."""
    found = []
    ordered = sorted(fixed, key=lambda part: (part.start, part.end))
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if other.start >= one.end:
                break
            found.append((one, other))
    return found
