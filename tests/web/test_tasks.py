"""Tasks and the inbox as pages, with what they keep and how it is taken back."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.web.test_access import client_of
from wertschatz.bootstrap import clock
from wertschatz.bootstrap.house import house
from wertschatz.domain.worktime.repeating import Rhythm, Unit
from wertschatz.ports.customers import HandEntry
from wertschatz.ports.tasks import FileKind, TaskEntry
from wertschatz.storage.models import Action, Device, Matter, Task, User, Word
from wertschatz.storage.queries.tasks import open_tasks
from wertschatz.usecases.refusals import Refused

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 11, 30, 9, 5, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 30)


@pytest.fixture(autouse=True)
def at_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


@pytest.fixture
def owner() -> Client:
    made = client_of("owner")
    made.cookies["wertschatz_language"] = "en"
    return made


def me() -> int:
    return User.objects.get(username="owner").pk


def capture(line: str) -> uuid.UUID:
    return house().capture_task(line, me()).row


def order() -> list[str]:
    rows = Task.objects.filter(state="open").order_by("importance", "place", "id")
    return list(rows.values_list("title", flat=True))


def back() -> None:
    newest = Action.objects.exclude(code="undo").filter(undone_by=None).latest("id")
    assert house().undo(newest.uuid, me()).done


def test_one_line_from_any_page_is_a_task(owner: Client) -> None:
    house().add_by_hand([HandEntry("Holz Meier", 100, None, None)], None)
    sent = {"line": "Angebot schreiben morgen 30m ! @Holz_Meier", "next": "/people/"}
    answer = owner.post(reverse("task_add"), sent, follow=True)
    assert answer.redirect_chain[-1][0] == "/people/"
    assert "Captured." in answer.content.decode()
    row = Task.objects.get()
    assert (row.title, row.minutes, row.importance) == ("Angebot schreiben", 30, 1)
    assert row.due_on == dt.date(2026, 12, 1)
    assert row.customer is not None
    assert row.customer.party.name == "Holz Meier"
    page = owner.get("/tasks/").content.decode()
    assert "First: Angebot schreiben" in page
    back()
    assert not Task.objects.exists()


def test_a_name_that_nobody_has_stays_where_it_stood(owner: Client) -> None:
    capture("Mit @Nobody reden 15m")
    assert Task.objects.get().title == "Mit @Nobody reden"
    assert Task.objects.get().customer is None


def test_the_order_is_the_persons_own_and_taken_back(owner: Client) -> None:
    first, second, third = (capture(name) for name in ("Eins", "Zwei", "Drei"))
    owner.post(reverse("task_press", args=[third]), {"move": "up"})
    assert order() == ["Eins", "Drei", "Zwei"]
    owner.post(reverse("task_press", args=[first]), {"move": "up"})
    assert order() == ["Eins", "Drei", "Zwei"]
    sent = {"importance": "1", "before": ""}
    owner.post(reverse("task_press", args=[second]), sent)
    assert order() == ["Zwei", "Eins", "Drei"]
    back()
    back()
    assert order() == ["Eins", "Zwei", "Drei"]


def test_without_room_between_two_all_of_it_is_written_anew(owner: Client) -> None:
    names = [f"T{number}" for number in range(6)]
    rows = [capture(name) for name in names]
    Task.objects.update(place=7)
    assert order() == names
    house().put_task(rows[5], 2, rows[1], me())
    assert order() == ["T0", "T5", "T1", "T2", "T3", "T4"]
    back()
    assert order() == names


def test_a_task_of_somebody_else_is_out_of_reach(owner: Client) -> None:
    task = capture("Meins")
    other = User.objects.create_user("other", password="x", role="owner").pk
    for change in (
        lambda: house().end_task(task, "done", other), lambda: house().move_task(task, 1, other),
        lambda: house().change_task(task, TaskEntry("Deins"), other),
    ):  # fmt: skip
        with pytest.raises(Refused, match="task_gone"):
            change()
    assert open_tasks(other, TODAY).listed == []


def test_everything_of_a_task_can_be_changed(owner: Client) -> None:
    task = capture("Angebot")
    sent = {
        "title": "Angebot B", "importance": "3", "minutes": "1h30", "due_on": "2026-12-04",
        "due_time": "14:00", "waiting_for": "Zahlen", "every": "2", "unit": "week",
        "weekday": ["0", "3"], "note": "Mit Skizze",
    }  # fmt: skip
    assert owner.post(reverse("task", args=[task]), sent).status_code == 302
    row = Task.objects.get()
    assert (row.title, row.importance, row.minutes) == ("Angebot B", 3, 90)
    assert (row.due_minute, row.waiting_for, row.note) == (840, "Zahlen", "Mit Skizze")
    assert row.repeats == {"every": 2, "unit": "week", "weekdays": [0, 3], "day": None}
    page = owner.get("/tasks/").content.decode()
    assert "every 2 weeks (Monday, Thursday)" in page
    assert "With others" in page
    sheet = owner.get(reverse("task", args=[task])).content.decode()
    assert 'value="14:00"' in sheet
    wrong = owner.post(reverse("task", args=[task]), {**sent, "minutes": "bald"})
    assert wrong.status_code == 422
    back()
    assert Task.objects.get().title == "Angebot"


def test_done_makes_the_next_one_and_taking_back_takes_it_away(owner: Client) -> None:
    entry = TaskEntry("Zahlen prüfen", due_on=dt.date(2026, 10, 31), repeats=Rhythm(1, Unit.MONTH))
    task = house().add_task(entry, me()).row
    owner.post(reverse("task_press", args=[task]), {"state": "done"})
    # What was missed lapses: the end of November is today, so the next one is in December.
    assert [row.due_on for row in Task.objects.filter(state="open")] == [dt.date(2026, 12, 31)]
    back()
    assert [row.due_on for row in Task.objects.filter(state="open")] == [dt.date(2026, 10, 31)]
    owner.post(reverse("task_press", args=[task]), {"state": "gone"})
    assert not Task.objects.filter(state="open").exists()


def test_the_inbox_shows_one_and_has_three_ways_out(owner: Client) -> None:
    for text in ("Brief vom Amt", "Idee: Hof pflastern", "Anruf Kurz"):
        owner.post(reverse("inbox_add"), {"text": text, "kind": "letter"})
    page = owner.get("/inbox/").content.decode()
    assert "Brief vom Amt" in page
    assert "Hof pflastern" not in page
    one, two, three = Matter.objects.order_by("id")
    owner.post(reverse("matter_out", args=[one.uuid]), {"way": "done"})
    sent = {"way": "delegated", "to": "Anna", "until": "2026-12-03"}
    owner.post(reverse("matter_out", args=[two.uuid]), sent)
    task = Task.objects.get()
    assert (task.title, task.delegated_to) == ("Idee: Hof pflastern", "Anna")
    assert open_tasks(me(), TODAY).waiting[0].delegated_until == dt.date(2026, 12, 3)
    owner.post(reverse("matter_out", args=[three.uuid]), {"way": "bin"})
    assert "The inbox is empty." in owner.get("/inbox/").content.decode()
    back()
    back()
    assert not Task.objects.exists()
    assert "Hof pflastern" in owner.get("/inbox/").content.decode()


def test_no_way_out_but_three_and_delegating_needs_a_name(owner: Client) -> None:
    owner.post(reverse("inbox_add"), {"text": "Brief", "kind": "letter"})
    matter = Matter.objects.get()
    for sent in ({"way": "later"}, {"way": "delegated", "to": " "},
                 {"way": "delegated", "to": "Anna", "until": "2026-11-29"}):  # fmt: skip
        assert owner.post(reverse("matter_out", args=[matter.uuid]), sent).status_code == 422
    assert Matter.objects.get().way_out == ""


def test_what_is_left_lapses_to_tomorrow(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    owner.post(reverse("inbox_add"), {"text": "Brief vom Amt", "kind": "letter"})
    owner.post(reverse("inbox_rest"))
    assert "What is left comes tomorrow." in owner.get("/inbox/").content.decode()
    monkeypatch.setattr(clock, "now", lambda: MONDAY + dt.timedelta(days=1))
    assert "Brief vom Amt" in owner.get("/inbox/").content.decode()


def test_a_word_left_at_the_door_goes_into_the_inbox(owner: Client) -> None:
    house().make_door_page("Flur", me())
    house().leave_word(Device.objects.get().secret, "Eva", "Paket ist da")
    word = Word.objects.get()
    owner.post(reverse("word_aside", args=[word.uuid]))
    assert Matter.objects.get().text == "Eva: Paket ist da"
    assert Word.objects.get().read_at is not None
    assert owner.post(reverse("word_aside", args=[word.uuid])).status_code == 422
    back()
    assert Word.objects.get().read_at is None
    assert not Matter.objects.exists()


@pytest.mark.parametrize("kind", list(FileKind))
def test_files_go_out_and_come_back_without_doubling(owner: Client, kind: FileKind) -> None:
    house().add_by_hand([HandEntry("Holz Meier", 100, None, None)], None)
    capture("Angebot schreiben morgen 30m ! @Holz_Meier")
    capture("Lager räumen ?")
    answer = owner.get(reverse("task_file", args=[kind.value]))
    data = answer.content
    assert answer.status_code == 200
    actions = Action.objects.count()
    owner.post(reverse("tasks_in"), {"file": SimpleUploadedFile("tasks", data)})
    assert Task.objects.count() == 2
    assert Action.objects.count() == actions
    changed = data.replace(b"Lager", b"Keller")
    owner.post(reverse("tasks_in"), {"file": SimpleUploadedFile("tasks", changed)})
    assert order() == ["Angebot schreiben", "Keller räumen"]
    back()
    assert order() == ["Angebot schreiben", "Lager räumen"]
    # In a house that has none of it they are new, and the same.
    rows = list(Task.objects.order_by("id").values("title", "minutes", "importance", "due_on"))
    Task.objects.all().delete()
    owner.post(reverse("tasks_in"), {"file": SimpleUploadedFile("tasks", data)})
    again = Task.objects.order_by("id").values("title", "minutes", "importance", "due_on")
    assert list(again) == rows
    assert Task.objects.order_by("id")[0].customer is not None


def test_a_file_says_that_something_is_done(owner: Client) -> None:
    task = capture("Lager räumen")
    line = f"x 2026-11-30 Lager räumen pri:B id:{task}\n".encode()
    owner.post(reverse("tasks_in"), {"file": SimpleUploadedFile("todo.txt", line)})
    assert Task.objects.get().state == "done"


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"", b"BEGIN:VCALENDAR\nBEGIN:VTODO\n", b"\0"])
def test_what_is_no_list_is_said(owner: Client, data: bytes) -> None:
    answer = owner.post(reverse("tasks_in"), {"file": SimpleUploadedFile("x", data)})
    assert answer.status_code == 422
    assert not Task.objects.exists()


@pytest.mark.parametrize("language", ["de", "en"])
def test_pages_stand_in_both_languages(owner: Client, language: str) -> None:
    owner.cookies["wertschatz_language"] = language
    task = capture("Angebot morgen")
    for address in ("/tasks/", "/inbox/", f"/tasks/{task}/"):
        assert owner.get(address).status_code == 200
