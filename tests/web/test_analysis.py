"""The analysis: planned, walked through one by one, broken off, taken back and ended."""

from __future__ import annotations

import datetime as dt
import json
import re
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from tests.storage.rows import row, take_in
from tests.web.test_access import client_of
from wertschatz.bootstrap.house import house
from wertschatz.storage.models import (
    Action,
    Customer,
    GroupDecision,
    Review,
    ReviewEntry,
    User,
)
from wertschatz.storage.queries.customers import customers_page
from wertschatz.storage.queries.review_end import end_of
from wertschatz.storage.queries.reviews import step_of
from wertschatz.storage.reviews_book import settled_of

pytestmark = pytest.mark.django_db
FAR = "2099-01-05"


def base(customers: int = 4) -> None:
    """So many customers, each with three invoices, all with a letter."""
    today = house().today()
    days = [today - dt.timedelta(days=days) for days in (200, 150, 100)]
    take_in(
        [
            row(f"Kunde {n}", number=f"{n}{m}", on=on.isoformat(), cents=100_000 * (customers - n))
            for n in range(customers)
            for m, on in enumerate(days)
        ]
    )
    house().assess()


@pytest.fixture
def owner() -> Client:
    made = client_of("owner")
    made.cookies["wertschatz_language"] = "en"
    return made


def begin(client: Client) -> UUID:
    answer = client.post(reverse("analysis_plan"), {"now": "1"})
    assert answer.status_code == 302
    return Review.objects.latest("id").uuid


def look(client: Client, review: UUID, group: str, place: int | None = None, **more: str) -> int:
    """Says a word on the customer that is shown; returns the status."""
    page = client.get(reverse("analysis_step", args=[review])).content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', page)
    shown = re.search(r'name="place" value="(\d+)"', page)
    assert seen
    assert shown
    form = {"place": shown[1] if place is None else str(place), "seen": seen[1], "group": group}
    answer = client.post(reverse("analysis_look", args=[review]), {**form, **more})
    return answer.status_code


def take_back(client: Client) -> None:
    newest = Action.objects.filter(undone_by=None).exclude(code="undo").latest("id")
    client.post(reverse("undo", args=[newest.uuid]))


def test_an_appointment_is_proposed_for_next_week_and_goes_into_the_calendar(
    owner: Client,
) -> None:
    base()
    page = owner.get(reverse("analysis")).content.decode()
    day = re.search(r'name="on" type="date" value="([\d-]+)"', page)
    assert day
    there = dt.date.fromisoformat(day[1])
    assert there > house().today()
    assert there.weekday() < 5
    owner.post(reverse("analysis_plan"), {"on": day[1], "hour": "09:00"})
    review = Review.objects.get()
    assert review.minutes == 60
    assert review.planned_at.astimezone(house().zone).hour == 9
    answer = owner.get(reverse("analysis_entry", args=[review.uuid]))
    event = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert event["UID"] == f"{review.uuid}@wertschatz"
    assert event["DTSTART"].dt == review.planned_at
    assert event["DTEND"].dt - event["DTSTART"].dt == dt.timedelta(minutes=60)
    assert b"Kunde" not in answer.content


def test_put_off_and_let_be(owner: Client) -> None:
    base()
    tomorrow = (house().today() + dt.timedelta(days=1)).isoformat()
    owner.post(reverse("analysis_plan"), {"on": tomorrow, "hour": "09:00"})
    review = Review.objects.get()
    later = (house().today() + dt.timedelta(days=9)).isoformat()
    owner.post(reverse("analysis_put_off", args=[review.uuid]), {"on": later, "hour": "10:30"})
    review.refresh_from_db()
    assert review.moved == 1
    entry = owner.get(reverse("analysis_entry", args=[review.uuid])).content.decode()
    assert "SEQUENCE:1" in entry
    owner.post(reverse("analysis_cancel", args=[review.uuid]))
    entry = owner.get(reverse("analysis_entry", args=[review.uuid])).content.decode()
    assert "METHOD:CANCEL" in entry
    assert "STATUS:CANCELLED" in entry
    take_back(owner)
    review.refresh_from_db()
    assert review.cancelled_at is None
    assert review.moved == 1
    first, second = Action.objects.filter(code__startswith="review_").order_by("id")[:2]
    owner.post(reverse("undo", args=[second.uuid]))
    review.refresh_from_db()
    assert review.moved == 0
    assert review.planned_at.astimezone(house().zone).hour == 9
    owner.post(reverse("undo", args=[first.uuid]))
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    ("day", "hour", "told"),
    [("2001-01-01", "09:00", "over already"), (FAR, "09:00", "more than a year"),
     ("", "", "no day with an hour"), ("soon", "later", "no day with an hour")],
)  # fmt: skip
def test_a_time_that_cannot_be_is_told(owner: Client, day: str, hour: str, told: str) -> None:
    base()
    answer = owner.post(reverse("analysis_plan"), {"on": day, "hour": hour})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Review.objects.exists()


