"""Past calls from the database: each once, with whoever called, and no row more than asked."""

from __future__ import annotations

import datetime as dt
import uuid
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test.utils import CaptureQueriesContext

from tests.storage.everything import billed, take_in
from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.preferences import Preference
from wertschatz.domain.rules.plain import rule_to
from wertschatz.domain.rules.replay import Outcome, PastCall, Said
from wertschatz.domain.rules.rule import Rule, Until, Verdict, When
from wertschatz.domain.values import Group
from wertschatz.storage.imports import by_hand
from wertschatz.storage.models import (
    Contact,
    Customer,
    Firm,
    Import,
    KnownNumber,
    Party,
    Ring,
    RuleSet,
    Switch,
    User,
)
from wertschatz.storage.queries.known_callers import known_of, who_are
from wertschatz.storage.queries.past_calls import calls_between, past_of
from wertschatz.storage.queries.setup import known_customer
from wertschatz.storage.queries.since_rules import since_the_rules

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
DAY = dt.date(2026, 11, 25)
NUMBER = "+493023125001"
KEYS = count()


def at(hour: int, minute: int = 0, day: dt.date = DAY) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), BERLIN).astimezone(dt.UTC)


@pytest.fixture
def owner(db: None) -> int:
    Firm.objects.create(party=Party.objects.create(name="Firma"), area_code="030")
    take_in([billed("RE-1", customer="Holz", customer_number="1"),
             billed("RE-2", customer="Stein", customer_number="2")])  # fmt: skip
    Party.objects.filter(customer__number="1").update(phone="030 / 231 25 001")
    return User.objects.create(username="owner", role="owner", joined_at=at(0)).pk


def customer(number: str = "1") -> Customer:
    return Customer.objects.get(number=number)


def listed(when: dt.datetime, **more: Any) -> Contact:
    """A call as a list tells it; `source` and `led` say so."""
    source = more.pop("source", None) or Import.objects.filter(state="live").latest("id")
    values: dict[str, Any] = {
        "kind": "call", "way": "in", "other": NUMBER, "led": True, "customer": customer(),
        "length": 3, "minutes": 3, "key": f"k{next(KEYS)}", "started_at": when,
        "on": when.astimezone(BERLIN).date(),
    }  # fmt: skip
    return Contact.objects.create(source=source, **{**values, **more})


def rung(when: dt.datetime, verdict: str = "put_through", **more: Any) -> Ring:
    return Ring.objects.create(
        uuid=uuid.uuid4(), call_id=str(next(KEYS)), at=when, verdict=verdict, reason="no_rule",
        **{"number": NUMBER, "system": "json", **more},
    )  # fmt: skip


def calls(first: dt.date = DAY, last: dt.date = DAY, most: int | None = None) -> list[PastCall]:
    return calls_between(first, last, BERLIN, "030", most)[0]


def test_calls_of_lists_with_whoever_called(owner: int) -> None:
    house().say_word(customer().uuid, group="B", reason="", actor=owner)
    listed(at(10))
    listed(at(11), way="missed", length=0)
    listed(at(12), way="rejected", length=0, customer=None, other="+49891")
    listed(at(13), way="out")
    found = calls()
    assert [(one.at, one.outcome, one.incoming, one.seconds) for one in found] == [
        (at(10), Outcome.ANSWERED, True, 180), (at(11), Outcome.MISSED, True, 0),
        (at(12), Outcome.REJECTED, True, 0), (at(13), Outcome.ANSWERED, False, 180),
    ]  # fmt: skip
    assert (found[0].who.name, found[0].who.group, found[0].number) == ("Holz", Group.B, NUMBER)
    assert found[2].who.key == ""


def test_what_two_lists_the_gate_and_a_person_tell_is_one_call(owner: int) -> None:
    listed(at(10), key="same")
    listed(at(10), key="same")
    logged = listed(at(10, 10), source=by_hand(), led=None, other=None, length=5)
    rung(at(10, 1), seconds=200, answered_at=at(10, 1))
    rung(at(15), verdict="call_back")
    mine = listed(at(16), source=by_hand(), led=None, other=None, customer=customer("2"))
    rung(at(17), verdict="in_writing", overruled="put_through", contact=mine)
    found = calls()
    assert [(one.at, one.outcome, one.seconds) for one in found] == [
        (at(10, 1), Outcome.ANSWERED, 200), (at(15), Outcome.HELD, 0),
        (at(17), Outcome.ANSWERED, 180),
    ]  # fmt: skip
    assert found[0].who.name == "Holz"
    logged.started_at = at(13)
    logged.save()
    assert [one.at for one in calls()] == [at(10, 1), at(13), at(15), at(17)]


