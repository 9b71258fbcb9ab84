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


class TooManyHeld(TooMany):
    """So many are held as doubtful that no more are."""


class DecidedMeanwhile(Exception):
    """Somebody else has decided about the enquiry since it was seen."""


class CustomerThere(Exception):
    """The enquiry has become a customer already."""


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
    """Enquiries; every call is one action with its undo, and raises KeyError for what is gone.

    `seen` is the print of what the person saw (`domain.profile.enquiry.print_of`); where it is
    that no more DecidedMeanwhile is raised. None: nobody saw anything.
    """

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

    def genuine(
        self, enquiry: uuid.UUID, *, seen: str | None, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """It is no longer doubtful, nor in the bin; None: it was neither."""
        ...

    def throw_held_away(
        self, newest: uuid.UUID, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """All that are held as doubtful and came no later than this one; None: none is."""
        ...

    def decide(
        self,
        enquiry: uuid.UUID,
        decision: Decision,
        *,
        reply: str,
        recommended: str,
        seen: str | None,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID | None:
        """What the person decided; None: nothing differs; raises CustomerThere for anything but
        a yes to who is a customer."""
        ...

    def ended(
        self,
        enquiry: uuid.UUID,
        outcome: Outcome,
        *,
        seen: str | None,
        on: dt.date,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID | None:
        """How it went on; None: nothing differs; raises CustomerThere."""
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
        seen: str | None,
        on: dt.date,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """It becomes a customer; returns that; raises CustomerThere where it is one already."""
        ...


class EnquiryBin(Protocol):
    """What was thrown away, until it is deleted for good."""

    def days(self, on: dt.date) -> int:
        """How many days it is kept."""
        ...

    def keep_days(self, days: int, *, on: dt.date, by: int | None, at: dt.datetime) -> uuid.UUID:
        """So many from that day on; an action with its undo."""
        ...

    def empty(self, before: dt.datetime, *, at: dt.datetime) -> int:
        """Deletes for good, with every trace, what was thrown away before that instant; returns
        how many enquiries."""
        ...


class TraitsBook(Protocol):
    """What customers have in common."""

    def keep(
        self, customer: uuid.UUID, traits: TraitsEntry, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """From now on; None: nothing differs; raises KeyError without such a customer."""
        ...
