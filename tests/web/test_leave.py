"""The to-leave list, the balance of a week, and days off, on their pages."""

from __future__ import annotations

import datetime as dt
from itertools import count

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.test_access import client_of
from tests.web.test_duplicates import base
from wertschatz.bootstrap.house import house
from wertschatz.domain.rules.moment import NOBODY, callback_slots
from wertschatz.storage.imports import by_hand
from wertschatz.storage.models import (
    Action,
    Contact,
    Customer,
    FreshStart,
    LeaveItem,
    LeaveTick,
    Task,
    User,
    WorkDay,
)
from wertschatz.storage.queries.holidays import holidays_between
from wertschatz.storage.queries.leave import needed_days, spent_between

pytestmark = pytest.mark.django_db
KEYS = count()
WEDNESDAY = dt.date(2026, 11, 25)
MONDAY = WEDNESDAY - dt.timedelta(days=2)


@pytest.fixture(autouse=True)
def a_wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WERTSCHATZ_CLOCK", f"{WEDNESDAY.isoformat()}T17:00:00+00:00")


@pytest.fixture
def owner() -> Client:
    made = client_of("owner")
    made.cookies["wertschatz_language"] = "en"
    return made


def me() -> int:
    return User.objects.get(role="owner").pk


def worked(
    on: dt.date, start: str, minutes: int, kind: str = "work", way: str | None = None,
    customer: Customer | None = None, other: str | None = None, person: int | None = None,
) -> Contact:  # fmt: skip
    at = dt.datetime.combine(on, dt.time.fromisoformat(start), house().zone)
    return Contact.objects.create(
        customer=customer, source=by_hand(), key=f"t{next(KEYS)}", kind=kind, on=on, way=way,
        minutes=minutes if customer else 0, length=minutes, started_at=at, other=other,
        person_id=person,
    )  # fmt: skip


def put(owner: Client, **form: str) -> LeaveItem:
    answer = owner.post(reverse("leave"), {"text": "Late work", "notice": "late", **form})
    assert answer.status_code == 302, answer.content.decode()
    return LeaveItem.objects.latest("id")


def text(owner: Client, name: str = "leave", query: str = "") -> str:
    answer = owner.get(reverse(name) + query)
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ")


def test_an_empty_list_asks_kindly(owner: Client) -> None:
    assert "<h1>What would you like to leave?</h1>" in text(owner)


def test_late_work_that_was_left_gives_time_back_and_all_is_taken_back(owner: Client) -> None:
    for weeks in range(1, 5):
        worked(MONDAY - dt.timedelta(weeks=weeks), "19:30", 90)
    item = put(owner)
    LeaveItem.objects.update(since=MONDAY)
    worked(MONDAY, "09:00", 30)
    page = text(owner)
    assert "<h1>“Late work” gave you back 1 h this week.</h1>" in page
    assert "Before: 1 h in the same days of a week. This week: 0 min." in page
    assert "“Late work” was put on the to-leave list." in page
    balance = text(owner, "balance")
    assert "Late work: 1 h given back this week" in balance
    owner.post(reverse("leave_end", args=[item.uuid]))
    assert "Take off the list" not in text(owner)
    owner.post(reverse("undo", args=[Action.objects.latest("id").uuid]))
    assert "Take off the list" in text(owner)
    LeaveItem.objects.update(since=WEDNESDAY)  # as it was written
    owner.post(reverse("undo", args=[Action.objects.get(code="leave_added").uuid]))
    assert not LeaveItem.objects.exists()
    done = text(owner, "done")
    assert "“Late work” stands on the to-leave list again." in done
    assert "“Late work” does not stand on the to-leave list." in done


def test_more_of_it_is_told_to_nobody_who_does_not_ask(owner: Client) -> None:
    worked(MONDAY - dt.timedelta(weeks=1), "20:00", 30)
    put(owner)
    LeaveItem.objects.update(since=MONDAY)
    worked(MONDAY, "20:00", 120)
    page = text(owner)
    assert "Nothing to tell of this week yet." in page
    outside = page.split("<details>")[0] + page.split("</details>")[-1]
    assert "2 h" not in outside
    assert "<h1>This is what you want to leave.</h1>" in page


def test_by_hand_a_tick_gives_back_what_one_time_takes(owner: Client) -> None:
    item = put(owner, text="Television", notice="by_hand", each="90")
    address = reverse("leave_tick", args=[item.uuid])
    owner.post(address, {"left": "1"})
    owner.post(address, {"left": "1"})
    assert LeaveTick.objects.count() == 1
    assert "“Television” gave you back 1 h 30 min this week." in text(owner)
    owner.post(address, {"left": "0"})
    assert "Nothing to tell of this week yet." in text(owner)
    owner.post(reverse("undo", args=[Action.objects.latest("id").uuid]))
    assert LeaveTick.objects.get().left
    owner.cookies["wertschatz_language"] = "de"
    told = "„Television“ zu lassen gab Ihnen diese Woche 1 Std. 30 Min. zurück."
    assert told in text(owner)


