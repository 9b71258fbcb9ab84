"""The analysis as an appointment that leads through the customers."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.bootstrap.ground import Ground
from wertschatz.domain.customers.review import AT_MOST, free_slot, minutes_for, next_monday
from wertschatz.integrations.codecs.ics_writing import Entry, calendar_of
from wertschatz.storage.queries import reviews as read
from wertschatz.storage.reviews_book import ReviewsBook
from wertschatz.usecases import analyse_the_base
from wertschatz.wording.reviews import calendar_text, calendar_title


class ReviewsRoom(Ground):
    """The analysis as an appointment that leads through the customers."""

    def analysis_minutes(self) -> int:
        """How long the base needs."""
        return minutes_for(min(read.customers_in_sight(), AT_MOST))

    def free_slot(self) -> dt.datetime | None:
        """Room in next week, aware in the firm's zone; None: the week is full."""
        monday = next_monday(self.today())
        busy = read.busy_between(monday, monday + dt.timedelta(days=6), self.zone)
        slot = free_slot(monday, self.analysis_minutes(), busy)
        return None if slot is None else slot.replace(tzinfo=self.zone)

    def plan_analysis(self, planned_at: dt.datetime, actor: int) -> uuid.UUID:
        """An appointment with oneself; raises Refused."""
        return analyse_the_base.plan_an_analysis(
            ReviewsBook(), planned_at, read.customers_in_sight(), by=actor, at=self.now()
        )

    def put_off_analysis(self, review: uuid.UUID, planned_at: dt.datetime, actor: int) -> None:
        """To another time; raises Refused."""
        analyse_the_base.put_the_analysis_off(
            ReviewsBook(), review, planned_at, by=actor, at=self.now()
        )

    def cancel_analysis(self, review: uuid.UUID, actor: int) -> None:
        """It will not take place; raises Refused."""
        analyse_the_base.cancel_the_analysis(ReviewsBook(), review, by=actor, at=self.now())

    def begin_analysis(self, review: uuid.UUID, actor: int) -> None:
        """Now, whenever it was planned; raises Refused."""
        analyse_the_base.begin_the_analysis(ReviewsBook(), review, by=actor, at=self.now())

    def begin_analysis_at_once(self, actor: int) -> uuid.UUID:
        """Without an appointment; raises Refused."""
        return analyse_the_base.begin_at_once(ReviewsBook(), by=actor, at=self.now())

    def look_at(
        self, review: uuid.UUID, place: int, *, group: str, reason: str, seen: int,
        outcome: str, actor: int,
    ) -> uuid.UUID:  # fmt: skip
        """The word on one customer, '' passes it over; raises Refused or DecidedMeanwhile."""
        return analyse_the_base.look_at_one(
            ReviewsBook(), review, place, group=group, reason=reason, seen=seen, outcome=outcome,
            by=actor, at=self.now(), on=self.today(),
        )  # fmt: skip

    def confirm_settled(self, review: uuid.UUID, actor: int) -> int:
        """All that have not moved stay as they are; raises Refused."""
        return analyse_the_base.confirm_the_settled(ReviewsBook(), review, by=actor, at=self.now())

    def end_analysis(self, review: uuid.UUID, actor: int) -> None:
        """Enough for today; raises Refused."""
        analyse_the_base.end_the_analysis(ReviewsBook(), review, by=actor, at=self.now())

    def analysis_entry(self, review: uuid.UUID, language: str, address: str) -> bytes | None:
        """The appointment as a calendar file; None: there is no such analysis."""
        line = read.review_line(review)
        if line is None:
            return None
        return calendar_of(
            Entry(
                f"{line.uuid}@wertschatz", read.sequence_of(review), line.planned_at, line.minutes,
                calendar_title(language), calendar_text(language, address), self.now(),
                line.cancelled,
            )
        )  # fmt: skip
