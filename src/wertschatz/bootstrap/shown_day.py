"""A day as pages and the terminal show it: its lines by the clock, what is left out and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from wertschatz.domain.values import Fact, Reason
from wertschatz.domain.worktime.dayplan import BLOCK, Placed, left_out, without
from wertschatz.domain.worktime.settle import crossed
from wertschatz.domain.worktime.wall import instant, minute_at
from wertschatz.ports.workday import KeptDay, Reading, Told, Undone
from wertschatz.storage.queries import day as read
from wertschatz.storage.queries.holidays import holidays_between
from wertschatz.storage.workday_book import WorkDayBook
from wertschatz.usecases.plan_the_day import proposed
from wertschatz.wording.balance import off_name
from wertschatz.wording.worktime import block_name, left_out_text, told_texts, trouble_text


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the day as it is shown; times are those of the clock on the wall."""

    start: str
    end: str
    name: str
    kind: str
    """As in `FixedKind`, else 'task', 'block' or 'free'."""
    task: str = ""
    at: int = 0
    minutes: int = 0
    over: bool = False
    now: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A day with its lines."""

    reading: Reading
    undone: Undone
    kept: KeptDay
    lines: tuple[Line, ...]
    left: tuple[tuple[str, str, str], ...]
    """Task, what it is called, why it is not in the plan."""
    troubles: tuple[str, ...]
    free_minutes: int
    """What is left of the day and neither fixed nor planned."""
    holiday: str = ""
    """What the day off is called; '' it is none."""
    told: tuple[str, ...] = ()
    """What the newest change moved, and why."""

    @property
    def planned(self) -> bool:
        """There is a plan that is kept; else what is shown is a proposal."""
        return self.kept.planned_at is not None


def shown_day(me: int, on: dt.date, now: dt.datetime, language: str) -> Shown:
    """The day as pages and the terminal show it."""
    reading = read.reading_of(me, on, now)
    undone, kept = read.undone(me, on), WorkDayBook().kept(me, on)
    placed: Sequence[Placed] = kept.placed
    if kept.planned_at is None and reading.work is not None:
        placed = proposed(reading, undone)
    clock = clock_of(reading)
    passed = minute_at(on, now, reading.zone)
    coming = [one for one in placed if one.end > reading.rest.start]
    left = left_out(reading.rest, coming, undone.tasks) if reading.work is not None else ()
    free = sum(gap.minutes for gap in without(reading.rest.gaps(), placed))
    names = {**_titles(me, placed, undone)}
    met = [
        Reason(one.code, {**one.facts, **_task_of(str(one.facts["task"]), names, language)})
        for one in crossed(coming, reading.whole.fixed)
    ]
    return Shown(
        reading, undone, kept, tuple(_lines(reading, placed, names, clock, passed)),
        tuple((one.task, undone.title(one.task), left_out_text(one.reason, clock, language))
              for one in left),
        tuple(trouble_text(one, clock, language) for one in (*reading.troubles, *met)), free,
        _holiday(on, language) if reading.closed else "",
        tuple(_told(me, kept.told, names, clock, language)) if kept.told else (),
    )  # fmt: skip


def _told(
    me: int, told: Told, names: Mapping[str, str], clock: Callable[[int], str], language: str
) -> list[str]:
    names = {**read.titles(me, [*(one.task for one in told.moved), *told.dropped]), **names}
    moved = [(names.get(one.task, "…"), one.was, one.now) for one in told.moved]
    dropped = [names.get(one, "…") for one in told.dropped]
    return told_texts(told.reason, moved, dropped, clock, language)


def _task_of(task: str, names: Mapping[str, str], language: str) -> dict[str, Fact]:
    """What lies in the plan, as a sentence names it."""
    block = task.startswith(BLOCK)
    name = block_name(task.removeprefix(BLOCK), language) if block else names.get(task, "…")
    return {"first": name, "first_kind": "appointment"}


def _holiday(on: dt.date, language: str) -> str:
    return off_name(holidays_between(on, on, language).get(on, ""), language)


def clock_of(reading: Reading) -> Callable[[int], str]:
    """Minutes of that day as the clock shows them."""

    def clock(minute: int) -> str:
        local = instant(reading.on, minute, reading.zone)
        return f"{local.hour}:{local.minute:02d}"

    return clock


def _titles(me: int, placed: Sequence[Placed], undone: Undone) -> Mapping[str, str]:
    """Also of what is done already."""
    missing = [one.task for one in placed if not one.task.startswith(BLOCK)]
    return {**read.titles(me, missing), **(undone.titles or {})}


def _lines(
    reading: Reading,
    placed: Sequence[Placed],
    names: Mapping[str, str],
    clock: Callable[[int], str],
    passed: int,
) -> list[Line]:
    rows: list[tuple[int, int, str, str, str]] = [
        (one.start, one.end, one.kind.value, one.name, "") for one in reading.whole.fixed
    ]
    for one in placed:
        block = one.task.startswith(BLOCK)
        name = one.task.removeprefix(BLOCK) if block else names.get(one.task, "…")
        rows.append((one.start, one.end, "block" if block else "task", name, one.task))
    rows += [(gap.start, gap.end, "free", "", "") for gap in without(reading.whole.gaps(), placed)]
    return [
        Line(
            clock(start), clock(end), name, kind, task, start, end - start,
            over=end <= passed, now=start <= passed < end,
        )
        for start, end, kind, name, task in sorted(rows)
    ]  # fmt: skip
