"""Today and the closing of the day as pages."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from tests.web.test_access import client_of
from tests.web.test_door import Hand, hand, text_of  # noqa: F401
from wertschatz.bootstrap.house import house
from wertschatz.domain.worktime.repeating import Rhythm, Unit, rhythm_to
from wertschatz.ports.tasks import FileKind
from wertschatz.storage.models import (
    Action,
    CalendarEntry,
    CalendarSource,
    CallBack,
    Ring,
    Task,
    User,
    WorkDay,
)

pytestmark = pytest.mark.django_db
WED = dt.datetime(2026, 11, 25, 9, 5, tzinfo=dt.UTC)  # 10:05 in Berlin


@pytest.fixture
def owner() -> Client:
    made = client_of("owner")
    made.cookies["wertschatz_language"] = "en"
    return made


def me() -> int:
    return User.objects.get(username="owner").pk


def add(title: str, **more: object) -> Task:
    values = {"minutes": 30, "importance": 1, **more}
    return Task.objects.create(user_id=me(), title=title, at=WED, **values)


def post(client: Client, **sent: object) -> str:
    answer = client.post("/today/change/", sent, follow=True)
    return answer.content.decode()


@pytest.mark.parametrize("language", ["de", "en"])
def test_an_empty_day_and_a_free_one_are_calm(owner: Client, language: str) -> None:
    owner.cookies["wertschatz_language"] = language
    for address in ("/today/", "/today/?on=2026-11-28", "/today/?on=nonsense", "/today/close/",
                    "/today/?on=0001-01-01", "/today/?on=9999-12-31"):  # fmt: skip
        text = text_of(owner, address)
        assert len(re.findall("<h1>", text)) == 1


def test_a_proposal_is_taken_moved_and_taken_out(owner: Client) -> None:
    row = add("Offer for Holz")
    text = text_of(owner, "/today/")
    assert "A proposal" in text
    assert not WorkDay.objects.exists()
    assert "Take out of the plan" in post(owner, what="plan")
    assert "14:00–14:30" in post(owner, what="move", task=row.uuid, time="14:00")
    # The break is the owner's: nothing is put there.
    answer = owner.post("/today/change/", {"what": "move", "task": row.uuid, "time": "12:40"})
    assert answer.status_code == 422
    assert "From 12:30 to 13:00 something is fixed already" in answer.content.decode()
    out = post(owner, what="out", task=row.uuid, at=14 * 60)
    assert "Put it into the plan" in out
    assert "The plan is older than this" in out


def test_the_morning_says_what_was_interrupted(owner: Client, hand: Hand) -> None:  # noqa: F811
    add("First")
    post(owner, what="plan")
    hand.on(minutes=40)
    text = post(owner, what="anew", takes="30")
    assert "11:15–11:45" in text
    assert "“First”: from 10:30 to 11:15, because the interruption lasts until 11:15." in text
    owner.cookies["wertschatz_language"] = "de"
    assert "„First“: von 10:30 auf 11:15, weil die Unterbrechung" in text_of(owner, "/today/")
    owner.cookies["wertschatz_language"] = "en"
    # What is said belongs to that change: a new plan says nothing of it, its undo says it again.
    assert "because the interruption" not in post(owner, what="plan")
    action = Action.objects.filter(code="day_planned").order_by("-id")[0]
    owner.post(f"/done/{action.uuid}/undo/")
    assert "because the interruption" in text_of(owner, "/today/")
    assert "The interruption moved nothing." in post(owner, what="anew", takes="0")
    for wrong in ("", "x", "99999999"):
        assert owner.post("/today/change/", {"what": wrong}).status_code == 422


def test_after_closing_it_is_quiet_until_morning(owner: Client, hand: Hand) -> None:  # noqa: F811
    add("Stays")
    CallBack.objects.create(
        user_id=me(), number="1", name="Ms Sommer", slot_at=WED, first_slot_at=WED, at=WED
    )
    hand.on(hours=6, minutes=47)  # 16:52
    assert "It is time to close the day" in text_of(owner, "/today/")
    assert "Ms Sommer" in text_of(owner, "/door/held/")
    text = text_of(owner, "/today/close/")
    assert "Ten minutes, then your head is free." in text
    assert "Stays" in text
    answer = owner.post("/today/close/", {"good_thing": "Sun", "energy": "3"}, follow=True)
    assert "It goes on tomorrow, 9:00" in answer.content.decode()
    row = WorkDay.objects.get(on=WED.date().toordinal())
    assert (row.good_thing, row.energy) == ("Sun", 3)
    assert "Sun" not in text_of(owner, "/done/")
    assert "Ms Sommer" not in text_of(owner, "/door/held/")
    hand.on(hours=16, minutes=9)  # 9:01
    assert "Stays" in text_of(owner, "/today/")
    assert "Ms Sommer" in text_of(owner, "/door/held/")


def test_a_late_call_is_left_for_tomorrow_with_one_press(
    owner: Client, hand: Hand,  # noqa: F811
) -> None:  # fmt: skip
    hand.on(hours=7)
    owner.post("/today/close/")
    hand.on(hours=1)
    ring = Ring.objects.create(
        uuid="0193718e-0000-7000-8000-000000000001", system="x", call_id="1", name="Mr Late",
        at=hand.at, verdict="not_now", reason="x",
    )  # fmt: skip
    text = text_of(owner, "/today/")
    assert "data-tomorrow" in text
    what = re.search(r'name="what" value="([^"]+)"', text)
    assert what
    owner.post("/today/late/", {"ring": ring.uuid, "what": what[1]})
    task = Task.objects.get()
    assert (task.title, task.from_on) == ("Call Mr Late back", dt.date(2026, 11, 26))
    assert "data-tomorrow" not in text_of(owner, "/today/")
    # Other programs get an id of ours, and what they bring back is the same task.
    for kind in FileKind:
        written = house().tasks_file(kind, me())
        assert b"ring:" not in written
        assert str(task.uuid).encode() in written
        assert house().take_tasks_in(written, me()).new == 0


def test_an_evening_that_was_skipped_needs_no_making_up(owner: Client, hand: Hand) -> None:  # noqa: F811
    add("Stays")
    post(owner, what="plan")
    hand.on(days=1)
    text = text_of(owner, "/today/")
    assert "Stays" in text
    assert "2026-11-25" not in re.sub(r"\?on=2026-11-25", "", text)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_free_part_is_said_and_what_was_learned_is_shown(owner: Client, language: str) -> None:
    owner.cookies["wertschatz_language"] = language
    row = add("Long", minutes=480)
    for percent, always in (("29", "1"), ("", "0"), ("x", "0"), ("²", "0"), ("400", "1")):
        sent = {"percent": percent, "always": always}
        assert owner.post("/today/free/", sent).status_code == 422
    owner.post("/today/free/", {"percent": "45", "always": "0"})
    assert "45 %" in text_of(owner, "/today/")
    for back in range(1, 13):
        on = WED.date() - dt.timedelta(days=back)
        row = add("Done", state="done")
        Task.objects.filter(pk=row.pk).update(ended_at=WED - dt.timedelta(days=back))
        WorkDay.objects.create(
            user_id=me(), on=on, placed=[[str(row.uuid), 540, 740]], free_minutes=400,
            planned_at=WED,
        )  # fmt: skip
    text = text_of(owner, "/today/free/")
    assert "50 %" in re.findall("<h1>(.*?)</h1>", text)[0]
    assert text.count('<th scope="row">') == 12
    owner.post("/today/free/", {"percent": "35", "always": "1"})
    assert "35 %" in re.findall("<h1>(.*?)</h1>", text_of(owner, "/today/free/"))[0]
    assert "35 %" in text_of(owner, "/today/")


@pytest.mark.parametrize(
    ("language", "name", "leave"),
    [("de", "Erster Weihnachtstag", "Auf"), ("en", "Christmas Day", "Leave it for")],
)
def test_a_holiday_is_named_and_tomorrow_is_the_day_after_it(
    owner: Client, hand: Hand, language: str, name: str, leave: str,  # noqa: F811
) -> None:  # fmt: skip
    owner.cookies["wertschatz_language"] = language
    add("Stays")
    text = text_of(owner, "/today/?on=2026-12-25")
    assert name in text.split("<h1>")[1].split("</h1>")[0]
    assert "ol class=" not in text.split("<main")[1]
    answer = owner.post("/today/change/", {"what": "plan", "on": "2026-12-25"})
    assert answer.status_code == 422
    hand.at = dt.datetime(2026, 12, 24, 16, 30, tzinfo=dt.UTC)
    owner.post("/today/close/")
    text = text_of(owner, "/today/").split("<main")[1]
    assert leave in text
    assert "28" in text.split(leave)[1][:40]


@pytest.mark.parametrize("language", ["de", "en"])
def test_after_days_away_one_press_starts_afresh(
    owner: Client, hand: Hand, language: str,  # noqa: F811
) -> None:  # fmt: skip
    owner.cookies["wertschatz_language"] = language
    stays, goes = add("Stays", due_on=WED.date()), add("Goes", due_on=WED.date())
    again = add("Again", due_on=WED.date(), repeats=rhythm_to(Rhythm(1, Unit.WEEK)))
    theirs = add("Theirs", due_on=WED.date(), waiting_for="Bank")
    post(owner, what="plan")
    # One working day is no absence, and a weekend is none.
    hand.on(days=2)
    assert 'id="back"' not in text_of(owner, "/today/")
    hand.on(days=3)
    text = text_of(owner, "/today/")
    assert 'id="back"' in text
    for title in ("Stays", "Goes", "Again"):
        assert title in text.split('id="back"')[1].split("</section>")[0]
    assert "Theirs" not in text.split('id="back"')[1].split("</section>")[0]
    sent = {
        "offered": [stays.uuid, goes.uuid, again.uuid, "x"], "keep": [stays.uuid, again.uuid],
        "next": "/today/", "since": "2026-11-26",
    }  # fmt: skip
    text = owner.post("/fresh/", sent, follow=True).content.decode()
    assert 'id="back"' not in text
    for row in (stays, goes, again, theirs):
        row.refresh_from_db()
    assert (stays.state, stays.due_on) == ("open", None)
    assert goes.state == "gone"
    assert (again.state, again.due_on) == ("open", dt.date(2026, 12, 2))
    assert theirs.due_on == WED.date()
    action = Action.objects.get(code="fresh_start")
    owner.post(f"/done/{action.uuid}/undo/")
    for row in (stays, goes, again):
        row.refresh_from_db()
        assert (row.state, row.due_on) == ("open", WED.date())
    assert 'id="back"' in text_of(owner, "/today/")


def test_who_plans_or_has_never_been_here_is_not_welcomed_back(
    owner: Client, hand: Hand,  # noqa: F811
) -> None:  # fmt: skip
    assert 'id="back"' not in text_of(owner, "/today/")
    post(owner, what="plan")
    hand.on(days=14)
    assert 'id="back"' in text_of(owner, "/today/")
    assert 'id="back"' not in post(owner, what="plan")


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_own_energy_is_shown_to_the_person_and_to_nobody_else(
    owner: Client, language: str
) -> None:
    owner.cookies["wertschatz_language"] = language
    other = User.objects.create_user("other", password="x", role="owner")
    for back, energy in enumerate((3, 3, 2, 3, 2, 1, 1, 2, 1, 2), start=1):
        on = WED.date() - dt.timedelta(days=back)
        WorkDay.objects.create(user_id=me(), on=on, closed_at=WED, energy=energy)
        # Somebody else was drained; a day without a word counts nowhere.
        WorkDay.objects.create(user=other, on=on, closed_at=WED, energy=1)
    WorkDay.objects.create(user_id=me(), on=WED.date() - dt.timedelta(days=30), closed_at=WED)
    for address in ("/today/close/", "/balance/"):
        text = text_of(owner, address).split('id="energy"')[1]
        assert text.count("<circle") == 20  # for a telephone, and for a desk
        assert text.count('<th scope="row">') == 10
        said = {
            "de": ("3 als gut, 4 als dazwischen und 3 als erschöpft", "2,6", "1,4"),
            "en": ("3 as well, 4 as in between and 3 as drained", "2.6", "1.4"),
        }[language]
        for words in said:
            assert words in text
    client = Client()
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["wertschatz_language"] = "en"
    assert "10 as drained" in text_of(client, "/balance/")
    WorkDay.objects.filter(user_id=me(), on__lt=(WED.date() - dt.timedelta(2)).toordinal()).delete()
    assert 'id="energy"' not in text_of(owner, "/balance/")


@pytest.mark.parametrize("language", ["de", "en"])
def test_staff_see_their_own_balance_without_groups(language: str) -> None:
    client = client_of("staff")
    client.cookies["wertschatz_language"] = language
    mine = User.objects.get(username="staff")
    owner = User.objects.create_user("owner", password="x", role="owner")
    for user, title in ((mine, "Mine"), (owner, "Yours")):
        Task.objects.create(user=user, title=title, state="done", ended_at=WED, at=WED)
    text = text_of(client, "/balance/")
    body = text.split("<main")[1]
    for hidden in ("/budget/", "/leave/", "/days-off/", 'id="shares"', 'id="quiet"', "Gruppe"):
        assert hidden not in body
    assert not re.search(r"\b(group|Group) [ABC]\b", body)
    assert {"de": "1 Aufgabe", "en": "1 task is done"}[language] in body
    assert 'href="/balance/" aria-current="page"' in text


def entry(title: str, start: int, end: int) -> None:
    """From one hour to another of the Wednesday, by the clock in Berlin."""
    source, _ = CalendarSource.objects.get_or_create(
        user_id=me(), kind="file", place="x.ics", defaults={"at": WED}
    )
    midnight = WED.replace(hour=0, minute=0) - dt.timedelta(hours=1)
    begins, ends = (midnight + dt.timedelta(hours=hour) for hour in (start, end))
    CalendarEntry.objects.create(source=source, uid=title, title=title, start=begins, end=ends)


IMPOSSIBLE = {
    "de": (
        "„Messe“ und „Zahnarzt“ liegen zur selben Zeit, 15:00 bis 16:00",
        "die Pause heute aus", "sind vereinbart, und der Tag hat", "„Zahnarzt“ um 15:00",
        "„Angebot“ ist eingeplant, wo jetzt „Messe“ liegt",
    ),
    "en": (
        "“Messe” and “Zahnarzt” lie at the same time, 15:00 to 16:00",
        "the break is lost today", "are agreed, and the day has", "“Zahnarzt” at 15:00",
        "“Angebot” is planned where “Messe” lies now",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", ["de", "en"])
def test_an_impossible_day_is_said_with_what_gives(owner: Client, language: str) -> None:
    owner.cookies["wertschatz_language"] = language
    add("Angebot")
    post(owner, what="plan")
    entry("Messe", 8, 18)
    entry("Zahnarzt", 15, 16)
    said = " ".join(re.findall('<p class="told">(.*?)</p>', text_of(owner, "/today/")))
    for words in IMPOSSIBLE[language]:
        assert words in said.replace("\xa0", " ")
    # What gives, gives: planned anew, nothing of the plan lies in the way any more.
    text = post(owner, what="anew", takes="0")
    assert IMPOSSIBLE[language][-1] not in text
    assert 'id="moved"' in text
    told = house().shown_day(me(), WED.date(), language)
    assert all(line.kind != "task" for line in told.lines)
