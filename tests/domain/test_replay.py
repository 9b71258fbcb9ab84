"""Past calls under sets of rules: a day worked out by hand, properties, and the clock's traps."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domain.test_rules_plain import people, rules
from wertschatz.domain.customers.preferences import Hours, Preference
from wertschatz.domain.rules.moment import NOBODY, Coming, Helper, Known, Setup, Stretch, answer
from wertschatz.domain.rules.quiet import Quiet, work_of
from wertschatz.domain.rules.ready import ready_made
from wertschatz.domain.rules.replay import (
    Changed,
    Gain,
    Outcome,
    Past,
    PastCall,
    Said,
    Waits,
    compare,
    gain_of,
    replay,
)
from wertschatz.domain.rules.rule import Rule, Span, Verdict, When
from wertschatz.domain.rules.situation import BudgetLeft, CallerKind
from wertschatz.domain.values import Group

BERLIN = ZoneInfo("Europe/Berlin")
DAY = dt.date(2026, 11, 25)  # a Wednesday
WORKDAYS = frozenset(range(5))
A, B, C = (Known(f"{one}1", str(one), group=one) for one in Group)
MUM = Known("mum", kind=CallerKind.PRIVATE, emergency=True)
TWICE = Known("twice", group=Group.C, may_repeat=True)
SETUP = Setup(
    rules=ready_made(), breaks=(Hours(WORKDAYS, 12 * 60 + 30, 13 * 60),),
    helpers=(Helper("Anna", "11", (Hours(WORKDAYS, 15 * 60, 16 * 60),)),),
)  # fmt: skip


def at(hour: int, minute: int = 0, day: dt.date = DAY) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), BERLIN)


def call(hour: int, minute: int, who: Known, talked: int = 0, **more: object) -> PastCall:
    outcome = Outcome.ANSWERED if talked else Outcome.MISSED
    made = PastCall(at(hour, minute), who, who.key, True, talked * 60, outcome)
    return made._replace(**more)


GOLDEN = [
    call(9, 10, B, 6),  # in the telephone hours of B
    call(10, 30, A, 10),
    call(11, 0, B, 4),  # later: the next quarter that leaves fifteen minutes is 11:15
    call(11, 20, C),  # in writing
    call(12, 40, A, 2),  # in the break
    call(12, 45, MUM, 3),
    call(13, 30, NOBODY, 5, number="+4930999"),  # no rule holds: it rings
    call(14, 0, TWICE, 2),  # in writing
    call(14, 2, TWICE, 2),  # two minutes later: an emergency
    call(15, 30, C, 8),  # Anna first
    call(16, 0, C, 1, outcome=Outcome.REJECTED),
    call(16, 30, A, 9, incoming=False),
]
PAST = Past(DAY, DAY)


def test_a_day_worked_out_by_hand() -> None:
    found = replay(SETUP, GOLDEN, PAST)
    through, back, writing = Verdict.PUT_THROUGH, Verdict.CALL_BACK, Verdict.IN_WRITING
    assert [(one.decision.verdict, one.rang) for one in found.told] == [
        (through, True), (through, True), (back, False), (writing, False),
        (Verdict.NOT_NOW, False), (through, True), (through, True), (writing, False),
        (through, True), (Verdict.COLLEAGUE, False), (writing, False),
    ]  # fmt: skip
    assert (found.interruptions, found.rejected, found.outgoing) == (5, 1, 1)
    # 9:00 10 min, ring 9:10-9:16, quiet until 10:30, ring until 10:40, quiet until 12:30; break;
    # 13:00 quiet for exactly 30 min, ring 13:30-13:35, 27 min, ring 14:02-14:04, quiet until 17:00.
    assert found.quiet == Quiet(3, 74 + 110 + 176, 176, 450)
    assert found.waits[Group.A] == Waits(
        2, put_through=1, later=1, later_median_minutes=20, later_longest_minutes=20
    )
    assert found.waits[Group.B] == Waits(
        2, put_through=1, later=1, later_median_minutes=15, later_longest_minutes=15
    )
    assert found.waits[Group.C] == Waits(4, put_through=1, colleague=1, in_writing=2)
    assert found.waits[None] == Waits(2, put_through=2)
    assert {hour: n for hour, n in enumerate(found.by_hour) if n} == {
        9: 1, 10: 1, 12: 1, 13: 1, 14: 1,
    }  # fmt: skip


def test_the_gain_is_a_range_with_its_assumption() -> None:
    found = compare(SETUP, (), SETUP.rules, GOLDEN, PAST, back_minutes=7)
    assert found.old.interruptions == 10
    # Spared: B 4, C missed, A 2 in the break, C 2, C 8 minutes.
    assert found.gain == Gain(5, 0, 16, 16 + 5 * 7, 7, 4)
    assert len(found.changed) == 6  # those, and the one that the box turned away
    # The other way round the same is lost.
    lost = compare(SETUP, SETUP.rules, (), GOLDEN, PAST, back_minutes=7).gain
    assert (lost.avoided, lost.added, lost.low_minutes, lost.high_minutes) == (0, 5, -51, -16)
    with pytest.raises(ValueError, match="61"):
        compare(SETUP, (), (), GOLDEN, PAST, back_minutes=61)


def test_what_was_said_of_the_present_says_nothing_of_the_past() -> None:
    now = replace(
        SETUP, door_until=at(18), unplugged_until=at(18), budget={"A": BudgetLeft.USED},
        taken=(Stretch(at(11, 15), at(11, 30)),),
    )  # fmt: skip
    assert replay(now, GOLDEN, PAST) == replay(SETUP, GOLDEN, PAST)


def test_a_switch_of_the_past_counts_as_it_was_said_then() -> None:
    """Said until 12, ended at 10:45: the caller at 10:30 was told noon."""
    past = replace(PAST, switches=(Said("door", at(10), at(10, 45), at(12)),))
    told = {one.call.at: one.decision for one in replay(SETUP, GOLDEN, past).told}
    assert (told[at(10, 30)].verdict, told[at(10, 30)].until) == (Verdict.NOT_NOW, at(12))
    assert told[at(11)].verdict is Verdict.CALL_BACK


def test_an_appointment_of_the_past_leaves_no_time_for_a_call_back() -> None:
    past = replace(PAST, appointments=(Stretch(at(11), at(12)),))
    told = {one.call.at: one.decision for one in replay(SETUP, GOLDEN, past).told}
    assert told[at(11)].until == at(12)


def test_who_withholds_the_number_never_called_before() -> None:
    hidden = replace(NOBODY, may_repeat=True)
    again = Rule(1, When(again_within=10), Verdict.NOT_NOW)
    two = [PastCall(at(10, minute), hidden, "") for minute in (0, 1)]
    known = [one._replace(number="+491") for one in two]
    setup = replace(SETUP, rules=(again,))
    assert replay(setup, two, PAST).interruptions == 2
    assert replay(setup, known, PAST).interruptions == 1


def test_the_nights_in_which_the_clock_changes() -> None:
    spring, autumn = dt.date(2026, 3, 29), dt.date(2026, 10, 25)
    night = Setup(work=(Hours(frozenset({6}), 60, 240),), rules=())
    for day, minutes in ((spring, 120), (autumn, 240)):
        found = replay(night, [], Past(day, day))
        assert found.quiet == Quiet(1, minutes, minutes, minutes)
    # 2:30 comes twice; the second is an hour after the first, not at the same time.
    first = dt.datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    second = first.replace(fold=1, minute=31)
    again = replace(night, rules=(Rule(1, When(again_within=5), Verdict.NOT_NOW),))
    calls = [PastCall(second, A, "x", seconds=60), PastCall(first, A, "x", seconds=60)]
    found = replay(again, calls, Past(autumn, autumn))
    in_order = [one.astimezone(dt.UTC) for one in (first, second)]
    assert [one.call.at for one in found.told] == in_order
    assert found.interruptions == 2
    assert found.by_hour[2] == 2
    assert found.quiet.count == 3
    # Over the spring gap 1:59 and 3:01 are two minutes apart.
    calls = [PastCall(at(1, 59, spring), A, "x"), PastCall(at(3, 1, spring), A, "x")]
    assert replay(again, calls, Past(spring, spring)).interruptions == 1


def test_a_wait_over_a_changed_clock_is_as_long_as_it_really_is() -> None:
    friday = dt.datetime(2026, 10, 23, 17, 0, tzinfo=BERLIN)
    found = replay(SETUP, [PastCall(friday, B, "b")], Past(friday.date(), friday.date()))
    assert found.waits[Group.B].later_longest_minutes == 65 * 60  # Monday 9:00, one hour more


def test_midnight() -> None:
    late = Setup(work=(Hours(frozenset({2}), 22 * 60, 2 * 60), Hours(frozenset({3}), 0, 1440)))
    thursday = DAY + dt.timedelta(days=1)
    assert work_of(late, DAY, DAY) == [Stretch(at(22), at(2, 0, thursday))]
    assert work_of(late, DAY, thursday) == [Stretch(at(22), at(0, 0, thursday + dt.timedelta(1)))]
    night = Rule(1, When(times=(Span(22 * 60, 6 * 60),)), Verdict.NOT_NOW)
    calls = [PastCall(at(23, 59), A, "a"), PastCall(at(0, 0, thursday), A, "a")]
    assert replay(replace(late, rules=(night,)), calls, Past(DAY, thursday)).interruptions == 0
    # A talk over midnight is one ring.
    calls = [PastCall(at(23, 50), A, "a", seconds=1200)]
    found = replay(replace(late, rules=()), calls, Past(DAY, DAY))
    assert found.quiet == Quiet(2, 110 + 110, 110, 240)


def test_what_is_still_to_come_is_no_quiet_time() -> None:
    found = replay(SETUP, [], replace(PAST, until=at(10)))
    assert found.quiet == Quiet(1, 60, 60, 60)


moments = st.datetimes(
    dt.datetime(2026, 3, 27), dt.datetime(2026, 4, 10), timezones=st.just(BERLIN)  # noqa: DTZ001
)  # fmt: skip
calls = st.lists(
    st.builds(
        PastCall, moments, people, st.sampled_from(["", "+491", "+492"]), st.booleans(),
        st.integers(0, 4000), st.sampled_from(Outcome),
    ),
    max_size=12,
)  # fmt: skip
SPAN = Past(dt.date(2026, 3, 27), dt.date(2026, 4, 10))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(calls=calls, rules=st.lists(rules, max_size=6))
def test_every_call_is_counted_once(calls: list[PastCall], rules: list[Rule]) -> None:
    found = replay(replace(SETUP, rules=tuple(rules)), calls, SPAN)
    assert sum(found.verdicts.values()) + found.rejected + found.outgoing == len(calls)
    assert found.interruptions == sum(found.by_hour) == sum(one.rang for one in found.told)
    for waits in found.waits.values():
        assert waits.calls == (
            waits.put_through + waits.later + waits.colleague + waits.in_writing
            + waits.open_ended
        )  # fmt: skip
    assert sum(one.calls for one in found.waits.values()) == sum(found.verdicts.values())
    assert 0 <= found.quiet.longest_minutes <= found.quiet.minutes <= found.quiet.work_minutes


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(calls=calls, rules=st.lists(rules, max_size=6))
def test_the_verdict_is_that_of_the_gate(calls: list[PastCall], rules: list[Rule]) -> None:
    setup = replace(SETUP, rules=tuple(rules))
    before: dict[str, dt.datetime] = {}
    for one in replay(setup, calls, SPAN).told:
        since = 1440
        if one.call.number in before and one.call.number:
            since = int((one.call.at - before[one.call.number]).total_seconds() // 60)
        before[one.call.number] = one.call.at
        asked = Coming(one.call.at, one.call.who, minutes_since=since)
        assert one.decision == answer(setup, asked)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(calls=calls, old=st.lists(rules, max_size=4), new=st.lists(rules, max_size=4))
def test_a_gain_turned_round_is_a_loss(
    calls: list[PastCall], old: list[Rule], new: list[Rule]
) -> None:
    there = compare(SETUP, old, new, calls, SPAN)
    back = gain_of(there.new, there.old)
    assert there.gain.low_minutes <= there.gain.high_minutes
    assert abs(back.low_minutes + there.gain.high_minutes) <= 1  # each rounded once
    assert (back.avoided, back.added) == (there.gain.added, there.gain.avoided)
    same = compare(SETUP, old, old, calls, SPAN)
    assert same.changed == ()
    assert (same.gain.low_minutes, same.gain.high_minutes) == (0, 0)
    assert all(isinstance(one, Changed) for one in there.changed)


def test_times_that_suit_are_those_of_each_caller() -> None:
    """The memory for call-backs keeps apart who has other times."""
    early = replace(B, key="early", preference=Preference(from_minute=600, until_minute=660))
    calls = [PastCall(at(11, 2), B, "b"), PastCall(at(11, 3), early, "e")]
    told = [one.decision.until for one in replay(SETUP, calls, PAST).told]
    assert told == [at(11, 30), at(10, 0, DAY + dt.timedelta(days=1))]


def test_a_day_off_is_no_working_time_and_no_colleague_is_there() -> None:
    day = dt.date(2026, 11, 25)
    setup = Setup(rules=ready_made(), helpers=(Helper("Ben", "22"),))
    call = PastCall(dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC), Known("k"), "+49301")
    for closed, verdict, minutes in (
        (frozenset[dt.date](), Verdict.COLLEAGUE, 480), (frozenset({day}), Verdict.PUT_THROUGH, 0),
    ):  # fmt: skip
        told = replay(setup, [call], Past(day, day, closed=closed))
        assert [one.decision.verdict for one in told.told] == [verdict]
        assert told.quiet.work_minutes == minutes
