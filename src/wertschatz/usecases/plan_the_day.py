"""“What do I do today?”: planned, moved by hand, taken out, planned anew after an interruption."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from wertschatz.domain.values import Fact, Reason
from wertschatz.domain.worktime.day import GRID, Day, Fixed, FixedKind, Task, rounded
from wertschatz.domain.worktime.dayplan import BLOCK, Placed, Plan, plan_day
from wertschatz.domain.worktime.replan import Broken, buffer_broken, replan
from wertschatz.domain.worktime.wall import instant
from wertschatz.ports.workday import ClosedAlready, Draft, Moved, Reading, Told, Undone, WorkDayBook
from wertschatz.usecases.refusals import Refused


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change did to a plan."""

    action: uuid.UUID
    placed: tuple[Placed, ...]
    moved: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    broken: Broken | None = None
    """The buffer is broken now, and what could be dropped; None: it is kept."""


def proposed(reading: Reading, undone: Undone, before: Sequence[Placed] = ()) -> list[Placed]:
    """A plan for what is left of the day; what was done earlier that day stays where it was."""
    plan = plan_day(reading.rest, undone.tasks)
    return _ordered([*_past(reading, undone, before), *plan.placed])


def plan_the_day(
    book: WorkDayBook, user: int, reading: Reading, undone: Undone, *, by: int, at: dt.datetime
) -> Changed:
    """Makes the plan, or makes it anew; raises Refused."""
    _can_be_planned(reading)
    placed = proposed(reading, undone, book.kept(user, reading.on).placed)
    return Changed(_keep(book, user, reading, placed, "day_planned", {}, by, at), tuple(placed))


def move_in_the_plan(
    book: WorkDayBook,
    user: int,
    reading: Reading,
    undone: Undone,
    task: str,
    start: int,
    *,
    by: int,
    at: dt.datetime,
) -> Changed:
    """A task to another time, or into the plan; what lay there gives way with the smallest change.

    `start` is a minute of the day. The person's word wins over the buffer, and the answer says
    where it breaks it. Raises Refused.
    """
    _can_be_planned(reading)
    tasks = {one.id: one for one in undone.tasks}
    if task not in tasks:
        raise Refused("plan_task_gone")
    start -= start % GRID
    mine = Placed(task, start, start + rounded(tasks[task].minutes))
    _can_lie_there(reading, mine)
    before = [one for one in book.kept(user, reading.on).placed if one.task != task]
    pinned = Fixed(mine.start, mine.end, FixedKind.APPOINTMENT)
    day = replace(reading.rest, fixed=(*reading.rest.fixed, pinned))
    others = {name: one for name, one in tasks.items() if name != task}
    placed, moved, dropped = _smallest_change(reading, day, before, undone, others)
    placed = _ordered([*placed, mine])
    facts = {"name": undone.title(task), "time": _clock(reading, start)}
    told = _told(Reason("made_room", {"other": undone.title(task)}), before, placed, moved, dropped)
    action = _keep(book, user, reading, placed, "plan_line_moved", facts, by, at, told)
    return Changed(action, tuple(placed), moved, dropped, broken_by(reading, placed, undone.tasks))


def take_out_of_the_plan(
    book: WorkDayBook,
    user: int,
    reading: Reading,
    undone: Undone,
    line: tuple[str, int],
    *,
    by: int,
    at: dt.datetime,
) -> Changed:
    """A task, or a block of customer time, is no longer in the plan; the rest stays as it is.

    `line` is what lies there and from which minute on. Raises Refused.
    """
    before = book.kept(user, reading.on).placed
    placed = [one for one in before if (one.task, one.start) != line]
    if len(placed) == len(before):
        raise Refused("plan_task_gone")
    facts = {"name": undone.title(line[0]) or "…"}
    action = _keep(book, user, reading, placed, "plan_line_dropped", facts, by, at)
    return Changed(action, tuple(placed), broken=broken_by(reading, placed, undone.tasks))


