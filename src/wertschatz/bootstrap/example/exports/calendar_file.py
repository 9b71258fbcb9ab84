"""The owner's calendar, as a calendar server exports it (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from wertschatz.bootstrap.example.exports.export import Export
from wertschatz.bootstrap.example.firm import DOMAIN, EMAIL, OWNER
from wertschatz.bootstrap.example.history import History
from wertschatz.bootstrap.example.talks import Appointment

_LONGEST = 73
"""Bytes of a line before it is folded; the rule says 75 with what is added."""
_ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE""".splitlines()


def exports(history: History) -> Iterator[Export]:
    """One file with everything, private matters too."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Beispiel//Kalender 1.0//DE", *_ZONE]
    for appointment in history.appointments:
        lines += _event(appointment, history.today)
    lines.append("END:VCALENDAR")
    content = "".join(f"{_folded(line)}\r\n" for line in lines)
    yield Export("calendar", "Kalender Jana.ics", content.encode())


def _event(appointment: Appointment, today: dt.date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{appointment.uid}@{DOMAIN}"
    yield f"DTSTAMP:{min(appointment.on, today):%Y%m%d}T060000Z"
    yield from _when(appointment)
    yield f"SUMMARY:{_escaped(appointment.title)}"
    if appointment.place:
        yield f"LOCATION:{_escaped(appointment.place)}"
    customer = appointment.customer
    if customer is not None:
        yield f'ORGANIZER;CN="{OWNER.name}":mailto:{EMAIL}'
        yield f'ATTENDEE;CN="{customer.contact}":mailto:{customer.contact_email}'
    if appointment.private:
        yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def _when(appointment: Appointment) -> Iterator[str]:
    if appointment.start is None:
        yield f"DTSTART;VALUE=DATE:{appointment.on:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{appointment.on + dt.timedelta(days=1):%Y%m%d}"
        return
    end = appointment.start + appointment.minutes
    for name, minute in (("DTSTART", appointment.start), ("DTEND", end)):
        clock = f"{minute // 60:02}{minute % 60:02}00"
        yield f"{name};TZID=Europe/Berlin:{appointment.on:%Y%m%d}T{clock}"
    if appointment.weekly:
        yield "RRULE:FREQ=WEEKLY"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")


def _folded(line: str) -> str:
    parts, size = [""], 0
    for sign in line:
        length = len(sign.encode())
        if size + length > _LONGEST:
            parts.append("")
            size = 0
        parts[-1] += sign
        size += length
    return "\r\n ".join(parts)
