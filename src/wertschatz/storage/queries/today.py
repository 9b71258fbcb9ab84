"""What the pages of the day show beside its plan: what was done, what is late, who may come in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from wertschatz.domain.worktime.wall import midnight
from wertschatz.storage.models import Contact, Import, Ring, Task, WorkDay
from wertschatz.storage.queries.tasks import RING

SHOWN = 40
LATE_SHOWN = 5
EVENINGS = 30


@dataclass(frozen=True, slots=True)
class DoneToday:
    """What a day brought to an end."""

    tasks: tuple[str, ...]
    contacts: int
    contact_minutes: int


@dataclass(frozen=True, slots=True)
class LateCall:
    """A call after the day was closed, of which nothing is kept yet."""

    uuid: UUID
    name: str
    at: dt.datetime


def done_on(user: int, on: dt.date, zone: ZoneInfo) -> DoneToday:
    """Tasks of the person that ended, and contacts with customers."""
    first, last = midnight(on, zone), midnight(on + dt.timedelta(days=1), zone)
    tasks = Task.objects.filter(user=user, state="done", ended_at__gte=first, ended_at__lt=last)
    titles = tuple(tasks.order_by("ended_at").values_list("title", flat=True)[:SHOWN])
    rows = Contact.objects.filter(source__state=Import.State.LIVE, on=on.toordinal())
    lengths = list(rows.exclude(kind="appointment").values_list("minutes", flat=True))
    return DoneToday(titles, len(lengths), sum(lengths))


def energy_of(user: int, until: dt.date) -> list[tuple[dt.date, int]]:
    """The person's own evenings with their energy, 1 to 3, up to that day, the newest last; it is
    shown to nobody else."""
    rows = WorkDay.objects.filter(user=user, on__lte=until, energy__isnull=False)
    found = [(_date(row.on), row.energy or 0) for row in rows.order_by("-on")[:EVENINGS]]
    return found[::-1]


def _date(value: dt.date | str | int) -> dt.date:
    """A day field reads as a date."""
    return value if isinstance(value, dt.date) else dt.date.max


def late_calls(user: int, since: dt.datetime) -> list[LateCall]:
    """Calls since then that are not left for another day yet, the newest first."""
    rows = Ring.objects.filter(at__gte=since, contact=None).order_by("-at")[:SHOWN]
    kept = set(
        Task.objects.filter(user=user, at__gte=since, outside_id__startswith=RING)
        .values_list("outside_id", flat=True)
    )  # fmt: skip
    found = [
        LateCall(row.uuid, row.name or row.number or "…", row.at)
        for row in rows if f"{RING}{row.uuid}" not in kept
    ]  # fmt: skip
    return found[:LATE_SHOWN]
