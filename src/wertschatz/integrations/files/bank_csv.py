"""Reads bank statements as CSV, of German banks and of others by the words of their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from wertschatz.integrations.files.statements.keys import account_of
from wertschatz.integrations.files.tables.headless import headless_roles, is_surely_a_statement
from wertschatz.integrations.files.tables.layout import Layout, find_layout
from wertschatz.integrations.files.tables.messages import capped
from wertschatz.integrations.files.tables.opening import Opened, layout_in, opened
from wertschatz.integrations.files.tables.payment_rows import PaymentConverter
from wertschatz.integrations.files.tables.payment_words import PAYMENTS, bank_marks
from wertschatz.integrations.files.tables.records import Batch, Records
from wertschatz.ports.files import Answers, PaymentRow, Question, Role, Source
from wertschatz.ports.problems import Problem

Item = PaymentRow | Problem | Question

_ENOUGH = 16_384
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b")
_NUMBER = re.compile(
    r"(?:Konto(?:nummer|-Nr\.?|nr\.?)?|Account(?: number)?)[\s\"':;,|]{1,12}(\d[\d /.-]{2,22}\d)",
    re.IGNORECASE,
)
_FAULTY_ROWS = 50_000


class BankCsv:
    """The reader for bank statements as CSV."""

    name = "bank_csv"

    def score(self, head: bytes, name: str) -> int:
        """By how many columns only a bank has; PayPal and the like have readers of their own."""
        layout = layout_in(head, _layout, _ENOUGH)
        if layout is None:
            return 0
        if layout.headless:
            return 60 if layout.known and _speaks_for_itself(layout) else 45 if layout.known else 0
        marks = bank_marks(layout)
        if layout.known:
            return 92 if marks > 2 else 82 if marks == 2 else 25 + 10 * marks
        return 50 if marks > 2 or (marks > 1 and Role.DATE in layout.roles) else 0

    def read(self, source: Source, answers: Answers) -> Iterator[Item]:
        """Payments, problems and at most one question, in the order of the file."""
        found = opened(source, answers, "payments", _layout)
        if isinstance(found, Problem):
            yield found
        else:
            yield from capped(_read_table(found), source.name)


READER = BankCsv()


def _layout(text: str) -> Layout | None:
    layout = find_layout(text, PAYMENTS)
    if layout is None or not layout.headless:
        return layout
    return replace(layout, roles=headless_roles(layout.samples, len(layout.header)))


def _speaks_for_itself(layout: Layout) -> bool:
    """A list without a header whose columns can only be those of a bank."""
    return is_surely_a_statement(layout.samples, layout.roles)


def _account_above(text: str, layout: Layout) -> str:
    """The account that the lines above the header name, '' where they name none."""
    above = "\n".join(text.splitlines()[: max(0, layout.first_line - 2)])
    if found := _IBAN.search(above):
        return account_of(found.group())
    number = _NUMBER.search(above)
    return account_of(number[1]) if number else ""


def _read_table(table: Opened) -> Iterator[Item]:
    source, layout, answered = table.source, table.layout, bool(table.answer.columns)
    if not layout.known or (layout.headless and not answered and not _speaks_for_itself(layout)):
        yield from table.unknown("payment_layout_unknown")
        return
    decisions = yield from table.understood(asks_mark=True)
    if decisions is None:
        return
    account = _account_above(table.text, layout)
    converter = PaymentConverter(source.name, layout, decisions, account)
    yield from _rows(source, layout, converter, table.records())


def _rows(
    source: Source, layout: Layout, converter: PaymentConverter, records: Records
) -> Iterator[Item]:
    rows = 0
    for batch in records.batches(layout.first_line):
        if not isinstance(batch, Batch):
            yield batch
            continue
        for item in converter.convert(batch):
            rows += type(item) is PaymentRow
            yield item
        passed = rows + converter.passed + converter.pending
        faulty = sum(batch.lines[-1:]) - layout.first_line - passed
        if faulty > _FAULTY_ROWS and faulty > 10 * rows:
            yield Problem("file_not_a_list", source.name, None, {"kind": "text"})
            return
    if records.nul_bytes:
        yield Problem("nul_bytes_removed", source.name, None, {"count": records.nul_bytes})
    if converter.pending:
        yield Problem("rows_pending", source.name, None, {"count": converter.pending})
    elif not rows:
        yield Problem("no_payments", source.name)
