"""VTODO in and out (RFC 5545): tasks as calendars keep them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from wertschatz.domain.worktime.day import MIDDLE, REST, TOP
from wertschatz.domain.worktime.repeating import Rhythm, Unit
from wertschatz.ports.tasks import TaskEntry, TaskRow

if TYPE_CHECKING:
    from icalendar import Todo

MOST = 5_000
SAID = frozenset({
    "title", "note", "importance", "minutes", "from_on", "due_on", "due_minute", "waiting_for",
    "delegated_to", "delegated_until", "repeats",
})  # fmt: skip
_PRIORITIES = {TOP: 1, MIDDLE: 5, REST: 9}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_UNITS = {
    "DAILY": Unit.DAY, "WEEKLY": Unit.WEEK, "MONTHLY": Unit.MONTH, "YEARLY": Unit.YEAR,
}  # fmt: skip
_NAMES = {unit: name for name, unit in _UNITS.items()}
_OWN = {
    "X-WERTSCHATZ-MINUTES": "minutes", "X-WERTSCHATZ-CUSTOMER": "customer",
    "X-WERTSCHATZ-WAITING-FOR": "waiting_for", "X-WERTSCHATZ-DELEGATED-TO": "delegated_to",
    "X-WERTSCHATZ-DELEGATED-UNTIL": "delegated_until",
}  # fmt: skip


def read(data: bytes, zone: ZoneInfo) -> Iterator[TaskRow]:
    """Every VTODO of a calendar; times of day where the firm is. ValueError: it is no calendar."""
    from icalendar import Calendar

    count = 0
    for calendar in Calendar.from_ical(data, multiple=True):
        for todo in cast("Any", calendar).walk("VTODO"):
            if str(todo.get("STATUS", "")).upper() == "CANCELLED":
                continue
            count += 1
            if count > MOST:
                return
            yield _row(todo, zone)


def _row(todo: Any, zone: ZoneInfo) -> TaskRow:
    status = _text(todo, "STATUS").upper()
    ended = _when(todo, "COMPLETED", zone)[0]
    own = {name: _text(todo, key) for key, name in _OWN.items()}
    due, minute = _when(todo, "DUE", zone)
    minutes = own["minutes"]
    until = own["delegated_until"]
    entry = TaskEntry(
        _text(todo, "SUMMARY"), _text(todo, "DESCRIPTION"), _importance(_text(todo, "PRIORITY")),
        int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) < 6 else None,
        from_on=_when(todo, "DTSTART", zone)[0], due_on=due, due_minute=minute,
        waiting_for=own["waiting_for"], delegated_to=own["delegated_to"],
        delegated_until=_day(until), repeats=_rhythm(todo.get("RRULE")),
    )  # fmt: skip
    return TaskRow(
        entry, _text(todo, "UID")[:255], own["customer"], ended,
        status == "COMPLETED" or ended is not None, SAID,
    )  # fmt: skip


def _text(todo: Any, name: str) -> str:
    value = todo.get(name)
    if isinstance(value, list):
        value = value[0] if value else None
    return "" if value is None else str(value)


def _importance(priority: str) -> int:
    """1 to 4 is high, 5 or none in the middle, 6 to 9 low (RFC 5545, 3.8.1.9)."""
    number = int(priority) if priority.isascii() and priority.isdigit() else 0
    if not 1 <= number <= 9 or number == 5:
        return MIDDLE
    return TOP if number < 5 else REST


def _when(todo: Any, name: str, zone: ZoneInfo) -> tuple[dt.date | None, int | None]:
    value = todo.get(name)
    at = getattr(value, "dt", None)
    if isinstance(at, dt.datetime):
        try:
            here = at.astimezone(zone) if at.tzinfo is not None else at
        except (OverflowError, ValueError):
            return None, None
        return here.date(), here.hour * 60 + here.minute
    return (at, None) if isinstance(at, dt.date) else (None, None)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _rhythm(rule: Any) -> Rhythm | None:
    """None also for rules that we cannot keep to, such as the second Tuesday of a month."""
    from icalendar.prop import vRecur

    if not isinstance(rule, vRecur):
        return None
    parts = {str(key).upper(): value for key, value in rule.items()}
    if not parts.keys() <= {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "WKST"}:
        return None
    try:
        unit = _UNITS[str(parts["FREQ"][0]).upper()]
        every = int(parts.get("INTERVAL", [1])[0])
        named = [str(one).upper() for one in parts.get("BYDAY", [])]
        days = [int(one) for one in parts.get("BYMONTHDAY", [])]
        if (named and unit is not Unit.WEEK) or (days and unit is not Unit.MONTH) or len(days) > 1:
            return None
        weekdays = frozenset(_DAYS.index(one) for one in named)
        day = days[0] if days else None
        # The last day, in the way of that format.
        return Rhythm(every, unit, weekdays, 31 if day == -1 else day)
    except (KeyError, ValueError, IndexError, TypeError):
        return None


def written(rows: Iterable[TaskRow], now: dt.datetime, zone: ZoneInfo) -> bytes:
    """One calendar with all of them; `now` is aware."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//Wertschatz//Tasks//DE")
    for row in rows:
        calendar.add_component(_todo(row, now, zone))
    return bytes(calendar.to_ical())


