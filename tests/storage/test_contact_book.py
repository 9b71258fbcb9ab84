"""Contacts logged by hand: kept, corrected, timed, taken back, and counted once."""

from __future__ import annotations

import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.storage.rows import AT
from tests.storage.test_effort_once import customers, sources
from wertschatz.domain.customers.contacts import usual_minutes
from wertschatz.domain.customers.marks import MarkKind
from wertschatz.domain.customers.parameters import Limits
from wertschatz.storage.contact_book import PATIENCE, ContactBook, forget_moods
from wertschatz.storage.duplicates import Mergers
from wertschatz.storage.effort import settle
from wertschatz.storage.models import Action, Change, Contact, Customer, Job, Timer, User
from wertschatz.storage.notebook import Notebook
from wertschatz.storage.undo import undo
from wertschatz.usecases.log_a_contact import correct_a_contact, log_a_contact, note_a_mood
from wertschatz.usecases.refusals import Refused
from wertschatz.usecases.run_the_timer import drop_the_timer, start_the_timer, stop_the_timer

pytestmark = pytest.mark.django_db
BOOK = ContactBook()
ZONE = ZoneInfo("Europe/Berlin")
USUAL = usual_minutes(Limits())


def eva(name: str = "eva") -> User:
    return User.objects.create_user(name, password="x", role="owner")


def log(customer: Customer, user: User | None = None, at: dt.datetime = AT, **more: object):  # type: ignore[no-untyped-def]
    values = {"kind": "call", "minutes": None, **more}
    return log_a_contact(
        BOOK, customer.uuid, usual=USUAL, zone=ZONE, by=user and user.pk, at=at, **values
    )  # type: ignore[arg-type]


def back(action) -> str:  # type: ignore[no-untyped-def]
    return undo(action, by=None, at=AT).why_not


def test_one_press_logs_what_has_just_ended_and_goes_back_whole() -> None:
    (one,), user = customers(1), eva()
    action = log(one, user)
    row = Contact.objects.get()
    assert (row.minutes, row.length, row.who, row.person, row.kind) == (10, 10, "eva", user, "call")
    assert row.started_at == AT - dt.timedelta(minutes=10)
    assert back(action) == ""
    assert not Contact.objects.exists()


def test_on_an_earlier_day_only_the_day_is_known() -> None:
    (one,) = customers(1)
    log(one, on=AT.date() - dt.timedelta(days=3), minutes=90)
    row = Contact.objects.get()
    assert (row.started_at, row.minutes, row.on) == (None, 90, AT.date() - dt.timedelta(days=3))


@pytest.mark.parametrize(("wish", "code"), [
    ({"kind": "fax"}, "contact_unknown"), ({"minutes": 0}, "minutes_out_of_range"),
    ({"minutes": 1441}, "minutes_out_of_range"), ({"about": "x" * 301}, "note_too_long"),
    ({"on": AT.date() + dt.timedelta(days=1)}, "day_to_come"), ({"way": "up"}, "way_unknown"),
])  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_written(
    wish: dict[str, object], code: str
) -> None:
    (one,) = customers(1)
    with pytest.raises(Refused) as refused:
        log(one, **wish)
    assert refused.value.code == code
    assert not Contact.objects.exists()
    assert not Action.objects.exists()


def test_ten_in_a_row_assess_once_and_a_word_need_not_wait() -> None:
    (one,) = customers(1)
    for minute in range(10):
        log(one, at=AT + dt.timedelta(seconds=minute))
    job = Job.objects.get()
    assert job.due_at == AT + PATIENCE
    Notebook().note_mark(one.uuid, MarkKind.TONE, "", AT.date(), by=None, at=AT)
    assert Job.objects.get().due_at == AT


def test_a_logged_call_gives_way_to_the_list_and_counts_again_without_it() -> None:
    (one,) = customers(1)
    (listed,) = sources("live")
    action = log(one)
    told = Contact.objects.create(
        customer=one, source=listed, kind="call", who="box", key="k", on=AT.date(),
        started_at=AT - dt.timedelta(minutes=8), minutes=0, length=7,
    )  # fmt: skip
    settle(ZONE)
    by_id = dict(Contact.objects.values_list("id", "minutes"))
    assert by_id == {told.pk: 7, Contact.objects.exclude(pk=told.pk).get().pk: 0}
    assert back(action) == ""  # what counts is no part of what was logged
    assert dict(Contact.objects.values_list("id", "minutes")) == {told.pk: 7}


def test_logging_work_takes_a_call_in_and_undo_sets_it_free() -> None:
    (one,), user = customers(1), eva()
    log(one, user)
    action = log(one, user, kind="work", minutes=60)
    assert sorted(Contact.objects.values_list("kind", "minutes")) == [("call", 0), ("work", 60)]
    assert back(action) == ""
    assert list(Contact.objects.values_list("kind", "minutes")) == [("call", 10)]


def test_a_merged_customer_takes_the_contact_as_who_it_is_now() -> None:
    one, other = customers(2)
    Mergers().merge(one.uuid, other.uuid, by=None, at=AT)
    log(one)
    assert Contact.objects.get().customer == other


def correct(contact: int, user: User, *, owner: bool = True, minutes: int | None = 25):  # type: ignore[no-untyped-def]
    return correct_a_contact(
        BOOK, contact, minutes=minutes, way="in", about="  Angebot  besprochen ", owner=owner,
        by=user.pk, at=AT,
    )  # fmt: skip


