"""Reads one table to its end: rows, what is wrong with others, and what was left out, in sums."""

from __future__ import annotations

from collections.abc import Iterator

from wertschatz.integrations.files.tables.decisions import Decisions
from wertschatz.integrations.files.tables.gathering import summed, unrepeated, without_cancelled
from wertschatz.integrations.files.tables.layout import Layout
from wertschatz.integrations.files.tables.records import Batch, Records
from wertschatz.integrations.files.tables.rows import Converter
from wertschatz.ports.files import InvoiceRow, Role, Source
from wertschatz.ports.problems import Problem

FAULTY_ROWS = 50_000
"""When so many stay out, and ten for each good one, the file is no invoice list."""

Items = Iterator[InvoiceRow | Problem]


class Reading:
    """One pass over a table whose columns are understood."""

    def __init__(self, source: Source, layout: Layout, decisions: Decisions) -> None:
        """Nothing is read yet."""
        self._name = source.name
        self._layout = layout
        self._converter = Converter(source.name, layout, decisions)
        self._no_list = False

    def items(self, records: Records) -> Items:
        """Rows and problems in the order of the file, then what concerns it as a whole.

        In lists that mark invoices as cancelled, negative rows come after the others.
        """
        yield from self._notices()
        rows = 0
        for item in self._gathered(self._converted(records)):
            rows += type(item) is InvoiceRow
            yield item
        if self._no_list:
            return
        if records.nul_bytes:
            yield Problem("nul_bytes_removed", self._name, None, {"count": records.nul_bytes})
        yield from self._converter.tally.problems(self._name)
        if not rows:
            yield Problem("no_rows", self._name)

    def _notices(self) -> Iterator[Problem]:
        """Once per file: payments are no invoices; the counted amount is not surely net."""
        service, counted = self._layout.service, self._converter.counted
        if service and service.payments:
            yield Problem("payments_count_as_revenue", self._name)
        codes = {
            Role.GROSS: "amount_is_gross",
            Role.AMOUNT: "amount_kind_unstated",
            Role.LINE_TOTAL: "amount_kind_unstated",
        }
        if counted in codes and not (service and service.tax in self._converter.words):
            column = self._layout.columns[self._layout.roles[counted]]
            yield Problem(codes[counted], self._name, None, {"column": column})

    def _converted(self, records: Records) -> Items:
        converter, first_line = self._converter, self._layout.first_line
        rows = 0
        for batch in records.batches(first_line):
            if not isinstance(batch, Batch):
                yield batch
                continue
            for item in converter.convert(batch):
                rows += type(item) is InvoiceRow
                yield item
            faulty = sum(batch.lines[-1:]) - first_line - rows - converter.tally.passed
            if faulty > FAULTY_ROWS and faulty > 10 * rows:
                self._no_list = True
                yield Problem("file_not_a_list", self._name, None, {"kind": "text"})
                return

    def _gathered(self, items: Items) -> Items:
        converter = self._converter
        if self._layout.adds_items:
            items = summed(items)
        elif self._layout.repeats_invoices:
            items = unrepeated(items, converter.tally)
        return without_cancelled(items, converter.cancelled) if converter.judges else items
