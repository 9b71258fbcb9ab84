"""Reads lists of invoices as CSV, German or English, and reports of shops and payments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wertschatz.integrations.files.tables.layout import find_layout
from wertschatz.integrations.files.tables.messages import capped
from wertschatz.integrations.files.tables.opening import Opened, layout_in, opened
from wertschatz.integrations.files.tables.other_lists import other_list
from wertschatz.integrations.files.tables.reading import Reading
from wertschatz.ports.files import Answers, InvoiceRow, Question, Source
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
        layout = layout_in(head, find_layout)
        if layout is None:
            return by_name
        if layout.service:
            return 90
        if layout.known:
            return 80
        return 20 + by_name if len(layout.header) > 2 and by_name else by_name

    def read(self, source: Source, answers: Answers) -> Iterator[Item]:
        """Rows, problems and at most one question, in the order of the file."""
        found = opened(source, answers, "invoices", find_layout)
        if isinstance(found, Problem):
            yield found
        else:
            yield from capped(_read_table(found), source.name)


READER = InvoiceList()


def _read_table(table: Opened) -> Iterator[Item]:
    source, layout = table.source, table.layout
    other = other_list(layout)
    if other:
        yield Problem(other, source.name)
        return
    if not layout.known:
        yield from table.unknown("layout_unknown")
        return
    decisions = yield from table.understood()
    if decisions is not None:
        yield from Reading(source, layout, decisions).items(table.records())
