"""What decisions rest on, as the database tells it."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.storage.everything import billed, take_in
from wertschatz.bootstrap.house import house
from wertschatz.domain.rules.rule import Rule, Verdict, When
from wertschatz.domain.values import Group
from wertschatz.ports.commitments import ChangedMeanwhile
from wertschatz.storage.models import Customer, Firm, KnownNumber, Party, User
from wertschatz.storage.queries.callers import meant
from wertschatz.storage.queries.setup import setup_of, who_is
from wertschatz.storage.rules_book import RulesBook

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 25, 9, 5, tzinfo=dt.UTC)  # a Wednesday, 10:05 in Berlin


@pytest.fixture
def owner(db: None) -> int:
    Firm.objects.create(party=Party.objects.create(name="Firma"), area_code="030")
    take_in([billed("RE-1", customer="Tischlerei Holz", customer_number="1")])
    Party.objects.filter(customer__number="1").update(phone="030 / 231 25 001")
    return User.objects.create(username="owner", role="owner", joined_at=AT).pk


def test_a_group_acts_only_where_a_person_confirmed_it(owner: int) -> None:
    setup = setup_of(owner, AT)
    who = who_is("23125001", setup.area_code)
    assert who is not None
    assert (who.name, who.group) == ("Tischlerei Holz", None)
    customer = Customer.objects.get(number="1")
    house().say_word(customer.uuid, group="C", reason="", actor=owner)
    decided, who = house().decide_number("030 23125001", AT)
    assert who is not None
    assert who.group is Group.C
    assert (decided.verdict, decided.reason.code) == (Verdict.IN_WRITING, "c_in_writing")


def test_b_is_called_back_inside_the_working_hours(owner: int) -> None:
    customer = Customer.objects.get(number="1")
    house().say_word(customer.uuid, group="B", reason="", actor=owner)
    late = dt.datetime(2026, 11, 27, 17, 30, tzinfo=dt.UTC)  # Friday evening
    decided, _ = house().decide_number("030 23125001", late)
    assert decided.verdict is Verdict.CALL_BACK
    assert decided.until == dt.datetime(2026, 11, 30, 8, 0, tzinfo=dt.UTC)  # Monday, 9:00


def test_a_switch_ends_by_itself_and_can_be_ended(owner: int) -> None:
    book = RulesBook()
    book.switch(owner, "unplugged", AT + dt.timedelta(hours=2), by=owner, at=AT)
    assert setup_of(owner, AT).unplugged_until == AT + dt.timedelta(hours=2)
    assert setup_of(owner, AT + dt.timedelta(hours=2)).unplugged_until is None
    book.switch(owner, "unplugged", AT, by=owner, at=AT)
    assert setup_of(owner, AT).unplugged_until is None


def test_two_who_change_the_rules_see_both(owner: int) -> None:
    book, rule = RulesBook(), Rule(1, When(), Verdict.NOT_NOW)
    more = {"code": "rule_added", "facts": {}, "by": owner, "at": AT}
    book.keep_rules(owner, [rule], seen=0, **more)  # type: ignore[arg-type]
    with pytest.raises(ChangedMeanwhile):
        book.keep_rules(owner, [], seen=0, **more)  # type: ignore[arg-type]
    assert book.rules(owner) == (rule,)


def test_a_rule_that_names_a_number_by_its_name_means_whoever_calls_from_it(owner: int) -> None:
    KnownNumber.objects.create(number="+493023125001", written="x", name="Holz mobil")
    (found,) = meant("Holz mobil", "030")
    assert found == who_is("+493023125001", "030")


def test_a_named_number_may_be_a_customers(owner: int) -> None:
    KnownNumber.objects.create(number="+493023125001", written="x", emergency=True)
    KnownNumber.objects.create(number="+491701234567", written="x", name="Schule", kind="private")
    who, school = who_is("23125001", "030"), who_is("0170 1234567", "030")
    assert who is not None
    assert school is not None
    assert (who.name, who.emergency) == ("Tischlerei Holz", True)
    assert (school.name, school.kind.value, school.key) == ("Schule", "private", "+491701234567")
    assert who_is("0170 7654321", "030") is None
