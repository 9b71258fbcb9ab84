"""One week of a person on one page: plan and actual, shares, quiet, and what was asked only."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from wertschatz.domain.customers.budget import Part
from wertschatz.domain.customers.preferences import Hours
from wertschatz.domain.rules.moment import Setup, Stretch
from wertschatz.domain.rules.plain import hours_from
from wertschatz.domain.rules.quiet import Quiet, quiet_of, work_of
from wertschatz.domain.rules.replay import Outcome
from wertschatz.domain.worktime.dayplan import BLOCK
from wertschatz.domain.worktime.holidays import works_on
from wertschatz.domain.worktime.law import (
    Notice,
    Worked,
    limits_on,
    mean_until,
    minutes_by_day,
    warnings,
    with_mean,
)
from wertschatz.domain.worktime.leave import LATE_MINUTE, Spent, monday_of
from wertschatz.storage.models import Task, User, WorkDay
from wertschatz.storage.queries.budget import budget_on
from wertschatz.storage.queries.fresh import away
from wertschatz.storage.queries.holidays import holidays_between, public_between
from wertschatz.storage.queries.leave import LeaveLine, leave_lines, spent_between
from wertschatz.storage.queries.past_calls import calls_between, instants
from wertschatz.storage.queries.setup import week_of

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)
DAYS = 7
RANG = (Outcome.ANSWERED, Outcome.MISSED)
"""What interrupted the owner; a call that was held rang at nobody."""


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of the week. Minutes."""

    on: dt.date
    planned: int
    """Tasks and blocks of customer time."""
    planned_tasks: int
    done: int
    """Of the tasks that were planned for it, so many were done on it."""
    besides: int
    """Done without having been planned."""
    customers: int
    """Contacts with customers, as they were logged."""
    off: bool


@dataclass(frozen=True, slots=True)
class Share:
    """One group's part of the customer time."""

    part: Part
    percent: int | None
    """None: no customer time is known of this week."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What working-time law asks to look at, of one of the staff."""

    name: str
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """One week."""

    monday: dt.date
    over: bool
    """The week is over."""
    days: tuple[DayLine, ...]
    shares: tuple[Share, ...]
    quiet: Quiet
    calls_known: bool
    """Calls were recorded in this week; else nothing can be said of quiet."""
    leave: tuple[LeaveLine, ...]
    """What gave something back, the most first; only of the present week."""
    overtime: int
    """Minutes outside the working hours, as they were logged."""
    late: tuple[dt.date, ...]
    """Days with work after 20:00."""
    holidays: dict[dt.date, str]
    staff: tuple[Watched, ...]

    @property
    def done(self) -> int:
        """Tasks done this week."""
        return sum(day.done + day.besides for day in self.days)

    @property
    def planned(self) -> int:
        """Minutes planned this week."""
        return sum(day.planned for day in self.days)

    @property
    def customers(self) -> int:
        """Minutes with customers this week."""
        return sum(day.customers for day in self.days)


def balance_of(user: int, day: dt.date, now: dt.datetime, zone: ZoneInfo) -> Balance:
    """The week of that day, as far as it has gone."""
    today = now.astimezone(zone).date()
    monday = monday_of(day)
    sunday = monday + (DAYS - 1) * DAY
    last = max(min(sunday, today), monday)
    row = week_of(user)
    work, breaks = hours_from(row.work), hours_from(row.breaks)
    off = holidays_between(monday, sunday)
    setup = Setup(zone=zone.key, work=work, breaks=breaks)
    spent = spent_between(user, monday, last, zone)
    quiet, known = _quiet(setup, off, monday, last, now)
    this = monday == monday_of(today)
    lines = leave_lines(user, today, zone) if this else []
    given = [one for one in lines if one.back.minutes]
    return Balance(
        monday, sunday < today, _days(user, monday, zone, spent, off), _shares(last, user), quiet,
        known, tuple(sorted(given, key=lambda one: -one.back.minutes)),
        _outside(spent, work, off), _late(spent), off, _staff(monday, last, zone, user),
    )  # fmt: skip


def _days(
    user: int, monday: dt.date, zone: ZoneInfo, spent: Iterable[Spent], off: Iterable[dt.date]
) -> tuple[DayLine, ...]:
    sunday = monday + (DAYS - 1) * DAY
    plans = {
        row.on: row.placed
        for row in WorkDay.objects.filter(
            user=user, on__range=(monday.toordinal(), sunday.toordinal())
        )
    }
    start, end = instants(monday, sunday, zone)
    done: dict[dt.date, set[str]] = {}
    rows = Task.objects.filter(user=user, state="done", ended_at__gte=start, ended_at__lt=end)
    for uuid, at in rows.values_list("uuid", "ended_at"):
        if at is not None:
            done.setdefault(at.astimezone(zone).date(), set()).add(str(uuid))
    customers: Counter[dt.date] = Counter()
    for one in spent:
        if one.kind != "work":
            customers[one.start.date()] += one.minutes
    closed = set(off)
    found = []
    for number in range(DAYS):
        on = monday + number * DAY
        placed = plans.get(on, [])
        tasks = {str(key) for key, _, _ in placed if not str(key).startswith(BLOCK)}
        finished = done.get(on, set())
        found.append(
            DayLine(
                on, sum(until - begin for _, begin, until in placed), len(tasks),
                len(tasks & finished), len(finished - tasks), customers[on], on in closed,
            )
        )  # fmt: skip
    return tuple(found)


