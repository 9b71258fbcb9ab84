"""What offers, promises and preferences need from whatever keeps the data."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Protocol

from wertschatz.domain.customers.commitments import CommitmentKind, Outcome, Pledge
from wertschatz.domain.customers.marks import MarkKind
from wertschatz.domain.customers.preferences import Preference


class AlreadyEnded(Exception):
    """Somebody has said before how it ended."""


class ChangedMeanwhile(Exception):
    """What is stored is not what the person saw."""


class CommitmentBook(Protocol):
    """Offers and promises; every call that writes is one action with its undo."""

    def make(
        self, customer: uuid.UUID, pledge: Pledge, *, on: dt.date, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """Keeps it; raises KeyError without such a customer."""
        ...

    def kind_of(self, commitment: uuid.UUID) -> CommitmentKind:
        """Which of the three it is; raises KeyError without such a one."""
        ...

    def end(
        self,
        commitment: uuid.UUID,
        outcome: Outcome,
        mark: MarkKind | None,
        *,
        on: dt.date,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """Keeps how it ended, and the mark in the same action; raises KeyError, AlreadyEnded."""
        ...


class PreferenceBook(Protocol):
    """How the other side wants to be reached."""

    def say(
        self,
        customer: uuid.UUID,
        wanted: Preference,
        seen: str,
        *,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID | None:
        """One action; None: nothing differs. `seen` is the token of what was shown, '' none.

        Raises KeyError without such a customer, ChangedMeanwhile where the token does not fit.
        """
        ...
