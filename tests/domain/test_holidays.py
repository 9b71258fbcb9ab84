"""Days off as the firm says them, and working days between them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.customers.preferences import Hours
from wertschatz.domain.worktime.holidays import (
    CHRISTMAS_EVE,
    LANDS,
    LAST_DAY,
    NOWHERE,
    PLACES,
    DaysOff,
    DaysOffOutOfRange,
    days_off_from,
    next_working_day,
    own_days_off,
    works_on,
)

OFFICE = (Hours(frozenset(range(5)), 540, 1020),)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))


def test_what_is_kept_by_its_place_keeps_it() -> None:
    """A Land that moved would give a firm the holidays of another one."""
    assert LANDS == (
        "", "BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN",
        "ST", "TH", "none",
    )  # fmt: skip


def test_the_municipality_is_asked_where_it_matters() -> None:
    for number, land in enumerate(LANDS):
        assert DaysOff(number).asks_place == (land in {"BY", "SN", "TH"})
        for place in range(4):
            said = DaysOff(number, place)
            assert said.place in {NOWHERE, *PLACES.get(land, ())}


@pytest.mark.parametrize(
    "values", [{"holiday_land": 18}, {"holiday_land": -1}, {"off_24_december": 2}, {"other": 0}]
)
def test_what_cannot_be_is_refused(values: dict[str, int]) -> None:
    with pytest.raises(DaysOffOutOfRange):
        days_off_from(values)


@given(first=DAYS, length=st.integers(0, 400), eve=st.integers(0, 1), last=st.integers(0, 1))
def test_own_days_off_lie_between_and_none_is_missing(
    first: dt.date, length: int, eve: int, last: int
) -> None:
    until = first + dt.timedelta(days=length)
    found = own_days_off(DaysOff(0, 0, eve, last), first, until)
    every = [first + dt.timedelta(days=number) for number in range(length + 1)]
    expected = [
        (day, CHRISTMAS_EVE if day.day == 24 else LAST_DAY)
        for day in every
        if day.month == 12 and ((day.day == 24 and eve) or (day.day == 31 and last))
    ]
    assert [(one.on, one.name) for one in found] == expected


@given(after=DAYS, closed=st.frozensets(DAYS, max_size=5), gap=st.integers(0, 9))
def test_the_next_working_day_is_the_first_that_is_worked_on(
    after: dt.date, closed: frozenset[dt.date], gap: int
) -> None:
    closed = closed | {after + dt.timedelta(days=number) for number in range(gap)}
    found = next_working_day(OFFICE, after, closed)
    assert found is not None
    assert works_on(OFFICE, found, closed)
    between = (after + dt.timedelta(days=n) for n in range(1, (found - after).days))
    assert not any(works_on(OFFICE, day, closed) for day in between)
    assert next_working_day((), after) is None
