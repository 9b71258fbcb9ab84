"""Takes calendars apart (ICS, RFC 5545): which appointments stand in one, and what each says."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

LONGEST = 262_144
"""Characters of one content line; what stands behind is cut off."""
EVENTS = 60_000
"""Appointments of one calendar that are looked at."""

_NAME = re.compile(r"[A-Za-z0-9-]+")
_ESCAPED = re.compile(r"\\([\\;,nN:\"])")
_CARET = re.compile(r"\^([n^'])")
_CARETS = {"n": " ", "^": "^", "'": '"'}
_TIMES = frozenset(
    {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"}
)
_WANTED = _TIMES | frozenset(
    {
        "BEGIN", "END", "UID", "SEQUENCE", "SUMMARY", "LOCATION", "STATUS", "TRANSP", "ATTENDEE",
        "ORGANIZER", "METHOD", "X-WR-TIMEZONE", "X-MICROSOFT-CDO-BUSYSTATUS",
    }
)  # fmt: skip
_TEXT_LIMIT = 500
_PEOPLE = 500
"""Of one appointment; a mailing to thousands is no meeting."""
_PARAMETERS = 64
"""Of one content line; quotation marks that are never closed would take long otherwise."""
_ZONE_LINES = 4_000
_OTHERS = frozenset({"VTODO", "VJOURNAL"})
_THINGS = frozenset({"ROOM", "RESOURCE"})


@dataclass(slots=True)
class Head:
    """What a calendar says about all its appointments."""

    zone: str = ""
    """X-WR-TIMEZONE: what times without a zone mean."""
    cancels: bool = False
    """METHOD:CANCEL: the whole file calls something off."""


@dataclass(slots=True)
class Event:
    """One VEVENT as written: texts are clean, times still as they stand there."""

    line: int
    head: Head
    uid: str = ""
    sequence: int = -1
    title: str = ""
    place: str = ""
    people: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    busy: bool = True
    said_busy: bool = False
    """It is written that the time is taken, not only left unsaid."""
    cancelled: bool = False
    times: dict[str, list[tuple[Mapping[str, str], str]]] = field(default_factory=dict)
    """Property → (parameters, value) for whatever says when it is."""
    whole: bool = True
    """False: the file ends inside of it."""

    @property
    def recurs(self) -> bool:
        """It stands for several, or replaces one of several."""
        return not self.times.keys().isdisjoint({"RRULE", "RDATE", "EXRULE", "RECURRENCE-ID"})


@dataclass(slots=True)
class Contents:
    """A file of calendars, taken apart."""

    events: list[Event] = field(default_factory=list)
    zones: list[str] = field(default_factory=list)
    """Each VTIMEZONE as text."""
    others: int = 0
    """Tasks and journal entries."""
    left_out: int = 0
    """Appointments beyond `EVENTS`."""
    calendars: int = 0
    whole: bool = False
    """The last calendar of the file is closed; nothing was cut off."""


def taken_apart(lines: Iterable[str]) -> Contents:
    """The contents of a file from its physical lines. Never raises for bad content."""
    scan = _Scan()
    for number, text in _content_lines(lines):
        scan.take(number, text)
    return scan.ended()


def _content_lines(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Unfolded lines (RFC 5545 3.1) that are wanted, each with the number of its first line."""
    parts: list[str] = []
    begin = size = 0
    soft = False
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\r\n")
        if not line:
            continue  # iCal of 2002 puts one into the middle of every folded line
        if parts and (line[:1] in (" ", "\t") or soft):
            size += len(line)
            if size <= LONGEST:
                parts[-1:] = [parts[-1][:-1], line] if soft else [parts[-1], line[1:]]
        else:
            if parts:
                yield begin, "".join(parts)
            parts, begin, size = [line[:LONGEST]], number, len(line)
        # vCalendar 1.0 breaks lines inside of quoted-printable with a "=" at their end.
        soft = line.endswith("=") and "QUOTED-PRINTABLE" in parts[0][:80].upper()
    if parts:
        yield begin, "".join(parts)


