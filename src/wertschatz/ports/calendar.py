"""What reading and writing calendars needs from whatever keeps them, here or outside."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from typing import NamedTuple, Protocol


class Occurrence(NamedTuple):
    """One entry of a calendar, at the time at which it really is."""

    uid: str
    """As the calendar names it, with the instance where it recurs."""
    title: str
    start: dt.datetime
    """Aware."""
    end: dt.datetime
    """Aware; of a whole day the midnight behind it."""
    all_day: bool = False
    busy: bool = True
    """Nothing else fits into that time."""


class Reading(NamedTuple):
    """What a calendar held when it was read."""

    occurrences: Sequence[Occurrence]
    damaged: Collection[str] = ()
    """Of a folder: UIDs of entries whose file could not be read; their last known copy stays."""
    left_out: int = 0
    """Entries that cannot be understood."""


class Unreadable(Exception):
    """Nothing could be read; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Connected(NamedTuple):
    """A calendar that is read already, or a folder into which the plan is written."""

    kind: str
    """'file', 'address', 'folder', 'plan'."""
    place: str


class CalendarKind(Protocol):
    """One way in which calendars are kept."""

    code: str
    """'file', 'address', 'folder'."""

    def place(self, typed: str) -> str:
        """Where it is, as it is kept; raises ValueError for what names no such place."""
        ...

    def read(self, place: str, zone: dt.tzinfo, first: dt.datetime, last: dt.datetime) -> Reading:
        """What lies between two instants; `zone` is that of times without one; raises
        `Unreadable`."""
        ...


class Made(NamedTuple):
    """One entry of our own, for a feed or a folder."""

    uid: str
    start: dt.datetime
    """Aware."""
    end: dt.datetime
    title: str
    at: dt.datetime
    """When it was planned."""


class CalendarsBook(Protocol):
    """The calendars of a person; every call is one action with its undo."""

    def add(
        self,
        user: int,
        kind: str,
        place: str,
        name: str,
        *,
        names: bool,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """Connects one; raises LookupError where this place is connected already."""
        ...

    def remove(self, user: int, source: uuid.UUID, *, by: int | None, at: dt.datetime) -> uuid.UUID:
        """It is read no longer; raises KeyError where it is not theirs."""
        ...

    def make_feed(
        self, user: int, secret: str, *, names: bool, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """A secret address that gives the plan."""
        ...

    def end_feed(
        self, user: int, device: uuid.UUID, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """The address leads nowhere from now on; raises KeyError where it is not theirs."""
        ...