def _todo(row: TaskRow, now: dt.datetime, zone: ZoneInfo) -> Todo:
    from icalendar import Todo

    todo, entry = Todo(), row.entry
    todo.add("UID", row.id)
    todo.add("DTSTAMP", now.astimezone(dt.UTC))
    todo.add("SUMMARY", entry.title)
    if entry.note:
        todo.add("DESCRIPTION", entry.note)
    todo.add("PRIORITY", _PRIORITIES[entry.importance])
    if entry.due_on is not None:
        todo.add("DUE", _at(entry.due_on, entry.due_minute, zone))
    if entry.from_on is not None and (entry.due_on is None or entry.from_on < entry.due_on):
        # DTSTART and DUE have to be of one kind, and it lies before (RFC 5545, 3.8.2.3).
        minute = 0 if entry.due_on is not None and entry.due_minute is not None else None
        todo.add("DTSTART", _at(entry.from_on, minute, zone))
    todo.add("STATUS", "COMPLETED" if row.done else "NEEDS-ACTION")
    if entry.repeats is not None and (entry.due_on or entry.from_on):
        todo.add("RRULE", _rule(entry.repeats))
        if "DTSTART" not in todo:
            todo.add("DTSTART", _at(entry.due_on or now.date(), entry.due_minute, zone))
            del todo["DUE"]
            todo.add("DUE", _at(entry.due_on or now.date(), entry.due_minute, zone))
    values = {
        "minutes": str(entry.minutes or ""), "customer": row.named,
        "waiting_for": entry.waiting_for, "delegated_to": entry.delegated_to,
        "delegated_until": entry.delegated_until.isoformat() if entry.delegated_until else "",
    }  # fmt: skip
    for key, name in _OWN.items():
        if values[name]:
            todo.add(key, values[name])
    return todo


def _at(day: dt.date, minute: int | None, zone: ZoneInfo) -> dt.date:
    if minute is None:
        return day
    local = dt.datetime.combine(day, dt.time(*divmod(minute, 60)), tzinfo=zone)
    return local.astimezone(dt.UTC)


def _rule(rhythm: Rhythm) -> dict[str, Any]:
    rule: dict[str, Any] = {"FREQ": _NAMES[rhythm.unit], "INTERVAL": rhythm.every}
    if rhythm.unit is Unit.WEEK and rhythm.weekdays:
        rule["BYDAY"] = [_DAYS[day] for day in sorted(rhythm.weekdays)]
    if (
        rhythm.unit is Unit.MONTH
        and rhythm.day is not None
        and (rhythm.day < 29 or rhythm.day == 31)
    ):
        rule["BYMONTHDAY"] = -1 if rhythm.day == 31 else rhythm.day
    return rule
