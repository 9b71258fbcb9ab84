"""The gate's journal: a decision stands in it before it is answered, and is taken over once."""

from __future__ import annotations

import datetime as dt
import json
import logging
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlcipher3 import dbapi2

from wertschatz.domain.values import Fact
from wertschatz.snapshot.files import Error, unlock

log = logging.getLogger("wertschatz.gate")
NAME = "journal"
FORMAT = 1
WAIT_SECONDS = 0.2
"""For another writer (the jobs, which trim it): longer, and the telephone would wait for it."""
LATE = "late"
"""Happening of a correction: it rang, whatever had been decided, because that came too late."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened to a call; texts are '' where nothing is known."""

    uuid: str
    ring: str
    """The first entry of the same call: a transfer and the hanging up belong to it."""
    system: str
    call_id: str
    origin: str
    happening: str
    """As in `Happening`, or `LATE`."""
    at: dt.datetime
    """Aware."""
    number: str = ""
    """E.164 where it could be told, else as it came."""
    called: str = ""
    name: str = ""
    party: str = ""
    """As in `Known.key`."""
    verdict: str = ""
    reason: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    until: dt.datetime | None = None
    rule: int | None = None
    rule_set: int | None = None
    group: str = ""
    seconds: int | None = None
    cause: str = ""


_COLUMNS = tuple(one.name for one in fields(Entry))
_QUOTED = ", ".join(f'"{name}"' for name in _COLUMNS)
_TABLES = f"""
CREATE TABLE entries (id INTEGER PRIMARY KEY AUTOINCREMENT, {_QUOTED}, UNIQUE (uuid));
CREATE INDEX entries_at ON entries (at);
CREATE TABLE seen (digest INTEGER PRIMARY KEY, at INTEGER NOT NULL);
CREATE TABLE about (identity TEXT NOT NULL)
"""
_INSERT = f"INSERT INTO entries ({_QUOTED}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608
_SELECT = f"SELECT id, {_QUOTED} FROM entries"  # noqa: S608 - names of ours


def plain_of(entry: Entry) -> dict[str, Any]:
    """As JSON can say it."""
    found = {name: getattr(entry, name) for name in _COLUMNS}
    found["at"] = _instant(entry.at)
    found["until"] = None if entry.until is None else _instant(entry.until)
    found["facts"] = dict(entry.facts)
    return found


def _instant(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def _entries(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, Entry]]:
    """With their ids. A row that a bad disk spoilt is left out: no other one waits for it."""
    for number, *row in rows:
        try:
            yield int(number), _entry(row)
        except (ValueError, TypeError) as error:
            log.error("entry %s of the journal cannot be read: %s", number, error)


def _entry(row: Sequence[Any]) -> Entry:
    values = dict(zip(_COLUMNS, row, strict=True))
    UUID(values["ring"])
    values["at"] = dt.datetime.fromisoformat(values["at"])
    if values["until"] is not None:
        values["until"] = dt.datetime.fromisoformat(values["until"])
    values["facts"] = json.loads(values["facts"])
    return Entry(**values)


class Journal:
    """The file, opened for one thread; whatever fails raises `Error`."""

    def __init__(
        self, folder: Path, key: str | None, *, wait_seconds: float = WAIT_SECONDS
    ) -> None:
        self.path = folder / NAME
        self._connection = dbapi2.connect(
            str(self.path), isolation_level=None, timeout=wait_seconds, check_same_thread=False
        )
        self._connection.text_factory = lambda text: text.decode("utf-8", "replace")
        try:
            unlock(self._connection, key)
            self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self) -> None:
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        if self._form() == FORMAT:
            return
        self._connection.execute("BEGIN IMMEDIATE")
        if self._form() == 0:  # of two who make it at the same time, one waited here
            for statement in _TABLES.split(";"):
                self._connection.execute(statement)
            self._connection.execute("INSERT INTO about VALUES (?)", (secrets.token_hex(7),))
            self._connection.execute(f"PRAGMA user_version = {FORMAT}")
        self._connection.execute("COMMIT")
        if self._form() != FORMAT:
            raise dbapi2.DatabaseError(f"journal of format {self._form()}")

    def _form(self) -> int:
        (found,) = self._connection.execute("PRAGMA user_version").fetchone()
        return int(found)

    def close(self) -> None:
        """Lets the file go."""
        self._connection.close()

    @property
    def identity(self) -> str:
        """Of this file: one made anew counts from 1 again."""
        return str(self._connection.execute("SELECT identity FROM about").fetchone()[0])

    @property
    def version(self) -> int:
        """Another number once somebody else has written."""
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def append(self, entries: Iterable[Entry], seen: Iterable[int] = ()) -> None:
        """All of them on the disk when it returns, or none."""
        rows = [
            [json.dumps(value) if name == "facts" else value
             for name, value in plain_of(entry).items()]
            for entry in entries
        ]  # fmt: skip
        now = [(digest,) for digest in seen]
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            self._connection.executemany(_INSERT, rows)
            self._connection.executemany("INSERT OR IGNORE INTO seen VALUES (?, unixepoch())", now)
            self._connection.execute("COMMIT")
        except BaseException:
            with suppress(Error):  # a full disk may have rolled it back already
                self._connection.execute("ROLLBACK")
            raise

    def was_seen(self, digest: int) -> bool:
        """Something with this digest was appended before."""
        found = self._connection.execute("SELECT 1 FROM seen WHERE digest = ?", (digest,))
        return found.fetchone() is not None

    def since(self, at: dt.datetime) -> list[Entry]:
        """Everything from then on, in order."""
        rows = self._connection.execute(f"{_SELECT} WHERE at >= ? ORDER BY id", (_instant(at),))
        return [entry for _, entry in _entries(rows)]

    def after(self, number: int, most: int = 500) -> list[tuple[int, Entry]]:
        """What follows this id, in order, with the ids."""
        rows = self._connection.execute(
            f"{_SELECT} WHERE id > ? ORDER BY id LIMIT ?", (number, most)
        )
        return list(_entries(rows))

    def trim(self, taken: int, before: dt.datetime, seen_before: dt.datetime) -> int:
        """Forgets what was taken over up to this id and is older; how many rows went."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            gone = self._connection.execute(
                "DELETE FROM entries WHERE id <= ? AND at < ?", (taken, _instant(before))
            ).rowcount
            self._connection.execute(
                "DELETE FROM seen WHERE at < ?", (int(seen_before.timestamp()),)
            )
            self._connection.execute("COMMIT")
        except BaseException:
            with suppress(Error):
                self._connection.execute("ROLLBACK")
            raise
        return int(gone)


def set_aside(folder: Path, suffix: str) -> None:
    """A journal that is none any more makes room for a new one; it is kept for whoever looks."""
    for end in ("", "-wal", "-shm"):
        path = folder / f"{NAME}{end}"
        with suppress(FileNotFoundError):
            path.replace(folder / f"{NAME}.{suffix}{end}")
