"""Reads calendars as ICS: of Google, Outlook, Apple, Thunderbird, Nextcloud and others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wertschatz.integrations.codecs.ics import taken_apart
from wertschatz.integrations.files.progress import PROGRESS
from wertschatz.integrations.files.tables.clock import zone
from wertschatz.integrations.files.tables.encoding import (
    HEAD_BYTES,
    encoding_of,
    encoding_of_head,
    kind_of_binary,
)
from wertschatz.integrations.files.tables.lines import END_MARK, Lines
from wertschatz.integrations.files.tables.messages import capped, encoding_notice
from wertschatz.ports.files import Answers, AppointmentRow, Source
from wertschatz.ports.problems import Problem

Item = AppointmentRow | Problem

_BEGIN = re.compile(r"BEGIN:VCALENDAR[ \t]*(?:[\r\n]|\Z)", re.IGNORECASE)
_PART = re.compile(
    r"BEGIN:V(?:EVENT|TODO|JOURNAL|TIMEZONE|FREEBUSY)[ \t]*(?:[\r\n]|\Z)", re.IGNORECASE
)


class CalendarIcs:
    """The reader for calendars."""

    name = "calendar_ics"

    def score(self, head: bytes, name: str) -> int:
        """Sure by its first line; less sure of a fragment that is named as a calendar."""
        if kind_of_binary(head):
            return 0
        text = head.decode(encoding_of_head(head).codec, errors="replace").lstrip("\ufeff \t\r\n")
        if _BEGIN.match(text):
            return 95
        named = name.lower().endswith((".ics", ".ical", ".ifb", ".icalendar", ".vcs"))
        if _PART.match(text):
            return 90 if named else 70
        return 40 if named else 0

    def read(self, source: Source, answers: Answers) -> Iterator[Item]:
        """Occurrences in the order of the file, what is wrong with others, and what was left."""
        with source.path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        binary = kind_of_binary(head)
        if binary:
            yield Problem("file_not_a_list", source.name, None, {"kind": binary})
            return
        yield from capped(_read(source), source.name)


READER = CalendarIcs()


def _read(source: Source) -> Iterator[Item]:
    # late: only a calendar needs these libraries
    from wertschatz.integrations.codecs.ics_occurrences import MOST, YEARS_BACK, appointments
    from wertschatz.integrations.codecs.ics_times import Zones

    encoding = encoding_of(source.path)
    lines = Lines(source.path, encoding.codec)
    contents = taken_apart(line for line in lines if line != END_MARK)
    yield from encoding_notice(source, encoding)
    yield from (Problem("line_too_long", source.name, number) for number in lines.too_long)
    zones = Zones(zone(), contents.zones)
    found = appointments(contents, zones, source.today, lambda: PROGRESS.step(0))
    items: list[Item] = [*found.rows]
    items += (Problem(fault.code, source.name, fault.line, fault.facts) for fault in found.faults)
    yield from sorted(items, key=_place)
    for name in zones.unknown:
        yield Problem("calendar_zone_unknown", source.name, None, {"value": name[:60]})
    if found.outside:
        facts: dict[str, int | str | bool] = {"count": found.outside, "years": YEARS_BACK}
        yield Problem("appointments_outside", source.name, None, facts)
    if found.cut or contents.left_out:
        yield Problem("appointments_cut", source.name, None, {"most": MOST})
    counts = {"calendar_others": contents.others, "nul_bytes_removed": lines.nul_bytes}
    for code, count in counts.items():
        if count:
            yield Problem(code, source.name, None, {"count": count})
    if not found.rows:
        yield Problem("no_appointments", source.name)


def _place(item: Item) -> tuple[int, int, int]:
    """In the order of the file, occurrences of one appointment in that of time."""
    when = (0, 0) if isinstance(item, Problem) else (item.on, item.start or 0)
    return item.line or 0, *when
