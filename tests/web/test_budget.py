"""The time budget on its page, at a customer and at the terminal; starting afresh."""

from __future__ import annotations

import datetime as dt
from itertools import count

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.test_access import client_of
from tests.web.test_duplicates import base
from wertschatz.bootstrap.house import house
from wertschatz.domain.values import Group
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


def test_the_weeks_of_the_assessment_are_those_added_up_now() -> None:
    one, _ = base()
    weeks_ago(one, 600, 1)
    house().assess()
    monday = read.monday_of(house().today())
    assert "weeks" in AssessmentRun.objects.latest("id").totals
    assert read.stored_weeks(monday) == read.full_weeks(monday)
    assert read.stored_weeks(monday)[0] == {None: 600}


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
    since = read.monday_of(house().today()) - dt.timedelta(days=7)
    answer = owner.post(reverse("fresh"), {"since": since.isoformat()}, follow=True)
    assert "From today on everything starts afresh." in answer.content.decode()
    assert fresh_since(me.pk) == house().today()
    assert not Timer.objects.exists()
    assert Review.objects.get().cancelled_at is not None
    assert house().budget(me.pk).time.minutes == 900
    owner.post(reverse("undo", args=[Action.objects.latest("id").uuid]))
    assert Timer.objects.count() == 1
    assert Review.objects.get().cancelled_at is None
    assert not FreshStart.objects.exists()


def test_away_since_a_day_to_come_is_refused(owner: Client) -> None:
    later = house().today() + dt.timedelta(days=1)
    answer = owner.post(reverse("fresh"), {"since": later.isoformat()})
    assert answer.status_code == 422
    assert "still to come" in answer.content.decode()
