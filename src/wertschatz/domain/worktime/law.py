"""What working-time law asks for staff: dated, and only ever a warning.

German Arbeitszeitgesetz, §§ 3, 4, 5 and 9. It does not hold for owners themselves; they may keep to
the eleven hours of rest of their own will. Limits carry the day from which they hold, because the
law is being changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from wertschatz.domain.values import Reason


class Limits(NamedTuple):
    """Limits that hold from a day on. Minutes."""

    valid_from: dt.date
    day: int
    """On average of `mean_weeks`; beyond it the time has to be made up for."""
    mean_weeks: int
    """Weeks up to a day; the law allows six calendar months as well."""
    longest_day: int
    rest: int
    """Between two days of work."""
    break_after: tuple[tuple[int, int], ...]
    """(Work of more than so many minutes, break of at least so many)."""
    break_piece: int
    """Shorter pieces are no break."""
    longest_without: int
    """Work without any break."""


LIMITS = (
    Limits(
        valid_from=dt.date(1994, 7, 1), day=8 * 60, mean_weeks=24, longest_day=10 * 60,
        rest=11 * 60, break_after=((6 * 60, 30), (9 * 60, 45)), break_piece=15,
        longest_without=6 * 60,
    ),
)  # fmt: skip
WEEKS_NEEDED = 4
"""Of fewer known weeks no mean is told."""
SUNDAY = 6
DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)


class Worked(NamedTuple):
    """One stretch of work, aware or naive alike for all; nothing in it was a break."""

    start: dt.datetime
    end: dt.datetime

    @property
    def minutes(self) -> int:
        """How long."""
        return _minutes(self.start, self.end)


def _minutes(start: dt.datetime, end: dt.datetime) -> int:
    """As they pass, not as the clock on the wall shows them when summer time begins or ends."""
    if start.tzinfo is not None:
        start, end = start.astimezone(dt.UTC), end.astimezone(dt.UTC)
    return round((end - start).total_seconds() / 60)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to look at."""

    on: dt.date
    reason: Reason
    """'over_eight_hours', 'over_ten_hours', 'break_short', 'long_without_break', 'rest_short',
    'sunday_or_holiday'; with the mean told 'over_eight_mean_kept', 'over_eight_mean_over' or
    'over_eight_mean_unknown' instead of the first."""


class Mean(NamedTuple):
    """What a working day had in the weeks up to a day."""

    minutes: int | None
    """Rounded up, so that nothing above a limit is told as being at it; None: too few weeks are
    known."""
    weeks: int
    """With a record."""


def limits_on(day: dt.date) -> Limits:
    """Those in force on that day; the oldest ones for earlier days."""
    return max((one for one in LIMITS if one.valid_from <= day), default=LIMITS[0])


def warnings(worked: Iterable[Worked], holidays: Collection[dt.date] = ()) -> list[Notice]:
    """In the order of the days. A stretch belongs to the day on which it began; stretches that
    overlap or touch are one.

    >>> nine = dt.datetime(2026, 11, 30, 9)
    >>> [one.reason.code for one in warnings([Worked(nine, nine + dt.timedelta(hours=11))])]
    ['over_ten_hours', 'break_short', 'long_without_break']
    """
    found: list[Notice] = []
    days: dict[dt.date, list[Worked]] = {}
    for one in _joined(worked):
        days.setdefault(one.start.date(), []).append(one)
    last: dt.datetime | None = None
    for day, stretches in sorted(days.items()):
        limits = limits_on(day)
        if last is not None:
            rest = _minutes(last, stretches[0].start)
            if rest < limits.rest:
                found.append(Notice(day, Reason("rest_short", {"rest_minutes": rest})))
        found += _of_day(day, stretches, limits)
        if day.weekday() == SUNDAY or day in holidays:
            found.append(Notice(day, Reason("sunday_or_holiday")))
        last = stretches[-1].end
    return found


