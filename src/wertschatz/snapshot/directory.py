"""Who is behind a number: a million of them, looked up in microseconds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from wertschatz.domain.customers.phones import LONGEST_EXTENSION, block_of
from wertschatz.domain.rules.moment import Known
from wertschatz.domain.rules.plain import known_from, known_to
from wertschatz.snapshot.files import Unusable, open_for_reading, replacing

NAME = "directory"
FORMAT = 1
AT_ONCE = 5_000
LONGEST = len("+") + 15
"""Of an E.164 number, in characters."""
NOBODYS = 0
"""Reaches two people, so it leads to none of them."""
_TABLES = """
CREATE TABLE numbers (number INTEGER PRIMARY KEY, person INTEGER NOT NULL);
CREATE TABLE blocks (number INTEGER PRIMARY KEY, person INTEGER NOT NULL);
CREATE TABLE people (id INTEGER PRIMARY KEY, known TEXT NOT NULL);
CREATE TABLE about (mark TEXT NOT NULL);
"""
_REACHES = (
    "INSERT INTO {table} VALUES (?, ?) ON CONFLICT (number) DO UPDATE SET person = 0 "
    "WHERE person <> excluded.person"
)

_BLOCK = "(SELECT person FROM blocks WHERE number = ?)"
_FIND = (
    "SELECT known FROM people WHERE id = coalesce((SELECT person FROM numbers WHERE number = ?), "  # noqa: S608 - names of ours
    f"{', '.join([_BLOCK] * LONGEST_EXTENSION)})"
)
"""In one question to the engine: each gives the other thread a turn."""


def write_directory(
    folder: Path,
    key: str | None,
    reaches: Iterable[tuple[int, str]],
    people: Iterable[tuple[int, Known]],
    mark: str,
) -> None:
    """Writes the file anew. `reaches` are pairs of person (1 …) and E.164 number, in any order
    and as often as they come; `mark` says what it was made of."""
    with replacing(folder / NAME, key, FORMAT) as connection:
        for statement in _TABLES.split(";"):
            connection.execute(statement)
        for some in _parts(reaches):
            rows = [(_figure(number), person) for person, number in some if number]
            blocks = [(block_of(number), person) for person, number in some]
            connection.executemany(_REACHES.format(table="numbers"), rows)
            connection.executemany(
                _REACHES.format(table="blocks"),
                [(_figure(block), person) for block, person in blocks if block],
            )
        connection.execute("DELETE FROM numbers WHERE person = ?", (NOBODYS,))
        connection.execute("DELETE FROM blocks WHERE person = ?", (NOBODYS,))
        for several in _parts(people):
            texts = [(pk, json.dumps(known_to(one), ensure_ascii=False)) for pk, one in several]
            connection.executemany("INSERT INTO people VALUES (?, ?)", texts)
        connection.execute("INSERT INTO about VALUES (?)", (mark,))


def _figure(number: str) -> int:
    """E.164 has fifteen digits at most, and none begins with a nought: a whole number."""
    return int(number[1:])


def _parts(rows: Iterable[Any]) -> Iterator[list[Any]]:
    some = []
    for row in rows:
        some.append(row)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some


class Directory:
    """The file as it was when it was opened; raises `Unusable` where it is none of ours."""

    def __init__(self, folder: Path, key: str | None) -> None:
        self._connection = open_for_reading(folder / NAME, key, FORMAT)

    @property
    def mark(self) -> str:
        """What it was made of."""
        row = self._connection.execute("SELECT mark FROM about").fetchone()
        return "" if row is None else str(row[0])

    def close(self) -> None:
        """Lets the file go."""
        self._connection.close()

    def find(self, number: str) -> Known | None:
        """Whoever has this number (E.164), else the switchboard it is an extension of."""
        if not (number.startswith("+") and number[1:].isascii() and number[1:].isdigit()):
            return None
        if len(number) > LONGEST:  # a caller may send what is no number; no engine holds it
            return None
        figure = _figure(number)
        asked = [figure // 10**cut for cut in range(LONGEST_EXTENSION + 1)]
        row = self._connection.execute(_FIND, asked).fetchone()
        if row is None:
            return None
        try:
            return known_from(json.loads(row[0]))
        except (KeyError, ValueError, TypeError) as error:
            raise Unusable(f"{NAME}: {error!r}") from error
