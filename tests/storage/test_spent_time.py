"""The time that groups took is read from indexes alone, whatever the statistics say."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.storage.rows import row, take_in
from wertschatz.storage import spent_time
from wertschatz.storage.years import with_live

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own words"),
]


@pytest.mark.parametrize("analyzed", [False, True])
@pytest.mark.parametrize(
    ("query", "step"),
    [
        (spent_time.ROWS, "SEARCH k USING COVERING INDEX contact_day (on>? AND on<?)"),
        (spent_time.MERGED, "USING COVERING INDEX contact_year_kind (customer_id=? AND on>?"),
        (spent_time.UNKNOWN, "USING INDEX contact_year_kind (customer_id=? AND on>? AND on<?)"),
    ],
    ids=["rows", "merged", "unknown"],
)
def test_days_are_found_by_an_index(query: str, step: str, analyzed: bool) -> None:
    take_in([row(number=str(number)) for number in range(1, 60)])
    with connection.cursor() as cursor:
        if analyzed:
            cursor.execute("ANALYZE")
        cursor.execute(f"EXPLAIN QUERY PLAN {with_live(query, [1])}", [1, 7])
        steps = [line[3] for line in cursor.fetchall()]
    assert any(step in line for line in steps), steps
    assert not any(line.startswith("SCAN k") for line in steps), steps
