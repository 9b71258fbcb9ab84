"""The page of past calls under the rules."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.storage.test_past_calls import at, customer, listed, owner, rung  # noqa: F401
from wertschatz.bootstrap.house import house
from wertschatz.storage.models import RuleSet, User
from wertschatz.web import replay

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 25)


@pytest.fixture
def desk(owner: int, monkeypatch: pytest.MonkeyPatch) -> Client:  # noqa: F811
    monkeypatch.setenv("WERTSCHATZ_CLOCK", "2026-11-30T12:00:00+00:00")
    client = Client()
    client.force_login(
        User.objects.get(pk=owner), backend="django.contrib.auth.backends.ModelBackend"
    )
    client.cookies["wertschatz_language"] = "en"
    return client


def text(client: Client, status: int = 200, **asked: str) -> str:
    answer = client.get(reverse("replay"), asked)
    assert answer.status_code == status
    return answer.content.decode().replace("\u00a0", " ")


def some() -> None:
    house().say_word(customer().uuid, group="C", reason="", actor=None)
    listed(at(10), length=12)
    listed(at(11), way="missed", length=0, customer=None, other="+49891234567")
    listed(at(14, 30), way="rejected", length=0)


def test_without_calls_it_says_what_to_do(desk: Client) -> None:
    assert "<h1>No calls are known of these days." in text(desk)


def test_the_answer_first_and_the_gain_as_a_range(desk: Client) -> None:
    some()
    told = text(desk)
    assert "<h1>Your rules spare you 1 of 2 interruptions." in told
    assert "Undisturbed time won: 12 min to 17 min." in told
    assert "3 incoming calls from 25 Nov 2026 to 25 Nov 2026. One was turned away" in told
    assert "12 min to 21 min" in text(desk, back="9")
    row = told.split('id="changed"')[1].split("</section>")[0]
    assert "Holz" in row
    assert "Put through" in row
    assert "With this customer it works best in writing." in row
    assert "+49891234567" not in row
    desk.cookies["wertschatz_language"] = "de"
    assert "Ihre Regeln ersparen Ihnen 1 von 2 Unterbrechungen." in text(desk)


def test_only_calls_of_these_days(desk: Client) -> None:
    some()
    listed(at(10, 0, DAY - dt.timedelta(days=40)))
    assert "3 incoming calls" in text(desk)
    assert "4 incoming calls" in text(desk, first="2026-10-01", last="2026-11-30")
    assert "No calls are known" in text(desk, first="2026-11-26", last="2026-11-26")


def test_against_other_rules(desk: Client) -> None:
    some()
    me = User.objects.get(username="owner", role="owner")
    for day in (1, 2):
        RuleSet.objects.create(user=me, rules=[], at=at(9, 0, dt.date(2026, 11, day)))
    told = text(desk)
    assert "As many calls ring at you either way: 2." in told
    assert "Your rules of 1 Nov 2026" in told
    assert "Your rules of 2 Nov 2026" not in told  # they are the present ones
    assert "Under your rules one more call would ring at you." in text(desk, against="house")
    lost = text(desk, against="house")
    assert "Undisturbed time lost: 12 min to 17 min." in lost
    kept = RuleSet.objects.earliest("id").pk
    assert f'<option value="{kept}" selected>' in text(desk, against=str(kept))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"first": "gestern"}, "gestern"),
        ({"first": "2026-11-30", "last": "2026-11-01"}, "at most 400 days"),
        ({"first": "2020-01-01"}, "at most 400 days"),
        ({"last": "9999-12-31"}, "9999-12-31"),
        ({"back": "61"}, "from 0 to 60"),
        ({"back": "\u00b2"}, "from 0 to 60"),
        ({"against": "999999"}, "not kept here"),
        ({"against": "x" * 400}, "not kept here"),
    ],
)
def test_what_cannot_be_is_told(desk: Client, asked: dict[str, str], told: str) -> None:
    some()
    assert told in text(desk, 422, **asked)


def test_of_very_many_calls_only_the_newest(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    some()
    monkeypatch.setattr(replay, "MOST_CALLS", 2)
    told = text(desk)
    assert "Only the newest 2 calls" in told
    assert "2 incoming calls" in told


def test_a_pair_of_bars_stands_for_each_hour(desk: Client) -> None:
    some()
    drawn = text(desk).split('class="chart wide"')[1].split("</svg>")[0]
    assert re.findall(r'<rect class="(\w+)"', drawn) == ["free", "free", "A"]
    assert "10:00 to 11:00 o’clock: 0 under your rules, 1 for comparison." in drawn


def test_since_the_rules_began(desk: Client) -> None:
    assert "Your telephone does not ask the rules yet." in text(desk)
    rung(at(9))
    rung(at(10), verdict="call_back")
    told = text(desk).split('id="since"')[1]
    assert "Your rules began on 25 Nov 2026." in told
    assert re.search(r"23 Nov 2026</th><td class=\"figure\">2</td><td class=\"figure\">1<", told)
    assert reverse("portfolio") in told