def test_an_empty_base_says_what_to_do(owner: Client) -> None:
    page = owner.get(reverse("analysis")).content.decode()
    assert reverse("welcome") in page
    assert owner.post(reverse("analysis_plan"), {"now": "1"}).status_code == 422


def test_the_walk_confirms_decides_passes_and_ends_with_who_moved(owner: Client) -> None:
    base()
    house().say_word(Customer.objects.get(party__name="Kunde 3").uuid, group="A", reason="",
                     actor=None)  # fmt: skip
    house().assess()
    review = begin(owner)
    entries = list(ReviewEntry.objects.order_by("place"))
    assert [one.customer.party.name for one in entries][-1] == "Kunde 3"
    first = entries[0]
    assert look(owner, review, first.group) == 302
    assert look(owner, review, "C", reason="kostet nur Kraft") == 302
    assert look(owner, review, "") == 302
    assert look(owner, review, "B") == 302
    outcomes = list(ReviewEntry.objects.order_by("place").values_list("outcome", flat=True))
    assert outcomes == ["confirmed", "decided", "passed", "decided"]
    answer = owner.get(reverse("analysis_step", args=[review]))
    assert answer["Location"] == reverse("analysis_end", args=[review])
    owner.post(reverse("analysis_finish", args=[review]))
    page = owner.get(reverse("analysis_end", args=[review])).content.decode()
    assert "1 customer moved to another group." in page
    assert "from A to B" in page
    assert "kostet nur Kraft" in page
    assert "First letters: 2" in page
    assert owner.get(reverse("analysis")).content.decode().count("4 of 4 looked at") == 1


def test_broken_off_it_goes_on_where_it_was(owner: Client) -> None:
    base()
    review = begin(owner)
    look(owner, review, "A")
    page = client_again(owner).get(reverse("analysis")).content.decode()
    assert "1 of 4 looked at" in page
    place = re.search(
        r'name="place" value="(\d+)"',
        owner.get(reverse("analysis_step", args=[review])).content.decode(),
    )
    assert place
    assert place[1] == "1"


def client_again(client: Client) -> Client:
    """The same person on another browser."""
    other = Client()
    user = User.objects.get(role="owner")
    other.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    other.cookies["wertschatz_language"] = "en"
    return other


def test_a_step_taken_back_stands_again_as_not_looked_at(owner: Client) -> None:
    base()
    review = begin(owner)
    look(owner, review, "C")
    assert GroupDecision.objects.count() == 1
    take_back(owner)
    assert GroupDecision.objects.count() == 0
    entry = ReviewEntry.objects.get(place=0)
    assert (entry.outcome, entry.decision, entry.at) == ("", None, None)


def test_two_who_look_at_the_same_customer(owner: Client) -> None:
    base()
    review = begin(owner)
    other = client_again(owner)
    page = other.get(reverse("analysis_step", args=[review])).content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen
    look(owner, review, "C")
    answer = other.post(
        reverse("analysis_look", args=[review]), {"place": "0", "seen": seen[1], "group": "A"}
    )
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "owner decided for C" in text
    assert list(GroupDecision.objects.values_list("group", flat=True)) == ["C"]


def test_a_word_said_elsewhere_meanwhile_is_not_overwritten(owner: Client) -> None:
    base()
    review = begin(owner)
    page = owner.get(reverse("analysis_step", args=[review])).content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen
    customer = ReviewEntry.objects.get(place=0).customer.uuid
    house().say_word(customer, group="B", reason="", actor=None)
    answer = owner.post(
        reverse("analysis_look", args=[review]), {"place": "0", "seen": seen[1], "group": "A"}
    )
    assert answer.status_code == 409


