"""How much time each group took, day by day: added up in the database, and kept with assessments.

A page adds up only the days since the newest assessment: 13 weeks of 5,000,000 contacts take a
second, one day takes 5 ms (measured).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection

from wertschatz.domain.customers.budget import PARTS
from wertschatz.domain.values import Group
from wertschatz.storage.models import AssessmentRun, Import
from wertschatz.storage.reading import once
from wertschatz.storage.years import with_live

WEEKS_BACK = 13
"""Full weeks that are looked at: eight with records, and some without."""
KEY = "days"
"""Under this name an assessment keeps them among its totals."""
RUNS = 3
"""The newest assessment may be about to add its days; then those of the one before serve."""
ROWS = """
SELECT k."on", CASE WHEN a.confirmed THEN a."group" ELSE '' END AS letter, SUM(k.minutes)
FROM storage_contact k LEFT JOIN storage_assessment a ON a.customer_id = k.customer_id
WHERE k.customer_id IS NOT NULL AND k."on" BETWEEN %s AND %s AND k IS LIVE
GROUP BY k."on", CASE WHEN a.confirmed THEN a."group" ELSE '' END
"""
"""Only what a person has confirmed counts for a group; all else is spontaneous."""
UNKNOWN = """
SELECT k."on", '', SUM(k.length) FROM storage_contact k
WHERE k.customer_id IS NULL AND k."on" BETWEEN %s AND %s AND k.kind = 'call' AND k.way = 'in'
  AND k IS LIVE AND NOT EXISTS (SELECT 1 FROM storage_contact n
    WHERE n.key = k.key AND NOT (n.key = '') AND n.id > k.id AND n IS LIVE)
GROUP BY k."on"
"""
"""Calls of which nobody knows whose they are: they have no effort, and took their time all the
same. Other entries without a customer are work of one's own, or somebody's mail."""
MERGED = """
SELECT k."on", a."group", SUM(k.minutes)
FROM storage_customer c CROSS JOIN storage_assessment a CROSS JOIN storage_contact k
WHERE c.merged_into_id IS NOT NULL AND a.customer_id = c.merged_into_id AND a.confirmed
  AND a."group" <> '' AND k.customer_id = c.id AND k."on" BETWEEN %s AND %s AND k IS LIVE
GROUP BY k."on", a."group"
"""
"""A merged customer has no letter of its own. Looked up apart, for there are few: asked of every
contact, it doubled the time (measured)."""
Used = dict[Group | None, int]
"""Minutes by group; None: the spontaneous."""


def monday_of(day: dt.date) -> dt.date:
    """The Monday of its week."""
    return day - dt.timedelta(days=day.weekday())


def first_day(today: dt.date) -> dt.date:
    """From here on days are looked at."""
    return monday_of(today) - dt.timedelta(weeks=WEEKS_BACK)


def used_by_day(start: dt.date, end: dt.date) -> dict[dt.date, Used]:
    """Added up now: minutes by day and group, both ends included."""
    found: defaultdict[dt.date, Used] = defaultdict(lambda: dict.fromkeys(PARTS, 0))
    for query in (ROWS, UNKNOWN):
        for day, letter, minutes in _rows(query, start, end):
            found[day][Group(letter) if letter else None] += minutes
    for day, letter, minutes in _rows(MERGED, start, end):
        found[day][Group(letter)] += minutes
        found[day][None] -= minutes
    return dict(found)


def _rows(query: str, start: dt.date, end: dt.date) -> Iterator[tuple[dt.date, str, int]]:
    live = list(Import.objects.filter(state=Import.State.LIVE).values_list("id", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(with_live(query, live), [start.toordinal(), end.toordinal()])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    # PostgreSQL adds whole numbers up to Decimals.
    yield from ((dt.date.fromordinal(day), letter, int(sum_)) for day, letter, sum_ in rows)


def days_until(today: dt.date) -> dict[dt.date, Used]:
    """The same for the thirteen weeks before this one, and this one until today."""

    def read() -> dict[dt.date, Used]:
        kept, fresh_from = _kept(first_day(today), today)
        return {**kept, **used_by_day(fresh_from, today)}

    return once(("days until", today), read)


def _kept(first: dt.date, today: dt.date) -> tuple[dict[dt.date, Used], dt.date]:
    """What an assessment knows of these days, and from which day on it knows nothing."""
    runs = AssessmentRun.objects.order_by("-id").values_list("totals", flat=True)[:RUNS]
    kept: Mapping[str, Any] | None = next((run[KEY] for run in runs if KEY in run), None)
    if kept is None:
        return {}, first
    start = dt.date.fromisoformat(kept["first"])
    known_until = min(start + dt.timedelta(days=len(kept["minutes"])), today)
    if start > first:
        return {}, first
    days = {
        start + dt.timedelta(days=place): dict(zip(PARTS, minutes, strict=True))
        for place, minutes in enumerate(kept["minutes"])
        if any(minutes)
    }
    recent = {day: used for day, used in days.items() if first <= day < known_until}
    return recent, max(first, known_until)


def as_kept(today: dt.date) -> dict[str, object]:
    """What an assessment keeps: of each day before today its minutes, in the order of `PARTS`."""
    first = first_day(today)
    days = used_by_day(first, today - dt.timedelta(days=1))
    every = [first + dt.timedelta(days=number) for number in range((today - first).days)]
    minutes = [[days.get(day, {}).get(part, 0) for part in PARTS] for day in every]
    return {"first": first.isoformat(), "minutes": minutes}


def keep_days(today: dt.date) -> None:
    """Puts the days before today into the newest assessment; with the next one they are renewed."""
    run = AssessmentRun.objects.order_by("-id").first()
    if run is not None:
        run.totals = {**run.totals, KEY: as_kept(today)}
        run.save(update_fields=["totals"])
