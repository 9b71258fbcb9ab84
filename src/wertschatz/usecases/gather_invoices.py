"""Puts the rows of all files in order: by customer, every invoice once, one currency."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from wertschatz.domain.customers.identity import customer_id
from wertschatz.domain.customers.invoices import Invoice
from wertschatz.ports.customers import Keyed
from wertschatz.ports.files import InvoiceRow
from wertschatz.ports.problems import Problem
from wertschatz.usecases.import_files import Keys


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
    """The same bytes stood in an earlier file; its rows do not count again."""


class Kept(NamedTuple):
    """An invoice that counts, with its currency and file."""

    invoice: Invoice
    currency: str
    file: str


@dataclass(slots=True)
class Person:
    """A customer as the files name it: what tells it apart, and its name."""

    id: str
    name: str


@dataclass(slots=True)
class Gathered:
    """The invoices of all files, each once, by customer."""

    customers: dict[str, list[Kept]] = field(default_factory=lambda: defaultdict(list))
    people: dict[str, Person] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    duplicates: int = 0
    _keys: Keys = field(default_factory=Keys)
    _places: dict[str, int] = field(default_factory=dict)
    """Key of an invoice → its place among its customer's."""

    def add_file(self, file: str, rows: Sequence[InvoiceRow]) -> None:
        """Takes in the rows of one whole file; what stands twice is told and counted once."""
        for row in rows:
            keyed, problem = self._keys.key(file, row)
            if problem is not None:
                self.problems.append(problem)
                if problem.code == "duplicate_row":
                    self.duplicates += 1
                    continue
            self._keep(keyed, file)

    def _keep(self, keyed: Keyed, file: str) -> None:
        customer, row = keyed.customer, keyed.row
        if customer not in self.people:
            known = customer_id(row.customer_number, row.vat_id, row.customer_name)
            self.people[customer] = Person(known, row.customer_name.strip() or known)
        invoice = Invoice(row.on, row.due_on, row.paid_on, row.payment_known, row.cents)
        mine, kept = self.customers[customer], Kept(invoice, row.currency, file)
        if keyed.restates:
            mine[self._places[keyed.key]] = kept
        else:
            self._places[keyed.key] = len(mine)
            mine.append(kept)

    @property
    def invoices(self) -> int:
        """How many invoices and credit notes count, in any currency."""
        return sum(map(len, self.customers.values()))

    def main_currency(self) -> str:
        """The currency most invoices are in; EUR where none is stated."""
        counts = Counter(kept.currency for mine in self.customers.values() for kept in mine)
        del counts[""]
        return min(counts, key=lambda code: (-counts[code], code)) if counts else "EUR"

    def foreign(self, currency: str) -> Counter[tuple[str, str]]:
        """How many invoices are in another currency, by file and currency."""
        return Counter(
            (kept.file, kept.currency)
            for mine in self.customers.values()
            for kept in mine
            if kept.currency not in ("", currency)
        )
