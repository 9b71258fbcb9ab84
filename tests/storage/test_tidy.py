"""The nightly tidying changes no figure and gives the planner its statistics."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from tests.storage.rows import row, take_in
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.year import window_for
from wertschatz.storage.tidy import WALKED, tidy
from wertschatz.storage.years import years

pytestmark = pytest.mark.django_db


def test_tidying_changes_no_figure() -> None:
    take_in([row(number=str(number)) for number in range(1, 30)])
    window, limits = window_for(dt.date(2026, 6, 30)), Limits().as_mapping()
    before = list(years(window, limits))
    tidy()
    assert list(years(window, limits)) == before
    assert before


def test_the_walked_indexes_are_there() -> None:
    with connection.cursor() as cursor:
        names = {
            name
            for table in ("storage_contact", "storage_invoice")
            for name in connection.introspection.get_constraints(cursor, table)
        }
    assert set(WALKED) <= names
