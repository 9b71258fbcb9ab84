"""Turns the records of a bank's list into payments, and says why others stay out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wertschatz.integrations.files.statements.keys import joined_pieces, reference_of
from wertschatz.integrations.files.statements.multipurpose import reason_in
from wertschatz.integrations.files.tables.amounts import (
    AMOUNT_LIMIT,
    AmountReader,
    currency_of,
    digits_of,
)
from wertschatz.integrations.files.tables.dates import DayReader
from wertschatz.integrations.files.tables.decisions import Decisions
from wertschatz.integrations.files.tables.layout import Layout
from wertschatz.integrations.files.tables.payment_cells import (
    WIDTH,
    Accounts,
    Kinds,
    Said,
    first_word,
    flat,
    is_footer,
    is_pending,
    said_in,
    split_first_line,
)
from wertschatz.integrations.files.tables.payment_quick import PaymentQuick
from wertschatz.integrations.files.tables.payment_words import MINUS, PLUS, further_purposes
from wertschatz.integrations.files.tables.records import Batch
from wertschatz.integrations.files.tables.words import currency_of_header
from wertschatz.ports.files import PaymentKind, PaymentRow, Role
from wertschatz.ports.problems import Problem

_SHOWN = 60
_RETURNED = PaymentKind.RETURNED.value
_AMOUNTS = (Role.AMOUNT, Role.DEBIT, Role.CREDIT)
_FEW = 2
"""Filled cells of a line that is a remark and no record."""


class PaymentConverter:
    """Records → payments, for one list whose layout and column rules are known."""

    def __init__(self, name: str, layout: Layout, decisions: Decisions, account: str) -> None:
        """`account` is the firm's own where no column names it."""
        self._name, self._layout, self._account = name, layout, account
        self._roles: Mapping[Role, int] = layout.roles
        self._width = len(layout.header)
        self._last_role = max(layout.roles.values())
        self._days = {place: DayReader(order) for place, order in decisions.order.items()}
        self._amounts = {place: AmountReader(comma) for place, comma in decisions.comma.items()}
        self._kinds, self._accounts = Kinds(), Accounts()
        self.by_labels = not {Role.NAME, Role.PAYER, Role.PAYEE} & layout.roles.keys()
        self.currency = next(
            filter(None, (currency_of_header(layout.header[self._roles[role]])
                          for role in _AMOUNTS if role in self._roles)), "",
        )  # fmt: skip
        self._more = further_purposes(layout)
        self.pending = 0
        self.passed = 0
        """Lines that need no correction: footers, remarks, repeated headers."""
        self._quick = PaymentQuick(
            layout, self._days, self._amounts, self._kinds, self._accounts, account, self.currency
        )

    def convert(self, batch: Batch) -> Iterator[PaymentRow | Problem]:
        """In the order of the file; the quick way when the whole batch is in order."""
        plain = isinstance(batch.lines, range) and not self._more
        rows = self._quick.rows(batch) if plain else None
        if rows is not None:
            self.pending += self._quick.pending
            return iter(rows)
        return self._slow(batch)

    def _slow(self, batch: Batch) -> Iterator[PaymentRow | Problem]:
        for line, row in zip(batch.lines, batch.rows, strict=True):
            if not any(map(str.strip, row)):
                self.passed += 1
            elif self._is_pending(row):
                self.pending += 1
            elif self._is_no_record(row):
                self.passed += 1
            else:
                yield self._one(line, row)

    def _is_pending(self, row: list[str]) -> bool:
        texts = (self._text(row, role) for role in (Role.STATUS, Role.DATE, Role.BOOKING_TEXT))
        return any(is_pending(text) for text in texts if text)

    def _is_no_record(self, row: list[str]) -> bool:
        """A repeated header, a balance, or a remark below the list."""
        if tuple(map(str.strip, row)) == self._layout.header:
            return True
        on = self._days[self._roles[Role.DATE]][self._text(row, Role.DATE)]
        described = any(self._text(row, role) for role in (Role.PURPOSE, Role.NAME, Role.PAYEE))
        if (on is None or not described or len(row) < self._width) and is_footer(row):
            return True
        return on is None and sum(bool(cell.strip()) for cell in row) <= _FEW

    def _one(self, line: int, row: list[str]) -> PaymentRow | Problem:
        found = self._read(line, row)
        if isinstance(found, str):
            short = len(row) < self._width and found != "amount_missing"
            return self._problem("row_too_short" if short else found, line, row)
        return found

    def _read(self, line: int, row: list[str]) -> PaymentRow | str:
        """The payment, or the code of what is wrong; cells of a short row may have moved."""
        code = self._wrong_width(row)
        if code:
            return code
        date = self._text(row, Role.DATE)
        on = self._days[self._roles[Role.DATE]][date]
        if on is None:
            return "date_unreadable" if date else "date_missing"
        currency = self._currency(row)
        if currency is None:
            return "currency_unreadable"
        cents = self._cents(row, digits_of(currency))
        if isinstance(cents, str):
            return cents
        return self._row(line, row, on, cents, currency)

    def _row(self, line: int, row: list[str], on: int, cents: int, currency: str) -> PaymentRow:
        words, written = flat(self._cell(row, Role.BOOKING_TEXT)), self._purpose(row)
        if not words:
            words, written = split_first_line(written)
        said = said_in(flat(written), self.by_labels)
        mandate = reference_of(self._text(row, Role.MANDATE)) or said.mandate
        kind = self._kinds.of(words or first_word(said.purpose), mandate)
        value = self._text(row, Role.VALUE_DATE)
        place = self._roles.get(Role.VALUE_DATE)
        return PaymentRow(
            line=line,
            account=self._accounts[self._text(row, Role.ACCOUNT)] or self._account,
            on=on,
            value_on=self._days[place][value] if place is not None and value else None,
            cents=cents,
            currency=currency,
            name=self._other(row, cents, said),
            other_account=self._accounts[self._text(row, Role.IBAN)] or said.account,
            purpose=said.purpose or words,
            reference=reference_of(self._text(row, Role.REFERENCE)) or said.reference,
            end_to_end=reference_of(self._text(row, Role.END_TO_END)) or said.end_to_end,
            mandate=mandate,
            kind=kind,
            return_reason=reason_in(said.purpose) if kind == _RETURNED else "",
            document=self._text(row, Role.NUMBER),
        )

    def _purpose(self, row: list[str]) -> str:
        """The purpose with the columns that go on with it."""
        text = self._cell(row, Role.PURPOSE)
        more = [row[place] for place in self._more if place < len(row)]
        return joined_pieces([text, *filter(None, more)], WIDTH) if any(more) else text

    def _other(self, row: list[str], cents: int, said: Said) -> str:
        """The other side: by the sign where payer and payee have a column each (DKB)."""
        if Role.PAYER in self._roles:
            return flat(self._cell(row, Role.PAYER if cents > 0 else Role.PAYEE)) or said.name
        return flat(self._cell(row, Role.NAME)) or said.name

    def _cents(self, row: list[str], digits: int) -> int | str:
        """Signed minor units, or the code of what is wrong."""
        if Role.DEBIT in self._roles:
            debit, credit = (self._amount(row, role, digits) for role in (Role.DEBIT, Role.CREDIT))
            if isinstance(debit, str) or isinstance(credit, str):
                return str(debit if isinstance(debit, str) else credit)
            if debit is not None or credit is not None:
                return (credit or 0) - abs(debit or 0)
        cents = self._amount(row, Role.AMOUNT, digits)
        if cents is None:
            return "amount_missing"
        if isinstance(cents, str) or Role.SIGN not in self._roles:
            return cents
        sign = self._text(row, Role.SIGN).lower()
        if sign not in MINUS | PLUS:
            return "direction_missing"
        return -abs(cents) if sign in MINUS else abs(cents)

    def _amount(self, row: list[str], role: Role, digits: int) -> int | str | None:
        text = self._text(row, role)
        if not text:
            return None
        amount = self._amounts[self._roles[role]].exact(text, digits)
        if amount is None:
            return "amount_unreadable"
        return amount[0] if abs(amount[0]) <= AMOUNT_LIMIT else "amount_too_large"

    def _currency(self, row: list[str]) -> str | None:
        written = self._text(row, Role.CURRENCY)
        if written:
            return currency_of(written)
        place = self._roles.get(Role.AMOUNT)
        amount = self._amounts[place][self._text(row, Role.AMOUNT)] if place is not None else None
        return (amount[1] if amount else "") or self.currency

    def _wrong_width(self, row: list[str]) -> str:
        """Empty cells more, or less behind the last column that matters, do no harm."""
        if len(row) <= self._last_role:
            return "row_too_short"
        return "row_too_wide" if any(map(str.strip, row[self._width :])) else ""

    def _cell(self, row: list[str], role: Role) -> str:
        place = self._roles.get(role)
        return row[place] if place is not None and place < len(row) else ""

    def _text(self, row: list[str], role: Role) -> str:
        return self._cell(row, role).strip()

    def _problem(self, code: str, line: int, row: list[str]) -> Problem:
        if code.startswith("row_"):
            facts: dict[str, int | str | bool] = {"columns": len(row), "expected": self._width}
            return Problem(code, self._name, line, facts)
        texts = (self._text(row, role) for role in _VALUE_OF.get(code, ()))
        value = next(filter(None, texts), "")[:_SHOWN]
        return Problem(code, self._name, line, {"value": value} if value else {})


_VALUE_OF = {
    "date_unreadable": (Role.DATE,),
    "currency_unreadable": (Role.CURRENCY,),
    "amount_unreadable": _AMOUNTS,
    "amount_too_large": _AMOUNTS,
}
