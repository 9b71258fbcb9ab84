"""Tasks and the inbox as pages and files show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from wertschatz.domain.worktime.day import CLASSES
from wertschatz.domain.worktime.repeating import Rhythm, rhythm_from
from wertschatz.ports.tasks import TaskEntry, TaskRow
from wertschatz.storage.merged import target
from wertschatz.storage.models import Matter, Task

SHOWN = 500
ENDED_SHOWN = 12
RING = "ring:"
"""Before the UUID of a call, as the outside id of a task that came of it."""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One open task."""

    uuid: UUID
    title: str
    note: str
    importance: int
    minutes: int | None
    customer: UUID | None
    customer_name: str
    from_on: dt.date | None
    due_on: dt.date | None
    due_minute: int | None
    waiting_for: str
    delegated_to: str
    delegated_until: dt.date | None
    repeats: Rhythm | None

    @property
    def waits(self) -> bool:
        """Somebody else has to do something first."""
        return bool(self.waiting_for or self.delegated_to)


@dataclass(frozen=True, slots=True)
class Tasks:
    """All open tasks of a person."""

    classes: tuple[tuple[int, tuple[TaskLine, ...]], ...]
    """By importance, each in the person's own order."""
    waiting: tuple[TaskLine, ...]
    """Those that somebody else has, the earliest promise first."""
    later: tuple[TaskLine, ...]
    """Not before some day to come."""

    @property
    def first(self) -> TaskLine | None:
        """The most important one."""
        return next((lines[0] for _, lines in self.classes if lines), None)

    @property
    def listed(self) -> list[TaskLine]:
        """One after the other, as the terminal numbers them."""
        mine = [line for _, lines in self.classes for line in lines]
        return [*mine, *self.waiting, *self.later]


@dataclass(frozen=True, slots=True)
class MatterLine:
    """What lies on top of the inbox."""

    uuid: UUID
    kind: str
    text: str
    customer: UUID | None
    customer_name: str
    at: dt.datetime


def open_tasks(user: int, today: dt.date) -> Tasks:
    """What is to be done, what waits, and what comes later."""
    lines = [line_of(row) for row in _open(user)[:SHOWN]]
    now = [one for one in lines if not one.waits and (one.from_on or today) <= today]
    waiting = [one for one in lines if one.waits]
    later = [one for one in lines if not one.waits and one.from_on and one.from_on > today]
    return Tasks(
        tuple((one, tuple(line for line in now if line.importance == one)) for one in CLASSES),
        tuple(sorted(waiting, key=lambda one: one.delegated_until or one.due_on or dt.date.max)),
        tuple(sorted(later, key=lambda one: one.from_on or dt.date.max)),
    )


def task_line(task: UUID, user: int) -> TaskLine | None:
    """One that is open."""
    row = _open(user).filter(uuid=task).first()
    return None if row is None else line_of(row)


def lapsed(user: int, on: dt.date) -> list[Task]:
    """Open ones of the person's own that were due before that day."""
    rows = _open(user).filter(due_on__lt=on, waiting_for="", delegated_to="")
    return list(rows)


def ended_lately(user: int) -> Sequence[Task]:
    """What was done, newest first."""
    rows = Task.objects.filter(user=user, state="done").exclude(ended_at=None)
    return list(rows.order_by("-ended_at")[:ENDED_SHOWN])


def next_matter(user: int) -> MatterLine | None:
    """What has lain longest; None: the inbox is empty."""
    rows = Matter.objects.filter(user=user, way_out="")
    rows = rows.select_related("customer__party", "customer__merged_into__party")
    row = rows.order_by("at", "id").first()
    if row is None:
        return None
    whose = target(row.customer) if row.customer else None
    return MatterLine(
        row.uuid, row.kind, row.text, whose.uuid if whose else None,
        whose.party.name if whose else "", row.at,
    )  # fmt: skip


def rows_for_files(user: int) -> list[TaskRow]:
    """All that are open, as a file names them."""
    return [
        TaskRow(
            TaskEntry(
                line.title, line.note, line.importance, line.minutes, line.customer, line.from_on,
                line.due_on, line.due_minute, line.waiting_for, line.delegated_to,
                line.delegated_until, line.repeats,
            ),
            id=_outside(row), named=line.customer_name,
        )
        for row in _open(user) for line in (line_of(row),)
    ]  # fmt: skip


def _outside(row: Task) -> str:
    """As other programs know it; a call that was left for another day is known to us only."""
    ours = not row.outside_id or row.outside_id.startswith(RING)
    return str(row.uuid) if ours else row.outside_id


def line_of(row: Task) -> TaskLine:
    """As a page shows it."""
    whose = target(row.customer) if row.customer else None
    return TaskLine(
        row.uuid, row.title, row.note, row.importance, row.minutes,
        whose.uuid if whose else None, whose.party.name if whose else "", row.from_on, row.due_on,
        row.due_minute, row.waiting_for, row.delegated_to, row.delegated_until,
        rhythm_from(row.repeats),
    )  # fmt: skip


def _open(user: int) -> QuerySet[Task]:
    rows = Task.objects.filter(user=user, state="open")
    rows = rows.select_related("customer__party", "customer__merged_into__party")
    return rows.order_by("importance", "place", "id")
