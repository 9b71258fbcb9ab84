"""Working days: nobody writes invoices on a Sunday, and no bank books on Christmas Day."""

from __future__ import annotations

import datetime as dt

_HOLIDAYS = frozenset({(1, 1), (5, 1), (10, 3), (12, 25), (12, 26)})
"""Month and day of the holidays that fall on the same day each year, all over Germany."""
_DAY = dt.timedelta(days=1)


def is_workday(day: dt.date) -> bool:
    """Monday to Friday, and no holiday."""
    return day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS


def workday_before(day: dt.date) -> dt.date:
    """The day itself, else the last working day before it.

    >>> workday_before(dt.date(2026, 1, 1)), workday_before(dt.date(2026, 1, 4))
    (datetime.date(2025, 12, 31), datetime.date(2026, 1, 2))
    """
    while not is_workday(day):
        day -= _DAY
    return day


def workday_after(day: dt.date) -> dt.date:
    """The day itself, else the next working day."""
    while not is_workday(day):
        day += _DAY
    return day
