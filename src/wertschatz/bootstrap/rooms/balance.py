"""Things to leave, the balance of a week, and the days on which the firm is closed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from wertschatz.bootstrap.ground import Ground
from wertschatz.domain.worktime.holidays import DaysOff
from wertschatz.storage.leave_book import DaysOffBook, LeaveBook
from wertschatz.storage.queries.balance import Balance, balance_of
from wertschatz.storage.queries.holidays import days_off_on, holidays_between
from wertschatz.storage.queries.leave import LeaveLine, leave_lines
from wertschatz.usecases import keep_the_leave_list


class BalanceRoom(Ground):
    """Things to leave, the balance of a week, and the days on which the firm is closed."""

    def leave_list(self, user: int) -> list[LeaveLine]:
        """What this person wants to leave, and what that gave back."""
        return leave_lines(user, self.today(), self.zone)

    def put_on_leave_list(
        self,
        actor: int,
        *,
        text: str,
        notice: str,
        never: bool = True,
        people: Sequence[str] = (),
        each_minutes: int | None = None,
    ) -> uuid.UUID:
        """From today on it is noticed; raises Refused."""
        return keep_the_leave_list.put_on_the_list(
            LeaveBook(), actor, text=text, notice=notice, never=never, people=people,
            each_minutes=each_minutes, on=self.today(), at=self.now(),
        )  # fmt: skip

    def take_off_leave_list(self, item: uuid.UUID, actor: int) -> uuid.UUID:
        """It is noticed no longer; raises Refused."""
        return keep_the_leave_list.take_off_the_list(
            LeaveBook(), item, actor, on=self.today(), at=self.now()
        )

    def tick_leave(self, item: uuid.UUID, left: bool, actor: int) -> uuid.UUID | None:
        """Today it was left, or it happened; None: said already; raises Refused."""
        return keep_the_leave_list.tick(
            LeaveBook(), item, actor, left, on=self.today(), at=self.now()
        )

    def balance(self, user: int, day: dt.date | None = None) -> Balance:
        """The week of that day; None: this one."""
        return balance_of(user, day or self.today(), self.now(), self.zone)

    def days_off(self) -> DaysOff:
        """What the firm has said."""
        return days_off_on(self.today())

    def holidays(self, first: dt.date, last: dt.date, language: str) -> dict[dt.date, str]:
        """Days off with their names, both ends included."""
        return holidays_between(first, last, language)

    def say_days_off(self, values: Mapping[str, int], actor: int | None) -> uuid.UUID | None:
        """From today on; None: nothing differs; raises Refused."""
        return keep_the_leave_list.say_days_off(
            DaysOffBook(), values, on=self.today(), by=actor, at=self.now()
        )
