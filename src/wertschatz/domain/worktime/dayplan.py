"""The plan of a day: tasks by importance laid into the gaps, and a part of it kept free.

Class by class: what is chosen of a class depends on nothing below it, so that one more unimportant
task never takes the place of a more important one. Within a class the minutes are made as many as
can be: first fit, then exchanges that gain minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from wertschatz.domain.values import Fact, Reason
from wertschatz.domain.worktime.day import CLASSES, GRID, MIDDLE, REST, TOP, Day, Gap, Task, rounded

TRIES = 3_000
"""Packings that are tried in exchanges for each class, at most: about 0.1 s."""
BLOCK = "block:"
"""Begins the name of a block of customer time; the letter of its group follows."""
BLOCK_MINUTES = 15
"""Customer time in pieces shorter than this is none."""


class Placed(NamedTuple):
    """A task in its place, or a block of customer time (`task` = 'block:A')."""

    task: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A task that is not in the plan, and the true reason."""

    task: str
    reason: Reason
    """'deadline_past', 'window_past', 'too_long', 'budget_used', 'day_full' or 'no_room'."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A day's plan."""

    placed: tuple[Placed, ...]
    """By time."""
    left_out: tuple[LeftOut, ...]
    """In the order of importance."""
    planned_minutes: int
    free_minutes: int
    """What stays free of everything that is not fixed."""


def plan_day(day: Day, tasks: Sequence[Task], *, search: bool = True) -> Plan:
    """The plan; with `search` exchanges are tried after the first fit."""
    gaps = day.gaps()
    bench = _Bench(gaps, day.capacity, dict(day.budgets))
    places: dict[str, int] = {}
    reasons: dict[str, Reason] = {}
    blocks: list[Placed] = []
    chosen: list[Task] = []
    for importance in CLASSES:
        mine = [_fitted(task) for task in tasks if task.importance == importance]
        possible = []
        for task in mine:
            reason = _impossible(task, day, gaps)
            if reason is None:
                possible.append(task)
            else:
                reasons[task.id] = reason
        taken = bench.fill(chosen, possible, blocks)
        if search:
            taken = bench.exchanged(chosen, taken, possible, blocks)
        chosen += taken
        places = bench.pack(chosen, blocks) or places
        names = {task.id for task in taken}
        for task in possible:
            if task.id not in names:
                reasons[task.id] = bench.why_not(task, chosen, places, blocks)
        if day.reserved:
            blocks += bench.blocks(_BLOCK_AFTER[importance], chosen, places, blocks)
    everything = _important_first(gaps, chosen, places, blocks)
    planned = sum(one.end - one.start for one in everything)
    order = {task.id: at for at, task in enumerate(sorted(tasks, key=lambda t: t.importance))}
    out = sorted(reasons, key=order.__getitem__)
    return Plan(
        tuple(everything), tuple(LeftOut(one, reasons[one]) for one in out), planned,
        day.free_minutes - planned,
    )  # fmt: skip


def left_out(day: Day, placed: Sequence[Placed], tasks: Sequence[Task]) -> tuple[LeftOut, ...]:
    """Why each task has no place in a plan that stands; 'new' where a new plan may.

    In the order of importance; each is held against what is at least as important.
    """
    gaps, there = day.gaps(), {one.task: one for one in placed}
    bench = _Bench(gaps, day.capacity, dict(day.budgets))
    fitted = [_fitted(task) for task in sorted(tasks, key=lambda one: one.importance)]
    blocks = [one for one in placed if one.task.startswith(BLOCK)]
    places = {one.task: one.start for one in placed}
    found = []
    for task in fitted:
        if task.id in there:
            continue
        reason = _impossible(task, day, gaps)
        if reason is None:
            above = [one for one in fitted if one.id in there and one.importance <= task.importance]
            reason = bench.why_not(task, above, places, blocks)
            longest = reason.facts.get("longest_minutes", 0)
            if reason.code == "no_room" and int(longest) >= task.minutes:
                reason = Reason("new")
        found.append(LeftOut(task.id, reason))
    return tuple(found)