def plan_anew(
    book: WorkDayBook,
    user: int,
    reading: Reading,
    undone: Undone,
    *,
    takes_minutes: int = 0,
    by: int,
    at: dt.datetime,
) -> Changed:
    """After an interruption, or with one that goes on for so long: the smallest change.

    Raises Refused.
    """
    _can_be_planned(reading)
    if not 0 <= takes_minutes <= 24 * 60:
        raise Refused("interruption_too_long")
    later = rounded(takes_minutes) if takes_minutes else 0
    begins = min(reading.rest.start + later, reading.rest.end)
    day = replace(reading.rest, start=begins)
    tasks = {one.id: one for one in undone.tasks}
    before = book.kept(user, reading.on).placed
    placed, moved, dropped = _smallest_change(reading, day, before, undone, tasks)
    facts: dict[str, Fact] = {"moved": len(moved), "dropped": len(dropped)}
    why = Reason("interruption_until", {"until": begins}) if later else Reason("interrupted")
    told = _told(why, before, placed, moved, dropped)
    action = _keep(book, user, reading, placed, "day_replanned", facts, by, at, told)
    return Changed(action, tuple(placed), moved, dropped)


def broken_by(reading: Reading, placed: Sequence[Placed], tasks: Sequence[Task]) -> Broken | None:
    """Whether the whole day's plan leaves too little free; None: it does not."""
    coming = {one.id: one for one in tasks}
    return buffer_broken(reading.whole, placed, coming)


def _smallest_change(
    reading: Reading,
    day: Day,
    before: Sequence[Placed],
    undone: Undone,
    tasks: Mapping[str, Task],
) -> tuple[list[Placed], tuple[str, ...], tuple[str, ...]]:
    """The lines, which of them moved, and which are no longer there."""
    past = _past(reading, undone, before)
    coming = [one for one in before if one not in past]
    changed = replan(day, Plan(tuple(coming), (), 0, 0), tasks)
    lost = tuple(one for one in changed.dropped if not one.startswith(BLOCK))
    return _ordered([*past, *changed.plan.placed]), changed.moved, lost


def _told(
    why: Reason,
    before: Sequence[Placed],
    after: Sequence[Placed],
    moved: Sequence[str],
    dropped: Sequence[str],
) -> Told:
    """By the time at which the moved ones lie now."""
    was, now = ({one.task: one.start for one in placed} for placed in (before, after))
    found = [Moved(task, was[task], now[task]) for task in moved if task in was and task in now]
    found.sort(key=lambda one: one.now)
    return Told(why, tuple(one for one in found if one.was != one.now), tuple(dropped))


def _past(reading: Reading, undone: Undone, before: Sequence[Placed]) -> list[Placed]:
    """What began before now and needs no other time: it is done, or was customer time."""
    open_ones = {one.id for one in undone.tasks}
    now = reading.rest.start
    return [
        Placed(one.task, one.start, min(one.end, max(now, one.start)) if one.end > now else one.end)
        for one in before if one.start < now and one.task not in open_ones
    ]  # fmt: skip


def _can_be_planned(reading: Reading) -> None:
    if reading.closed:
        raise Refused("closed_on", {"on": reading.on.isoformat()})
    if reading.work is None:
        raise Refused("no_work_on", {"on": reading.on.isoformat()})
    if reading.rest.start >= reading.rest.end:
        raise Refused("day_over", {"on": reading.on.isoformat()})


def _can_lie_there(reading: Reading, mine: Placed) -> None:
    if mine.start < reading.rest.start:
        raise Refused("plan_too_early", {"time": _clock(reading, reading.rest.start)})
    if mine.end > reading.rest.end:
        raise Refused("plan_too_late", {"time": _clock(reading, reading.rest.end)})
    for one in reading.rest.fixed:
        if one.start < mine.end and mine.start < one.end:
            facts: dict[str, Fact] = {
                "start": _clock(reading, one.start), "end": _clock(reading, one.end),
            }  # fmt: skip
            raise Refused("plan_place_taken", facts)


def _clock(reading: Reading, minute: int) -> str:
    local = instant(reading.on, minute, reading.zone)
    return f"{local.hour}:{local.minute:02d}"


def _ordered(placed: Sequence[Placed]) -> list[Placed]:
    return sorted(placed, key=lambda one: (one.start, one.end, one.task))


def _keep(
    book: WorkDayBook,
    user: int,
    reading: Reading,
    placed: Sequence[Placed],
    code: str,
    facts: Mapping[str, Fact],
    by: int,
    at: dt.datetime,
    told: Told | None = None,
) -> uuid.UUID:
    draft = draft_of(reading, placed)._replace(told=told)
    try:
        return book.keep_plan(user, draft, code, dict(facts), by=by, at=at)
    except ClosedAlready:
        raise Refused("day_closed_already") from None


def draft_of(reading: Reading, placed: Sequence[Placed]) -> Draft:
    """What is kept of a plan."""
    return Draft(reading.on, placed, reading.whole.buffer_percent, reading.whole.free_minutes)
