"""The page of calendars, and the plan at its secret address."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.integrations.test_calendar_kinds import calendar, event
from tests.storage.everything import billed, take_in
from tests.web.test_access import client_of
from tests.web.test_groups import take_back
from wertschatz.bootstrap import clock
from wertschatz.bootstrap.house import house
from wertschatz.integrations.codecs.ics import taken_apart
from wertschatz.storage.models import (
    CalendarSource,
    CallBack,
    Customer,
    Device,
    Task,
    User,
    WorkDay,
)

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 25, 9, 5, tzinfo=dt.UTC)  # 10:05 in Berlin


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def owner() -> Client:
    made = client_of("owner")
    made.cookies["wertschatz_language"] = "en"
    return made


def me() -> int:
    return User.objects.get(username="owner").pk


def text(client: Client) -> str:
    return client.get(reverse("calendars")).content.decode()


def test_a_calendar_is_connected_read_removed_and_taken_back(owner: Client, tmp_path: Path) -> None:
    assert "No calendar is connected yet." in text(owner)
    file = tmp_path / "one.ics"
    file.write_bytes(calendar(event("Dentist", "DTSTART:20261125T100000Z", "DURATION:PT1H")))
    sent = {"place": str(file), "name": "Mine"}
    assert owner.post(reverse("calendars"), sent).status_code == 302
    assert "Will be read in a moment." in text(owner)
    house().read_calendars()
    assert "1 calendar tells when you are taken." in text(owner)
    assert "Dentist" in text(owner)
    file.write_bytes(b"")
    house().read_calendars()
    assert "What lies there is no calendar." in text(owner)
    assert "Dentist" in text(owner)
    owner.post(reverse("calendar_end", args=[CalendarSource.objects.get().uuid]))
    assert "No calendar is connected yet." in text(owner)
    take_back(owner)
    assert "Mine" in text(owner)


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_names_no_calendar_is_refused_and_stays_typed(owner: Client, language: str) -> None:
    owner.cookies["wertschatz_language"] = language
    answer = owner.post(reverse("calendars"), {"place": "ftp://x/one.ics"})
    assert answer.status_code == 422
    assert 'value="ftp://x/one.ics"' in answer.content.decode()
    answer = owner.post(reverse("plan_folder"), {"folder": "https://x/"})
    assert answer.status_code == 422
    assert not CalendarSource.objects.exists()


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Your plan is written into {0} already"), ("de", "In {0} wird Ihr Plan schon")],
)
def test_a_second_folder_is_added_and_the_same_one_is_refused_with_what_is_there(
    owner: Client, tmp_path: Path, language: str, said: str
) -> None:
    owner.cookies["wertschatz_language"] = language
    first, second = tmp_path / "one", tmp_path / "zweiter Plan"
    for folder in (first, second):
        assert owner.post(reverse("plan_folder"), {"folder": str(folder)}).status_code == 302
    answer = owner.post(reverse("plan_folder"), {"folder": f"{second}/", "names": "on"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said.format(second) in page
    assert f'value="{second}/"' in page
    assert page.count('name="names" checked') == 1  # what was ticked stays ticked
    assert CalendarSource.objects.count() == 2
    owner.post(reverse("calendar_end", args=[CalendarSource.objects.latest("id").uuid]))
    assert owner.post(reverse("plan_folder"), {"folder": str(second)}).status_code == 302
    house().read_calendars()
    assert second.is_dir()


def test_an_address_shows_whose_it_is_and_not_its_secret(owner: Client) -> None:
    owner.post(reverse("calendars"), {"place": "https://example.org/geheim/abc.ics"})
    assert "example.org" in text(owner)
    assert "geheim" not in text(owner)


def test_of_others_nothing_is_removed(owner: Client, tmp_path: Path) -> None:
    owner.post(reverse("calendars"), {"place": str(tmp_path)})
    stranger = User.objects.create(username="x", role="owner", joined_at=AT)
    row = CalendarSource.objects.create(user=stranger, kind="file", place="/x", at=AT)
    assert owner.post(reverse("calendar_end", args=[row.uuid])).status_code == 422
    assert CalendarSource.objects.count() == 2


def feed(names: bool = False) -> str:
    house().make_feed(names, me())
    return reverse("feed", args=[Device.objects.latest("id").secret])


def titles(raw: bytes) -> list[str]:
    return [one.title for one in taken_apart(raw.decode().splitlines()).events]


def test_the_feed_gives_the_plan_without_names_unless_they_were_chosen(owner: Client) -> None:
    take_in([billed(customer="Holz")])
    customer = Customer.objects.get()
    task = Task.objects.create(user_id=me(), title="Angebot für Holz", customer=customer, at=AT)
    placed = [[str(task.uuid), 540, 600], ["block:A", 600, 660]]
    WorkDay.objects.create(user_id=me(), on=AT.date(), placed=placed, planned_at=AT)
    CallBack.objects.create(
        user_id=me(), customer=customer, slot_at=AT + dt.timedelta(hours=3),
        first_slot_at=AT, at=AT,
    )  # fmt: skip
    bare, full = feed(), feed(names=True)
    answer = Client().get(bare)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"Holz" not in answer.content
    kinds = set(titles(answer.content))
    assert len(kinds) == 4
    told = titles(Client().get(full).content)
    assert "Angebot für Holz (Holz)" in told
    again = Client().get(bare, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_a_feed_that_was_ended_leads_nowhere_and_comes_back(owner: Client) -> None:
    owner.post(reverse("feed_new"), {})
    device = Device.objects.get()
    address = reverse("feed", args=[device.secret])
    assert address in text(owner)
    owner.post(reverse("feed_end", args=[device.uuid]))
    assert Client().get(address).status_code == 404
    take_back(owner)
    assert Client().get(address).status_code == 200
    User.objects.update(is_active=False)
    assert Client().get(address).status_code == 404
    assert Client().get("/f/guess.ics").status_code == 404
