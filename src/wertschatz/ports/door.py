"""What the door, call-backs and told texts need from whatever keeps the data."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple, Protocol


class TooMany(Exception):
    """So much was left at the door of late that nobody could read it."""


class SwitchBook(Protocol):
    """What a person said of the present."""

    def switch(
        self, user: int, kind: str, until: dt.datetime, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """The door, focus, break or plug, until then; `until` = `at` ends it."""
        ...


class DoorBook(Protocol):
    """Words left at the door, and the tablets at which they can be left."""

    def leave(self, secret: str, *, name: str, text: str, at: dt.datetime) -> uuid.UUID:
        """Keeps a word; raises KeyError without such a door, TooMany."""
        ...


class CallBackBook(Protocol):
    """Promises to call back; every call is one action with its undo."""

    def make(
        self,
        user: int,
        promise: Promise,
        *,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """Keeps it; raises KeyError without such a customer or ring."""
        ...

    def move(
        self, call_back: uuid.UUID, slot: dt.datetime, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """Another time; raises KeyError where it is no longer open."""
        ...

    def end(
        self, call_back: uuid.UUID, state: str, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """'done' or 'gone'; raises KeyError where it is no longer open."""
        ...


class Promise(NamedTuple):
    """A call-back as it is promised; a customer or a number is named."""

    slot: dt.datetime
    """Aware."""
    customer: uuid.UUID | None = None
    number: str = ""
    name: str = ""
    matter: str = ""
    ring: uuid.UUID | None = None


class ToldBook(Protocol):
    """Texts as the owner edited them."""

    def keep(
        self,
        user: int,
        kind: str,
        language: str,
        text: str,
        made: str,
        *,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID | None:
        """One action; None: nothing differs."""
        ...
