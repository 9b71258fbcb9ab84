"""Finds every invoice whose amount fits a payment, and what else speaks for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from wertschatz.domain.customers.paying.case import Case
from wertschatz.domain.customers.paying.evidence import CUSTOMER, DIGITS, FULL, NEAR, Clue, Fit
from wertschatz.domain.customers.paying.ledger import Ledger
from wertschatz.domain.customers.paying.payments import MatchLimits
from wertschatz.domain.customers.paying.remittance import Numbers, nearly

EARLY_DAYS = 30
"""Who names the end of a number may pay so long before the day of the invoice (prepayment)."""


class Found(NamedTuple):
    """Invoices whose amount fits, oldest first."""

    speaking: list[Clue]
    """With more than the amount for them."""
    silent: list[int]
    """With the amount alone."""


class Clues:
    """Looks for what fits a payment, in the present state of the ledger."""

    def __init__(self, ledger: Ledger, numbers: Numbers, limits: MatchLimits) -> None:
        """The ledger may change between two look-ups."""
        self._ledger = ledger
        self._numbers = numbers
        self._limits = limits

    def find(self, case: Case) -> Found:
        """All invoices with a fitting amount."""
        fits = dict(self._fits(case))
        found = Found([], [])
        invoices = self._ledger.invoice
        for number in sorted(fits, key=lambda one: (invoices[one].on, one)):
            customer = invoices[number].customer
            clue = Clue(
                number, customer, fits[number], self._marks(case, number),
                customer in case.accounts, case.names.get(customer, 0),
            )  # fmt: skip
            if clue.speaks:
                found.speaking.append(clue)
            else:
                found.silent.append(number)
        return found

    def _marks(self, case: Case, invoice: int) -> int:
        named, marks = case.named, 0
        if invoice in named.full:
            marks = FULL
        elif invoice in named.digits:
            marks = DIGITS
        elif named.strings and nearly(self._numbers.digits_of.get(invoice, ""), named.strings):
            marks = NEAR
        if self._ledger.invoice[invoice].customer in named.customers:
            marks |= CUSTOMER
        return marks

    def _fits(self, case: Case) -> Iterator[tuple[int, Fit]]:
        """Invoices with how the amount fits; the closest fit of each comes last."""
        currency, ledger = case.payment.currency, self._ledger
        for invoice in case.named.full:
            if self._is_less(case, invoice):
                yield invoice, Fit.LESS
        if case.cents > 0:
            for invoice in ledger.discounted(currency, case.cents, case.before):
                if self._in_time(case, invoice) and self._in_discount_days(case, invoice):
                    yield invoice, Fit.DISCOUNT
        for invoice in ledger.equal(currency, case.cents, case.before):
            if self._in_time(case, invoice):
                yield invoice, self._equal(case, invoice)

    def _equal(self, case: Case, invoice: int) -> Fit:
        one = self._ledger.invoice[invoice]
        return Fit.TAX if one.net_only and case.cents != one.gross_cents else Fit.AMOUNT

    def _is_less(self, case: Case, invoice: int) -> bool:
        one, room = self._ledger.invoice[invoice], self._ledger.room(invoice, case.before)
        if one.currency != case.payment.currency or one.net_only or room <= 0:
            return False
        untouched = room == one.gross_cents
        least = room * (100 - self._limits.discount_percent)
        return untouched and least <= case.cents * 100 < room * 100

    def _in_discount_days(self, case: Case, invoice: int) -> bool:
        days = case.payment.day - self._ledger.invoice[invoice].on
        return days <= self._limits.discount_days

    def _in_time(self, case: Case, invoice: int) -> bool:
        if invoice in case.named.full:
            return True
        early = EARLY_DAYS if invoice in case.named.digits else 0
        age = case.payment.on - self._ledger.invoice[invoice].on
        return -early <= age <= self._limits.longest_days
