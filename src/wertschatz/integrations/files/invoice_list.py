"""Reads invoice lists as CSV tables, German or English, whatever tool wrote them."""

from __future__ import annotations

from collections.abc import Iterator

from wertschatz.integrations.files.progress import PROGRESS
from wertschatz.integrations.files.tables.decisions import Decisions, decide
from wertschatz.integrations.files.tables.encoding import (
    HEAD_BYTES,
    Encoding,
    encoding_of,
    encoding_of_head,
    kind_of_binary,
)
from wertschatz.integrations.files.tables.layout import Layout, find_layout, with_answer
from wertschatz.integrations.files.tables.messages import capped, encoding_notice, no_table
from wertschatz.integrations.files.tables.records import Batch, Records
from wertschatz.integrations.files.tables.rows import Converter
from wertschatz.ports.files import Answers, InvoiceRow, LayoutAnswer, Question, Role, Source
from wertschatz.ports.problems import Problem

Item = InvoiceRow | Problem | Question

FAULTY_ROWS = 50_000
"""When so many stay out, and ten for each good one, the file is no invoice list."""

_ENDINGS = (".csv", ".tsv", ".txt")


class InvoiceList:
    """The reader for invoice lists as CSV."""

    name = "invoice_list"

    def score(self, head: bytes, name: str) -> int:
        """Sure when the header speaks of invoices; a CSV ending alone is worth a clear message."""
        by_name = 10 if name.lower().endswith(_ENDINGS) else 0
        if kind_of_binary(head):
            return by_name
        layout = find_layout(head.decode(encoding_of_head(head).codec, errors="replace"))
        if layout is None:
            return by_name
        if layout.known:
            return 80
        return 20 + by_name if len(layout.header) > 2 and by_name else by_name

    def read(self, source: Source, answers: Answers) -> Iterator[Item]:
        """Rows, problems and at most one question, in the order of the file."""
        with source.path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        binary = kind_of_binary(head)
        if binary:
            yield Problem("file_not_a_list", source.name, None, {"kind": binary})
            return
        encoding = encoding_of(source.path)
        layout = find_layout(_text(head, encoding))
        if layout is None:
            yield no_table(source, _text(head, encoding))
            return
        PROGRESS.fingerprint = layout.fingerprint
        answer = answers.get(layout.fingerprint, LayoutAnswer())
        yield from capped(
            _read_table(source, encoding, with_answer(layout, answer.columns), answer.date_order),
            source.name,
        )


READER = InvoiceList()


def _text(head: bytes, encoding: Encoding) -> str:
    return head.decode(encoding.codec, errors="replace")


def _read_table(source: Source, encoding: Encoding, layout: Layout, said: str) -> Iterator[Item]:
    if not layout.known:
        facts = {"columns": len(layout.header), "recognised": len(layout.roles)}
        yield Problem("layout_unknown", source.name, None, facts)
        yield _question(source, layout)
        return
    yield from encoding_notice(source, encoding)
    first = _records(source, encoding, layout)
    decisions = decide(layout, first.batches(layout.first_line), said)
    if decisions.doubtful:
        facts_of_doubt = {"value": decisions.doubtful}
        yield Problem("date_order_doubtful", source.name, None, facts_of_doubt)
        yield _question(source, layout, decisions.doubtful)
        return
    yield from _rows(source, encoding, layout, decisions)


def _rows(
    source: Source, encoding: Encoding, layout: Layout, decisions: Decisions
) -> Iterator[Item]:
    converter = Converter(source.name, layout, decisions)
    yield from _amount_notice(source, layout, converter.counted)
    records = _records(source, encoding, layout)
    rows = 0
    for batch in records.batches(layout.first_line):
        if not isinstance(batch, Batch):
            yield batch
            continue
        for item in converter.convert(batch):
            rows += type(item) is InvoiceRow
            yield item
        faulty = sum(batch.lines[-1:]) - layout.first_line - rows
        if faulty > FAULTY_ROWS and faulty > 10 * rows:
            yield Problem("file_not_a_list", source.name, None, {"kind": "text"})
            return
    if records.nul_bytes:
        yield Problem("nul_bytes_removed", source.name, None, {"count": records.nul_bytes})
    if not rows:
        yield Problem("no_rows", source.name)


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
    )


def _amount_notice(source: Source, layout: Layout, counted: Role) -> Iterator[Problem]:
    """Once per file: what the counted amount is when it is not surely net."""
    codes = {Role.GROSS: "amount_is_gross", Role.AMOUNT: "amount_kind_unstated"}
    if counted in codes:
        column = layout.columns[layout.roles[counted]]
        yield Problem(codes[counted], source.name, None, {"column": column})
