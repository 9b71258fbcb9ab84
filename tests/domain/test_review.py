"""The analysis as an appointment: its length, the room for it, the order of the customers."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.customers.review import (
    AT_MOST,
    HOURS,
    LONGEST,
    SHORTEST,
    Candidate,
    came_and_went,
    free_slot,
    in_order,
    minutes_for,
    minutes_left,
    next_monday,
)
from wertschatz.domain.customers.review_week import Stood, shares_of, week_minutes
from wertschatz.domain.values import Group, Reason

MONDAY = dt.date(2026, 11, 30)
letters = st.sampled_from([None, *Group])


@given(st.integers(0, 100_000), st.integers(0, 1000))
def test_one_to_three_hours_and_never_shorter_for_more(customers: int, more: int) -> None:
    minutes = minutes_for(customers)
    assert SHORTEST <= minutes <= LONGEST
    assert minutes % 30 == 0
    assert minutes_for(customers + more) >= minutes


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)))
def test_next_week_begins_on_the_monday_to_come(day: dt.date) -> None:
    monday = next_monday(day)
    assert monday.weekday() == 0
    assert 1 <= (monday - day).days <= 7


def test_mornings_come_first() -> None:
    assert free_slot(MONDAY, 120, []) == dt.datetime(2026, 11, 30, 8)  # noqa: DTZ001
    monday = (dt.datetime(2026, 11, 30, 8), dt.datetime(2026, 11, 30, 12))  # noqa: DTZ001
    assert free_slot(MONDAY, 120, [monday]) == dt.datetime(2026, 12, 1, 8)  # noqa: DTZ001


def test_a_full_week_has_no_room() -> None:
    week = (dt.datetime(2026, 11, 30), dt.datetime(2026, 12, 5))  # noqa: DTZ001
    assert free_slot(MONDAY, 60, [week]) is None


spans = st.tuples(st.integers(0, 5 * 24 * 4), st.integers(1, 30)).map(
    lambda pair: (
        dt.datetime(2026, 11, 30) + dt.timedelta(minutes=15 * pair[0]),  # noqa: DTZ001
        dt.datetime(2026, 11, 30) + dt.timedelta(minutes=15 * (pair[0] + pair[1])),  # noqa: DTZ001
    )
)


@given(st.lists(spans, max_size=25), st.sampled_from([60, 90, 120, 180]))
def test_the_room_is_free_and_inside_the_hours(
    busy: list[tuple[dt.datetime, dt.datetime]], minutes: int
) -> None:
    start = free_slot(MONDAY, minutes, busy)
    if start is None:
        return
    end = start + dt.timedelta(minutes=minutes)
    assert not any(begin < end and start < until for begin, until in busy)
    day = start.hour * 60 + start.minute
    assert any(opens <= day and day + minutes <= closes for opens, closes in HOURS)
    assert start.weekday() < 5


candidates = st.lists(
    st.builds(
        Candidate, customer=st.integers(1, 10**6), group=letters, confirmed=st.booleans(),
        figures_differ=st.booleans(), high=st.booleans(), revenue_cents=st.integers(0, 10**6),
        before=letters,
    ),
    max_size=30, unique_by=lambda one: one.customer,
)  # fmt: skip


@given(candidates)
def test_nobody_is_lost_and_the_settled_come_last(some: list[Candidate]) -> None:
    order = in_order(some)
    assert sorted(one.customer for one in order) == sorted(one.customer for one in some)
    settled = [one.settled for one in order]
    assert settled == sorted(settled)
    open_ones = [one.high for one in order if not one.settled]
    assert open_ones == sorted(open_ones, reverse=True)


def test_a_large_base_is_looked_at_in_parts() -> None:
    many = [Candidate(n, None, False, False, False, n, None) for n in range(1000)]
    order = in_order(many)
    assert len(order) == AT_MOST
    assert order[0].customer == 999


def test_who_moved_is_not_settled() -> None:
    stays = Candidate(1, Group.A, True, False, True, 5, Group.A)
    assert stays.settled
    assert not Candidate(1, Group.B, True, False, True, 5, Group.A).settled
    assert not Candidate(1, Group.A, True, True, True, 5, Group.A).settled
    assert not Candidate(1, Group.A, False, False, True, 5, Group.A).settled


@given(st.integers(60, 180), st.integers(1, 200), st.integers(0, 200))
def test_what_is_left_never_exceeds_the_plan(minutes: int, customers: int, looked: int) -> None:
    looked = min(looked, customers)
    assert 0 <= minutes_left(minutes, looked, customers) <= minutes


stood = st.lists(st.builds(Stood, letters, letters, st.integers(0, 10_000)), max_size=20)


@given(stood, st.integers(7, 366))
def test_a_week_never_holds_more_than_there_was(some: list[Stood], days: int) -> None:
    for after in (False, True):
        week = week_minutes(some, days, after=after)
        assert sum(week.values()) <= sum(one.minutes for one in some) * 7 / days


@given(st.integers(0, 10_000))
def test_a_fifth_stays_free(minutes: int) -> None:
    shares = shares_of(minutes)
    assert sum(shares.values()) * 10 <= minutes * 8
    assert shares[Group.A] >= shares[Group.B] >= shares[Group.C]


said = st.lists(
    st.builds(
        Reason,
        st.sampled_from(["high_revenue", "low_revenue", "repeatedly_late", "owner_word"]),
        st.fixed_dictionaries({"late": st.integers(0, 9)}),
    ),
    max_size=4, unique_by=lambda one: one.code,
)  # fmt: skip


@given(said, said)
def test_what_is_told_as_new_was_not_there_and_what_went_is_not_here(
    before: list[Reason], now: list[Reason]
) -> None:
    came, went = came_and_went(before, now)
    then, today = {one.code for one in before}, {one.code for one in now}
    assert {one.code for one in came} == today - then - {"owner_word"}
    assert {one.code for one in went} == then - today - {"owner_word"}
    assert came_and_went(now, now) == ((), ())
