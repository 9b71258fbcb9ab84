"""Reads the line of a movement (:61:) and the balances (:60:, :62:) of an MT940 statement."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import NamedTuple

from wertschatz.integrations.files.statements.keys import reference_of

_BALANCE = re.compile(r"([DC])(\d{6})([A-Z]{3})?([\d.,]{1,20})", re.IGNORECASE)


class Movement(NamedTuple):
    """A :61: field. `on` and `value_on` are day ordinals."""

    line: int
    on: int
    value_on: int
    amount: Decimal
    """Above zero: received."""
    reversal: bool
    """RC or RD: an earlier booking is taken back."""
    code: str
    """Four characters: 'NTRF', 'NMSC' or 'N062' with a German business transaction code."""
    reference: str
    supplement: str
    """What stands on the second line."""


class Amount(NamedTuple):
    """A balance with its currency ('' where the bank forgot it)."""

    value: Decimal
    currency: str


def movement_of(line: int, lines: list[str]) -> Movement | str:
    """The movement, or the code of what is wrong with it."""
    found = _groups("\n".join(part.rstrip() for part in lines[:2]).strip())
    if not found:
        return "statement_line_unreadable"
    value_on = value_day(found["year"] or "", found["month"] or "", found["day"] or "")
    if value_on is None:
        return "date_unreadable"
    amount = _decimal(found["amount"] or "")
    if amount is None:
        return "amount_unreadable"
    status = (found["status"] or "").upper()
    on = booking_day(value_on, found["entry_month"] or "", found["entry_day"] or "")
    more = [found["extra_details"] or "", *lines[2:]]
    return Movement(
        line, on, value_on, -amount if status in {"D", "RC"} else amount, status.startswith("R"),
        (found["id"] or "").strip().upper(), reference_of(found["bank_reference"] or ""),
        " ".join(" ".join(more).split()),
    )  # fmt: skip


def balance_of(text: str) -> Amount | None:
    """A :60: or :62: field, None when it is none; debts are negative."""
    found = _BALANCE.match(text.strip())
    value = _decimal(found[4]) if found else None
    if not found or value is None:
        return None
    return Amount(-value if found[1].upper() == "D" else value, (found[3] or "").upper())


def value_day(year: str, month: str, day: str) -> int | None:
    """The day of YYMMDD, always of this century.

    Banks reckon with 30 days in February for interest; such a day becomes the month's last.

    >>> date.fromordinal(value_day("16", "02", "30")).isoformat()
    '2016-02-29'
    """
    number = int(day or 0)
    if month == "02" and number in {29, 30}:
        return date(2000 + int(year), 3, 1).toordinal() - 1
    try:
        return date(2000 + int(year), int(month), number).toordinal()
    except ValueError:
        return None


def booking_day(value_on: int, month: str, day: str) -> int:
    """The day of booking, written as MMDD: that of the three years which lies nearest to the value.

    >>> date.fromordinal(booking_day(date(2025, 12, 31).toordinal(), "01", "02")).isoformat()
    '2026-01-02'
    """
    if not (month.isdecimal() and day.isdecimal()):
        return value_on
    year = date.fromordinal(value_on).year
    days = [value_day(f"{y - 2000:02}", month, day) for y in (year - 1, year, year + 1)]
    known = [one for one in days if one is not None]
    return min(known, key=lambda one: abs(one - value_on), default=value_on)


def _decimal(text: str) -> Decimal | None:
    """A comma is the decimal mark (SWIFT, format d), whatever follows it."""
    try:
        return Decimal(text.strip().replace(",", ".") or "x")
    except InvalidOperation:
        return None


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """The library's patterns for :61:: SWIFT's, and for references beyond 16 characters."""
    from mt940.tags import Statement, StatementGLS

    return Statement().re, StatementGLS().re


def _groups(value: str) -> dict[str, str | None]:
    """The parts of a :61: field by the library's names; {} when it is none.

    Only the patterns of mt-940 5.1.1 are used. Its parser gives up a whole file for one bad line,
    knows no line numbers, writes what it cannot read into the log, and hangs the :86: field behind
    a closing balance on the last movement.
    """
    found = (pattern.match(value) for pattern in _patterns())
    return next((one.groupdict() for one in found if one), {})
