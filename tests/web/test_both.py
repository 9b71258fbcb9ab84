"""Two people edit the same: the second one sees both, and nothing is written by halves."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from tests.storage.everything import billed, take_in
from wertschatz.bootstrap.house import house
from wertschatz.ports.seen import ChangedMeanwhile, unless_changed
from wertschatz.storage.limits_book import limits_on
from wertschatz.storage.models import (
    Customer,
    Estimate,
    GroupDecision,
    Instruction,
    Parameter,
    User,
)
from wertschatz.storage.queries.groups import way_out_minutes
from wertschatz.usecases.refusals import Refused
from wertschatz.web.both import read_seen

pytestmark = pytest.mark.django_db


def signed_in(name: str) -> Client:
    at = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
    user = User.objects.create(username=name, role="owner", joined_at=at)
    client = Client()
    client.force_login(user)
    client.cookies["wertschatz_language"] = "en"
    return client


@pytest.fixture
def customer() -> Customer:
    take_in([billed()])
    return Customer.objects.get()


def form(client: Client, page: str, action: str) -> dict[str, str]:
    """The hidden fields of the first form that goes there."""
    text = client.get(page).content.decode()
    begun = text.split(f'action="{action}"' if action else 'class="limits"')[1].split("</form>")[0]
    fields = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', begun)
    return {name: unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


def hidden(text: str) -> dict[str, str]:
    fields = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', text.split("<h1>")[1])
    return {name: unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


def test_the_second_word_sees_the_first(customer: Customer) -> None:
    anna, berta = signed_in("anna"), signed_in("berta")
    sheet, word = (reverse(name, args=[customer.uuid]) for name in ("customer", "word"))
    seen_by_anna, seen_by_berta = form(anna, sheet, word), form(berta, sheet, word)
    first = {**seen_by_anna, "group": "A", "reason": "treu"}
    assert anna.post(word, first).status_code == 302
    answer = berta.post(word, {**seen_by_berta, "group": "C", "reason": "laut"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "anna changed this in the meantime" in text
    assert [f"<td>{one}</td>" in text for one in ("A", "treu", "C", "laut")] == [True] * 4
    assert GroupDecision.objects.count() == 1
    assert berta.post(word, hidden(text)).status_code == 302  # writes mine
    assert GroupDecision.objects.order_by("-id")[0].group == "C"
    house().undo(house().newest_actions(1)[0].uuid, None)
    assert GroupDecision.objects.get().reason == "treu"


def test_mine_is_asked_about_again_when_it_changed_once_more(customer: Customer) -> None:
    berta = signed_in("berta")
    sheet, word = (reverse(name, args=[customer.uuid]) for name in ("customer", "word"))
    seen = form(berta, sheet, word)
    house().say_word(customer.uuid, group="A", reason="", actor=None)
    text = berta.post(word, {**seen, "group": "C"}).content.decode()
    house().say_word(customer.uuid, group="B", reason="", actor=None)
    assert berta.post(word, hidden(text)).status_code == 409


def test_who_writes_the_same_or_saw_it_is_not_asked(customer: Customer) -> None:
    berta = signed_in("berta")
    sheet, word = (reverse(name, args=[customer.uuid]) for name in ("customer", "word"))
    seen = form(berta, sheet, word)
    house().say_word(customer.uuid, group="A", reason="", actor=None)
    assert berta.post(word, {**seen, "group": "A", "reason": ""}).status_code == 302
    assert berta.post(word, {**form(berta, sheet, word), "group": "B"}).status_code == 302
    assert berta.post(word, {"group": "C"}).status_code == 302  # a form without the field
    assert berta.post(word, {"group": "A", "seen": "{nonsense"}).status_code == 302


def test_a_refused_word_keeps_what_was_typed(customer: Customer) -> None:
    anna, page = signed_in("anna"), reverse("customer", args=[customer.uuid])
    long = "so " * 200
    answer = anna.post(reverse("word", args=[customer.uuid]), {"group": "C", "reason": long})
    assert answer.status_code == 422
    text = answer.content.decode()
    part = text.split('<h2 id="word">')[1].split("</section>")[0]
    assert 'name="reason" data-gentle maxlength="500"' in part
    assert f'value="{long}"' in part
    assert re.findall(r'name="group" value="(.)" checked', part) == ["C"]
    assert 'class="problem"' in part
    assert text.count('class="problem"') == 1
    assert long not in anna.get(page).content.decode()
    unknown = anna.post(reverse("word", args=[customer.uuid]), {"group": "Q", "reason": "weil"})
    assert 'value="weil"' in unknown.content.decode()


def test_a_refused_time_says_so_in_its_part(
    customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Refused("customer_gone")

    monkeypatch.setattr(type(house()), "estimate", refuse)
    answer = signed_in("anna").post(reverse("effort", args=[customer.uuid]), {"step": "30"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'class="problem"' in text.split('<h2 id="effort">')[1].split("</section>")[0]
    assert text.count('class="problem"') == 1


def test_the_time_of_a_customer(customer: Customer) -> None:
    anna, berta = signed_in("anna"), signed_in("berta")
    sheet, effort = (reverse(name, args=[customer.uuid]) for name in ("customer", "effort"))
    seen, again = form(anna, sheet, effort), form(berta, sheet, effort)
    assert anna.post(effort, {**seen, "step": "300"}).status_code == 302
    answer = berta.post(effort, {**again, "step": "120"})
    assert answer.status_code == 409
    assert Estimate.objects.get().minutes_month == 300
    assert berta.post(effort, hidden(answer.content.decode())).status_code == 302
    assert Estimate.objects.get().minutes_month == 120


def test_limits_that_only_the_other_changed_stay_the_others() -> None:
    anna, berta = signed_in("anna"), signed_in("berta")
    page = reverse("limits")
    seen = form(berta, page, "")
    now = limits_on(house().today())
    typed = {name: str(value) for name, value in now.items()}
    first = {**form(anna, page, ""), **typed, "late_days": "21", "marks_needed": "4"}
    assert anna.post(page, first).status_code == 302
    mine = {**seen, **typed, "late_invoices": "5"}
    assert berta.post(page, mine).status_code == 302
    then = limits_on(house().today())
    assert (then["late_days"], then["marks_needed"], then["late_invoices"]) == (21, 4, 5)
    answer = berta.post(page, {**seen, **typed, "late_days": "30"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert text.count("<tr>") == 2  # the head, and the one limit that both changed
    assert Parameter.objects.filter(name="late_days").count() == 1
    assert berta.post(page, hidden(text)).status_code == 302
    now = limits_on(house().today())
    assert (now["late_days"], now["marks_needed"], now["late_invoices"]) == (30, 4, 5)


def test_what_is_held_against_what() -> None:
    seen = {"a": 1, "b": 2}
    unless_changed(None, {"a": 9}, {"a": 3})
    unless_changed(seen, {"a": 1, "b": 9}, {"a": 3})
    unless_changed(seen, {"a": 3, "b": 2}, {"a": 3})
    with pytest.raises(ChangedMeanwhile) as caught:
        unless_changed(seen, {"a": 7, "b": 9}, {"a": 3})
    assert caught.value.now == {"a": 7}


@pytest.mark.parametrize("text", ["", "[]", "1", "{", '"x"', "x" * 30_000])
def test_a_field_that_is_no_list_of_values_compares_nothing(text: str) -> None:
    request = HttpRequest()
    request.POST = request.POST.copy()
    request.POST["seen"] = text
    assert read_seen(request) is None


def own(text: str, field: str) -> dict[str, str]:
    """What the form of this field carries along, hidden."""
    part = next(part for part in text.split("<form")[1:] if f'name="{field}"' in part)
    return hidden("<h1>" + part.split("</form>")[0])


def test_the_words_for_a_group() -> None:
    anna, ben, page = signed_in("anna"), signed_in("ben"), reverse("groups")
    one, two = (own(who.get(page).content.decode(), "A-contact") for who in (anna, ben))
    assert anna.post(page, {**one, "A-contact": "Call back today"}).status_code == 302
    refused = ben.post(page, {**two, "A-contact": "x" * 601})
    assert refused.status_code == 422
    assert own(refused.content.decode(), "A-contact")["seen"] == two["seen"]
    answer = ben.post(page, {**two, "A-contact": "Always listen"})
    assert answer.status_code == 409
    text = answer.content.decode()
    for said in ("Call back today", "Always listen", "Keep what anna wrote", "Group A"):
        assert said in text
    assert Instruction.objects.get().text == "Call back today"
    assert ben.post(page, hidden(text)).status_code == 302
    assert Instruction.objects.latest("id").text == "Always listen"
    house_words = anna.post(page, {**one, "house": "1"})
    assert house_words.status_code == 409
    assert "Always listen" in house_words.content.decode()
    other = own(anna.get(page).content.decode(), "B-contact")
    assert anna.post(page, {**other, "B-contact": "Once a week"}).status_code == 302


def test_the_minutes_of_the_way_out() -> None:
    anna, ben, page = signed_in("anna"), signed_in("ben"), reverse("groups")
    fields = {"way_out_minutes_b": "8", "way_out_minutes_c": "5"}
    one, two = (own(who.get(page).content.decode(), "way_out_minutes_b") for who in (anna, ben))
    assert anna.post(page, {**one, **fields, "way_out_minutes_b": "12"}).status_code == 302
    # Ben changes only the other one.
    assert ben.post(page, {**two, **fields, "way_out_minutes_c": "3"}).status_code == 302
    held = house().today()
    assert way_out_minutes(held) == {"way_out_minutes_b": 12, "way_out_minutes_c": 3}
    answer = ben.post(page, {**two, **fields, "way_out_minutes_b": "20"})
    assert answer.status_code == 409
    assert "12" in answer.content.decode().split("<table>")[1].split("</table>")[0]
    assert way_out_minutes(held)["way_out_minutes_b"] == 12
    refused = ben.post(page, {**two, **fields, "way_out_minutes_b": "soon"}).content.decode()
    assert 'value="soon"' in refused
