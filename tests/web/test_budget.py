"""The time budget on its page, at a customer and at the terminal; starting afresh."""

from __future__ import annotations

import datetime as dt
import re
from itertools import count

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.test_access import client_of
from tests.web.test_duplicates import base
from wertschatz.bootstrap.house import house
from wertschatz.domain.values import Group
from wertschatz.storage import spent_time
from wertschatz.storage.imports import by_hand
from wertschatz.storage.models import (
    Action,
    AssessmentRun,
    Contact,
    Customer,
    FreshStart,
    Parameter,
    Review,
    Timer,
    User,
)
from wertschatz.storage.queries import budget as read
from wertschatz.storage.queries.fresh import fresh_since

pytestmark = pytest.mark.django_db
KEYS = count()


@pytest.fixture
def owner() -> Client:
    made = client_of("owner")
    made.cookies["wertschatz_language"] = "en"
    return made


def spent(customer: Customer, minutes: int, days_ago: int = 0) -> None:
    on = house().today() - dt.timedelta(days=days_ago)
    Contact.objects.create(
        customer=customer, source=by_hand(), key=f"t{next(KEYS)}", kind="call", on=on,
        minutes=minutes, length=minutes,
    )  # fmt: skip


def weeks_ago(customer: Customer, minutes: int, weeks: int) -> None:
    spent(customer, minutes, house().today().weekday() + 7 * weeks - 2)


def confirmed(customer: Customer, letter: str) -> None:
    house().say_word(customer.uuid, group=letter, reason="", actor=None)
    house().assess()


def test_without_records_it_asks_kindly(owner: Client) -> None:
    page = owner.get(reverse("budget"))
    assert page.status_code == 200
    assert "Say how much time a week is for your customers." in page.content.decode()


def test_only_a_confirmed_letter_uses_the_time_of_its_group() -> None:
    one, other = base()
    confirmed(one, "B")
    spent(one, 30)
    spent(other, 20)
    now = house().budget()
    assert {part.group: part.used for part in now.today} == {
        Group.A: 0, Group.B: 30, Group.C: 0, None: 20,
    }  # fmt: skip


def test_what_was_merged_uses_the_time_of_who_it_is_now() -> None:
    one, other = base()
    confirmed(one, "A")
    house().merge(other.uuid, into=one.uuid, actor=None)
    house().assess()
    spent(other, 25)
    assert house().budget().left_today(Group.A).used == 25


def test_an_import_that_is_not_live_uses_nothing() -> None:
    one, _ = base()
    spent(one, 30)
    source = by_hand()
    source.state = "withdrawn"
    source.save()
    assert house().budget().left_today(None).used == 0


def test_the_time_is_learned_until_it_is_set(owner: Client) -> None:
    one, _ = base()
    weeks_ago(one, 600, 1)
    weeks_ago(one, 800, 2)
    house().assess()
    assert house().budget().time.minutes == 700
    owner.post(reverse("budget"), {"customer_hours_week": "20"})
    now = house().budget()
    assert (now.time.minutes, now.time.is_set) == (1200, True)
    assert [part.planned for part in now.week] == [600, 240, 120, 240]
    owner.post(reverse("undo", args=[Action.objects.latest("id").uuid]))
    assert house().budget().time.minutes == 700


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"budget_a_percent": "60"}, "Together the shares are"),
        ({"customer_hours_week": "many"}, "many"),
        ({"customer_hours_week": "9999"}, "outside 0 to"),
    ],
)
def test_what_cannot_be_is_told_with_what_was_typed(
    owner: Client, form: dict[str, str], told: str
) -> None:
    answer = owner.post(reverse("budget"), form)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert told in text
    assert f'value="{next(iter(form.values()))}"' in text
    assert not Parameter.objects.exists()


def test_the_limits_of_the_analysis_do_not_mind_the_budget(owner: Client) -> None:
    base()
    owner.post(reverse("budget"), {"customer_hours_week": "20"})
    house().assess()
    assert owner.get(reverse("limits")).status_code == 200


def weeks_until(today: dt.date) -> list[read.Week]:
    return read.full_weeks(spent_time.days_until(today), spent_time.monday_of(today))


