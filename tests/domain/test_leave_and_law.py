"""Things to leave are measured as they were; working-time law warns where it should."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.customers.preferences import Hours
from wertschatz.domain.values import Group
from wertschatz.domain.worktime.law import Worked, warnings
from wertschatz.domain.worktime.leave import (
    MEASURED,
    Leave,
    Notice,
    Spent,
    given_back,
    measured,
)

MONDAY = dt.date(2026, 11, 30)
BREAK = (Hours(frozenset(range(5)), 720, 780),)
MAIL = (Hours(frozenset(range(5)), 600, 630),)


def at(hour: int, minute: int = 0, day: dt.date = MONDAY) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute))


@pytest.mark.parametrize(
    ("notice", "spent", "expected"),
    [
        (Notice.LATE, Spent(at(19, 45), 60, "work"), 45),
        (Notice.LATE, Spent(at(23, 30), 60, "work"), 30),
        (Notice.BREAK, Spent(at(11, 50), 30, "call"), 20),
        (Notice.GROUP_C, Spent(at(9), 30, "call", group=Group.C), 30),
        (Notice.GROUP_C, Spent(at(9), 30, "call", group=Group.A), 0),
        (Notice.MAIL, Spent(at(10, 20), 20, "mail"), 10),
        (Notice.MAIL, Spent(at(11), 20, "call"), 0),
        (Notice.CALLS_TO, Spent(at(11), 20, "call", "out", who="x"), 20),
        (Notice.CALLS_TO, Spent(at(11), 20, "call", "in", who="x"), 0),
        (Notice.BY_HAND, Spent(at(11), 20, "call"), 0),
    ],
)
def test_what_is_measured(notice: Notice, spent: Spent, expected: int) -> None:
    leave = Leave(notice, MONDAY, people=frozenset({"x"}))
    assert measured(leave, [spent], BREAK, MAIL) == expected


@pytest.mark.parametrize("notice", [Notice.LATE, Notice.BREAK, Notice.MAIL])
def test_of_what_only_the_day_is_known_no_hour_is_held_against_anybody(notice: Notice) -> None:
    whole_day = Spent(at(0), 1440, "mail", timed=False)
    assert measured(Leave(notice, MONDAY), [whole_day], BREAK, MAIL) == 0


def test_the_hour_that_comes_twice_is_measured_by_the_clock() -> None:
    zone = ZoneInfo("Europe/Berlin")
    night = Spent(dt.datetime(2026, 10, 25, 1, 0, tzinfo=zone), 240, "work")
    calm = (Hours(frozenset(range(7)), 120, 180),)
    assert measured(Leave(Notice.BREAK, MONDAY), [night], calm, ()) == 120


@given(
    notice=st.sampled_from(MEASURED), hour=st.integers(0, 23), minutes=st.integers(0, 300),
    cut=st.integers(0, 300),
)  # fmt: skip
def test_a_span_in_two_parts_measures_the_same(
    notice: Notice, hour: int, minutes: int, cut: int
) -> None:
    leave = Leave(notice, MONDAY, people=frozenset({"x"}))
    cut = min(cut, minutes)
    start = at(hour)
    parts = [
        Spent(start, cut, "mail", "out", Group.C, "x"),
        Spent(start + dt.timedelta(minutes=cut), minutes - cut, "mail", "out", Group.C, "x"),
    ]
    whole = Spent(start, minutes, "mail", "out", Group.C, "x")
    assert measured(leave, parts, BREAK, MAIL) == measured(leave, [whole], BREAK, MAIL) <= minutes


def hours_before(minutes: int, *, weeks: int = 5) -> list[Spent]:
    """Work in the evening of each Monday of the weeks before."""
    days = [MONDAY - dt.timedelta(weeks=number) for number in range(1, weeks + 1)]
    return [Spent(at(20, 0, day), minutes, "work") for day in days]


LATE = Leave(Notice.LATE, since=MONDAY)


def test_what_a_week_gives_back() -> None:
    spent = [*hours_before(60), Spent(at(20, 0), 15, "work")]
    found = given_back(LATE, MONDAY, spent, (), ())
    assert (found.spent, found.before, found.minutes, found.all_minutes) == (15, 60, 45, 45)
    assert given_back(LATE, MONDAY, [], (), ()).before is None
    # Records that begin in the week itself say nothing of how it was before.
    assert given_back(LATE, MONDAY, spent[-1:], (), ()).minutes == 0


def test_a_week_without_records_or_away_gives_nothing_back() -> None:
    """Whoever logged nothing, or was on holiday, has left nothing."""
    before, now = hours_before(60), Spent(at(9), 30, "work")
    assert given_back(LATE, MONDAY, before, (), ()).minutes == 0
    assert given_back(LATE, MONDAY, [*before, now], (), ()).minutes == 60
    away = [(MONDAY, MONDAY + dt.timedelta(days=3))]
    assert given_back(LATE, MONDAY, [*before, now], (), (), away=away).minutes == 0
    # A week of holiday before is no week of much time.
    gone = MONDAY - dt.timedelta(weeks=2)
    sick = [(gone, gone + dt.timedelta(days=5))]
    assert given_back(LATE, MONDAY, [*before, now], (), (), away=sick).before == 60


def test_a_week_that_is_not_over_is_held_against_the_same_days() -> None:
    tuesdays = [
        Spent(at(20, 0, MONDAY - dt.timedelta(weeks=number, days=-1)), 60, "work")
        for number in range(1, 5)
    ]
    work = Spent(at(9), 30, "work")
    spent = [*hours_before(30, weeks=4), *tuesdays, work]
    for days, expected in ((0, 30), (1, 90), (6, 90)):
        found = given_back(LATE, MONDAY + dt.timedelta(days=days), spent, (), ())
        assert found.minutes == expected
    wednesday = Leave(Notice.LATE, since=MONDAY + dt.timedelta(days=2))
    assert given_back(wednesday, MONDAY + dt.timedelta(days=3), spent, (), ()).minutes == 0


@given(
    weeks=st.lists(st.tuples(st.integers(0, 240), st.booleans()), min_size=1, max_size=12),
    weekday=st.integers(0, 6),
    before=st.lists(st.integers(0, 240), max_size=6),
)
def test_nothing_gives_back_more_than_it_took(
    weeks: list[tuple[int, bool]], weekday: int, before: list[int]
) -> None:
    spent = [
        Spent(at(20, 0, MONDAY - dt.timedelta(weeks=number)), minutes, "work")
        for number, minutes in enumerate(before, 1)
    ]
    for number, (minutes, recorded) in enumerate(weeks):
        if recorded:
            day = MONDAY + dt.timedelta(weeks=number)
            spent.append(Spent(at(20, 0, day), minutes, "work"))
    today = MONDAY + dt.timedelta(weeks=len(weeks) - 1, days=weekday)
    found = given_back(LATE, today, spent, (), ())
    base = before[:4]
    assert (found.before is None) == (not base)
    usual = round(sum(base) / len(base)) if base else 0
    expected = [max(usual - minutes, 0) if recorded else 0 for minutes, recorded in weeks]
    assert found.all_minutes == sum(expected)
    assert found.minutes == expected[-1]
    # Looked at from a later day on, the same weeks count the same.
    later = MONDAY + dt.timedelta(weeks=len(weeks) // 2)
    part = given_back(LATE, today, spent, (), (), first=later)
    assert part.all_minutes == sum(expected[len(weeks) // 2 :])


def codes(*spans: tuple[dt.datetime, dt.datetime], holidays: tuple[dt.date, ...] = ()) -> list[str]:
    return [one.reason.code for one in warnings([Worked(*span) for span in spans], holidays)]


def test_what_the_law_asks_of_a_day() -> None:
    assert codes((at(8), at(12)), (at(12, 30), at(16, 30))) == []
    assert codes((at(8), at(14, 0))) == []
    assert codes((at(8), at(14, 1))) == ["break_short", "long_without_break"]
    assert codes((at(8), at(12)), (at(12, 30), at(17, 0))) == ["over_eight_hours"]
    assert codes((at(7), at(12)), (at(12, 30), at(17, 1))) == ["over_eight_hours", "break_short"]
    assert codes((at(7), at(12)), (at(12, 45), at(18, 0))) == ["over_ten_hours"]
    # Ten minutes are no break.
    assert "break_short" in codes((at(8), at(12)), (at(12, 10), at(15)))


def test_rest_sundays_and_holidays() -> None:
    tuesday = MONDAY + dt.timedelta(days=1)
    assert codes((at(20), at(22)), (at(8, 30, tuesday), at(9, 0, tuesday))) == ["rest_short"]
    assert codes((at(20), at(22)), (at(9, 0, tuesday), at(9, 30, tuesday))) == []
    sunday = MONDAY - dt.timedelta(days=1)
    assert codes((at(9, 0, sunday), at(10, 0, sunday))) == ["sunday_or_holiday"]
    assert codes((at(9), at(10)), holidays=(MONDAY,)) == ["sunday_or_holiday"]


def test_stretches_that_overlap_count_once() -> None:
    assert codes((at(8), at(11)), (at(10), at(12)), (at(12, 30), at(16, 30))) == []