def test_an_import_that_was_taken_back_tells_nothing(owner: int) -> None:
    source = Import.objects.filter(state="live").latest("id")
    listed(at(10))
    source.state = "withdrawn"
    source.save()
    assert calls() == []


def test_a_named_number_is_an_emergency_then_too(owner: int) -> None:
    KnownNumber.objects.create(number="+491701234567", written="x", name="Schule", emergency=True)
    listed(at(10), other="+491701234567", customer=None)
    rung(at(11), number="+491701234567")
    assert [one.who.emergency for one in calls()] == [True, True]


def test_days_are_those_of_the_firm(owner: int) -> None:
    """Half past midnight in Berlin is still yesterday in UTC."""
    listed(at(0, 30))
    rung(at(0, 40), number="+4989")
    rung(at(23, 59, DAY - dt.timedelta(days=1)), number="+4988")
    assert [one.at for one in calls()] == [at(0, 30), at(0, 40)]


def test_no_row_of_other_days_is_read_and_no_question_asked_for_each_call(
    owner: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        listed(at(10, number))
        listed(at(10, number, DAY - dt.timedelta(days=40)))
    with django_assert_max_num_queries(12) as told:
        assert len(calls()) == 40
    assert isinstance(told, CaptureQueriesContext)
    asked = [one["sql"] for one in told.captured_queries if "storage_contact" in one["sql"]]
    assert all("BETWEEN" in sql for sql in asked)
    found, cut = calls_between(DAY, DAY, BERLIN, "030", most=7)
    assert ([one.at for one in found], cut) == ([at(10, minute) for minute in range(33, 40)], True)
    assert not calls_between(DAY, DAY, BERLIN, "030", most=40)[1]


def test_many_customers_at_once_are_the_same_as_one_by_one(owner: int) -> None:
    one, other = customer(), customer("2")
    house().say_word(one.uuid, group="C", reason="", actor=owner)
    house().say_preference(
        one.uuid, Preference(from_minute=600, until_minute=660), seen="", actor=owner
    )
    several = known_of([one.pk, other.pk])
    assert several == {row.pk: known_customer(row, {}) for row in (one, other)}
    house().merge(one.uuid, into=other.uuid, actor=owner)
    merged = known_of([one.pk, other.pk])
    assert merged[one.pk] == merged[other.pk] == known_customer(customer("2"), {})
    assert merged[one.pk].group is Group.C
    assert who_are([NUMBER, "+4989123456"], "030") == {NUMBER: merged[one.pk]}


def test_switches_as_they_were_said_and_as_they_ended(owner: int) -> None:
    def said(kind: str, when: dt.datetime, until: dt.datetime) -> None:
        Switch.objects.create(user_id=owner, kind=kind, at=when, until=until)

    said("door", at(9, 0, DAY - dt.timedelta(days=9)), at(10, 0, DAY - dt.timedelta(days=9)))
    said("door", at(9), at(12))
    said("door", at(10), at(11))
    said("focus", at(13), at(15))
    said("focus", at(14), at(14))
    assert past_of(owner, DAY, DAY, BERLIN, at(20)).switches == (
        Said("door", at(9), at(10), at(12)), Said("door", at(10), at(11), at(11)),
        Said("focus", at(13), at(14), at(15)),
    )  # fmt: skip


def test_a_door_that_was_opened_again_the_day_before_is_open(owner: int) -> None:
    before = DAY - dt.timedelta(days=1)
    for when, until in ((at(9, 0, before), at(12)), (at(17, 0, before), at(17, 0, before))):
        Switch.objects.create(user_id=owner, kind="door", at=when, until=until)
    assert past_of(owner, DAY, DAY, BERLIN, at(20)).switches == ()
    assert past_of(owner, before, DAY, BERLIN, at(20)).switches == (
        Said("door", at(9, 0, before), at(17, 0, before), at(12)),
    )


def test_appointments_of_read_calendars_and_days_off_count_too(owner: int) -> None:
    from wertschatz.storage.models import CalendarEntry, CalendarSource

    source = CalendarSource.objects.create(user_id=owner, kind="ics", place="x", at=at(8))
    CalendarEntry.objects.create(source=source, uid="1", start=at(9), end=at(11))
    found = past_of(owner, DAY, DAY + dt.timedelta(days=23), BERLIN, at(20))
    assert (at(9), at(11)) in found.appointments
    assert dt.date(2026, 12, 25) in found.closed
    RuleSet.objects.create(
        user_id=owner, at=at(7),
        rules=[rule_to(Rule(1, When(in_appointment=True), Verdict.NOT_NOW, Until.STATE))],
    )  # fmt: skip
    listed(at(10))
    replayed = house().replay_kept(DAY, DAY)
    assert replayed is not None
    assert [one.decision.until for one in replayed.comparison.new.told] == [at(11)]


def test_a_box_that_only_tells_rang_whatever_was_decided(owner: int) -> None:
    """Nobody can keep a call away from it but the box itself."""
    rung(at(9), verdict="in_writing", system="fritzbox", cause="missed")
    rung(at(10), verdict="put_through", system="fritzbox", cause="barred")
    rung(at(11), verdict="in_writing")
    assert [one.outcome for one in calls()] == [Outcome.MISSED, Outcome.REJECTED, Outcome.HELD]
    found = since_the_rules(owner, at(12), BERLIN)
    assert found is not None
    assert [(week.calls, week.rang) for week in found.weeks] == [(3, 1)]


def test_a_call_that_a_box_behind_the_exchange_hears_counts_once(owner: int) -> None:
    rung(at(9))
    heard = at(9) + dt.timedelta(seconds=2)
    rung(heard, system="fritzbox", answered_at=heard, seconds=90)
    rung(at(9, 5), system="fritzbox")
    rung(at(9, 5), system="fritzbox", number="+4989")
    assert [(one.at, one.seconds) for one in calls() if one.number == NUMBER] == [
        (at(9), 90), (at(9, 5), 0),
    ]  # fmt: skip
    found = since_the_rules(owner, at(12), BERLIN)
    assert found is not None
    assert [(week.calls, week.rang) for week in found.weeks] == [(3, 3)]


def test_earlier_rules_name_a_customer_that_was_merged_since(owner: int) -> None:
    named = Rule(1, When(callers=frozenset({str(customer().uuid)})), Verdict.NOT_NOW)
    kept = RuleSet.objects.create(user_id=owner, rules=[rule_to(named)], at=at(7))
    listed(at(10))
    house().merge(customer().uuid, into=customer("2").uuid, actor=owner)
    found = house().replay_kept(DAY, DAY, against=str(kept.pk))
    assert found is not None
    assert [one.decision.verdict for one in found.comparison.old.told] == [Verdict.NOT_NOW]
    assert found.comparison.changed == ()


def test_replay_against_none_the_house_and_earlier_rules(owner: int) -> None:
    house().say_word(customer().uuid, group="C", reason="", actor=owner)
    listed(at(10))
    kept = [
        RuleSet.objects.create(user_id=owner, rules=rules, at=when)
        for rules, when in (([], at(9)), ([_plain(Verdict.NOT_NOW)], at(12)))
    ]
    told = {
        against: [one.decision.verdict.value for one in found.comparison.old.told]
        for against in (
            "none", "house", *(str(one.pk) for one in kept), "2026-11-25", "2026-11-24",
        )
        if (found := house().replay_kept(DAY, DAY, against=against)) is not None
    }  # fmt: skip
    assert told == {
        "none": ["put_through"], "house": ["in_writing"], str(kept[0].pk): ["put_through"],
        str(kept[1].pk): ["not_now"], "2026-11-25": ["not_now"], "2026-11-24": ["in_writing"],
    }  # fmt: skip
    for nothing in ("0", "x", "9" * 30, "2026-13-01", ""):
        with pytest.raises(KeyError):
            house().replay_kept(DAY, DAY, against=nothing)
    assert house().replay_kept(DAY - dt.timedelta(1), DAY - dt.timedelta(1)) is None


def _plain(verdict: Verdict) -> dict[str, Any]:
    return rule_to(Rule(1, When(), verdict))


def test_since_the_rules_began_by_the_week(owner: int) -> None:
    assert since_the_rules(owner, at(12), BERLIN) is None
    monday = dt.date(2026, 11, 23)
    for weeks in range(3, 6):
        listed(at(10, 0, monday - dt.timedelta(weeks=weeks)))
        listed(at(11, 0, monday - dt.timedelta(weeks=weeks)), way="missed")
    rung(at(9, 0, monday - dt.timedelta(weeks=2)))
    rung(at(9, 0, monday), verdict="call_back")
    rung(at(9, 5, monday), verdict="call_back", overruled="emergency")
    rung(at(9, 9, monday))
    found = since_the_rules(owner, at(12), BERLIN)
    assert found is not None
    assert (found.began, found.before) == (monday - dt.timedelta(weeks=2), 2.0)
    assert [tuple(week) for week in found.weeks] == [
        (monday, 3, 2), (monday - dt.timedelta(weeks=1), 0, 0),
        (monday - dt.timedelta(weeks=2), 1, 1),
    ]  # fmt: skip
