"""One day of a person as the planner needs it: hours, appointments, promises, budgets, tasks."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from wertschatz.domain.customers.budget import own_budgets
from wertschatz.domain.customers.preferences import SEARCHED_DAYS, Preference
from wertschatz.domain.rules.moment import SLOT_MINUTES
from wertschatz.domain.rules.plain import hours_from
from wertschatz.domain.worktime.day import GRID, Day, Fixed, FixedKind, Gap, Task, rounded
from wertschatz.domain.worktime.dayplan import BLOCK
from wertschatz.domain.worktime.reach import needs_the_other_side
from wertschatz.domain.worktime.replan import (
    BUFFERS,
    DAYS_LOOKED_AT,
    USUAL_BUFFER,
    DayDone,
    buffer_from,
)
from wertschatz.domain.worktime.settle import CLOSING_MINUTES, settled
from wertschatz.domain.worktime.wall import instant, midnight, minute_at, minute_of, stretches
from wertschatz.ports.workday import Buffer, BufferSaid, Reading, Undone
from wertschatz.storage import merged
from wertschatz.storage.limits_book import own_values
from wertschatz.storage.models import (
    CalendarEntry,
    CallBack,
    Customer,
    Firm,
    GroupDecision,
    WorkDay,
)
from wertschatz.storage.models import Task as TaskRow
from wertschatz.storage.preferences import row_of, value_of
from wertschatz.storage.queries.budget import budget_on
from wertschatz.storage.queries.holidays import closed_between
from wertschatz.storage.queries.preferences import parts_of
from wertschatz.storage.queries.setup import appointments_between, week_of

USUAL_MINUTES = 30
"""A task of which nobody said how long it takes."""
BUFFER = "buffer_percent"
ALWAYS = "buffer_always"
"""Parameters: what holds until enough days are known to learn from, or (1) whatever is learned."""


def day_of(user: int, on: dt.date, now: dt.datetime) -> Day:
    """What is left of the day for a plan; of a day to come all of it."""
    return reading_of(user, on, now).rest


def firm_zone() -> ZoneInfo:
    """Where the firm is."""
    return ZoneInfo(Firm.objects.values_list("zone", flat=True).first() or "Europe/Berlin")


def work_of(
    user: int, on: dt.date, zone: ZoneInfo, closed: Collection[dt.date] | None = None
) -> list[Gap]:
    """The stretches of working hours that begin on this day; on a day off there are none.

    `closed` are the days off around it; None: they are looked up.
    """
    if on in (closed_between(on, on) if closed is None else closed):
        return []
    return _joined(stretches(hours_from(week_of(user).work), on, zone))


def reading_of(user: int, on: dt.date, now: dt.datetime) -> Reading:
    """The day with everything that is fixed in it, and what of that cannot be as it stands."""
    zone, buffer = firm_zone(), buffer_of(user, on)
    work = work_of(user, on, zone)
    if not work:
        none = Day(0, 0, buffer_percent=buffer.percent)
        off = bool(closed_between(on, on))
        return Reading(on, zone, None, none, none, (), _all_day(user, on, zone), buffer, off)
    span = Gap(work[0].start, work[-1].end)
    found = settled(span, _fixed(user, on, zone, work))
    day = Day(span.start, span.end, found.fixed, buffer.percent)
    parts = own_budgets(budget_on(on, user).today, day.capacity)
    budgets = tuple((group or "", minutes) for group, minutes in parts)
    passed = minute_at(on, now, zone)
    whole = replace(day, budgets=budgets)
    begins = max(span.start, -(-passed // GRID) * GRID)
    rest = Day(min(begins, span.end), span.end, found.fixed, buffer.percent, budgets)
    return Reading(on, zone, span, whole, rest, found.troubles, _all_day(user, on, zone), buffer)


def next_working_day(user: int, after: dt.date) -> dt.date | None:
    """The first day after this one with working hours; None: none in two weeks."""
    zone = firm_zone()
    try:
        closed = closed_between(after, after + dt.timedelta(days=SEARCHED_DAYS))
    except OverflowError:
        return None
    for days in range(1, SEARCHED_DAYS + 1):
        on = after + dt.timedelta(days=days)
        if work_of(user, on, zone, closed):
            return on
    return None


def working_day_at(user: int, now: dt.datetime) -> dt.date:
    """The day whose plan counts: yesterday's as long as its working hours reach over midnight."""
    zone = firm_zone()
    today = now.astimezone(zone).date()
    before = today - dt.timedelta(days=1)
    work = work_of(user, before, zone)
    return before if work and minute_at(before, now, zone) < work[-1].end else today


def quiet_until(user: int, now: dt.datetime) -> dt.datetime | None:
    """A closed day is silent until the next one begins; None: nothing is closed."""
    row = WorkDay.objects.filter(user=user, closed_at__lte=now).order_by("-closed_at").first()
    if row is None:
        return None
    on, zone = _date(row.on), firm_zone()
    follows = next_working_day(user, on)
    if follows is None:
        return None
    begins = instant(follows, work_of(user, follows, zone)[0].start, zone)
    return begins if now < begins else None