def _shares(day: dt.date, user: int) -> tuple[Share, ...]:
    week = budget_on(day, user).week
    whole = sum(part.used for part in week)
    return tuple(Share(part, round(100 * part.used / whole) if whole else None) for part in week)


def _quiet(
    setup: Setup, off: Iterable[dt.date], first: dt.date, last: dt.date, now: dt.datetime
) -> tuple[Quiet, bool]:
    """Stretches of the working time so far in which nothing rang."""
    closed = set(off)
    work = [
        one
        for one in work_of(setup, first, last, now)
        if one.start.astimezone(setup.tz).date() not in closed
    ]
    calls, _ = calls_between(first, last, setup.tz, setup.area_code)
    rang = [
        Stretch(call.at, call.at + dt.timedelta(seconds=call.seconds))
        for call in calls if call.incoming and call.outcome in RANG
    ]  # fmt: skip
    return quiet_of(work, rang), bool(calls)


def _outside(spent: Sequence[Spent], work: Sequence[Hours], off: Iterable[dt.date]) -> int:
    """Minutes outside the working hours; each minute once, however many entries tell of it."""
    closed, seen = set(off), set[dt.datetime]()
    for one in spent:
        if one.timed:
            begins = one.start.astimezone(dt.UTC)
            seen.update(begins + dt.timedelta(minutes=number) for number in range(one.minutes))
    zone = spent[0].start.tzinfo if spent else dt.UTC
    local = (at.astimezone(zone) for at in seen)
    return sum(
        1 for at in local
        if not works_on(work, at.date(), closed) or not any(one.holds(at) for one in work)
    )  # fmt: skip


def _late(spent: Iterable[Spent]) -> tuple[dt.date, ...]:
    found = set()
    for one in spent:
        end = one.start + dt.timedelta(minutes=one.minutes)
        minute = end.hour * 60 + end.minute
        if one.timed and (minute > LATE_MINUTE or end.date() > one.start.date()):
            found.add(one.start.date())
    return tuple(sorted(found))


def _staff(first: dt.date, last: dt.date, zone: ZoneInfo, reader: int) -> tuple[Watched, ...]:
    """Only of staff: the law does not hold for owners. The day before tells of the night's rest.

    The mean of half a year is told to whom it concerns, and to nobody else.
    """
    public, found = public_between(first - DAY, last), []
    for user, name in User.objects.filter(is_active=True, role="staff").values_list(
        "id", "username"
    ):
        worked = _worked(user, first - DAY, last, zone)
        notices = [one for one in warnings(worked, public) if one.on >= first]
        if user == reader:
            notices = _with_means(user, notices, zone)
        if notices:
            found.append(Watched(name, tuple(notices)))
    return tuple(sorted(found, key=lambda one: one.name))


def _with_means(user: int, notices: list[Notice], zone: ZoneInfo) -> list[Notice]:
    """Half a year is read only where a day of more than eight hours asks for it."""
    asked = [one.on for one in notices if one.reason.code == "over_eight_hours"]
    if not asked:
        return notices
    first, last = asked[0] - limits_on(asked[0]).mean_weeks * WEEK + DAY, asked[-1]
    minutes = minutes_by_day(_worked(user, first, last, zone))
    public, absent = public_between(first, last), _away_between(user, first, last)
    work = hours_from(week_of(user).work)
    free = {day for day in range(DAYS) if not any(day in one.weekdays for one in work)}
    return [
        with_mean(one, mean_until(one.on, minutes, holidays=public, away=absent, free=free))
        for one in notices
    ]


def _away_between(user: int, first: dt.date, last: dt.date) -> set[dt.date]:
    """Days of leave and illness, as far as a fresh start after them told of them."""
    every = (first + number * DAY for number in range((last - first).days + 1))
    spans = away(user)
    return {on for on in every if any(since <= on < until for since, until in spans)}


def _worked(user: int, first: dt.date, last: dt.date, zone: ZoneInfo) -> list[Worked]:
    """Stretches with a beginning and an end, by the clock of the firm."""
    return [
        Worked(one.start.astimezone(zone), _end(one).astimezone(zone))
        for one in spent_between(user, first, last, zone) if one.timed
    ]  # fmt: skip


def _end(one: Spent) -> dt.datetime:
    return one.start.astimezone(dt.UTC) + dt.timedelta(minutes=one.minutes)