def test_the_settled_stay_at_one_press(owner: Client) -> None:
    base()
    for customer in Customer.objects.all():
        letter = customer.assessment.group or "B"
        house().say_word(customer.uuid, group=letter, reason="", actor=None)
    house().assess()
    review = begin(owner)
    settled = sum(
        "figures_say" not in one.reasons for one in ReviewEntry.objects.filter(confirmed=True)
    )
    assert settled >= 2
    owner.post(reverse("analysis_settled", args=[review]))
    assert ReviewEntry.objects.filter(outcome="confirmed").count() == settled
    assert GroupDecision.objects.count() == 4
    take_back(owner)
    assert not ReviewEntry.objects.exclude(outcome="").exists()


def test_the_next_analysis_knows_the_letters_of_the_last(owner: Client) -> None:
    base()
    review = begin(owner)
    for letter in "CCCC":
        look(owner, review, letter)
    owner.post(reverse("analysis_finish", args=[review]))
    house().assess()
    again = begin(owner)
    page = owner.get(reverse("analysis_step", args=[again])).content.decode()
    assert "As in the analysis of" in page


def test_a_word_beyond_the_thousandth_is_recognised_too(owner: Client) -> None:
    base()
    customer = Customer.objects.get(party__name="Kunde 0")
    day = house().today()
    GroupDecision.objects.create(
        pk=1234, customer=customer, group="B", on=day, at=house().now() - dt.timedelta(days=1)
    )
    review = begin(owner)
    places = dict(ReviewEntry.objects.values_list("customer_id", "place"))
    for _ in range(places[customer.pk] + 1):
        assert look(owner, review, "A") == 302


def test_merged_meanwhile_the_word_goes_to_who_it_is_now(owner: Client) -> None:
    base()
    review = begin(owner)
    entry = ReviewEntry.objects.select_related("customer").get(place=0)
    other = Customer.objects.exclude(pk=entry.customer_id).latest("id")
    house().merge(entry.customer.uuid, into=other.uuid, actor=None)
    assert look(owner, review, "A") == 302
    assert GroupDecision.objects.get().customer_id == other.pk


def test_begun_at_once_is_one_action_and_an_empty_base_leaves_nothing(owner: Client) -> None:
    assert owner.post(reverse("analysis_plan"), {"now": "1"}).status_code == 422
    assert not Review.objects.exists()
    base()
    before = Action.objects.count()
    begin(owner)
    assert Action.objects.count() == before + 1
    take_back(owner)
    assert not Review.objects.exists()
    assert not ReviewEntry.objects.exists()


def test_two_analyses_do_not_run_beside_each_other(owner: Client) -> None:
    base()
    begin(owner)
    answer = owner.post(reverse("analysis_plan"), {"now": "1"})
    assert answer.status_code == 422
    assert "under way already" in answer.content.decode()
    assert Review.objects.count() == 1


def test_whoever_comes_second_sees_both_and_may_decide_again(owner: Client) -> None:
    base()
    review = begin(owner)
    other = client_again(owner)
    step, post = reverse("analysis_step", args=[review]), reverse("analysis_look", args=[review])
    page = other.get(step).content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen
    look(owner, review, "C")
    typed = {"place": "0", "seen": seen[1], "group": "A", "reason": "hat recht"}
    text = other.post(post, typed).content.decode()
    assert "owner decided for C" in text
    assert "You wanted A." in text
    assert 'value="hat recht"' in text
    shown = dict(re.findall(r'name="(seen|outcome|place)" value="(\w*)"', text))
    assert shown["outcome"] in {"confirmed", "decided"}
    assert other.post(post, {**typed, **shown}).status_code == 302
    assert list(GroupDecision.objects.order_by("id").values_list("group", flat=True)) == ["C", "A"]
    entry = ReviewEntry.objects.get(place=0)
    assert entry.decision is not None
    assert entry.decision.group == "A"
    take_back(owner)
    entry.refresh_from_db()
    assert entry.decision is not None
    assert entry.decision.group == "C"


