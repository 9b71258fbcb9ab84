"""Opens a list for whichever reader reads it: its bytes, its header, and what was said about it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

from wertschatz.integrations.files.progress import PROGRESS
from wertschatz.integrations.files.tables.decisions import Decisions, decide
from wertschatz.integrations.files.tables.encoding import (
    HEAD_BYTES,
    Encoding,
    encoding_of,
    encoding_of_head,
    is_markup,
    kind_of_binary,
)
from wertschatz.integrations.files.tables.layout import Layout, with_answer
from wertschatz.integrations.files.tables.messages import encoding_notice, no_table
from wertschatz.integrations.files.tables.records import Records
from wertschatz.ports.files import Answers, LayoutAnswer, Question, Source
from wertschatz.ports.problems import Problem

FindLayout = Callable[[str], Layout | None]
"""Finds header and columns in the first characters; each kind of list knows its own words."""


def layout_in(head: bytes, find: FindLayout, characters: int | None = None) -> Layout | None:
    """The layout that the first bytes of a file show; None for what is no list."""
    if is_markup(head) or kind_of_binary(head):
        return None
    return find(head.decode(encoding_of_head(head).codec, errors="replace")[:characters])


@dataclass(frozen=True, slots=True)
class Opened:
    """A list whose header was found."""

    source: Source
    kind: str
    """As questions about it are named: 'invoices', 'times' …"""
    encoding: Encoding
    text: str
    """Its beginning."""
    layout: Layout
    """With what the person said about its columns."""
    answer: LayoutAnswer

    def records(self) -> Records:
        """A pass over all records."""
        layout, source = self.layout, self.source
        return Records(
            source.path, source.name, self.encoding.codec, layout.delimiter, len(layout.header),
            wrapped=layout.wrapped,
        )  # fmt: skip

    def understood(
        self, *, asks_mark: bool = False
    ) -> Generator[Problem | Question, None, Decisions | None]:
        """How it is written; returns what dates and amounts mean. None: the person is asked.

        Where every amount is like 1.000, an invoice list means thousands; with `asks_mark` it is
        asked instead, since banks write both.
        """
        yield from encoding_notice(self.source, self.encoding)
        batches = self.records().batches(self.layout.first_line)
        answer = self.answer
        decisions = decide(self.layout, batches, answer.date_order, answer.decimal_mark)
        if decisions.doubtful:
            yield from self.doubtful_dates(decisions.doubtful)
            return None
        if asks_mark and decisions.whole:
            yield from self._doubtful_amounts(decisions.whole)
            return None
        return decisions

    def unknown(self, code: str) -> Iterator[Problem | Question]:
        """Not enough columns are understood: `code` says so, and the person is asked."""
        layout = self.layout
        facts = {"columns": len(layout.header), "recognised": len(layout.roles)}
        yield Problem(code, self.source.name, None, facts)
        yield self.question()

    def doubtful_dates(self, example: str) -> Iterator[Problem | Question]:
        """The order of day and month is in doubt, as `example` shows."""
        yield Problem("date_order_doubtful", self.source.name, None, {"value": example})
        yield self.question(example)

    def _doubtful_amounts(self, example: str) -> Iterator[Problem | Question]:
        """Whether a mark parts thousands or decimals is in doubt, as `example` shows."""
        yield Problem("decimal_mark_doubtful", self.source.name, None, {"value": example})
        yield self.question(amount_example=example)

    def question(self, date_example: str = "", amount_example: str = "") -> Question:
        """What the columns mean, or the order of dates, or the decimal mark."""
        return Question(
            file=self.source.name, fingerprint=self.layout.fingerprint,
            columns=self.layout.columns, samples=self.layout.samples[:3],
            guess=dict(self.layout.roles), date_example=date_example, kind=self.kind,
            amount_example=amount_example,
        )  # fmt: skip


def opened(source: Source, answers: Answers, kind: str, find: FindLayout) -> Opened | Problem:
    """The list, or why it is none."""
    with source.path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    binary = kind_of_binary(head)
    if binary:
        return Problem("file_not_a_list", source.name, None, {"kind": binary})
    encoding = encoding_of(source.path)
    text = head.decode(encoding.codec, errors="replace")
    layout = find(text)
    if layout is None:
        return no_table(source, text)
    PROGRESS.fingerprint = layout.fingerprint
    answer = answers.get(layout.fingerprint, LayoutAnswer())
    return Opened(source, kind, encoding, text, with_answer(layout, answer.columns), answer)
