"""What an hour costs, and what is left of the revenue after the time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_assessment import BIG, DAY, PLAIN, outcome
from wertschatz.domain.customers.costing import (
    capacity,
    contribution_cents,
    cost_cents,
    hour_cents,
    per_hour_cents,
    rate_of,
)
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.year import Window

FIRM = Limits(costs_year=30_000, own_pay_year=54_480)
"""84,480 euro in 84,480 minutes: one euro a minute."""


def test_an_hour_costs_what_the_year_costs_in_the_time_that_can_be_sold() -> None:
    assert rate_of(FIRM) == Fraction(100)
    assert hour_cents(FIRM) == 6_000
    assert hour_cents(replace(FIRM, used_time_percent=100)) == 4_800
    assert hour_cents(Limits()) is None


@pytest.mark.parametrize(
    ("minutes", "direct", "left"), [(60, 0, 4_000), (60, 1_500, 2_500), (None, 0, None)]
)
def test_contribution(minutes: int | None, direct: int, left: int | None) -> None:
    year = replace(BIG, effort_minutes=minutes, direct_cents=direct)
    assert contribution_cents(year, rate_of(FIRM)) == left
    assert contribution_cents(year, None) is None
    assert outcome([year, PLAIN], FIRM)["big"].contribution_cents == left


def test_an_hour_brings_nothing_known_without_hours() -> None:
    assert per_hour_cents(10_000, 1_000, 90) == 6_000
    assert per_hour_cents(10_000, 0, None) is None
    assert per_hour_cents(-6_000, 0, 60) == -6_000


def test_unused_time_is_shown_by_itself() -> None:
    year = Window(date(2025, 1, 1), date(2025, 12, 31), "year_to_date")
    all_of_it = capacity(year, FIRM, 60_000)
    assert (all_of_it.minutes, all_of_it.unused_minutes) == (84_480, 24_480)
    assert all_of_it.unused_cents == 24_480 * 100
    assert capacity(year, FIRM, 90_000).unused_minutes == 0
    assert capacity(year, Limits(), 0).unused_cents is None


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(0, 10**6))
def test_the_cost_of_the_parts_is_that_of_the_whole_but_for_half_a_cent_each(
    costs: int, pay: int, minutes: int
) -> None:
    rate = rate_of(Limits(costs_year=costs, own_pay_year=pay))
    if rate is not None:
        exact = rate * minutes
        assert abs(cost_cents(minutes, rate) - exact) <= Fraction(1, 2)


def test_unused_time_burdens_no_customer() -> None:
    """Half the work, half the cost: what nobody used stays with nobody."""
    whole = outcome([replace(BIG, effort_minutes=100)], FIRM)["big"]
    half = outcome([replace(BIG, effort_minutes=50)], FIRM)["big"]
    assert (whole.effort_cost_cents, half.effort_cost_cents) == (10_000, 5_000)
    assert DAY.year == 2024