def _important_first(
    gaps: Sequence[Gap], chosen: Sequence[Task], places: dict[str, int], blocks: Sequence[Placed]
) -> list[Placed]:
    """The same things, what matters most as early as can be; as they were where that fails."""
    pieces = {f"{at} {one.task}": one for at, one in enumerate(blocks)}
    # A block of a group's time comes behind the tasks after which it was laid down.
    rank = {f"{BLOCK}{group}": importance for importance, group in _BLOCK_AFTER.items()}
    ordered = [(task.importance, 0, *_narrowest_first(task), task) for task in chosen]
    ordered += [
        (rank[one.task], 1, 1, 0, 0, 0, key, Task(key, one.end - one.start))
        for key, one in pieces.items()
    ]
    found = _first_fit(
        [row[-1] for row in sorted(ordered, key=lambda row: row[:-1])], gaps, soon=True
    )
    if found is None:
        there = [Placed(one.id, places[one.id], places[one.id] + one.minutes) for one in chosen]
        return sorted((*there, *blocks), key=lambda one: (one.start, one.task))
    lengths = {task.id: task.minutes for task in chosen}
    laid = [Placed(key, at, at + lengths[key]) for key, at in found.items() if key in lengths]
    laid += [
        Placed(one.task, found[key], found[key] + one.end - one.start)
        for key, one in pieces.items()
    ]
    return sorted(laid, key=lambda one: (one.start, one.task))


_BLOCK_AFTER = {TOP: "A", MIDDLE: "B", REST: "C"}
"""Whose customer time is laid down after which tasks (METHOD 1.7)."""


def _fitted(task: Task) -> Task:
    minutes = rounded(task.minutes)
    if minutes == task.minutes:
        return task
    return Task(task.id, minutes, task.importance, task.budget, task.window, task.due)


def _window(task: Task) -> Gap:
    """When it may be done, with its deadline."""
    start, end = task.window or Gap(0, 10_000)
    return Gap(start, end if task.due is None else min(end, task.due))


def _impossible(task: Task, day: Day, gaps: Sequence[Gap]) -> Reason | None:
    """Why it cannot be done today whatever else is planned."""
    if task.due is not None and task.due <= day.start:
        return Reason("deadline_past", {"due_minute": task.due})
    window = _window(task)
    if window.end <= day.start or window.start >= day.end:
        return Reason("window_past", {"start_minute": window.start, "end_minute": window.end})
    longest = max((_room(gap, window) for gap in gaps), default=0)
    if longest < task.minutes:
        facts: dict[str, Fact] = {"task_minutes": task.minutes, "longest_minutes": longest}
        return Reason("too_long", facts)
    return None


def _room(gap: Gap, window: Gap) -> int:
    return max(0, min(gap.end, window.end) - max(gap.start, window.start))


