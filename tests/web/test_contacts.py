"""Contacts on their pages: one press logs; corrected, timed, taken back; staff see no groups."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.test_duplicates import base
from tests.web.test_noted import client
from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.contacts import ContactKind
from wertschatz.storage.models import Contact, Customer, Timer, User
from wertschatz.wording.contacts import contact_kind

pytestmark = pytest.mark.django_db


def press(who: Client, one: Customer, **form: str) -> str:
    """Presses a button as the customer's page has it; returns where one is afterwards."""
    sheet = reverse("customer", kwargs={"customer": one.uuid})
    form = {"next": sheet, **form}
    answer = who.post(reverse("log_contact", kwargs={"customer": one.uuid}), form)
    assert answer.status_code == 302
    return str(answer["Location"])


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_kind_has_its_button_on_the_customers_page(language: str) -> None:
    one, _ = base()
    page = client("owner", language).get(reverse("customer", kwargs={"customer": one.uuid}))
    text = page.content.decode()
    for kind in ContactKind:
        assert f'name="contact" value="{kind}"' in text
        assert contact_kind(kind, language) in text
    assert text.count("data-log") == 1


def test_one_press_logs_and_it_stands_there_with_its_take_back() -> None:
    one, _ = base()
    owner = client("owner")
    where = press(owner, one, contact="call")
    assert where.endswith(f"{one.uuid}/#logged")
    row = Contact.objects.get()
    assert (row.kind, row.length, row.who) == ("call", 10, "owner")
    section = owner.get(where).content.decode().split('id="log"')[1].split("</section>")[0]
    assert f"{contact_kind('call', 'de')}, 10" in section
    assert section.count("data-undo") == 1
    undo = section.split('action="/done/')[1].split('"')[0]
    owner.post(f"/done/{undo}", {"next": where})
    assert not Contact.objects.exists()


def test_whoever_types_a_name_finds_the_customer_with_the_buttons() -> None:
    one, _ = base()
    owner = client("owner", "en")
    part = owner.get(reverse("contacts"), {"q": "mueler"}, headers={"HX-Request": "true"})
    text = part.content.decode()
    assert "<html" not in text
    assert "Müller GmbH" in text
    assert reverse("log_contact", kwargs={"customer": one.uuid}) in text
    assert "Roth" not in text
    nobody = owner.get(reverse("contacts"), {"q": "zzzzzz"}).content.decode()
    assert "Nobody found" in nobody


def test_the_title_tells_what_today_took_and_the_newest_stand_below() -> None:
    one, _ = base()
    owner = client("owner", "en")
    assert "Nothing logged yet today" in owner.get(reverse("contacts")).content.decode()
    press(owner, one, contact="visit")
    page = owner.get(reverse("contacts")).content.decode()
    if Contact.objects.get().on == house().today():  # not in the first hour of a day
        assert "Today: 1 contact" in page.split("<h1>")[1].split("</h1>")[0]
    assert one.party.name in page.split('id="logged"')[1]


def test_a_correction_is_kept_or_refused_with_what_was_typed() -> None:
    one, _ = base()
    owner = client("owner", "en")
    press(owner, one, contact="call")
    address = reverse("correct_contact", kwargs={"contact": Contact.objects.get().pk})
    refused = owner.post(address, {"minutes": "soon", "about": "the <door>"})
    assert refused.status_code == 422
    text = refused.content.decode()
    assert 'value="soon"' in text
    assert 'value="the &lt;door&gt;"' in text
    assert 'role="alert"' in text
    assert owner.post(address, {"minutes": "1h30", "way": "in"}).status_code == 302
    row = Contact.objects.get()
    assert (row.minutes, row.way) == (90, "in")


def test_a_mood_is_seen_by_nobody_else() -> None:
    one, _ = base()
    owner, staff = client("owner", "en"), client("staff", "en")
    press(staff, one, contact="call")
    row = Contact.objects.get()
    assert row.person == User.objects.get(username="staff")
    mood = reverse("contact_mood", kwargs={"contact": row.pk})
    assert owner.post(mood, {"mood": "1"}).status_code == 404
    assert staff.post(mood, {"mood": "1"}).status_code == 302
    assert ", I felt drained" in staff.get(reverse("contacts")).content.decode()
    for address in (
        reverse("contacts"), reverse("customer", kwargs={"customer": one.uuid}),
        reverse("timeline", kwargs={"customer": one.uuid}),
    ):  # fmt: skip
        assert ", I felt drained" not in owner.get(address).content.decode()


