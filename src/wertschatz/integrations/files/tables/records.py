"""Turns lines into records of fields, and goes on after a broken one instead of giving up."""

from __future__ import annotations

import csv
from collections.abc import Generator, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol

from wertschatz.integrations.files.tables.lines import END_MARK, Lines, count_breaks
from wertschatz.ports.problems import Problem

BATCH = 2_000
RECOVERIES = 200
"""Broken records per file after which reading stops: more of them is no list any more."""


class Batch(NamedTuple):
    """Records in the order of the file, and the line (from 1) where each begins."""

    lines: Sequence[int]
    rows: list[list[str]]


class _CsvReader(Protocol):
    """What `csv.reader` gives; the module names no type for it."""

    @property
    def line_num(self) -> int:
        """Lines taken so far."""

    def __iter__(self) -> Iterator[list[str]]:
        """Records."""

    def __next__(self) -> list[str]:
        """The next record; raises `csv.Error`."""


class Records:
    """The records of one table from a given line on, in batches, with the broken ones told."""

    def __init__(
        self,
        path: Path,
        name: str,
        codec: str,
        delimiter: str,
        width: int,
        *,
        wrapped: bool = False,
    ) -> None:
        """Opens nothing yet; `name` is what the person calls the file, `width` its columns.

        `wrapped`: cells may be written as formulas, ="00123".
        """
        self._wrapped = wrapped
        self._name = name
        self._width = width
        self._delimiter = delimiter
        self._lines = Lines(path, codec)
        self._told_long = 0
        self._recoveries = 0

    @property
    def nul_bytes(self) -> int:
        """How many NUL bytes were taken out so far."""
        return self._lines.nul_bytes

    def batches(self, first_line: int) -> Iterator[Batch | Problem]:
        """Records from the physical line `first_line` on."""
        lines: Iterator[str] = islice(iter(self._lines), first_line - 1, None)
        begin = first_line
        while True:
            reader = csv.reader(lines, delimiter=self._delimiter, skipinitialspace=True)
            broken = yield from self._until_broken(reader, begin)
            yield from self._long_lines()
            if broken is None:
                return
            if self._recoveries >= RECOVERIES:
                yield Problem("file_broke_off", self._name, broken)
                return
            self._recoveries += 1
            begin, lines = self._lines.resume(broken + 1)

    def _until_broken(
        self, reader: _CsvReader, begin: int
    ) -> Generator[Batch | Problem, None, int | None]:
        """Batches up to the end (then None) or to a broken record (then its first line)."""
        while True:
            rows: list[list[str]] = []
            line = begin + reader.line_num
            code = _fill(rows, reader)
            ended = bool(rows) and rows[-1] == [END_MARK]
            if ended:
                rows.pop()
            elif not code and len(rows) < BATCH:
                # The mark lies inside the last record: its quote was never closed.
                rows, code = rows[:-1], "quote_never_closed"
            after = begin + reader.line_num - ended
            swallowed = self._first_swallowing(rows) if after - line > len(rows) else None
            if swallowed is not None:
                rows, code, ended = rows[:swallowed], "quote_never_closed", False
            firsts = _first_lines(rows, line, after)
            batch = Batch(firsts, [unwrapped(row) for row in rows] if self._wrapped else rows)
            if rows:
                yield batch
            yield from self._long_lines()
            if ended:
                return None
            if code:
                broken = line + _height(rows)
                yield Problem(code, self._name, broken)
                return broken

    def _first_swallowing(self, rows: list[list[str]]) -> int | None:
        """A record over several lines whose open quote seems to have swallowed whole rows."""
        for place, row in enumerate(rows):
            if _record_height(row) > 1 and (len(row) != self._width or self._holds_rows(row)):
                return place
        return None

    def _holds_rows(self, row: list[str]) -> bool:
        """A field over several lines, one of which has as many columns as the list."""
        return any(
            line.count(self._delimiter) == self._width - 1
            for field in row
            if count_breaks(field)
            for line in field.splitlines()
        )

    def _long_lines(self) -> Iterator[Problem]:
        for line in self._lines.too_long[self._told_long :]:
            yield Problem("line_too_long", self._name, line)
        self._told_long = len(self._lines.too_long)


def is_wrapped(cell: str) -> bool:
    """The cell is a formula that says nothing but a text.

    >>> is_wrapped('="00123"'), is_wrapped("=1+1")
    (True, False)
    """
    return len(cell) > 2 and cell.startswith('="') and cell.endswith('"')


def unwrapped(row: Sequence[str]) -> list[str]:
    """The texts of a record whose cells are written as formulas."""
    return [cell[2:-1].replace('""', '"') if is_wrapped(cell) else cell for cell in row]


def _fill(rows: list[list[str]], reader: _CsvReader) -> str:
    """Puts up to `BATCH` records into `rows`; says what broke the next one, '' for nothing."""
    try:
        # extend keeps what came before the error, list() would lose it
        rows.extend(islice(reader, BATCH))
    except csv.Error:
        # The one error left in this lenient dialect: a field beyond 131,072 characters.
        return "field_too_long"
    return ""


def _height(rows: list[list[str]]) -> int:
    """Physical lines that whole records take."""
    return sum(_record_height(row) for row in rows)


def _record_height(row: list[str]) -> int:
    return 1 + sum(map(count_breaks, row))


def _first_lines(rows: list[list[str]], line: int, after: int) -> Sequence[int]:
    """Where each record begins; nearly always one line each, then nothing is counted."""
    if after - line == len(rows):
        return range(line, after)
    lines = []
    for row in rows:
        lines.append(line)
        line += _record_height(row)
    return lines