class _Bench:
    """Where plans are tried out."""

    def __init__(self, gaps: Sequence[Gap], capacity: int, budgets: dict[str, int]) -> None:
        self._gaps, self._capacity, self._budgets = gaps, capacity, budgets
        self._tries = 0

    # -- what fits

    def pack(self, tasks: Sequence[Task], blocks: Sequence[Placed] = ()) -> dict[str, int] | None:
        """A place for every one of these tasks, by id; None: not found."""
        free = list(without(self._gaps, blocks))
        for ordered in (
            sorted(tasks, key=_narrowest_first),
            sorted(tasks, key=_longest_first),
            sorted(tasks, key=_deadline_first),
        ):
            places = _first_fit(ordered, free)
            if places is not None:
                return places
        return None

    def _allowed(self, tasks: Iterable[Task], blocks: Sequence[Placed]) -> bool:
        """Neither the capacity nor a group's budget is used up by these."""
        total = sum(one.end - one.start for one in blocks)
        by_group: dict[str, int] = {}
        for block in blocks:
            group = block.task.partition(":")[2]
            by_group[group] = by_group.get(group, 0) + block.end - block.start
        for task in tasks:
            total += task.minutes
            if task.budget is not None:
                by_group[task.budget] = by_group.get(task.budget, 0) + task.minutes
        return total <= self._capacity and all(
            used <= self._budgets[group] for group, used in by_group.items()
            if group in self._budgets
        )  # fmt: skip

    def _fits(self, tasks: Sequence[Task], blocks: Sequence[Placed]) -> bool:
        self._tries += 1
        return self._allowed(tasks, blocks) and self.pack(tasks, blocks) is not None

    # -- choosing

    def fill(
        self, before: Sequence[Task], tasks: Sequence[Task], blocks: Sequence[Placed]
    ) -> list[Task]:
        """First fit: what is due first, then the narrowest window, then the longest."""
        taken: list[Task] = []
        failed: set[tuple[object, ...]] = set()
        for task in sorted(tasks, key=_narrowest_first):
            alike = _kind(task)
            if alike in failed:
                continue
            if self._fits([*before, *taken, task], blocks):
                taken.append(task)
            else:
                failed.add(alike)
        return taken

    def exchanged(
        self,
        before: Sequence[Task],
        taken: list[Task],
        tasks: Sequence[Task],
        blocks: Sequence[Placed],
    ) -> list[Task]:
        """One or two of the class for others of the class, as long as minutes are gained."""
        self._tries = 0
        best = taken
        while self._tries < TRIES:
            spare = self._spare(before, best, blocks)
            better = self._gained(before, best, tasks, blocks, spare) if spare else None
            if better is None:
                return best
            best = better
        return best

    def _spare(
        self, before: Sequence[Task], taken: Sequence[Task], blocks: Sequence[Placed]
    ) -> int:
        used = sum(task.minutes for task in (*before, *taken))
        return self._capacity - used - sum(one.end - one.start for one in blocks)

    def _gained(
        self,
        before: Sequence[Task],
        taken: list[Task],
        tasks: Sequence[Task],
        blocks: Sequence[Placed],
        spare: int,
    ) -> list[Task] | None:
        """The same with more minutes, the largest gain first; None: none was found."""
        names = {task.id for task in taken}
        new = _one_of_each([task for task in tasks if task.id not in names])
        old = _one_of_each(taken)
        trades = [
            (sum(t.minutes for t in come) - sum(t.minutes for t in go), go, come)
            for go in _some_of(old, 2) for come in _some_of(new, 2 if len(new) < _MANY else 1)
            if come
        ]  # fmt: skip
        trades = [trade for trade in trades if 0 < trade[0] <= spare]
        trades.sort(key=lambda trade: (-trade[0], len(trade[1]) + len(trade[2])))
        for _, go, come in trades:
            if self._tries >= TRIES:
                return None
            gone = {task.id for task in go}
            tried = [task for task in taken if task.id not in gone] + list(come)
            if self._fits([*before, *tried], blocks):
                return tried
        return None

    # -- saying why

    def why_not(
        self, task: Task, chosen: Sequence[Task], places: dict[str, int], blocks: Sequence[Placed]
    ) -> Reason:
        """The true reason, beside what is at least as important."""
        used = sum(one.minutes for one in chosen)
        used += sum(one.end - one.start for one in blocks)
        if task.budget is not None and task.budget in self._budgets:
            mine = sum(one.minutes for one in chosen if one.budget == task.budget)
            mine += sum(b.end - b.start for b in blocks if b.task == f"{BLOCK}{task.budget}")
            left = self._budgets[task.budget] - mine
            if task.minutes > left:
                facts: dict[str, Fact] = {
                    "group": task.budget, "left_minutes": max(left, 0),
                    "task_minutes": task.minutes,
                }  # fmt: skip
                return Reason("budget_used", facts)
        left = self._capacity - used
        if task.minutes > left:
            facts = {"left_minutes": max(left, 0), "task_minutes": task.minutes}
            return Reason("day_full", facts)
        there = [Placed(one.id, places[one.id], places[one.id] + one.minutes) for one in chosen]
        window = _window(task)
        rooms = (_room(gap, window) for gap in without(self._gaps, [*there, *blocks]))
        facts = {"longest_minutes": max(rooms, default=0), "task_minutes": task.minutes}
        return Reason("no_room", facts)

    # -- customer time

    def blocks(
        self,
        group: str,
        chosen: Sequence[Task],
        places: dict[str, int],
        blocks: Sequence[Placed],
    ) -> list[Placed]:
        """What is left of a group's time today, in the gaps that are left."""
        if group not in self._budgets:
            return []
        mine = sum(task.minutes for task in chosen if task.budget == group)
        wanted = min(self._budgets[group] - mine, self._spare(chosen, [], blocks))
        wanted -= wanted % GRID
        there = [Placed(one.id, places[one.id], places[one.id] + one.minutes) for one in chosen]
        found: list[Placed] = []
        for gap in without(self._gaps, [*there, *blocks]):
            minutes = min(wanted, gap.minutes - gap.minutes % GRID)
            if minutes >= BLOCK_MINUTES:
                found.append(Placed(f"{BLOCK}{group}", gap.start, gap.start + minutes))
                wanted -= minutes
        return found


