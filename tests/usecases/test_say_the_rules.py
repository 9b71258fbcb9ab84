"""Rules are added, changed, moved, switched and taken back; nothing unseen is overwritten."""

from __future__ import annotations

import pytest

from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.preferences import Hours
from wertschatz.domain.rules.hours import spans_of
from wertschatz.domain.rules.ready import ready_made
from wertschatz.domain.rules.rule import Rule, Season, Span, Until, Verdict, When
from wertschatz.domain.rules.situation import Channel
from wertschatz.domain.values import Group
from wertschatz.ports.rules import Times
from wertschatz.ports.seen import ChangedMeanwhile
from wertschatz.storage.models import Action, Colleague, KnownNumber, User
from wertschatz.storage.queries.setup import newest_week, week_of
from wertschatz.storage.rules_book import colleague_seen, number_seen, week_seen
from wertschatz.usecases.refusals import Refused
from wertschatz.usecases.say_the_rules import Wish

pytestmark = pytest.mark.django_db
ONLY_C = When(groups=frozenset({Group.C}))
WRITE = Wish(ONLY_C, Verdict.IN_WRITING)
BACK = Wish(ONLY_C, Verdict.CALL_BACK, Until.SLOT)


@pytest.fixture(autouse=True)
def owner() -> int:
    return User.objects.create_user("chefin", password="x", role="owner").pk


def rules() -> tuple[Rule, ...]:
    return house().setup().rules


def undo(code: str) -> bool:
    action = Action.objects.filter(code=code).order_by("id")[0]
    return house().undo(action.uuid, None).done


def test_an_own_rule_stands_behind_the_closed_door_and_is_taken_back(owner: int) -> None:
    made = house().add_rule(BACK, owner)
    assert [rule.ready for rule in rules()][:6] == [
        "emergency", "unplugged", "break", "closed_door", "", "a_may_interrupt",
    ]  # fmt: skip
    assert rules()[4] == Rule(made, *BACK)
    assert undo("rule_added")
    assert rules() == ready_made()


def test_an_earlier_change_is_taken_back_only_after_the_later_ones(owner: int) -> None:
    house().add_rule(BACK, owner)
    house().switch_rule(1, False, owner)
    assert not undo("rule_added")
    assert undo("rule_switched_off")
    assert undo("rule_added")


def test_rules_are_moved_switched_and_deleted(owner: int) -> None:
    made = house().add_rule(BACK, owner)
    house().move_rule(made, -4, owner)
    assert rules()[0].id == made
    assert house().move_rule(made, -1, owner) is None
    house().move_rule(made, 99, owner)
    assert rules()[-1].id == made
    house().switch_rule(made, False, owner)
    assert not rules()[-1].on
    assert house().switch_rule(made, False, owner) is None
    house().delete_rule(made, owner)
    assert rules() == ready_made()
    assert house().ready_made_rules(owner) is None


def test_the_reason_of_a_ready_made_rule_stays_while_it_is_true(owner: int) -> None:
    hours = next(rule for rule in ready_made() if rule.ready == "b_in_its_hours")
    summer = When(
        groups=hours.when.groups, times=(Span(600, 660),), weekdays=frozenset({1}),
        seasons=(Season((6, 1), (8, 31)),), channels=frozenset({Channel.PHONE}),
    )  # fmt: skip
    house().change_rule(hours.id, Wish(summer, hours.verdict), owner)
    assert rules()[hours.id - 1].ready == "b_in_its_hours"
    house().change_rule(hours.id, Wish(summer, Verdict.NOT_NOW), owner)
    assert rules()[hours.id - 1].ready == ""
    assert house().change_rule(hours.id, Wish(summer, Verdict.NOT_NOW), owner) is None


def test_two_people_change_the_same_rule(owner: int) -> None:
    seen = house().rules_version()
    house().change_rule(9, BACK, owner, seen)
    with pytest.raises(ChangedMeanwhile) as changed:
        house().change_rule(9, WRITE, owner, seen)
    assert changed.value.now == {"version": house().rules_version()}
    # Another rule is not what the first one changed.
    house().switch_rule(2, False, owner, seen)
    assert (rules()[8].verdict, rules()[1].on) == (Verdict.CALL_BACK, False)
    with pytest.raises(ChangedMeanwhile):
        house().ready_made_rules(owner, seen)
    house().ready_made_rules(owner, house().rules_version())
    assert rules() == ready_made()


def test_a_rule_that_is_gone_is_refused(owner: int) -> None:
    house().delete_rule(9, owner)
    for change in (
        lambda: house().change_rule(9, BACK, owner),
        lambda: house().move_rule(9, 1, owner),
        lambda: house().delete_rule(9, owner),
    ):
        with pytest.raises(Refused) as refused:
            change()
        assert refused.value.code == "rule_gone"


