"""Effort counts once: the newest word on an entry, and no call inside a span of work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

MARGIN_MINUTES = 5
"""A telephone rounds to minutes and a person presses start late: so much a call may stick out."""
WORK = "work"
INSIDE = frozenset({"call", "appointment", "visit"})
"""Kinds that a span of work may contain."""
SAME_THING = {
    "call": "call", "mail": "mail", "appointment": "meeting", "visit": "meeting", "work": "work",
}  # fmt: skip
"""Kinds of which a person may log by hand what a file tells as well."""
CALLED_OFF = "cancelle"
"""'cancelled' as it is kept: a way has eight letters."""
TAKES_NO_TIME = frozenset({"cancelled", CALLED_OFF, "free"})


def whole_minutes(seconds: int) -> int:
    """Seconds as minutes, half a minute up; what was done at all took one.

    >>> whole_minutes(0), whole_minutes(1), whole_minutes(90)
    (0, 1, 2)
    """
    return max(1, (seconds + 30) // 60) if seconds > 0 else 0


def taken_minutes(kind: str, length: int, way: str, defaults: Mapping[str, int]) -> int:
    """Its own length; of a mail the default, of an appointment too where it does not say.

    What was called off, or stands there without taking time, took none.
    """
    return 0 if way in TAKES_NO_TIME else length or defaults.get(kind, 0)


class Entry(NamedTuple):
    """One call, appointment or span of work of one customer."""

    id: int
    key: str
    """The same entry stated twice has the same key; '' is never stated twice."""
    kind: str
    who: str
    """Who worked, folded; '' where nobody is named: then it may be anybody."""
    day: int
    start: int | None
    """Minutes after midnight; None: only the day is known."""
    minutes: int
    hand: bool = False
    """Logged by a person, not told by a file."""


def counted_minutes(entries: Iterable[Entry]) -> dict[int, int]:
    """Minutes that count, by id, of all entries of one customer.

    Of entries with one key the newest (largest id) counts. A call, visit or appointment counts
    nothing where a span of work of the same person contains it; where the work is only known by
    the day, it takes up the calls of that day as far as it reaches. What a person logged counts
    nothing where a file tells the same: a telephone measures better.

    >>> work = Entry(1, "", "work", "eva", 5, 600, 60)
    >>> call = Entry(2, "", "call", "eva", 5, 610, 12)
    >>> counted_minutes([work, call])
    {1: 60, 2: 0}
    """
    newest: dict[str, Entry] = {}
    counted: dict[int, int] = {}
    told: list[Entry] = []
    for entry in sorted(entries):
        counted[entry.id] = 0
        if entry.key:
            newest[entry.key] = entry
        else:
            told.append(entry)
    told += newest.values()
    told = _without_doubles(told)
    work = _Work(entry for entry in told if entry.kind == WORK)
    for entry in sorted(told):
        inside = entry.kind in INSIDE and work.contains(entry)
        counted[entry.id] = 0 if inside else entry.minutes
    return counted


def _without_doubles(told: list[Entry]) -> list[Entry]:
    """Without what a person logged and a file tells as well.

    At the same time it is the same, whoever of the firm is named: two devices name one person
    differently. Work is told by its person, though: two may work at once. What a person logged by
    the day alone is one of that day's that nothing else logged meets.
    """
    logged = [entry for entry in told if entry.hand and entry.minutes]
    if not logged:
        return told
    files = [entry for entry in told if not entry.hand and entry.minutes]
    by_day: defaultdict[int, list[Entry]] = defaultdict(list)
    for one in sorted(files):
        by_day[one.day].append(one)
    doubled: set[int] = set()
    met: set[int] = set()
    for entry in logged:
        # Past midnight the one may stand under the next day.
        near = [one for day in (-1, 0, 1) for one in by_day.get(entry.day + day, ())]
        same = [one.id for one in near if entry.start is not None and _at_once(entry, one)]
        met.update(same)
        doubled.update([entry.id] if same else ())
    for entry in sorted(one for one in logged if one.start is None):
        free = [
            one.id
            for one in by_day.get(entry.day, ())
            if one.id not in met and _that_day(entry, one)
        ]
        met.update(free[:1])
        doubled.update([entry.id] if free else ())
    return [entry for entry in told if entry.id not in doubled]


def _at_once(logged: Entry, told: Entry) -> bool:
    if logged.start is None or told.start is None or not _alike(logged, told):
        return False
    begin = (told.day - logged.day) * 1440 + told.start - logged.start
    return -told.minutes - MARGIN_MINUTES < begin < logged.minutes + MARGIN_MINUTES


def _that_day(logged: Entry, told: Entry) -> bool:
    return logged.day == told.day and _alike(logged, told)


def _alike(logged: Entry, told: Entry) -> bool:
    kind = SAME_THING.get(logged.kind)
    same = kind is not None and kind == SAME_THING.get(told.kind)
    return same and (logged.kind != WORK or _same(logged.who, told.who))


class _Work:
    """The spans of work by day, and what is left of those that have no time of day."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._spans: defaultdict[int, list[Entry]] = defaultdict(list)
        self._left: dict[int, int] = {}
        for entry in entries:
            if entry.start is None:
                self._left[entry.id] = entry.minutes
                self._spans[entry.day].append(entry)
            else:
                last = entry.day + (entry.start + entry.minutes) // 1440
                for day in range(entry.day, last + 1):
                    self._spans[day].append(entry)

    def contains(self, call: Entry) -> bool:
        """A span holds this call, or a day of work takes it up."""
        mine = [span for span in self._spans.get(call.day, ()) if _same(span.who, call.who)]
        if any(span.start is not None and _within(span, call) for span in mine):
            return True
        for span in mine:
            if span.start is None and self._left[span.id] >= call.minutes:
                self._left[span.id] -= call.minutes
                return True
        return False


def _same(one: str, other: str) -> bool:
    return not one or not other or one == other


def _within(span: Entry, call: Entry) -> bool:
    if call.start is None or span.start is None:
        return span.day == call.day and call.minutes <= span.minutes
    begin = (call.day - span.day) * 1440 + call.start - span.start
    return begin >= -MARGIN_MINUTES and begin + call.minutes <= span.minutes + MARGIN_MINUTES
