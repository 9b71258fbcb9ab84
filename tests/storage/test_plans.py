"""The queries over the whole base read indexes alone, whatever the statistics say."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.storage.rows import LIMITS, row, take_in
from wertschatz.domain.customers.year import window_for
from wertschatz.storage import years
from wertschatz.storage.models import Assessment, Customer
from wertschatz.storage.queries import customers
from wertschatz.storage.queries.actions import actions_page
from wertschatz.storage.queries.dealings import dealings

AS_OF = dt.date(2026, 11, 23)
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own words"),
]


def plan(query: str) -> list[str]:
    """What SQLite means to do."""
    with connection.cursor() as cursor:
        query = years.with_live(query, [1])
        cursor.execute(f"EXPLAIN QUERY PLAN {query}", years.figures(window_for(AS_OF), LIMITS))
        return [line[3] for line in cursor.fetchall()]


@pytest.mark.parametrize("analyzed", [False, True])
@pytest.mark.parametrize(
    ("query", "step"),
    [
        (years.TWELVE.replace("WHICH", years.COMMON), "i USING COVERING INDEX invoice_year"),
        (
            years.EVER_COMMON.replace("WHICH", "c.id IN (1, 2)"),
            "SEARCH i USING COVERING INDEX invoice_year (customer_id=? AND on<?)",
        ),
        (
            years.CONTACTS.replace("WHICH", "k.customer_id IN (1, 2)"),
            "SEARCH k USING COVERING INDEX contact_year_kind (customer_id=? AND on<?)",
        ),
        (
            years.SEEN_AND_MINUTES,
            "SEARCH k USING COVERING INDEX contact_year_kind (customer_id=? AND on>? AND on<?)",
        ),
    ],
    ids=["twelve", "ever", "contacts", "minutes"],
)
def test_the_years_walk_over_covering_indexes(query: str, step: str, analyzed: bool) -> None:
    take_in([row(number=str(number)) for number in range(1, 60)])
    if analyzed:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    steps = plan(query)
    assert any(step in line for line in steps), steps
    assert not any("TEMP B-TREE" in line for line in steps), steps


def test_rows_that_need_a_look_are_found_by_their_own_indexes() -> None:
    steps = plan(years.special(years.TWELVE))
    for name in ("invoice_newer", "invoice_source"):
        assert any(name in line for line in steps), steps
    assert not any(line.startswith("SCAN i ") for line in steps), steps


def test_the_neighbours_of_a_customer_are_entered_by_the_index() -> None:
    with CaptureQueriesContext(connection) as asked:
        customers._neighbours(Assessment(pk=5, revenue_cents=100))
    steps = plan(asked[0]["sql"].replace("%", "%%"))
    assert any("assessment_revenue (revenue_cents>?)" in line for line in steps), steps


def test_what_was_done_with_a_customer_is_found_without_walking_over_all_customers() -> None:
    take_in([row(f"K{number}", str(number)) for number in range(1, 20)])
    uuid = Customer.objects.all()[3].uuid
    with CaptureQueriesContext(connection) as asked:
        actions_page(1, 10, uuid)
    for query in asked:
        if query["sql"].startswith("SELECT"):
            steps = plan(query["sql"].replace("%", "%%"))
            assert not any(line.startswith("SCAN storage_customer") for line in steps), steps
            assert "storage_customer" not in query["sql"] or "storage_action" not in query["sql"]


def test_the_newest_work_of_a_customer_is_found_in_its_index() -> None:
    take_in([row(f"K{number}", str(number)) for number in range(1, 20)])
    one = Customer.objects.all()[3]
    with CaptureQueriesContext(connection) as asked:
        dealings([one])
    found = [
        query["sql"] for query in asked if " DESC" in query["sql"] and "length" in query["sql"]
    ]
    steps = plan(found[0].replace("%", "%%"))
    assert any("USING COVERING INDEX contact_year_kind" in line for line in steps), steps


def test_payments_are_counted_in_their_indexes_and_a_word_is_found_by_its_own() -> None:
    from wertschatz.storage.queries import payments

    with CaptureQueriesContext(connection) as asked:
        payments.tally()
        payments.settled_page()
        payments.questions()
    steps = [step for one in asked for step in plan(one["sql"].replace("%", "%%"))]
    for index in ("settlement_payment", "settlement_said", "doubt_code", "payment_counted"):
        assert any(index in line for line in steps), steps
    assert not any(re.match(r"SCAN storage_(settlement|payment|doubt)$", one) for one in steps)


@pytest.mark.parametrize("text", ["müller", "bau gmbh", "030 4711", "eva@holz.example"])
def test_search_reads_its_indexes_alone(text: str) -> None:
    from wertschatz.storage import search

    take_in([row(f"Bau {number} Müller GmbH", str(number)) for number in range(1, 200)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with CaptureQueriesContext(connection) as asked:
        search.hits(text)
    for one in asked:
        for step in plan(one["sql"].replace("%", "%%")):
            assert "COVERING INDEX" in step, step


def test_of_very_many_the_largest_are_walked_to_in_their_order() -> None:
    from wertschatz.storage import search

    with CaptureQueriesContext(connection) as asked:
        list(Assessment.objects.filter(search.holds("bau gmbh")).order_by("-revenue_cents")[:20])
    steps = plan(asked[0]["sql"].replace("%", "%%"))
    assert steps[0].startswith("SCAN storage_assessment USING INDEX assessment_revenue"), steps
    assert any("gram_of_party (party_id=? AND gram>? AND gram<?)" in step for step in steps), steps
