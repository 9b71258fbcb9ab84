"""Turns thousands of records into invoices at once, column by column, when all are in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from wertschatz.integrations.files.tables.amounts import (
    AMOUNT_LIMIT,
    AmountReader,
    currency_of,
    digits_of,
)
from wertschatz.integrations.files.tables.dates import DayReader
from wertschatz.integrations.files.tables.layout import Layout
from wertschatz.integrations.files.tables.persons import Persons
from wertschatz.integrations.files.tables.records import Batch
from wertschatz.integrations.files.tables.words import TOTALS
from wertschatz.ports.files import InvoiceRow, Role

# As InvoiceRow._make, without its check: this runs once per row.
_row: Callable[[Iterable[Any]], InvoiceRow] = partial(tuple.__new__, InvoiceRow)
_WHO = (Role.CUSTOMER, Role.CUSTOMER_NUMBER, Role.VAT_ID)


class Quick:
    """The quick way for plain lists; the careful way of `rows.Converter` gives the same rows."""

    def __init__(
        self,
        layout: Layout,
        counted: Role,
        kind: str,
        days: Mapping[int, DayReader],
        amounts: Mapping[int, AmountReader],
    ) -> None:
        """Shares its readers, by column, with the careful way."""
        self._layout, self._counted, self._kind = layout, counted, kind
        self._days, self._amounts = days, amounts
        self._roles: Mapping[Role, int] = layout.roles
        self._width = len(layout.header)
        self._persons = Persons(layout)

    def rows(self, batch: Batch) -> list[InvoiceRow] | None:
        """All records of a batch column by column; None when any of them needs a closer look."""
        if set(map(len, batch.rows)) != {self._width}:
            return None
        columns: list[Sequence[str]] = list(zip(*batch.rows, strict=True))
        cents = self._quick_cents(columns, self._counted)
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
        if not _everyone_named(who) or not self._plainly_named(who[0]):
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

    def _plainly_named(self, names: Sequence[str]) -> bool:
        """The names stand in one column, none of them in another."""
        return self._persons.silent or not (self._persons.always or "" in names)

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
        if None in codes.values() or any(digits_of(code or "") != 2 for code in codes.values()):
            return None
        return [codes[text] or "" for text in columns[place]]


def _everyone_named(who: Sequence[list[str]]) -> bool:
    """Each record has a name, a number or a VAT id; nearly always the first column suffices."""
    filled = [texts for texts in who if texts]
    if any("" not in texts for texts in filled):
        return True
    return all(any(texts) for texts in zip(*filled, strict=True))


# A quick look at thousands of names; the careful way then decides.
_MAYBE_TOTAL = re.compile(rf"\s*(?:{'|'.join(sorted(TOTALS))})", re.IGNORECASE).match
