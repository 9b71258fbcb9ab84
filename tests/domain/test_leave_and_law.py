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


def test_what_a_week_gives_back() -> None:
    weeks = [MONDAY - dt.timedelta(weeks=number) for number in range(6)]
    spent = [Spent(at(20, 0, day), 60, "work") for day in weeks[1:]]
    spent.append(Spent(at(20, 0), 15, "work"))
    late = Leave(Notice.LATE, since=MONDAY)
    found = given_back(late, MONDAY, spent, (), (), known_since=weeks[5])
    assert (found.spent, found.before, found.minutes) == (15, 60, 45)
    assert given_back(late, MONDAY, spent, (), (), known_since=None).before is None
    # Records that begin in the week itself say nothing of how it was before.
    assert given_back(late, MONDAY, spent, (), (), known_since=MONDAY).minutes == 0


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
