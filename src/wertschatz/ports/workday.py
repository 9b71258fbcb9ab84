"""What the plan of a day and its closing need from whatever keeps the data."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from wertschatz.domain.values import Reason
from wertschatz.domain.worktime.day import Day, Gap, Task
from wertschatz.domain.worktime.dayplan import Placed
from wertschatz.domain.worktime.replan import USUAL_BUFFER


class Buffer(NamedTuple):
    """How much of the day stays free."""

    percent: int
    learned: bool
    """From the person's own days; else said, or that of the house."""


class BufferSaid(NamedTuple):
    """What the owner said about the part of the day that stays free."""

    percent: int = USUAL_BUFFER
    always: bool = False
    """It holds whatever is learned; else only until enough days are known."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One day of a person as it is before anything is planned. Minutes since local midnight."""

    on: dt.date
    zone: ZoneInfo
    work: Gap | None
    """From the first to the last minute of work; None: no working hours on that day."""
    whole: Day
    rest: Day
    """What is left of it; all of it for a day to come."""
    troubles: tuple[Reason, ...]
    """What cannot be as it stands, and what gives."""
    all_day: tuple[str, ...]
    """Entries for the whole day; they take no time of it."""
    buffer: Buffer
    closed: bool = False
    """A holiday, or a day off of the firm."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What is to be done, as the planner needs it and as it is called."""

    tasks: tuple[Task, ...] = ()
    """Importance first, then the person's own order."""
    titles: dict[str, str] | None = None

    def title(self, task: str) -> str:
        """What it is called; '' unknown."""
        return (self.titles or {}).get(task, "")


class Moved(NamedTuple):
    """A task that lies elsewhere than before. Minutes since midnight."""

    task: str
    was: int
    now: int


@dataclass(frozen=True, slots=True)
class Told:
    """What the newest change did to a plan, and why."""

    reason: Reason
    """'interrupted', 'interruption_until' with a minute, 'made_room' with the other's title."""
    moved: tuple[Moved, ...] = ()
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptDay:
    """What is kept of a day."""

    placed: tuple[Placed, ...] = ()
    planned_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    good_thing: str = ""
    energy: int | None = None
    told: Told | None = None
    """None: it is as it was planned, or as a line was taken out."""


class Draft(NamedTuple):
    """A plan that is to be kept, with the day that it was made for."""

    on: dt.date
    placed: Sequence[Placed]
    buffer_percent: int
    free_minutes: int
    told: Told | None = None


class WorkDayBook(Protocol):
    """Days of a person; every call that writes is one action with its undo."""

    def kept(self, user: int, on: dt.date) -> KeptDay:
        """What is kept of it; an empty one where nothing is."""
        ...

    def keep_plan(
        self,
        user: int,
        draft: Draft,
        code: str,
        facts: dict[str, int | str | bool],
        *,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """The plan from now on; `code` says what was done. Raises ClosedAlready."""
        ...

    def close(
        self,
        user: int,
        on: dt.date,
        good_thing: str,
        energy: int | None,
        following: Draft | None,
        *,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """Closes the day, and keeps the plan of the one that follows; raises ClosedAlready."""
        ...

    def leave_for(
        self, user: int, on: dt.date, what: str, ring: uuid.UUID | None, *, by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:  # fmt: skip
        """Something that came too late, as a task of that day; raises KeyError without the call."""
        ...


class BufferBook(Protocol):
    """What is said about the free part of the day; every call that writes is one action."""

    def said(self, on: dt.date) -> BufferSaid:
        """What holds on that day."""
        ...

    def say(self, said: BufferSaid, *, on: dt.date, by: int | None, at: dt.datetime) -> uuid.UUID:
        """This holds from that day on."""
        ...


class ClosedAlready(Exception):
    """The day is closed."""
