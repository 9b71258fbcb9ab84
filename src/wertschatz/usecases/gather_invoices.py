"""Puts the rows of all files in order: by customer, every invoice once, one currency."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from wertschatz.domain.customers.identity import (
    CustomerKey,
    InvoiceKey,
    Payment,
    customer_key,
    says_more,
)
from wertschatz.domain.customers.invoices import Invoice
from wertschatz.ports.files import InvoiceRow
from wertschatz.ports.problems import Problem


@dataclass(slots=True)
class FileRead:
    """What stands in one file, duplicates included."""

    file: str
    format: str = ""
    rows: int = 0
    sums: Counter[str] = field(default_factory=Counter)
    """Currency ('' where none is stated) → minor units."""
    refused: bool = False
    twice: bool = False


@dataclass(slots=True)
class Kept:
    """An invoice that counts, and where it stood first."""

    row: InvoiceRow
    file: str


@dataclass(slots=True)
class Gathered:
    """Everything read so far. Rows of one file are set aside until the file is finished."""

    kept: dict[InvoiceKey, Kept] = field(default_factory=dict)
    names: dict[CustomerKey, str] = field(default_factory=dict)
    numbers: dict[tuple[str, int], InvoiceKey] = field(default_factory=dict)
    """Invoice number and year → the invoice that bears it."""
    problems: list[Problem] = field(default_factory=list)
    duplicates: int = 0
    _keys: dict[tuple[str, str, str], CustomerKey] = field(default_factory=dict)

    def add_file(self, file: str, rows: list[InvoiceRow]) -> None:
        """Takes in the rows of one whole file."""
        repeats: Counter[InvoiceKey] = Counter()
        for row in rows:
            key = self._key(row)
            if not row.number:
                repeats[key] += 1
                key = key._replace(repeat=repeats[key] - 1)
            self._add(file, row, key)

    def _key(self, row: InvoiceRow) -> InvoiceKey:
        named = (row.customer_number, row.vat_id, row.customer_name)
        customer = self._keys.get(named)
        if customer is None:
            customer = self._keys[named] = customer_key(*named)
            name = row.customer_name.strip() or customer[1]
            self.names.setdefault(customer, name)
        return InvoiceKey(customer, row.number, row.on, row.cents, row.currency)

    def _add(self, file: str, row: InvoiceRow, key: InvoiceKey) -> None:
        first = self.kept.get(key)
        if first is not None:
            self._again(file, row, first)
            return
        self.kept[key] = Kept(row, file)
        if row.number:
            self._note_number(file, row, key)

    def _again(self, file: str, row: InvoiceRow, first: Kept) -> None:
        self.duplicates += 1
        facts = {"first_file": first.file, "first_line": first.row.line, "number": row.number}
        self.problems.append(Problem("duplicate_row", file, row.line, facts))
        if says_more(_payment(row), _payment(first.row)):
            # The place stays, so that the first line is named; what is new about it counts.
            first.row = row._replace(line=first.row.line)

    def _note_number(self, file: str, row: InvoiceRow, key: InvoiceKey) -> None:
        year_number = (row.number, date.fromordinal(row.on).year)
        other = self.numbers.setdefault(year_number, key)
        if other is not key:
            first = self.kept[other]
            facts = {"first_file": first.file, "first_line": first.row.line, "number": row.number}
            self.problems.append(Problem("number_twice", file, row.line, facts))


def _payment(row: InvoiceRow) -> Payment:
    return Payment(row.due_on, row.paid_on, row.payment_known)


def main_currency(kept: dict[InvoiceKey, Kept]) -> str:
    """The currency most invoices are in; EUR where none is stated."""
    counts = Counter(key.currency for key in kept if key.currency)
    return min(counts, key=lambda code: (-counts[code], code)) if counts else "EUR"


def by_customer(
    kept: dict[InvoiceKey, Kept], currency: str
) -> tuple[dict[CustomerKey, list[Invoice]], Counter[tuple[str, str]]]:
    """Each customer's invoices in `currency`, and how many stay out, by file and currency.

    Invoices that name no currency are taken to be in the firm's.
    """
    customers: dict[CustomerKey, list[Invoice]] = defaultdict(list)
    foreign: Counter[tuple[str, str]] = Counter()
    for key, invoice in kept.items():
        row = invoice.row
        mine = customers[key.customer]
        if row.currency and row.currency != currency:
            foreign[(invoice.file, row.currency)] += 1
            continue
        mine.append(Invoice(row.on, row.due_on, row.paid_on, row.payment_known, row.cents))
    return customers, foreign
