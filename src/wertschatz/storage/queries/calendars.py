"""What the calendars say: when somebody is taken; and the plan as it goes out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from wertschatz.domain.customers.preferences import DAY_MINUTES, Hours
from wertschatz.domain.rules.moment import SLOT_MINUTES, Stretch
from wertschatz.domain.worktime.dayplan import BLOCK
from wertschatz.ports.calendar import Connected
from wertschatz.storage.calendars_book import FEED
from wertschatz.storage.models import (
    CalendarEntry,
    CalendarSource,
    CallBack,
    Device,
    Task,
    WorkDay,
)

MAIL_DAYS = 28
"""So far ahead mail windows are told."""


def sources(user: int) -> Sequence[CalendarSource]:
    """What is read, then where the plan is written, each in the order in which it came."""
    rows = CalendarSource.objects.filter(user=user).order_by("id")
    return sorted(rows, key=lambda row: row.kind == "plan")


def connected(user: int) -> Sequence[Connected]:
    """The same as values."""
    return [Connected(row.kind, row.place) for row in sources(user)]


def feeds(user: int) -> Sequence[Device]:
    """The secret addresses of the plan."""
    return list(Device.objects.filter(user=user, kind=FEED, revoked_at=None).order_by("id"))


def feed_at(secret: str) -> Device | None:
    """The feed behind a secret address; None: there is none, or no longer."""
    rows = Device.objects.filter(secret=secret, kind=FEED, revoked_at=None, user__is_active=True)
    return rows.select_related("user").first()


def entries_between(user: int, first: dt.datetime, last: dt.datetime) -> Sequence[CalendarEntry]:
    """Every entry that ends after the first and begins before the last instant."""
    rows = CalendarEntry.objects.filter(source__user=user, start__lt=last, end__gt=first)
    return list(rows.order_by("start", "end", "id"))


def busy_between(user: int, first: dt.datetime, last: dt.datetime) -> tuple[Stretch, ...]:
    """When something stands in a calendar that takes the time; in order, nothing twice."""
    rows = CalendarEntry.objects.filter(source__user=user, busy=True, start__lt=last, end__gt=first)
    found = {Stretch(start, end) for start, end in rows.values_list("start", "end") if start < end}
    return tuple(sorted(found))


class Planned(NamedTuple):
    """One thing of the plan, before it is put into words."""

    key: str
    """The same for as long as it is the same thing."""
    kind: str
    """'task', 'block', 'mail', 'call_back'."""
    start: dt.datetime
    end: dt.datetime
    at: dt.datetime
    """When it was planned."""
    title: str = ""
    """Of a task or a call-back its own words; of a block the group."""
    customer: str = ""


def planned(
    user: int, first: dt.date, last: dt.date, zone: ZoneInfo, mail: Sequence[Hours], now: dt.date
) -> list[Planned]:
    """What the days from the first to the last hold, in order of time."""
    found = [*_placed(user, first, last, zone), *_call_backs(user, first, last, zone)]
    behind = min(last, now + dt.timedelta(days=MAIL_DAYS))
    found += _mail(mail, max(first, now), behind, zone)
    return sorted(found, key=lambda one: (one.start, one.key))


def _placed(user: int, first: dt.date, last: dt.date, zone: ZoneInfo) -> Iterator[Planned]:
    days = list(WorkDay.objects.filter(user=user, on__range=(first, last)).order_by("on"))
    named = {
        str(key): (title, customer or "")
        for key, title, customer in Task.objects.filter(user=user).values_list(
            "uuid", "title", "customer__party__name"
        )
    }
    for day in days:
        times: dict[str, int] = {}
        for what, start, end in day.placed:
            nth = times[what] = times.get(what, 0) + 1
            kind, title, customer = "task", *named.get(what, ("", ""))
            if what.startswith(BLOCK):
                kind, title = "block", what.removeprefix(BLOCK)
            yield Planned(
                f"{day.on:%Y%m%d}-{what.replace(':', '-')}-{nth}", kind,
                clock(day.on, start, zone), clock(day.on, end, zone),
                day.planned_at or clock(day.on, 0, zone), title, customer,
            )  # fmt: skip


def clock(day: dt.date, minute: int, zone: ZoneInfo) -> dt.datetime:
    """The instant at which the clock on the wall shows it, in UTC."""
    more, minute = divmod(minute, DAY_MINUTES)
    on = day + dt.timedelta(days=more)
    return dt.datetime(
        on.year, on.month, on.day, minute // 60, minute % 60, tzinfo=zone
    ).astimezone(dt.UTC)


def _call_backs(user: int, first: dt.date, last: dt.date, zone: ZoneInfo) -> Iterator[Planned]:
    span = (clock(first, 0, zone), clock(last, DAY_MINUTES, zone))
    rows = CallBack.objects.filter(user=user, state="open", slot_at__range=span)
    for row in rows.select_related("customer__party"):
        name = row.customer.party.name if row.customer is not None else row.name or row.number
        end = row.slot_at + dt.timedelta(minutes=SLOT_MINUTES)
        yield Planned(f"call-{row.uuid}", "call_back", row.slot_at, end, row.at, name)


def _mail(
    mail: Sequence[Hours], first: dt.date, last: dt.date, zone: ZoneInfo
) -> Iterator[Planned]:
    on = first
    while on <= last:
        for hours in mail:
            if on.weekday() in hours.weekdays:
                over = DAY_MINUTES if hours.until <= hours.start else 0
                start, end = clock(on, hours.start, zone), clock(on, hours.until + over, zone)
                yield Planned(f"{on:%Y%m%d}-mail-{hours.start}", "mail", start, end, start)
        on += dt.timedelta(days=1)
