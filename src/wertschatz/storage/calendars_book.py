"""Keeps which calendars are read and written, what was read last, and the addresses of feeds."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from django.db import transaction

from wertschatz.domain.values import Fact
from wertschatz.ports.calendar import Reading
from wertschatz.storage.journal import writing
from wertschatz.storage.models import CalendarEntry, CalendarSource, Change, Device, User

AREAS = ("calendars",)
"""No letter and no decision of the analysis depends on it."""
FEED = "feed"
AT_ONCE = 500


class Gone(NamedTuple):
    """A plan that is written no longer."""

    uuid: uuid.UUID
    place: str


class CalendarsBook:
    """Every call with `by` is one action with its undo."""

    def add(
        self,
        user: int,
        kind: str,
        place: str,
        name: str,
        *,
        names: bool,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """Connects one; raises LookupError where this place is connected already."""
        row = CalendarSource(user_id=user, kind=kind, place=place, name=name, names=names, at=at)
        code = _code(kind, "added")
        with transaction.atomic():
            # Pressed twice at once, the second one waits here and sees the first.
            User.objects.select_for_update().get(pk=user)
            if CalendarSource.objects.filter(user=user, place=place).exists():
                raise LookupError(kind)
            with writing(code, by=by, at=at, facts=_named(row), areas=AREAS) as pen:
                pen.create(row)
        return pen.action.uuid

    def remove(self, user: int, source: uuid.UUID, *, by: int | None, at: dt.datetime) -> uuid.UUID:
        """It is read no longer; raises KeyError where it is not theirs."""
        with transaction.atomic():
            row = CalendarSource.objects.filter(user=user, uuid=source).first()
            if row is None:
                raise KeyError(source)
            # Come back, it is read and written anew: what was read goes with it.
            CalendarSource.objects.filter(pk=row.pk).update(read_at=None, fault="", written={})
            code = _code(row.kind, "removed")
            with writing(code, by=by, at=at, facts=_named(row), areas=AREAS) as pen:
                pen.delete(row)
        return pen.action.uuid

    def make_feed(
        self, user: int, secret: str, *, names: bool, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """A secret address that gives the plan."""
        row = Device(kind=FEED, user_id=user, secret=secret, options={"names": names}, at=at)
        with writing("feed_made", by=by, at=at, areas=AREAS) as pen:
            pen.create(row)
        return pen.action.uuid

    def end_feed(
        self, user: int, device: uuid.UUID, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """The address leads nowhere from now on; raises KeyError where it is not theirs."""
        row = Device.objects.filter(uuid=device, user=user, kind=FEED, revoked_at=None).first()
        if row is None:
            raise KeyError(device)
        with writing("feed_ended", by=by, at=at, areas=AREAS) as pen:
            pen.update(row, revoked_at=at)
        return pen.action.uuid

    # -- what was read and written; follows from elsewhere and is no action

    def keep(self, source: int, reading: Reading, at: dt.datetime) -> None:
        """The last known copy is the new one; of damaged entries the old one stays."""
        with transaction.atomic():
            row = CalendarSource.objects.select_for_update().filter(pk=source).first()
            if row is None:
                return  # disconnected in the meantime
            old = CalendarEntry.objects.filter(source=row)
            if reading.damaged:
                stay = set(reading.damaged)
                known = old.values_list("pk", "uid")
                left = [
                    pk for pk, uid in known if uid not in stay and uid.split(" ")[0] not in stay
                ]
                for start in range(0, len(left), AT_ONCE):
                    old.filter(pk__in=left[start : start + AT_ONCE]).delete()
            else:
                old.delete()
            CalendarEntry.objects.bulk_create(_entries(row, reading), batch_size=AT_ONCE)
            row.read_at, row.fault = at, _fault(reading)
            row.save(update_fields=["read_at", "fault"])

    def fault(self, source: int, code: str, at: dt.datetime) -> None:
        """Nothing could be read; what was read before stays."""
        CalendarSource.objects.filter(pk=source).update(fault=code)

    def written(self, source: int, fault: str, at: dt.datetime) -> None:
        """The plan lies where it belongs."""
        CalendarSource.objects.filter(pk=source).update(read_at=at, fault=fault)

    def gone_plans(self) -> Iterator[Gone]:
        """Folders into which the plan was written once, and is no longer."""
        there = set(CalendarSource.objects.filter(kind="plan").values_list("uuid", flat=True))
        made = Change.objects.filter(
            table="calendarsource", before__isnull=True, after__kind="plan"
        )
        for after in made.values_list("after", flat=True):
            if after and (whose := uuid.UUID(after["uuid"])) not in there:
                yield Gone(whose, after["place"])


class PlanLedger:
    """What was written into one folder."""

    def __init__(self, source: int) -> None:
        self._source = source

    def keep(self, written: Mapping[str, str]) -> None:
        """Name of a file → its print."""
        CalendarSource.objects.filter(pk=self._source).update(written=dict(written))


def _entries(row: CalendarSource, reading: Reading) -> Iterator[CalendarEntry]:
    for one in reading.occurrences:
        yield CalendarEntry(
            source=row, uid=one.uid[:255], title=one.title[:300], start=one.start, end=one.end,
            all_day=one.all_day, busy=one.busy,
        )  # fmt: skip


def _fault(reading: Reading) -> str:
    if reading.damaged:
        return "calendar_damaged"
    return "calendar_left_out" if reading.left_out else ""


def _code(kind: str, what: str) -> str:
    return f"plan_folder_{what}" if kind == "plan" else f"calendar_{what}"


def _named(row: CalendarSource) -> dict[str, Fact]:
    return {"name": shown(row)}


def shown(row: CalendarSource) -> str:
    """Its name; of an address only whose it is, since many are secret."""
    if row.name:
        return row.name
    if row.kind == "address":
        return urlsplit(row.place).hostname or "…"
    return row.place.rstrip("/\\").replace("\\", "/").rpartition("/")[2] or "…"
