"""Reads address books and lists of customers as CSV, of Google, Outlook or any other tool."""

from __future__ import annotations

from collections.abc import Iterator

from wertschatz.integrations.files.tables.card_rows import CardConverter
from wertschatz.integrations.files.tables.card_words import (
    CARDS,
    contact_columns,
    is_something_else,
)
from wertschatz.integrations.files.tables.dates import OrderEvidence
from wertschatz.integrations.files.tables.layout import Layout, find_layout
from wertschatz.integrations.files.tables.messages import capped, encoding_notice
from wertschatz.integrations.files.tables.opening import Opened, layout_in, opened
from wertschatz.integrations.files.tables.records import Batch
from wertschatz.integrations.files.tables.services import service_of
from wertschatz.integrations.files.tables.words import folded
from wertschatz.ports.files import Answers, CardRow, Question, Role, Source
from wertschatz.ports.problems import Problem

Item = CardRow | Problem | Question

_ENOUGH = 32_768
"""Characters that show the header and some records; Google's header alone takes 3,000."""


class ContactsCsv:
    """The reader for address books and lists of customers as CSV."""

    name = "contacts_csv"

    def score(self, head: bytes, name: str) -> int:
        """By the kinds of columns that only an address list has, unless it is something else."""
        layout = layout_in(head, _layout, _ENOUGH)
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
        found = opened(source, answers, "cards", _layout)
        if isinstance(found, Problem):
            yield found
        else:
            yield from capped(_read_table(found), source.name)


READER = ContactsCsv()


def _layout(text: str) -> Layout | None:
    return find_layout(text, CARDS)


def _read_table(table: Opened) -> Iterator[Item]:
    name, layout, answer = table.source.name, table.layout, table.answer
    if not layout.known:
        yield from table.unknown("card_layout_unknown")
        return
    yield from encoding_notice(table.source, table.encoding)
    order = answer.date_order or _order_of_birthdays(table)
    converter = CardConverter(name, layout, bool(answer.columns), order)
    records = table.records()
    cards = 0
    for batch in records.batches(layout.first_line):
        if not isinstance(batch, Batch):
            yield batch
            continue
        for item in converter.convert(batch):
            cards += type(item) is CardRow
            yield item
    if converter.suppliers:
        yield Problem("suppliers_left_out", name, None, {"count": converter.suppliers})
    if converter.doubtful_birthday:
        facts_of_doubt = {"value": converter.doubtful_birthday}
        yield Problem("birthdays_left_out", name, None, facts_of_doubt)
    if records.nul_bytes:
        yield Problem("nul_bytes_removed", name, None, {"count": records.nul_bytes})
    if not cards:
        yield Problem("no_cards", name)


def _order_of_birthdays(table: Opened) -> str:
    """'dmy' or 'mdy' once a birthday of the file leaves no doubt."""
    place = table.layout.roles.get(Role.BIRTHDAY)
    evidence = OrderEvidence()
    if place is None:
        return ""
    for batch in table.records().batches(table.layout.first_line):
        if isinstance(batch, Batch):
            evidence.look([row[place] for row in batch.rows if len(row) > place])
            if evidence.order:
                break
    return evidence.order