def test_calls_to_certain_people_by_name_or_number(owner: Client) -> None:
    one, other = base()
    form = {"notice": "calls_to", "people": f"{one.party.name.upper()}\n030 231 25 001"}
    item = put(owner, text="Long calls", **form)
    assert set(item.people) == {str(one.uuid), "+493023125001"}
    LeaveItem.objects.update(since=MONDAY)
    before = MONDAY - dt.timedelta(weeks=1)
    worked(before, "10:00", 20, "call", "out", one)
    worked(before, "11:00", 40, "call", "out", None, "+493023125001")
    worked(before, "12:00", 80, "call", "out", other)
    worked(before, "13:00", 160, "call", "in", one)
    worked(MONDAY, "09:00", 5)
    assert house().leave_list(me())[0].back.minutes == 60


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"text": " "}, "Say in a few words"),
        ({"notice": "dream"}, "“dream” is no way to notice something"),
        ({"notice": "calls_to"}, "Whom do you no longer call?"),
        ({"notice": "calls_to", "people": "Nobody Ltd"}, "No customer is called “Nobody Ltd”"),
        ({"notice": "calls_to", "people": "000"}, "“000” is no telephone number"),
        ({"notice": "by_hand", "each": "9999"}, "between 1 and 720 minutes"),
        ({"notice": "by_hand", "each": "an hour"}, "an hour"),
    ],
)
def test_what_cannot_be_is_told_with_what_was_typed(
    owner: Client, form: dict[str, str], told: str
) -> None:
    typed = {"text": "Chatting", "notice": "late", **form}
    answer = owner.post(reverse("leave"), typed)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert f'value="{typed["text"]}"' in answer.content.decode()
    assert not LeaveItem.objects.exists()


def test_what_is_measured_or_another_persons_is_not_ticked(owner: Client) -> None:
    item = put(owner)
    address = reverse("leave_tick", args=[item.uuid])
    assert owner.post(address, {"left": "1"}).status_code == 422
    stranger = User.objects.create_user("other", password="x", role="owner")
    LeaveItem.objects.update(user=stranger)
    assert owner.post(address, {"left": "1"}).status_code == 422
    assert owner.post(reverse("leave_end", args=[item.uuid])).status_code == 422


def spans(user: int, first: dt.date = MONDAY, last: dt.date = WEDNESDAY) -> list[tuple[str, int]]:
    found = spent_between(user, first, last, house().zone)
    return [(f"{one.start:%H:%M}" if one.timed else "", one.minutes) for one in found]


def test_spans_are_ones_own_once_and_by_the_clock_of_the_firm(owner: Client) -> None:
    one, _ = base()
    user = me()
    worked(MONDAY, "08:00", 10)
    worked(MONDAY, "23:50", 20, person=user)
    double = worked(MONDAY, "09:00", 30, "call", "in", one)
    worked(MONDAY, "09:00", 30, "call", "in", one)
    Contact.objects.filter(pk=double.pk).update(key="same")
    Contact.objects.filter(key=f"t{next(KEYS) - 1}").update(key="same")
    worked(MONDAY, "10:00", 9, "call", "missed")
    worked(MONDAY, "11:00", 60, "appointment")
    worked(MONDAY, "12:00", 5, "mail", "in", one)
    counted = worked(MONDAY, "13:00", 15, "call", "in", one)
    Contact.objects.filter(pk=counted.pk).update(minutes=0)
    gone = by_hand()
    assert spans(user) == [("08:00", 10), ("09:00", 30), ("", 5), ("23:50", 20)]
    gone.state = "withdrawn"
    gone.save()
    assert spans(user) == []


def test_with_staff_everybody_has_ones_own_spans(owner: Client) -> None:
    jana = User.objects.create_user("jana", password="x", role="staff")
    worked(MONDAY, "08:00", 10)
    named = worked(MONDAY, "09:00", 20)
    Contact.objects.filter(pk=named.pk).update(who="Jana")
    worked(MONDAY, "10:00", 30, person=jana.pk)
    assert spans(me()) == [("08:00", 10)]
    assert spans(jana.pk) == [("09:00", 20), ("10:00", 30)]


def test_only_the_weeks_needed_are_read(owner: Client) -> None:
    from wertschatz.domain.worktime.leave import Leave, Notice

    long_ago = Leave(Notice.LATE, MONDAY - dt.timedelta(weeks=100))
    new = Leave(Notice.LATE, WEDNESDAY)
    far = [(part.first, part.last) for part in needed_days([long_ago], WEDNESDAY)]
    week = dt.timedelta(weeks=1)
    assert far == [
        (MONDAY - 104 * week, MONDAY - 100 * week - dt.timedelta(days=1)),
        (MONDAY - 26 * week, WEDNESDAY),
    ]
    assert needed_days([new], WEDNESDAY) == [(MONDAY - 4 * week, WEDNESDAY)]
    assert needed_days([new, long_ago], WEDNESDAY) == far
    assert needed_days([], WEDNESDAY) == []


