"""What logging contacts needs from whatever keeps the data."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Protocol

from wertschatz.domain.customers.contacts import ContactKind, Way


@dataclass(frozen=True, slots=True)
class Entry:
    """One contact to be logged."""

    kind: ContactKind
    on: dt.date
    started_at: dt.datetime | None
    """Aware UTC; None: only the day is known."""
    minutes: int
    way: Way | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that runs for one person."""

    name: str
    """Of the customer."""
    kind: ContactKind
    about: str
    started_at: dt.datetime
    customer: uuid.UUID | None
    """None: work for no customer."""


class ContactBook(Protocol):
    """Every writing call is one action with its undo; each returns the action."""

    def log(
        self, customer: uuid.UUID, entry: Entry, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """A contact with this customer; raises KeyError without such a customer."""
        ...

    def person_of(self, contact: int) -> int | None:
        """Who logged it by hand; raises KeyError for any other contact."""
        ...

    def correct(
        self,
        contact: int,
        *,
        minutes: int,
        way: Way | None,
        about: str,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """How long it was, who began and what it was about; raises KeyError."""
        ...

    def note_mood(
        self, contact: int, mood: int | None, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """How the person felt afterwards; raises KeyError."""
        ...

    def running(self, by: int) -> Running | None:
        """The clock of this person."""
        ...

    def start(
        self, customer: uuid.UUID, kind: ContactKind, *, by: int, at: dt.datetime
    ) -> uuid.UUID:
        """Starts the clock; raises KeyError without such a customer, ValueError while one runs."""
        ...

    def stop(self, entry: Entry, *, by: int, at: dt.datetime) -> uuid.UUID:
        """Stops the clock and logs what it measured, as one action; raises KeyError."""
        ...

    def drop(self, *, by: int, at: dt.datetime) -> uuid.UUID:
        """Stops the clock and logs nothing; raises KeyError."""
        ...
