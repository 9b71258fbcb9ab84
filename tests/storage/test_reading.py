"""One reading asks the database once; outside of it everything is asked anew."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wertschatz.storage.reading import once, one_reading
from wertschatz.storage.spent_time import days_until

TODAY = dt.date(2026, 11, 30)


def test_inside_a_reading_the_same_is_read_once() -> None:
    read = iter(range(9))
    with one_reading():
        assert [once("a", lambda: next(read)) for _ in range(3)] == [0, 0, 0]
        assert once("b", lambda: next(read)) == 1
    assert [once("a", lambda: next(read)) for _ in range(2)] == [2, 3]
    with one_reading():
        assert once("a", lambda: next(read)) == 4


def test_a_reading_that_fails_keeps_nothing() -> None:
    with pytest.raises(ZeroDivisionError), one_reading():
        once("a", lambda: 1 // 0)
    with one_reading():
        assert once("a", lambda: 1) == 1


@pytest.mark.django_db
def test_the_days_are_added_up_once_for_a_page() -> None:
    with one_reading():
        days_until(TODAY)
        with CaptureQueriesContext(connection) as asked:
            days_until(TODAY)
    assert not asked.captured_queries
    with CaptureQueriesContext(connection) as asked:
        days_until(TODAY)
    assert asked.captured_queries
