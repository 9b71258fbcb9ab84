"""Reads bank statements as CSV, of German banks and of others by the words of their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from wertschatz.integrations.files.progress import PROGRESS
from wertschatz.integrations.files.statements.keys import account_of
from wertschatz.integrations.files.tables.decisions import decide
from wertschatz.integrations.files.tables.encoding import (
    HEAD_BYTES,
    Encoding,
    encoding_of,
    encoding_of_head,
    is_markup,
    kind_of_binary,
)
from wertschatz.integrations.files.tables.headless import headless_roles, is_surely_a_statement
from wertschatz.integrations.files.tables.layout import Layout, find_layout, with_answer
from wertschatz.integrations.files.tables.messages import capped, encoding_notice, no_table
from wertschatz.integrations.files.tables.payment_rows import PaymentConverter
from wertschatz.integrations.files.tables.payment_words import PAYMENTS, bank_marks
from wertschatz.integrations.files.tables.records import Batch, Records
from wertschatz.ports.files import Answers, LayoutAnswer, PaymentRow, Question, Role, Source
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
        if is_markup(head) or kind_of_binary(head):
            return 0
        text = head.decode(encoding_of_head(head).codec, errors="replace")
        layout = _layout(text[:_ENOUGH])
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
        with source.path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        binary = kind_of_binary(head)
        if binary:
            yield Problem("file_not_a_list", source.name, None, {"kind": binary})
            return
        encoding = encoding_of(source.path)
        text = head.decode(encoding.codec, errors="replace")
        layout = _layout(text)
        if layout is None:
            yield no_table(source, text)
            return
        PROGRESS.fingerprint = layout.fingerprint
        answer = answers.get(layout.fingerprint, LayoutAnswer())
        layout = with_answer(layout, answer.columns)
        account = _account_above(text, layout)
        items = _read_table(source, encoding, layout, answer, account)
        yield from capped(items, source.name)


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


def _read_table(
    source: Source, encoding: Encoding, layout: Layout, answer: LayoutAnswer, account: str
) -> Iterator[Item]:
    said, answered = answer.date_order, bool(answer.columns)
    if not layout.known or (layout.headless and not answered and not _speaks_for_itself(layout)):
        facts = {"columns": len(layout.header), "recognised": len(layout.roles)}
        yield Problem("payment_layout_unknown", source.name, None, facts)
        yield _question(source, layout)
        return
    yield from encoding_notice(source, encoding)
    first = _records(source, encoding, layout)
    decisions = decide(layout, first.batches(layout.first_line), said)
    if decisions.doubtful:
        yield Problem("date_order_doubtful", source.name, None, {"value": decisions.doubtful})
        yield _question(source, layout, decisions.doubtful)
        return
    if decisions.whole:
        yield Problem("amounts_taken_whole", source.name, None, {"value": decisions.whole})
    converter = PaymentConverter(source.name, layout, decisions, account)
    yield from _rows(source, layout, converter, _records(source, encoding, layout))


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
        kind="payments",
    )
