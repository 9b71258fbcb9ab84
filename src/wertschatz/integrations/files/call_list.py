"""Reads lists of calls as CSV, as telephone systems and providers export them."""

from __future__ import annotations

from collections.abc import Iterator

from wertschatz.integrations.files.tables.call_rows import CallConverter
from wertschatz.integrations.files.tables.call_words import CALLS, about_calls
from wertschatz.integrations.files.tables.decisions import Decisions
from wertschatz.integrations.files.tables.layout import Layout, find_layout
from wertschatz.integrations.files.tables.messages import capped
from wertschatz.integrations.files.tables.opening import Opened, layout_in, opened
from wertschatz.integrations.files.tables.records import Batch
from wertschatz.ports.files import Answers, CallRow, Question, Source
from wertschatz.ports.problems import Problem

Item = CallRow | Problem | Question

_ENOUGH = 16_384
"""Characters that show the header and some records; every list is looked at, most are others."""


class CallList:
    """The reader for lists of calls with a line of titles."""

    name = "call_list"

    def score(self, head: bytes, name: str) -> int:
        """Sure when titles and cells speak of telephone numbers and lengths."""
        layout = layout_in(head, _layout, _ENOUGH)
        return 0 if layout is None else about_calls(layout)

    def read(self, source: Source, answers: Answers) -> Iterator[Item]:
        """Calls, problems and at most one question, in the order of the file."""
        found = opened(source, answers, "calls", _layout)
        if isinstance(found, Problem):
            yield found
        else:
            yield from capped(_read_table(found), source.name)


READER = CallList()


def _layout(text: str) -> Layout | None:
    return find_layout(text, CALLS)


def _read_table(table: Opened) -> Iterator[Item]:
    if not table.layout.known:
        yield from table.unknown("call_layout_unknown")
        return
    decisions = yield from table.understood()
    if decisions is not None:
        yield from _rows(table, decisions)


def _rows(table: Opened, decisions: Decisions) -> Iterator[Item]:
    name, layout = table.source.name, table.layout
    converter = CallConverter(name, layout, decisions)
    example = converter.decide(table.records().batches(layout.first_line))
    if example:
        yield Problem("call_minutes_taken", name, None, {"value": example})
    records = table.records()
    rows = 0
    for batch in records.batches(layout.first_line):
        if not isinstance(batch, Batch):
            yield batch
            continue
        for item in converter.convert(batch):
            rows += isinstance(item, CallRow)
            yield item
    counts = {"calls_internal": converter.internal, "nul_bytes_removed": records.nul_bytes}
    for code, count in counts.items():
        if count:
            yield Problem(code, name, None, {"count": count})
    if not rows:
        yield Problem("no_calls", name)
