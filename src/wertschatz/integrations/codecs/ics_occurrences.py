"""Says on which days the appointments of a calendar really are, also those that recur."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

from wertschatz.integrations.codecs.faults import SHOWN, Fault
from wertschatz.integrations.codecs.ics import Contents, Event
from wertschatz.integrations.codecs.ics_rules import (
    MOST_OF_ONE,
    YEARS_FOLLOWED,
    Broken,
    Budget,
    Window,
)
from wertschatz.integrations.codecs.ics_times import Time, Zones, length_of, time_of
from wertschatz.ports.files import AppointmentRow

if TYPE_CHECKING:
    import icalendar

YEARS_BACK = 6
DAYS_AHEAD = 366
MOST = 20_000
"""Occurrences of one file."""

_Span = tuple[Event, Time, Time]
"""An appointment with its beginning and end."""


class Placed(NamedTuple):
    """An occurrence with its true beginning and end, which a row tells only to the minute."""

    row: AppointmentRow
    event: Event
    start: Time
    end: Time


@dataclass(slots=True)
class Found:
    """The occurrences in the window, in no order, and what is to be told."""

    placed: list[Placed] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    outside: int = 0
    """Appointments without an occurrence in the window."""
    cut: bool = False
    """There were more than are kept; the oldest go first."""

    @property
    def rows(self) -> list[AppointmentRow]:
        """The occurrences as rows of a file."""
        return [one.row for one in self.placed]


def occurrences(contents: Contents, zones: Zones, window: Window) -> Found:
    """What begins on the days of the window."""
    return _Search(contents, zones, window.first, lambda: None).found(window)


def appointments(
    contents: Contents, zones: Zones, today: int | None, beat: Callable[[], None]
) -> Found:
    """What stands in the calendar between six years back and a year ahead of `today`.

    Without a `today` the newest day in the file takes its place, and what ends by itself is
    followed to its end. `beat` is called often.
    """
    return _Search(contents, zones, today, beat).found()


@contextmanager
def _until_year(year: int) -> Iterator[None]:
    """Lets the library for rules give up in this year instead of 9999.

    A rule that never comes true ("every 30 February") otherwise searches for a minute.
    """
    from dateutil import rrule

    known = rrule.datetime
    rrule.datetime = SimpleNamespace(**{**vars(dt), "MAXYEAR": year})
    try:
        yield
    finally:
        rrule.datetime = known


class _Search:
    """One pass over the appointments of a file."""

    def __init__(
        self, contents: Contents, zones: Zones, today: int | None, beat: Callable[[], None]
    ) -> None:
        self._contents, self._zones, self._beat = contents, zones, beat
        self._found = Found()
        self._kept: list[tuple[int, int, int, Placed]] = []
        self._budget = Budget(follows=today is None)
        self._count = 0
        self._today = today

    def found(self, window: Window | None = None) -> Found:
        """Everything."""
        spans = self._spans()
        window = self._usual(spans) if window is None else window
        with _until_year(dt.date.fromordinal(window.last).year + YEARS_FOLLOWED + 1):
            for series in _by_uid(spans):
                self._beat()
                try:
                    self._take(series, window)
                except Broken as broken:
                    self._tell(series[0][0], broken)
        self._found.placed = [kept[3] for kept in self._kept]
        return self._found

    def _usual(self, spans: Sequence[_Span]) -> Window:
        newest = max((_day(span[1]) for span in spans), default=1)
        middle = newest if self._today is None else self._today
        ahead = 0 if self._today is None else DAYS_AHEAD
        return Window(max(1, middle - YEARS_BACK * 366), middle + ahead)

    def _spans(self) -> list[_Span]:
        """Beginning and end of each; those without are told and gone."""
        spans = []
        for event in self._contents.events:
            try:
                spans.append((event, *self._span(event)))
            except Broken as broken:
                self._tell(event, broken)
        return spans

    def _tell(self, event: Event, broken: Broken) -> None:
        code, facts = broken.args
        self._found.faults.append(Fault(code, event.line, {"title": _title(event), **facts}))

    def _span(self, event: Event) -> tuple[Time, Time]:
        if not event.whole:
            raise Broken("appointment_broken", {"part": "END"})
        start = self._time(event, "DTSTART")
        if start is None:
            raise Broken("appointment_undated", {})
        end = self._time(event, "DTEND")
        if end is None and "DURATION" in event.times:
            try:
                end = start + length_of(event.times["DURATION"][0][1])
            except (ValueError, OverflowError):
                raise Broken("appointment_broken", {"part": "DURATION"}) from None
        return start, start if end is None else end

    def _time(self, event: Event, name: str) -> Time | None:
        if name not in event.times:
            return None
        try:
            return self._one(event, *event.times[name][0])
        except (ValueError, OverflowError):
            raise Broken("appointment_broken", {"part": name}) from None

    def _one(self, event: Event, params: Mapping[str, str], value: str) -> Time:
        floating = self._zones.own
        named = self._zones.of(event.head.zone) if event.head.zone else None
        return time_of(params, value, self._zones, named or floating)

    def _take(self, series: Sequence[_Span], window: Window) -> None:
        event, start, end = series[0]
        if len(self._kept) == MOST:
            # What is older than everything that is kept would only be thrown away again.
            window = window._replace(first=max(window.first, self._kept[0][0]))
        if len(series) == 1 and not event.recurs:
            inside = window.first <= _day(self._here(start)) <= window.last
            rows = [self._row(event, start, end, event.uid)] if inside else []
        else:
            rows = self._occurrences(series, window)
        rows.sort(key=lambda one: (one.row.on, one.row.start or 0))
        if len(rows) > MOST_OF_ONE:
            self._tell(event, Broken("appointment_cut", {"most": MOST_OF_ONE}))
            rows = rows[-MOST_OF_ONE:]
        self._found.outside += not rows and len(self._kept) < MOST
        self._keep(rows)

    def _keep(self, rows: Sequence[Placed]) -> None:
        for one in rows:
            self._count += 1
            entry = (one.row.on, one.row.start or 0, self._count, one)
            if len(self._kept) < MOST:
                heapq.heappush(self._kept, entry)
            else:
                heapq.heappushpop(self._kept, entry)
                self._found.cut = True

    def _here(self, time: Time) -> Time:
        return time.astimezone(self._zones.own) if isinstance(time, dt.datetime) else time

    def _row(self, event: Event, start: Time, end: Time, tool_id: str) -> Placed:
        here = self._here(start)
        clock, minutes = None, 0
        if isinstance(here, dt.datetime):
            clock = here.hour * 60 + here.minute
            if isinstance(start, dt.datetime) and isinstance(end, dt.datetime):
                minutes = max(0, round((_utc(end) - _utc(start)).total_seconds()) // 60)
        row = AppointmentRow(
            event.line, tool_id, here.toordinal(), clock, minutes, event.title,
            tuple(event.people), tuple(event.names), event.place, event.busy,
            event.cancelled or event.head.cancels,
        )  # fmt: skip
        return Placed(row, event, start, end)

    # What recurs.

    def _occurrences(self, series: Sequence[_Span], window: Window) -> list[Placed]:
        from icalendar import Calendar
        from recurring_ical_events import of

        calendar = Calendar()
        last = window.last
        for place, (event, start, end) in enumerate(series):
            last = max(last, self._budget.last_day(event, _day(start), window))
            calendar.add_component(self._component(place, event, start, end))
        first_day = dt.datetime.fromordinal(window.first).replace(tzinfo=self._zones.own)
        behind = dt.datetime.fromordinal(last + 1).replace(tzinfo=self._zones.own)
        try:
            found = of(calendar, components=[_light()]).between(first_day, behind)
            rows = [self._occurrence(series, component) for component in found]
        except Exception as error:  # whatever the library makes of a stranger's rules
            raise Broken("appointment_broken", {"part": "RRULE"}) from error
        return [one for one in rows if window.first <= one.row.on <= last]

    def _component(self, place: int, event: Event, start: Time, end: Time) -> icalendar.Event:
        """The appointment as the library for recurrences wants it, with its place in the series."""
        from icalendar import Event as Component
        from icalendar.prop import vRecur

        component = Component()
        zone = self._zones.of(event.head.zone) if event.head.zone else None
        if zone and isinstance(start, dt.datetime) and start.tzinfo is dt.UTC:
            # Google writes UTC and means the wall clock of X-WR-TIMEZONE.
            start, end = start.astimezone(zone), _moved(end, zone)
        component.add("X-PLACE", str(place))
        component.add("UID", "series")
        component.add("DTSTART", start)
        component.add("DTEND", end)
        if event.sequence >= 0:
            component.add("SEQUENCE", event.sequence)
        for params, value in event.times.get("RECURRENCE-ID", ())[:1]:
            kept = {"RANGE": params["RANGE"].upper()} if "RANGE" in params else {}
            component.add("RECURRENCE-ID", self._date(event, params, value), parameters=kept)
        try:
            for _, rule in event.times.get("RRULE", ()):
                component.add("RRULE", vRecur.from_ical("".join(rule.split())))
        except Exception as error:  # whatever the library makes of a stranger's rule
            raise Broken("appointment_broken", {"part": "RRULE"}) from error
        for name in ("RDATE", "EXDATE"):
            dates = list(self._dates(event, name))
            if dates:
                component.add(name, dates)
        return component

    def _date(self, event: Event, params: Mapping[str, str], value: str) -> Time:
        try:
            return self._one(event, params, value)
        except (ValueError, OverflowError):
            raise Broken("appointment_broken", {"part": "RECURRENCE-ID"}) from None

    def _dates(self, event: Event, name: str) -> Iterator[Time | tuple[Time, Time]]:
        """Single dates; a period is one with its end. What cannot be read breaks the series."""
        for params, values in event.times.get(name, ()):
            for value in filter(None, values.split(",")):
                begin, _, end = value.partition("/")
                try:
                    start = self._one(event, params, begin)
                    if not end:
                        yield start
                    elif end.upper().startswith("P"):
                        yield start, start + length_of(end)
                    else:
                        yield start, self._one(event, params, end)
                except (ValueError, OverflowError):
                    raise Broken("appointment_broken", {"part": name}) from None

    def _occurrence(self, series: Sequence[_Span], found: Mapping[str, Any]) -> Placed:
        event = series[int(str(found["place"]))][0]
        replaces = found["replaces"]
        ranged = replaces is not None and "RANGE" in replaces.params
        instance = found["start"] if replaces is None or ranged else replaces.dt
        tool_id = f"{event.uid} {_stamp(instance)}".strip()
        return self._row(event, found["start"], found["end"], tool_id)


@cache
def _light() -> type:
    """How the library hands out occurrences: copying whole appointments takes half the time."""
    from recurring_ical_events import EventAdapter

    class Light(EventAdapter):  # type: ignore[misc]
        def as_component(
            self, start: Time | None = None, stop: Time | None = None, *_: object, **__: object
        ) -> dict[str, object]:
            return {
                "place": self._component["X-PLACE"],
                "start": self.start if start is None else start,
                "end": self.end if stop is None else stop,
                "replaces": self._component.get("RECURRENCE-ID"),
            }

    return Light


def _by_uid(
    spans: Sequence[_Span],
) -> list[list[_Span]]:
    """Those that belong together, in the order of the file; without a UID each stands alone."""
    series: dict[object, list[_Span]] = {}
    for place, span in enumerate(spans):
        series.setdefault(span[0].uid or place, []).append(span)
    return list(series.values())


def _title(event: Event) -> str:
    return event.title[:SHOWN] or event.uid[:SHOWN] or "–"


def _day(time: Time) -> int:
    return time.toordinal()


def _utc(time: dt.datetime) -> dt.datetime:
    return time.astimezone(dt.UTC)


def _moved(time: Time, zone: dt.tzinfo) -> Time:
    return time.astimezone(zone) if isinstance(time, dt.datetime) else time


def _stamp(time: Time) -> str:
    """The instance as RECURRENCE-ID names it, a point in time in UTC."""
    if isinstance(time, dt.datetime):
        return f"{_utc(time):%Y%m%dT%H%M%SZ}"
    return f"{time:%Y%m%d}"
