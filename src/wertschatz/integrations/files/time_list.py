"""Reads time sheets as CSV tables, of Kimai, Toggl, Clockify, Harvest or written by hand."""

from __future__ import annotations

from collections.abc import Iterator

from wertschatz.integrations.files.progress import PROGRESS
from wertschatz.integrations.files.tables.decisions import Decisions, decide
from wertschatz.integrations.files.tables.durations import MINUTE
from wertschatz.integrations.files.tables.encoding import (
    HEAD_BYTES,
    Encoding,
    encoding_of,
    encoding_of_head,
    is_markup,
    kind_of_binary,
)
from wertschatz.integrations.files.tables.layout import Layout, find_layout, with_answer
from wertschatz.integrations.files.tables.messages import capped, encoding_notice, no_table
from wertschatz.integrations.files.tables.records import Batch, Records
from wertschatz.integrations.files.tables.time_rows import TimeConverter
from wertschatz.integrations.files.tables.time_words import (
    TIMES,
    has_length,
    is_calls,
    is_invoices,
    is_sums,
)
from wertschatz.ports.files import Answers, LayoutAnswer, Question, Role, Source, TimeRow
from wertschatz.ports.problems import Problem

Item = TimeRow | Problem | Question

_ENOUGH = 16_384
"""Characters that show the header and some records; every list is looked at, most are others."""


class TimeList:
    """The reader for time sheets as CSV."""

    name = "time_list"

    def score(self, head: bytes, name: str) -> int:
        """Sure when the header speaks of times or durations; an invoice list has none."""
        if is_markup(head) or kind_of_binary(head):
            return 0
        text = head.decode(encoding_of_head(head).codec, errors="replace")
        layout = find_layout(text[:_ENOUGH], TIMES)
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
        with source.path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        binary = kind_of_binary(head)
        if binary:
            yield Problem("file_not_a_list", source.name, None, {"kind": binary})
            return
        encoding = encoding_of(source.path)
        text = head.decode(encoding.codec, errors="replace")
        layout = find_layout(text, TIMES)
        if layout is None:
            yield no_table(source, text)
            return
        PROGRESS.fingerprint = layout.fingerprint
        answer = answers.get(layout.fingerprint, LayoutAnswer())
        layout = with_answer(layout, answer.columns)
        yield from capped(_read_table(source, encoding, layout, answer.date_order), source.name)


READER = TimeList()


def _read_table(source: Source, encoding: Encoding, layout: Layout, said: str) -> Iterator[Item]:
    if not layout.known:
        if is_sums(layout):
            yield Problem("times_summed_up", source.name)
            return
        facts = {"columns": len(layout.header), "recognised": len(layout.roles)}
        yield Problem("time_layout_unknown", source.name, None, facts)
        yield _question(source, layout)
        return
    yield from encoding_notice(source, encoding)
    decisions = decide(layout, _records(source, encoding, layout).batches(layout.first_line), said)
    if decisions.doubtful:
        facts_of_doubt = {"value": decisions.doubtful}
        yield Problem("date_order_doubtful", source.name, None, facts_of_doubt)
        yield _question(source, layout, decisions.doubtful)
        return
    yield from _rows(source, encoding, layout, decisions)


def _rows(
    source: Source, encoding: Encoding, layout: Layout, decisions: Decisions
) -> Iterator[Item]:
    converter = TimeConverter(source.name, layout, decisions)
    first = _records(source, encoding, layout)
    unit = converter.decide_units(first.batches(layout.first_line))
    if unit.guessed:
        code = "duration_minutes_taken" if unit.seconds == MINUTE else "duration_seconds_taken"
        yield Problem(code, source.name, None, {"value": unit.guessed})
    records = _records(source, encoding, layout)
    rows = 0
    for batch in records.batches(layout.first_line):
        if not isinstance(batch, Batch):
            yield batch
            continue
        for item in converter.convert(batch):
            rows += type(item) is TimeRow
            yield item
    if records.nul_bytes:
        yield Problem("nul_bytes_removed", source.name, None, {"count": records.nul_bytes})
    if not rows:
        yield Problem("no_times", source.name)


def _records(source: Source, encoding: Encoding, layout: Layout) -> Records:
    return Records(
        source.path, source.name, encoding.codec, layout.delimiter, len(layout.header),
        wrapped=layout.wrapped,
    )  # fmt: skip


def _question(source: Source, layout: Layout, date_example: str = "") -> Question:
    return Question(
        file=source.name,
        fingerprint=layout.fingerprint,
        columns=layout.columns,
        samples=layout.samples[:3],
        guess=dict(layout.roles),
        date_example=date_example,
        kind="times",
    )
