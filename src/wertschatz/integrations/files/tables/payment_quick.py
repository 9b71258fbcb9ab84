"""Turns thousands of records of a bank's list into payments at once, when all are in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from wertschatz.integrations.files.statements.keys import has_keys, reference_of
from wertschatz.integrations.files.statements.multipurpose import reason_in
from wertschatz.integrations.files.tables.amounts import (
    AMOUNT_LIMIT,
    AmountReader,
    currency_of,
    digits_of,
)
from wertschatz.integrations.files.tables.dates import DayReader
from wertschatz.integrations.files.tables.layout import Layout
from wertschatz.integrations.files.tables.payment_cells import (
    Accounts,
    Kinds,
    first_word,
    is_pending,
    said_in,
)
from wertschatz.integrations.files.tables.records import Batch
from wertschatz.ports.files import PaymentKind, PaymentRow, Role

# As PaymentRow._make, without its check: this runs once per row.
_row: Callable[[Iterable[Any]], PaymentRow] = partial(tuple.__new__, PaymentRow)
_CAREFUL = frozenset({Role.SIGN, Role.DEBIT, Role.PAYER})
_RETURNED = PaymentKind.RETURNED.value

Columns = Sequence[Sequence[str]]


class PaymentQuick:
    """The quick way for plain lists; the careful way of `payment_rows` gives the same rows."""

    def __init__(
        self,
        layout: Layout,
        days: Mapping[int, DayReader],
        amounts: Mapping[int, AmountReader],
        kinds: Kinds,
        accounts: Accounts,
        account: str,
        currency: str,
    ) -> None:
        """Shares its readers, by column, with the careful way."""
        self._roles: Mapping[Role, int] = layout.roles
        self._width = len(layout.header)
        self._days, self._amounts = days, amounts
        self._kinds, self._accounts = kinds, accounts
        self._account, self._currency = account, currency
        self._never = bool(_CAREFUL & layout.roles.keys()) or not {
            Role.AMOUNT, Role.NAME, Role.PURPOSE
        } <= layout.roles.keys()  # fmt: skip
        self.pending = 0
        """Rows of the last batch that are not booked yet."""

    def rows(self, batch: Batch) -> list[PaymentRow] | None:
        """All records of a batch column by column; None when any of them needs a closer look."""
        if self._never or set(map(len, batch.rows)) != {self._width}:
            return None
        lines, rows = self._booked(batch)
        if not rows:
            return []
        columns: Columns = list(zip(*rows, strict=True))
        cents, currency = self._cents(columns), self._currencies(columns)
        on = self._day_column(columns, Role.DATE)
        value_on = self._day_column(columns, Role.VALUE_DATE)
        if cents is None or on is None or None in on or value_on is None or currency is None:
            return None
        names = self._texts(columns, Role.NAME)
        purposes = self._texts(columns, Role.PURPOSE)
        if any(not (name or text) for name, text in zip(names, purposes, strict=True)):
            return None  # a balance may stand in another column
        nothing = [None] * len(lines)
        accounts = self._account_column(columns, Role.ACCOUNT, self._account)
        when = (on, value_on or nothing, cents, currency)
        what = self._described(columns, names, purposes)
        documents = self._texts(columns, Role.NUMBER) or [""] * len(lines)
        rest = (nothing, documents, [""] * len(lines))  # a bank knows no customer numbers
        return list(map(_row, zip(lines, accounts, *when, *what, *rest, strict=True)))

    def _described(
        self, columns: Columns, names: list[str], purposes: list[str]
    ) -> tuple[Sequence[str], ...]:
        """Name, account, purpose, references, mandate, kind and reason, in the order of a row."""
        words = self._texts(columns, Role.BOOKING_TEXT) or [""] * len(names)
        ends = self._references(columns, Role.END_TO_END)
        mandates = self._references(columns, Role.MANDATE)
        others = self._account_column(columns, Role.IBAN, "")
        if has_keys("\n".join(purposes)):
            said = [said_in(text, by_labels=False) for text in purposes]
            purposes = [one.purpose for one in said]
            names = _filled_up(names, [one.name for one in said])
            others = _filled_up(others, [one.account for one in said])
            ends = _filled_up(ends, [one.end_to_end for one in said])
            mandates = _filled_up(mandates, [one.mandate for one in said])
        called = _filled_up(words, map(first_word, purposes)) if "" in words else words
        kinds = list(map(self._kinds.of, called, mandates))
        reasons = [""] * len(names)
        if _RETURNED in kinds:
            pairs = zip(kinds, purposes, strict=True)
            reasons = [reason_in(text) if kind == _RETURNED else "" for kind, text in pairs]
        references = self._references(columns, Role.REFERENCE)
        texts = _filled_up(purposes, words)
        return names, others, texts, references, ends, mandates, kinds, reasons

    def _booked(self, batch: Batch) -> tuple[Sequence[int], list[list[str]]]:
        """Without what is pending."""
        self.pending = 0
        places = [self._roles[r] for r in (Role.STATUS, Role.BOOKING_TEXT) if r in self._roles]
        words = {row[place] for place in places for row in batch.rows}
        pending = {word for word in words if is_pending(word)}
        if not pending:
            return batch.lines, batch.rows
        kept = [
            (line, row)
            for line, row in zip(batch.lines, batch.rows, strict=True)
            if not any(row[place] in pending for place in places)
        ]
        self.pending = len(batch.rows) - len(kept)
        return [line for line, _ in kept], [row for _, row in kept]

    def _cents(self, columns: Columns) -> list[int] | None:
        place = self._roles[Role.AMOUNT]
        cents = self._amounts[place].plain_column(columns[place])
        if cents is None or max(cents) > AMOUNT_LIMIT or min(cents) < -AMOUNT_LIMIT:
            return None
        return cents

    def _day_column(self, columns: Columns, role: Role) -> list[int | None] | None:
        """Days of a column ([] without one); None when a filled cell is no day."""
        place = self._roles.get(role)
        if place is None:
            return []
        days = self._days[place].column(columns[place])
        return days if days.count(None) == columns[place].count("") else None

    def _currencies(self, columns: Columns) -> list[str] | None:
        place = self._roles.get(Role.CURRENCY)
        if place is None:
            return [self._currency] * len(columns[0])
        codes = {
            text: currency_of(text) if text.strip() else self._currency
            for text in set(columns[place])
        }
        if any(code is None or digits_of(code) != 2 for code in codes.values()):
            return None
        return [codes[text] or "" for text in columns[place]]

    def _texts(self, columns: Columns, role: Role) -> list[str]:
        place = self._roles.get(role)
        return [] if place is None else list(map(str.strip, columns[place]))

    def _references(self, columns: Columns, role: Role) -> list[str]:
        texts = self._texts(columns, role)
        if not texts:
            return [""] * len(columns[0])
        return list(map(reference_of, texts)) if any(texts) else texts

    def _account_column(self, columns: Columns, role: Role, default: str) -> list[str]:
        place = self._roles.get(role)
        if place is None:
            return [default] * len(columns[0])
        accounts = self._accounts
        return [accounts[cell] or default for cell in columns[place]]


def _filled_up(first: Sequence[str], second: Iterable[str]) -> list[str]:
    """The first text of each pair that says something."""
    return [one or other for one, other in zip(first, second, strict=True)]
