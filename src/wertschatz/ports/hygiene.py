"""What order in the base needs from the storage: tags, filters, many at once, master data."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from wertschatz.domain.customers.register import Entry


@dataclass(frozen=True, slots=True)
class ListFilter:
    """Which customers the list shows."""

    search_for: str = ""
    group: str | None = None
    """'A', 'B', 'C', 'undecided'; None: all."""
    tag: uuid.UUID | None = None
    archived: bool = False


Chosen = Sequence[uuid.UUID] | ListFilter
"""Customers one by one, or all that a filter finds."""


class Tags(Protocol):
    """Tags on customers; every call is one action with its undo, and raises KeyError for what is
    gone."""

    def put_on(
        self, customer: uuid.UUID, name: str, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """Puts a tag on, made where it is new; None: it is on already."""
        ...

    def take_off(
        self, customer: uuid.UUID, tag: uuid.UUID, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """Takes a tag off a customer and all merged into it."""
        ...

    def rename(
        self, tag: uuid.UUID, name: str, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """Another name; where a tag of this name is there, the two become one. None: the same."""
        ...

    def delete(self, tag: uuid.UUID, *, by: int | None, at: dt.datetime) -> uuid.UUID:
        """The tag goes from everywhere."""
        ...


class Filters(Protocol):
    """Filters of the list that a person keeps by name."""

    def keep(self, person: int, name: str, query: str, *, at: dt.datetime) -> uuid.UUID:
        """Keeps it; one of the same name is replaced."""
        ...

    def forget(self, person: int, kept: uuid.UUID, *, at: dt.datetime) -> uuid.UUID:
        """It goes; raises KeyError where this person has no such filter."""
        ...


class Crowd(Protocol):
    """Changes to many customers at once: one action, one undo. None: nothing had to be changed."""

    def customers(self, chosen: Chosen) -> list[int]:
        """Whom it is about."""
        ...

    def tag(
        self, customers: Sequence[int], name: str, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """Puts a tag on all of them."""
        ...

    def untag(
        self, customers: Sequence[int], name: str, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """Takes it off all of them."""
        ...

    def archive(
        self, customers: Sequence[int], archived: bool, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """Puts them into the archive, or brings them back."""
        ...

    def confirm(
        self, customers: Sequence[int], *, by: int | None, at: dt.datetime, on: dt.date
    ) -> uuid.UUID | None:
        """The owner's word: the letters that are proposed for them."""
        ...


class Register(Protocol):
    """Customers as they are typed; every call is one action with its undo."""

    def entry(self, customer: uuid.UUID) -> Entry:
        """What is kept of a customer; raises KeyError without such a one."""
        ...

    def add(self, entry: Entry, *, by: int | None, at: dt.datetime) -> uuid.UUID:
        """A new customer; returns it."""
        ...

    def edit(
        self, customer: uuid.UUID, entry: Entry, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """Changes what differs; None: nothing does. Raises KeyError without such a customer."""
        ...
