"""The mean of 24 weeks that allows a day of more than eight hours: by hand, and by its rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.values import Reason
from wertschatz.domain.worktime.law import (
    WEEKS_NEEDED,
    Mean,
    Notice,
    Worked,
    mean_until,
    minutes_by_day,
    warnings,
    with_mean,
)

SUNDAY = dt.date(2026, 11, 29)
"""The last day of each example; the weeks are those from Monday to Sunday."""
DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)
HOUR = 60
SATURDAY_FREE = frozenset({5})
BERLIN = ZoneInfo("Europe/Berlin")


def weeks(count: int, *minutes: int) -> dict[dt.date, int]:
    """Weeks alike, the newest first: minutes of Monday, Tuesday and so on; 0: no record."""
    return {
        SUNDAY - (6 - weekday) * DAY - number * WEEK: spent
        for number in range(count)
        for weekday, spent in enumerate(minutes)
        if spent
    }


@pytest.mark.parametrize(
    ("worked", "free", "expected"),
    [
        # 5 x 9 h = 45 h on 6 working days: 7.5 h.
        (weeks(24, *[9 * HOUR] * 5), SATURDAY_FREE, Mean(450, 24)),
        # 5 x 10 h = 50 h on 6: 8 h 20.
        (weeks(24, *[10 * HOUR] * 5), SATURDAY_FREE, Mean(500, 24)),
        # Records of 30 weeks: only 24 count.
        (weeks(30, *[8 * HOUR] * 6), frozenset(), Mean(480, 24)),
        # 48 h in six days are eight hours each to the minute.
        (weeks(4, *[576] * 5), SATURDAY_FREE, Mean(480, 4)),
        # One minute more in four weeks is above: 11,521 / 24 = 480.04, told as 481.
        (weeks(4, *[576] * 5) | {SUNDAY - DAY - DAY: 577}, SATURDAY_FREE, Mean(481, 4)),
        # Saturday is worked at times by whoever works on Saturdays: no record, not known.
        (weeks(4, *[9 * HOUR] * 5), frozenset(), Mean(540, 4)),
        # Four long days, Friday and Saturday free: 40 h on 6 = 6 h 40.
        (weeks(4, *[10 * HOUR] * 4), frozenset({4, 5}), Mean(400, 4)),
        # 5 x 9 h and 4 h on Sunday = 49 h on 6: 8 h 10; Sunday is no working day.
        (weeks(4, *[9 * HOUR] * 5, 0, 4 * HOUR), SATURDAY_FREE, Mean(490, 4)),
        # A Tuesday without a record is not known: 4 x 10 h = 40 h on 5 = 8 h.
        (weeks(4, 600, 0, 600, 600, 600), SATURDAY_FREE, Mean(480, 4)),
        # Three weeks are too few, and none are none.
        (weeks(3, *[9 * HOUR] * 5), SATURDAY_FREE, Mean(None, 3)),
        ({}, SATURDAY_FREE, Mean(None, 0)),
        # Sundays alone have no working day to be reckoned on.
        (weeks(4, 0, 0, 0, 0, 0, 0, 60), frozenset(), Mean(None, 4)),
    ],
)
def test_means_reckoned_by_hand(
    worked: Mapping[dt.date, int], free: frozenset[int], expected: Mean
) -> None:
    assert mean_until(SUNDAY, worked, free=free) == expected


def test_a_holiday_is_no_working_day() -> None:
    """Three weeks of 45 h on 6 days, one of 4 x 10 h on 5: 175 h on 23 days = 456.5 minutes."""
    worked = weeks(4, *[9 * HOUR] * 5)
    thursday = SUNDAY - 3 * DAY
    worked |= {thursday + at * DAY: 10 * HOUR for at in (-3, -2, -1, 1)}
    del worked[thursday]
    assert mean_until(SUNDAY, worked, holidays={thursday}, free=SATURDAY_FREE) == Mean(457, 4)
    # Worked on after all, its minutes count: 5 h more, 180 h on 23 days = 469.6.
    worked[thursday] = 5 * HOUR
    assert mean_until(SUNDAY, worked, holidays={thursday}, free=SATURDAY_FREE) == Mean(470, 4)


def test_leave_and_illness_make_nothing_lighter() -> None:
    """Eight hours on six days; a week away would else count as free on its Saturday."""
    worked = weeks(5, *[9 * HOUR] * 5)
    for day in (day for day in list(worked) if day > SUNDAY - 4 * DAY):
        del worked[day]  # from Thursday on ill
    ill = {SUNDAY - at * DAY for at in range(4)}
    # 4 x 45 h + 27 h = 207 h; 4 x 6 + 3 = 27 days: 7 h 40.
    assert mean_until(SUNDAY, worked, away=ill, free=SATURDAY_FREE) == Mean(460, 5)
    # Not known to be ill, Saturday counts as free: 28 days, 443.6.
    assert mean_until(SUNDAY, worked, free=SATURDAY_FREE) == Mean(444, 5)


MINUTES = st.dictionaries(
    st.integers(0, 24 * 7 + 20).map(lambda back: SUNDAY - back * DAY), st.integers(1, 700)
)
DAYS = st.frozensets(st.integers(0, 24 * 7 + 20).map(lambda back: SUNDAY - back * DAY))
FREE = st.frozensets(st.integers(0, 6))


@given(worked=MINUTES, holidays=DAYS, away=DAYS, free=FREE)
def test_the_mean_is_above_a_limit_where_the_sum_is(
    worked: dict[dt.date, int], holidays: frozenset[dt.date], away: frozenset[dt.date],
    free: frozenset[int],
) -> None:  # fmt: skip
    """Held against a count day by day, written another way."""
    span = [SUNDAY - back * DAY for back in range(24 * 7)]
    known = {(SUNDAY - on).days // 7 for on in span if on in worked}
    total = sum(worked.get(on, 0) for on in span)
    days = 0
    for on in span:
        if on.weekday() == 6 or on in holidays or (SUNDAY - on).days // 7 not in known:
            continue
        if on in worked or (on.weekday() in free and on not in away):
            days += 1
    found = mean_until(SUNDAY, worked, holidays=holidays, away=away, free=free)
    assert found.weeks == len(known)
    assert (found.minutes is None) == (len(known) < WEEKS_NEEDED or not days)
    if found.minutes is not None:
        assert (found.minutes > 480) == (total > 480 * days)
        assert (found.minutes - 1) * days < total <= found.minutes * days


@given(worked=MINUTES, free=FREE, more=st.integers(1, 300), data=st.data())
def test_more_work_on_a_known_day_never_makes_the_mean_less(
    worked: dict[dt.date, int], free: frozenset[int], more: int, data: st.DataObject
) -> None:
    before = mean_until(SUNDAY, worked, free=free).minutes
    if before is None:
        return
    on = data.draw(st.sampled_from(sorted(worked)))
    after = mean_until(SUNDAY, {**worked, on: worked[on] + more}, free=free).minutes
    assert after is not None
    assert after >= before


@given(worked=MINUTES, away=DAYS, holidays=DAYS)
def test_what_is_not_known_changes_nothing(
    worked: dict[dt.date, int], away: frozenset[dt.date], holidays: frozenset[dt.date]
) -> None:
    """Days off without a record are out with and without being known as such, and what lies
    before the 24 weeks or behind the day is not asked."""
    outside = {SUNDAY + DAY: 700, SUNDAY - 24 * WEEK: 700}
    inside = {on: spent for on, spent in worked.items() if on > SUNDAY - 24 * WEEK}
    found = mean_until(SUNDAY, inside, holidays=holidays)
    assert mean_until(SUNDAY, {**inside, **outside}, holidays=holidays) == found
    assert mean_until(SUNDAY, inside, holidays=holidays, away=away) == found


@given(minutes=st.integers(1, 900), count=st.integers(WEEKS_NEEDED, 24))
def test_days_alike_have_their_own_length_as_mean(minutes: int, count: int) -> None:
    assert mean_until(SUNDAY, weeks(count, *[minutes] * 6)) == Mean(minutes, count)


@pytest.mark.parametrize(
    ("mean", "code", "facts"),
    [
        (Mean(470, 24), "over_eight_mean_kept", {"mean_minutes": 470, "weeks": 24}),
        (Mean(480, 4), "over_eight_mean_kept", {"mean_minutes": 480, "weeks": 4}),
        (Mean(481, 9), "over_eight_mean_over", {"mean_minutes": 481, "weeks": 9}),
        (Mean(None, 3), "over_eight_mean_unknown", {}),
    ],
)
def test_a_long_day_is_told_beside_the_mean(mean: Mean, code: str, facts: dict[str, int]) -> None:
    found = with_mean(Notice(SUNDAY, Reason("over_eight_hours", {"worked_minutes": 560})), mean)
    assert found.reason == Reason(code, {"worked_minutes": 560, "mean_weeks": 24, **facts})


def test_above_ten_hours_no_mean_helps() -> None:
    other = Notice(SUNDAY, Reason("over_ten_hours", {"worked_minutes": 610}))
    assert with_mean(other, Mean(400, 24)) == other


def stretch(on: dt.date, start: str, until: str, zone: ZoneInfo | None = None) -> Worked:
    first, last = (dt.time.fromisoformat(text) for text in (start, until))
    return Worked(dt.datetime.combine(on, first, zone), dt.datetime.combine(on, last, zone))


def test_minutes_of_a_day_count_once() -> None:
    spans = [stretch(SUNDAY, "08:00", "12:00"), stretch(SUNDAY, "11:00", "13:00")]
    assert minutes_by_day([*spans, stretch(SUNDAY - DAY, "09:00", "09:30")]) == {
        SUNDAY: 300, SUNDAY - DAY: 30,
    }  # fmt: skip


def test_when_summer_time_begins_the_rest_is_an_hour_less() -> None:
    """28 to 29 March 2026: from 21:30 to 8:30 the clock shows eleven hours, and ten pass; in the
    night to 25 October, from 21:30 to 8:00, it shows ten and a half, and eleven and a half pass."""
    spring, autumn = dt.date(2026, 3, 29), dt.date(2026, 10, 25)
    spans = [stretch(spring - DAY, "20:00", "21:30", BERLIN),
             stretch(spring, "08:30", "09:00", BERLIN)]  # fmt: skip
    codes = [(one.reason.code, one.reason.facts) for one in warnings(spans)]
    assert codes == [("rest_short", {"rest_minutes": 600}), ("sunday_or_holiday", {})]
    spans = [stretch(autumn - DAY, "20:00", "21:30", BERLIN),
             stretch(autumn, "08:00", "09:00", BERLIN)]  # fmt: skip
    assert [one.reason.code for one in warnings(spans)] == ["sunday_or_holiday"]
