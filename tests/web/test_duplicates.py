"""The page of possible duplicates: looked at, merged, kept apart, and taken back."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.storage.rows import row, take_in
from wertschatz.bootstrap.house import house
from wertschatz.domain.values import Reason
from wertschatz.storage.assessments import reasons_text
from wertschatz.storage.models import Action, Customer, Likeness, User
from wertschatz.wording.duplicates import LIKENESS_SENTENCES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day_of_the_rows")]
PAGE = "/customers/duplicates/"


@pytest.fixture(params=["de", "en"])
def owner(request: pytest.FixtureRequest) -> Client:
    client = Client()
    client.force_login(
        User.objects.create_user("owner", password="x", role="owner"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    client.cookies["wertschatz_language"] = request.param
    return client


def base() -> tuple[Customer, Customer]:
    take_in(
        [
            row("Müller GmbH", "1", "2026-03-01", 10_000, customer_number="100"),
            row("Mueller GmbH", "2", "2026-05-01", 40_000),
            row("Roth", "3", "2026-07-01", 1_000),
        ]
    )
    renew()
    return (
        Customer.objects.get(party__name="Müller GmbH"),
        Customer.objects.get(party__name="Mueller GmbH"),
    )


def renew() -> None:
    house().assess()
    house().find_duplicates()


def text(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def pair(one: Customer, other: Customer, **more: object) -> dict[str, object]:
    return {"first": one.uuid, "second": other.uuid, **more}


def test_nobody_twice_is_said_and_no_link_leads_there(owner: Client) -> None:
    take_in([row("Roth")])
    renew()
    assert '<form method="post" action="/customers/duplicates/' not in text(owner)
    assert PAGE not in text(owner, "/customers/")


def test_both_sides_and_what_they_would_be_together(owner: Client) -> None:
    base()
    assert PAGE in text(owner, "/customers/")
    page = text(owner)
    assert page.count("<h1>") == 1
    for word in ("Müller GmbH", "Mueller GmbH", "100", "500"):
        assert word in page
    # The one with more revenue is proposed to stay.
    checked = re.search(r'name="keep" value="([^"]+)" checked', page)
    assert checked is not None
    assert checked[1] == str(Customer.objects.get(party__name="Mueller GmbH").uuid)


def test_merged_under_the_chosen_name_and_taken_back(owner: Client) -> None:
    one, other = base()
    answer = owner.post(PAGE + "merge/", pair(one, other, keep=one.uuid), follow=True)
    assert answer.status_code == 200
    other.refresh_from_db()
    assert other.merged_into == one
    assert answer.content.count(b"data-undo") == 2
    renew()
    assert PAGE not in text(owner, "/customers/")
    assert "Mueller GmbH" in text(owner, f"/customers/{one.uuid}/")
    moved = owner.get(f"/customers/{other.uuid}/")
    assert (moved.status_code, moved["Location"]) == (302, f"/customers/{one.uuid}/")
    action = Action.objects.get(code="merge_customers")
    undone = owner.post(reverse("undo", args=[action.uuid]), {"next": PAGE}, follow=True)
    assert undone.status_code == 200
    other.refresh_from_db()
    assert other.merged_into is None
    renew()
    assert PAGE in text(owner, "/customers/")
    assert text(owner, "/done/")


def test_two_are_two_and_never_proposed_again(owner: Client) -> None:
    one, other = base()
    answer = owner.post(PAGE + "two/", pair(other, one), follow=True)
    assert answer.status_code == 200
    renew()
    assert not Likeness.objects.exists()
    again = owner.post(PAGE + "two/", pair(one, other))
    assert again.status_code == 422


@pytest.mark.parametrize("wish", ["", "x", "other"])
def test_what_cannot_be_done_is_told_and_changes_nothing(owner: Client, wish: str) -> None:
    one, other = base()
    sent = {"": {}, "x": {"first": "x", "second": "y"}, "other": pair(one, other, keep="1")}[wish]
    for page in ("merge/", "two/"):
        if (wish, page) == ("other", "two/"):
            continue
        answer = owner.post(PAGE + page, sent)
        assert answer.status_code == 422
        assert b'role="alert"' in answer.content
    assert owner.post(PAGE + "merge/", pair(one, one, keep=one.uuid)).status_code == 422
    assert not Customer.objects.filter(merged_into__isnull=False).exists()


def test_an_invoice_on_both_sides_is_told(owner: Client) -> None:
    seven = row("Müller GmbH", "1", customer_number="7")
    take_in([seven, seven._replace(customer_number="8")])
    renew()
    page = text(owner)
    assert page.count('class="problem"') == 1


def test_every_hint_can_be_shown(owner: Client) -> None:
    base()
    facts = {"vat_id": "DE1", "email": "a@b.de", "percent": 90, "first": "1", "second": "2",
             "number": "7", "phone": "030 1"}  # fmt: skip
    likeness = Likeness.objects.get()
    for kind in ("sure", "likely", "ask"):
        likeness.kind = kind
        likeness.reasons = reasons_text([Reason(code, facts) for code in LIKENESS_SENTENCES])
        likeness.save()
        assert text(owner).count("<li>") >= len(LIKENESS_SENTENCES)
