"""The pictures' figures: shares sum, the peak is the highest point, thinning keeps the shape."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.picture_answers import (
    ANSWERS,
    scatter_answer,
    shares_answer,
    whale_answer,
)
from wertschatz.domain.customers.portfolio import (
    METHOD_PER_MILLE,
    Position,
    fair_lines,
    is_heavy,
    per_mille,
    shares_by_group,
    whale_of,
)
from wertschatz.domain.customers.standing import standing_of
from wertschatz.domain.customers.thinning import thinned_cloud, thinned_curve
from wertschatz.domain.values import Group

CENTS = st.integers(-(10**12), 10**12)
POSITIONS = st.lists(
    st.tuples(
        CENTS,
        CENTS,
        st.none() | st.integers(0, 10**6),
        st.none() | st.sampled_from(Group),
    ),
    max_size=60,
).map(lambda rows: [Position(number, *row) for number, row in enumerate(rows)])


def of(*contributions: int) -> list[Position]:
    return [Position(n, cents, 0, None, None) for n, cents in enumerate(contributions)]


def earning(*figures: tuple[int, int | None]) -> list[Position]:
    return [Position(n, 0, cents, minutes, None) for n, (cents, minutes) in enumerate(figures)]


@pytest.mark.parametrize(
    ("contributions", "peak", "peak_cents", "eating", "eaten_cents", "code"),
    [
        ((), 0, 0, 0, 0, "whale_flat"),
        ((700,), 1, 700, 0, 0, "whale_only_up"),
        ((-700,), 0, 0, 1, 700, "whale_only_down"),
        ((0, 0), 0, 0, 0, 0, "whale_flat"),
        ((-3, -5), 0, 0, 2, 8, "whale_only_down"),
        ((5, -3, 10), 2, 15, 1, 3, "whale_peak"),
        ((5, -3, 0, 10, -20), 2, 15, 2, 23, "whale_peak_some"),
    ],
)
def test_the_whale(
    contributions: tuple[int, ...],
    peak: int,
    peak_cents: int,
    eating: int,
    eaten_cents: int,
    code: str,
) -> None:
    whale = whale_of(of(*contributions))
    assert (whale.peak, whale.peak_cents) == (peak, peak_cents)
    assert (whale.eating, whale.eaten_cents) == (eating, eaten_cents)
    assert whale_answer(whale, "EUR").code == code


@given(POSITIONS)
def test_the_peak_is_the_highest_point_and_the_end_is_the_sum(positions: list[Position]) -> None:
    whale = whale_of(positions)
    assert whale.peak_cents == max(whale.sums)
    assert whale.sums.index(max(whale.sums)) == whale.peak
    assert whale.total_cents == sum(one.contribution_cents for one in positions)


@given(POSITIONS, st.randoms(use_true_random=False))
def test_the_order_of_the_customers_is_irrelevant(
    positions: list[Position], dice: random.Random
) -> None:
    shuffled = list(positions)
    dice.shuffle(shuffled)
    assert whale_of(shuffled) == whale_of(positions)
    assert shares_by_group(shuffled) == shares_by_group(positions)
    assert thinned_cloud(shuffled, 32) == thinned_cloud(positions, 32)


@given(st.lists(st.integers(0, 10**15), max_size=9))
def test_shares_sum_to_a_thousand_and_none_is_off_by_one(weights: list[int]) -> None:
    parts = per_mille(weights)
    total = sum(weights)
    assert sum(parts) == (1000 if total else 0)
    exact = zip(parts, weights, strict=True)
    assert all(abs(part * total - weight * 1000) < max(total, 1) for part, weight in exact)


@given(POSITIONS)
def test_every_group_has_its_share(positions: list[Position]) -> None:
    shares = shares_by_group(positions)
    assert [share.group for share in shares] == [Group.A, Group.B, Group.C, None]
    assert sum(share.customers for share in shares) == len(positions)
    assert sum(share.time_per_mille for share in shares) in {0, 1000}
    assert sum(share.revenue_per_mille for share in shares) in {0, 1000}


def test_the_methods_own_shares_are_whole() -> None:
    assert sum(METHOD_PER_MILLE) == 1000


@given(st.lists(CENTS, min_size=1, max_size=300), st.integers(4, 60))
def test_thinning_keeps_ends_and_peak(contributions: list[int], most: int) -> None:
    whale = whale_of(of(*contributions))
    kept = thinned_curve(whale.sums, whale.peak, most)
    assert len(kept) <= max(most, 4)
    assert kept == sorted(set(kept))
    assert {0, whale.peak, len(contributions)} <= set(kept)
    assert max(whale.sums[at] for at in kept) == whale.peak_cents


def test_thinning_keeps_the_shape() -> None:
    contributions = [10**7 // (place + 1) - 2000 for place in range(20_000)]
    sums = whale_of(of(*contributions)).sums
    kept = thinned_curve(sums, sums.index(max(sums)))
    assert len(kept) <= 2000
    height = max(sums) - min(sums)
    for start, end in itertools.pairwise(kept):
        middle = (start + end) // 2
        straight = sums[start] + (sums[end] - sums[start]) * (middle - start) / (end - start)
        assert abs(sums[middle] - straight) < height / 400


@given(POSITIONS, st.integers(32, 50))
def test_a_thinned_cloud_keeps_what_lies_outermost(positions: list[Position], most: int) -> None:
    known = [one for one in positions if one.effort_minutes is not None]
    kept = thinned_cloud(positions, most)
    assert len(kept) == len(known) if len(known) <= most else len(kept) <= most
    assert set(kept) <= set(known)
    for figure in ("revenue_cents", "effort_minutes"):
        for outermost in (min, max):
            whole = outermost((getattr(one, figure) for one in known), default=None)
            assert outermost((getattr(one, figure) for one in kept), default=None) == whole


def test_a_large_cloud_keeps_every_group_and_its_spread() -> None:
    dice = random.Random(5)
    groups = [Group.A, Group.B, Group.C, None]
    positions = [
        Position(n, 0, dice.randrange(10**8), dice.randrange(60_000), dice.choice(groups))
        for n in range(5000)
    ]
    kept = thinned_cloud(positions)
    assert 400 < len(kept) <= 2000
    for group in groups:
        share = sum(one.group == group for one in kept) / len(kept)
        assert 0.15 < share < 0.35


def test_what_lies_above_the_line_is_what_the_criteria_call_heavy() -> None:
    dice = random.Random(8)
    positions = earning(*((dice.randrange(-500, 10**6), dice.randrange(900)) for _ in range(200)))
    limits = Limits()
    standing = standing_of(positions, limits)
    lines = fair_lines(standing, limits, 10**6)
    heavy = 0
    for one in positions:
        high = standing.is_high(one.revenue_cents)
        fair = _at(lines[1] if high else lines[0], max(one.revenue_cents, 0))
        if abs((one.effort_minutes or 0) - fair) > 1.5:
            assert is_heavy(one, standing, limits) == ((one.effort_minutes or 0) > fair)
            heavy += is_heavy(one, standing, limits)
    assert 0 < heavy < len(positions)


def _at(line: tuple[tuple[int, int], ...], cents: int) -> float:
    for (x1, y1), (x2, y2) in itertools.pairwise(line):
        if x1 <= cents <= x2:
            return y1 + (y2 - y1) * (cents - x1) / ((x2 - x1) or 1)
    raise AssertionError(cents)


def test_no_line_without_effort() -> None:
    for positions in ([], earning((500, None)), earning((500, 0)), earning((0, 60))):
        standing = standing_of(positions, Limits())
        assert fair_lines(standing, Limits(), 1000) == ()


@given(POSITIONS)
def test_every_answer_names_exactly_its_facts(positions: list[Position]) -> None:
    standing = standing_of(positions, Limits())
    for answer in (
        whale_answer(whale_of(positions), "EUR"),
        scatter_answer(positions, standing, Limits()),
        shares_answer(shares_by_group(positions)),
    ):
        assert set(answer.facts) == set(ANSWERS[answer.code])
