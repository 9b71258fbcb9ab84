"""What an hour costs, what a customer costs with it, and what is left of the revenue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.year import Window, Year

DAYS_A_YEAR = 365


def year_minutes(limits: Limits) -> Fraction:
    """Minutes of a year that can be sold: working time without what nobody pays for."""
    worked = limits.working_hours_week * limits.working_weeks_year * 60
    return Fraction(worked * limits.used_time_percent, 100)


def rate_of(limits: Limits) -> Fraction | None:
    """Cents a minute: (yearly costs + own pay) ÷ (working time × 0.8). None: nobody has said.

    >>> rate_of(Limits(costs_year=40_000, own_pay_year=60_000)) == Fraction(10_000_000, 84_480)
    True
    """
    money, minutes = (limits.costs_year + limits.own_pay_year) * 100, year_minutes(limits)
    return Fraction(money) / minutes if money and minutes else None


def hour_cents(limits: Limits) -> int | None:
    """What an hour costs, in cents, the half up.

    >>> hour_cents(Limits(costs_year=40_000, own_pay_year=60_000))
    7102
    """
    rate = rate_of(limits)
    return None if rate is None else _rounded(rate * 60)


def cost_cents(minutes: int, rate: Fraction) -> int:
    """What so much time costs, in cents, the half up."""
    top, bottom = minutes * rate.numerator, rate.denominator
    return (2 * top + bottom) // (2 * bottom)


def contribution_cents(year: Year, rate: Fraction | None) -> int | None:
    """Revenue less direct costs and the cost of the time; None where one of them is unknown."""
    if rate is None or year.effort_minutes is None:
        return None
    return year.revenue_cents - year.direct_cents - cost_cents(year.effort_minutes, rate)


def per_hour_cents(revenue_cents: int, direct_cents: int, minutes: int | None) -> int | None:
    """What an hour for this customer brings: revenue less direct costs, by the hours it took.

    >>> per_hour_cents(120_000, 20_000, 600), per_hour_cents(100, 0, 0)
    (10000, None)
    """
    return _rounded(Fraction((revenue_cents - direct_cents) * 60, minutes)) if minutes else None


def _rounded(figure: Fraction) -> int:
    return (2 * figure.numerator + figure.denominator) // (2 * figure.denominator)


@dataclass(frozen=True, slots=True)
class Capacity:
    """Working time of a window, used for customers and not. No customer bears the unused part."""

    minutes: int
    used_minutes: int
    unused_cents: int | None
    """What the unused part costs; None while the cost of an hour is not known."""

    @property
    def unused_minutes(self) -> int:
        """0 where more was worked than planned."""
        return max(0, self.minutes - self.used_minutes)


def capacity(window: Window, limits: Limits, used_minutes: int) -> Capacity:
    """The time that could have been sold in the window, beside what customers took."""
    minutes = int(year_minutes(limits) * _days(window.start, window.end) / DAYS_A_YEAR)
    rate = rate_of(limits)
    unused = max(0, minutes - used_minutes)
    return Capacity(minutes, used_minutes, None if rate is None else cost_cents(unused, rate))


def _days(start: date, end: date) -> int:
    return (end - start).days + 1
