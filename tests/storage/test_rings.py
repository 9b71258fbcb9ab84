"""Calls that the gate decided on: taken over once, overruled, promised, logged, taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.storage.everything import billed, take_in
from tests.web.rings import customer_known, event
from wertschatz.bootstrap.house import house
from wertschatz.domain.rules.rule import Verdict
from wertschatz.ports.door import Promise, SlotTaken
from wertschatz.ports.rings import EMERGENCY, LONGEST_CALL, Heard
from wertschatz.storage.callbacks_book import CallBackBook
from wertschatz.storage.calls_book import RingsBook, take_over
from wertschatz.storage.models import Action, CallBack, Contact, Customer, Firm, Party, Ring, User
from wertschatz.storage.queries.rings import behind, calls_page, counted_since, heard_of
from wertschatz.usecases import take_the_call
from wertschatz.usecases.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(db: None) -> int:
    Firm.objects.create(party=Party.objects.create(name="Firma"), area_code="030")
    take_in([billed("RE-1", customer="Tischlerei Holz", customer_number="1")])
    return User.objects.create(username="owner", role="owner", joined_at=house().now()).pk


def heard(**said: object) -> Heard:
    whose = Customer.objects.get(number="1").uuid
    one = event(**{"known": customer_known(whose, "Tischlerei Holz", "B"), **said})  # type: ignore[arg-type]
    return Heard(one, one)


def ended(call: Heard, seconds: int) -> Heard:
    at = call.first.at + dt.timedelta(seconds=5)
    call = call.then(event("answered", at=at))
    return call.then(event("ended", at=at + dt.timedelta(seconds=seconds)))


def test_a_line_taken_over_by_whoever_comes_first_is_one_call(owner: int) -> None:
    call = heard(verdict="call_back", reason="b_later", facts={"rule": 8}, rule=8)
    RingsBook().take_over(call)
    assert take_over(call.first).pk == Ring.objects.get().pk
    RingsBook().take_over(ended(call, 61))
    row = Ring.objects.get()
    assert (row.seconds, row.reason, row.rule) == (61, "b_later", 8)
    assert row.party == Customer.objects.get(number="1").party
    assert not Action.objects.filter(code__startswith="ring_").exists()
    again = heard_of(row.uuid)
    assert again is not None
    assert (again.first.verdict, again.minutes) == (Verdict.CALL_BACK, 2)
    assert again.now.customer == Customer.objects.get(number="1").uuid


@pytest.mark.parametrize("choice", ["put_through", "colleague", EMERGENCY])
def test_overruling_needs_no_reason_and_is_taken_back(owner: int, choice: str) -> None:
    call = heard(verdict="in_writing", reason="c_in_writing")
    action = house().overrule_call(call, choice, actor=owner)
    row = Ring.objects.get()
    assert (row.overruled, row.overruled_by_id, row.verdict) == (choice, owner, "in_writing")
    assert action is not None
    assert house().undo(action, owner).done
    row.refresh_from_db()
    assert (row.overruled, row.overruled_at, row.overruled_by_id) == ("", None, None)


def test_what_the_rules_say_too_overrules_nothing(owner: int) -> None:
    assert house().overrule_call(heard(verdict="colleague"), "colleague", actor=owner) is None
    assert Ring.objects.get().overruled == ""
    with pytest.raises(Refused, match="choice_unknown"):
        house().overrule_call(heard(), "shout", actor=owner)


def test_a_call_back_only_at_a_proposed_time(owner: int) -> None:
    call = heard(verdict="in_writing", reason="c_in_writing")
    _, slots = house().way_for(call)
    with pytest.raises(Refused, match="slot_gone"):
        house().promise_call(call, slots[0] + dt.timedelta(minutes=1), actor=owner)
    assert not Ring.objects.exists()
    first = house().promise_call(call, slots[0], actor=owner)
    row = CallBack.objects.get()
    assert (row.slot_at, row.user_id, row.name) == (slots[0], owner, "Tischlerei Holz")
    assert row.customer == Customer.objects.get(number="1")
    assert Ring.objects.get().overruled == "call_back"
    # Another time for the same call takes the place of the first one.
    second = house().promise_call(call, slots[1], actor=owner)
    row.refresh_from_db()
    assert (row.slot_at, row.first_slot_at) == (slots[1], slots[0])
    assert house().undo(second, owner).done
    assert house().undo(first, owner).done
    assert not CallBack.objects.exists()
    assert Ring.objects.get().overruled == ""


def test_the_time_that_the_gate_named_is_one_of_them(owner: int) -> None:
    named = house().now() + dt.timedelta(days=1)
    call = heard(verdict="call_back", until=named.isoformat())
    assert named in house().way_for(call)[1]
    house().promise_call(call, named, actor=owner)
    assert Ring.objects.get().overruled == ""


def test_one_time_is_promised_to_one_caller_only(owner: int) -> None:
    """Also where both pages offered it, and where the gate told it to both callers."""
    named = house().now() + dt.timedelta(days=1)
    calls = [heard(verdict="call_back", until=named.isoformat()) for _ in range(2)]
    offered = house().way_for(calls[0])[1]
    house().promise_call(calls[0], named, actor=owner)
    assert named not in house().way_for(calls[1])[1]
    given = {"free": offered, "user": owner, "by": owner, "at": house().now()}
    with pytest.raises(Refused, match="slot_gone"):
        take_the_call.call_back(RingsBook(), calls[1], named, **given)  # type: ignore[arg-type]
    take_the_call.call_back(RingsBook(), calls[0], named, **given)  # type: ignore[arg-type]
    book, at = CallBackBook(), house().now()
    with pytest.raises(SlotTaken):
        book.make(owner, Promise(named + dt.timedelta(minutes=5), number="1"), by=owner, at=at)
    book.make(owner, Promise(named + dt.timedelta(minutes=15), number="1"), by=owner, at=at)
    last = CallBack.objects.latest("id")
    with pytest.raises(SlotTaken):
        book.move(last.uuid, named, by=owner, at=at)
    book.move(last.uuid, last.slot_at, by=owner, at=at)
    assert CallBack.objects.count() == 2


def test_a_call_is_logged_once_as_long_as_it_was(owner: int) -> None:
    start = house().now() - dt.timedelta(hours=2)
    call = ended(heard(at=start), 7 * 60 + 1)
    action = house().log_call(call, actor=owner)
    row = Contact.objects.get(source__kind="hand")
    assert (row.length, row.way, row.kind) == (8, "in", "call")
    assert row.started_at == start + dt.timedelta(seconds=5)
    assert Ring.objects.get().contact == row
    with pytest.raises(Refused, match="call_logged_already"):
        house().log_call(call, actor=owner)
    assert house().undo(action, owner).done
    assert Ring.objects.get().contact is None
    assert not Contact.objects.filter(source__kind="hand").exists()
    house().log_call(call, actor=owner)


def test_a_call_of_our_own_is_logged_and_decided_by_nobody(owner: int) -> None:
    whose = Customer.objects.get(number="1").uuid
    one = event("out", verdict=None, reason=None, known=customer_known(whose, "Tischlerei Holz"))
    house().log_call(Heard(one, one), actor=owner)
    row = Contact.objects.get(source__kind="hand")
    assert (row.way, row.length) == ("out", 10)
    assert not Ring.objects.exists()


def test_who_is_no_customer_is_not_logged(owner: int) -> None:
    one = event()
    with pytest.raises(Refused, match="caller_no_customer"):
        house().log_call(Heard(one, one), actor=owner)


def test_a_call_that_was_passed_on_stands_there_once(owner: int) -> None:
    take_over(event(call_id="a", verdict="colleague"))
    take_over(event(call_id="b", origin="a"))
    take_over(event(call_id="c", origin="never heard of", verdict="in_writing"))
    page = calls_page(1)
    assert [(line.verdict, line.passed_on) for line in page.lines] == [
        ("in_writing", 0), ("colleague", 1),
    ]  # fmt: skip
    assert counted_since(house().now() - dt.timedelta(hours=1)) == (2, 0)


def test_a_call_that_a_box_behind_the_exchange_hears_stands_there_once(owner: int) -> None:
    at, later = house().now(), dt.timedelta(seconds=30)
    number = "+493023125001"
    take_over(event(call_id="a", verdict="in_writing", number=number, at=at))
    take_over(event(call_id="0", verdict="in_writing", number=number, at=at + later,
                    system="fritzbox"))  # fmt: skip
    take_over(event(call_id="1", verdict="in_writing", number="+49307654", at=at + later,
                    system="fritzbox"))  # fmt: skip
    take_over(event(call_id="2", verdict="in_writing", number=number, at=at + 4 * later,
                    system="fritzbox"))  # fmt: skip
    assert len(calls_page(1).lines) == 3
    # What only tells of calls has rung.
    assert counted_since(at - later) == (3, 2)


def test_what_stands_behind_a_caller(owner: int) -> None:
    whose = Customer.objects.get(number="1").uuid
    house().note_mark(whose, kind="thanked", note="für die Treppe", owner=True, actor=owner)
    house().make_commitment(whose, kind="ours", about="Muster schicken", actor=owner)
    house().log_call(ended(heard(), 60), actor=owner)
    found = behind(whose, house().today())
    assert found is not None
    assert [note.note for note in found.notes] == ["für die Treppe"]
    assert [one.about for one in found.promises] == ["Muster schicken"]
    assert found.contacts[0].minutes == 1


@given(st.integers(-5, 2 * LONGEST_CALL), st.one_of(st.none(), st.integers(-5, 2 * LONGEST_CALL)))
def test_minutes_are_begun_ones_within_a_day(between: int, stated: int | None) -> None:
    begun = event()
    call = Heard(begun, begun).then(event("answered", at=begun.at))
    over = call.then(event("ended", at=begun.at + dt.timedelta(seconds=between), seconds=stated))
    seconds = min(max(between if stated is None else stated, 0), LONGEST_CALL)
    assert over.seconds == seconds
    assert (over.minutes or 0) * 60 >= seconds > ((over.minutes or 0) - 1) * 60