def closed_since(user: int, now: dt.datetime) -> dt.datetime | None:
    """When the day was closed that was closed last; None: none ever was."""
    rows = WorkDay.objects.filter(user=user, closed_at__lte=now).order_by("-closed_at")
    return rows.values_list("closed_at", flat=True).first()


# -- what is fixed


def _joined(work: Sequence[Gap]) -> list[Gap]:
    """Stretches that touch or overlap are one."""
    found: list[Gap] = []
    for one in work:
        if found and one.start <= found[-1].end:
            found[-1] = Gap(found[-1].start, max(found[-1].end, one.end))
        else:
            found.append(one)
    return found


def _fixed(user: int, on: dt.date, zone: ZoneInfo, work: Sequence[Gap]) -> Iterator[Fixed]:
    week, span = week_of(user), Gap(work[0].start, work[-1].end)
    for one, other in pairwise(work):
        yield Fixed(one.end, other.start, FixedKind.OFF)
    for kind, hours in ((FixedKind.BREAK, week.breaks), (FixedKind.MAIL, week.mail)):
        for stretch in _joined(stretches(hours_from(hours), on, zone)):
            for part in work:
                start, end = max(stretch.start, part.start), min(stretch.end, part.end)
                if start < end:
                    yield Fixed(start, end, kind)
    yield Fixed(max(span.start, span.end - CLOSING_MINUTES), span.end, FixedKind.CLOSING)
    first, last = instant(on, span.start, zone), instant(on, span.end, zone)
    for begins, ends, title in _appointments(user, first, last):
        yield Fixed(minute_at(on, begins, zone), _up(on, ends, zone), FixedKind.APPOINTMENT, title)
    length = dt.timedelta(minutes=SLOT_MINUTES)
    rows = CallBack.objects.select_related("customer__party").filter(
        user=user, state="open", slot_at__gt=first - length, slot_at__lt=last
    )
    for row in rows.order_by("slot_at", "id"):
        name = row.customer.party.name if row.customer else row.name or row.number
        at = minute_at(on, row.slot_at, zone)
        yield Fixed(at, at + SLOT_MINUTES, FixedKind.CALL_BACK, name)


def _up(on: dt.date, at: dt.datetime, zone: ZoneInfo) -> int:
    """A begun minute is taken."""
    return minute_at(on, at + dt.timedelta(seconds=59), zone)


def _appointments(
    user: int, first: dt.datetime, last: dt.datetime
) -> list[tuple[dt.datetime, dt.datetime, str]]:
    """Of all calendars, those of the same time once, with a name where one is known."""
    found = {(one.start, one.end): "" for one in appointments_between(first, last)}
    rows = _entries(user).filter(all_day=False, start__lt=last, end__gt=first)
    for start, end, title in rows.order_by("-start", "-id").values_list("start", "end", "title"):
        found[start, end] = title or found.get((start, end), "")
    return sorted((start, end, name) for (start, end), name in found.items())


def _all_day(user: int, on: dt.date, zone: ZoneInfo) -> tuple[str, ...]:
    first, last = midnight(on, zone), midnight(on + dt.timedelta(days=1), zone)
    rows = _entries(user).filter(all_day=True, start__lt=last, end__gt=first)
    return tuple(dict.fromkeys(rows.order_by("start", "id").values_list("title", flat=True)))


def _entries(user: int) -> QuerySet[CalendarEntry]:
    """What keeps one busy; the plan that we wrote ourselves is no appointment."""
    rows = CalendarEntry.objects.filter(source__user=user, busy=True)
    return rows.exclude(source__kind="plan")


# -- the buffer


def buffer_of(user: int, on: dt.date) -> Buffer:
    """As the owner said for always, else learned from the days before, else as said until then."""
    said = buffer_said(on)
    learned = None if said.always else buffer_from([one for _, one in days_done(user, on)])
    return Buffer(said.percent, False) if learned is None else Buffer(learned, True)


def buffer_said(on: dt.date) -> BufferSaid:
    """What the owner said, else that of the house."""
    own = own_values(on, (BUFFER, ALWAYS))
    percent = min(max(own.get(BUFFER, USUAL_BUFFER), BUFFERS[0]), BUFFERS[1])
    return BufferSaid(percent, bool(own.get(ALWAYS, 0)))


def days_done(user: int, before: dt.date) -> list[tuple[dt.date, DayDone]]:
    """Past days with a plan, the newest last; of a day that was neither closed nor had anything
    done nobody knows how it went."""
    rows = WorkDay.objects.filter(user=user, on__lt=before, planned_at__isnull=False)
    days = list(rows.exclude(free_minutes=None).order_by("-on")[: 2 * DAYS_LOOKED_AT])
    names = {name for row in days for name, _, _ in row.placed if not name.startswith(BLOCK)}
    done = TaskRow.objects.filter(user=user, uuid__in=names, state="done", ended_at__isnull=False)
    ended = {str(key): at for key, at in done.values_list("uuid", "ended_at")}
    zone = firm_zone()
    found: list[tuple[dt.date, DayDone]] = []
    for row in days:
        over = midnight(_date(row.on) + dt.timedelta(days=1), zone)
        planned = sum(end - start for _, start, end in row.placed)
        kept = [
            (name, end - start) for name, start, end in row.placed
            if name.startswith(BLOCK) or ((at := ended.get(name)) is not None and at < over)
        ]  # fmt: skip
        if row.closed_at is not None or any(not name.startswith(BLOCK) for name, _ in kept):
            minutes = sum(length for _, length in kept)
            found.append((_date(row.on), DayDone(row.free_minutes or 0, planned, minutes)))
    return found[:DAYS_LOOKED_AT][::-1]


