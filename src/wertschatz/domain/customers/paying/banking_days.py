"""Days on which banks move money: a due date on a weekend or holiday moves to the next of them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

_FIXED = ((1, 1), (5, 1), (12, 25), (12, 26))


def easter(year: int) -> date:
    """Easter Sunday (Gregorian computation of Meeus, Jones and Butcher).

    >>> easter(2026), easter(2027)
    (datetime.date(2026, 4, 5), datetime.date(2027, 3, 28))
    """
    century, rest = divmod(year, 100)
    golden = year % 19
    shift = (8 * century + 13) // 25
    epact = (19 * golden + century - century // 4 - shift + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def _closed(year: int) -> frozenset[int]:
    """The closing days of TARGET besides weekends, the same in all of the euro area (ECB)."""
    sunday = easter(year)
    moving = (sunday - timedelta(days=2), sunday + timedelta(days=1))
    fixed = (date(year, month, day) for month, day in _FIXED)
    return frozenset(day.toordinal() for day in (*moving, *fixed))


def banking_day(day: int) -> int:
    """This day, or the next on which banks work (§ 193 BGB moves a due date likewise). Ordinals.

    >>> date.fromordinal(banking_day(date(2026, 4, 3).toordinal()))
    datetime.date(2026, 4, 7)
    """
    while True:
        on = date.fromordinal(day)
        if on.weekday() < 5 and day not in _closed(on.year):
            return day
        day += 1
