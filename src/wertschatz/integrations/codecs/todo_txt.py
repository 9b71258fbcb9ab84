"""todo.txt: a task a line, as the format's own page describes it (todotxt.org, Gina Trapani).

`x` done, `(A)` priority, dates, then the text with `+project`, `@context` and `key:value`. What is
not ours stays in the text, so that nothing is lost on the way through.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MOST_LINES = 50_000
LONGEST_LINE = 4_000
"""Characters; what is longer is cut."""
_DONE = re.compile(r"x (?=\S)")
_PRIORITY = re.compile(r"\(([A-Z])\) ")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?: |$)")
_TAG = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):([^\s:]\S*)$")
_MINUTES = re.compile(r"(?:(\d{1,2})h)?(?:(\d{1,4})m(?:in)?)?$")
OURS = frozenset({"due", "est", "wait", "id", "pri"})
"""Keys that are understood; `wait`: for whom, `id`: ours, so that coming back changes the same."""


@dataclass(frozen=True, slots=True)
class Todo:
    """One line."""

    text: str
    """With projects, contexts and keys that are not understood."""
    done: bool = False
    priority: str = ""
    """'A' to 'Z'; '' none."""
    made_on: dt.date | None = None
    done_on: dt.date | None = None
    due: dt.date | None = None
    minutes: int | None = None
    waiting_for: str = ""
    id: str = ""


def read(lines: Iterable[str]) -> Iterator[tuple[int, Todo]]:
    """Number of the line, from 1, and what it says; blank lines are skipped."""
    for number, line in enumerate(lines, 1):
        if number > MOST_LINES:
            return
        text = " ".join(line[:LONGEST_LINE].split())
        if text:
            yield number, read_line(text)


def read_line(line: str) -> Todo:
    """What one line says.

    >>> read_line("(A) 2026-11-30 Angebot schreiben @Holz due:2026-12-01 est:30m")
    Todo(text='Angebot schreiben @Holz', done=False, priority='A', \
made_on=datetime.date(2026, 11, 30), done_on=None, due=datetime.date(2026, 12, 1), minutes=30, \
waiting_for='', id='')
    """
    rest = line.strip()
    done = _DONE.match(rest) is not None
    if done:
        rest = rest[2:]
    priority = ""
    if (found := _PRIORITY.match(rest)) is not None:
        priority, rest = found[1], rest[found.end() :]
    days: list[dt.date] = []
    while len(days) < (2 if done else 1) and (day := _day(rest)) is not None:
        days.append(day)
        rest = rest[10:].lstrip()
    words, keys = _keys(rest)
    if not priority and re.fullmatch("[A-Z]", keys.get("pri", "")):
        priority = keys["pri"]
    return Todo(
        " ".join(words), done, priority,
        days[-1] if days and (not done or len(days) > 1) else None,
        days[0] if done and days else None,
        _day(keys.get("due", "")), _minutes(keys.get("est", "")),
        keys.get("wait", "").replace("_", " "), keys.get("id", ""),
    )  # fmt: skip


def _keys(text: str) -> tuple[list[str], dict[str, str]]:
    """Words that stay, and keys that are understood; a second one of a key stays a word."""
    words: list[str] = []
    keys: dict[str, str] = {}
    for word in text.split():
        found = _TAG.match(word)
        name = found[1] if found is not None else ""
        if found is None or name not in OURS or name in keys or not _holds(name, found[2]):
            words.append(word)
        else:
            keys[name] = found[2]
    return words, keys


def _holds(name: str, value: str) -> bool:
    """The value can be understood; else the word stays as it is."""
    if name == "due":
        return _day(value) is not None and len(value) == 10
    if name == "est":
        return _minutes(value) is not None
    return name != "pri" or re.fullmatch("[A-Z]", value) is not None


def _day(text: str) -> dt.date | None:
    found = _DAY.match(text)
    try:
        return None if found is None else dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _minutes(text: str) -> int | None:
    found = _MINUTES.match(text)
    if found is None or not (found[1] or found[2]):
        return None
    return int(found[1] or 0) * 60 + int(found[2] or 0) or None


def line_of(todo: Todo) -> str:
    """The line; reading it gives the same again."""
    parts: list[str] = []
    if todo.done:
        parts.append("x")
        if todo.done_on is not None:
            parts.append(todo.done_on.isoformat())
            if todo.made_on is not None:
                parts.append(todo.made_on.isoformat())
    else:
        if todo.priority:
            parts.append(f"({todo.priority})")
        if todo.made_on is not None:
            parts.append(todo.made_on.isoformat())
    parts.append(todo.text)
    if todo.done and todo.priority:
        parts.append(f"pri:{todo.priority}")  # as the format's own programs do
    if todo.due is not None:
        parts.append(f"due:{todo.due.isoformat()}")
    if todo.minutes is not None:
        parts.append(f"est:{todo.minutes}m")
    if todo.waiting_for:
        parts.append("wait:" + todo.waiting_for.replace(" ", "_"))
    if todo.id:
        parts.append(f"id:{todo.id}")
    return " ".join(parts)