def test_a_correction_counts_and_goes_back() -> None:
    (one,), user = customers(1), eva()
    log(one, user)
    row = Contact.objects.get()
    action = correct(row.pk, user)
    row.refresh_from_db()
    assert (row.minutes, row.length, row.way, row.about) == (25, 25, "in", "Angebot besprochen")
    assert back(action) == ""
    row.refresh_from_db()
    assert (row.minutes, row.length, row.way, row.about) == (10, 10, None, "")


def test_staff_correct_their_own_and_nobody_corrects_a_file() -> None:
    (one,), user, other = customers(1), eva(), eva("jana")
    log(one, user)
    row = Contact.objects.get()
    with pytest.raises(Refused, match="contact_of_another"):
        correct(row.pk, other, owner=False)
    with pytest.raises(Refused, match="minutes_missing"):
        correct(row.pk, user, minutes=None)
    (listed,) = sources("live")
    Contact.objects.filter(pk=row.pk).update(source=listed)
    with pytest.raises(Refused, match="contact_gone"):
        correct(row.pk, user)


def test_a_mood_is_mine_alone_and_goes_for_good_from_the_journal_too() -> None:
    (one,), user, other = customers(1), eva(), eva("jana")
    logged = log(one, user)
    row = Contact.objects.get()
    with pytest.raises(Refused, match="contact_of_another"):
        note_a_mood(BOOK, row.pk, mood=1, by=other.pk, at=AT)
    with pytest.raises(Refused, match="mood_unknown"):
        note_a_mood(BOOK, row.pk, mood=4, by=user.pk, at=AT)
    first = note_a_mood(BOOK, row.pk, mood=1, by=user.pk, at=AT)
    taken = undo(first, by=user.pk, at=AT)
    assert taken.action is not None
    assert undo(taken.action, by=user.pk, at=AT).done
    assert Contact.objects.get().mood == 1
    assert forget_moods(row.on) == 0
    assert forget_moods(row.on + dt.timedelta(days=1)) == 1
    assert Contact.objects.get().mood is None
    images = [image for pair in Change.objects.values_list("before", "after") for image in pair]
    assert not any((image or {}).get("mood") for image in images), json.dumps(images)
    assert back(logged) == ""


def test_the_clock_logs_what_it_measured_and_one_undo_sets_it_running_again() -> None:
    (one,), user = customers(1), eva()
    start_the_timer(BOOK, one.uuid, kind="visit", by=user.pk, at=AT)
    with pytest.raises(Refused, match="timer_runs"):
        start_the_timer(BOOK, one.uuid, kind="call", by=user.pk, at=AT)
    later = AT + dt.timedelta(minutes=44, seconds=31)
    action = stop_the_timer(BOOK, zone=ZONE, by=user.pk, at=later)
    row = Contact.objects.get()
    assert (row.kind, row.length, row.started_at) == ("visit", 45, AT)
    assert not Timer.objects.exists()
    assert back(action) == ""
    assert Timer.objects.get().started_at == AT
    assert not Contact.objects.exists()


def test_a_clock_cannot_come_back_while_another_runs() -> None:
    (one,), user = customers(1), eva()
    start_the_timer(BOOK, one.uuid, kind="call", by=user.pk, at=AT)
    dropped = drop_the_timer(BOOK, by=user.pk, at=AT)
    start_the_timer(BOOK, one.uuid, kind="mail", by=user.pk, at=AT)
    assert back(dropped) == "changed_since"
    assert Timer.objects.get().kind == "mail"
    assert not Contact.objects.exists()


def test_a_clock_of_more_than_half_a_day_asks() -> None:
    (one,), user = customers(1), eva()
    start_the_timer(BOOK, one.uuid, kind="call", by=user.pk, at=AT)
    later = AT + dt.timedelta(hours=13)
    with pytest.raises(Refused, match="timer_too_long"):
        stop_the_timer(BOOK, zone=ZONE, by=user.pk, at=later)
    stop_the_timer(BOOK, minutes=10, zone=ZONE, by=user.pk, at=later)
    assert Contact.objects.get().length == 10
    with pytest.raises(Refused, match="timer_gone"):
        stop_the_timer(BOOK, zone=ZONE, by=user.pk, at=later)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(st.sampled_from(["log", "work", "correct", "undo"]), st.integers(0, 90)),
        max_size=8,
    )
)
def test_whatever_is_logged_and_taken_back_the_earlier_state_comes_back(
    steps: list[tuple[str, int]],
) -> None:
    Contact.objects.all().delete()
    Action.objects.all().delete()
    Customer.objects.all().delete()
    (one,) = customers(1)
    states, actions = [_state()], []
    for step, value in steps:
        row = Contact.objects.order_by("-id").first()
        if step == "undo" and actions:
            assert back(actions.pop()) == ""
            states.pop()
            assert _state() == states[-1]
            continue
        if step == "correct" and row is not None:
            done = correct_a_contact(
                BOOK, row.pk, minutes=value + 1, way="", about="", owner=True, by=None, at=AT
            )
        else:
            at = AT + dt.timedelta(minutes=value)
            done = log(one, at=at, kind="work" if step == "work" else "call", minutes=value + 1)
        actions.append(done)
        states.append(_state())


def _state() -> list[tuple[object, ...]]:
    return sorted(Contact.objects.values_list("id", "kind", "length", "minutes", "way"))  # type: ignore[arg-type]
