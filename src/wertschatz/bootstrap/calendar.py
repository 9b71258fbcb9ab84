"""What falls due by the calendar: the new day's assessment and the nightly backup."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from wertschatz.storage import job_table
from wertschatz.storage.journal import ask_for_assessment
from wertschatz.storage.models import AssessmentRun, CalendarSource, Customer

BACKUP_AT = dt.time(2, 15)
"""When nobody works, and after the hour that summer time skips or repeats has begun anew."""


def next_backup(now: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """The coming quarter past two of the firm's clock, in UTC."""
    here = now.astimezone(zone)
    due = dt.datetime.combine(here.date(), BACKUP_AT, tzinfo=zone)
    if due <= here:
        due = dt.datetime.combine(here.date() + dt.timedelta(days=1), BACKUP_AT, tzinfo=zone)
    return due.astimezone(dt.UTC)


READ_EVERY = dt.timedelta(minutes=15)
"""How often the calendars are read, and the plan is written where it goes."""


def ask_for_calendars(now: dt.datetime) -> None:
    """One that was never read is read at once, all of them every quarter of an hour."""
    there = CalendarSource.objects.all()
    if there.filter(read_at=None, fault="").exists():
        job_table.enqueue("read_calendars", now, once="calendars now")
    if there.exists():
        job_table.enqueue("read_calendars", now + READ_EVERY, once="calendars")


def leave_due_jobs(now: dt.datetime, zone: ZoneInfo) -> None:
    """Leaves the jobs of the day; doing it twice leaves none twice.

    A backup whose night the computer slept through stays due, and runs at the next start.
    """
    job_table.enqueue("backup", next_backup(now, zone), once="backup")
    ask_for_calendars(now)
    last = AssessmentRun.objects.order_by("-id").values_list("as_of", flat=True).first()
    today = now.astimezone(zone).date()
    if (last is None or last < today) and Customer.objects.exists():
        ask_for_assessment(now)
