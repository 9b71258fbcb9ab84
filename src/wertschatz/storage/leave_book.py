"""Keeps the to-leave list of each person, and the firm's days off."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from wertschatz.domain.customers.phones import normal_number
from wertschatz.domain.values import Fact
from wertschatz.domain.worktime.holidays import DaysOff
from wertschatz.domain.worktime.leave import Notice
from wertschatz.ports.leave import Thing
from wertschatz.storage.journal import writing
from wertschatz.storage.models import Firm, LeaveItem, LeaveTick, Parameter
from wertschatz.storage.one_after_another import one_after_another
from wertschatz.storage.queries.holidays import days_off_on
from wertschatz.storage.queries.leave import people_named

AREAS = ("worktime",)
"""No letter and no decision depends on it."""
OFF_AREAS = ("gate",)
"""Call-backs are offered on working days only."""


class LeaveBook:
    """Every call is one action with its undo; raises KeyError for what is not on the list."""

    def people_named(self, name: str) -> Sequence[str]:
        """Keys of the customers with this name."""
        return people_named(name)

    def number(self, written: str) -> str:
        """A telephone number as it is compared; '' for none."""
        area = Firm.objects.values_list("area_code", flat=True).first() or ""
        return normal_number(written, area)

    def add(self, user: int, thing: Thing, *, on: dt.date, at: dt.datetime) -> uuid.UUID:
        """Puts it on the list."""
        row = LeaveItem(
            user_id=user, text=thing.text, notice=thing.notice, never=thing.never,
            people=list(thing.people), each_minutes=thing.each_minutes, since=on, at=at,
        )  # fmt: skip
        with writing("leave_added", by=user, at=at, facts=_named(row), areas=AREAS) as pen:
            pen.create(row)
        return pen.action.uuid

    @one_after_another
    def end(self, item: uuid.UUID, user: int, *, on: dt.date, at: dt.datetime) -> uuid.UUID:
        """Takes it off the list; its ticks stay."""
        row = _row(item, user)
        with writing("leave_ended", by=user, at=at, facts=_named(row), areas=AREAS) as pen:
            pen.update(row, ended_on=on)
        return pen.action.uuid

    @one_after_another
    def tick(
        self, item: uuid.UUID, user: int, left: bool, *, on: dt.date, at: dt.datetime
    ) -> uuid.UUID | None:
        """Left on that day, or not; None: said already. Raises ValueError for what is measured."""
        row = _row(item, user)
        if row.notice != Notice.BY_HAND:
            raise ValueError(row.notice)
        known = LeaveTick.objects.filter(item=row, on=on.toordinal()).first()
        if known is not None and known.left == left:
            return None
        facts = {**_named(row), "on": on.isoformat()}
        code = "leave_left" if left else "leave_happened"
        with writing(code, by=user, at=at, facts=facts, areas=AREAS) as pen:
            if known is None:
                pen.create(LeaveTick(item=row, on=on, left=left))
            else:
                pen.update(known, left=left)
        return pen.action.uuid


class DaysOffBook:
    """Append-only, so that last year's holidays stay those of last year."""

    def days_off(self, on: dt.date) -> DaysOff:
        """What holds on that day."""
        return days_off_on(on)

    def keep(
        self, values: Mapping[str, int], *, on: dt.date, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """These hold from that day on."""
        with writing("days_off_said", by=by, at=at, areas=OFF_AREAS) as pen:
            for name, value in values.items():
                pen.create(Parameter(name=name, value=value, valid_from=on, at=at, by_id=by))
        return pen.action.uuid


def _row(item: uuid.UUID, user: int) -> LeaveItem:
    row = LeaveItem.objects.filter(uuid=item, user=user, ended_on=None).first()
    if row is None:
        raise KeyError(item)
    return row


def _named(row: LeaveItem) -> dict[str, Fact]:
    return {"name": row.text}