def minutes_by_day(worked: Iterable[Worked]) -> dict[dt.date, int]:
    """Minutes of each day with work, every minute once."""
    found: dict[dt.date, int] = {}
    for one in _joined(worked):
        found[one.start.date()] = found.get(one.start.date(), 0) + one.minutes
    return found


def mean_until(
    day: dt.date,
    worked: Mapping[dt.date, int],
    *,
    holidays: Collection[dt.date] = (),
    away: Collection[dt.date] = (),
    free: Collection[int] = (),
) -> Mean:
    """The mean of § 3 over the weeks that end with that day, by working day.

    Working days are Monday to Saturday without public holidays (§ 3, § 9); those of leave and
    illness (`away`) stay out. What was worked on a Sunday or holiday counts, the day does not
    (§ 11). A week without any record is not known. In a known week a day without a record is not
    known either, except where nobody works on that weekday (`free`, 0 is Monday): that is a
    working day of no minutes.

    >>> monday = dt.date(2026, 11, 2)
    >>> nine_hours = {monday + number * WEEK + at * DAY: 540 for number in range(4)
    ...     for at in range(5)}
    >>> mean_until(dt.date(2026, 11, 29), nine_hours, free={5})
    Mean(minutes=450, weeks=4)
    """
    total = days = weeks = 0
    for number in range(limits_on(day).mean_weeks):
        week = [day - number * WEEK - at * DAY for at in range(7)]
        if not any(on in worked for on in week):
            continue
        weeks += 1
        total += sum(worked.get(on, 0) for on in week)
        days += sum(
            on in worked or (on.weekday() in free and on not in away)
            for on in week
            if on.weekday() != SUNDAY and on not in holidays
        )
    if weeks < WEEKS_NEEDED or not days:
        return Mean(None, weeks)
    return Mean(-(-total // days), weeks)


def with_mean(notice: Notice, mean: Mean) -> Notice:
    """A day of more than eight hours beside the mean that allows it; others as they are."""
    if notice.reason.code != "over_eight_hours":
        return notice
    limits = limits_on(notice.on)
    facts = {**notice.reason.facts, "mean_weeks": limits.mean_weeks}
    if mean.minutes is None:
        return Notice(notice.on, Reason("over_eight_mean_unknown", facts))
    facts |= {"mean_minutes": mean.minutes, "weeks": mean.weeks}
    over = mean.minutes > limits.day
    code = "over_eight_mean_over" if over else "over_eight_mean_kept"
    return Notice(notice.on, Reason(code, facts))


def _of_day(day: dt.date, stretches: Sequence[Worked], limits: Limits) -> Iterable[Notice]:
    total = sum(one.minutes for one in stretches)
    if total > limits.longest_day:
        yield Notice(day, Reason("over_ten_hours", {"worked_minutes": total}))
    elif total > limits.day:
        yield Notice(day, Reason("over_eight_hours", {"worked_minutes": total}))
    pauses = [_minutes(earlier.end, later.start) for earlier, later in pairwise(stretches)]
    pause = sum(one for one in pauses if one >= limits.break_piece)
    needed = max((least for more, least in limits.break_after if total > more), default=0)
    if pause < needed:
        facts = {"break_minutes": pause, "needed_minutes": needed}
        yield Notice(day, Reason("break_short", facts))
    longest = _longest_without(stretches, limits.break_piece)
    if longest > limits.longest_without:
        yield Notice(day, Reason("long_without_break", {"worked_minutes": longest}))


def _longest_without(stretches: Sequence[Worked], piece: int) -> int:
    longest = run = 0
    before: dt.datetime | None = None
    for one in stretches:
        if before is not None and _minutes(before, one.start) >= piece:
            run = 0
        run += one.minutes
        longest, before = max(longest, run), one.end
    return longest


def _joined(worked: Iterable[Worked]) -> list[Worked]:
    found: list[Worked] = []
    for one in sorted(worked):
        if one.end <= one.start:
            continue
        if found and one.start <= found[-1].end:
            found[-1] = Worked(found[-1].start, max(found[-1].end, one.end))
        else:
            found.append(one)
    return found
