"""Reads what a calendar holds between two instants: the true times of every entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from wertschatz.integrations.codecs.ics import Contents, taken_apart
from wertschatz.integrations.codecs.ics_occurrences import Placed, occurrences
from wertschatz.integrations.codecs.ics_rules import Window
from wertschatz.integrations.codecs.ics_times import Time, Zones
from wertschatz.ports.calendar import Occurrence, Reading, Unreadable

DAYS_BEFORE = 35
"""Whatever began so many days ago may last until now."""
MOST = 5_000
"""Entries of one calendar that are kept."""
MOST_BYTES = 16 * 1024 * 1024
DAY = dt.timedelta(days=1)


def contents_of(raw: bytes) -> Contents:
    """A file taken apart; raises Unreadable for what is no calendar, or is not there as a whole."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    contents = taken_apart(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    if not contents.calendars:
        raise Unreadable("calendar_none")
    if not contents.whole or any(not event.whole for event in contents.events):
        raise Unreadable("calendar_cut")
    return contents


def joined(parts: Iterable[Contents]) -> Contents:
    """Several files of one calendar."""
    every = Contents()
    for part in parts:
        every.events += part.events
        every.zones += part.zones
        every.left_out += part.left_out
    return every


def reading_of(
    contents: Contents,
    zone: dt.tzinfo,
    first: dt.datetime,
    last: dt.datetime,
    damaged: Sequence[str] = (),
) -> Reading:
    """What ends after the first and begins before the last instant, in order of time."""
    own = zone if isinstance(zone, ZoneInfo) else ZoneInfo("UTC")
    begin, end = first.astimezone(own).date(), last.astimezone(own).date()
    window = Window(begin.toordinal() - DAYS_BEFORE, end.toordinal() + 1)
    found = occurrences(contents, Zones(own, contents.zones), window)
    every = (_occurrence(one, own) for one in found.placed if not one.row.cancelled)
    inside = sorted(
        (one for one in every if one.end > first and one.start < last),
        key=lambda one: (one.start, one.end, one.uid),
    )
    left_out = len(found.faults) + contents.left_out + max(0, len(inside) - MOST)
    return Reading(inside[:MOST], damaged, left_out)


def _occurrence(one: Placed, zone: ZoneInfo) -> Occurrence:
    """A whole day blocks only where the calendar says that it is taken: birthdays, bins and
    holidays stand there, too, and most programs leave it unsaid for them."""
    row = one.row
    start = _instant(one.start, zone)
    if isinstance(one.start, dt.datetime):
        end = max(start, _instant(one.end, zone))
        return Occurrence(row.tool_id, row.title, start, end, False, row.busy)
    last = one.end.date() if isinstance(one.end, dt.datetime) else one.end
    end = _instant(max(last, one.start + DAY), zone)
    busy = row.busy and one.event.said_busy
    return Occurrence(row.tool_id, row.title, start, end, True, busy)


def _instant(time: Time, zone: ZoneInfo) -> dt.datetime:
    """In UTC, so that lengths are true also on the days on which the clock is changed."""
    if not isinstance(time, dt.datetime):
        time = dt.datetime.combine(time, dt.time(), tzinfo=zone)
    return time.astimezone(dt.UTC)
