"""All situations there can be, as a space: cut only at the values that the rules name.

Each axis is a row of cells, each cell one bit; a rule is a box, one mask of cells for each axis.
That is exact: within a cell all rules decide alike.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from wertschatz.domain.rules.decision import in_season, in_span
from wertschatz.domain.rules.rule import DAY_MINUTES, Rule, When, asks_colleague, spares
from wertschatz.domain.rules.situation import (
    AGAIN_MINUTES,
    NEVER_BEFORE,
    BudgetLeft,
    CallerKind,
    Channel,
    Colleague,
    Emergency,
    Situation,
    States,
)
from wertschatz.domain.values import Group

Box = tuple[int, ...]
"""One mask for each axis, in the order of `AXES`."""

AXES = (
    "groups", "kinds", "callers", "channels", "weekdays", "times", "seasons", "door_closed",
    "focus", "on_break", "unplugged", "in_appointment", "colleague", "budget", "again",
    "emergency",
)  # fmt: skip
_LEAP = dt.date(2024, 1, 1)
_YEAR = tuple(_LEAP + dt.timedelta(days=day) for day in range(366))
# The ordinary comes first: examples are made of the first cell that is left.
_FIXED: dict[str, tuple[object, ...]] = {
    "groups": (Group.A, Group.B, Group.C, None),
    "kinds": (CallerKind.CUSTOMER, *(kind for kind in CallerKind if kind != CallerKind.CUSTOMER)),
    "channels": tuple(Channel),
    "weekdays": tuple(range(7)),
    "colleague": tuple(Colleague),
    "budget": tuple(BudgetLeft),
    "emergency": tuple(Emergency),
}
_SWITCHES = ("door_closed", "focus", "on_break", "unplugged", "in_appointment")
CUSTOMERS = frozenset({CallerKind.CUSTOMER})
SOMEBODY = ""
"""The cell of all callers that no rule names."""


@dataclass(frozen=True, slots=True)
class Space:
    """The cells of each axis, by its name."""

    callers: tuple[str, ...]
    times: tuple[int, ...]
    """The minute at which each cell begins."""
    seasons: tuple[dt.date, ...]
    """The day at which each cell begins, in a leap year."""
    again: tuple[int, ...]
    """The most minutes since the last call that still belong to the cell."""

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> Space:
        """Cut at what these rules name, and at the three minutes of a second call."""
        whens = [rule.when for rule in rules]
        callers = {caller for when in whens for caller in when.callers or ()} - {SOMEBODY}
        minutes = {minute % DAY_MINUTES for when in whens for span in when.times for minute in span}
        again = {when.again_within for when in whens if when.again_within is not None}
        return cls(
            (SOMEBODY, *sorted(callers)), tuple(sorted(minutes | {0})), _season_cells(whens),
            tuple(sorted(again | {AGAIN_MINUTES, NEVER_BEFORE})),
        )  # fmt: skip

    def cells(self, axis: str) -> Sequence[object]:
        """The cells of one axis, the ordinary first."""
        if axis in _FIXED:
            return _FIXED[axis]
        if axis in _SWITCHES:
            return (False, True)
        # Most callers did not call a moment ago: the largest comes first.
        found: Sequence[object] = getattr(self, axis)
        return found[::-1] if axis == "again" else found

    def whole(self) -> Box:
        """Every situation, also those that cannot be."""
        return tuple((1 << len(self.cells(axis))) - 1 for axis in AXES)

    def possible(self, grouped: frozenset[CallerKind] = CUSTOMERS) -> tuple[Box, ...]:
        """Every situation that can be: only those `grouped` have a group, and who calls again
        within three minutes has called less than three minutes ago."""
        customers = {"kinds": grouped}
        others = {"kinds": frozenset(CallerKind) - grouped, "groups": {None}}
        again = {"emergency": {Emergency.AGAIN}, "again": range(AGAIN_MINUTES + 1)}
        plain = {"emergency": set(Emergency) - {Emergency.AGAIN}}
        return tuple(
            self.box({**who, **how}) for who in (customers, others) for how in (plain, again)
        )

    def box(self, named: dict[str, Iterable[object]]) -> Box:
        """The box of these cells; an axis that is not named is whole."""
        return tuple(
            self._mask(axis, named[axis]) if axis in named else whole
            for axis, whole in zip(AXES, self.whole(), strict=True)
        )

    def _mask(self, axis: str, wanted: Iterable[object]) -> int:
        chosen = set(wanted)
        return sum(1 << at for at, cell in enumerate(self.cells(axis)) if cell in chosen)

    def of_rule(self, rule: Rule) -> Box:
        """The situations in which everything holds that the rule names."""
        when = rule.when
        named: dict[str, Iterable[object]] = {
            axis: asked
            for axis in ("groups", "kinds", "callers", "channels", "weekdays", "colleague",
                         "budget", "emergency")
            if (asked := getattr(when, axis)) is not None
        }  # fmt: skip
        for axis in _SWITCHES:
            if getattr(when, axis) is not None:
                named[axis] = (getattr(when, axis),)
        if when.times:
            named["times"] = [minute for minute in self.times if _at(when, minute)]
        if when.seasons:
            named["seasons"] = [day for day in self.seasons if _in_year(when, day)]
        if when.again_within is not None:
            named["again"] = [most for most in self.again if most <= when.again_within]
        if asks_colleague(rule):
            named["colleague"] = {Colleague.THERE} & set(named.get("colleague", Colleague))
        if spares(rule, Group.A):
            named["groups"] = set(named.get("groups", _FIXED["groups"])) - {Group.A}
        return self.box(named)

    def example(self, box: Box) -> Situation:
        """An ordinary situation in this box, in the days after 1 January 2024.

        The weekday need not be that of the day: both are named by the box alone.
        """
        cell: dict[str, Any] = {
            axis: self.cells(axis)[(mask & -mask).bit_length() - 1]
            for axis, mask in zip(AXES, box, strict=True)
        }
        at = _clock(cell["seasons"], cell["weekdays"], cell["times"])
        later = at + dt.timedelta(hours=1)
        ends = [later if cell[axis] else None for axis in _SWITCHES]
        return Situation(
            at=at, channel=cell["channels"], kind=cell["kinds"], group=cell["groups"],
            caller=str(cell["callers"]), states=States(*ends), colleague=cell["colleague"],
            budget=cell["budget"], minutes_since=cell["again"], emergency=cell["emergency"],
        )  # fmt: skip


def _season_cells(whens: Iterable[When]) -> tuple[dt.date, ...]:
    """A cell begins wherever another set of seasons holds than on the day before."""
    seasons = sorted({season for when in whens for season in when.seasons})
    cells, before = [_YEAR[0]], None
    for day in _YEAR:
        noon = dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)
        now = tuple(in_season(season, noon) for season in seasons)
        if before is not None and now != before:
            cells.append(day)
        before = now
    return tuple(cells)


def _at(when: When, minute: int) -> bool:
    clock = dt.datetime(2024, 1, 1, minute // 60, minute % 60, tzinfo=dt.UTC)
    return any(in_span(span, clock) for span in when.times)


def _in_year(when: When, day: dt.date) -> bool:
    noon = dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)
    return any(in_season(season, noon) for season in when.seasons)


@cache
def _clock(day: dt.date, weekday: int, minute: int) -> dt.datetime:
    """An instant with this day of the year and weekday: such a year comes within 28 years."""
    for year in range(2024, 2052):
        if (day.month, day.day) == (2, 29) and year % 4:
            continue
        there = dt.date(year, day.month, day.day)
        if there.weekday() == weekday:
            return dt.datetime(
                there.year, there.month, there.day, minute // 60, minute % 60, tzinfo=dt.UTC
            )
    raise AssertionError(day)


def meet(one: Box, other: Box) -> Box | None:
    """What lies in both; None: nothing."""
    both = []
    # Most boxes part at one of the first axes: there is nothing more to look at then.
    for mine, theirs in zip(one, other, strict=True):
        if not mine & theirs:
            return None
        both.append(mine & theirs)
    return tuple(both)


def within(inner: Box, outer: Box) -> bool:
    """Everything of `inner` lies in `outer`."""
    return all(not a & ~b for a, b in zip(inner, outer, strict=True))


def left_of(box: Box, taken: Sequence[Box]) -> Box | None:
    """A part of the box that none of the others takes; None: all of it is taken.

    The largest part is taken away first: what is left falls into at most one piece an axis.
    """
    here = [part for other in taken if (part := meet(box, other)) is not None]
    if not here:
        return box
    largest = max(here, key=_size)
    if largest == box:
        return None
    rest = [part for part in here if part is not largest]
    before: list[int] = []
    for axis, (whole, gone) in enumerate(zip(box, largest, strict=True)):
        if stays := whole & ~gone:
            piece = (*before, stays, *box[axis + 1 :])
            found = left_of(piece, rest)
            if found is not None:
                return found
        before.append(gone)
    return None


def _size(box: Box) -> int:
    size = 1
    for mask in box:
        size *= mask.bit_count()
    return size
