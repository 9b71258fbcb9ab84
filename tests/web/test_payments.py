"""The page of payments: what is asked is settled with one key, what is left stays quiet."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.storage.rows import take_in
from tests.storage.test_settlements import BILLS, STATEMENT, bank, bill, invoice, paid, payment
from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.paying.payments import ASK_CODES, LEFT_CODES
from wertschatz.domain.values import Reason
from wertschatz.storage.assessments import reasons_text
from wertschatz.storage.models import Action, Doubt, Settlement, User
from wertschatz.wording.payments import LEFT_NAMES

pytestmark = pytest.mark.django_db
PAGE = "/payments/"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(params=["de", "en"])
def owner(request: pytest.FixtureRequest) -> Client:
    client = Client()
    client.force_login(User.objects.create_user("owner", password="x", role="owner"), BACKEND)
    client.cookies["wertschatz_language"] = request.param
    return client


@pytest.fixture
def base() -> None:
    take_in(BILLS)
    bank(*STATEMENT)
    house().assess()


def text(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def heading(page: str) -> str:
    [title] = re.findall(r"<h1>(.*?)</h1>", page, re.DOTALL)
    return str(title).strip()


def of(name: str, act: str = "") -> str:
    return f"{PAGE}{payment(name).pk}/{act}"


def test_staff_see_nothing_of_it(base: None) -> None:
    client = Client()
    client.force_login(User.objects.create_user("s", password="x", role="staff"), BACKEND)
    assert client.get(PAGE).status_code == 403
    assert client.post(of("Grün", "leave/")).status_code == 403
    assert PAGE not in client.get("/customers/").content.decode()


def test_without_statements_it_says_what_to_do_next(owner: Client) -> None:
    page = text(owner)
    assert 'href="/files/"' in page
    assert 'id="left"' not in page
    assert "<table" not in page
    take_in(BILLS[:1])
    house().assess()
    assert f'<p class="go"><a href="{PAGE}">' not in text(owner, "/customers/")


def test_the_title_is_the_answer_and_the_first_answer_is_chosen(owner: Client, base: None) -> None:
    page = text(owner)
    assert re.match(r"1 \S+ 2 ", heading(page))
    assert page.count('class="asked"') == 1
    chosen = re.findall(r'name="answer" value="(\d+):11900" checked data-row', page)
    assert len(chosen) == 1
    assert page.count('name="answer"') == 2
    assert "Kemal" in page.split("<details id=")[1]
    assert '<details id="left">' in page
    assert f'<p class="go"><a href="{PAGE}">' in text(owner, "/customers/")


def test_an_answer_is_taken_and_taken_back(owner: Client, base: None) -> None:
    chosen = invoice("RE-2026-0002")
    sent = {"answer": f"{chosen.pk}:11900"}
    answer = owner.post(of("Unbekannt", "assign/"), sent, follow=True)
    page = html.unescape(answer.content.decode())
    assert 'class="asked"' not in page
    assert page.count("data-undo") == 2
    assert "RE-2026-0002" in page
    assert f'<p class="go"><a href="{PAGE}">' not in text(owner, "/customers/")
    assert owner.post(of("Unbekannt", "assign/"), sent).status_code == 422
    house().assess()
    sheet = text(owner, f"/customers/{chosen.customer.uuid}/")
    assert f'href="{of("Unbekannt")}"' in sheet
    assert "auszug.xml" in sheet
    assert text(owner, of("Unbekannt"))
    action = Action.objects.get(code="payment_assigned")
    owner.post(reverse("undo", args=[action.uuid]), {"next": PAGE})
    house().assess()
    assert 'class="asked"' in text(owner)
    assert text(owner, "/done/")


def test_left_with_one_key_and_asked_again(owner: Client, base: None) -> None:
    owner.post(of("Unbekannt", "leave/"))
    assert 'class="asked"' not in text(owner)
    house().assess()
    page = text(owner, of("Unbekannt"))
    assert 'action="' + of("Unbekannt", "again/") in page
    assert 'action="' + of("Unbekannt", "leave/") not in page
    owner.post(of("Unbekannt", "again/"))
    house().assess()
    assert 'class="asked"' in text(owner)
    assert owner.post(of("Unbekannt", "again/")).status_code == 422


def test_another_invoice_is_found_with_and_without_script(owner: Client, base: None) -> None:
    whole = text(owner, of("Unbekannt") + "?q=0004")
    assert "<h1>" in whole
    part = owner.get(of("Unbekannt") + "?q=gruen", headers={"HX-Request": "true"})
    found = part.content.decode()
    assert "<h1>" not in found
    assert found.count('name="invoice"') == 2
    assert "HX-Request" in part["Vary"]
    ticked = [str(invoice(number).pk) for number in ("RE-2026-0003", "RE-2026-0004")]
    assert owner.post(of("Unbekannt", "assign/"), {"invoice": ticked}).status_code == 422
    owner.post(of("Unbekannt", "assign/"), {"invoice": ticked[1]})
    [word] = Settlement.objects.filter(said=True)
    assert (word.invoice_key, word.cents) == (invoice("RE-2026-0004").key, 11_900)


@pytest.mark.parametrize("sent", [{}, {"answer": "x"}, {"answer": "1:"}, {"invoice": "999999"},
                                  {"invoice": "٣"}, {"answer": "9" * 40 + ":1"}])  # fmt: skip
def test_nonsense_is_refused_on_the_page(owner: Client, base: None, sent: dict[str, str]) -> None:
    answer = owner.post(of("Unbekannt", "assign/"), sent)
    assert answer.status_code == 422
    assert b'role="alert"' in answer.content
    assert owner.post(f"{PAGE}999999/leave/", sent).status_code == 422
    assert owner.get(f"{PAGE}999999/").status_code == 404
    assert not Settlement.objects.filter(said=True).exists()


def test_what_rules_assigned_is_found_and_corrected(owner: Client, base: None) -> None:
    part = owner.get(PAGE + "?q=gruen", headers={"HX-Request": "true"}).content.decode()
    assert part.count("<tr>") == 2
    assert "<h1>" not in part
    assert (
        "<table" not in owner.get(PAGE + "?q=zzzz", headers={"HX-Request": "true"}).content.decode()
    )
    sheet = text(owner, of("Grün"))
    assert 'action="' + of("Grün", "leave/") in sheet
    assert 'action="' + of("Grün", "again/") not in sheet


def test_lists_have_pages(owner: Client) -> None:
    bills = [bill("Rot", f"RE-77{n:02}", 1_000 + n) for n in range(30)]
    take_in(bills)
    rows = [paid("Rot", f"RE-77{n:02}", 1_000 + n, line=n) for n in range(30)]
    bank(*rows, *(paid("Miete", f"M{n}", -n, line=n) for n in range(1, 61)))
    house().assess()
    page = text(owner)
    assert "?page=2#assigned" in page
    assert "?left=2#left" in page
    second = text(owner, PAGE + "?left=2&why=outgoing")
    assert '<details id="left" open>' in second
    assert text(owner, PAGE + "?page=2").count("/payments/") > 10
    assert text(owner, PAGE + "?left=99&page=99&why=nobody")


def test_every_reason_can_be_shown(owner: Client, base: None) -> None:
    facts = {name: 2 for names in (*ASK_CODES.values(), *LEFT_CODES.values()) for name in names}
    doubt = Doubt.objects.get(payment__name="Unbekannt")
    for code in ASK_CODES | LEFT_CODES:
        doubt.code = code
        doubt.reasons = reasons_text([Reason(code, facts | {"currency": "EUR"})])
        doubt.save()
        assert "Unbekannt" in text(owner)
        assert "Unbekannt" in text(owner, of("Unbekannt"))
    assert set(LEFT_NAMES) == {*LEFT_CODES, "said_left"}
