"""Reads address books and lists of customers as CSV, of Google, Outlook or any other tool."""

from __future__ import annotations

from collections.abc import Iterator

from wertschatz.integrations.files.progress import PROGRESS
from wertschatz.integrations.files.tables.card_rows import CardConverter
from wertschatz.integrations.files.tables.card_words import (
    CARDS,
    contact_columns,
    is_something_else,
)
from wertschatz.integrations.files.tables.dates import OrderEvidence
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
from wertschatz.integrations.files.tables.services import service_of
from wertschatz.integrations.files.tables.words import folded
from wertschatz.ports.files import Answers, CardRow, LayoutAnswer, Question, Role, Source
from wertschatz.ports.problems import Problem

Item = CardRow | Problem | Question

_ENOUGH = 32_768
"""Characters that show the header and some records; Google's header alone takes 3,000."""


class ContactsCsv:
    """The reader for address books and lists of customers as CSV."""

    name = "contacts_csv"

    def score(self, head: bytes, name: str) -> int:
        """By the kinds of columns that only an address list has, unless it is something else."""
        if is_markup(head) or kind_of_binary(head):
            return 0
        text = head.decode(encoding_of_head(head).codec, errors="replace")
        layout = find_layout(text[:_ENOUGH], CARDS)
        if layout is None or layout.headless:
            return 0
        kinds = contact_columns(layout)
        if not kinds or service_of([folded(cell) for cell in layout.header]):
            return 0
        if is_something_else(layout):
            return 0
        if not layout.known:
            return 60 if kinds > 2 else 0
        return 85 if kinds > 2 else 75 if kinds > 1 else 45

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
        layout = find_layout(text, CARDS)
        if layout is None:
            yield no_table(source, text)
            return
        PROGRESS.fingerprint = layout.fingerprint
        answer = answers.get(layout.fingerprint, LayoutAnswer())
        yield from capped(_read_table(source, encoding, layout, answer), source.name)


READER = ContactsCsv()


def _read_table(
    source: Source, encoding: Encoding, layout: Layout, answer: LayoutAnswer
) -> Iterator[Item]:
    layout = with_answer(layout, answer.columns)
    if not layout.known:
        facts = {"columns": len(layout.header), "recognised": len(layout.roles)}
        yield Problem("card_layout_unknown", source.name, None, facts)
        yield _question(source, layout)
        return
    yield from encoding_notice(source, encoding)
    order = answer.date_order or _order_of_birthdays(source, encoding, layout)
    converter = CardConverter(source.name, layout, bool(answer.columns), order)
    records = _records(source, encoding, layout)
    cards = 0
    for batch in records.batches(layout.first_line):
        if not isinstance(batch, Batch):
            yield batch
            continue
        for item in converter.convert(batch):
            cards += type(item) is CardRow
            yield item
    if converter.suppliers:
        yield Problem("suppliers_left_out", source.name, None, {"count": converter.suppliers})
    if converter.doubtful_birthday:
        facts_of_doubt = {"value": converter.doubtful_birthday}
        yield Problem("birthdays_left_out", source.name, None, facts_of_doubt)
    if records.nul_bytes:
        yield Problem("nul_bytes_removed", source.name, None, {"count": records.nul_bytes})
    if not cards:
        yield Problem("no_cards", source.name)


def _order_of_birthdays(source: Source, encoding: Encoding, layout: Layout) -> str:
    """'dmy' or 'mdy' once a birthday of the file leaves no doubt."""
    place = layout.roles.get(Role.BIRTHDAY)
    evidence = OrderEvidence()
    if place is None:
        return ""
    for batch in _records(source, encoding, layout).batches(layout.first_line):
        if isinstance(batch, Batch):
            evidence.look([row[place] for row in batch.rows if len(row) > place])
            if evidence.order:
                break
    return evidence.order


def _records(source: Source, encoding: Encoding, layout: Layout) -> Records:
    width = len(layout.header)
    return Records(source.path, source.name, encoding.codec, layout.delimiter, width)


def _question(source: Source, layout: Layout) -> Question:
    return Question(
        file=source.name,
        fingerprint=layout.fingerprint,
        columns=layout.columns,
        samples=layout.samples[:3],
        guess=dict(layout.roles),
        kind="cards",
    )
