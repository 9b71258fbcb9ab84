"""Reads a booking batch: what customers were invoiced, what they paid, and what was taken back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from wertschatz.domain.values import Fact
from wertschatz.integrations.files.bookkeeping.accounts import Accounts, ChartEvidence, Sort
from wertschatz.integrations.files.bookkeeping.columns import BOOKING, Columns
from wertschatz.integrations.files.bookkeeping.days import due_day, due_in_field_2
from wertschatz.integrations.files.bookkeeping.gathering import Booking, Gathered, gathered
from wertschatz.integrations.files.bookkeeping.header import Header
from wertschatz.integrations.files.tables.amounts import (
    AMOUNT_LIMIT,
    AmountReader,
    MarkEvidence,
    currency_of,
    digits_of,
)
from wertschatz.integrations.files.tables.records import Batch, Records
from wertschatz.ports.files import AmountKind, InvoiceRow, PaymentRow, Source
from wertschatz.ports.problems import Problem

_SHOWN = 60
_EXAMPLES = 5
_REVERSING_KEYS = frozenset("23678")
"""First of two digits of a BU-Schlüssel that make a booking a Generalumkehr."""


class Batches:
    """One booking batch. The file is gone through twice: what its figures mean, then the rows."""

    def __init__(self, source: Source, codec: str, header: Header) -> None:
        """Nothing is read yet."""
        self._source, self._codec, self._header = source, codec, header
        self._columns = Columns(BOOKING, header.titles)
        self._sort = cache(Accounts(header.ledger_digits).sort)
        self._amounts = AmountReader(True)
        self._debtors = 0
        self._others = 0

    def items(self) -> Iterator[InvoiceRow | PaymentRow | Problem]:
        """Faults in the order of the file, then invoices, payments and what concerns all of it."""
        self._decide()
        bookings: list[Booking] = []
        records = self._records()
        for item in self._bookings(records):
            # DATEV allows 99,999 bookings in a batch, so all of them may wait.
            if isinstance(item, Booking):
                bookings.append(item)
            else:
                yield item
        found = gathered(bookings)
        yield from found.invoices
        yield from found.payments
        yield from self._notices(found)
        if records.nul_bytes:
            yield Problem(
                "nul_bytes_removed", self._source.name, None, {"count": records.nul_bytes}
            )
        if not (found.invoices or found.payments):
            # A firm that books its takings without accounts of customers has none to read.
            none = self._others and not self._debtors
            yield Problem("datev_without_debtors" if none else "no_rows", self._source.name)

    def _notices(self, found: Gathered) -> Iterator[Problem]:
        name = self._source.name
        gross = sum(row.kind == AmountKind.GROSS for row in found.invoices)
        if gross:
            yield Problem("datev_gross", name, None, {"count": gross})
        if found.cancelled:
            yield Problem("rows_cancelled", name, None, {"count": found.cancelled})
        if found.others:
            examples = ", ".join(str(account) for account, _ in found.others.most_common(_EXAMPLES))
            facts: dict[str, Fact] = {"count": found.others.total(), "accounts": examples}
            yield Problem("datev_bookings_left_out", name, None, facts)

    def _records(self) -> Records:
        header, source = self._header, self._source
        return Records(
            source.path, source.name, self._codec, header.delimiter, self._columns.width
        )  # fmt: skip

    def _decide(self) -> None:
        """The decimal mark, and the chart of accounts; once for the whole file."""
        mark, chart = MarkEvidence(), ChartEvidence(self._header.ledger_digits)
        for batch in self._records().batches(self._header.first_line):
            for row in batch.rows if isinstance(batch, Batch) else ():
                if not mark.decided:
                    mark.look([self._columns.text(row, "amount")])
                if pair := self._pair(row):
                    chart.look(pair[1])
            if mark.decided and chart.enough:
                break
        # The specification wants a comma; some writers take a point.
        comma = mark.comma is not False
        self._amounts = AmountReader(comma)
        accounts = Accounts(self._header.ledger_digits, chart.verdict(self._header.chart))
        self._sort = cache(accounts.sort)

    def _bookings(self, records: Records) -> Iterator[Booking | Problem]:
        for batch in records.batches(self._header.first_line):
            if not isinstance(batch, Batch):
                yield batch
                continue
            for line, row in zip(batch.lines, batch.rows, strict=True):
                item = self._booking(line, row)
                if item is not None:
                    yield item
                if isinstance(item, Booking) and item.due_on is None:
                    yield from self._unreadable_due_day(line, row)

    def _pair(self, row: list[str]) -> tuple[int, int, bool] | None:
        """The customer's account, the other one, and whether the customer's stands first."""
        account = _account(self._columns.text(row, "account"))
        contra = _account(self._columns.text(row, "contra"))
        if account is None or contra is None:
            return None
        first = self._sort(account) is Sort.DEBTOR
        if first == (self._sort(contra) is Sort.DEBTOR):
            return None
        return (account, contra, True) if first else (contra, account, False)

    def _booking(self, line: int, row: list[str]) -> Booking | Problem | None:
        """None for what is no booking of a customer."""
        pair = self._pair(row)
        if pair is None:
            return self._without_debtor(line, row)
        self._debtors += 1
        debtor, contra, first = pair
        text = self._columns.text
        on = self._header.period.day(text(row, "day"))
        money = self._money(row)
        if on is None or isinstance(money, str):
            return self._problem(line, row, money if isinstance(money, str) else "")
        cents, currency = money
        # S/H belongs to "Konto": S on the customer's account, or H on the other one, is a claim.
        owed = (text(row, "side").upper() == "H") != first
        due = due_day(text(row, "due"))
        return Booking(
            line=line,
            debtor=text(row, "address") or str(debtor),
            contra=contra,
            sort=self._sort(contra),
            on=on,
            due_on=due if due is not None else due_in_field_2(text(row, "field_2"), on),
            number=text(row, "number"),
            text=" ".join(text(row, "text").split()),
            cents=cents if owed else -cents,
            currency=currency,
            reversal=self._is_reversal(row),
        )

    def _unreadable_due_day(self, line: int, row: list[str]) -> Iterator[Problem]:
        """Column "Fälligkeit" holds nothing but days; 0 is an unused field."""
        written = self._columns.text(row, "due")
        if written.strip("0"):
            facts = {"value": written[:_SHOWN]}
            yield Problem("due_date_unreadable", self._source.name, line, facts)

    def _without_debtor(self, line: int, row: list[str]) -> Problem | None:
        """Of the firm's other bookings only those that are cut off are told."""
        accounts = [self._columns.text(row, name) for name in ("account", "contra")]
        if not any(map(str.strip, row)):
            return None
        if all(_account(text) is not None for text in accounts):
            self._others += 1
            return None
        if len(row) < 8:
            facts = {"columns": len(row), "expected": self._columns.width}
            return Problem("row_too_short", self._source.name, line, facts)
        value = next((text for text in accounts if _account(text) is None), "")
        return Problem(
            "datev_account_unreadable", self._source.name, line, {"value": value[:_SHOWN]}
        )

    def _money(self, row: list[str]) -> tuple[int, str] | str:
        """Minor units and currency; a problem's code without.

        A booking in a foreign currency counts with its "Basis-Umsatz", which the books add up.
        """
        text = self._columns.text
        written, currency = text(row, "amount"), text(row, "currency")
        home = self._header.currency
        if text(row, "base") and text(row, "base_currency").upper() == home:
            written, currency = text(row, "base"), home
        if not written:
            return "amount_missing"
        code = currency_of(currency) if currency else home
        if code is None:
            return "currency_unreadable"
        amount = self._amounts.exact(written, digits_of(code))
        if amount is None:
            return "amount_unreadable"
        return (amount[0], code) if abs(amount[0]) <= AMOUNT_LIMIT else "amount_too_large"

    def _is_reversal(self, row: list[str]) -> bool:
        key = self._columns.text(row, "key")
        by_key = len(key) == 2 and key.isdigit() and key[0] in _REVERSING_KEYS
        return by_key or self._columns.text(row, "reversal").upper() in {"1", "G"}

    def _problem(self, line: int, row: list[str], code: str) -> Problem:
        """What is wrong with a booking; `code` is '' when its day is."""
        day = self._columns.text(row, "day")
        code = code or ("date_unreadable" if day else "date_missing")
        column = {"date_unreadable": "day", "currency_unreadable": "currency"}.get(code, "amount")
        facts = {} if code.endswith("missing") else {"value": self._columns.text(row, column)}
        return Problem(code, self._source.name, line, {k: v[:_SHOWN] for k, v in facts.items()})


def _account(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
