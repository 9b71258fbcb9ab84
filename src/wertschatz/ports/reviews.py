"""What the use cases of the analysis need from whatever keeps it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Protocol

from wertschatz.domain.customers.review import Candidate


class DecidedMeanwhile(Exception):
    """Somebody else has looked at this customer in the meantime."""


class AnotherRuns(Exception):
    """One analysis is under way already."""


class Reviews(Protocol):
    """The analyses; every call is one action, raises KeyError without such an analysis."""

    def plan(self, planned_at: dt.datetime, minutes: int, *, by: int, at: dt.datetime) -> uuid.UUID:
        """An appointment; returns the analysis."""

    def put_off(
        self, review: uuid.UUID, planned_at: dt.datetime, *, by: int, at: dt.datetime
    ) -> None:
        """To another time; raises ValueError when it is over."""

    def cancel(self, review: uuid.UUID, *, by: int, at: dt.datetime) -> None:
        """It will not take place; raises ValueError when it has begun."""

    def candidates(self, most: int) -> Sequence[Candidate]:
        """Whom one could look at, from the stored assessments; those settled only as far as
        there is room."""

    def begin(
        self, review: uuid.UUID, order: Sequence[Candidate], *, by: int, at: dt.datetime
    ) -> None:
        """Keeps who is looked at in which order, and how each stands now.

        Raises ValueError when it is over, AnotherRuns beside an analysis that is under way.
        """

    def begin_at_once(
        self, minutes: int, order: Sequence[Candidate], *, by: int, at: dt.datetime
    ) -> uuid.UUID:
        """An analysis without an appointment; raises AnotherRuns; returns the analysis."""

    def decide(
        self,
        review: uuid.UUID,
        place: int,
        group: str,
        reason: str,
        *,
        seen: int,
        outcome: str,
        by: int,
        at: dt.datetime,
        on: dt.date,
    ) -> uuid.UUID:
        """The word on one customer, '' to pass it over; returns the action.

        `seen` is the newest word and `outcome` what had come of the entry, as they were shown;
        raises DecidedMeanwhile when either is another by now.
        """

    def confirm_settled(self, review: uuid.UUID, *, by: int, at: dt.datetime) -> int:
        """All that are confirmed and have not moved stay so; returns how many.

        Whoever got a word since the analysis began is left to be looked at.
        """

    def end(self, review: uuid.UUID, *, by: int, at: dt.datetime) -> None:
        """It is over, whether or not everybody was looked at."""
