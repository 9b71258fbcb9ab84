"""Which invoice a row of a file is, and what two files that state the same one know together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

from wertschatz.domain.customers.identity import customer_key, invoice_key
from wertschatz.domain.customers.same_invoice import same_invoice
from wertschatz.ports.customers import Keyed
from wertschatz.ports.files import InvoiceRow
from wertschatz.ports.problems import Problem
from wertschatz.ports.restating import completed, says_no_more, stated


class Seen(NamedTuple):
    """What was seen first under a key."""

    content: int
    """Hash of everything a row says but its line."""
    file: str
    line: int
    customer: str
    row: InvoiceRow


@dataclass(slots=True)
class Keys:
    """Gives each row its keys, and says what stands twice.

    Word for word the same: counted once. The same invoice in a second file, be it a list, an
    e-invoice or a newer export: counted once, with what both know. A number with another day or
    amount: a second invoice.
    """

    seen: dict[str, Seen] = field(default_factory=dict)
    of_file: list[tuple[str, Seen | None]] = field(default_factory=list)
    """Keys on which the file being read said something, and what was known before it."""
    _numbers: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    """Number and day → keys."""

    def forget_file(self) -> None:
        """The file being read is refused: what it said first, nobody has said."""
        for key, before in reversed(self.of_file):
            if before is None:
                self.seen.pop(key, None)
            else:
                self.seen[key] = before

    def key(self, file: str, row: InvoiceRow) -> tuple[Keyed, Problem | None]:
        """The row with its keys, and a notice when it stands twice."""
        customer = customer_key(row.customer_number, row.vat_id, row.customer_name)
        year = dt.date.fromordinal(row.on).year
        base = key = invoice_key(customer, row.number, year, row.on, row.cents)
        mine = Seen(hash(row[1:]), file, row.line, customer, row)
        count = 1
        while (first := self.seen.get(key)) is not None:
            if first.content == mine.content:
                return Keyed(customer, key, row), _twice("duplicate_row", first, mine)
            if row.number and first.file != file and _same(first, mine):
                return self._restated(key, first, mine)
            count += 1
            key = f"{base}#{count}"
        if count == 1 and (elsewhere := self._elsewhere(mine)):
            return self._restated(elsewhere, self.seen[elsewhere], mine)
        self._keep(key, mine)
        item = Keyed(customer, key, row)
        if count > 1 and row.number:
            return item, _twice("number_twice", self.seen[base], mine)
        return item, None

    def _keep(self, key: str, mine: Seen) -> None:
        self.seen[key] = mine
        self.of_file.append((key, None))
        if mine.row.number:
            self._numbers.setdefault((mine.row.number, mine.row.on), []).append(key)

    def _elsewhere(self, mine: Seen) -> str:
        """The key of the same invoice under another customer's name in another file, or ''."""
        if not mine.row.number:
            return ""
        for key in self._numbers.get((mine.row.number, mine.row.on), ()):
            first = self.seen.get(key)
            if first is not None and first.file != mine.file and _same(first, mine):
                return key
        return ""

    def _restated(self, key: str, first: Seen, mine: Seen) -> tuple[Keyed, Problem | None]:
        """Another file on the same invoice: what one of them knows stays known."""
        row = completed(mine.row, first.row)
        if first.row.paid_on is not None:
            row = row._replace(payment_known=first.row.payment_known, paid_on=first.row.paid_on)
        if says_no_more(row, first.row):
            return Keyed(first.customer, key, mine.row), _twice("duplicate_row", first, mine)
        self.of_file.append((key, first))
        self.seen[key] = first._replace(row=row)
        return Keyed(first.customer, key, row, restates=True), None


def _same(first: Seen, mine: Seen) -> bool:
    return same_invoice(stated(first.row, first.customer), stated(mine.row, mine.customer))


def _twice(code: str, first: Seen, mine: Seen) -> Problem:
    where: dict[str, int | str] = {
        "number": mine.row.number, "first_file": first.file, "first_line": first.line,
    }  # fmt: skip
    return Problem(code, mine.file, mine.line, where)
