"""Says of each record whether it is an invoice at all, and what its status tells of payment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from wertschatz.integrations.files.tables.layout import Layout
from wertschatz.integrations.files.tables.statuses import (
    NO_INVOICE,
    Meaning,
    status_meaning,
    type_meaning,
    yes_or_no,
)
from wertschatz.integrations.files.tables.words import WORDS, YES_COLUMNS, folded
from wertschatz.ports.files import Role
from wertschatz.ports.problems import Problem

_CREDIT_FLAGS = frozenset({"isreturn", "iscreditnote", "istgutschrift"})
_CANCELLED_FLAGS = frozenset(
    {"storno", "storniert", "iststorniert", "cancelled", "canceled", "voided"}
)
_CANCELLED_DAYS = frozenset(
    {"cancelledat", "canceledat", "cancelledon", "storniertam", "stornodatum", "voidedat"}
)


class Verdict(NamedTuple):
    """What the status and type columns of one record say together."""

    left_out: Meaning | None = None
    """Why the record is no invoice, or `CANCELLED`."""
    credit: bool = False
    payment: Meaning | None = None
    """`PAID`, `PARTIAL`, `OPEN` or nothing said."""


_PLAIN = Verdict()


class Judge:
    """Reads the status and type columns of one list; each distinct text is understood once."""

    def __init__(self, layout: Layout) -> None:
        """Of a layout whose roles are known."""
        self._readers = list(_readers(layout))
        self._places = [place for place, _ in self._readers]
        self._known: dict[tuple[str, ...], Verdict] = {}
        self.silent = not self._readers
        """The list has no such columns."""

    def __call__(self, row: Sequence[str]) -> Verdict:
        """The verdict on a record; columns behind its end say nothing."""
        if self.silent:
            return _PLAIN
        cells = tuple([row[place] if place < len(row) else "" for place in self._places])
        verdict = self._known.get(cells)
        if verdict is None:
            if len(self._known) > 20_000:
                self._known.clear()
            verdict = self._known[cells] = self._understood(cells)
        return verdict

    def _understood(self, cells: Sequence[str]) -> Verdict:
        said = [read(cell.strip()) for (_, read), cell in zip(self._readers, cells, strict=True)]
        meanings = {meaning for meaning in said if meaning}
        left_out = next((m for m in said if m in NO_INVOICE), None)
        if Meaning.CANCELLED in meanings:
            left_out = Meaning.CANCELLED
        order = (Meaning.PARTIAL, Meaning.PAID, Meaning.OPEN)
        payment = next((meaning for meaning in order if meaning in meanings), None)
        return Verdict(left_out, Meaning.CREDIT in meanings, payment)


def _readers(layout: Layout) -> Iterator[tuple[int, Callable[[str], Meaning | None]]]:
    """Every column with a word for status or type: Odoo has both a state and a payment state."""
    chosen = {layout.roles.get(Role.STATUS): Role.STATUS, layout.roles.get(Role.TYPE): Role.TYPE}
    for place, word in enumerate(map(folded, layout.header)):
        role = chosen.get(place)
        if role is None and word in WORDS and layout.service is None:
            role = WORDS[word][0]
        if word in _CANCELLED_DAYS:
            yield place, _cancelled_at
        elif word in _CANCELLED_FLAGS:
            yield place, _cancelled_flag
        elif word in _CREDIT_FLAGS:
            yield place, _credit_flag
        elif role is Role.STATUS:
            yield place, status_meaning
        elif role is Role.TYPE:
            yield place, type_meaning
        elif word in YES_COLUMNS and layout.says_yes(place):
            yield place, _paid_flag


def _cancelled_at(text: str) -> Meaning | None:
    return Meaning.CANCELLED if text else None


def _cancelled_flag(text: str) -> Meaning | None:
    return Meaning.CANCELLED if yes_or_no(text) else None


def _credit_flag(text: str) -> Meaning | None:
    return Meaning.CREDIT if yes_or_no(text) else None


def _paid_flag(text: str) -> Meaning | None:
    answer = yes_or_no(text)
    return None if answer is None else Meaning.PAID if answer else Meaning.OPEN


class Tally:
    """Counts what was left out or turned, to be told once per file."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.left_out: Counter[Meaning] = Counter()
        self.credits = 0
        self.others = 0
        """Rows of a payment service that are no customer's payment."""
        self.passed = 0
        """Rows that need no correction, whatever else is counted of them."""

    def problems(self, name: str) -> Iterator[Problem]:
        """One notice of each kind."""
        for meaning, count in sorted(self.left_out.items()):
            facts: dict[str, int | str | bool] = {"count": count}
            if meaning is Meaning.CANCELLED:
                yield Problem("rows_cancelled", name, None, facts)
            else:
                yield Problem("rows_not_invoices", name, None, {**facts, "kind": str(meaning)})
        if self.others:
            yield Problem("rows_not_payments", name, None, {"count": self.others})
        if self.credits:
            yield Problem("credit_notes_negative", name, None, {"count": self.credits})
