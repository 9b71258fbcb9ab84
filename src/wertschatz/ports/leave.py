"""What the to-leave list and days off need from whatever keeps them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from wertschatz.domain.worktime.holidays import DaysOff


class Thing(NamedTuple):
    """Something to leave, as it is put on the list."""

    text: str
    notice: str
    never: bool = True
    people: tuple[str, ...] = ()
    """Keys: UUID of a customer, or a number as E.164."""
    each_minutes: int = 30


class LeaveBook(Protocol):
    """Things to leave; every call is one action with its undo. Raises KeyError for what is not
    on this person's list."""

    def people_named(self, name: str) -> Sequence[str]:
        """Keys of the customers with this name."""
        ...

    def number(self, written: str) -> str:
        """A telephone number as it is compared; '' for none."""
        ...

    def add(self, user: int, thing: Thing, *, on: dt.date, at: dt.datetime) -> uuid.UUID:
        """Puts it on the list; returns the action."""
        ...

    def end(self, item: uuid.UUID, user: int, *, on: dt.date, at: dt.datetime) -> uuid.UUID:
        """Takes it off the list."""
        ...

    def tick(
        self, item: uuid.UUID, user: int, left: bool, *, on: dt.date, at: dt.datetime
    ) -> uuid.UUID | None:
        """It was left on that day, or it happened; None: that was said already. Raises
        ValueError for what is measured."""
        ...


class DaysOffBook(Protocol):
    """Where the firm is, and when it is closed."""

    def days_off(self, on: dt.date) -> DaysOff:
        """What holds on that day."""
        ...

    def keep(
        self, values: Mapping[str, int], *, on: dt.date, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """These hold from that day on; returns the action."""
        ...
