"""Times as people say them: stretches of the week, and until when something holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from wertschatz.domain.customers.preferences import DAY_MINUTES, EVERY_DAY, Hours
from wertschatz.wording import formats
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.preferences import weekday_text
from wertschatz.wording.sentences import fill

A_RUN = 3
"""From so many days in a row on, the first and the last are named."""
SPAN, LIST, DAYS, DAILY = (
    N_("{start} to {until}"), N_("{first} and {last}"), N_("{days}, {times}"), N_("every day")
)  # fmt: skip
RANGE, ALL_DAY = N_("{first} to {last}"), N_("all day")
TOMORROW, ON = N_("tomorrow, {time}"), N_("{weekday}, {time}")
ON_DAY = N_("{weekday}, {day}, {time}")
CLOCK = N_("{time} o’clock")


def week_text(hours: Sequence[Hours], language: str) -> str:
    """Stretches of the week; those on the same days together, '' for none.

    >>> days = frozenset(range(5))
    >>> week_text([Hours(days, 540, 600), Hours(days, 840, 900)], "en")
    'Monday to Friday, 9:00 to 10:00 and 14:00 to 15:00'
    """
    by_days: dict[frozenset[int], list[Hours]] = {}
    for one in sorted(hours, key=lambda one: (sorted(one.weekdays), one.start, one.until)):
        if one.weekdays:
            by_days.setdefault(one.weekdays, []).append(one)
    parts = [
        fill(translate(DAYS, language), {"days": _days(days, language),
             "times": _joined(dict.fromkeys(_span(one, language) for one in some), language)},
             language)
        for days, some in by_days.items()
    ]  # fmt: skip
    return "; ".join(parts)


def clock(minute: int) -> str:
    """A minute of the day as on a clock.

    >>> clock(570), clock(1440)
    ('9:30', '24:00')
    """
    return f"{minute // 60}:{minute % 60:02d}"


def until_text(until: dt.datetime, now: dt.datetime, language: str) -> str:
    """A time soon to come, for somebody who reads it now; both where the firm is.

    >>> day = dt.datetime(2026, 11, 25, 10)
    >>> until_text(day.replace(hour=11), day, "en"), until_text(day.replace(day=27), day, "en")
    ("11:00 o’clock", "Friday, 10:00 o’clock")
    """
    time, days = time_text(until, language), (until.date() - now.date()).days
    if days == 0:
        return time
    if days == 1:
        return fill(translate(TOMORROW, language), {"time": time}, language)
    if 1 < days < len(EVERY_DAY):
        weekday = weekday_text(until.weekday(), language)
        return fill(translate(ON, language), {"weekday": weekday, "time": time}, language)
    return moment_text(until, language)


def moment_text(at: dt.datetime, language: str) -> str:
    """A time with weekday and day, for a text that is read or heard later."""
    facts = {
        "weekday": weekday_text(at.weekday(), language), "day": formats.day(at.date(), language),
        "time": time_text(at, language),
    }  # fmt: skip
    return fill(translate(ON_DAY, language), facts, language)


def time_text(at: dt.datetime, language: str) -> str:
    """'9:30 o’clock', '9:30 Uhr'."""
    time = clock(at.hour * 60 + at.minute)
    return fill(translate(CLOCK, language), {"time": time}, language)


def _span(hours: Hours, language: str) -> str:
    if (hours.start, hours.until) == (0, DAY_MINUTES):
        return translate(ALL_DAY, language)
    facts = {"start": clock(hours.start), "until": clock(hours.until)}
    return fill(translate(SPAN, language), facts, language)


def _joined(parts: Iterable[str], language: str) -> str:
    *first, last = parts
    if not first:
        return last
    facts = {"first": ", ".join(first), "last": last}
    return fill(translate(LIST, language), facts, language)


def _days(days: frozenset[int], language: str) -> str:
    if days == EVERY_DAY:
        return translate(DAILY, language)
    names: list[str] = []
    for run in _runs(sorted(days)):
        if len(run) < A_RUN:
            names += [weekday_text(day, language) for day in run]
            continue
        ends = {"first": weekday_text(run[0], language), "last": weekday_text(run[-1], language)}
        names.append(fill(translate(RANGE, language), ends, language))
    return _joined(names, language)


def _runs(days: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs
