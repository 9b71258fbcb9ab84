"""Minutes of a day and the clock on the wall: they part where the clock is put on or back.

A minute here is what has passed since local midnight: on the day on which the clock is put on,
working hours from nine begin at minute 480.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from wertschatz.domain.customers.preferences import DAY_MINUTES, Hours
from wertschatz.domain.worktime.day import Gap


def midnight(on: dt.date, zone: ZoneInfo) -> dt.datetime:
    """When the day begins, in UTC."""
    return dt.datetime.combine(on, dt.time(), tzinfo=zone).astimezone(dt.UTC)


def minute_at(on: dt.date, at: dt.datetime, zone: ZoneInfo) -> int:
    """Full minutes passed since the day began; negative before it, beyond its length after it."""
    return int((at - midnight(on, zone)).total_seconds() // 60)


def minute_of(on: dt.date, wall: int, zone: ZoneInfo) -> int:
    """The minute at which the clock shows so many minutes; from 1440 on, of the day after.

    A time that comes twice is the first one, a time that is left out the one after the change.

    >>> minute_of(dt.date(2026, 3, 29), 9 * 60, ZoneInfo("Europe/Berlin"))
    480
    """
    days, minutes = divmod(wall, DAY_MINUTES)
    clock = dt.time(minutes // 60, minutes % 60)
    local = dt.datetime.combine(on + dt.timedelta(days=days), clock, tzinfo=zone)
    return minute_at(on, local.astimezone(dt.UTC), zone)


def instant(on: dt.date, minute: int, zone: ZoneInfo) -> dt.datetime:
    """When a minute of the day is, as the clock on the wall shows it."""
    return (midnight(on, zone) + dt.timedelta(minutes=minute)).astimezone(zone)


def stretches(hours: tuple[Hours, ...], on: dt.date, zone: ZoneInfo) -> list[Gap]:
    """When these hours hold that begin on this day, in order; over midnight as one."""
    found = []
    for one in hours:
        if on.weekday() not in one.weekdays or one.start == one.until:
            continue
        until = one.until + (DAY_MINUTES if one.until < one.start else 0)
        gap = Gap(minute_of(on, one.start, zone), minute_of(on, until, zone))
        if gap.minutes > 0:
            found.append(gap)
    return sorted(found)
