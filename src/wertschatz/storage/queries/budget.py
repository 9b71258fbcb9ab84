"""How much of the customer time each group has used: today, this week, in the weeks before."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from wertschatz.domain.customers.budget import (
    RANGES,
    BudgetSettings,
    Learned,
    Part,
    customer_time,
    day_minutes,
    drift_of,
    parts_of,
    settings_from,
)
from wertschatz.domain.values import Group, Reason
from wertschatz.storage.limits_book import own_values
from wertschatz.storage.models import AssessmentRun, Customer, Import
from wertschatz.storage.queries.fresh import away
from wertschatz.storage.years import with_live

WEEKS_BACK = 13
ROWS = """
SELECT k."on", CASE WHEN a.confirmed THEN a."group" ELSE '' END AS letter, SUM(k.minutes)
FROM storage_contact k
JOIN storage_customer c ON c.id = k.customer_id
LEFT JOIN storage_assessment a ON a.customer_id = COALESCE(c.merged_into_id, c.id)
WHERE k."on" BETWEEN %s AND %s AND k IS LIVE
GROUP BY k."on", CASE WHEN a.confirmed THEN a."group" ELSE '' END
"""
"""Only what a person has confirmed counts for a group; all else is spontaneous."""
Used = dict[Group | None, int]


@dataclass(frozen=True, slots=True)
class Budget:
    """The time budget of one day and its week."""

    day: dt.date
    settings: BudgetSettings
    time: Learned
    today: tuple[Part, ...]
    week: tuple[Part, ...]
    drift: Reason | None

    def left_today(self, group: Group | None) -> Part:
        """The part of one group today."""
        return next(part for part in self.today if part.group == group)


def settings_on(day: dt.date) -> BudgetSettings:
    """What the owner has set, in force on that day."""
    return settings_from(own_values(day, RANGES))


def used_by_day(start: dt.date, end: dt.date) -> dict[dt.date, Used]:
    """Minutes by day and group, both ends included."""
    live = list(Import.objects.filter(state=Import.State.LIVE).values_list("id", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(with_live(ROWS, live), [start.toordinal(), end.toordinal()])
        rows = cursor.fetchall()
    found: defaultdict[dt.date, Used] = defaultdict(dict)
    for day, letter, minutes in rows:
        found[dt.date.fromordinal(day)][Group(letter) if letter else None] = int(minutes)
    return dict(found)


def _sum(days: dict[dt.date, Used], start: dt.date, end: dt.date) -> Used:
    total: defaultdict[Group | None, int] = defaultdict(int)
    for day, used in days.items():
        if start <= day <= end:
            for group, minutes in used.items():
                total[group] += minutes
    return dict(total)


def full_weeks(monday: dt.date) -> list[Used]:
    """The weeks before this Monday, newest first."""
    first = monday - dt.timedelta(weeks=WEEKS_BACK)
    days = used_by_day(first, monday - dt.timedelta(days=1))
    starts = [monday - dt.timedelta(weeks=back) for back in range(1, WEEKS_BACK + 1)]
    return [_sum(days, start, start + dt.timedelta(days=6)) for start in starts]


def stored_weeks(monday: dt.date) -> list[Used]:
    """The same, from the newest assessment where it knows them; else added up now."""
    totals = AssessmentRun.objects.order_by("-id").values_list("totals", flat=True).first() or {}
    kept = totals.get("weeks")
    if not kept or kept["monday"] != monday.isoformat():
        return full_weeks(monday)
    return [
        {Group(letter) if letter else None: minutes for letter, minutes in week}
        for week in kept["weeks"]
    ]


def as_kept(monday: dt.date) -> dict[str, object]:
    """What an assessment keeps of the weeks before this Monday."""
    weeks = [
        [(group.value if group else "", minutes) for group, minutes in week.items()]
        for week in full_weeks(monday)
    ]
    return {"monday": monday.isoformat(), "weeks": weeks}


def keep_weeks(today: dt.date) -> None:
    """Puts the weeks before this one into the newest assessment: a large base has many rows."""
    run = AssessmentRun.objects.order_by("-id").first()
    if run is not None:
        run.totals = {**run.totals, "weeks": as_kept(monday_of(today))}
        run.save(update_fields=["totals"])


def monday_of(day: dt.date) -> dt.date:
    """The Monday of its week."""
    return day - dt.timedelta(days=day.weekday())


def budget_on(today: dt.date, account: int | None = None) -> Budget:
    """The budget of this day and its week; without the weeks this person was away."""
    settings, monday = settings_on(today), monday_of(today)
    weeks = _there(stored_weeks(monday), monday, account)
    time = customer_time(settings, [sum(week.values()) for week in weeks])
    days = used_by_day(monday, today)
    return Budget(
        today, settings, time,
        parts_of(day_minutes(time.minutes, today), _sum(days, today, today), settings),
        parts_of(time.minutes, _sum(days, monday, today), settings),
        drift_of(weeks, settings),
    )  # fmt: skip


def _there(weeks: Sequence[Used], monday: dt.date, account: int | None) -> list[Used]:
    """Weeks of holiday or illness say nothing."""
    absences = away(account)
    kept = []
    for back, week in enumerate(weeks, 1):
        start = monday - dt.timedelta(weeks=back)
        end = start + dt.timedelta(days=6)
        if not any(since <= end and start < until for since, until in absences):
            kept.append(week)
    return kept


def group_of(customer: Customer | None) -> Group | None:
    """The letter that a person confirmed; None: none, or only proposed."""
    outcome = getattr(customer, "assessment", None)
    if outcome is None or not outcome.confirmed or not outcome.group:
        return None
    return Group(outcome.group)