def test_the_clock_stands_on_every_page_and_logs_when_it_stops() -> None:
    one, _ = base()
    owner = client("owner", "en")
    press(owner, one, clock="visit")
    assert Timer.objects.get().kind == "visit"
    for address in (reverse("customers"), reverse("files"), reverse("done")):
        assert 'class="clock"' in owner.get(address).content.decode(), address
    refused = owner.post(reverse("log_contact", kwargs={"customer": one.uuid}), {"clock": "call"})
    assert refused.status_code == 422
    assert owner.post(reverse("timer"), {"next": "/files/"})["Location"] == "/files/#logged"
    assert Contact.objects.get().length == 1
    assert 'class="clock"' not in owner.get(reverse("files")).content.decode()


def test_a_forgotten_clock_asks_with_the_usual_minutes() -> None:
    one, _ = base()
    owner = client("owner", "en")
    press(owner, one, clock="call")
    Timer.objects.update(started_at=house().now() - dt.timedelta(hours=20))
    asked = owner.post(reverse("timer"), {})
    assert asked.status_code == 422
    assert 'value="10"' in asked.content.decode()
    assert owner.post(reverse("timer"), {"minutes": "10"}).status_code == 302
    assert Contact.objects.get().length == 10


def test_a_clock_that_lapses_logs_nothing() -> None:
    one, _ = base()
    owner = client("owner")
    press(owner, one, clock="call")
    owner.post(reverse("timer"), {"drop": "1"})
    assert not Timer.objects.exists()
    assert not Contact.objects.exists()
    assert owner.post(reverse("timer"), {}).status_code == 422


@pytest.mark.parametrize("language", ["de", "en"])
def test_staff_log_and_take_back_their_own_and_see_no_group(language: str) -> None:
    one, _ = base()
    house().say_word(one.uuid, group="C", reason="streng geheim", actor=None)
    house().log_contact(one.uuid, kind="call", about="nur für die Chefin", actor=None)
    staff = client("staff", language)
    address = reverse("contacts_with", kwargs={"customer": one.uuid})
    page = staff.get(address).content.decode()
    assert one.party.name in page
    for hidden in ('class="letter', "streng geheim", "nur für die Chefin", "€"):
        assert hidden not in page
    press(staff, one, contact="mail", next=address)
    assert address in staff.get(reverse("customers")).content.decode()
    mine = Contact.objects.get(kind="mail")
    other = Contact.objects.get(kind="call")
    assert staff.post(reverse("take_back_contact", kwargs={"contact": other.pk})).status_code == 404
    assert staff.get(reverse("correct_contact", kwargs={"contact": other.pk})).status_code == 404
    assert (
        reverse("take_back_contact", kwargs={"contact": mine.pk})
        in staff.get(address).content.decode()
    )
    staff.post(reverse("take_back_contact", kwargs={"contact": mine.pk}), {"next": address})
    assert list(Contact.objects.all()) == [other]


def test_staff_do_not_take_back_what_the_owner_corrected() -> None:
    one, _ = base()
    staff = client("staff", "en")
    press(staff, one, contact="mail")
    mine = Contact.objects.get(kind="mail")
    owner = User.objects.create_user("boss", password="x", role="owner")
    address = reverse("take_back_contact", kwargs={"contact": mine.pk})
    house().correct_contact(mine.pk, minutes=45, way="", about="", by_owner=True, actor=owner.pk)
    assert address not in staff.get(reverse("contacts")).content.decode()
    told = staff.post(address, follow=True).content.decode()
    assert "Please ask the owner to take it back." in told
    mine.refresh_from_db()
    assert mine.minutes == 45


def test_a_contact_that_was_taken_back_and_done_again_goes_once_more() -> None:
    one, _ = base()
    staff = client("staff", "en")
    press(staff, one, contact="mail")
    contact, me = Contact.objects.get(), User.objects.get(username="staff").pk
    for _ in range(2):
        gone = house().take_back_contact(contact.pk, actor=me)
        assert gone.done
        assert not Contact.objects.exists()
        assert house().undo(gone.action or uuid.uuid4(), me).done
    again = house().take_back_contact(contact.pk, actor=me)
    # What the owner did again is the owner's.
    assert house().undo(again.action or uuid.uuid4(), None).done
    assert house().take_back_contact(contact.pk, actor=me).why_not == "of_another"


def test_an_owner_who_follows_the_link_of_staff_comes_to_the_whole_page() -> None:
    one, _ = base()
    answer = client("owner").get(reverse("contacts_with", kwargs={"customer": one.uuid}))
    assert answer["Location"] == reverse("customer", kwargs={"customer": one.uuid})


def test_a_customer_that_is_gone_is_told_calmly() -> None:
    one, _ = base()
    staff = client("staff")
    one.source.state = "withdrawn"
    one.source.save()
    address = reverse("log_contact", kwargs={"customer": one.uuid})
    assert staff.post(address, {"contact": "call"}).status_code == 404


def test_pressed_twice_the_clock_runs_once_and_nothing_is_told() -> None:
    one, _ = base()
    owner = client("owner")
    assert press(owner, one, clock="call") == press(owner, one, clock="call")
    assert Timer.objects.get().kind == "call"
