"""The call monitor of the FRITZ!Box: it tells, but cannot be answered.

TCP 1012, switched on by dialling #96*5*. One line an event, fields end with a semicolon:

    30.11.26 09:15:02;RING;0;03023125001;2912345;SIP0;
    30.11.26 09:15:02;CALL;1;11;2912345;03023125001;SIP0;
    30.11.26 09:15:09;CONNECT;0;11;03023125001;
    30.11.26 09:17:09;DISCONNECT;0;120;
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from wertschatz.integrations.codecs.lines import one_line
from wertschatz.ports.telephone import BARRED, TOLD_ONLY, Call, Happening

CODE = TOLD_ONLY
OPTIONS = ("host", "port")
"""What the owner can set; the handbook explains each."""
LONGEST_LINE = 1024
MOST_OPEN = 50
"""Calls at once; a box has no more lines than that."""
MISSED, MACHINE = "missed", "voicemail"
MACHINES = range(40, 50)
"""Extensions of the answering machines."""
_EVENTS = {
    "RING": (Happening.RING, 4), "CALL": (Happening.OUT, 5), "CONNECT": (Happening.ANSWERED, 4),
    "DISCONNECT": (Happening.ENDED, 4),
}  # fmt: skip


def read_monitor(buffer: bytes, zone: str = "Europe/Berlin") -> tuple[list[Call], bytes]:
    """The events of all whole lines, and the rest that still waits for its end.

    `id` is the number of the line as the box counts it: it is used again. A line that is none of
    the box's is passed over. `zone` is that of the box.
    """
    *lines, rest = buffer.split(b"\n")
    calls = [call for line in lines if (call := _read(line, ZoneInfo(zone))) is not None]
    return calls, rest if len(rest) <= LONGEST_LINE else b""


def _read(line: bytes, zone: ZoneInfo) -> Call | None:
    if len(line) > LONGEST_LINE:
        return None
    fields = [one_line(field) for field in line.decode("utf-8", "replace").split(";")]
    kind = _EVENTS.get(fields[1]) if len(fields) > 1 else None
    if kind is None or len(fields) < kind[1]:
        return None
    at = _instant(fields[0], zone)
    if at is None or not fields[2]:
        return None
    return _call(kind[0], fields, at)


def _instant(written: str, zone: ZoneInfo) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(written, "%d.%m.%y %H:%M:%S").replace(tzinfo=zone)
    except ValueError:
        return None


def _call(happening: Happening, fields: Sequence[str], at: dt.datetime) -> Call:
    call = Call(CODE, fields[2], happening, at=at)
    if happening is Happening.RING:
        to = fields[4] if len(fields) > 4 else ""
        return replace(call, number=fields[3], to=to)
    if happening is Happening.OUT:
        dialled = fields[5] if len(fields) > 5 else ""
        return replace(call, number=dialled.rstrip("#"), to=fields[4])
    if happening is Happening.ANSWERED:
        machine = fields[3].isdecimal() and int(fields[3][:4]) in MACHINES
        other = fields[4] if len(fields) > 4 else ""
        return replace(call, number=other, cause=MACHINE if machine else "")
    seconds = fields[3]
    return replace(call, seconds=int(seconds) if seconds.isdecimal() and len(seconds) < 7 else 0)


class Monitor:
    """One connection to the box: joins what belongs to one call, however the bytes are cut."""

    def __init__(self, zone: str = "Europe/Berlin") -> None:
        self._zone = zone
        self._rest = b""
        self._open: dict[str, Call] = {}

    def feed(self, data: bytes) -> list[Call]:
        """The events that these bytes complete, each with the id, numbers and way of its call.

        The end of a call says how it went in `cause`: '' spoken, or missed, voicemail, barred.
        """
        events, self._rest = read_monitor(self._rest + data, self._zone)
        return [self._joined(event) for event in events]

    def _joined(self, event: Call) -> Call:
        line = event.id
        if event.happening in (Happening.RING, Happening.OUT):
            return self._keep(line, replace(event, id=_named(event)))
        begun = self._open.get(line)
        if begun is None:
            # We came in the middle of a call.
            return replace(event, id=_named(event))
        if event.happening is Happening.ANSWERED:
            self._open[line] = replace(begun, happening=event.happening, cause=event.cause)
            return replace(event, id=begun.id, number=begun.number or event.number, to=begun.to)
        del self._open[line]
        ended = replace(event, id=begun.id, number=begun.number, to=begun.to)
        return replace(ended, cause=_how(begun, event))

    def _keep(self, line: str, call: Call) -> Call:
        self._open.pop(line, None)
        if len(self._open) >= MOST_OPEN:
            del self._open[next(iter(self._open))]
        self._open[line] = call
        return call


def _named(event: Call) -> str:
    """The box uses its numbers again; with the second they are no other call's."""
    return f"{event.at:%Y%m%dT%H%M%S}-{event.id}"


def _how(begun: Call, ended: Call) -> str:
    if begun.happening is Happening.ANSWERED:
        return begun.cause
    # What is barred in the box still rings here, and ends in the same second.
    if begun.happening is Happening.RING and not ended.seconds and begun.at == ended.at:
        return BARRED
    return MISSED
