"""Says what an account of the bookkeeping is: a customer, revenue, money, tax or something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """What an account is to a customer's account that is booked against it."""

    DEBTOR = "debtor"
    CREDITOR = "creditor"
    REVENUE = "revenue"
    TAX_FREE = "tax_free"
    """Revenue without value added tax: its amount is net and gross."""
    MONEY = "money"
    """Cash, bank, payment service, money in transit."""
    TAX = "tax"
    DISCOUNT = "discount"
    """Discount for early payment (Skonto), a part of the payment."""
    OTHER = "other"


_ENOUGH = 2_000


@dataclass(frozen=True, slots=True)
class _Chart:
    """Ranges of a chart of accounts with four digits (DATEV Kontenrahmen, state of 2024)."""

    revenue: range
    tax_free: tuple[range, ...]
    discount: tuple[range, ...]
    money: tuple[range, ...]
    tax: tuple[range, ...]


_CHARTS: Mapping[str, _Chart] = {
    "03": _Chart(
        revenue=range(8000, 9000),
        # 8190-8196: small firms under § 19 UStG; 8336-8339: the customer owes the tax (§ 13b)
        tax_free=(range(8100, 8200), range(8336, 8340)),
        discount=(range(8730, 8740), range(8741, 8750)),
        money=(range(1000, 1300), range(1360, 1370)),
        tax=(range(1760, 1790),),
    ),
    "04": _Chart(
        revenue=range(4000, 5000),
        tax_free=(range(4100, 4200), range(4336, 4340)),
        discount=(range(4730, 4740), range(4741, 4750)),
        money=(range(1600, 1900), range(1460, 1470)),
        tax=(range(3800, 3840),),
    ),
}


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of one file: their length, and which chart they follow."""

    ledger_digits: int
    chart: str = "03"

    def sort(self, account: int) -> Sort:
        """What the account is. Customers 1 to 6 and suppliers 7 to 9 have one digit more."""
        person = account // 10**self.ledger_digits
        if person:
            return Sort.DEBTOR if person < 7 else Sort.CREDITOR if person < 10 else Sort.OTHER
        return self._ledger(account // 10 ** (self.ledger_digits - 4))

    def _ledger(self, number: int) -> Sort:
        chart = _CHARTS[self.chart]
        if _within(number, chart.discount):
            return Sort.DISCOUNT
        if number in chart.revenue:
            return Sort.TAX_FREE if _within(number, chart.tax_free) else Sort.REVENUE
        if _within(number, chart.money):
            return Sort.MONEY
        return Sort.TAX if _within(number, chart.tax) else Sort.OTHER


def _within(number: int, ranges: tuple[Container[int], ...]) -> bool:
    return any(number in one for one in ranges)


class ChartEvidence:
    """Collects against which accounts customers are booked, to tell SKR 03 from SKR 04."""

    def __init__(self, ledger_digits: int) -> None:
        """Nothing seen."""
        self._unit = 10 ** (ledger_digits - 4)
        self._seen: Counter[str] = Counter()

    def look(self, contra: int) -> None:
        """One more account that a customer's was booked against."""
        number = contra // self._unit
        for chart, ranges in _CHARTS.items():
            # Revenue tells best: 4xxx are expenses in SKR 03, 8xxx are free in SKR 04.
            self._seen[chart] += 2 * (number in ranges.revenue) + _within(number, ranges.money)

    @property
    def enough(self) -> bool:
        """So many bookings were seen that the rest would not change the verdict."""
        return self._seen.total() > _ENOUGH

    def verdict(self, said: str) -> str:
        """The chart that the header names, else the one that more bookings fit."""
        if said in _CHARTS:
            return said
        return "04" if self._seen["04"] > self._seen["03"] else "03"
