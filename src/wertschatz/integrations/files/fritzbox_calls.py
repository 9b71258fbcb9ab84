"""Reads the list of calls of a FRITZ!Box: saved as CSV, sent by its mails, or fetched as XML."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from wertschatz.integrations.codecs.call_lists import (
    Codes,
    Columns,
    call_of_cells,
    calls_of_tree,
    columns_of,
    has_titles,
    is_call,
)
from wertschatz.integrations.codecs.faults import Fault
from wertschatz.integrations.files.documents.xml import SIZE_LIMIT, Refusal, parsed, prolog_of
from wertschatz.integrations.files.progress import PROGRESS
from wertschatz.integrations.files.tables.encoding import (
    HEAD_BYTES,
    encoding_of,
    encoding_of_head,
    is_markup,
    kind_of_binary,
)
from wertschatz.integrations.files.tables.messages import capped, encoding_notice, no_table
from wertschatz.integrations.files.tables.records import Batch, Records
from wertschatz.ports.files import Answers, CallRow, Source
from wertschatz.ports.problems import Problem

Item = CallRow | Problem

_SEP = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_TITLES = 12
"""Lines in which the titles are looked for: a mail of the box begins with a greeting."""


class FritzboxCalls:
    """The reader for lists of calls of a FRITZ!Box."""

    name = "fritzbox_calls"

    def score(self, head: bytes, name: str) -> int:
        """Sure when there are calls, or titles that only this list has."""
        if is_markup(head):
            is_list = prolog_of(head).root == "root" and b"<Call>" in head and b"<Called" in head
            return 92 if is_list else 0
        if kind_of_binary(head):
            return 0
        return 92 if _found(head.decode(encoding_of_head(head).codec, errors="replace")) else 0

    def read(self, source: Source, answers: Answers) -> Iterator[Item]:
        """Calls in the order of the list, and what is wrong with others."""
        with source.path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        yield from capped(_tree(source) if is_markup(head) else _list(source, head), source.name)


READER = FritzboxCalls()


class _Table(NamedTuple):
    delimiter: str
    columns: Columns
    first_line: int


def _found(text: str) -> _Table | None:
    """The table in the first lines: titles that are known, or a line that is a call."""
    lines = text.replace("\0", "").splitlines()[: _TITLES + 2]
    said = _SEP.fullmatch(lines[0].removeprefix("\ufeff")) if lines else None
    for delimiter in said[1] if said else ";\t,":
        rows = [_cells(line, delimiter) for line in lines]
        for place, (row, below) in enumerate(pairwise([*rows, []])):
            columns = columns_of(row)
            if columns and is_call(row):
                return _Table(delimiter, columns, place + 1)
            if columns and (has_titles(row) or (len(row) == len(below) and is_call(below))):
                return _Table(delimiter, columns, place + 2)
    return None


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line.removeprefix("\ufeff")], delimiter=delimiter), [])


def _list(source: Source, head: bytes) -> Iterator[Item]:
    binary = kind_of_binary(head)
    if binary:
        yield Problem("file_not_a_list", source.name, None, {"kind": binary})
        return
    encoding = encoding_of(source.path)
    text = head.decode(encoding.codec, errors="replace")
    table = _found(text)
    if table is None:
        yield no_table(source, text)
        return
    yield from encoding_notice(source, encoding)
    codes = Codes(table.columns)
    for _, cells in _calls(_records(source, encoding.codec, table), table):
        if not isinstance(cells, Problem):
            codes.look(cells)
    if codes.doubtful:
        kind = "calls_rejected" if codes.new else "calls_outgoing"
        facts: dict[str, int | str | bool] = {"count": codes.threes, "kind": kind}
        yield Problem("call_codes_assumed", source.name, None, facts)
    records = _records(source, encoding.codec, table)
    found = (
        cells
        if isinstance(cells, Problem)
        else call_of_cells(line, cells, table.columns, codes.new)
        for line, cells in _calls(records, table)
    )
    yield from told(found, source.name)
    if records.nul_bytes:
        yield Problem("nul_bytes_removed", source.name, None, {"count": records.nul_bytes})


def _records(source: Source, codec: str, table: _Table) -> Records:
    return Records(source.path, source.name, codec, table.delimiter, table.columns.width)


def _calls(records: Records, table: _Table) -> Iterator[tuple[int, list[str] | Problem]]:
    """Lines with something in them; the greeting below a mail's list has no columns."""
    for batch in records.batches(table.first_line):
        if not isinstance(batch, Batch):
            yield batch.line or 0, batch
            continue
        for line, cells in zip(batch.lines, batch.rows, strict=True):
            if len(cells) > 1 and any(map(str.strip, cells)):
                yield line, cells


def _tree(source: Source) -> Iterator[Item]:
    PROGRESS.begin()
    with source.path.open("rb") as file:
        data = file.read(SIZE_LIMIT + 1)
    PROGRESS.step(len(data))
    tree = parsed(data)
    if isinstance(tree, Refusal):
        yield Problem(tree.code, source.name, tree.line, tree.facts)
        return
    yield from told(calls_of_tree(tree.root), source.name)


def told(found: Iterable[CallRow | Fault | Problem], name: str) -> Iterator[Item]:
    """The calls, and what is wrong with others as messages about the file; none is one too."""
    rows = 0
    for item in found:
        rows += isinstance(item, CallRow)
        yield Problem(item.code, name, item.line, item.facts) if isinstance(item, Fault) else item
    if not rows:
        yield Problem("no_calls", name)
