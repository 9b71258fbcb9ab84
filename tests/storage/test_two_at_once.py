"""Two who saw the same write in the same instant: one is kept, the other is told."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import connection

from wertschatz.ports.customers import HandEntry
from wertschatz.ports.seen import ChangedMeanwhile
from wertschatz.storage import crowd, filter_book, journal, tag_book
from wertschatz.storage.contact_book import ContactBook
from wertschatz.storage.models import (
    Action,
    Contact,
    Customer,
    Estimate,
    SavedFilter,
    Tag,
    Tagged,
    Timer,
    User,
)
from wertschatz.storage.owners_book import OwnersBook
from wertschatz.usecases.refusals import Refused
from wertschatz.usecases.run_the_timer import drop_the_timer, start_the_timer

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_what_is_read_within_the_writing_counts() -> None:
    book = OwnersBook()
    book.add_estimates([HandEntry("Müller", 5, 60, None)], by=None, at=AT)
    customer, seen = Customer.objects.get(), {"minutes_month": 60}
    book.estimate_effort(customer.uuid, 300, by=None, at=AT, seen=seen)
    before = Action.objects.count()
    with pytest.raises(ChangedMeanwhile) as caught:
        book.estimate_effort(customer.uuid, 900, by=None, at=AT, seen=seen)
    assert caught.value.now == {"minutes_month": 300}
    assert Action.objects.count() == before


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="tables in memory do not wait for each other"
)
@pytest.mark.django_db(transaction=True)
def test_one_of_two_at_once_is_told() -> None:
    book = OwnersBook()
    book.add_estimates([HandEntry("Müller", 5, 60, None)], by=None, at=AT)
    customer = Customer.objects.get()
    begin, told = threading.Barrier(2, timeout=30), []

    def write(minutes: int) -> None:
        begin.wait()
        try:
            book.estimate_effort(customer.uuid, minutes, by=None, at=AT, seen={"minutes_month": 60})
        except ChangedMeanwhile as changed:
            told.append(changed.now["minutes_month"])
        finally:
            connection.close()

    both = [threading.Thread(target=write, args=(minutes,)) for minutes in (300, 900)]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
        assert not one.is_alive()
    kept = Estimate.objects.get().minutes_month
    assert kept in {300, 900}
    assert told == [kept]


def base(count: int = 2) -> list[Customer]:
    entries = [HandEntry(f"Müller {number}", 5, 60, None) for number in range(count)]
    OwnersBook().add_estimates(entries, by=None, at=AT)
    return list(Customer.objects.order_by("id"))


def press(what: str, customers: list[Customer], person: int) -> object:
    """One press of a button."""
    match what:
        case "tag":
            return tag_book.TagBook().put_on(customers[0].uuid, "Messe", by=person, at=AT)
        case "tags":
            keys = [customer.pk for customer in customers]
            return crowd.Crowd().tag(keys, "Messe", by=person, at=AT)
        case _:
            return filter_book.FilterBook().keep(person, "Meine", "q=a", at=AT)


@pytest.mark.parametrize(
    ("what", "room"), [("tag", tag_book), ("tags", crowd), ("filter", filter_book)]
)
@pytest.mark.django_db
def test_a_second_press_between_look_and_writing_is_no_fault(
    what: str, room: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    customers, person = base(), User.objects.create(username="eva", joined_at=AT)

    def late(*args: Any, **kwargs: Any) -> object:
        monkeypatch.undo()
        press(what, customers, person.pk)
        return journal.writing(*args, **kwargs)

    monkeypatch.setattr(room, "writing", late)
    press(what, customers, person.pk)
    press(what, customers, person.pk)
    assert Tag.objects.count() <= 1
    assert Tagged.objects.count() == {"tag": 1, "tags": 2}.get(what, 0)
    assert SavedFilter.objects.count() == (what == "filter")


class Blind(ContactBook):
    """Looked before the other press was written."""

    looks = 0

    def running(self, by: int):  # type: ignore[no-untyped-def]
        self.looks += 1
        return None if self.looks == 1 else super().running(by)


@pytest.mark.django_db
def test_a_second_press_of_the_clock_starts_no_second_one() -> None:
    (one, other), person = base(), User.objects.create(username="eva", joined_at=AT)
    assert start_the_timer(ContactBook(), one.uuid, kind="call", by=person.pk, at=AT)
    for book in (ContactBook(), Blind()):
        assert start_the_timer(book, one.uuid, kind="call", by=person.pk, at=AT) is None
    for book in (ContactBook(), Blind()):
        with pytest.raises(Refused, match="timer_runs"):
            start_the_timer(book, other.uuid, kind="call", by=person.pk, at=AT)
    assert Action.objects.filter(code="timer_started").count() == 1
    assert Timer.objects.get().customer == one


@pytest.mark.django_db
def test_a_second_press_on_stop_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    (one, _), person = base(), User.objects.create(username="eva", joined_at=AT)
    start_the_timer(ContactBook(), one.uuid, kind="call", by=person.pk, at=AT)
    seen = ContactBook().running(person.pk)
    drop_the_timer(ContactBook(), by=person.pk, at=AT)
    monkeypatch.setattr(ContactBook, "running", lambda self, by: seen)
    with pytest.raises(Refused, match="timer_gone"):
        drop_the_timer(ContactBook(), by=person.pk, at=AT)
    assert not Contact.objects.exists()


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="tables in memory do not wait for each other"
)
@pytest.mark.parametrize("what", ["tag", "tags", "filter", "clock"])
@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_are_one(what: str) -> None:
    customers, person = base(), User.objects.create(username="eva", joined_at=AT)
    begin, faults = threading.Barrier(4, timeout=30), list[Exception]()

    def both() -> None:
        begin.wait()
        try:
            if what == "clock":
                start_the_timer(ContactBook(), customers[0].uuid, kind="call", by=person.pk, at=AT)
            else:
                press(what, customers, person.pk)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    presses = [threading.Thread(target=both) for _ in range(4)]
    for one in presses:
        one.start()
    for one in presses:
        one.join(60)
        assert not one.is_alive()
    assert faults == []
    assert Timer.objects.count() == (what == "clock")
    assert Tagged.objects.count() == {"tag": 1, "tags": 2}.get(what, 0)
