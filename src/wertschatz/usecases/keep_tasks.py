"""Tasks by importance, and the inbox in which every matter is taken into the hand once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace

from wertschatz.domain.worktime.capture import LONGEST_MINUTES, LONGEST_TITLE, captured
from wertschatz.domain.worktime.day import CLASSES
from wertschatz.domain.worktime.repeating import fixed_to
from wertschatz.ports.tasks import Kept, MatterKind, TakenIn, TaskEntry, TaskRow, TasksBook
from wertschatz.usecases.refusals import Refused

LONGEST_NAME, LONGEST_MATTER, LONGEST_NOTE = 200, 600, 4_000
MOST_ROWS = 5_000
"""Tasks taken in from one file."""
EARLIEST, LATEST = dt.date(1990, 1, 1), dt.date(2199, 12, 31)
_KEPT = "\u2060"
"""Before a name that nobody here has: a sign without width, so that it is no name any more."""


def captured_entry(
    line: str, today: dt.date, look_up: Callable[[str], uuid.UUID | None]
) -> TaskEntry:
    """What one line says; a name after '@' that is no one customer's stays in the title; raises
    Refused."""
    line = plain(line)
    try:
        said = captured(line, today)
        customer = look_up(said.customer) if said.customer else None
        if said.customer and customer is None:
            at = next(word for word in line.split() if word.startswith("@") and len(word) > 1)
            said = captured(line.replace(at, _KEPT + at, 1), today)
    except ValueError:
        raise Refused("task_empty") from None
    on = said.on or (today if said.at_minute is not None else None)
    return TaskEntry(
        said.title.replace(_KEPT, ""), importance=said.importance, minutes=said.minutes,
        customer=customer, due_on=on, due_minute=said.at_minute,
    )  # fmt: skip


def add_a_task(
    book: TasksBook, user: int, entry: TaskEntry, *, by: int | None, at: dt.datetime
) -> Kept:
    """A new one, last of its importance."""
    try:
        return book.add(user, checked(entry), by=by, at=at)
    except KeyError:
        raise Refused("customer_gone") from None


def change_a_task(
    book: TasksBook,
    task: uuid.UUID,
    user: int,
    entry: TaskEntry,
    *,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID | None:
    """All of it anew; None: nothing differs."""
    try:
        return book.change(task, user, checked(entry), by=by, at=at)
    except KeyError:
        raise Refused("task_gone") from None


def move_a_task(
    book: TasksBook, task: uuid.UUID, user: int, steps: int, *, by: int | None, at: dt.datetime
) -> uuid.UUID | None:
    """Up (minus) or down within its importance."""
    try:
        return book.move(task, user, steps, by=by, at=at)
    except KeyError:
        raise Refused("task_gone") from None


def put_a_task(
    book: TasksBook,
    task: uuid.UUID,
    user: int,
    importance: int,
    before: uuid.UUID | None,
    *,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID | None:
    """Before another one of that importance, or last."""
    if importance not in CLASSES:
        raise Refused("importance_unknown")
    try:
        return book.put(task, user, importance, before, by=by, at=at)
    except KeyError:
        raise Refused("task_gone") from None


def end_a_task(
    book: TasksBook,
    task: uuid.UUID,
    user: int,
    state: str,
    *,
    today: dt.date,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID:
    """Done, or in the bin."""
    if state not in ("done", "gone"):
        raise Refused("way_out_unknown")
    try:
        return book.end(task, user, state, today=today, by=by, at=at)
    except KeyError:
        raise Refused("task_gone") from None


def take_tasks_in(
    book: TasksBook,
    user: int,
    rows: Sequence[TaskRow],
    look_up: Callable[[str], uuid.UUID | None],
    *,
    today: dt.date,
    by: int | None,
    at: dt.datetime,
) -> TakenIn:
    """Those of a file, all or none."""
    if not rows:
        raise Refused("tasks_none_in_file")
    if len(rows) > MOST_ROWS:
        raise Refused("tasks_too_many", {"most": MOST_ROWS})
    found: dict[str, uuid.UUID | None] = {}
    ready = []
    for row in rows:
        entry = row.entry
        if row.named:
            if row.named not in found:
                found[row.named] = look_up(row.named)
            whose = found[row.named]
            title = entry.title if whose else f"{entry.title} @{row.named.replace(' ', '_')}"
            entry = replace(entry, customer=whose, title=title.strip())
        ready.append(replace(row, entry=checked(_cut(entry))))
    return book.take_in(user, ready, today=today, by=by, at=at)


def _cut(entry: TaskEntry) -> TaskEntry:
    """What a file says may be longer than it is kept."""
    day = entry.due_on
    return replace(
        entry, title=plain(entry.title)[:LONGEST_TITLE].strip() or "…",
        note=entry.note[:LONGEST_NOTE], waiting_for=entry.waiting_for[:LONGEST_NAME],
        delegated_to=entry.delegated_to[:LONGEST_NAME],
        minutes=entry.minutes and min(entry.minutes, LONGEST_MINUTES),
        due_on=day if day is None or EARLIEST <= day <= LATEST else None,
        from_on=entry.from_on if entry.from_on and EARLIEST <= entry.from_on <= LATEST else None,
    )  # fmt: skip


def checked(entry: TaskEntry) -> TaskEntry:
    """The entry as it is kept; raises Refused."""
    entry = replace(
        entry, title=plain(entry.title), note=printable(entry.note, "\n").strip(),
        waiting_for=plain(entry.waiting_for), delegated_to=plain(entry.delegated_to),
    )  # fmt: skip
    if not entry.title:
        raise Refused("task_empty")
    for text, most in (
        (entry.title, LONGEST_TITLE), (entry.note, LONGEST_NOTE),
        (entry.waiting_for, LONGEST_NAME), (entry.delegated_to, LONGEST_NAME),
    ):  # fmt: skip
        if len(text) > most:
            raise Refused("words_too_long", {"most": most, "length": len(text)})
    if entry.importance not in CLASSES:
        raise Refused("importance_unknown")
    if entry.minutes is not None and not 1 <= entry.minutes <= LONGEST_MINUTES:
        raise Refused("estimate_out_of_range", {"most": LONGEST_MINUTES // 60})
    for day in (entry.from_on, entry.due_on, entry.delegated_until):
        if day is not None and day > LATEST:
            raise Refused("day_too_far", {"on": LATEST.isoformat()})
        if day is not None and day < EARLIEST:
            raise Refused("day_too_long_ago", {"on": EARLIEST.isoformat()})
    due = entry.due_on or entry.from_on
    if entry.repeats is not None and due is not None:
        entry = replace(entry, repeats=fixed_to(entry.repeats, due))
    if entry.due_on is None:
        entry = replace(entry, due_minute=None)
    if not entry.delegated_to:
        entry = replace(entry, delegated_until=None)
    return entry


def put_aside(
    book: TasksBook,
    user: int,
    kind: str,
    text: str,
    customer: uuid.UUID | None = None,
    *,
    by: int | None,
    at: dt.datetime,
) -> Kept:
    """Something came in: a call note, a mail put aside, a letter, an idea."""
    if kind not in set(MatterKind):
        raise Refused("matter_unknown")
    try:
        return book.come_in(user, MatterKind(kind), _matter(text), customer, by=by, at=at)
    except KeyError:
        raise Refused("customer_gone") from None


def put_a_word_aside(
    book: TasksBook, user: int, word: uuid.UUID, text: str, *, by: int | None, at: dt.datetime
) -> Kept:
    """A word left at the door goes into the inbox, and is read by that."""
    try:
        return book.come_in_from_door(user, word, _matter(text), by=by, at=at)
    except KeyError:
        raise Refused("word_gone") from None


def out_of_the_inbox(
    book: TasksBook, matter: uuid.UUID, user: int, way: str, *, by: int | None, at: dt.datetime
) -> uuid.UUID:
    """Done, or in the bin."""
    if way not in ("done", "bin"):
        raise Refused("way_out_unknown")
    try:
        return book.out(matter, user, way, by=by, at=at)
    except KeyError:
        raise Refused("matter_gone") from None


def delegate_a_matter(
    book: TasksBook,
    matter: uuid.UUID,
    user: int,
    to: str,
    until: dt.date | None,
    *,
    today: dt.date,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID:
    """To whom, until when; from then on a task waits for it."""
    to = plain(to)
    if not to:
        raise Refused("delegate_whom")
    if len(to) > LONGEST_NAME:
        raise Refused("words_too_long", {"most": LONGEST_NAME, "length": len(to)})
    if until is not None and until < today:
        raise Refused("until_past")
    if until is not None and until > LATEST:
        raise Refused("day_too_far", {"on": LATEST.isoformat()})
    try:
        return book.delegate(matter, user, to, until, by=by, at=at)
    except KeyError:
        raise Refused("matter_gone") from None


def _matter(text: str) -> str:
    text = plain(text)
    if not text:
        raise Refused("task_empty")
    if len(text) > LONGEST_MATTER:
        raise Refused("words_too_long", {"most": LONGEST_MATTER, "length": len(text)})
    return text


def plain(text: str) -> str:
    """One line of printable text."""
    return " ".join(printable(text).split())


def printable(text: str, kept: str = "") -> str:
    """A blank for whatever a terminal would obey, and for marks that turn a line round."""
    return "".join(one if one.isprintable() or one in kept else " " for one in text)