# -- what is to be done


def tasks_of(user: int, on: dt.date) -> tuple[Task, ...]:
    """Open tasks that can be done on this day by the person, with others' times as windows."""
    return undone(user, on).tasks


def undone(user: int, on: dt.date) -> Undone:
    """The same with what they are called."""
    rows = list(
        TaskRow.objects.filter(user=user, state="open", waiting_for="", delegated_to="")
        .exclude(from_on__gt=on)
        .order_by("importance", "place", "id")
    )
    zone = firm_zone()
    work = work_of(user, on, zone)
    end = work[-1].end if work else 0
    letters = _letters({row.customer_id for row in rows if row.customer_id is not None})
    theirs = _others_times(rows, on, zone)
    tasks = tuple(
        Task(
            str(row.uuid), rounded(row.minutes or USUAL_MINUTES), min(max(row.importance, 1), 3),
            None if row.customer_id is None else letters.get(row.customer_id, ""),
            _both_times(
                _window(row, on, zone),
                theirs.get(row.customer_id or 0) if needs_the_other_side(row.title) else None,
            ),
            _due(row, on, zone, end),
        )
        for row in rows
    )  # fmt: skip
    return Undone(tasks, {str(row.uuid): row.title for row in rows})


def titles(user: int, tasks: Sequence[str]) -> dict[str, str]:
    """What tasks are called, whatever became of them."""
    rows = TaskRow.objects.filter(user=user, uuid__in=tasks)
    return {str(key): title for key, title in rows.values_list("uuid", "title")}


_NEVER = Gap(0, 0)


def _due(row: TaskRow, on: dt.date, zone: ZoneInfo, end: int) -> int | None:
    """By which minute; what was due before today is due today, and nobody counts the days."""
    due = None if row.due_on is None else _date(row.due_on)
    if due is None or due > on:
        return None
    return end if due < on or row.due_minute is None else minute_of(on, row.due_minute, zone)


def _window(row: TaskRow, on: dt.date, zone: ZoneInfo) -> Gap | None:
    if row.window_start is None and row.window_end is None:
        return None
    start, end = row.window_start or 0, row.window_end or 24 * 60
    over = end + (24 * 60 if end <= start else 0)
    return Gap(minute_of(on, start, zone), minute_of(on, over, zone))


def _both_times(one: Gap | None, other: Gap | None) -> Gap | None:
    """When both hold."""
    if one is None or other is None:
        return other if one is None else one
    both = Gap(max(one.start, other.start), min(one.end, other.end))
    return both if both.minutes > 0 else _NEVER


def _others_times(rows: Iterable[TaskRow], on: dt.date, zone: ZoneInfo) -> dict[int, Gap | None]:
    """Customer → when they can be reached on that day; only of whom somebody wants to reach."""
    found: dict[int, Gap | None] = {}
    for row in rows:
        if row.customer_id is None or row.customer_id in found:
            continue
        if needs_the_other_side(row.title):
            whose = Customer.objects.values_list("uuid", flat=True).get(pk=row.customer_id)
            found[row.customer_id] = _reached(whose, on, zone)
    return found


def _reached(customer: uuid.UUID, on: dt.date, zone: ZoneInfo) -> Gap | None:
    parts = parts_of(customer)
    wanted = value_of(row_of(parts)) if parts else Preference()
    if not wanted.weekdays and wanted.from_minute is None and wanted.until_minute is None:
        return None
    hours = wanted.hours()
    if on.weekday() not in hours.weekdays:
        return _NEVER
    try:
        there = ZoneInfo(parts[0].party.zone) if parts[0].party.zone else zone
    except (KeyError, ValueError):
        there = zone
    theirs = stretches((hours,), on, there)
    if not theirs:
        return _NEVER
    begins, ends = (instant(on, minute, there) for minute in theirs[0])
    return Gap(minute_at(on, begins, zone), minute_at(on, ends, zone))


def _letters(customers: set[int]) -> dict[int, str]:
    """Customer → the letter that a person confirmed; of merged ones that of whom they are now."""
    if not customers:
        return {}
    into = merged.into()
    now = {one: into.get(one, one) for one in customers}
    whole = set(now.values()) | {one for one, other in into.items() if other in now.values()}
    said = merged.words(GroupDecision.objects.filter(customer_id__in=whole), into)
    return {one: said.get(other, "") for one, other in now.items()}


def _date(value: dt.date | str | int) -> dt.date:
    """A day field reads as a date."""
    if isinstance(value, dt.date):
        return value
    return dt.date.fromordinal(value) if isinstance(value, int) else dt.date.fromisoformat(value)