@pytest.mark.parametrize("days", [0, 1, 6, 7, 30, 90, 200])
def test_days_since_the_assessment_are_added_to_those_it_kept(days: int) -> None:
    """Whatever day it is, and however old the assessment: the same as added up at once."""
    one, _ = base()
    confirmed(one, "B")
    for ago in (0, 1, 5, 8, 40, 92):
        spent(one, 10 + ago, ago)
    house().assess()
    spent(one, 7)
    today = house().today() + dt.timedelta(days=days)
    at_once = spent_time.used_by_day(spent_time.first_day(today), today)
    assert spent_time.days_until(today) == at_once


def test_an_assessment_that_is_about_to_keep_them_takes_those_of_the_one_before() -> None:
    one, _ = base()
    weeks_ago(one, 600, 1)
    house().assess()
    newest = AssessmentRun.objects.latest("id")
    newest.pk, newest.totals = None, {}
    newest.save()
    Contact.objects.all().delete()
    assert weeks_until(house().today())[0][1][None] == 600


def test_incoming_calls_of_nobody_known_are_spontaneous_and_other_work_is_not() -> None:
    base()
    for kind, way in (("call", "in"), ("call", "out"), ("call", "missed"), ("work", None)):
        Contact.objects.create(
            customer=None, source=by_hand(), kind=kind, way=way, on=house().today(), minutes=0,
            length=12,
        )  # fmt: skip
    assert house().budget().left_today(None).used == 12


def test_the_weeks_of_the_assessment_are_those_added_up_now() -> None:
    one, _ = base()
    weeks_ago(one, 600, 1)
    house().assess()
    today = house().today()
    assert spent_time.KEY in AssessmentRun.objects.latest("id").totals
    kept, now = weeks_until(today), spent_time.used_by_day(spent_time.first_day(today), today)
    assert kept == read.full_weeks(now, spent_time.monday_of(today))
    assert kept[0][1][None] == 600


def test_a_customers_page_says_what_is_left(owner: Client) -> None:
    one, _ = base()
    confirmed(one, "A")
    owner.post(reverse("budget"), {"customer_hours_week": "2000"})
    address = reverse("customer", args=[one.uuid])
    text = owner.get(address).content.decode()
    weekend = house().today().weekday() > 4
    assert ("No customer time is planned" if weekend else "Group A has") in text
    if not weekend:
        spent(one, 100_000)
        assert "Welcome all the same." in owner.get(address).content.decode()


