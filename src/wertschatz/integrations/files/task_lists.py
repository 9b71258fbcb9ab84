"""Lists of tasks as files: todo.txt and calendars with VTODO."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from wertschatz.domain.worktime.day import MIDDLE, REST, TOP
from wertschatz.integrations.codecs import todo_txt
from wertschatz.integrations.codecs.todo_txt import Todo
from wertschatz.ports.tasks import FileKind, TaskEntry, TaskRow

MOST_BYTES = 2_000_000
SAID = frozenset({"title", "importance", "minutes", "due_on", "waiting_for"})
_LETTERS = {TOP: "A", MIDDLE: "B", REST: "C"}


def read(data: bytes, zone: ZoneInfo) -> list[TaskRow]:
    """What stands in the file; which of the two it is, its first line tells. ValueError: neither
    can be read from it."""
    if len(data) > MOST_BYTES:
        raise ValueError("long")
    if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:15].upper() == b"BEGIN:VCALENDAR":
        from wertschatz.integrations.codecs import vtodo

        return list(vtodo.read(data, zone))
    text = data.decode("utf-8-sig")
    if "\0" in text:
        raise ValueError("no text")
    return [_row(todo) for _, todo in todo_txt.read(text.splitlines())]


def written(rows: Iterable[TaskRow], kind: FileKind, now: dt.datetime, zone: ZoneInfo) -> bytes:
    """The file."""
    if kind is FileKind.VTODO:
        from wertschatz.integrations.codecs import vtodo

        return vtodo.written(rows, now, zone)
    lines = [todo_txt.line_of(_todo(row)) for row in rows]
    return "".join(f"{line}\n" for line in lines).encode()


def _row(todo: Todo) -> TaskRow:
    words = todo.text.split()
    named = next((word for word in words if word.startswith("@") and len(word) > 1), "")
    if named:
        words.remove(named)
    # Without a letter it is neither important nor the opposite.
    importance = {"A": TOP, "B": MIDDLE, "": MIDDLE}.get(todo.priority, REST)
    entry = TaskEntry(
        " ".join(words), importance=importance, minutes=todo.minutes, due_on=todo.due,
        waiting_for=todo.waiting_for,
    )  # fmt: skip
    return TaskRow(entry, todo.id, named[1:].replace("_", " "), todo.done_on, todo.done, SAID)


def _todo(row: TaskRow) -> Todo:
    entry = row.entry
    named = [f"@{row.named.replace(' ', '_')}"] if row.named else []
    return Todo(
        " ".join([entry.title, *named]), row.done, _LETTERS[entry.importance], None, row.done_on,
        entry.due_on, entry.minutes, " ".join((entry.waiting_for).split()), row.id,
    )  # fmt: skip
