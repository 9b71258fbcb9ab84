"""Reads lists of invoices as CSV, German or English, and reports of shops and payments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wertschatz.integrations.files.progress import PROGRESS
from wertschatz.integrations.files.tables.decisions import decide
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
from wertschatz.integrations.files.tables.other_lists import other_list
from wertschatz.integrations.files.tables.reading import Reading
from wertschatz.integrations.files.tables.records import Records
from wertschatz.ports.files import Answers, InvoiceRow, LayoutAnswer, Question, Source
from wertschatz.ports.problems import Problem

Item = InvoiceRow | Problem | Question

# A sheet of a workbook is a table too: "umsatz.xlsx/Tabelle1".
_TABLE_NAME = re.compile(r"\.(csv|tsv|txt)$|\.(xls[xmb]?|ods)/", re.IGNORECASE).search


class InvoiceList:
    """The reader for invoice lists as CSV."""

    name = "invoice_list"

    def score(self, head: bytes, name: str) -> int:
        """Sure when the header speaks of invoices; a CSV ending alone is worth a clear message."""
        by_name = 10 if _TABLE_NAME(name) else 0
        if is_markup(head) or kind_of_binary(head):
            return by_name
        layout = find_layout(head.decode(encoding_of_head(head).codec, errors="replace"))
        if layout is None:
            return by_name
        if layout.service:
            return 90
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
    other = other_list(layout)
    if other:
        yield Problem(other, source.name)
        return
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
    yield from Reading(source, layout, decisions).items(_records(source, encoding, layout))


def _question(source: Source, layout: Layout, date_example: str = "") -> Question:
    return Question(
        file=source.name,
        fingerprint=layout.fingerprint,
        columns=layout.columns,
        samples=layout.samples[:3],
        guess=dict(layout.roles),
        date_example=date_example,
    )


def _records(source: Source, encoding: Encoding, layout: Layout) -> Records:
    return Records(
        source.path, source.name, encoding.codec, layout.delimiter, len(layout.header),
        wrapped=layout.wrapped,
    )  # fmt: skip
