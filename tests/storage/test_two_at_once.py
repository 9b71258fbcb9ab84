"""Two who saw the same write in the same instant: one is kept, the other is told."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection

from wertschatz.ports.customers import HandEntry
from wertschatz.ports.seen import ChangedMeanwhile
from wertschatz.storage.models import Action, Customer, Estimate
from wertschatz.storage.owners_book import OwnersBook

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
    begin, told = threading.Barrier(2), []

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
        one.join()
    kept = Estimate.objects.get().minutes_month
    assert kept in {300, 900}
    assert told == [kept]
