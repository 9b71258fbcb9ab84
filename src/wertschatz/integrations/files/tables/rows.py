"""Turns the records of a list into invoices and says of each other record why it stays out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from wertschatz.integrations.files.tables.amounts import (
    AMOUNT_LIMIT,
    Amount,
    AmountReader,
    currency_of,
)
from wertschatz.integrations.files.tables.dates import DayReader
from wertschatz.integrations.files.tables.decisions import Decisions
from wertschatz.integrations.files.tables.layout import Layout
from wertschatz.integrations.files.tables.records import Batch
from wertschatz.integrations.files.tables.words import TOTALS, folded
from wertschatz.ports.files import AmountKind, InvoiceRow, Role
from wertschatz.ports.problems import Problem

# As InvoiceRow._make, without its check: this runs once per row.
_row: Callable[[Iterable[Any]], InvoiceRow] = partial(tuple.__new__, InvoiceRow)
_KINDS = {Role.NET: AmountKind.NET, Role.GROSS: AmountKind.GROSS}
_SHOWN = 60
"""Characters of a faulty value that a message repeats."""


class Converter:
    """Records → invoices, for one file whose layout and column rules are known."""

    def __init__(self, name: str, layout: Layout, decisions: Decisions) -> None:
        """`name` is what the person calls the file."""
        self._name = name
        self._layout = layout
        self._roles: Mapping[Role, int] = layout.roles
        self._width = len(layout.header)
        self.counted = next(r for r in (Role.NET, Role.GROSS, Role.AMOUNT) if r in layout.roles)
        self._kind = str(_KINDS.get(self.counted, AmountKind.UNSTATED))
        self._days = {place: DayReader(order) for place, order in decisions.order.items()}
        self._amounts = {place: AmountReader(comma) for place, comma in decisions.comma.items()}

    def convert(self, batch: Batch) -> Iterator[InvoiceRow | Problem]:
        """In the order of the file; the quick way when the whole batch is in order."""
        rows = self._quick(batch)
        return self._slow(batch) if rows is None else iter(rows)

    def _quick(self, batch: Batch) -> list[InvoiceRow] | None:
        """All records of a batch column by column; None when any of them needs a closer look."""
        if set(map(len, batch.rows)) != {self._width} or not isinstance(batch.lines, range):
            return None
        columns: list[Sequence[str]] = list(zip(*batch.rows, strict=True))
        cents = self._quick_cents(columns, self.counted)
        on = self._quick_days(columns, Role.DATE)
        if cents is None or on is None or None in on:
            return None
        known = Role.PAID_DATE in self._roles
        optional = [self._quick_days(columns, role) for role in (Role.DUE_DATE, Role.PAID_DATE)]
        gross = self._quick_cents(columns, Role.GROSS) if Role.GROSS in self._roles else ()
        who = [self._quick_texts(columns, role) for role in _WHO]
        currency = self._quick_currency(columns)
        if any(days is None for days in optional) or gross is None or currency is None:
            return None
        if not _everyone_named(who):
            return None
        size = len(batch.rows)
        unknown: list[int | None] = [None] * size
        numbers = self._quick_texts(columns, Role.NUMBER)
        if numbers and any(map(_MAYBE_TOTAL, set(who[0]))):
            return None
        return list(
            map(
                _row,
                zip(
                    batch.lines, *(w or [""] * size for w in who), numbers or [""] * size, on,
                    *(days or unknown for days in optional), [known] * size, cents,
                    gross or unknown, [self._kind] * size, currency, unknown, strict=True,
                ),
            )
        )  # fmt: skip

    def _quick_texts(self, columns: Sequence[Sequence[str]], role: Role) -> list[str]:
        place = self._roles.get(role)
        return [] if place is None else list(map(str.strip, columns[place]))

    def _quick_cents(self, columns: Sequence[Sequence[str]], role: Role) -> list[int] | None:
        place = self._roles[role]
        cents = self._amounts[place].plain_column(columns[place])
        if cents is None or max(cents) > AMOUNT_LIMIT or min(cents) < -AMOUNT_LIMIT:
            return None
        return cents

    def _quick_days(self, columns: Sequence[Sequence[str]], role: Role) -> list[int | None] | None:
        """Days of a column ([] without one); None when a filled cell is no day."""
        place = self._roles.get(role)
        if place is None:
            return []
        days = self._days[place].column(columns[place])
        return days if days.count(None) == columns[place].count("") else None

    def _quick_currency(self, columns: Sequence[Sequence[str]]) -> list[str] | None:
        place = self._roles.get(Role.CURRENCY)
        if place is None:
            return [self._layout.currency] * len(columns[0])
        codes = {
            text: "" if not text.strip() else currency_of(text) for text in set(columns[place])
        }
        if None in codes.values():
            return None
        return [codes[text] or "" for text in columns[place]]

    def _slow(self, batch: Batch) -> Iterator[InvoiceRow | Problem]:
        for line, row in zip(batch.lines, batch.rows, strict=True):
            if any(map(str.strip, row)) and not self._is_no_record(row):
                yield from self._one(line, row)

    def _is_no_record(self, row: list[str]) -> bool:
        """A repeated header (a new printed page), or a line of totals."""
        if tuple(map(str.strip, row)) == self._layout.header:
            return True
        first = next(cell for cell in row if cell.strip())
        unnumbered = Role.NUMBER in self._roles and not self._text(row, Role.NUMBER)
        # Sums of a month often carry its last day; an invoice would carry a number.
        if unnumbered and (_is_total(first) or _is_total(self._text(row, Role.CUSTOMER))):
            return True
        if folded(first) not in TOTALS:
            return False
        named = [self._text(row, role) for role in _WHO]
        return not self._text(row, Role.DATE) and not any(n for n in named if n != first.strip())

    def _text(self, row: list[str], role: Role) -> str:
        place = self._roles.get(role)
        text = row[place].strip() if place is not None and place < len(row) else ""
        return " ".join(text.split()) if "\n" in text or "\r" in text else text

    def _one(self, line: int, row: list[str]) -> Iterator[InvoiceRow | Problem]:
        who = [self._text(row, role) for role in _WHO]
        on, day_problem = self._day(row)
        amount, amount_problem = self._amount(row, self.counted)
        currency = self._currency(row, amount)
        code = self._wrong_width(row) or ("" if any(who) else "customer_missing")
        code = code or day_problem or amount_problem
        if code or on is None or amount is None or currency is None:
            yield self._problem(code or "currency_unreadable", line, row)
            return
        due, paid = (self._optional_day(row, role) for role in (Role.DUE_DATE, Role.PAID_DATE))
        for role, day in ((Role.DUE_DATE, due), (Role.PAID_DATE, paid)):
            if day is None and self._text(row, role):
                yield self._problem(f"{role}_unreadable", line, row)
        gross = self._amount(row, Role.GROSS)[0] if Role.GROSS in self._roles else None
        yield InvoiceRow(
            line, who[0], who[1], who[2], self._text(row, Role.NUMBER), on, due, paid,
            Role.PAID_DATE in self._roles, amount[0], gross[0] if gross else None, self._kind,
            currency,
        )  # fmt: skip

    def _wrong_width(self, row: list[str]) -> str:
        needed = (self._roles[Role.DATE], self._roles[self.counted])
        if len(row) <= max(needed):
            return "row_too_short"
        return "row_too_wide" if any(map(str.strip, row[self._width :])) else ""

    def _day(self, row: list[str]) -> tuple[int | None, str]:
        text = self._text(row, Role.DATE)
        if not text:
            return None, "date_missing"
        day = self._optional_day(row, Role.DATE)
        return day, "" if day else "date_unreadable"

    def _optional_day(self, row: list[str], role: Role) -> int | None:
        place = self._roles.get(role)
        return None if place is None else self._days[place][self._text(row, role)]

    def _amount(self, row: list[str], role: Role) -> tuple[Amount | None, str]:
        text = self._text(row, role)
        if not text:
            return None, "amount_missing"
        amount = self._amounts[self._roles[role]][text]
        if amount is None:
            return None, "amount_unreadable"
        return (amount, "") if abs(amount[0]) <= AMOUNT_LIMIT else (None, "amount_too_large")

    def _currency(self, row: list[str], amount: Amount | None) -> str | None:
        """From its own column, else beside the amount, else from the header."""
        written = self._text(row, Role.CURRENCY)
        if written:
            return currency_of(written)
        return (amount[1] if amount else "") or self._layout.currency

    def _problem(self, code: str, line: int, row: list[str]) -> Problem:
        facts: dict[str, int | str | bool] = {}
        role = _VALUE_OF.get(code)
        if role or code.startswith("amount"):
            facts["value"] = self._text(row, role or self.counted)[:_SHOWN]
        if code.startswith("row_"):
            facts |= {"columns": len(row), "expected": self._width}
        return Problem(code, self._name, line, facts)


_WHO = (Role.CUSTOMER, Role.CUSTOMER_NUMBER, Role.VAT_ID)
_VALUE_OF = {
    "date_unreadable": Role.DATE,
    "due_date_unreadable": Role.DUE_DATE,
    "paid_date_unreadable": Role.PAID_DATE,
    "currency_unreadable": Role.CURRENCY,
}


def _everyone_named(who: Sequence[list[str]]) -> bool:
    """Each record has a name, a number or a VAT id; nearly always the first column suffices."""
    filled = [texts for texts in who if texts]
    if any("" not in texts for texts in filled):
        return True
    return all(any(texts) for texts in zip(*filled, strict=True))


# A quick look at thousands of names; the careful way then decides.
_MAYBE_TOTAL = re.compile(rf"\s*(?:{'|'.join(sorted(TOTALS))})", re.IGNORECASE).match


def _is_total(cell: str) -> bool:
    """The cell begins with a word for a total: "Summe Januar", "Gesamtsumme:"."""
    words = cell.replace(":", " ").split()
    return bool(words) and folded(words[0]) in TOTALS
