"""A task that comes again keeps its rhythm, and what was missed lapses."""

from __future__ import annotations

import calendar
import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.customers.preferences import Hours
from wertschatz.domain.worktime.holidays import works_on
from wertschatz.domain.worktime.repeating import (
    Rhythm,
    Unit,
    fixed_to,
    next_day,
    next_time,
    rhythm_from,
    rhythm_to,
)

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2190, 12, 31))
RHYTHMS = st.builds(
    Rhythm, st.integers(1, 60), st.sampled_from(Unit), st.frozensets(st.integers(0, 6)),
    st.none() | st.integers(1, 31),
)  # fmt: skip


@given(RHYTHMS, DAYS, st.integers(-400, 4000))
def test_the_next_day_is_the_first_of_the_rhythm_after_both(
    rhythm: Rhythm, due: dt.date, late: int
) -> None:
    done = due + dt.timedelta(days=late)
    found = next_day(rhythm, due, done)
    assert found is not None
    after = max(due, done)
    assert found > after
    # Day by day, as the rhythm is said.
    fixed = fixed_to(rhythm, due)
    first = after + dt.timedelta(days=1)
    while not belongs(fixed, due, first):
        first += dt.timedelta(days=1)
    assert found == first


def belongs(rhythm: Rhythm, due: dt.date, day: dt.date) -> bool:
    if rhythm.unit is Unit.DAY:
        return (day - due).days % rhythm.every == 0
    if rhythm.unit is Unit.WEEK:
        weeks = (
            (day - dt.timedelta(day.weekday())) - (due - dt.timedelta(due.weekday()))
        ).days // 7
        return weeks % rhythm.every == 0 and day.weekday() in (rhythm.weekdays or {due.weekday()})
    last = calendar.monthrange(day.year, day.month)[1]
    if day.day != min(rhythm.day or due.day, last):
        return False
    if rhythm.unit is Unit.YEAR:
        return day.month == due.month and (day.year - due.year) % rhythm.every == 0
    return ((day.year - due.year) * 12 + day.month - due.month) % rhythm.every == 0


def test_a_short_month_does_not_move_the_day() -> None:
    due = dt.date(2026, 1, 31)
    rhythm = fixed_to(Rhythm(1, Unit.MONTH), due)
    seen = []
    for _ in range(3):
        due = next_day(rhythm, due, due) or due
        seen.append(due.isoformat())
    assert seen == ["2026-02-28", "2026-03-31", "2026-04-30"]


@given(RHYTHMS | st.none())
def test_it_is_kept_as_plain_json(rhythm: Rhythm | None) -> None:
    assert rhythm_from(json.loads(json.dumps(rhythm_to(rhythm)))) == rhythm


def test_at_the_end_of_the_calendar_there_is_no_next_one() -> None:
    assert next_day(Rhythm(1, Unit.DAY), dt.date.max, dt.date.max) is None
    assert next_day(Rhythm(60, Unit.YEAR), dt.date(9990, 1, 1), dt.date(9990, 1, 1)) is None


@pytest.mark.parametrize("every", [0, 367])
def test_what_is_no_rhythm_is_refused(every: int) -> None:
    with pytest.raises(ValueError, match="rhythm"):
        Rhythm(every, Unit.DAY)


WORK = [Hours(frozenset(range(5)), 540, 1020)]


@given(
    RHYTHMS, DAYS, st.integers(-40, 400),
    st.frozensets(st.integers(0, 430), max_size=60), st.booleans(),
)  # fmt: skip
def test_a_day_off_moves_one_date_and_never_the_rhythm(
    rhythm: Rhythm, due: dt.date, late: int, off: frozenset[int], works: bool
) -> None:
    done, hours = due + dt.timedelta(days=late), WORK if works else []
    closed = {due + dt.timedelta(days=day) for day in off}

    def between(first: dt.date, last: dt.date) -> set[dt.date]:
        return {day for day in closed if first <= day <= last}

    plain, found = next_day(rhythm, due, done), next_time(rhythm, due, done, hours, between)
    assert plain is not None
    assert found is not None
    on, kept = found
    assert on >= plain
    assert on == plain or (plain in closed and works_on(hours, on, closed))
    # As if nothing had been off: from the day that it would have been.
    assert next_day(kept, on, on) == next_day(fixed_to(rhythm, due), plain, on)


def test_easter_monday_moves_to_tuesday_and_then_it_is_monday_again() -> None:
    monday = {dt.date(2026, 4, 6)}
    first = next_time(
        Rhythm(1, Unit.WEEK), dt.date(2026, 3, 30), dt.date(2026, 3, 30), WORK, lambda *_: monday
    )
    assert first is not None
    assert first[0] == dt.date(2026, 4, 7)
    kept = rhythm_from(json.loads(json.dumps(rhythm_to(first[1]))))
    assert kept == first[1]
    second = next_time(kept, first[0], first[0], WORK, lambda *_: monday)
    assert second == (dt.date(2026, 4, 13), Rhythm(1, Unit.WEEK, frozenset({0})))
