"""Turns the records of a list into invoices and says of each other record why it stays out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from wertschatz.integrations.files.tables.amounts import (
    AMOUNT_LIMIT,
    Amount,
    AmountReader,
    currency_of,
    digits_of,
    rate_of,
)
from wertschatz.integrations.files.tables.continuing import Continuation
from wertschatz.integrations.files.tables.dates import DayReader
from wertschatz.integrations.files.tables.decisions import Decisions
from wertschatz.integrations.files.tables.gathering import Sum
from wertschatz.integrations.files.tables.judging import Judge, Tally, Verdict
from wertschatz.integrations.files.tables.layout import Layout
from wertschatz.integrations.files.tables.persons import Persons
from wertschatz.integrations.files.tables.quick import Quick
from wertschatz.integrations.files.tables.records import Batch
from wertschatz.integrations.files.tables.services import Cells
from wertschatz.integrations.files.tables.statuses import Meaning
from wertschatz.integrations.files.tables.words import TOTALS, folded
from wertschatz.ports.files import AmountKind, Document, InvoiceRow, Role
from wertschatz.ports.problems import Problem

_KINDS = {Role.NET: AmountKind.NET, Role.GROSS: AmountKind.GROSS}
_SHOWN = 60
"""Characters of a faulty value that a message repeats."""


class _Money(NamedTuple):
    cents: int
    gross: int | None
    kind: str
    currency: str


class Converter:
    """Records → invoices, for one file whose layout and column rules are known.

    `tally` counts what is left out for a good reason, `cancelled` what was cancelled of whom.
    """

    def __init__(self, name: str, layout: Layout, decisions: Decisions) -> None:
        """`name` is what the person calls the file."""
        self._name = name
        self._layout = layout
        self._roles: Mapping[Role, int] = layout.roles
        self._width = len(layout.header)
        self.words = [folded(cell) for cell in layout.header]
        self._service = layout.service
        self._counts = layout.service.counts if layout.service else None
        self.counted = layout.counted or Role.AMOUNT
        self._kind = str(_KINDS.get(self.counted, AmountKind.UNSTATED))
        self._days = {place: DayReader(order) for place, order in decisions.order.items()}
        self._amounts = {place: AmountReader(comma) for place, comma in decisions.comma.items()}
        self._judge = Judge(layout)
        self.tally = Tally()
        self.cancelled: Counter[Sum] = Counter()
        self.by_item = layout.adds_items or layout.repeats_invoices
        self._items = Continuation(layout)
        self._persons = Persons(layout)
        self._last_counted = ""
        self.plain = self._judge.silent and Role.OPEN not in layout.roles
        """No column says more than the invoice itself."""
        self._quick = Quick(layout, self.counted, self._kind, self._days, self._amounts)

    @property
    def judges(self) -> bool:
        """The list has columns that may say "cancelled"."""
        return not self._judge.silent

    def convert(self, batch: Batch) -> Iterator[InvoiceRow | Problem]:
        """In the order of the file; the quick way when the whole batch is in order."""
        careful = self.by_item or self._service or Role.RATE in self._roles
        if careful or not isinstance(batch.lines, range):
            return self._slow(batch)
        rows = self._quick.rows(batch) if self.plain else self._quick_judged(batch)
        return self._slow(batch) if rows is None else iter(rows)

    def _quick_judged(self, batch: Batch) -> Sequence[InvoiceRow | Problem] | None:
        """The quick way for what is an ordinary invoice, the careful one for the rest."""
        verdicts = list(map(self._judge, batch.rows))
        ordinary = [place for place, one in enumerate(verdicts) if not (one.left_out or one.credit)]
        records = [batch.rows[place] for place in ordinary]
        lines = [batch.lines[place] for place in ordinary]
        rows = self._quick.rows(Batch(lines, records)) if records else None
        if rows is None:
            return None
        said = [verdicts[place].payment for place in ordinary]
        done: list[InvoiceRow | Problem] = list(map(self._settled, rows, records, said))
        if len(done) < len(verdicts):
            rest = sorted(set(range(len(verdicts))) - set(ordinary))
            others = Batch([batch.lines[p] for p in rest], [batch.rows[p] for p in rest])
            done = sorted([*done, *self._slow(others)], key=lambda item: item.line or 0)
        return done

    def _settled(self, row: InvoiceRow, record: list[str], said: Meaning | None) -> InvoiceRow:
        known, paid = self._payment(record, said, row.paid_on)
        if known == row.payment_known and paid == row.paid_on:
            return row
        return row._replace(payment_known=known, paid_on=paid)

    def _slow(self, batch: Batch) -> Iterator[InvoiceRow | Problem]:
        for line, row in zip(batch.lines, batch.rows, strict=True):
            if any(map(str.strip, row)) and not self._is_no_record(row):
                yield from self._judged(line, self._items.completed(row) if self.by_item else row)

    def _judged(self, line: int, row: list[str]) -> Iterator[InvoiceRow | Problem]:
        """What is no invoice is only counted."""
        if not row:
            self.tally.passed += 1
            return
        verdict = self._judge(row)
        if verdict.left_out:
            self._leave_out(row, verdict.left_out)
        elif self._counts and not self._is_payment(row, self._counts):
            self.tally.others += bool(self._service and self._service.payments)
            self.tally.passed += 1
        else:
            yield from self._one(line, row, verdict)

    def _leave_out(self, row: list[str], why: Meaning) -> None:
        self.tally.passed += 1
        number = self._text(row, Role.NUMBER)
        if not (self.by_item and number and number == self._last_counted):
            self.tally.left_out[why] += 1
        self._last_counted = number
        money = self._money(row)
        if why is Meaning.CANCELLED and isinstance(money, _Money) and money.cents > 0:
            name, number, vat_id = self._who(row)
            self.cancelled[number or vat_id or name, money.cents] += 1

    def _is_payment(self, row: list[str], counts: Callable[[Cells, int], bool]) -> bool:
        """A row of a payment service; one whose amount cannot be read is told as such."""
        amount = self._amount(row, self.counted)[0]
        return amount is None or counts(dict(zip(self.words, row, strict=False)), amount[0])

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

    def _one(self, line: int, row: list[str], verdict: Verdict) -> Iterator[InvoiceRow | Problem]:
        who = self._who(row)
        on, day_problem = self._day(row)
        money = self._money(row)
        code = self._wrong_width(row) or ("" if any(who) else "customer_missing") or day_problem
        if code or on is None or isinstance(money, str):
            yield self._problem(code or str(money), line, row)
            return
        due, paid = (self._optional_day(row, role) for role in (Role.DUE_DATE, Role.PAID_DATE))
        for role, day in ((Role.DUE_DATE, due), (Role.PAID_DATE, paid)):
            if day is None and self._text(row, role):
                yield self._problem(f"{role}_unreadable", line, row)
        number = self._text(row, Role.NUMBER)
        if verdict.credit:
            money = self._subtracted(money, number)
        known, paid = self._payment(row, verdict.payment, paid)
        yield InvoiceRow(
            line, who[0], who[1], who[2], number, on, due, paid, known, money.cents, money.gross,
            money.kind, money.currency, self._with_rate(row, money.currency),
        )  # fmt: skip

    def _with_rate(self, row: list[str], currency: str) -> Document | None:
        """The rate of a foreign invoice, into the currency of the firm."""
        rate = rate_of(self._text(row, Role.RATE)) if currency else ""
        return Document(rate=rate) if rate else None

    def _who(self, row: list[str]) -> list[str]:
        who = [self._text(row, role) for role in _WHO]
        who[0] = self._persons.name(row, who[0])
        if self._service and not who[0]:
            cells = dict(zip(self.words, row, strict=False))
            who[0] = next(filter(None, map(cells.get, self._service.also_customer)), "").strip()
        return who

    def _subtracted(self, money: _Money, number: str) -> _Money:
        """A credit note takes away, whether it is written with a minus or not."""
        if money.cents > 0:
            self.tally.credits += not number or number != self._last_counted
            self._last_counted = number
        gross = None if money.gross is None else -abs(money.gross)
        return money._replace(cents=-abs(money.cents), gross=gross)

    def _payment(
        self, row: list[str], said: Meaning | None, paid: int | None
    ) -> tuple[bool, int | None]:
        """Whether the payment is known, and its day. Paid on an unknown day is not known."""
        if self._service and self._service.payments:
            return False, None
        still_open = self._amount(row, Role.OPEN)[0] if Role.OPEN in self._roles else None
        if still_open and still_open[0] == 0:
            said = Meaning.PAID
        elif still_open and still_open[0] > 0 and said is not Meaning.PAID:
            said = Meaning.PARTIAL
        if said is Meaning.PAID:
            return paid is not None, paid
        if said is Meaning.PARTIAL:
            return True, None
        return said is Meaning.OPEN or Role.PAID_DATE in self._roles, paid

    def _money(self, row: list[str]) -> _Money | str:
        """What counts, in minor units of the row's currency; a problem's code without it."""
        role, kind = self.counted, self._kind
        if role is Role.NET and not self._text(row, role) and self._text(row, Role.GROSS):
            role, kind = Role.GROSS, str(AmountKind.GROSS)
        amount, problem = self._amount(row, role)
        if amount is None:
            return problem
        currency = self._currency(row, amount)
        if currency is None:
            return "currency_unreadable"
        digits = digits_of(currency)
        cents = self._exact(row, self._roles[role], digits) or 0
        gross = self._exact(row, self._roles.get(Role.GROSS), digits)
        if max(abs(cents), abs(gross or 0)) > AMOUNT_LIMIT:
            return "amount_too_large"
        if self._service and self._service.tax:
            return self._taxed(row, _Money(cents, gross, kind, currency))
        return _Money(cents, gross, kind, currency)

    def _taxed(self, row: list[str], money: _Money) -> _Money:
        """A shop's total without the tax in it and without what was given back."""
        assert self._service is not None  # noqa: S101
        places = [self._place_of(word) for word in (self._service.tax, self._service.refunded)]
        digits = digits_of(money.currency)
        tax, back = (self._exact(row, place, digits) for place in places)
        gross = money.cents - (back or 0)
        if tax is None:
            return money._replace(cents=gross, gross=gross)
        net = money.cents - tax
        # Of a refund the tax share is not stated; it is taken as that of the order.
        net = round(net * gross / money.cents) if back and money.cents else net
        return money._replace(cents=net, gross=gross, kind=str(AmountKind.NET))

    def _place_of(self, word: str) -> int | None:
        return self.words.index(word) if word in self.words else None

    def _exact(self, row: list[str], place: int | None, digits: int) -> int | None:
        if place is None or place >= len(row) or not row[place].strip():
            return None
        amount = self._amounts[place].exact(row[place].strip(), digits)
        return None if amount is None else amount[0]

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


def _is_total(cell: str) -> bool:
    """The cell begins with a word for a total: "Summe Januar", "Gesamtsumme:"."""
    words = cell.replace(":", " ").split()
    return bool(words) and folded(words[0]) in TOTALS
