"""Writes the plan as a calendar (RFC 5545): a whole feed, or one file for each entry."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from wertschatz.ports.calendar import Made

_HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Wertschatz//Plan//DE", "CALSCALE:GREGORIAN")
_OCTETS = 75
_ESCAPED = re.compile(r"[\\;,]")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def feed_of(entries: Iterable[Made], name: str) -> bytes:
    """All of them in one calendar, to be asked for again every quarter of an hour."""
    head = (*_HEAD, "METHOD:PUBLISH", f"X-WR-CALNAME:{_text(name)}",
            f"NAME:{_text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
            "X-PUBLISHED-TTL:PT15M")  # fmt: skip
    return _calendar(head, entries)


def entry_of(entry: Made) -> bytes:
    """One of them as a file of its own; the same entry gives the same bytes."""
    return _calendar(_HEAD, [entry])


def _calendar(head: Iterable[str], entries: Iterable[Made]) -> bytes:
    lines = [*map(_folded, head)]
    for entry in entries:
        lines += _event(entry)
    lines.append(b"END:VCALENDAR\r\n")
    return b"\r\n".join(lines)


def _event(entry: Made) -> Iterator[bytes]:
    yield b"BEGIN:VEVENT"
    yield _folded(f"UID:{entry.uid}")
    yield b"DTSTAMP:" + _utc(entry.at)
    yield b"DTSTART:" + _utc(entry.start)
    yield b"DTEND:" + _utc(entry.end)
    yield _folded(f"SUMMARY:{_text(entry.title)}")
    yield b"STATUS:CONFIRMED"
    yield b"END:VEVENT"


def _utc(time: dt.datetime) -> bytes:
    return time.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ").encode()


@lru_cache(maxsize=2048)  # of tasks that come day after day
def _text(value: str) -> str:
    """Escaped; control characters have no place in a calendar."""
    if value.isprintable() and _ESCAPED.search(value) is None:
        return value
    plain = "".join(sign for sign in value if sign == "\n" or (sign >= " " and sign != "\x7f"))
    return plain.translate(_ESCAPES)


def _folded(line: str) -> bytes:
    """In pieces of at most 75 octets, none of which ends within a letter."""
    raw = line.encode()
    if len(raw) <= _OCTETS:
        return raw
    parts, begin, room = [], 0, _OCTETS
    while len(raw) - begin > room:
        end = begin + room
        while raw[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(raw[begin:end])
        begin, room = end, _OCTETS - 1  # the blank that stands before it counts
    parts.append(raw[begin:])
    return b"\r\n ".join(parts)
