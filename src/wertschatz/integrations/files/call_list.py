"""Reads lists of calls as CSV, as telephone systems and providers export them."""

from __future__ import annotations

from collections.abc import Iterator

from wertschatz.integrations.files.progress import PROGRESS
from wertschatz.integrations.files.tables.call_rows import CallConverter
from wertschatz.integrations.files.tables.call_words import CALLS, about_calls
from wertschatz.integrations.files.tables.decisions import Decisions, decide
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
from wertschatz.ports.files import Answers, CallRow, LayoutAnswer, Question, Source
from wertschatz.ports.problems import Problem

Item = CallRow | Problem | Question

_ENOUGH = 16_384
"""Characters that show the header and some records; every list is looked at, most are others."""


class CallList:
    """The reader for lists of calls with a line of titles."""

    name = "call_list"

    def score(self, head: bytes, name: str) -> int:
        """Sure when titles and cells speak of telephone numbers and lengths."""
        if is_markup(head) or kind_of_binary(head):
            return 0
        text = head.decode(encoding_of_head(head).codec, errors="replace")
        layout = find_layout(text[:_ENOUGH], CALLS)
        return 0 if layout is None else about_calls(layout)

    def read(self, source: Source, answers: Answers) -> Iterator[Item]:
        """Calls, problems and at most one question, in the order of the file."""
        with source.path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        binary = kind_of_binary(head)
        if binary:
            yield Problem("file_not_a_list", source.name, None, {"kind": binary})
            return
        encoding = encoding_of(source.path)
        text = head.decode(encoding.codec, errors="replace")
        layout = find_layout(text, CALLS)
        if layout is None:
            yield no_table(source, text)
            return
        PROGRESS.fingerprint = layout.fingerprint
        answer = answers.get(layout.fingerprint, LayoutAnswer())
        layout = with_answer(layout, answer.columns)
        yield from capped(_read_table(source, encoding, layout, answer.date_order), source.name)


READER = CallList()


def _read_table(source: Source, encoding: Encoding, layout: Layout, said: str) -> Iterator[Item]:
    if not layout.known:
        facts = {"columns": len(layout.header), "recognised": len(layout.roles)}
        yield Problem("call_layout_unknown", source.name, None, facts)
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
    converter = CallConverter(source.name, layout, decisions)
    first = _records(source, encoding, layout)
    example = converter.decide(first.batches(layout.first_line))
    if example:
        yield Problem("call_minutes_taken", source.name, None, {"value": example})
    records = _records(source, encoding, layout)
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
            yield Problem(code, source.name, None, {"count": count})
    if not rows:
        yield Problem("no_calls", source.name)


def _records(source: Source, encoding: Encoding, layout: Layout) -> Records:
    width = len(layout.header)
    return Records(source.path, source.name, encoding.codec, layout.delimiter, width)


def _question(source: Source, layout: Layout, date_example: str = "") -> Question:
    return Question(
        file=source.name,
        fingerprint=layout.fingerprint,
        columns=layout.columns,
        samples=layout.samples[:3],
        guess=dict(layout.roles),
        date_example=date_example,
        kind="calls",
    )