_MANY = 40
"""Kinds of tasks left over beyond which only single ones come in by an exchange."""


def _kind(task: Task) -> tuple[object, ...]:
    """Tasks that are alike to the plan."""
    return (task.minutes, task.budget, _window(task))


def _one_of_each(tasks: Iterable[Task]) -> list[Task]:
    """Two of each kind at most: nobody exchanges more at once."""
    counted: dict[tuple[object, ...], int] = {}
    found = []
    for task in tasks:
        kind = _kind(task)
        counted[kind] = counted.get(kind, 0) + 1
        if counted[kind] <= 2:
            found.append(task)
    return found


def _some_of(tasks: Sequence[Task], most: int) -> Iterable[tuple[Task, ...]]:
    yield ()
    for at, one in enumerate(tasks):
        yield (one,)
        if most > 1:
            for other in tasks[at + 1 :]:
                yield (one, other)


def _narrowest_first(task: Task) -> tuple[int, int, int, int, str]:
    window = _window(task)
    late = 0 if task.due is not None else 1
    return (late, window.minutes, window.end, -task.minutes, task.id)


def _longest_first(task: Task) -> tuple[int, int, str]:
    return (-task.minutes, _window(task).minutes, task.id)


def _deadline_first(task: Task) -> tuple[int, int, int, str]:
    window = _window(task)
    return (window.end, window.start, -task.minutes, task.id)


def _first_fit(
    tasks: Sequence[Task], free: Sequence[Gap], *, soon: bool = False
) -> dict[str, int] | None:
    """Each into the gap that it fills best, or with `soon` as early as can be; None: one found no
    place."""
    gaps = list(free)
    places: dict[str, int] = {}
    for task in tasks:
        low, high = _window(task)
        best, least, at = -1, 1 << 30, 0
        for number, (start, end) in enumerate(gaps):
            begins = start if start > low else low
            ends = end if end < high else high
            if ends - begins < task.minutes:
                continue
            if soon:
                best, at = number, begins
                break
            # Rest before and behind: the less, the better it is filled.
            rest = end - start - task.minutes + (1_000 if begins > start else 0)
            if rest < least:
                best, least, at = number, rest, begins
        if best < 0:
            return None
        start, end = gaps[best]
        places[task.id] = at
        gaps[best : best + 1] = [
            gap for gap in (Gap(start, at), Gap(at + task.minutes, end)) if gap[1] > gap[0]
        ]
    return places


def without(gaps: Sequence[Gap], placed: Iterable[Placed]) -> Iterable[Gap]:
    """What is left of the gaps beside what lies in them."""
    taken = sorted((one.start, one.end) for one in placed)
    for start, end in gaps:
        at = start
        for begins, ends in taken:
            if ends <= at or begins >= end:
                continue
            if begins > at:
                yield Gap(at, begins)
            at = max(at, ends)
        if at < end:
            yield Gap(at, end)
