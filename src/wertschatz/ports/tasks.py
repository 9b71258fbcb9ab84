"""What tasks and the inbox need from whatever keeps the data."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from wertschatz.domain.worktime.day import MIDDLE
from wertschatz.domain.worktime.repeating import Rhythm


@dataclass(frozen=True, slots=True)
class TaskEntry:
    """A task as somebody says it."""

    title: str
    note: str = ""
    importance: int = MIDDLE
    minutes: int | None = None
    customer: uuid.UUID | None = None
    from_on: dt.date | None = None
    due_on: dt.date | None = None
    due_minute: int | None = None
    """Of that day."""
    waiting_for: str = ""
    delegated_to: str = ""
    delegated_until: dt.date | None = None
    repeats: Rhythm | None = None


class FileKind(StrEnum):
    """A list of tasks as a file."""

    TODO_TXT = "todo.txt"
    VTODO = "ics"


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task of a file."""

    entry: TaskEntry
    id: str = ""
    """UID of a VTODO, or `id:` of a line of todo.txt; one of ours is the task's UUID."""
    named: str = ""
    """The customer as the file names it; whose it is, is looked up."""
    done_on: dt.date | None = None
    done: bool = False
    said: frozenset[str] = frozenset()
    """Fields of `entry` that this file can say at all; others stay as they are."""


class Kept(NamedTuple):
    """A new row, and the action by which it came."""

    row: uuid.UUID
    action: uuid.UUID


class TakenIn(NamedTuple):
    """What a file brought."""

    action: uuid.UUID | None
    """None: nothing differed."""
    new: int
    changed: int


class MatterKind(StrEnum):
    """How something came in."""

    CALL = "call"
    MAIL = "mail"
    LETTER = "letter"
    IDEA = "idea"
    WORD = "word"


class TasksBook(Protocol):
    """Tasks and matters of one person; every call is one action with its undo, and raises KeyError
    for what is not there, not theirs, or over."""

    def add(self, user: int, entry: TaskEntry, *, by: int | None, at: dt.datetime) -> Kept:
        """A new one, last of its importance."""
        ...

    def change(
        self, task: uuid.UUID, user: int, entry: TaskEntry, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """All of it anew; None: nothing differs."""
        ...

    def move(
        self, task: uuid.UUID, user: int, steps: int, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """Within its importance, minus: up; None: it cannot go further."""
        ...

    def put(
        self,
        task: uuid.UUID,
        user: int,
        importance: int,
        before: uuid.UUID | None,
        *,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID | None:
        """Before another one of this importance, or last; None: it stands there."""
        ...

    def end(
        self,
        task: uuid.UUID,
        user: int,
        state: str,
        *,
        today: dt.date,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """'done' or 'gone'; done, one that comes again makes its next one."""
        ...

    def take_in(
        self,
        user: int,
        rows: Sequence[TaskRow],
        *,
        today: dt.date,
        by: int | None,
        at: dt.datetime,
    ) -> TakenIn:
        """Those of a file; what was here already is changed."""
        ...

    def come_in(
        self,
        user: int,
        kind: MatterKind,
        text: str,
        customer: uuid.UUID | None,
        *,
        by: int | None,
        at: dt.datetime,
    ) -> Kept:
        """A new matter in the inbox."""
        ...

    def come_in_from_door(
        self, user: int, word: uuid.UUID, text: str, *, by: int | None, at: dt.datetime
    ) -> Kept:
        """A word left at the door, which is read by that."""
        ...

    def out(
        self, matter: uuid.UUID, user: int, way: str, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """'done' or 'bin'."""
        ...

    def delegate(
        self,
        matter: uuid.UUID,
        user: int,
        to: str,
        until: dt.date | None,
        *,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """Out, and a task that waits for whoever has it now."""
        ...