def test_what_somebody_decided_is_not_passed_over(owner: Client) -> None:
    base()
    review = begin(owner)
    look(owner, review, "C")
    word = GroupDecision.objects.get().pk
    form = {"place": "0", "seen": str(word), "outcome": "decided", "group": ""}
    assert owner.post(reverse("analysis_look", args=[review]), form).status_code == 409
    assert ReviewEntry.objects.get(place=0).outcome != "passed"


def test_a_mark_is_noted_without_leaving_the_analysis(owner: Client) -> None:
    base()
    review = begin(owner)
    page = owner.get(reverse("analysis_step", args=[review])).content.decode()
    back = re.search(r'name="next" value="([^"]+at=0)"', page)
    assert back
    customer = ReviewEntry.objects.get(place=0).customer.uuid
    answer = owner.post(
        reverse("mark", args=[customer]), {"kind": "tone", "note": "", "next": back[1]}
    )
    assert answer["Location"] == back[1]
    page = owner.get(back[1]).content.decode()
    assert "1 of" in page
    assert 'data-key="z"' in page


def test_what_changed_since_the_last_analysis_is_told(owner: Client) -> None:
    base()
    review = begin(owner)
    look(owner, review, "A")
    owner.post(reverse("analysis_finish", args=[review]))
    entry = ReviewEntry.objects.get(review__uuid=review, place=0)
    facts = {"revenue_cents": -5, "currency": "EUR", "from_on": "2026-01-01"}
    then = [["more_credited", {**facts, "until_on": "2026-02-01"}]]
    ReviewEntry.objects.filter(pk=entry.pk).update(reasons=json.dumps(then))
    house().assess()
    again = begin(owner)
    place = ReviewEntry.objects.get(review__uuid=again, customer=entry.customer).place
    page = owner.get(reverse("analysis_step", args=[again]) + f"?at={place}").content.decode()
    assert "No longer so: More credited than invoiced" in page
    assert "New since then:" in page


def test_whoever_got_a_word_meanwhile_is_left_to_be_looked_at(owner: Client) -> None:
    base()
    for customer in Customer.objects.all():
        house().say_word(
            customer.uuid, group=customer.assessment.group or "B", reason="", actor=None
        )
    house().assess()
    review = begin(owner)
    settled = [one for one in ReviewEntry.objects.all() if "figures_say" not in one.reasons]
    house().say_word(settled[0].customer.uuid, group="C", reason="", actor=None)
    owner.post(reverse("analysis_settled", args=[review]))
    assert ReviewEntry.objects.get(pk=settled[0].pk).outcome == ""
    assert ReviewEntry.objects.filter(outcome="confirmed").count() == len(settled) - 1


def test_another_time_that_cannot_be_stands_there_as_typed(owner: Client) -> None:
    base()
    tomorrow = (house().today() + dt.timedelta(days=1)).isoformat()
    owner.post(reverse("analysis_plan"), {"on": tomorrow, "hour": "09:00"})
    review = Review.objects.get()
    page = owner.get(reverse("analysis")).content.decode()
    assert f'value="{tomorrow}"' in page
    assert 'value="09:00"' in page
    answer = owner.post(
        reverse("analysis_put_off", args=[review.uuid]), {"on": "2001-01-01", "hour": "07:45"}
    )
    assert answer.status_code == 422
    assert "<details open><summary>Another time" in answer.content.decode()
    assert 'value="07:45"' in answer.content.decode()
    assert "Take back" in page


def test_one_let_be_can_be_taken_out_of_the_calendar(owner: Client) -> None:
    base()
    tomorrow = (house().today() + dt.timedelta(days=1)).isoformat()
    owner.post(reverse("analysis_plan"), {"on": tomorrow, "hour": "09:00"})
    review = Review.objects.get()
    owner.post(reverse("analysis_cancel", args=[review.uuid]))
    page = owner.get(reverse("analysis")).content.decode()
    assert "was let be" in page
    assert reverse("analysis_entry", args=[review.uuid]) in page


