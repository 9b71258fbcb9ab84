"""The working day: its plan, today, and the last ten minutes."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.bootstrap.ground import Ground
from wertschatz.bootstrap.shown_day import Shown, shown_day
from wertschatz.domain.worktime.replan import DayDone, counted
from wertschatz.ports.workday import BufferSaid, KeptDay, Reading, Undone
from wertschatz.storage.buffer_book import BufferBook
from wertschatz.storage.queries import day as days
from wertschatz.storage.workday_book import WorkDayBook
from wertschatz.usecases import close_the_day, plan_the_day
from wertschatz.usecases.keep_a_part_free import keep_a_part_free
from wertschatz.usecases.plan_the_day import Changed
from wertschatz.usecases.refusals import Refused


class WorkDayRoom(Ground):
    """The working day: its plan, today, and the last ten minutes."""

    def working_day(self, user: int) -> dt.date:
        """The day whose plan counts now."""
        return days.working_day_at(user, self.now())

    def day_reading(self, user: int, on: dt.date) -> Reading:
        """What is fixed on that day, and what cannot be as it stands."""
        return days.reading_of(user, on, self.now())

    def day_kept(self, user: int, on: dt.date) -> KeptDay:
        """Its plan as it stands, and how it was closed."""
        return WorkDayBook().kept(user, on)

    def shown_day(self, user: int, on: dt.date, language: str) -> Shown:
        """A day with its lines, its plan or a proposal, and what is left out."""
        return shown_day(user, on, self.now(), language)

    def plan_day(self, on: dt.date, actor: int) -> Changed:
        """Makes the plan of that day, or makes it anew; raises Refused."""
        return plan_the_day.plan_the_day(
            WorkDayBook(), actor, *self._about(actor, on), by=actor, at=self.now()
        )

    def move_in_plan(self, on: dt.date, task: str, start: int, actor: int) -> Changed:
        """A task to that minute of the day; raises Refused."""
        return plan_the_day.move_in_the_plan(
            WorkDayBook(), actor, *self._about(actor, on), task, start, by=actor, at=self.now()
        )

    def take_out_of_plan(self, on: dt.date, line: tuple[str, int], actor: int) -> Changed:
        """A line is no longer in the plan; raises Refused."""
        return plan_the_day.take_out_of_the_plan(
            WorkDayBook(), actor, *self._about(actor, on), line, by=actor, at=self.now()
        )

    def plan_anew(self, on: dt.date, actor: int, takes_minutes: int = 0) -> Changed:
        """After an interruption; raises Refused."""
        return plan_the_day.plan_anew(
            WorkDayBook(), actor, *self._about(actor, on), takes_minutes=takes_minutes,
            by=actor, at=self.now(),
        )  # fmt: skip

    def buffer_said(self) -> BufferSaid:
        """What the owner said about the part of the day that stays free."""
        return days.buffer_said(self.today())

    def learned_from(self, user: int) -> list[tuple[dt.date, DayDone]]:
        """The days from which that part is learned, the newest last."""
        known = days.days_done(user, self.today())
        counts = counted([one for _, one in known])
        return [(on, one) for on, one in known if one in counts]

    def keep_a_part_free(self, said: BufferSaid, actor: int) -> uuid.UUID | None:
        """From today on; None: nothing differs; raises Refused."""
        return keep_a_part_free(BufferBook(), said, on=self.today(), by=actor, at=self.now())

    def close_day(
        self, on: dt.date, actor: int, *, good_thing: str = "", energy: int | None = None
    ) -> uuid.UUID:
        """Closes the day and plans the next one; raises Refused."""
        if on > self.today():
            raise Refused("close_to_come")
        following = days.next_working_day(actor, on)
        about = None if following is None else self._about(actor, following)
        return close_the_day.close_the_day(
            WorkDayBook(), actor, on, about, good_thing=good_thing, energy=energy,
            by=actor, at=self.now(),
        )  # fmt: skip

    def leave_for_tomorrow(self, what: str, actor: int, ring: uuid.UUID | None = None) -> uuid.UUID:
        """What came too late is a task of the next working day; raises Refused."""
        following = days.next_working_day(actor, self.working_day(actor))
        return close_the_day.leave_for_tomorrow(
            WorkDayBook(), actor, following, what, ring, by=actor, at=self.now()
        )

    def _about(self, user: int, on: dt.date) -> tuple[Reading, Undone]:
        return self.day_reading(user, on), days.undone(user, on)