def test_telephone_hours_are_the_times_of_their_rule(owner: int) -> None:
    house().say_telephone_hours(frozenset({0, 2}), [Span(480, 600)], owner)
    when = next(rule for rule in rules() if rule.ready == "b_in_its_hours").when
    assert (when.weekdays, when.times) == ({0, 2}, (Span(480, 600),))
    for days, spans, code in (
        ({0}, [], "telephone_hours_missing"),
        (set(), [Span(480, 600)], "telephone_hours_missing"),
        ({0}, [Span(480, 480)], "rule_out_of_range"),
    ):
        with pytest.raises(Refused) as refused:
            house().say_telephone_hours(frozenset(days), spans, owner)
        assert refused.value.code == code
    house().delete_rule(7, owner)
    with pytest.raises(Refused) as refused:
        house().say_telephone_hours(frozenset({0}), [Span(480, 600)], owner)
    assert refused.value.code == "telephone_hours_gone"


def test_times_are_kept_and_taken_back(owner: int) -> None:
    days = frozenset({0, 1})
    times = Times((Hours(days, 480, 960),), (), (Hours(days, 540, 560),), ("030 1", "030 1", " "))
    house().say_times(times, owner)
    setup = house().setup()
    assert (setup.work, setup.breaks, setup.mail) == (times.work, times.breaks, times.mail)
    assert setup.numbers == ("030 1",)
    assert house().say_times(times, owner) is None
    seen = week_seen(week_of(owner))
    house().say_times(Times(times.work, times.breaks, times.mail, ("030 2",)), owner, seen)
    with pytest.raises(ChangedMeanwhile) as changed:
        house().say_times(Times(times.work, times.breaks, times.mail, ("030 3",)), owner, seen)
    assert set(changed.value.now) == {"numbers"}
    assert not undo("week_said")
    for wrong, code in (
        (Hours(frozenset(), 480, 960), "stretch_without_day"),
        (Hours(days, 480, 480), "time_window_empty"),
    ):
        with pytest.raises(Refused) as refused:
            house().say_times(Times(work=(wrong,)), owner)
        assert refused.value.code == code
    assert newest_week(owner) is not None


def test_colleagues_have_an_order(owner: int) -> None:
    for name in ("Anna", "Bert", "Carla"):
        house().name_colleague(None, name=name, number="21", actor=owner)
    carla = Colleague.objects.get(name="Carla")
    house().move_colleague(carla.uuid, -1, owner)
    assert [one.name for one in house().setup().helpers] == ["Anna", "Carla", "Bert"]
    assert undo("colleague_moved")
    assert [one.name for one in house().setup().helpers] == ["Anna", "Bert", "Carla"]
    seen = colleague_seen(carla)
    house().name_colleague(carla.uuid, name="Carla", number="21", away=True, actor=owner, seen=seen)
    assert len(house().setup().helpers) == 2
    with pytest.raises(ChangedMeanwhile):
        house().name_colleague(
            carla.uuid, name="Carla", number="22", away=False, actor=owner,
            seen={**seen, "number": "20"},
        )  # fmt: skip
    with pytest.raises(Refused) as refused:
        house().name_colleague(None, name=" ", number="", actor=owner)
    assert refused.value.code == "name_missing"
    house().forget_colleague(carla.uuid, owner)
    with pytest.raises(Refused):
        house().forget_colleague(carla.uuid, owner)


def test_named_numbers_are_kept_as_they_are_dialled(owner: int) -> None:
    house().name_number("030 / 231 25-001", name="Schule", emergency=True, actor=owner)
    row = KnownNumber.objects.get()
    assert (row.number, row.emergency) == ("+493023125001", True)
    decision, who = house().decide_number("030 23125001")
    assert (decision.verdict, who and who.name) == (Verdict.PUT_THROUGH, "Schule")
    assert decision.reason.code == "emergency"
    seen = number_seen(row)
    house().name_number("030 23125001", name="Kita", actor=owner, seen=seen)
    with pytest.raises(ChangedMeanwhile):
        house().name_number("030 23125001", name="Hort", actor=owner, seen=seen)
    with pytest.raises(Refused) as refused:
        house().name_number("nein", name="", actor=owner)
    assert refused.value.code == "phone_not_read"
    house().forget_number(row.number, owner)
    assert not KnownNumber.objects.exists()


def test_working_hours_over_midnight_are_examined_on_both_days() -> None:
    night = Hours(frozenset({4}), 20 * 60, 0)
    assert spans_of([night]) == ((4, Span(1200, 1440)),)
    assert house().examined([Rule(1, When(), Verdict.NOT_NOW)])[0].reason.code == "a_locked_out"
