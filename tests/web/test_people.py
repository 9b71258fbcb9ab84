"""Accounts for people of the firm: opened, shut out and let in again, each to be taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from tests.storage.rows import row, take_in
from tests.web.test_access import client_of
from wertschatz.bootstrap.house import house
from wertschatz.storage.models import (
    Action,
    Change,
    Contact,
    Customer,
    Membership,
    Party,
    User,
)
from wertschatz.wording import formats

pytestmark = pytest.mark.django_db
WORDS = "drei wilde Katzen"


@pytest.fixture
def owner() -> Client:
    client = Client(headers={"accept-language": "en"})
    user = User.objects.create_user("anna", password=WORDS, role="owner", language="en")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def add(client: Client, **values: str) -> str:
    given = {"name": "Ben", "password": WORDS, "role": "staff", **values}
    return client.post(reverse("person_add"), given, follow=True).content.decode()


def signs_in(name: str, password: str = WORDS) -> bool:
    return Client().login(username=name, password=password)


def undo(client: Client, code: str) -> None:
    action = Action.objects.filter(code=code).latest("id")
    client.post(reverse("undo", args=[action.uuid]))


def test_who_is_added_signs_in_as_staff(owner: Client) -> None:
    text = add(owner, phone="030 123 45 67")
    assert "2 people can sign in here." in text
    assert "030 123 45 67" in text
    ben = User.objects.get(username="Ben")
    assert not ben.is_owner
    assert signs_in("Ben")


def test_an_unknown_role_is_staff(owner: Client) -> None:
    add(owner, role="king")
    assert not User.objects.get(username="Ben").is_owner


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"name": "ANNA"}, "can sign in here already"),
        ({"name": " "}, "type a name"),
        ({"password": "kurz"}, "at least 10"),
        ({"phone": "no number"}, "is no telephone number"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_made(
    owner: Client, values: dict[str, str], told: str
) -> None:
    assert told in add(owner, **values)
    assert User.objects.count() == 1


def test_shut_out_and_let_in_again(owner: Client) -> None:
    add(owner)
    ben = User.objects.get(username="Ben")
    address = reverse("person_let_in", args=[ben.uuid])
    owner.post(address, {"may": "no"})
    assert not signs_in("Ben")
    undo(owner, "account_shut_out")
    assert signs_in("Ben")


def test_the_last_owner_stays(owner: Client) -> None:
    anna = User.objects.get(username="anna")
    answer = owner.post(reverse("person_let_in", args=[anna.uuid]), {"may": "no"})
    assert answer.status_code == 422
    assert "Nobody would own this house" in answer.content.decode()
    assert User.objects.get(username="anna").is_active


def test_a_new_password_holds_and_is_in_no_journal(owner: Client) -> None:
    add(owner)
    ben = User.objects.get(username="Ben")
    owner.post(reverse("person_password", args=[ben.uuid]), {"password": "vier alte Hunde"})
    assert signs_in("Ben", "vier alte Hunde")
    assert not Change.objects.filter(action__code="password_given").exists()
    undo(owner, "password_given")
    assert signs_in("Ben", "vier alte Hunde")


def test_an_account_nobody_used_goes_again(owner: Client) -> None:
    add(owner)
    undo(owner, "account_opened")
    assert not User.objects.filter(username="Ben").exists()


def test_the_own_telephone_is_noted_and_taken_back(owner: Client) -> None:
    add(owner)
    ben = User.objects.get(username="Ben")
    owner.post(reverse("person_phone", args=[ben.uuid]), {"phone": "0171 1"})
    assert "0171 1" in owner.get(reverse("people")).content.decode()
    undo(owner, "account_phone")
    assert "0171 1" not in owner.get(reverse("people")).content.decode()


def test_who_never_had_a_telephone_gets_one(owner: Client) -> None:
    anna = User.objects.get(username="anna")
    assert anna.party is None
    owner.post(reverse("person_phone", args=[anna.uuid]), {"phone": "+49 171 22"})
    assert "+49 171 22" in owner.get(reverse("people")).content.decode()
    undo(owner, "account_phone")
    anna.refresh_from_db()
    assert anna.party is None


def test_a_refused_telephone_stands_in_its_field_with_the_reason(owner: Client) -> None:
    add(owner, phone="030 1")
    ben = User.objects.get(username="Ben")
    answer = owner.post(reverse("person_phone", args=[ben.uuid]), {"phone": "after six"})
    assert answer.status_code == 422
    text = answer.content.decode()
    part = text.split(f'id="phone-{ben.uuid}"')[1].split(">")[0]
    assert 'value="after six"' in part
    assert "is no telephone number" in text
    assert text.count("after six") == 2, "in the reason, and in this field only"
    refused = owner.post(reverse("person_password", args=[ben.uuid]), {"password": "kurz"})
    assert 'value="030 1"' in refused.content.decode()
    assert "kurz" not in refused.content.decode().replace("password", "")


SEEN = {
    "en": ("number", "address", "telephone", "e-mail", "contact persons", "on which days"),
    "de": ("Nummer", "Anschrift", "Telefon", "E-Mail", "Ansprechpersonen", "an welchen Tagen"),
}


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_staff_see_is_what_the_page_of_people_says(owner: Client, language: str) -> None:
    source, _ = take_in([row("Müller GmbH", "R77", cents=123_456, customer_number="K5")])
    house().assess()
    one = Customer.objects.get()
    Party.objects.filter(pk=one.party_id).update(
        street="Am Bach 3", postcode="89073", town="Ulm", email="buero@mueller.example",
        phone="0731 55",
    )  # fmt: skip
    person = Party.objects.create(
        kind="person", name="Eva Roth", email="roth@mueller.example", phone="0731 56"
    )
    Membership.objects.create(person=person, organisation=one.party, source=source)
    anna = User.objects.get(username="anna").pk
    home = house()
    home.note_mark(one.uuid, kind="tone", note="laut am Telefon", on=None, owner=True, actor=anna)
    home.put_tag_on(one.uuid, "Messe", anna)
    home.make_commitment(
        one.uuid, kind="ours", about="Muster bis Montag", cents=None, due_on=None, actor=anna
    )
    yesterday = home.today() - dt.timedelta(days=1)  # now would be two days just after midnight
    home.log_contact(one.uuid, kind="visit", on=yesterday, actor=anna)
    Contact.objects.update(about="Streit um den Preis", minutes=73, length=73)

    ben = client_of("staff")
    addresses = (reverse("contacts_with", args=[one.uuid]), reverse("search") + "?q=müller",
                 reverse("contacts") + "?q=müller", reverse("customers"),
                 reverse("mark", args=[one.uuid]))  # fmt: skip
    text = "".join(ben.get(address).content.decode() for address in addresses)
    day, hours = formats.day(yesterday, "de"), formats.hours(73, "de")
    for shown in ("Müller GmbH", "K5", "Am Bach 3", "Ulm", "0731 55", "buero@mueller.example",
                  "Eva Roth", "0731 56", "roth@mueller.example", day):  # fmt: skip
        assert shown in text, shown
    for hidden in ("laut am Telefon", "Messe", "Muster bis", "Streit um", "1.234", "R77", hours,
                   'class="letter'):  # fmt: skip
        assert hidden not in text, hidden

    owner.cookies["wertschatz_language"] = language
    said = owner.get(reverse("people")).content.decode().split("<h1>")[1].split("<ul")[0]
    for word in SEEN[language]:
        assert word in said, word
