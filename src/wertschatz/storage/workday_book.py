"""Keeps the plan of a day, its closing, and what came too late for it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from wertschatz.domain.values import Fact, Reason
from wertschatz.domain.worktime.dayplan import Placed
from wertschatz.ports.workday import ClosedAlready, Draft, KeptDay, Moved, Told
from wertschatz.storage.journal import Writing, writing
from wertschatz.storage.models import Ring, Task, User, WorkDay
from wertschatz.storage.queries.tasks import RING

AREAS = ("worktime",)
"""No letter and no decision depends on it."""
CODES = (
    "day_planned", "plan_line_moved", "plan_line_dropped", "day_replanned", "day_closed",
    "left_for_day", "fresh_start",
)  # fmt: skip


class WorkDayBook:
    """Every call that writes is one action with its undo."""

    def kept(self, user: int, on: dt.date) -> KeptDay:
        """What is kept of it; an empty one where nothing is."""
        row = WorkDay.objects.filter(user=user, on=on.toordinal()).first()
        if row is None:
            return KeptDay()
        placed = tuple(Placed(str(name), int(start), int(end)) for name, start, end in row.placed)
        return KeptDay(
            placed, row.planned_at, row.closed_at, row.good_thing, row.energy, _told_from(row.told)
        )

    def keep_plan(
        self,
        user: int,
        draft: Draft,
        code: str,
        facts: dict[str, Fact],
        *,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """The plan from now on; `code` says what was done. Raises ClosedAlready."""
        told: dict[str, Fact] = {"on": draft.on.isoformat(), **facts}
        with transaction.atomic():
            row = _held(user, draft.on)
            if row is not None and row.closed_at is not None:
                raise ClosedAlready
            with writing(code, by=by, at=at, facts=told, areas=AREAS) as pen:
                _write(pen, row, user, draft, at)
        return pen.action.uuid

    def close(
        self,
        user: int,
        on: dt.date,
        good_thing: str,
        energy: int | None,
        following: Draft | None,
        *,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """Closes the day, and keeps the plan of the one that follows; raises ClosedAlready.

        Neither the good thing nor the energy stands in what is told of it: they are private.
        """
        with transaction.atomic():
            row = _held(user, on)
            if row is not None and row.closed_at is not None:
                raise ClosedAlready
            after = None if following is None else _held(user, following.on)
            facts: dict[str, Fact] = {"on": on.isoformat()}
            values: dict[str, Any] = {"closed_at": at, "good_thing": good_thing, "energy": energy}
            with writing("day_closed", by=by, at=at, facts=facts, areas=AREAS) as pen:
                if row is None:
                    pen.create(WorkDay(user_id=user, on=on, **values))
                else:
                    pen.update(row, **values)
                # A plan that the person made stays as it is.
                if following is not None and (after is None or after.planned_at is None):
                    _write(pen, after, user, following, at)
        return pen.action.uuid

    def leave_for(
        self,
        user: int,
        on: dt.date,
        what: str,
        ring: uuid.UUID | None,
        *,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """Something that came too late, as a task of that day; raises KeyError without the call."""
        customer = None
        if ring is not None:
            call = Ring.objects.select_related("party__customer").filter(uuid=ring).first()
            if call is None:
                raise KeyError(ring)
            customer = getattr(call.party, "customer", None) if call.party else None
        row = Task(
            user_id=user, title=what, customer=customer, from_on=on, due_on=on, at=at, by_id=by,
            place=_last_place(user) + 1, outside_id=f"{RING}{ring}" if ring else "",
        )  # fmt: skip
        facts: dict[str, Fact] = {"name": what, "on": on.isoformat()}
        with writing("left_for_day", by=by, at=at, facts=facts, areas=AREAS) as pen:
            pen.create(row)
        return pen.action.uuid


def _held(user: int, on: dt.date) -> WorkDay | None:
    """The row of that day; whoever writes the same person's days waits for the other."""
    User.objects.select_for_update().get(pk=user)
    return WorkDay.objects.filter(user=user, on=on.toordinal()).first()


def _write(pen: Writing, row: WorkDay | None, user: int, draft: Draft, at: dt.datetime) -> None:
    values: dict[str, Any] = {
        "placed": [list(one) for one in draft.placed], "buffer_percent": draft.buffer_percent,
        "free_minutes": draft.free_minutes, "planned_at": at,
        "told": _told_to(draft.told),
    }  # fmt: skip
    if row is None:
        pen.create(WorkDay(user_id=user, on=draft.on, **values))
    else:
        pen.update(row, **values)


def _told_to(told: Told | None) -> dict[str, Any]:
    """As plain JSON; {}: nothing is told."""
    if told is None:
        return {}
    return {
        "code": told.reason.code, "facts": dict(told.reason.facts),
        "moved": [list(one) for one in told.moved], "dropped": list(told.dropped),
    }  # fmt: skip


def _told_from(value: Mapping[str, Any]) -> Told | None:
    """What `_told_to` wrote."""
    if not value:
        return None
    return Told(
        Reason(value["code"], value["facts"]), tuple(Moved(*one) for one in value["moved"]),
        tuple(value["dropped"]),
    )  # fmt: skip


def _last_place(user: int) -> int:
    newest = Task.objects.filter(user=user).order_by("-place")
    return newest.values_list("place", flat=True).first() or 0