class _Scan:
    """Where in the calendar the reading is, and what was found so far."""

    def __init__(self) -> None:
        self._contents = Contents()
        self._head = Head()
        self._open: list[str] = []
        self._event: Event | None = None
        self._zone: list[str] = []

    def take(self, number: int, text: str) -> None:
        """One content line."""
        found = _NAME.match(text)
        name = found[0].upper() if found else ""
        if "VTIMEZONE" in self._open or (name == "BEGIN" and text[6:].upper() == "VTIMEZONE"):
            self._take_of_zone(name, text)
            return
        if name not in _WANTED:
            return
        _, params, value = property_of(text)
        if name == "BEGIN":
            self._begin(value.strip().upper(), number)
        elif name == "END":
            self._end(value.strip().upper())
        elif self._event is not None and self._open[-1:] == ["VEVENT"]:
            _put(self._event, name, params, value)
        elif name == "METHOD":
            self._head.cancels = value.strip().upper() == "CANCEL"
        elif name == "X-WR-TIMEZONE":
            self._head.zone = value.strip()

    def _begin(self, name: str, number: int) -> None:
        if name == "VCALENDAR":
            self._close()
            self._head, self._open = Head(), []
            self._contents.calendars += 1
            self._contents.whole = False
        elif name == "VEVENT":
            self._close()
            self._open = [part for part in self._open if part != "VEVENT"]
            self._event = Event(number, self._head)
        elif name in _OTHERS:
            self._contents.others += 1
        if len(self._open) < 50:
            self._open.append(name)

    def _end(self, name: str) -> None:
        if name in self._open:
            while self._open.pop() != name:
                pass
        if name == "VCALENDAR":
            self._contents.whole = True
        if name == "VEVENT":
            self._close()

    def _close(self) -> None:
        event, self._event = self._event, None
        if event is None:
            return
        if len(self._contents.events) < EVENTS:
            self._contents.events.append(event)
        else:
            self._contents.left_out += 1

    def _take_of_zone(self, name: str, text: str) -> None:
        if "VTIMEZONE" not in self._open:
            self._open.append("VTIMEZONE")
            self._zone = []
        if len(self._zone) < _ZONE_LINES:
            self._zone.append(text)
        if name == "END" and text[4:].strip().upper() == "VTIMEZONE":
            self._open.remove("VTIMEZONE")
            self._contents.zones.append("\r\n".join(self._zone) + "\r\n")

    def ended(self) -> Contents:
        """What was found; an appointment that is still open was cut off."""
        if self._event is not None:
            self._event.whole = False
            self._close()
        return self._contents


def property_of(text: str) -> tuple[str, dict[str, str], str]:
    """Name, parameters and value of a content line; quotation marks may hide colons."""
    head, value = _cut(text, ":")
    parts = [head]
    while len(parts) < _PARAMETERS:
        first, rest = _cut(parts[-1], ";")
        if not rest and first == parts[-1]:
            break
        parts[-1:] = [first, rest]
    params: dict[str, str] = {}
    for part in parts[1:]:
        key, _, said = part.partition("=")
        said = said.strip().strip('"')
        params[key.strip().upper()] = _CARET.sub(lambda sign: _CARETS[sign[1]], said)
    return parts[0].strip().upper(), params, value


def _cut(text: str, sign: str) -> tuple[str, str]:
    """Before and behind the first `sign` outside of quotation marks."""
    at = text.find(sign)
    if at < 0 or '"' not in text[:at]:
        return (text, "") if at < 0 else (text[:at], text[at + 1 :])
    quoted = False
    for place, found in enumerate(text):
        quoted ^= found == '"'
        if found == sign and not quoted:
            return text[:place], text[place + 1 :]
    # A mark that is never closed hides nothing.
    return (text[:at], text[at + 1 :]) if quoted else (text, "")


def text_of(params: Mapping[str, str], value: str) -> str:
    """A text in one line, without escapes, cut at 500 characters."""
    if params.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        raw = quopri.decodestring(value.encode("latin-1", errors="replace"))
        try:
            value = raw.decode(params.get("CHARSET", "utf-8"), errors="replace")
        except LookupError:
            value = raw.decode("utf-8", errors="replace")
    plain = _ESCAPED.sub(lambda sign: " " if sign[1] in "nN" else sign[1], value[: 4 * _TEXT_LIMIT])
    return " ".join(plain.split())[:_TEXT_LIMIT]


def _put(event: Event, name: str, params: Mapping[str, str], value: str) -> None:
    if name in _TIMES:
        event.times.setdefault(name, []).append((params, value.strip()))
    elif name == "UID":
        event.uid = text_of(params, value)
    elif name == "SUMMARY":
        event.title = text_of(params, value)
    elif name == "LOCATION":
        event.place = text_of(params, value)
    elif name == "SEQUENCE":
        event.sequence = int(value) if value.strip().isdecimal() and len(value) < 10 else -1
    elif name == "STATUS":
        event.cancelled = value.strip().upper() == "CANCELLED"
    elif name in {"TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS"}:
        said = value.strip().upper()
        event.busy = event.busy and said not in {"TRANSPARENT", "FREE"}
        event.said_busy = event.said_busy or said in {"OPAQUE", "BUSY", "OOF"}
    elif len(event.people) < _PEOPLE and params.get("CUTYPE", "").upper() not in _THINGS:
        _put_person(event, params, value)


def _put_person(event: Event, params: Mapping[str, str], value: str) -> None:
    """Who is invited or invites: "mailto:", or the address in a parameter (Apple, Exchange)."""
    scheme, _, address = value.strip().partition(":")
    if scheme.lower() != "mailto":
        address = params.get("EMAIL", "") or (scheme if not address else "")
    address = address.partition("?")[0].strip().strip("<>").lower()
    if "@" in address and address not in event.people:
        event.people.append(address)
    name = text_of({}, params.get("CN", ""))
    if name and "@" not in name and name not in event.names:
        event.names.append(name)
