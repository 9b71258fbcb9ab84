"""Keeps tasks and the inbox."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from typing import Any

from django.db import transaction

from wertschatz.domain.rules.plain import hours_from
from wertschatz.domain.values import Fact
from wertschatz.domain.worktime.repeating import next_time, rhythm_from, rhythm_to
from wertschatz.ports.tasks import Kept, MatterKind, TakenIn, TaskEntry, TaskRow
from wertschatz.storage.find_customers import seen_parts
from wertschatz.storage.journal import Writing, writing
from wertschatz.storage.models import Customer, Matter, Task, Word
from wertschatz.storage.queries.holidays import closed_between
from wertschatz.storage.queries.setup import week_of
from wertschatz.storage.queries.tasks import lapsed

AREAS = ("tasks",)
"""No letter depends on it."""
STEP = 1024
"""Between two places, so that most moves write one row."""
TASK_CODES = (
    "task_added", "task_changed", "task_moved", "task_done", "task_gone", "tasks_taken_in",
)  # fmt: skip
INBOX_CODES = ("matter_in", "matter_done", "matter_delegated", "matter_gone")
_SAID_OF_RHYTHM = ("every", "unit", "weekdays")
WAYS = {"done": "matter_done", "bin": "matter_gone"}


class TasksBook:
    """Every call is one action with its undo; raises KeyError for what is not there, not theirs,
    or over."""

    def add(self, user: int, entry: TaskEntry, *, by: int | None, at: dt.datetime) -> Kept:
        """A new one, last of its importance; raises KeyError without such a customer."""
        row = Task(user_id=user, at=at, by_id=by, **_values(entry))
        with transaction.atomic():
            row.place = _last(user, row.importance)
            with _writing("task_added", row, by, at) as pen:
                pen.create(row, _party(row))
        return Kept(row.uuid, pen.action.uuid)

    def change(
        self, task: uuid.UUID, user: int, entry: TaskEntry, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """All of it anew; None: nothing differs."""
        with transaction.atomic():
            row = _open(task, user)
            values = _differing(row, _values(entry))
            if not values:
                return None
            if "importance" in values:
                values["place"] = _last(user, entry.importance)
            with _writing("task_changed", row, by, at) as pen:
                pen.update(row, _party(row), **values)
        return pen.action.uuid

    def move(
        self, task: uuid.UUID, user: int, steps: int, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """Within its importance, minus: up; None: it cannot go further."""
        with transaction.atomic():
            row = _open(task, user)
            there = _ordered(user, row.importance)
            was = there.index(row)
            to = min(max(0, was + steps), len(there) - 1)
            if to == was:
                return None
            there.insert(to, there.pop(was))
            return _moved(row, there, to, {}, by, at)

    def put(
        self,
        task: uuid.UUID,
        user: int,
        importance: int,
        before: uuid.UUID | None,
        *,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID | None:
        """Before another one of this importance, or last; None: it stands there."""
        with transaction.atomic():
            row = _open(task, user)
            if before == row.uuid:
                return None
            stood = _ordered(user, importance)
            there = [one for one in stood if one.pk != row.pk]
            keys = [one.uuid for one in there]
            if before is not None and before not in keys:
                raise KeyError(before)
            to = len(there) if before is None else keys.index(before)
            there.insert(to, row)
            if there == stood:
                return None
            changed = {} if row.importance == importance else {"importance": importance}
            return _moved(row, there, to, changed, by, at)

    def end(
        self,
        task: uuid.UUID,
        user: int,
        state: str,
        *,
        today: dt.date,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """'done' or 'gone'; done, one that comes again makes its next one."""
        with transaction.atomic():
            row = _open(task, user)
            with _writing(f"task_{state}", row, by, at) as pen:
                _end(pen, row, state, today, at)
        return pen.action.uuid

    def take_in(
        self,
        user: int,
        rows: Sequence[TaskRow],
        *,
        today: dt.date,
        by: int | None,
        at: dt.datetime,
    ) -> TakenIn:
        """Those of a file; what was here already, by its id, is changed as far as the file can
        say it. What is over here stays over."""
        with transaction.atomic():
            ours = list(Task.objects.select_related("customer").filter(user=user).order_by("id"))
            known = {one.outside_id: one for one in ours if one.outside_id}
            known |= {str(one.uuid): one for one in ours}
            new: list[Task] = []
            changes: list[tuple[Task, dict[str, Any], bool]] = []
            places: dict[int, int] = {}
            for row in rows:
                values = _values(row.entry)
                there = known.get(row.id) if row.id else None
                if there is None:
                    fresh = Task(user_id=user, at=at, by_id=by, outside_id=row.id[:255], **values)
                    places.setdefault(fresh.importance, _last(user, fresh.importance))
                    fresh.place = places[fresh.importance]
                    places[fresh.importance] += STEP
                    if row.done:
                        fresh.state, fresh.ended_at = "done", _ended(row.done_on, at)
                    new.append(fresh)
                    if row.id:
                        known[row.id] = fresh
                elif there.pk is not None and there.state == "open":
                    said = {key: value for key, value in values.items() if _said(key, row.said)}
                    differing = _differing(there, said)
                    if "importance" in differing:
                        differing["place"] = _last(user, differing["importance"])
                    if differing or row.done:
                        changes.append((there, differing, row.done))
            if not new and not changes:
                return TakenIn(None, 0, 0)
            facts: dict[str, Fact] = {"tasks": len(new) + len(changes)}
            with writing("tasks_taken_in", by=by, at=at, facts=facts, areas=AREAS) as pen:
                pen.create_many(new, [_party(one) for one in new])
                for one, values, done in changes:
                    if values:
                        pen.update(one, _party(one), **values)
                    if done:
                        _end(pen, one, "done", today, at)
        return TakenIn(pen.action.uuid, len(new), len(changes))

    # -- the inbox

    def come_in(
        self,
        user: int,
        kind: MatterKind,
        text: str,
        customer: uuid.UUID | None,
        *,
        by: int | None,
        at: dt.datetime,
    ) -> Kept:
        """A new matter; raises KeyError without such a customer."""
        whose = None if customer is None else seen_parts(customer)[0]
        row = Matter(user_id=user, kind=kind.value, text=text, customer=whose, at=at, by_id=by)
        with _writing("matter_in", row, by, at) as pen:
            pen.create(row, _party(row))
        return Kept(row.uuid, pen.action.uuid)

    def come_in_from_door(
        self, user: int, word: uuid.UUID, text: str, *, by: int | None, at: dt.datetime
    ) -> Kept:
        """A word left at the door, which is read by that; raises KeyError where it was read."""
        with transaction.atomic():
            rows = Word.objects.select_for_update()
            left = rows.filter(uuid=word, user=user, read_at=None).first()
            if left is None:
                raise KeyError(word)
            row = Matter(user_id=user, kind=MatterKind.WORD.value, text=text, at=at, by_id=by)
            with _writing("matter_in", row, by, at, areas=(*AREAS, "door")) as pen:
                pen.update(left, read_at=at)
                pen.create(row)
        return Kept(row.uuid, pen.action.uuid)

    def out(
        self, matter: uuid.UUID, user: int, way: str, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """'done' or 'bin'."""
        with transaction.atomic():
            row = _in_inbox(matter, user)
            with _writing(WAYS[way], row, by, at) as pen:
                pen.update(row, _party(row), way_out=way, out_at=at)
        return pen.action.uuid

    def delegate(
        self,
        matter: uuid.UUID,
        user: int,
        to: str,
        until: dt.date | None,
        *,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """Out, and a task that waits for whoever has it now."""
        with transaction.atomic():
            row = _in_inbox(matter, user)
            title = row.text if len(row.text) <= 300 else row.text[:299] + "…"
            task = Task(
                user_id=user, title=title, note=row.text if title != row.text else "",
                customer=row.customer, delegated_to=to, delegated_until=until, at=at, by_id=by,
            )  # fmt: skip
            task.place = _last(user, task.importance)
            with _writing("matter_delegated", row, by, at, to=to) as pen:
                pen.create(task, _party(task))
                pen.update(row, _party(row), way_out="delegated", out_at=at, task=task)
        return pen.action.uuid


def _values(entry: TaskEntry) -> dict[str, Any]:
    """Columns; raises KeyError without such a customer."""
    return {
        "title": entry.title, "note": entry.note, "importance": entry.importance,
        "minutes": entry.minutes,
        "customer": None if entry.customer is None else seen_parts(entry.customer)[0],
        "from_on": entry.from_on, "due_on": entry.due_on, "due_minute": entry.due_minute,
        "waiting_for": entry.waiting_for, "delegated_to": entry.delegated_to,
        "delegated_until": entry.delegated_until, "repeats": rhythm_to(entry.repeats),
    }  # fmt: skip


def _said(column: str, said: frozenset[str]) -> bool:
    return column in said


def _differing(row: Task, values: Mapping[str, Any]) -> dict[str, Any]:
    found = {key: value for key, value in values.items() if getattr(row, key) != value}
    if "repeats" in found and "due_on" not in found and (row.due_on or "from_on" not in found):
        # Neither a form nor a file knows the day that a day off moved: it is the same rhythm.
        now, said = row.repeats or {}, found["repeats"] or {}
        if "since" in now and all(now.get(key) == said.get(key) for key in _SAID_OF_RHYTHM):
            del found["repeats"]
    return found


def _end(pen: Writing, row: Task, state: str, today: dt.date, at: dt.datetime) -> None:
    """Over; of one that comes again the next one takes its place in the order."""
    rhythm = rhythm_from(row.repeats)
    pen.update(row, _party(row), state=state, ended_at=at)
    if state != "done" or rhythm is None:
        return
    due = row.due_on or row.from_on or today
    hours = hours_from(week_of(row.user_id).work)
    found = next_time(rhythm, due, today, hours, closed_between)
    if found is None:
        return
    on, rhythm = found
    shift = on - due
    following = Task(
        user_id=row.user_id, title=row.title, note=row.note, importance=row.importance,
        place=row.place, minutes=row.minutes, customer=row.customer,
        # What had no day is not to be seen again before the next one comes.
        from_on=row.from_on + shift if row.from_on and row.due_on else on,
        due_on=on if row.due_on else None, due_minute=row.due_minute,
        window_start=row.window_start, window_end=row.window_end, repeats=rhythm_to(rhythm),
        at=at, by_id=pen.action.by_id,
    )  # fmt: skip
    pen.create(following, _party(following))


def lapse(
    pen: Writing, user: int, on: dt.date, gone: Collection[uuid.UUID], at: dt.datetime
) -> None:
    """What was due before that day: into the bin, to its next time, or it stays without a day."""
    hours = hours_from(week_of(user).work)
    for row in lapsed(user, on):
        rhythm, due = rhythm_from(row.repeats), row.due_on
        if row.uuid in gone:
            pen.update(row, _party(row), state="gone", ended_at=at)
            continue
        found = None
        if rhythm is not None and due is not None:
            found = next_time(rhythm, due, on - dt.timedelta(days=1), hours, closed_between)
        if found is None or due is None:
            pen.update(row, _party(row), due_on=None, due_minute=None)
            continue
        to, rhythm = found
        begins = row.from_on and row.from_on + (to - due)
        pen.update(row, _party(row), due_on=to, from_on=begins, repeats=rhythm_to(rhythm))


def _open(task: uuid.UUID, user: int) -> Task:
    rows = Task.objects.select_related("customer").select_for_update(of=("self",))
    row = rows.filter(uuid=task, user=user, state="open").first()
    if row is None:
        raise KeyError(task)
    return row


def _in_inbox(matter: uuid.UUID, user: int) -> Matter:
    rows = Matter.objects.select_related("customer").select_for_update(of=("self",))
    row = rows.filter(uuid=matter, user=user, way_out="").first()
    if row is None:
        raise KeyError(matter)
    return row


def _ordered(user: int, importance: int) -> list[Task]:
    rows = Task.objects.filter(user=user, importance=importance, state="open")
    return list(rows.select_related("customer").order_by("place", "id"))


def _last(user: int, importance: int) -> int:
    rows = Task.objects.filter(user=user, importance=importance)
    newest = rows.order_by("-place").values_list("place", flat=True).first()
    return STEP if newest is None else newest + STEP


def _moved(
    row: Task, there: Sequence[Task], to: int, changed: dict[str, Any], by: int | None,
    at: dt.datetime,
) -> uuid.UUID:  # fmt: skip
    """Writes the new order: the one row where there is room, else all of it."""
    above = there[to - 1].place if to else None
    below = there[to + 1].place if to + 1 < len(there) else None
    place = _between(above, below)
    with _writing("task_moved", row, by, at) as pen:
        if place is not None:
            pen.update(row, _party(row), place=place, **changed)
        else:
            for number, one in enumerate(there, 1):
                values = changed if one.pk == row.pk else {}
                pen.update(one, _party(one), place=number * STEP, **values)
    return pen.action.uuid


def _between(above: int | None, below: int | None) -> int | None:
    if above is None and below is None:
        return STEP
    if above is None or below is None:
        return below - STEP if below is not None else (above or 0) + STEP
    return (above + below) // 2 if below - above > 1 else None


def _party(row: Task | Matter) -> int | None:
    whose: Customer | None = row.customer
    return whose.party_id if whose else None


def _ended(on: dt.date | None, at: dt.datetime) -> dt.datetime:
    if on is None:
        return at
    with suppress(ValueError, OverflowError):
        return min(at, dt.datetime.combine(on, dt.time(12), tzinfo=dt.UTC))
    return at


def _writing(
    code: str, row: Task | Matter, by: int | None, at: dt.datetime, *,
    areas: tuple[str, ...] = AREAS, **more: Fact,
) -> AbstractContextManager[Writing]:  # fmt: skip
    text = row.title if isinstance(row, Task) else row.text
    facts: dict[str, Fact] = {"title": text if len(text) <= 80 else text[:79] + "…", **more}
    return writing(code, by=by, at=at, facts=facts, party=_party(row), areas=areas)