def test_what_is_left_goes_by_the_word_that_holds_at_once(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The assessment lags behind: neither it nor a word taken back speaks."""
    monkeypatch.setenv("WERTSCHATZ_CLOCK", "2026-11-25T12:00:00+00:00")
    one, _ = base()
    owner.post(reverse("budget"), {"customer_hours_week": "40"})
    address = reverse("customer", args=[one.uuid])
    word = house().say_word(one.uuid, group="B", reason="", actor=None)
    assert "Group B has" in owner.get(address).content.decode()
    house().assess()
    assert house().undo(word, None).done
    assert "Group B has" not in owner.get(address).content.decode()


@pytest.mark.parametrize(
    ("letter", "minutes", "told"),
    [
        ("B", 76, "Gruppe B hat heute noch 20\u00a0Min.<"),
        ("B", 96, "Gruppe B hat die Zeit von heute gebraucht.<"),
        ("A", 500, "Gruppe A hat die Zeit von heute gebraucht. Trotzdem willkommen.<"),
        (
            "",
            30,
            "Von den 20\u00a0% für Spontanes bleiben heute noch 1\u00a0Std.\u00a06\u00a0Min.<",
        ),
    ],
)
def test_what_is_left_is_one_german_sentence_with_one_full_stop(
    owner: Client, monkeypatch: pytest.MonkeyPatch, letter: str, minutes: int, told: str
) -> None:
    monkeypatch.setenv("WERTSCHATZ_CLOCK", "2026-11-25T12:00:00+00:00")
    one, _ = base()
    if letter:
        confirmed(one, letter)
    owner.post(reverse("budget"), {"customer_hours_week": "40"})
    spent(one, minutes)
    owner.cookies["wertschatz_language"] = "de"
    assert told in owner.get(reverse("customer", args=[one.uuid])).content.decode()


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (30, "Of the 30% for the spontaneous"),
        (900, "The 30% for the spontaneous are used"),
    ],
)
def test_the_spontaneous_has_the_share_that_was_set(
    owner: Client, monkeypatch: pytest.MonkeyPatch, minutes: int, told: str
) -> None:
    monkeypatch.setenv("WERTSCHATZ_CLOCK", "2026-11-25T12:00:00+00:00")
    one, _ = base()
    shares = {"budget_a_percent": "40", "budget_free_percent": "30"}
    owner.post(reverse("budget"), {"customer_hours_week": "40", **shares})
    spent(one, minutes)
    text = owner.get(reverse("customer", args=[one.uuid])).content.decode()
    assert told in text
    assert "fifth" not in text


def test_the_drift_stands_on_the_page(owner: Client) -> None:
    one, _ = base()
    confirmed(one, "C")
    for weeks in (1, 2, 3):
        weeks_ago(one, 600, weeks)
    house().assess()
    assert "group C took" in owner.get(reverse("budget")).content.decode()


def test_starting_afresh_lets_lapse_what_was_and_is_taken_back(owner: Client) -> None:
    one, _ = base()
    me = User.objects.get(role="owner")
    now = house().now()
    Timer.objects.create(user=me, customer=one, kind="call", started_at=now)
    Review.objects.create(user=me, planned_at=now - dt.timedelta(days=3), minutes=60)
    weeks_ago(one, 600, 1)
    weeks_ago(one, 900, 3)
    house().assess()
    since = spent_time.monday_of(house().today()) - dt.timedelta(days=7)
    answer = owner.post(reverse("fresh"), {"since": since.isoformat()}, follow=True)
    assert "From today on everything starts afresh." in answer.content.decode()
    assert fresh_since(me.pk) == house().today()
    assert not Timer.objects.exists()
    assert Review.objects.get().cancelled_at is not None
    # A calendar takes a later state only under a higher number.
    assert Review.objects.get().moved == 1
    assert house().budget(me.pk).time.minutes == 900
    assert house().budget().time.minutes == 900
    assert reverse("undo", args=[Action.objects.latest("id").uuid]) in answer.content.decode()
    owner.post(reverse("undo", args=[Action.objects.latest("id").uuid]))
    assert Timer.objects.count() == 1
    assert Review.objects.get().cancelled_at is None
    assert not FreshStart.objects.exists()


def test_after_a_fresh_start_nothing_is_said_of_the_weeks_before(owner: Client) -> None:
    one, _ = base()
    confirmed(one, "C")
    for weeks in (1, 2, 3):
        weeks_ago(one, 600, weeks)
    house().assess()
    before = house().budget()
    assert before.drift is not None
    owner.post(reverse("fresh"), {})
    now = house().budget(User.objects.get(role="owner").pk)
    assert now.drift is None
    assert now.time == before.time


def test_away_since_a_day_to_come_is_refused(owner: Client) -> None:
    later = house().today() + dt.timedelta(days=1)
    answer = owner.post(reverse("fresh"), {"since": later.isoformat()})
    assert answer.status_code == 422
    assert "still to come" in answer.content.decode()


@pytest.mark.parametrize(("day", "shown"), [("23", True), ("24", True), ("25", False)])
def test_the_sentence_stands_above_the_list_as_the_week_begins(
    owner: Client, monkeypatch: pytest.MonkeyPatch, day: str, shown: bool
) -> None:
    monkeypatch.setenv("WERTSCHATZ_CLOCK", f"2026-11-{day}T12:00:00+00:00")
    one, _ = base()
    confirmed(one, "C")
    for weeks in (1, 2):
        weeks_ago(one, 600, weeks)
    house().assess()
    page = owner.get(reverse("customers")).content.decode()
    assert ("with records group C took 100%" in page) == shown


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_bars_are_drawn_to_one_scale_in_either_language(
    owner: Client, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """A thousand units once came out as "1.000", which is one."""
    monkeypatch.setenv("WERTSCHATZ_CLOCK", "2026-11-25T12:00:00+00:00")
    one, _ = base()
    confirmed(one, "A")
    owner.post(reverse("budget"), {"customer_hours_week": "40"})
    spent(one, 2 * 20 * 60)
    owner.cookies["wertschatz_language"] = language
    page = owner.get(reverse("budget")).content.decode()
    week = page.split('id="week"')[1].split('class="chart wide"')[1].split("</svg>")[0]
    bars = re.findall(r'<rect class="([^"]+)"[^>]* width="([\d.]+)"', week)
    assert [(css, round(float(width))) for css, width in bars] == [
        ("free", 359), ("A", 359), ("free", 144), ("free", 72), ("free", 144),
    ]  # fmt: skip
    assert week.count('class="limit"') == 1
    assert "used up" in week or "verbraucht" in week