def test_the_balance_of_a_week(owner: Client) -> None:
    one, _ = base()
    house().say_word(one.uuid, group="B", reason="", actor=None)
    house().assess()
    user, now = me(), house().now()
    done, late = (
        Task.objects.create(user_id=user, title=name, state="done", ended_at=now, at=now)
        for name in ("planned", "besides")
    )
    still = Task.objects.create(user_id=user, title="open", at=now)
    WorkDay.objects.create(
        user_id=user,
        on=WEDNESDAY,
        placed=[[str(done.uuid), 540, 600], [str(still.uuid), 600, 630], ["block:A", 660, 720]],
    )
    worked(WEDNESDAY, "10:00", 30, "call", "in", one)
    worked(MONDAY, "19:00", 90)
    found = house().balance(user)
    wednesday = found.days[2]
    assert (wednesday.planned, wednesday.planned_tasks, wednesday.done, wednesday.besides) == (
        150, 2, 1, 1,
    )  # fmt: skip
    assert wednesday.customers == 30
    assert [one.percent for one in found.shares] == [0, 100, 0, 0]
    assert found.calls_known
    assert found.quiet.count > 0
    assert (found.overtime, found.late) == (90, (MONDAY,))
    page = text(owner, "balance")
    assert f"<h1>{found.quiet.count} stretches of more than half an hour" in page
    assert "1 of 2, 1 besides" in page
    # Failures only when asked.
    assert "outside your working hours" not in page.split("<details>")[0]
    assert late.title == "besides"


def test_an_empty_week_says_so_and_weeks_lead_back(owner: Client) -> None:
    page = text(owner, "balance")
    assert "<h1>Of this week nothing is known yet.</h1>" in page
    assert "The week after" not in page
    before = text(owner, "balance", "?week=2026-11-16")
    assert "The week after" in before
    for odd in ("?week=", "?week=x", "?week=9999-12-31", "?week=0001-01-01"):
        text(owner, "balance", odd)


def test_working_time_law_is_a_gentle_line_on_staff_alone(owner: Client) -> None:
    jana = User.objects.create_user("jana", password="x", role="staff")
    worked(MONDAY, "07:00", 650, person=jana.pk)
    worked(MONDAY, "07:00", 650, person=me())
    found = house().balance(me()).staff
    assert [one.name for one in found] == ["jana"]
    page = text(owner, "balance")
    assert "10 h 50 min of work; ten are the most." in page.split("<details>")[1]
    assert "jana" not in page.split("<details>")[0]
    owner.cookies["wertschatz_language"] = "de"
    assert "höchstens zehn sind erlaubt" in text(owner, "balance")


def long_days(person: int, weeks: int, minutes: int = 540, back: int = 0) -> None:
    """Monday to Friday from 7:00, with a break after four hours and before the last two; only what
    is over by Wednesday."""
    for number in range(back, back + weeks):
        for at in range(5):
            on = MONDAY - dt.timedelta(weeks=number) + dt.timedelta(days=at)
            if on <= WEDNESDAY:
                worked(on, "07:00", 240, person=person)
                worked(on, "11:30", minutes - 360, person=person)
                worked(on, "17:00", 120, person=person)


def staff(language: str = "en") -> tuple[Client, int]:
    made = client_of("staff")
    made.cookies["wertschatz_language"] = language
    return made, User.objects.get(role="staff").pk


def test_the_mean_of_half_a_year_is_told_to_whom_it_concerns_alone(owner: Client) -> None:
    """24 weeks of five days of 9 h, Saturdays free: 1,080 h on 144 working days, less one, for
    3 October is a Saturday: 7 h 33.1 min, rounded up."""
    jana, person = staff()
    long_days(person, 26)
    page = text(jana, "balance")
    before, asked = page.split("<details>", 1)
    said = "9 h of work. That is allowed when the mean of 24 weeks is at most eight hours"
    assert said in asked
    assert said not in before  # only when asked
    assert "no legal advice" in asked
    (watched,) = house().balance(person).staff
    facts = [one.reason.facts for one in watched.notices]
    assert {(one["mean_minutes"], one["weeks"]) for one in facts} == {(454, 24)}
    assert "is 7 h 34 min." in asked
    # The owner sees the day as before, and no mean of anybody.
    owners = text(owner, "balance")
    assert "9 h of work; the mean should be eight." in owners
    assert "24 weeks" not in owners
    jana.cookies["wertschatz_language"] = "de"
    german = text(jana, "balance")
    assert "aus 24 Wochen mit Aufzeichnungen, liegt bei 7 Std. 34 Min." in german


