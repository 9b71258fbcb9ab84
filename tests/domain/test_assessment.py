"""Every criterion with a customer that just meets it and one that just does not, and the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wertschatz.domain.customers.assessment import Assessment, Sure, assess
from wertschatz.domain.customers.criteria import CHANGES, REASONS
from wertschatz.domain.customers.marks import Mark, MarkKind, marks_on
from wertschatz.domain.customers.parameters import PARAMETERS, LimitOutOfRange, Limits
from wertschatz.domain.customers.standing import smallest_high_revenue
from wertschatz.domain.customers.year import Year, months_later, window_for
from wertschatz.domain.values import Group

DAY = date(2024, 6, 30)
LIMITS = Limits()
PLAIN = Year(
    customer="x", revenue_cents=100, year_to_date_cents=100, twelve_months_cents=100,
    invoices=10, invoices_ever=10, late_invoices=0, latest_days=0, payment_known=10,
    terms_assumed=0, contacts=0, first_on=date(2020, 1, 1), effort_minutes=None,
)  # fmt: skip
BIG = replace(PLAIN, customer="big", revenue_cents=10_000)


def outcome(years: list[Year], limits: Limits = LIMITS) -> dict[int | str, Assessment]:
    return {one.customer: one for one in assess(years, window_for(DAY), limits, DAY)}


def codes(assessment: Assessment) -> list[str]:
    return [reason.code for reason in assessment.reasons]


@pytest.mark.parametrize(
    ("revenues", "limit"),
    [
        ([80, 20], 80),
        ([79, 21], 21),  # those with more bring only 79 %
        ([40, 40, 20], 40),
        ([50, 30, 10, 10], 30),
        ([50, 29, 11, 10], 11),
        ([10, 10, 10], 10),
        ([0, -5], None),
        ([], None),
    ],
)
def test_high_revenue(revenues: list[int], limit: int | None) -> None:
    assert smallest_high_revenue(revenues, 80) == limit


@pytest.mark.parametrize(
    ("late", "invoices", "group"),
    [(3, 100, "B"), (2, 100, "A"), (2, 6, "B"), (2, 7, "A"), (1, 1, "A")],
)
def test_repeatedly_late(late: int, invoices: int, group: str) -> None:
    year = replace(BIG, late_invoices=late, invoices=invoices, payment_known=invoices)
    found = outcome([year, PLAIN])["big"]
    assert found.group == group
    assert ("repeatedly_late" in codes(found)) is (group == "B")


@pytest.mark.parametrize(("minutes", "group"), [(166, "A"), (167, "B")])
def test_effort_raised_among_high_revenue(minutes: int, group: str) -> None:
    # 1.25 × (m + 100) / 2 < m once m is above 166.67 with equal revenue.
    a = replace(BIG, customer="a", effort_minutes=minutes)
    found = outcome([a, replace(BIG, customer="b", effort_minutes=100)])["a"]
    assert found.group == group


@pytest.mark.parametrize(("minutes", "group"), [(100, "B"), (101, "C")])
def test_effort_high_with_low_revenue(minutes: int, group: str) -> None:
    # More hours than the average is what decides here: the euro bought little time.
    small = replace(PLAIN, effort_minutes=minutes)
    found = outcome([replace(BIG, effort_minutes=100), small])["x"]
    assert found.group == group


def test_unknown_effort_is_said() -> None:
    found = outcome([BIG, PLAIN])
    assert codes(found["big"]) == ["high_revenue", "effort_unknown"]
    assert codes(found["x"]) == ["small_and_easy", "low_revenue", "effort_unknown"]


@pytest.mark.parametrize(
    ("change", "undecided"),
    [
        ({}, True),
        ({"invoices_ever": 3}, False),
        ({"contacts": 4}, True),
        ({"contacts": 5}, False),
        ({"first_on": date(2023, 12, 31)}, True),
        ({"first_on": date(2023, 12, 30)}, False),
        ({"revenue_cents": 50_000}, False),
    ],
)
def test_undecided(change: dict[str, object], undecided: bool) -> None:
    new = replace(PLAIN, invoices=2, invoices_ever=2, payment_known=2, first_on=DAY)
    found = outcome([BIG, replace(new, **change)])["x"]  # type: ignore[arg-type]
    assert (found.group is None) is undecided
    assert (found.sure is Sure.OPEN) is undecided


def test_gut_counts_until_the_first_invoice() -> None:
    typed = replace(PLAIN, invoices=0, invoices_ever=0, payment_known=0, gut=Group.C)
    typed = replace(typed, revenue_estimated=True, first_on=None)
    found = outcome([BIG, typed])["x"]
    assert (found.group, found.sure, found.confirmed) == (Group.C, Sure.LOW, False)
    assert codes(found)[0] == "gut_letter"
    assert outcome([BIG, replace(typed, invoices_ever=3)])["x"].group == Group.B


def test_sure_is_good_only_on_records() -> None:
    known = replace(PLAIN, effort_minutes=10)
    assert outcome([BIG, known])["x"].sure is Sure.GOOD
    assert outcome([BIG, replace(known, terms_assumed=1)])["x"].sure is Sure.FAIR
    assert outcome([BIG, replace(known, effort_estimated=True)])["x"].sure is Sure.FAIR
    assert outcome([BIG, replace(known, revenue_estimated=True)])["x"].sure is Sure.LOW


def test_close_to_the_limit_is_less_sure() -> None:
    other = replace(BIG, customer="second", revenue_cents=5_000, effort_minutes=10)
    for revenue, close in [(4_250, False), (4_251, True)]:
        big = replace(BIG, revenue_cents=40_000)
        near = replace(PLAIN, revenue_cents=revenue, effort_minutes=10)
        limits = replace(LIMITS, high_share_percent=85)
        assert ("close_to_limit" in codes(outcome([big, other, near], limits)["x"])) is close


MARKS = st.lists(
    st.builds(
        Mark, st.sampled_from(MarkKind), st.integers(0, 400).map(lambda n: DAY - timedelta(n))
    ),
    max_size=12,
).map(lambda marks: marks_on(marks, DAY, LIMITS))  # fmt: skip
YEARS = st.builds(
    Year,
    customer=st.just(""),
    revenue_cents=st.integers(-5_000, 200_000),
    year_to_date_cents=st.just(0),
    twelve_months_cents=st.just(0),
    invoices=st.integers(3, 8),
    invoices_ever=st.integers(0, 8),
    late_invoices=st.integers(0, 3),
    latest_days=st.integers(15, 90),
    payment_known=st.sampled_from([0, 3]),
    terms_assumed=st.integers(0, 3),
    contacts=st.integers(0, 8),
    first_on=st.none() | st.dates(date(2023, 1, 1), DAY),
    effort_minutes=st.none() | st.integers(0, 3_000),
    revenue_estimated=st.booleans(),
    effort_estimated=st.booleans(),
    gut=st.none() | st.sampled_from(Group),
    word=st.none() | st.sampled_from(Group),
    word_on=st.none() | st.just(DAY),
    word_reason=st.sampled_from(["", "Schwester"]),
    call_minutes=st.sampled_from([0, 0, 10, 119, 120, 4_000]),
    direct_cents=st.integers(0, 5_000),
    last_word=st.none() | st.sampled_from(Group),
    marks=st.none() | MARKS,
)
BASES = st.lists(YEARS, min_size=1, max_size=12).map(
    lambda years: [replace(year, customer=place) for place, year in enumerate(years)]
)
quick = settings(max_examples=35, deadline=None)


@quick
@given(BASES)
def test_rules_that_hold_for_every_base(years: list[Year]) -> None:
    found = outcome(years)
    assert outcome(years[::-1]) == found
    for year in years:
        one = found[year.customer]
        assert one.confirmed is (year.word is not None)
        if year.word is not None:
            assert (one.group, one.sure) == (year.word, Sure.OWNER)
        assert one.reasons
        for reason in one.reasons:
            assert sorted(reason.facts) == sorted(REASONS[reason.code])
        if one.change:
            assert sorted(one.change.facts) == sorted(CHANGES[one.change.code])


@quick
@given(BASES, st.integers(2, 50))
def test_money_in_another_scale_changes_no_group(years: list[Year], factor: int) -> None:
    scaled = [replace(year, revenue_cents=year.revenue_cents * factor) for year in years]
    assert [one.group for one in outcome(scaled).values()] == [
        one.group for one in outcome(years).values()
    ]


@quick
@given(BASES, st.integers(1, 100_000))
def test_more_revenue_never_lowers_the_standing(years: list[Year], more: int) -> None:
    if "high_revenue" in codes(outcome(years)[0]):
        raised = [replace(years[0], revenue_cents=years[0].revenue_cents + more), *years[1:]]
        assert "high_revenue" in codes(outcome(raised)[0])


@quick
@given(BASES)
def test_what_would_change_it_does(years: list[Year]) -> None:
    bare = [replace(year, word=None, gut=None, last_word=None) for year in years]
    for place, one in outcome(bare).items():
        year, change = bare[int(place)], one.change
        if change is None:
            continue
        if change.code == "would_be_high":
            better = replace(year, revenue_cents=int(change.facts["limit_cents"]))
            assert "high_revenue" in codes(_with(bare, better))
        elif change.code in ("effort_above", "effort_below"):
            most = int(change.facts["limit_minutes"])
            heavy = {"effort_raised", "effort_high"}
            assert not heavy & set(codes(_with(bare, replace(year, effort_minutes=most))))
            assert heavy & set(codes(_with(bare, replace(year, effort_minutes=most + 1))))
        elif change.code == "talk_below":
            most = int(change.facts["limit_minutes"])
            assert "chatter" not in codes(_with(bare, replace(year, call_minutes=most)))
            assert "chatter" in codes(_with(bare, replace(year, call_minutes=most + 1)))


@quick
@given(BASES)
def test_the_last_confirmed_letter_is_left_only_clearly_beyond_a_limit(years: list[Year]) -> None:
    """Whoever moves would have moved with figures 15 % nearer to the old letter, too."""
    free = [replace(year, word=None, gut=None, last_word=None) for year in years]
    for year in free:
        for last in Group:
            held = _with(free, replace(year, last_word=last))
            alone = _with(free, year)
            if held.group is not alone.group:
                assert held.group is last
                assert codes(held)[0] == "within_margin"
            no_margin = _with_limits(free, replace(year, last_word=last))
            assert no_margin.group is alone.group


def _with_limits(years: list[Year], changed: Year) -> Assessment:
    place = changed.customer
    base = [changed if one.customer == place else one for one in years]
    return outcome(base, replace(LIMITS, steady_percent=0))[place]


def _with(years: list[Year], changed: Year) -> Assessment:
    place = changed.customer
    return outcome([changed if one.customer == place else one for one in years])[place]


def test_limits_come_from_values_and_go_back() -> None:
    limits = Limits.from_mapping({"late_days": 30})
    assert Limits.from_mapping(limits.as_mapping()) == limits
    assert {one.name for one in PARAMETERS} == set(limits.as_mapping())
    for wrong in ({"nonsense": 1}, {"late_days": -1}):
        with pytest.raises(LimitOutOfRange):
            Limits.from_mapping(wrong)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(-30, 30))
def test_months_later_stays_in_its_month(day: date, months: int) -> None:
    there = months_later(day, months)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
    assert there.day == day.day or (there + timedelta(1)).day == 1
