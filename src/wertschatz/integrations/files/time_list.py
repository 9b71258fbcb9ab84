"""Reads time sheets as CSV tables, of Kimai, Toggl, Clockify, Harvest or written by hand."""

from __future__ import annotations

from collections.abc import Iterator

from wertschatz.integrations.files.tables.decisions import Decisions
from wertschatz.integrations.files.tables.durations import MINUTE
from wertschatz.integrations.files.tables.layout import Layout, find_layout
from wertschatz.integrations.files.tables.messages import capped
from wertschatz.integrations.files.tables.opening import Opened, layout_in, opened
from wertschatz.integrations.files.tables.records import Batch
from wertschatz.integrations.files.tables.time_rows import TimeConverter
from wertschatz.integrations.files.tables.time_words import (
    TIMES,
    has_length,
    is_calls,
    is_invoices,
    is_sums,
)
from wertschatz.ports.files import Answers, Question, Role, Source, TimeRow
from wertschatz.ports.problems import Problem

Item = TimeRow | Problem | Question

_ENOUGH = 16_384
"""Characters that show the header and some records; every list is looked at, most are others."""


class TimeList:
    """The reader for time sheets as CSV."""

    name = "time_list"

    def score(self, head: bytes, name: str) -> int:
        """Sure when the header speaks of times or durations; an invoice list has none."""
        layout = layout_in(head, _layout, _ENOUGH)
        if layout is None or is_calls(layout):
            return 0
        roles = layout.roles
        if is_sums(layout):
            return 60 if Role.PROJECT in roles and len(roles) > 2 else 0
        if layout.known:
            return 70 if is_invoices(layout) else 85
        return 60 if Role.DATE in roles and has_length(roles) else 0

    def read(self, source: Source, answers: Answers) -> Iterator[Item]:
        """Rows, problems and at most one question, in the order of the file."""
        found = opened(source, answers, "times", _layout)
        if isinstance(found, Problem):
            yield found
        else:
            yield from capped(_read_table(found), source.name)


READER = TimeList()


def _layout(text: str) -> Layout | None:
    return find_layout(text, TIMES)


def _read_table(table: Opened) -> Iterator[Item]:
    if not table.layout.known:
        if is_sums(table.layout):
            yield Problem("times_summed_up", table.source.name)
            return
        yield from table.unknown("time_layout_unknown")
        return
    decisions = yield from table.understood()
    if decisions is not None:
        yield from _rows(table, decisions)


def _rows(table: Opened, decisions: Decisions) -> Iterator[Item]:
    name, layout = table.source.name, table.layout
    converter = TimeConverter(name, layout, decisions)
    unit = converter.decide_units(table.records().batches(layout.first_line))
    if unit.guessed:
        code = "duration_minutes_taken" if unit.seconds == MINUTE else "duration_seconds_taken"
        yield Problem(code, name, None, {"value": unit.guessed})
    records = table.records()
    rows = 0
    for batch in records.batches(layout.first_line):
        if not isinstance(batch, Batch):
            yield batch
            continue
        for item in converter.convert(batch):
            rows += type(item) is TimeRow
            yield item
    if records.nul_bytes:
        yield Problem("nul_bytes_removed", name, None, {"count": records.nul_bytes})
    if not rows:
        yield Problem("no_times", name)
