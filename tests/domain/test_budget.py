"""The time budget: parts that sum to the whole, never a debt, and A is never turned away."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.customers.budget import (
    PARTS,
    TURN_AWAY,
    BudgetOutOfRange,
    BudgetSettings,
    Left,
    Part,
    customer_time,
    day_minutes,
    drift_of,
    may_turn_away,
    own_budgets,
    parts_of,
    settings_from,
    split,
)
from wertschatz.domain.values import Group, Reason
from wertschatz.wording import formats
from wertschatz.wording.budget import today_text, turn_away_text

SHARES = ("budget_a_percent", "budget_b_percent", "budget_c_percent", "budget_free_percent")
some_settings = st.lists(st.integers(0, 100), min_size=3, max_size=3).map(sorted).map(
    lambda cuts: settings_from(
        dict(zip(SHARES, (cuts[0], cuts[1] - cuts[0], cuts[2] - cuts[1], 100 - cuts[2]),
                 strict=True))
    )
)  # fmt: skip
uses = st.dictionaries(st.sampled_from(PARTS), st.integers(0, 5000))


@given(st.integers(0, 10_000), some_settings)
def test_the_parts_sum_to_the_whole(minutes: int, settings: BudgetSettings) -> None:
    parts = split(minutes, settings)
    assert sum(parts.values()) == minutes
    for part, share in zip(parts.values(), settings.shares(), strict=True):
        assert abs(part - minutes * share / 100) < 1


@given(st.integers(0, 10_000), st.integers(0, 3000), some_settings)
def test_more_time_never_makes_a_part_smaller_by_more_than_rounding(
    minutes: int, more: int, settings: BudgetSettings
) -> None:
    before, after = split(minutes, settings), split(minutes + more, settings)
    assert all(after[group] >= before[group] - 1 for group in PARTS)


@given(st.integers(0, 10_000), st.dates(dt.date(2000, 1, 3), dt.date(2100, 1, 1)))
def test_the_days_of_a_week_sum_to_the_week(minutes: int, day: dt.date) -> None:
    monday = day - dt.timedelta(days=day.weekday())
    days = [day_minutes(minutes, monday + dt.timedelta(days=n)) for n in range(7)]
    assert sum(days) == minutes
    assert max(days[:5]) - min(days[:5]) <= 1


@given(st.integers(0, 5000), uses, some_settings)
def test_a_budget_is_no_debt(minutes: int, used: dict[Group | None, int],
                             settings: BudgetSettings) -> None:  # fmt: skip
    for part in parts_of(minutes, used, settings):
        assert part.left >= 0
        assert (part.state is Left.USED) == (part.used >= part.planned)


@pytest.mark.parametrize(
    ("planned", "used", "state"),
    [(100, 0, Left.ENOUGH), (100, 74, Left.ENOUGH), (100, 75, Left.LITTLE),
     (100, 100, Left.USED), (100, 140, Left.USED), (0, 0, Left.USED)],
)  # fmt: skip
def test_how_much_is_left_in_a_word(planned: int, used: int, state: Left) -> None:
    assert Part(Group.B, planned, used, 20).state is state


@given(st.sampled_from(PARTS), st.integers(0, 500), st.integers(0, 500))
def test_a_is_never_turned_away_and_nobody_without_a_plan(
    group: Group | None, planned: int, used: int
) -> None:
    told = may_turn_away(Part(group, planned, used, 20))
    assert told.allowed == (group is not Group.A and 0 < planned <= used)
    assert tuple(told.reason.facts) == TURN_AWAY[told.reason.code]


@pytest.mark.parametrize("code", TURN_AWAY)
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("group", ["", "B"])
def test_every_reason_has_its_sentence(code: str, language: str, group: str) -> None:
    facts = {name: group if name == "group" else 75 for name in TURN_AWAY[code]}
    assert turn_away_text(Reason(code, facts), language)


@given(st.integers(1, 5000), some_settings)
def test_the_spontaneous_is_named_by_its_own_share(minutes: int, settings: BudgetSettings) -> None:
    free = settings.budget_free_percent
    for part in parts_of(minutes, {}, settings):
        assert part.share_percent == settings.shares()[PARTS.index(part.group)]
    part = parts_of(minutes, {}, settings)[-1]
    for used in (0, part.planned):
        spent = Part(None, part.planned, used, part.share_percent)
        for language in ("de", "en"):
            told = (
                today_text(spent, language),
                turn_away_text(may_turn_away(spent).reason, language),
            )
            for text in told:
                assert "Fünftel" not in text
                assert "fifth" not in text
                assert not spent.planned or formats.percent(free, language) in text


def test_customer_time_is_learned_from_weeks_with_records_until_it_is_set() -> None:
    assert customer_time(BudgetSettings(), [0, 0]).minutes == 0
    learned = customer_time(BudgetSettings(), [600, 0, 900, *[300] * 20])
    assert (learned.minutes, learned.weeks) == ((600 + 900 + 300 * 6) // 8, 8)
    assert customer_time(BudgetSettings(), [0] * 9 + [480]).minutes == 480
    told = customer_time(settings_from({"customer_hours_week": 20}), [600])
    assert (told.minutes, told.is_set) == (1200, True)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"budget_a_percent": 60}, "shares"),
        ({"budget_a_percent": 101}, "budget_a_percent"),
        ({"customer_hours_week": -1}, "customer_hours_week"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_settings_that_cannot_be(values: dict[str, int], name: str) -> None:
    with pytest.raises(BudgetOutOfRange) as refused:
        settings_from(values)
    assert refused.value.name == name


def week(a: int, b: int, c: int, free: int) -> dict[Group | None, int]:
    return dict(zip(PARTS, (a, b, c, free), strict=True))


@pytest.mark.parametrize(
    ("weeks", "code", "group", "actual"),
    [
        ([week(300, 100, 400, 200)] * 3, "drift_more", "C", 40),
        ([week(200, 350, 100, 350)] * 2, "drift_less", "A", 20),
        ([week(300, 100, 100, 500)] * 2, "drift_free", "", 50),
        ([week(500, 200, 100, 200)] * 2, "drift_none", None, None),
        ([week(700, 200, 0, 100)] * 2, "drift_none", None, None),
    ],
)
def test_the_sentence_of_the_week(
    weeks: list[dict[Group | None, int]], code: str, group: str | None, actual: int | None
) -> None:
    told = drift_of(weeks, BudgetSettings())
    assert told is not None
    assert told.code == code
    assert told.facts.get("group") == group
    assert told.facts.get("actual_percent") == actual


def test_weeks_long_past_say_nothing() -> None:
    quiet = week(0, 0, 0, 0)
    heavy = week(0, 0, 500, 0)
    assert drift_of([quiet] * 4 + [heavy] * 4, BudgetSettings()) is None
    told = drift_of([heavy, quiet, quiet, heavy, heavy], BudgetSettings())
    assert told is not None
    assert told.facts["weeks"] == 2


def test_one_week_says_nothing() -> None:
    assert drift_of([week(0, 0, 100, 0), week(0, 0, 0, 0)], BudgetSettings()) is None


@given(st.integers(0, 10_000), st.integers(0, 1440), some_settings, uses)
def test_the_groups_share_one_persons_day(
    minutes: int, capacity: int, settings: BudgetSettings, used: dict[Group | None, int]
) -> None:
    parts = parts_of(minutes, used, settings)
    own = dict(own_budgets(parts, capacity))
    assert sum(given for group, given in own.items() if group is not None) <= capacity
    for part in parts:
        if part.planned:
            assert 0 <= own[part.group] <= part.left
    if minutes <= capacity and None in own:
        assert own[None] == next(part.left for part in parts if part.group is None)


def test_where_one_person_works_alone_nothing_is_cut() -> None:
    parts = parts_of(240, {}, BudgetSettings())
    assert own_budgets(parts, 240)[:3] == ((Group.A, 120), (Group.B, 48), (Group.C, 24))
