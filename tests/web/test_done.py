"""The page of what was done: by whom, about whom, and what would have to go first."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.storage.everything import billed, take_in
from wertschatz.bootstrap.house import house
from wertschatz.storage.models import Action, Customer, GroupDecision, User

pytestmark = pytest.mark.django_db
DONE = reverse("done")


def account(name: str, role: str = "owner") -> User:
    at = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
    return User.objects.create(username=name, role=role, joined_at=at, language="en")


@pytest.fixture
def owner(client: Client) -> Client:
    client.force_login(account("berta"))
    take_in([billed(), billed("RE-2", customer="Bert Beispiel", customer_number="10002")])
    client.cookies["wertschatz_language"] = "en"
    return client


def customers() -> list[Customer]:
    return list(Customer.objects.order_by("id"))


def text(client: Client, **asked: Any) -> str:
    return client.get(DONE, asked, headers={"accept-language": "en"}).content.decode()


def test_only_one_person_and_only_one_customer(owner: Client) -> None:
    anna, (one, other, *_) = account("anna"), customers()
    house().note_cost(one.uuid, cents=1200, actor=anna.pk)
    house().note_mark(other.uuid, kind="thanked", owner=True, actor=None)
    assert "something was noted" in text(owner)
    by_anna = text(owner, by=anna.uuid)
    assert "a cost was noted" in by_anna
    assert "something was noted" not in by_anna
    about = text(owner, customer=other.uuid)
    assert "What was done about Bert Beispiel can be taken back." in about
    assert "a cost was noted" not in about
    assert f"customer={other.uuid}" in about  # a person is chosen among these
    both = text(owner, customer=other.uuid, by=anna.uuid)
    assert "Nothing was done yet." in both


def test_what_was_built_on_it_is_named_and_found_on_its_page(owner: Client) -> None:
    one, other, *_ = customers()
    merged = house().merge(one.uuid, into=other.uuid, actor=None)
    house().say_word(other.uuid, group="A", reason="", actor=None)
    again = house().undo(merged, None)
    assert again.action
    house().undo(again.action, None)
    redo = house().undo(merged, None)
    assert redo.why_not == "already_undone"
    first = house().note_cost(one.uuid, cents=1, actor=None)
    page = text(owner)
    assert page.count("data-undo") >= 3
    for number in range(60):
        house().note_cost(one.uuid, cents=2 + number, actor=None)
    assert str(first) not in text(owner)
    assert f'id="a-{first}"' in text(owner, action=first)


def test_a_typed_customer_with_a_word_says_what_goes_first(owner: Client) -> None:
    from wertschatz.ports.customers import HandEntry

    typed = house().add_by_hand([HandEntry("Dora Neu", None, None, None)], None).action
    dora = Customer.objects.get(party__name="Dora Neu")
    word = house().say_word(dora.uuid, group="B", reason="", actor=None)
    page = text(owner)
    line = page.split(f'id="a-{typed}"')[1].split("</li>")[0]
    assert "First take back:" in line
    assert f"?action={word}#a-{word}" in line
    assert "Dora Neu: decided for B." in line
    answer = owner.post(reverse("undo", args=[typed]), {"next": DONE}, follow=True)
    assert f"?action={word}#a-{word}" in answer.content.decode().split("<h1>")[0]
    assert GroupDecision.objects.filter(customer=dora).exists()


def test_taken_back_it_stands_at_its_line_and_can_be_done_again(owner: Client) -> None:
    one = customers()[0]
    word = house().say_word(one.uuid, group="B", reason="", actor=None)
    sheet = reverse("customer", args=[one.uuid])
    answer = owner.post(reverse("undo", args=[word]), {"next": sheet})
    assert answer["Location"] == f"{sheet}#a-{word}"
    page = owner.get(sheet, headers={"accept-language": "en"}).content.decode()
    assert not GroupDecision.objects.exists()
    told = page.split('role="status"')[1].split("</div>")[0]
    found = re.search(r'action="([^"]+)"', told)
    assert found
    assert "Do it again" in told
    owner.post(found[1], {"next": sheet})
    assert GroupDecision.objects.get().group == "B"
    assert Action.objects.filter(code="undo").count() == 2


def test_a_wrong_address_shows_everything(owner: Client) -> None:
    assert owner.get(DONE, {"by": "x", "customer": "y", "action": "z"}).status_code == 200