def test_a_mean_above_eight_asks_for_shorter_days_and_few_weeks_say_nothing(owner: Client) -> None:
    """24 weeks of five days of 10 h: 1,200 h on 143 working days are 8 h 23.5 min each."""
    jana, person = staff()
    long_days(person, 26, minutes=600)
    page = text(jana, "balance")
    assert "10 h of work. The mean of 24 weeks should be at most eight hours" in page
    assert "is 8 h 24 min. Shorter days should follow." in page
    Contact.objects.filter(on__lt=(MONDAY - dt.timedelta(weeks=1)).toordinal()).delete()
    assert "too few weeks have records to know yours." in text(jana, "balance")


def test_leave_stays_out_of_the_mean(owner: Client) -> None:
    """Away from Thursday to the Sunday before this week: its Saturday is none that was free."""
    _, person = staff()
    long_days(person, 6)
    first = MONDAY - dt.timedelta(days=4)
    Contact.objects.filter(
        on__gte=first.toordinal(), on__lt=MONDAY.toordinal(), person_id=person
    ).delete()
    plain = house().balance(person).staff[0].notices[0].reason.facts["mean_minutes"]
    FreshStart.objects.create(user_id=person, on=MONDAY, away_since=first, at=house().now())
    with_leave = house().balance(person).staff[0].notices[0].reason.facts["mean_minutes"]
    assert int(with_leave) > int(plain)


def test_christmas_eve_is_no_holiday_of_the_law(monkeypatch: pytest.MonkeyPatch) -> None:
    """Closed or not: who works on it works on a working day."""
    eve = dt.date(2026, 12, 24)
    monkeypatch.setenv("WERTSCHATZ_CLOCK", f"{eve.isoformat()}T17:00:00+00:00")
    client_of("owner")
    _, person = staff()
    house().say_days_off({"off_24_december": 1}, None)
    worked(eve, "09:00", 60, person=person)
    assert house().balance(person).staff == ()
    worked(eve + dt.timedelta(days=1), "09:00", 60, person=person)
    monkeypatch.setenv("WERTSCHATZ_CLOCK", "2026-12-25T17:00:00+00:00")
    (watched,) = house().balance(person).staff
    assert [(one.on.day, one.reason.code) for one in watched.notices] == [(25, "sunday_or_holiday")]


@pytest.mark.parametrize(
    ("land", "place", "days"),
    [
        (0, 0, 9),
        (1, 0, 12),
        (3, 0, 12),
        (4, 1, 12),
        (4, 2, 13),
        (4, 3, 14),
        (14, 2, 12),
        (17, 0, 0),
    ],
)
def test_holidays_of_the_land(land: int, place: int, days: int) -> None:
    house().say_days_off({"holiday_land": land, "holiday_place": place}, None)
    first, last = dt.date(2026, 11, 25), dt.date(2027, 11, 24)
    found = holidays_between(first, last)
    assert abs(len(found) - days) <= 1  # 2027 is another year
    assert dt.date(2026, 12, 24) not in found
    if land != 17:
        assert found[dt.date(2026, 12, 25)] == "Erster Weihnachtstag"
        assert holidays_between(first, last, "en")[dt.date(2026, 12, 25)] == "Christmas Day"


def test_days_off_are_said_on_their_page_and_taken_back(owner: Client) -> None:
    assert "The next day off is Christmas Day" in text(owner, "days_off")
    owner.post(reverse("days_off"), {"holiday_land": "4", "off_24_december": "1"})
    page = text(owner, "days_off")
    assert "The next day off is Christmas Eve" in page
    assert "Your municipality" in page
    assert "Some holidays of your Land" in text(owner, "balance")
    owner.post(
        reverse("days_off"),
        {"holiday_land": "4", "holiday_place": "3", "off_24_december": "1"},
    )
    assert "Augsburg" in text(owner, "days_off")
    assert "Some holidays of your Land" not in text(owner, "balance")
    owner.post(reverse("undo", args=[Action.objects.latest("id").uuid]))
    assert house().days_off().asks_place
    answer = owner.post(reverse("days_off"), {"holiday_land": "99"})
    assert answer.status_code == 422
    owner.cookies["wertschatz_language"] = "de"
    assert "Der nächste freie Tag ist Heiligabend" in text(owner, "days_off")


def test_no_call_back_is_offered_on_a_day_off(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WERTSCHATZ_CLOCK", "2026-12-23T17:00:00+00:00")
    house().say_days_off({"off_24_december": 1}, None)
    slots = callback_slots(house().setup(me()), NOBODY, house().now(), 3)
    assert {slot.date() for slot in slots} == {dt.date(2026, 12, 28)}
