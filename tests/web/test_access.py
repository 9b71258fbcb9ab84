"""Every page is registered for somebody; staff and strangers see only what is theirs."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from wertschatz.storage.models import User
from wertschatz.web.access import REGISTER, Access

pytestmark = pytest.mark.django_db
ARGUMENTS = {
    "token": "wrong",
    "customer": uuid.uuid4(),
    "made": uuid.uuid4(),
    "action": uuid.uuid4(),
    "payment": 1,
    "tag": uuid.uuid4(),
    "kept": uuid.uuid4(),
    "account": uuid.uuid4(),
    "review": uuid.uuid4(),
    "wish": uuid.uuid4(),
    "goodbye": uuid.uuid4(),
    "contact": 1,
    "rule": 1,
    "helper": uuid.uuid4(),
    "commitment": uuid.uuid4(),
    "secret": "wrong",
    "word": uuid.uuid4(),
    "device": uuid.uuid4(),
    "call_back": uuid.uuid4(),
    "kind": "greeting",
    "ring": uuid.uuid4(),
    "task": uuid.uuid4(),
    "matter": uuid.uuid4(),
    "source": uuid.uuid4(),
    "item": uuid.uuid4(),
    "person": uuid.uuid4(),
    "line": uuid.uuid4(),
    "attention": uuid.uuid4(),
    "year": 2026,
    "enquiry": uuid.uuid4(),
}


def addresses() -> dict[str, str]:
    """Name of a page → an address of it."""
    found = {}
    for pattern in get_resolver().url_patterns:
        assert pattern.name in REGISTER, f"{pattern} is not registered"
        names = pattern.pattern.converters
        found[pattern.name] = reverse(
            pattern.name, kwargs={name: ARGUMENTS[name] for name in names}
        )
    return found


def client_of(role: str | None) -> Client:
    client = Client()
    if role is not None:
        client.force_login(
            User.objects.create_user(role, password="x", role=role),
            backend="django.contrib.auth.backends.ModelBackend",
        )
    return client


def test_every_page_is_registered_and_nothing_else() -> None:
    assert set(addresses()) == set(REGISTER)


def test_strangers_are_sent_to_sign_in() -> None:
    client = client_of(None)
    for name, address in addresses().items():
        if REGISTER[name] is Access.PUBLIC:
            continue
        answer = client.get(address)
        assert answer.status_code == 302, name
        assert answer["Location"].startswith(reverse("account_login")), name


def test_staff_get_no_page_of_the_owner() -> None:
    client = client_of("staff")
    for name, address in addresses().items():
        if REGISTER[name] is Access.OWNER:
            assert client.get(address).status_code == 403, name


@pytest.mark.parametrize("query", ["", "?group=C", "?sort=group&order=down"])
def test_staff_see_names_without_groups(query: str) -> None:
    answer = client_of("staff").get("/customers/" + query)
    assert answer.status_code == 200
    assert b'class="letter' not in answer.content
    assert b'class="filters"' not in answer.content


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_page_that_is_not_there_says_so_calmly(language: str) -> None:
    client = client_of("owner")
    client.cookies["wertschatz_language"] = language
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert f'lang="{language}"'.encode() in answer.content


def test_a_form_from_elsewhere_changes_nothing() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        User.objects.create_user("owner", password="x", role="owner"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    answer = client.post(reverse("by_hand"), {"names": "Eve"})
    assert answer.status_code == 403
    assert b"<h1>" in answer.content
    assert b"csrf" not in answer.content.split(b"<h1>")[1].split(b"</h1>")[0].lower()


def test_after_signing_in_the_page_is_there_and_says_nothing_needless() -> None:
    User.objects.create_user("anna", password="drei ruhige Worte", role="staff")
    client = Client()
    answer = client.post(
        reverse("account_login"), {"login": "anna", "password": "drei ruhige Worte"}, follow=True
    )
    assert answer.status_code == 200
    assert b'class="told"' not in answer.content
    answer = client.post(reverse("account_logout"), follow=True)
    assert answer.status_code == 200


def test_a_new_password_is_told() -> None:
    User.objects.create_user("anna", password="drei ruhige Worte", role="staff")
    client = Client()
    client.post(reverse("account_login"), {"login": "anna", "password": "drei ruhige Worte"})
    new = "vier sehr ruhige Worte"
    form = {"oldpassword": "drei ruhige Worte", "password1": new, "password2": new}
    answer = client.post(reverse("account_change_password"), form, follow=True)
    assert answer.status_code == 200
    assert b'class="told"' in answer.content


def test_after_the_session_a_part_of_a_page_leads_to_the_door_as_a_whole() -> None:
    client = client_of(None)
    door = reverse("account_login")
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/customers/?q=a&sort=name"}
    answer = client.get(reverse("customers") + "?q=ab", headers=asked)
    assert answer.status_code == 200
    assert answer.content == b""
    assert answer["HX-Redirect"] == f"{door}?next=/customers/%3Fq%3Da%26sort%3Dname"
    assert "no-store" in answer["Cache-Control"]
    elsewhere = {**asked, "HX-Current-URL": "https://elsewhere.example/customers/"}
    answer = client.get(reverse("alike"), headers=elsewhere)
    assert answer["HX-Redirect"] == f"{door}?next={reverse('alike')}"


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/customers/?archived=1", "/customers/?archived=1"),
        ("http://testserver/language/", "/customers/"),
        ("https://elsewhere.example/customers/", "/customers/"),
        ("http://testserver//elsewhere.example/", "/customers/"),
        ("", "/customers/"),
    ],
)
def test_after_signing_in_one_is_on_a_page_that_can_be_read(referer: str, back: str) -> None:
    User.objects.create_user("anna", password="drei ruhige Worte", role="staff")
    client = Client()
    answer = client.post(reverse("log_contact", args=[uuid.uuid4()]), headers={"Referer": referer})
    assert answer.status_code == 302
    form = {"login": "anna", "password": "drei ruhige Worte"}
    answer = client.post(answer["Location"], form, follow=True)
    assert answer.status_code == 200
    assert answer.request["PATH_INFO"] + (
        f"?{answer.request['QUERY_STRING']}" if answer.request["QUERY_STRING"] else ""
    ) == back  # fmt: skip


def test_whoever_only_comes_to_the_address_of_a_form_is_shown_home() -> None:
    client = client_of("owner")
    for name in ("many", "keep_filter", "language"):
        answer = client.get(reverse(name))
        assert answer.status_code == 302, name
        assert answer["Location"] == reverse("home")
    assert client.put(reverse("many")).status_code == 405
