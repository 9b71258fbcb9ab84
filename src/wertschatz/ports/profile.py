"""What profile and enquiries need from whatever keeps them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from wertschatz.domain.customers.register import Entry
from wertschatz.domain.profile.enquiry import Decision, Outcome, Way
from wertschatz.domain.profile.questions import Question


class TooMany(Exception):
    """More enquiries come just now than are taken."""


@dataclass(frozen=True, slots=True)
class EnquiryEntry:
    """An enquiry as it was written; everything may be ''."""

    name: str = ""
    contact: str = ""
    """Mail address or telephone number."""
    text: str = ""
    trade: str = ""
    size: str = ""
    """As in `fit.Size`."""
    region: str = ""
    came_by: str = ""
    """As in `fit.CameBy`."""
    job: str = ""


@dataclass(frozen=True, slots=True)
class TraitsEntry:
    """What is known of a customer that enquiries are held against."""

    trade: str = ""
    size: str = ""
    region: str = ""
    came_by: str = ""
    job: str = ""


class ProfileBook(Protocol):
    """Answers of the profile; every call that writes is one action with its undo."""

    def answers(self, language: str) -> Mapping[Question, str]:
        """As they hold now."""
        ...

    def keep(
        self, question: Question, language: str, text: str, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """From now on; None: nothing differs."""
        ...

    def is_open(self, on: dt.date) -> bool:
        """Whether the page is seen outside."""
        ...

    def open(
        self, outside: bool, *, on: dt.date, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """Shows the page outside, or no longer; None: it is so already."""
        ...


class EnquiryBook(Protocol):
    """Enquiries; every call is one action with its undo, and raises KeyError for what is gone."""

    def take(
        self,
        entry: EnquiryEntry,
        way: Way,
        language: str,
        *,
        doubts: tuple[str, ...] = (),
        sender: str = "",
        on: dt.date,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """Keeps it; returns the enquiry; raises TooMany where it came by the form."""
        ...

    def correct(
        self, enquiry: uuid.UUID, entry: EnquiryEntry, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """What is known of it; None: nothing differs."""
        ...

    def genuine(self, enquiry: uuid.UUID, *, by: int | None, at: dt.datetime) -> uuid.UUID | None:
        """It is no longer doubtful; None: it was not."""
        ...

    def decide(
        self,
        enquiry: uuid.UUID,
        decision: Decision,
        *,
        reply: str,
        recommended: str,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID | None:
        """What the person decided; None: nothing differs."""
        ...

    def ended(
        self,
        enquiry: uuid.UUID,
        outcome: Outcome,
        *,
        on: dt.date,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID | None:
        """How it went on; None: nothing differs."""
        ...

    def entry_of(self, enquiry: uuid.UUID) -> EnquiryEntry:
        """As it stands."""
        ...

    def become(
        self,
        enquiry: uuid.UUID,
        entry: Entry,
        traits: TraitsEntry,
        *,
        on: dt.date,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """It becomes a customer; returns that; raises ValueError where it is one already."""
        ...


class TraitsBook(Protocol):
    """What customers have in common."""

    def keep(
        self, customer: uuid.UUID, traits: TraitsEntry, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """From now on; None: nothing differs; raises KeyError without such a customer."""
        ...
