"""Dependence, rhythm, what if, moves and who stayed: by tables and by what always holds."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.customers.dependence import LAW, NOTICE, answer, dependence_of
from wertschatz.domain.customers.forecast import (
    Figures,
    Prices,
    bearable,
    break_even,
    with_prices,
)
from wertschatz.domain.customers.moves import Then, moves_answer, moves_between, up_and_down
from wertschatz.domain.customers.rhythm import dealings_of, quiet_reason, rhythm_of
from wertschatz.domain.customers.staying import Stayed, stayed_of, staying_answer, still_buys


@pytest.mark.parametrize(
    ("revenues", "code"),
    [
        ([], "dependence_none"),
        ([-500, 0], "dependence_none"),
        ([700], "dependence_one"),
        ([5, 1], "dependence_law"),  # exactly five sixths
        ([4_999_999, 1_000_001], "dependence_few"),
        ([83, 17], "dependence_few"),  # 83 % is not yet five sixths
        ([30, 25, 25, 20], "dependence_notice"),  # exactly 30 %
        ([2999, 2500, 2500, 2001], "dependence_spread"),
        ([30, 25, 25, 20, -50], "dependence_notice"),  # credit notes lift nobody
        ([1] * 101, "dependence_tiny"),
    ],
)
def test_dependence_at_its_limits(revenues: list[int], code: str) -> None:
    assert answer(dependence_of(revenues)).code == code


@given(st.lists(st.integers(-1000, 10**9)))
def test_dependence_is_a_share_whatever_the_order(revenues: list[int]) -> None:
    found = dependence_of(revenues)
    assert found == dependence_of(reversed(revenues))
    assert 0 <= found.largest_cents <= found.top_cents <= found.revenue_cents
    assert found.reaches(NOTICE) or not found.reaches(LAW)


@pytest.mark.parametrize(
    ("days", "as_of", "quiet"),
    [
        ([0, 42, 84, 126], 126 + 84, False),  # exactly twice the usual pause
        ([0, 42, 84, 126], 126 + 85, True),
        ([0, 7, 14, 21], 21 + 28, False),  # a holiday
        ([0, 7, 14, 21], 21 + 29, True),
        ([0, 100, 101, 102, 200, 201, 300], 460, False),  # several days of one matter
    ],
)
def test_quiet_against_the_own_rhythm(days: list[int], as_of: int, quiet: bool) -> None:
    found = rhythm_of(days)
    assert found is not None
    assert found.is_quiet(as_of) is quiet


def test_three_matters_are_no_rhythm() -> None:
    assert rhythm_of([0, 1, 2, 3, 30, 31, 60]) is None
    assert rhythm_of([]) is None


@given(st.lists(st.integers(1, 3000), min_size=1), st.integers(0, 4000))
def test_a_rhythm_rests_on_the_days_alone(days: list[int], later: int) -> None:
    begun = dealings_of(days)
    assert set(begun) <= set(days)
    assert all(after - before >= 7 for before, after in itertools.pairwise(begun))
    found = rhythm_of([*days, *reversed(days)])
    assert found == rhythm_of(days)
    if found is not None:
        assert not found.is_quiet(found.last_on + min(later, 28))


def test_the_pause_is_told_in_weeks_or_days() -> None:
    assert quiet_reason(42, 133, 738_000).facts["silent_weeks"] == 19
    assert quiet_reason(42, 133, 738_000).facts["weeks"] == 6
    assert quiet_reason(8, 40, 738_000).code == "quiet_days"


figures = st.builds(
    Figures, st.integers(0, 50), st.integers(0, 10**9), st.integers(0, 10**8),
    st.integers(0, 10**6), st.integers(0, 50),
)  # fmt: skip
rates = st.one_of(st.none(), st.fractions(0, 500, max_denominator=1000))


@given(figures, figures, rates)
def test_figures_add_up_and_without_everybody_nothing_is_left(
    some: Figures, others: Figures, rate: Fraction | None
) -> None:
    everybody = some + others
    assert everybody - some == others
    assert everybody - everybody == Figures()
    assert Figures().contribution_cents(rate) == 0
    parts = some.contribution_cents(rate) + others.contribution_cents(rate)
    assert abs(everybody.contribution_cents(rate) - parts) <= 1  # time is rounded once each


@given(figures, st.integers(0, 200), st.integers(0, 100), rates)
def test_higher_prices_never_lower_the_contribution_of_as_many_orders(
    some: Figures, more: int, lost: int, rate: Fraction | None
) -> None:
    assert with_prices(some, Prices(0, 0)) == some
    lower = with_prices(some, Prices(more, lost)).contribution_cents(rate)
    assert with_prices(some, Prices(more + 1, lost)).contribution_cents(rate) >= lower
    gone = with_prices(some, Prices(more, 100))
    assert gone.contribution_cents(rate) == 0


@given(figures, st.integers(1, 200), rates)
def test_what_may_stay_away_is_exact(some: Figures, more: int, rate: Fraction | None) -> None:
    part = bearable(some, more, rate)
    assert 0 <= part <= 1
    time = 0 if rate is None else some.minutes * rate
    before = some.revenue_cents - some.direct_cents - time
    after = before + Fraction(some.revenue_cents * more, 100)
    assert after * (1 - part) >= before
    if 0 < part < 1:
        assert after * (1 - part) == before


@pytest.mark.parametrize(
    ("direct", "more", "code", "each"),
    [
        (5_000, 25, "prices_each", 4),  # a third may stay away: every fourth is fewer
        (0, 25, "prices_each", 6),  # just a fifth: with every fifth only as much remains
        (9_000, 50, "prices_each_second", 2),
        (12_000, 10, "prices_never_less", None),
        (0, 0, "prices_lower", None),
    ],
)
def test_break_even_in_a_sentence(direct: int, more: int, code: str, each: int | None) -> None:
    found = break_even(Figures(1, 10_000, direct, 0), more, None)
    assert (found.code, found.facts.get("each")) == (code, each)


def test_moves_between_two_years() -> None:
    before = {1: Then("A", 900, 10), 2: Then("C", 50, None), 3: Then("", 5, 1), 4: Then("B", 1, 1)}
    after = {1: Then("B", 400, 20), 2: Then("A", 990, 5), 3: Then("A", 9, 1), 5: Then("B", 7, 7)}
    moves = moves_between(before, after)
    assert [move.customer for move in moves] == [2, 1]
    assert up_and_down(moves) == (1, 1)
    assert moves_answer([], 0, 0).code == "moves_none_yet"
    assert moves_answer([2025], 0, 0).code == "moves_one_year"
    assert moves_answer([2024, 2025], 1, 1).code == "moves_some"


@pytest.mark.parametrize(
    ("days", "as_of", "buys"),
    [
        ([], 1000, False),
        ([600], 965, True),
        ([600], 966, False),
        ([0, 300, 600, 900], 900 + 600, True),  # buys every ten months
        ([0, 300, 600, 900], 900 + 601, False),
        ([2000], 1000, False),  # not yet
    ],
)
def test_who_still_buys(days: list[int], as_of: int, buys: bool) -> None:
    assert still_buys(days, as_of) is buys


@pytest.mark.parametrize(
    ("began", "of", "before", "code"),
    [
        (None, 0, 0, "stayed_no_word"),
        (0, 0, 0, "stayed_nobody"),
        (911, 20, 20, "stayed_early"),
        (910, 9, 20, "stayed_few"),
        (910, 10, 9, "stayed_alone"),
        (910, 10, 10, "stayed_compared"),
    ],
)
def test_small_numbers_conclude_nothing(began: int | None, of: int, before: int, code: str) -> None:
    found = staying_answer(began, 1000, Stayed(of, of), Stayed(before, before))
    assert found.code == code


def test_staying_is_counted() -> None:
    assert stayed_of([[990], [10], []], 1000) == Stayed(1, 3)
