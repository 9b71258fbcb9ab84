"""The first rule that holds decides; what a set of rules can never do is found exactly."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wertschatz.domain.rules.boxes import AXES, Space
from wertschatz.domain.rules.decision import UNPLUGGED, decide, holds, in_season, in_span
from wertschatz.domain.rules.examine import examine, through_the_plug
from wertschatz.domain.rules.ready import ready_made
from wertschatz.domain.rules.rule import Rule, RuleOutOfRange, Season, Span, Until, Verdict, When
from wertschatz.domain.rules.situation import (
    BudgetLeft,
    CallerKind,
    Channel,
    Colleague,
    Emergency,
    Situation,
    States,
    emergency_of,
)
from wertschatz.domain.values import Group

AT = dt.datetime(2026, 11, 25, 10, 0, tzinfo=dt.UTC)  # a Wednesday
HOUR = dt.timedelta(hours=1)
WEEK = tuple((day, Span(8 * 60, 17 * 60)) for day in range(5))


def customer(group: Group | None, **more: object) -> Situation:
    return Situation(AT, kind=CallerKind.CUSTOMER, group=group, **more)  # type: ignore[arg-type]


def only(*groups: Group | None, verdict: Verdict, rule: int = 1, **when: object) -> Rule:
    return Rule(rule, When(groups=frozenset(groups), **when), verdict)  # type: ignore[arg-type]


def test_without_rules_the_telephone_rings() -> None:
    decided = decide(customer(Group.C), [])
    assert (decided.verdict, decided.reason.code, decided.rule) == (
        Verdict.PUT_THROUGH, "no_rule", None,
    )  # fmt: skip


def test_the_first_rule_that_holds_decides() -> None:
    rules = [
        only(Group.C, verdict=Verdict.IN_WRITING, rule=1),
        only(Group.C, Group.B, verdict=Verdict.CALL_BACK, rule=2),
    ]
    assert decide(customer(Group.C), rules).rule == 1
    assert decide(customer(Group.B), rules).rule == 2
    assert decide(customer(Group.A), rules).rule is None


def test_a_rule_that_is_off_does_nothing() -> None:
    rule = Rule(1, When(), Verdict.NOT_NOW, on=False)
    assert decide(customer(None), [rule]).verdict is Verdict.PUT_THROUGH


def test_a_state_ends_by_itself() -> None:
    rule = Rule(1, When(door_closed=True), Verdict.NOT_NOW, Until.STATE)
    closed = customer(None, states=States(door_until=AT + HOUR))
    assert decide(closed, [rule]).until == AT + HOUR
    over = customer(None, states=States(door_until=AT))
    assert decide(over, [rule]).verdict is Verdict.PUT_THROUGH


def test_a_call_back_names_the_next_slot_that_is_still_to_come() -> None:
    rule = Rule(1, When(), Verdict.CALL_BACK, Until.SLOT)
    slots = (AT - HOUR, AT, AT + HOUR, AT + 2 * HOUR)
    assert decide(customer(Group.B, slots=slots), [rule]).until == AT + HOUR
    assert decide(customer(Group.B), [rule]).until is None


@pytest.mark.parametrize(
    ("group", "verdict"), [(Group.A, Verdict.PUT_THROUGH), (Group.B, Verdict.CALL_BACK)]
)
def test_a_used_up_budget_never_turns_a_away(group: Group, verdict: Verdict) -> None:
    rule = Rule(1, When(budget=frozenset({BudgetLeft.USED})), Verdict.CALL_BACK)
    assert decide(customer(group, budget=BudgetLeft.USED), [rule]).verdict is verdict


@pytest.mark.parametrize(
    ("named", "pressed", "may_repeat", "since", "expected"),
    [
        (True, False, False, 1440, Emergency.NAMED),
        (False, True, False, 1440, Emergency.PRESSED),
        (False, False, True, 3, Emergency.AGAIN),
        (False, False, True, 4, Emergency.NONE),
        (False, False, False, 0, Emergency.NONE),
    ],
)
def test_what_makes_an_emergency(
    named: bool, pressed: bool, may_repeat: bool, since: int, expected: Emergency
) -> None:
    found = emergency_of(named=named, pressed=pressed, may_repeat=may_repeat, minutes_since=since)
    assert found is expected


@pytest.mark.parametrize(
    ("span", "hour", "minute", "expected"),
    [
        (Span(480, 1020), 8, 0, True),
        (Span(480, 1020), 17, 0, False),
        (Span(1320, 360), 23, 30, True),
        (Span(1320, 360), 6, 0, False),
        (Span(0, 1440), 23, 59, True),
    ],
)
def test_spans(span: Span, hour: int, minute: int, expected: bool) -> None:
    assert in_span(span, AT.replace(hour=hour, minute=minute)) is expected


@pytest.mark.parametrize(
    ("season", "day", "expected"),
    [
        (Season((12, 20), (1, 6)), (1, 6), True),
        (Season((12, 20), (1, 6)), (1, 7), False),
        (Season((6, 1), (8, 31)), (8, 31), True),
    ],
)
def test_seasons(season: Season, day: tuple[int, int], expected: bool) -> None:
    assert in_season(season, AT.replace(month=day[0], day=day[1])) is expected


@pytest.mark.parametrize(
    "when",
    [
        {"times": (Span(60, 60),)},
        {"times": (Span(-1, 60),)},
        {"weekdays": frozenset({7})},
        {"seasons": (Season((13, 1), (1, 1)),)},
        {"again_within": 1440},
    ],
)
def test_what_no_clock_has_is_refused(when: dict[str, object]) -> None:
    with pytest.raises(RuleOutOfRange) as refused:
        When(**when)  # type: ignore[arg-type]
    assert refused.value.field in when


# -- the examination


def codes(rules: list[Rule]) -> list[tuple[str, tuple[int, ...]]]:
    return [(one.reason.code, one.rules) for one in examine(rules, WEEK)]


def test_a_rule_behind_one_that_says_otherwise_contradicts_it() -> None:
    rules = [
        only(Group.B, Group.C, verdict=Verdict.CALL_BACK, rule=1),
        only(Group.C, verdict=Verdict.IN_WRITING, rule=2),
        only(Group.B, verdict=Verdict.CALL_BACK, rule=3),
    ]
    found = codes(rules)
    assert ("rule_contradicts", (2, 1)) in found
    assert ("rule_superfluous", (3, 1)) in found


def test_nobody_is_passed_on_to_nobody_nor_in_a_circle() -> None:
    rules = [Rule(1, When(), Verdict.COLLEAGUE), Rule(2, When(), Verdict.CALL_BACK)]
    asked = {one: decide(customer(Group.B, colleague=one), rules).verdict for one in Colleague}
    assert asked == {
        Colleague.NONE: Verdict.CALL_BACK, Colleague.THERE: Verdict.COLLEAGUE,
        Colleague.TRIED: Verdict.CALL_BACK,
    }  # fmt: skip
    # The second has its turn after all; one that asks for a colleague who is away never has.
    assert {code for code, _ in codes(rules)} == {"a_locked_out", "emergency_locked_out"}
    away = When(colleague=frozenset({Colleague.NONE, Colleague.TRIED}))
    assert ("rule_impossible", (1,)) in codes([Rule(1, away, Verdict.COLLEAGUE)])


def test_the_example_is_a_moment_that_the_other_rule_decides() -> None:
    rules = [
        Rule(1, When(colleague=frozenset({Colleague.NONE})), Verdict.CALL_BACK),
        Rule(2, When(channels=frozenset({Channel.DOOR})), Verdict.IN_WRITING),
        Rule(3, When(), Verdict.NOT_NOW),
        Rule(4, When(budget=frozenset({BudgetLeft.USED})), Verdict.NOT_NOW),
    ]
    (found,) = [one for one in examine(rules, WEEK) if one.reason.code == "rule_superfluous"]
    assert found.rules == (4, 3)
    assert found.example is not None
    assert decide(found.example, rules).rule == 3


def test_while_the_plug_is_pulled_every_reason_says_so() -> None:
    rule = Rule(1, When(unplugged=True), Verdict.CALL_BACK)
    pulled = decide(customer(None, states=States(unplugged_until=AT + HOUR)), [rule])
    assert pulled.reason.facts == {"rule": 1, UNPLUGGED: 1}
    assert UNPLUGGED not in decide(customer(None), [rule]).reason.facts


def test_several_together_may_leave_nothing() -> None:
    rules = [
        Rule(1, When(weekdays=frozenset(range(5))), Verdict.CALL_BACK),
        Rule(2, When(groups=frozenset({Group.A})), Verdict.PUT_THROUGH),
        Rule(3, When(weekdays=frozenset({5, 6})), Verdict.NOT_NOW),
        Rule(4, When(groups=frozenset({Group.C})), Verdict.IN_WRITING),
    ]
    assert ("rule_never", (4, 1, 3)) in codes(rules)


def test_only_customers_have_a_group() -> None:
    impossible = When(kinds=frozenset({CallerKind.SUPPLIER}), groups=frozenset({Group.A}))
    assert ("rule_impossible", (1,)) in codes([Rule(1, impossible, Verdict.COLLEAGUE)])


def test_what_the_owner_called_the_number_of_a_customer_may_have_a_group() -> None:
    """A customer of group A whose own number is called private: the second rule is theirs."""
    rules = [
        Rule(1, When(kinds=frozenset({CallerKind.CUSTOMER})), Verdict.IN_WRITING),
        Rule(2, When(groups=frozenset({Group.A})), Verdict.PUT_THROUGH),
    ]
    friend = Situation(AT, kind=CallerKind.PRIVATE, group=Group.A)
    assert decide(friend, rules).rule == 2
    found = {one.reason.code for one in examine(rules, ())}
    assert "rule_contradicts" in found
    both = frozenset({CallerKind.CUSTOMER, CallerKind.PRIVATE})
    assert "rule_contradicts" not in {one.reason.code for one in examine(rules, (), both)}


def test_hours_in_which_nobody_of_a_gets_through_are_joined() -> None:
    rules = [
        Rule(7, When(weekdays=frozenset({1}), times=(Span(540, 600),)), Verdict.NOT_NOW),
        Rule(8, When(weekdays=frozenset({1}), times=(Span(600, 660),)), Verdict.CALL_BACK),
    ]
    found = [one for one in examine(rules, WEEK) if one.reason.code == "a_locked_out"]
    assert [
        (one.reason.facts["weekday"], one.reason.facts["start_minute"],
         one.reason.facts["end_minute"])
        for one in found
    ] == [(1, 540, 660)]  # fmt: skip
    assert found[0].example is not None
    assert found[0].example.group is Group.A


def test_outside_the_working_hours_nobody_is_missed() -> None:
    rule = Rule(1, When(times=(Span(1080, 480),)), Verdict.NOT_NOW)
    assert not [one for one in codes([rule]) if one[0] == "a_locked_out"]


def test_an_emergency_needs_a_way_in() -> None:
    unplugged = Rule(1, When(unplugged=True), Verdict.NOT_NOW)
    found = [one for one in examine([unplugged], WEEK) if one.reason.code == "emergency_locked_out"]
    assert {one.reason.facts["emergency"] for one in found} == {"named", "pressed", "again"}
    everyone = frozenset(set(Emergency) - {Emergency.NONE})
    first = Rule(2, When(emergency=everyone), Verdict.PUT_THROUGH)
    assert not [c for c in codes([first, unplugged]) if c[0] == "emergency_locked_out"]


# -- exact, held against every situation there is

some_groups = st.none() | st.frozensets(
    st.sampled_from([Group.A, Group.C, None]), min_size=1, max_size=2
)
yes_no = st.sampled_from([None, True, False])
whens = st.builds(
    When,
    groups=some_groups,
    kinds=st.none() | st.just(frozenset({CallerKind.CUSTOMER, CallerKind.UNKNOWN})),
    callers=st.none() | st.just(frozenset({"7"})),
    weekdays=st.none() | st.frozensets(st.integers(0, 1), min_size=1, max_size=1),
    times=st.sampled_from([(), (Span(540, 720),), (Span(600, 1320),), (Span(1320, 540),)]),
    unplugged=yes_no,
    budget=st.none() | st.just(frozenset({BudgetLeft.USED})),
    again_within=st.sampled_from([None, 1, 10]),
    emergency=st.none() | st.just(frozenset({Emergency.AGAIN, Emergency.NAMED})),
)
rules_of_a_house = st.lists(
    st.tuples(whens, st.sampled_from([Verdict.PUT_THROUGH, Verdict.NOT_NOW])), max_size=6
).map(lambda pairs: [Rule(at, *pair) for at, pair in enumerate(pairs, 1)])


def every_situation(space: Space) -> list[Situation]:
    """One of each cell, as far as it can be; axes that no rule above names stay as they are."""
    free = {"groups", "kinds", "callers", "weekdays", "times", "unplugged", "budget", "again",
            "emergency"}  # fmt: skip
    masks = [
        [1 << at for at in range(len(space.cells(axis)))] if axis in free else [1] for axis in AXES
    ]
    masks[AXES.index("weekdays")] = [1, 2, 4]
    # Of what the rules above tell apart no further than that, one of each will do.
    masks[AXES.index("kinds")] = [1, 2, 1 << 4]
    masks[AXES.index("budget")] = [1, 4]
    possible = space.possible()
    boxes = [
        box
        for box in product(*masks)
        if any(all(a & b for a, b in zip(box, whole, strict=True)) for whole in possible)
    ]
    return [space.example(box) for box in boxes]


@settings(max_examples=8, deadline=None)
@given(rules=rules_of_a_house)
def test_what_never_happens_is_found_exactly(rules: list[Rule]) -> None:
    fired = {decide(one, rules).rule for one in every_situation(Space.of(rules))}
    told = {
        one.rules[0]
        for one in examine(rules, ())
        if one.reason.code in {"rule_never", "rule_impossible", "rule_superfluous",
                               "rule_contradicts"}
    }  # fmt: skip
    assert told == {rule.id for rule in rules} - fired


@settings(max_examples=8, deadline=None)
@given(rules=rules_of_a_house)
def test_locked_out_emergencies_are_found_exactly(rules: list[Rule]) -> None:
    turned = {
        (decided.rule, one.emergency.value)
        for one in every_situation(Space.of(rules))
        if one.emergency is not Emergency.NONE and one.channel is Channel.PHONE
        and (decided := decide(one, rules)).verdict is not Verdict.PUT_THROUGH
    }  # fmt: skip
    told = set()
    for one in examine(rules, ()):
        if one.reason.code == "emergency_locked_out":
            told.add((one.rules[0], one.reason.facts["emergency"]))
            assert one.example is not None
            assert decide(one.example, rules).rule == one.rules[0]
    assert told == turned


@given(rules=rules_of_a_house)
def test_an_example_lies_in_the_box_it_is_made_of(rules: list[Rule]) -> None:
    space = Space.of(rules)
    for rule in rules:
        box = space.of_rule(rule)
        if all(box):
            assert holds(rule, space.example(box))


# -- the rules to start from


@pytest.mark.parametrize(
    ("situation", "code", "verdict"),
    [
        (customer(Group.C), "c_in_writing", Verdict.IN_WRITING),
        (customer(Group.A), "a_may_interrupt", Verdict.PUT_THROUGH),
        (customer(Group.B), "b_later", Verdict.CALL_BACK),
        (customer(None), "no_rule", Verdict.PUT_THROUGH),
        (customer(None, colleague=Colleague.THERE), "colleague_first", Verdict.COLLEAGUE),
        (customer(None, colleague=Colleague.TRIED), "no_rule", Verdict.PUT_THROUGH),
        (customer(Group.A, states=States(break_until=AT + HOUR)), "break", Verdict.NOT_NOW),
        (customer(Group.A, states=States(door_until=AT + HOUR)), "closed_door", Verdict.NOT_NOW),
        (customer(Group.A, states=States(unplugged_until=AT + HOUR)), "unplugged", Verdict.NOT_NOW),
        (
            customer(Group.C, states=States(unplugged_until=AT + HOUR), emergency=Emergency.AGAIN),
            "emergency",
            Verdict.PUT_THROUGH,
        ),
        (customer(Group.A, colleague=Colleague.THERE), "a_may_interrupt", Verdict.PUT_THROUGH),
    ],
)
def test_the_rules_to_start_from(situation: Situation, code: str, verdict: Verdict) -> None:
    decided = decide(situation, ready_made())
    assert (decided.reason.code, decided.verdict) == (code, verdict)


def test_b_gets_through_in_its_hours() -> None:
    nine = Situation(AT.replace(hour=9), kind=CallerKind.CUSTOMER, group=Group.B)
    assert decide(nine, ready_made()).reason.code == "b_in_its_hours"


def test_nothing_is_to_be_said_about_the_rules_to_start_from() -> None:
    assert examine(ready_made(), WEEK) == ()


@settings(max_examples=8, deadline=None)
@given(rules=rules_of_a_house)
def test_who_gets_through_the_plug_is_found_exactly(rules: list[Rule]) -> None:
    space = Space.of(rules)
    plain = [
        one for one in every_situation(space)
        if one.channel is Channel.PHONE and one.emergency is Emergency.NONE
        and one.states.unplugged_until is not None
    ]  # fmt: skip
    told = [decide(one, rules) for one in plain]
    rings = {one.rule for one in told if one.verdict is Verdict.PUT_THROUGH}
    assert set(through_the_plug(rules)) == rings


def test_the_plug_of_the_house_keeps_all_away() -> None:
    rules = ready_made()
    assert through_the_plug(rules) == ()
    before = (Rule(20, When(callers=frozenset({"mum"})), Verdict.PUT_THROUGH), *rules)
    assert through_the_plug(before) == (20,)
    without = [rule for rule in rules if rule.ready != "unplugged"]
    assert set(through_the_plug(without)) == {None, 5, 7}
