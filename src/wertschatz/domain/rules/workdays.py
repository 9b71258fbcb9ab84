"""When the working day ends and the next one begins: until then one can close or unplug."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from wertschatz.domain.customers.preferences import SEARCHED_DAYS
from wertschatz.domain.rules.moment import Setup, Stretch

NIGHT_HOURS = 4
"""Until four in the morning it is still the evening before."""
WEEK_DAYS = 7


def works(setup: Setup, at: dt.datetime) -> bool:
    """The instant lies in the working hours of no day off; always where no hours are named."""
    if not setup.work:
        return True
    local = at.astimezone(setup.tz)
    return any(one.start <= local < one.end for one in _stretches(setup, local.date()))


def end_of_work(setup: Setup, at: dt.datetime) -> dt.datetime | None:
    """When the working day that runs or still comes today is over; None: it is over."""
    local = at.astimezone(setup.tz)
    today = [one for one in _stretches(setup, local.date()) if one.start.date() == local.date()]
    running = [one for one in _stretches(setup, local.date()) if one.start <= local < one.end]
    return max((one.end for one in (*today, *running) if one.end > local), default=None)


def next_work(setup: Setup, after: dt.datetime) -> dt.datetime | None:
    """When working hours next begin, later than `after`; None in two weeks without any."""
    local = after.astimezone(setup.tz)
    return min((one.start for one in _stretches(setup, local.date()) if one.start > local),
               default=None)  # fmt: skip


def tomorrow(setup: Setup, at: dt.datetime) -> dt.datetime | None:
    """The first working hours after the coming (or present) night: what “tonight” lasts until."""
    local = at.astimezone(setup.tz)
    day = local.date() if local.hour < NIGHT_HOURS else local.date() + dt.timedelta(days=1)
    return _first_from(setup, day, local)


def after_the_weekend(setup: Setup, at: dt.datetime) -> dt.datetime | None:
    """The first working hours from the coming Monday on."""
    local = at.astimezone(setup.tz)
    monday = local.date() + dt.timedelta(days=WEEK_DAYS - local.weekday())
    return _first_from(setup, monday, local)


def _first_from(setup: Setup, day: dt.date, after: dt.datetime) -> dt.datetime | None:
    starts = [
        one.start for one in _stretches(setup, day) if one.start.date() >= day and one.start > after
    ]
    return min(starts, default=None)


def _stretches(setup: Setup, around: dt.date) -> Iterator[Stretch]:
    """Working hours from the day before on, for two weeks, without days off; a night belongs to
    the day on which it began."""
    for number in range(-1, SEARCHED_DAYS + 1):
        day = around + dt.timedelta(days=number)
        if day in setup.closed:
            continue
        for one in setup.work:
            if day.weekday() in one.weekdays and one.start != one.until:
                over = dt.timedelta(days=1 if one.until < one.start else 0)
                yield Stretch(_wall(setup, day, one.start), _wall(setup, day + over, one.until))


def _wall(setup: Setup, day: dt.date, minute: int) -> dt.datetime:
    wall = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minute)
    return wall.replace(tzinfo=setup.tz)
