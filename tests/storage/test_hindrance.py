"""What stands in the way of taking something back, and that it is named."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from tests.storage.everything import billed, take_in
from wertschatz.bootstrap.house import House, house
from wertschatz.storage.journal import writing
from wertschatz.storage.models import Action, Customer, Party, Timer, User
from wertschatz.storage.queries.actions import actions_page

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.fixture
def home(settings: Any) -> House:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    User.objects.create(username="owner", role="owner", joined_at=AT)
    take_in([billed(), billed("RE-2", customer="Bert Beispiel", customer_number="")])
    return house()


def newest() -> Action:
    return Action.objects.order_by("-id")[0]


def archive(customer: Customer, archived: bool) -> Action:
    with writing("mark_noted", by=None, at=AT) as pen:
        pen.update(customer, customer.party_id, archived=archived)
    return pen.action


def test_what_was_changed_to_and_fro_since_is_not_what_it_was(home: House) -> None:
    customer = Customer.objects.order_by("id")[0]
    first = archive(customer, True)
    second, third = archive(customer, False), archive(customer, True)
    outcome = home.undo(first.uuid, None)
    assert (outcome.done, outcome.why_not, outcome.first) == (False, "changed_since", third.uuid)
    assert home.undo(third.uuid, None).done
    assert home.undo(first.uuid, None).first == second.uuid
    assert home.undo(second.uuid, None).done
    assert home.undo(first.uuid, None).done
    customer.refresh_from_db()
    assert customer.archived is False


def test_who_has_done_something_stays(home: House) -> None:
    """Taking the account away would only take the name from what the person did."""
    opened = home.open_account(
        name="anna", password="long enough for anybody", role="staff", phone="", language="de",
        actor=None,
    )  # fmt: skip
    anna = User.objects.get(username="anna")
    customer = Customer.objects.order_by("id")[0]
    home.note_mark(customer.uuid, kind="thanked", owner=False, actor=anna.pk)
    assert home.undo(opened, None).why_not == "changed_since"
    assert User.objects.filter(username="anna").exists()


def test_an_unused_account_goes(home: House) -> None:
    opened = home.open_account(
        name="anna", password="long enough for anybody", role="staff", phone="", language="de",
        actor=None,
    )  # fmt: skip
    parties = Party.objects.count()
    assert home.undo(opened, None).done
    assert Party.objects.count() == parties - 1


def test_what_has_lost_its_customer_does_not_come_back(home: House) -> None:
    from wertschatz.ports.customers import HandEntry

    typed = home.add_by_hand([HandEntry("Dora Neu", None, None, None)], None).action
    owner = User.objects.get(username="owner").pk
    started = home.start_timer(Customer.objects.get(party__name="Dora Neu").uuid, kind="call",
                               actor=owner)  # fmt: skip
    home.drop_timer(actor=owner)
    dropped = newest()
    gone = home.undo(typed, None)
    assert gone.done
    outcome = home.undo(dropped.uuid, None)
    assert (outcome.done, outcome.first) == (False, gone.action)
    assert home.undo(gone.action or uuid.uuid4(), None).done
    assert home.undo(dropped.uuid, None).done
    assert Timer.objects.count() == 1
    assert home.undo(started, None).done


def test_whose_place_is_taken_does_not_come_back(home: House) -> None:
    owner = User.objects.get(username="owner").pk
    one, other = Customer.objects.order_by("id")[:2]
    home.start_timer(one.uuid, kind="call", actor=owner)
    home.drop_timer(actor=owner)
    dropped = newest()
    second = home.start_timer(other.uuid, kind="call", actor=owner)
    lines = {line.uuid: line for line in actions_page().lines}
    assert not lines[dropped.uuid].undoable
    assert lines[dropped.uuid].first == second


def test_a_page_of_what_was_done_asks_a_fixed_number_of_times(
    home: House, django_assert_max_num_queries: Any
) -> None:
    customer = Customer.objects.order_by("id")[0]
    for number in range(25):
        home.note_cost(customer.uuid, cents=100 + number, actor=None)
        archive(customer, bool(number % 2))
    with django_assert_max_num_queries(40):
        lines = actions_page().lines
    assert len(lines) == 50
    assert [line.undoable for line in lines[:4]] == [True, True, False, True]


def test_of_what_was_done_again_the_doing_again_has_to_go_first(home: House) -> None:
    """Taken back and done again, only the newest of the chain can be taken back."""
    customer = Customer.objects.order_by("id")[0]
    first = archive(customer, True)
    second = archive(customer, False)
    taken = home.undo(second.uuid, None).action
    again = home.undo(taken or uuid.uuid4(), None).action
    assert home.undo(first.uuid, None).first == again
    # Once more to and fro: it is still the newest.
    taken = home.undo(again or uuid.uuid4(), None).action
    last = home.undo(taken or uuid.uuid4(), None).action
    assert home.undo(first.uuid, None).first == last
    assert home.undo(last or uuid.uuid4(), None).done
    assert home.undo(first.uuid, None).done
