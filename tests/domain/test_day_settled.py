"""Days that cannot be as they stand, and the minutes of days of the clock."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wertschatz.domain.customers.preferences import Hours
from wertschatz.domain.worktime.day import Day, Fixed, FixedKind, Gap, Task
from wertschatz.domain.worktime.dayplan import Placed, left_out, plan_day
from wertschatz.domain.worktime.reach import needs_the_other_side
from wertschatz.domain.worktime.settle import AGREED, crossed, settled
from wertschatz.domain.worktime.wall import instant, minute_at, minute_of, stretches

BERLIN = ZoneInfo("Europe/Berlin")
WORK = Gap(540, 1020)
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2026, 10, 25)
fixed = st.builds(
    lambda start, minutes, kind: Fixed(start, start + minutes, kind, kind.value),
    st.integers(500, 1030), st.integers(1, 240),
    st.sampled_from([one for one in FixedKind if one is not FixedKind.OFF]),
)  # fmt: skip


@given(st.lists(fixed, max_size=8))
def test_own_parts_never_overlap_and_what_was_agreed_stands(parts: list[Fixed]) -> None:
    found = settled(WORK, parts)
    agreed = [one for one in parts if one.kind in AGREED]
    assert [one for one in found.fixed if one.kind in AGREED] == sorted(
        agreed, key=lambda one: (one.start, one.end)
    )
    own = [one for one in found.fixed if one.kind not in AGREED]
    for one in own:
        for other in found.fixed:
            assert other is one or other.end <= one.start or one.end <= other.start
    # Each own part is there, or it is said that it is lost.
    lost = sum(reason.code == "part_lost" for reason in found.troubles)
    assert len(own) + lost == len(parts) - len(agreed)


def test_each_trouble_is_said_with_what_gives() -> None:
    visit = Fixed(720, 800, FixedKind.APPOINTMENT, "Visit")
    lunch = Fixed(750, 780, FixedKind.BREAK)
    found = settled(WORK, [visit, lunch])
    assert (found.troubles[0].code, found.fixed[1].start) == ("part_moved", 800)
    long = Fixed(540, 1020, FixedKind.APPOINTMENT, "Fair")
    assert settled(WORK, [long, lunch]).troubles[0].code == "part_lost"
    both = settled(WORK, [long, visit]).troubles
    assert [one.code for one in both] == ["both_at_once", "day_overfull"]
    assert (both[1].facts["over_minutes"], both[1].facts["gives"]) == (80, "Visit")
    assert settled(WORK, [visit]).troubles == ()


def test_nothing_is_said_of_touching_parts() -> None:
    parts = [Fixed(540, 600, FixedKind.APPOINTMENT), Fixed(600, 630, FixedKind.MAIL)]
    assert settled(WORK, parts).troubles == ()


@pytest.mark.parametrize(
    ("on", "nine", "length"), [(SPRING, 480, 1380), (AUTUMN, 600, 1500)]
)  # fmt: skip
def test_a_day_of_the_clock_has_its_own_length(on: dt.date, nine: int, length: int) -> None:
    assert minute_of(on, 9 * 60, BERLIN) == nine
    assert minute_of(on, 24 * 60, BERLIN) == length
    assert f"{instant(on, nine, BERLIN):%H:%M}" == "09:00"
    # Half past two is left out in spring, and comes twice in autumn: then the first one counts.
    assert minute_of(on, 150, BERLIN) == 150


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 1600))
@example(SPRING, 120)
@example(AUTUMN, 120)
@example(AUTUMN, 180)
def test_an_instant_has_one_minute(on: dt.date, minute: int) -> None:
    assert minute_at(on, instant(on, minute, BERLIN), BERLIN) == minute


def test_a_night_shift_over_the_change_of_the_clock() -> None:
    night = (Hours(frozenset({5}), 22 * 60, 6 * 60),)
    assert stretches(night, dt.date(2026, 3, 28), BERLIN) == [Gap(1320, 1740)]
    assert stretches(night, dt.date(2026, 10, 24), BERLIN) == [Gap(1320, 1860)]
    assert stretches(night, dt.date(2026, 10, 25), BERLIN) == []


@pytest.mark.parametrize(
    ("title", "needs"),
    [("Frau Holz anrufen", True), ("Rückruf Meier", True), ("Call Ms Wood", True),
     ("Baustelle besuchen", True), ("Angebot schreiben", False), ("Telefonliste", True),
     ("Rechnung recalled", False), ("Anrufbeantworter besprechen", True)],
)  # fmt: skip
def test_a_letter_can_be_written_while_nobody_is_there(title: str, needs: bool) -> None:
    assert needs_the_other_side(title) is needs


tasks = st.lists(
    st.builds(
        lambda minutes, importance, window, due: (minutes, importance, window, due),
        st.integers(1, 200), st.integers(1, 3),
        st.one_of(st.none(), st.builds(lambda a, b: Gap(a, a + b), st.integers(500, 1000),
                                       st.integers(0, 200))),
        st.one_of(st.none(), st.integers(500, 1100)),
    ),
    max_size=12,
)  # fmt: skip


@given(tasks)
def test_a_plan_that_stands_leaves_out_what_the_planner_left_out(
    drawn: list[tuple[int, int, Gap | None, int | None]],
) -> None:
    day = Day(540, 1020, (Fixed(750, 780, FixedKind.BREAK),))
    all_of_them = [Task(str(at), m, i, None, w, d) for at, (m, i, w, d) in enumerate(drawn)]
    plan = plan_day(day, all_of_them)
    again = left_out(day, plan.placed, all_of_them)
    assert {one.task for one in again} == {one.task for one in plan.left_out}
    sure = {"deadline_past", "window_past", "too_long"}
    made = {one.task: one.reason for one in plan.left_out}
    for one in again:
        if one.reason.code in sure or made[one.task].code in sure:
            assert one.reason == made[one.task]


def test_what_came_after_the_plan_is_new() -> None:
    day = Day(540, 1020)
    (out,) = left_out(day, (), [Task("a", 30)])
    assert out.reason.code == "new"


@given(st.lists(fixed, max_size=6), st.lists(st.tuples(st.integers(500, 1000), st.integers(5, 90))))
def test_a_plan_that_meets_something_fixed_is_said_and_no_other(
    parts: list[Fixed], lines: list[tuple[int, int]]
) -> None:
    placed = [Placed(str(at), start, start + long) for at, (start, long) in enumerate(lines)]
    taken = [set(range(one.start, one.end)) for one in parts]
    met = {
        one.task for one in placed
        if any(minutes & set(range(one.start, one.end)) for minutes in taken)
    }  # fmt: skip
    found = crossed(placed, parts)
    assert len(found) == len(met)
    assert {one.facts["task"] for one in found} == met
    assert all(int(one.facts["start"]) < int(one.facts["end"]) for one in found)
