"""What ActivityWatch recorded: which window was in front, which page was open, who was there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from wertschatz.integrations.files.logs.plain import utc_seconds, words_of
from wertschatz.integrations.files.logs.spans import Span
from wertschatz.integrations.files.progress import PROGRESS

WINDOW, WEB, AFK = "currentwindow", "web.tab.current", "afkstatus"
_LONGEST = 31 * 86_400
_BEAT = 20_000
"""Events after which the one who waits hears that reading goes on."""


class Seen(NamedTuple):
    """What one event is about. `status` only says whether somebody was there."""

    app: str
    title: str
    url: str
    status: str


@dataclass(slots=True)
class Bucket:
    """The events of one watcher on one computer."""

    kind: str
    host: str
    spans: list[Span[Seen]] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    """Timestamps or durations that are none."""


class _Event(NamedTuple):
    """One event as written, small enough to keep hundreds of thousands."""

    timestamp: object
    duration: object
    seen: Seen


class _Compact:
    """Makes events small while they are parsed, and keeps each text once."""

    def __init__(self) -> None:
        self._known: dict[Seen, Seen] = {}
        self._nothing = Seen("", "", "", "")
        self._events = 0

    def __call__(self, found: dict[str, Any]) -> Any:
        if "timestamp" in found and "duration" in found:
            self._events += 1
            if self._events % _BEAT == 0:
                PROGRESS.step(0)
            seen = found.get("data")
            moment = utc_seconds(found["timestamp"])
            timestamp = found["timestamp"] if moment is None else moment
            return _Event(
                timestamp, found["duration"], seen if isinstance(seen, Seen) else self._nothing
            )
        if "events" in found or "buckets" in found or "type" in found:
            return found
        if "app" in found or "title" in found or "url" in found or "status" in found:
            seen = Seen(*(words_of(found.get(name)) for name in Seen._fields))
            return self._known.setdefault(seen, seen)
        return found


def buckets(text: str) -> list[Bucket]:
    """Every bucket of an export, one bucket alone, or a bare list of events.

    Raises `ValueError` (with `lineno` where JSON breaks off) or `RecursionError`.
    """
    found = json.loads(text, object_hook=_Compact(), parse_constant=_no_number)
    return list(_buckets(found))


def _no_number(_constant: str) -> None:
    """NaN and Infinity are no JSON."""


def _buckets(found: Any) -> Iterator[Bucket]:
    if isinstance(found, dict) and isinstance(found.get("buckets"), dict):
        found = found["buckets"]
    if isinstance(found, list):
        yield _bucket("", "", "", found)
    elif isinstance(found, dict) and isinstance(found.get("events"), list):
        yield _of_dict("", found)
    elif isinstance(found, dict):
        for name, bucket in found.items():
            if isinstance(bucket, dict) and isinstance(bucket.get("events"), list):
                yield _of_dict(name, bucket)


def _of_dict(key: str, bucket: dict[str, Any]) -> Bucket:
    name = words_of(bucket.get("id")) or key
    return _bucket(
        words_of(bucket.get("type")), name, words_of(bucket.get("hostname")), bucket["events"]
    )


def _bucket(kind: str, name: str, host: str, events: list[Any]) -> Bucket:
    """The host stands behind the name of the watcher where it is not named itself."""
    bucket = Bucket(kind or _kind(name, events), host or name.partition("_")[2])
    for event in events:
        if not isinstance(event, _Event):
            bucket.unreadable.append(words_of(str(event)[:60]))
            continue
        start, seconds = event.timestamp, event.duration
        if not isinstance(start, float):
            bucket.unreadable.append(words_of(str(start)[:60]))
        elif not _is_length(seconds):
            bucket.unreadable.append(words_of(str(seconds)[:60]))
        elif isinstance(seconds, (int, float)) and seconds > 0:
            bucket.spans.append(Span(start, start + seconds, event.seen))
    return bucket


def _is_length(seconds: object) -> bool:
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        return False
    return 0 <= seconds <= _LONGEST


def _kind(name: str, events: list[Any]) -> str:
    """By the watcher's name, else by the first event."""
    for word, kind in (("watcher-window", WINDOW), ("watcher-web", WEB), ("watcher-afk", AFK)):
        if word in name:
            return kind
    first = next((event.seen for event in events if isinstance(event, _Event)), None)
    if first is None or first.app:
        return WINDOW
    return AFK if first.status else WEB if first.url else WINDOW
