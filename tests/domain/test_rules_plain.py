"""Rules and set-up as plain values come back as they were, through JSON."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.customers.preferences import Hours, Preference, Way
from wertschatz.domain.rules.moment import Helper, Known, Setup, Stretch
from wertschatz.domain.rules.plain import (
    known_from,
    known_to,
    rule_from,
    rule_to,
    setup_from,
    setup_to,
)
from wertschatz.domain.rules.rule import Rule, Season, Span, Until, Verdict, When
from wertschatz.domain.rules.situation import (
    BudgetLeft,
    CallerKind,
    Channel,
    Colleague,
    Emergency,
)
from wertschatz.domain.values import Group


def some(values: Any) -> Any:
    return st.none() | st.frozensets(st.sampled_from(values))


maybe = st.sampled_from([None, True, False])
times = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda one: one[0] != one[1])
dates = st.tuples(st.integers(1, 12), st.integers(1, 31))
rules = st.builds(
    Rule, id=st.integers(1, 99), verdict=st.sampled_from(Verdict), until=st.sampled_from(Until),
    ready=st.sampled_from(["", "break"]), on=st.booleans(),
    when=st.builds(
        When, groups=some([*Group, None]), kinds=some(CallerKind), channels=some(Channel),
        callers=st.none() | st.frozensets(st.text(max_size=5)),
        weekdays=st.none() | st.frozensets(st.integers(0, 6)),
        times=st.lists(times.map(lambda one: Span(*one)), max_size=2).map(tuple),
        seasons=st.lists(st.builds(Season, dates, dates), max_size=2).map(tuple),
        door_closed=maybe, focus=maybe, on_break=maybe, unplugged=maybe, in_appointment=maybe,
        colleague=some(Colleague), budget=some(BudgetLeft), emergency=some(Emergency),
        again_within=st.none() | st.integers(0, 1439),
    ),
)  # fmt: skip
minutes = st.integers(0, 1440)
days = st.frozensets(st.integers(0, 6))
hours = st.lists(st.builds(Hours, days, minutes, minutes), max_size=3).map(tuple)
FIRST, LAST = dt.datetime(2020, 1, 1), dt.datetime(2040, 1, 1)  # noqa: DTZ001 - hypothesis
instants = st.datetimes(FIRST, LAST, timezones=st.just(dt.UTC))
ends = st.none() | instants
stretches = st.lists(st.builds(Stretch, instants, instants), max_size=3).map(tuple)
preferences = st.builds(
    Preference, best=st.none() | st.sampled_from(Way), never=st.frozensets(st.sampled_from(Way)),
    weekdays=days, from_minute=st.none() | minutes, until_minute=st.none() | minutes,
    note=st.text(max_size=10),
)  # fmt: skip
people = st.builds(
    Known, key=st.text(max_size=8), name=st.text(max_size=8), kind=st.sampled_from(CallerKind),
    group=st.none() | st.sampled_from(Group), emergency=st.booleans(), may_repeat=st.booleans(),
    preference=preferences, zone=st.sampled_from(["", "Europe/London"]),
    instruction=st.text(max_size=8),
)  # fmt: skip
setups = st.builds(
    Setup, rules=st.lists(rules, max_size=4).map(tuple), work=hours, breaks=hours, mail=hours,
    door_until=ends, focus_until=ends, break_until=ends, unplugged_until=ends,
    appointments=stretches, taken=stretches,
    helpers=st.lists(st.builds(Helper, st.text(max_size=5), st.text(max_size=5), hours)).map(tuple),
    numbers=st.lists(st.text(max_size=8)).map(tuple),
    budget=st.dictionaries(st.sampled_from(["A", "B", "C", ""]), st.sampled_from(BudgetLeft)),
)  # fmt: skip


@given(rule=rules)
def test_a_rule_comes_back(rule: Rule) -> None:
    assert rule_from(json.loads(json.dumps(rule_to(rule)))) == rule


@given(setup=setups)
def test_a_set_up_comes_back(setup: Setup) -> None:
    assert setup_from(json.loads(json.dumps(setup_to(setup)))) == setup


@given(known=people)
def test_a_caller_comes_back(known: Known) -> None:
    assert known_from(json.loads(json.dumps(known_to(known)))) == known
