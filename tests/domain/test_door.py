"""The door, working days, call-backs, and what may be told of the rules."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_rules_plain import instants
from wertschatz.domain.customers.preferences import Hours, Preference
from wertschatz.domain.rules.callbacks import LAPSED_MINUTES, Standing, fits, standing
from wertschatz.domain.rules.door import Door, Sign, sign_at
from wertschatz.domain.rules.moment import (
    NOBODY,
    Coming,
    Helper,
    Known,
    Setup,
    answer,
    callback_slots,
    situation_of,
)
from wertschatz.domain.rules.ready import ready_made
from wertschatz.domain.rules.rule import Rule, Span, Verdict, When
from wertschatz.domain.rules.situation import CallerKind
from wertschatz.domain.rules.told import outward
from wertschatz.domain.rules.workdays import after_the_weekend, end_of_work, next_work, tomorrow
from wertschatz.domain.values import Group

BERLIN = ZoneInfo("Europe/Berlin")
WED = dt.datetime(2026, 11, 25, 10, 5, tzinfo=BERLIN)
WEEK = frozenset(range(5))
SETUP = Setup(rules=ready_made(), breaks=(Hours(WEEK, 750, 780),))


def at(hour: int, minute: int = 0, day: int = 25) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=BERLIN)


def closing(**ends: dt.datetime) -> Setup:
    return Setup(rules=ready_made(), breaks=SETUP.breaks, **ends)  # type: ignore[arg-type]


def test_the_door_says_open_closed_until_and_break_until() -> None:
    assert sign_at(SETUP, WED) == Sign(Door.OPEN)
    assert sign_at(closing(door_until=at(11, 30)), WED) == Sign(Door.CLOSED, at(11, 30))
    assert sign_at(closing(door_until=at(10)), WED) == Sign(Door.OPEN)
    assert sign_at(closing(focus_until=at(11)), WED) == Sign(Door.CLOSED, at(11))
    assert sign_at(closing(break_until=at(11)), WED) == Sign(Door.BREAK, at(11))
    assert sign_at(SETUP, at(12, 40)) == Sign(Door.BREAK, at(13))
    # What lasts longest is what a visitor has to know.
    both = closing(door_until=at(15), break_until=at(11))
    assert sign_at(both, WED) == Sign(Door.CLOSED, at(15))
    assert sign_at(SETUP, at(20)) == Sign(Door.CLOSED, at(9, day=26))
    assert sign_at(SETUP, at(20, day=27)) == Sign(Door.CLOSED, at(9, day=30))


def test_a_rule_that_lets_nobody_in_closes_the_door_too() -> None:
    shut = Rule(1, When(times=(Span(600, 660),)), Verdict.NOT_NOW)
    assert sign_at(Setup(rules=(shut,)), WED).door is Door.CLOSED
    assert sign_at(Setup(rules=(shut,)), at(11)).door is Door.OPEN


def test_tonight_lasts_until_the_next_working_hours() -> None:
    assert tomorrow(SETUP, at(15)) == at(9, day=26)
    assert tomorrow(SETUP, at(22)) == at(9, day=26)
    assert tomorrow(SETUP, at(2, day=26)) == at(9, day=26)  # still the evening before
    assert tomorrow(SETUP, at(18, day=27)) == at(9, day=30)  # Friday
    assert after_the_weekend(SETUP, at(15)) == at(9, day=30)
    assert end_of_work(SETUP, WED) == at(17)
    assert end_of_work(SETUP, at(18)) is None
    assert next_work(SETUP, at(9)) == at(9, day=26)
    assert tomorrow(Setup(work=()), WED) is None


def test_nobody_is_there_on_a_day_off() -> None:
    """Thursday is Christmas Eve in this calendar, Friday a holiday."""
    off = frozenset({dt.date(2026, 11, 26), dt.date(2026, 11, 27)})
    setup = Setup(rules=ready_made(), closed=off, helpers=(Helper("Ben", "22"),))
    monday = at(9, day=30)
    assert tomorrow(setup, at(18)) == next_work(setup, at(18)) == monday
    assert end_of_work(setup, at(10, day=26)) is None
    assert sign_at(setup, at(10, day=26)) == Sign(Door.CLOSED, monday)
    later = Setup(closed=frozenset({dt.date(2026, 11, 30)}))
    assert after_the_weekend(later, at(15)) == dt.datetime(2026, 12, 1, 9, tzinfo=BERLIN)
    # Who has no hours of its own is there in the working hours, and on a day off there are none.
    customer = Known("k", kind=CallerKind.CUSTOMER)
    told = {day: answer(setup, Coming(at(10, day=day), customer)).verdict for day in (25, 26)}
    assert told == {25: Verdict.COLLEAGUE, 26: Verdict.PUT_THROUGH}
    always = Setup(rules=ready_made(), closed=off, helpers=(Helper("Eva", "23", (Hours(),)),))
    assert answer(always, Coming(at(10, day=26), customer)).verdict is Verdict.COLLEAGUE


HOURS = st.builds(
    Hours, st.frozensets(st.integers(0, 6)), st.integers(0, 1439), st.integers(0, 1440)
)  # fmt: skip


@given(st.lists(HOURS, max_size=3), instants)
def test_what_is_named_always_lies_ahead(work: list[Hours], now: dt.datetime) -> None:
    setup = Setup(work=tuple(work))
    for found in (tomorrow(setup, now), after_the_weekend(setup, now), next_work(setup, now),
                  end_of_work(setup, now)):  # fmt: skip
        assert found is None or found > now
    sign = sign_at(setup, now)
    assert sign.until is None or sign.until > now


def test_a_call_back_lapses_after_half_an_hour() -> None:
    slot = at(14)
    assert standing(slot, at(13, 59)) is Standing.AHEAD
    assert standing(slot, slot) is Standing.NOW
    assert standing(slot, slot + dt.timedelta(minutes=LAPSED_MINUTES - 1)) is Standing.NOW
    assert standing(slot, slot + dt.timedelta(minutes=LAPSED_MINUTES)) is Standing.LAPSED


@given(st.lists(HOURS, min_size=1, max_size=3), instants, st.integers(0, 23))
def test_whatever_is_offered_fits_and_lies_in_both_sides_times(
    work: list[Hours], now: dt.datetime, start: int
) -> None:
    setup = Setup(work=tuple(work), breaks=SETUP.breaks)
    who = Known("x", preference=Preference(from_minute=start * 60))
    for slot in callback_slots(setup, who, now, 2):
        assert fits(setup, who, slot, now)
        assert any(one.holds(slot) for one in work)
        assert slot.hour >= start
    assert not fits(setup, who, now, now)
    assert not fits(setup, NOBODY, now + dt.timedelta(hours=1, seconds=7), now)


def test_hours_of_single_callers_are_nobodys_business() -> None:
    rule = Rule(1, When(times=(Span(60, 120),), callers=frozenset({"x"})), Verdict.PUT_THROUGH)
    assert outward(Setup(rules=(rule,)), WED).phone == Setup().work
    group = Rule(1, When(times=(Span(60, 120),), groups=frozenset({Group.B})), Verdict.PUT_THROUGH)
    assert [one.start for one in outward(Setup(rules=(group,)), WED).phone] == [60]


def test_hours_of_the_few_are_told_to_nobody() -> None:
    """Customers would call when only the family gets through."""
    evening, day = (Span(1080, 1200),), (Span(540, 600),)
    open_to_all = Rule(9, When(times=day), Verdict.PUT_THROUGH)
    for when in (
        When(times=evening, kinds=frozenset({CallerKind.PRIVATE})),
        When(times=evening, groups=frozenset({Group.A})), When(times=evening, again_within=3),
    ):  # fmt: skip
        rules = (Rule(1, when, Verdict.PUT_THROUGH), open_to_all)
        assert [one.start for one in outward(Setup(rules=rules), WED).phone] == [540], when


def test_nobody_is_called_back_in_what_the_owner_said() -> None:
    """Whoever works undisturbed until noon is not reminded of a call at half past ten."""
    b = Known("b", group=Group.B)
    for kind in ("door", "focus", "break", "unplugged"):
        setup = closing(**{f"{kind}_until": at(12)})
        assert callback_slots(setup, b, WED)[0] == at(12), kind
        assert fits(setup, b, at(12), WED)
        assert not fits(setup, b, at(10, 30), WED)
    told = answer(closing(focus_until=at(12)), Coming(WED, b))
    assert (told.verdict, told.until) == (Verdict.CALL_BACK, at(12))


def test_a_break_in_the_hour_that_comes_twice_ends_after_now() -> None:
    setup = Setup(work=(), breaks=(Hours(frozenset(range(7)), 120, 170),))
    for minutes in range(0, 120, 5):  # from 2:00 before the change to 3:00 after it
        at = dt.datetime(2026, 10, 25, 0, 0, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
        until = situation_of(setup, Coming(at)).states.break_until
        if at.astimezone(BERLIN).minute < 50:
            assert until is not None
            assert at < until.astimezone(dt.UTC) <= at + dt.timedelta(minutes=50)