def test_the_end_tells_what_was_decided_then_and_by_which_criteria(owner: Client) -> None:
    base()
    leading = Customer.objects.get(party__name="Kunde 0")
    house().say_word(leading.uuid, group="C", reason="aus alter Zeit", actor=None)
    house().assess()
    review = begin(owner)
    while ReviewEntry.objects.filter(outcome="").exists():
        entry = ReviewEntry.objects.filter(outcome="").order_by("place")[0]
        look(owner, review, "A" if entry.customer == leading else "")
    owner.post(reverse("analysis_finish", args=[review]))
    page = owner.get(reverse("analysis_end", args=[review])).content.decode()
    assert "from C to A" in page
    assert "customers who together bring" in page or "The one customer who brings" in page
    assert "aus alter Zeit" not in page
    assert reverse("budget") in page
    house().say_word(leading.uuid, group="B", reason="", actor=None)
    house().assess()
    assert "from C to A" in owner.get(reverse("analysis_end", args=[review])).content.decode()


def test_whoever_was_passed_over_keeps_the_place_in_the_week(owner: Client) -> None:
    base()
    one = Customer.objects.get(party__name="Kunde 1")
    house().say_word(one.uuid, group="B", reason="", actor=None)
    house().assess()
    review = begin(owner)
    for _ in range(4):
        look(owner, review, "")
    found = end_of(review)
    assert found is not None
    assert [(week.group, week.customers) for week in found.week] == [("A", 0), ("B", 1), ("C", 0)]
    assert all(week.before_minutes == week.after_minutes for week in found.week)


def test_an_end_offers_to_take_back_only_its_own(owner: Client) -> None:
    base()
    first = begin(owner)
    owner.post(reverse("analysis_finish", args=[first]))
    assert "data-undo" in owner.get(reverse("analysis_end", args=[first])).content.decode()
    second = begin(owner)
    assert "data-undo" not in owner.get(reverse("analysis_end", args=[second])).content.decode()
    take_back(owner)
    take_back_of(owner, "review_ended")
    assert Review.objects.get(uuid=first).ended_at is None


def take_back_of(client: Client, code: str) -> None:
    client.post(reverse("undo", args=[Action.objects.filter(code=code).latest("id").uuid]))


def test_the_analysis_before_was_on_the_day_of_the_firm(owner: Client) -> None:
    base(1)
    first = begin(owner)
    look(owner, first, "A")
    owner.post(reverse("analysis_finish", args=[first]))
    late = dt.datetime(2026, 11, 23, 23, 30, tzinfo=dt.UTC)
    Review.objects.update(planned_at=late, started_at=late, ended_at=late)
    shown = step_of(begin(owner), house().today())
    assert shown is not None
    assert shown.before_on == dt.date(2026, 11, 24)


def test_the_word_on_a_part_counts_as_an_earlier_one_and_is_no_first(owner: Client) -> None:
    base(3)
    one, part, _ = Customer.objects.order_by("id")
    house().say_word(part.uuid, group="C", reason="", actor=None)
    house().merge(part.uuid, into=one.uuid, actor=None)
    house().assess()
    review = begin(owner)
    look(owner, review, "A")
    found = end_of(review)
    assert found is not None
    assert found.first == 0
    assert [(moved.customer, moved.before, moved.after) for moved in found.moved] == [
        (one.uuid, "C", "A")
    ]


def test_who_was_spoken_of_under_a_merged_name_is_not_settled(owner: Client) -> None:
    base(2)
    one, part = Customer.objects.order_by("id")
    house().merge(part.uuid, into=one.uuid, actor=None)
    house().assess()
    letter = customers_page().lines[0].group
    house().say_word(part.uuid, group=letter, reason="", actor=None)
    house().assess()
    review = Review.objects.get(uuid=begin(owner))
    assert len(settled_of(review)) == 1
    # As an older version kept a word that was said while they were two.
    GroupDecision.objects.create(customer=part, group="B", on=house().today(), at=house().now())
    assert settled_of(review) == []


def test_the_number_of_an_appointment_grows_also_when_a_cancellation_is_taken_back(
    owner: Client,
) -> None:
    base(1)
    tomorrow = (house().today() + dt.timedelta(days=1)).isoformat()
    owner.post(reverse("analysis_plan"), {"on": tomorrow, "hour": "09:00"})
    review = Review.objects.get().uuid

    def number() -> int:
        answer = owner.get(reverse("analysis_entry", args=[review]))
        return int(Calendar.from_ical(answer.content).walk("VEVENT")[0]["SEQUENCE"])

    assert number() == 0
    owner.post(reverse("analysis_cancel", args=[review]))
    assert number() == 1
    take_back(owner)
    assert Review.objects.get().cancelled_at is None
    assert number() == 2
