"""A plan after an interruption, a plan moved by hand, and how much of a day has to stay free."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from wertschatz.domain.values import Fact, Reason
from wertschatz.domain.worktime.day import REST, Day, Gap, Task
from wertschatz.domain.worktime.dayplan import BLOCK, LeftOut, Placed, Plan, without

BUFFERS = (30, 50)
"""Per cent of the day that stay free, at least and at most (METHOD 2.2)."""
USUAL_BUFFER = 40
DAYS_NEEDED, DAYS_LOOKED_AT = 10, 20
KEPT_OF_FIVE = 4
"""The plan is to be finished on four days of five."""


@dataclass(frozen=True, slots=True)
class Replanned:
    """A plan for the rest of the day, and what differs from before."""

    plan: Plan
    moved: tuple[str, ...]
    dropped: tuple[str, ...]


def replan(day: Day, before: Plan, tasks: Mapping[str, Task]) -> Replanned:
    """The smallest change: what can stay where it is stays; what lost its place finds another,
    the most important first, and only then less important things give way.

    `day` begins now; `tasks` are those of the plan that are still to be done. What is kept free
    is there for this: it may be used.
    """
    gaps = day.gaps()
    mine = [one for one in before.placed if one.task in tasks or one.task.startswith(BLOCK)]
    kept = [one for one in mine if _inside(one, gaps)]
    # A block of customer time has no name of its own: it is not looked for another place.
    lost = [tasks[one.task] for one in mine if one not in kept and one.task in tasks]
    moved: list[str] = []
    dropped: list[str] = [one.task for one in mine if one not in kept and one.task not in tasks]
    for task in sorted(lost, key=lambda one: (one.importance, -one.minutes, one.id)):
        place = _place(task, gaps, kept)
        if place is None:
            gone = _gives_way(task, gaps, kept, tasks)
            if gone is None:
                dropped.append(task.id)
                continue
            kept = [one for one in kept if one not in gone]
            dropped += [one.task for one in gone]
            place = _place(task, gaps, kept)
        if place is not None:
            kept.append(place)
            moved.append(task.id)
    # Whoever gave way may fit somewhere else.
    for name in [one for one in dropped if one in tasks]:
        place = _place(tasks[name], gaps, kept)
        if place is not None:
            kept.append(place)
            dropped.remove(name)
            moved.append(name)
    planned = sum(one.end - one.start for one in kept)
    out = tuple(LeftOut(name, Reason("interrupted")) for name in dropped if name in tasks)
    plan = Plan(
        tuple(sorted(kept, key=lambda one: (one.start, one.task))), out, planned,
        day.free_minutes - planned,
    )  # fmt: skip
    return Replanned(plan, tuple(moved), tuple(dropped))


def _inside(one: Placed, gaps: Sequence[Gap]) -> bool:
    return any(gap.start <= one.start and one.end <= gap.end for gap in gaps)


def _place(task: Task, gaps: Sequence[Gap], kept: Iterable[Placed]) -> Placed | None:
    """The earliest place that is free."""
    start, end = task.window or Gap(0, 10_000)
    if task.due is not None:
        end = min(end, task.due)
    for gap in without(gaps, kept):
        at = max(gap.start, start)
        if min(gap.end, end) - at >= task.minutes:
            return Placed(task.id, at, at + task.minutes)
    return None


def _gives_way(
    task: Task, gaps: Sequence[Gap], kept: Sequence[Placed], tasks: Mapping[str, Task]
) -> list[Placed] | None:
    """As few as can be of what matters less, the least important first; None: it does not help."""

    def importance(one: Placed) -> int:
        return tasks[one.task].importance if one.task in tasks else REST

    lesser = [one for one in kept if importance(one) > task.importance]
    lesser.sort(key=lambda one: (-importance(one), one.end - one.start, one.start))
    for one in lesser:
        if _place(task, gaps, [other for other in kept if other is not one]) is not None:
            return [one]
    gone: list[Placed] = []
    for one in lesser:
        gone.append(one)
        if _place(task, gaps, [other for other in kept if other not in gone]) is not None:
            return gone
    return None


# -- a plan moved by hand


class Drop(NamedTuple):
    """One thing to drop so that the buffer is whole again."""

    task: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Broken:
    """A plan leaves less free than it should."""

    reason: Reason
    """'buffer_broken' with minutes."""
    offers: tuple[Drop, ...]
    """Least important first; each list read from the front until enough is free."""


def buffer_broken(day: Day, placed: Iterable[Placed], tasks: Mapping[str, Task]) -> Broken | None:
    """Whether the plan breaks the buffer, and what could be dropped; None: it keeps it."""
    there = list(placed)
    planned = sum(one.end - one.start for one in there)
    over = planned - day.capacity
    if over <= 0:
        return None
    facts: dict[str, Fact] = {
        "over_minutes": over, "free_minutes": max(day.free_minutes - planned, 0),
        "wanted_minutes": day.free_minutes - day.capacity,
    }  # fmt: skip
    lesser = sorted(
        (one for one in there if one.task in tasks),
        key=lambda one: (-tasks[one.task].importance, abs(one.end - one.start - over), one.task),
    )
    offers: list[Drop] = []
    for one in lesser:
        if over <= 0:
            break
        offers.append(Drop(one.task, one.end - one.start))
        over -= one.end - one.start
    return Broken(Reason("buffer_broken", facts), tuple(offers))


# -- learning the buffer


class DayDone(NamedTuple):
    """How a past day went. Minutes."""

    free: int
    """All that was not fixed."""
    planned: int
    done: int
    """Of what was planned."""


def counted(days: Sequence[DayDone]) -> list[DayDone]:
    """Those of the last twenty days (the newest last) from which something is learned."""
    return [day for day in days if day.free > 0 and day.planned > 0][-DAYS_LOOKED_AT:]


def needed_percent(day: DayDone) -> int:
    """So much of this day had to stay free for its plan to be finished.

    Where all was done, at least the buffer of that day was enough; else only what was done.

    >>> needed_percent(DayDone(400, 240, 200))
    50
    """
    return 100 - 100 * min(day.done, day.planned) // day.free


def buffer_from(days: Sequence[DayDone]) -> int | None:
    """Per cent to keep free so that the plan is finished on four days of five, from the last
    twenty days (the newest last); None: fewer than ten days are known.

    >>> buffer_from([DayDone(400, 240, 240)] * 10)
    40
    """
    known = counted(days)
    if len(known) < DAYS_NEEDED:
        return None
    needed = sorted(map(needed_percent, known))
    at = math.ceil(len(needed) * KEPT_OF_FIVE / 5) - 1
    rounded = round(needed[at] / 5) * 5
    return min(max(rounded, BUFFERS[0]), BUFFERS[1])
