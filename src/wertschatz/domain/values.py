"""The values that every chapter of the method shares: money, groups and reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

Fact = int | str | bool
"""One figure inside a reason. Money as cents, days as ISO text, shares in per cent."""


class CurrencyMix(ValueError):
    """Two amounts of different currencies were to be added."""


_DECIMALS = {
    "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0,
    "RWF": 0, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
    "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
    "CLF": 4, "UYW": 4,
}  # fmt: skip
"""ISO 4217, where it is not two."""


def minor_units(currency: str) -> int:
    """How many decimals a currency has (ISO 4217): 2, but 0 for JPY, 3 for KWD …"""
    return _DECIMALS.get(currency, 2)


def converted(cents: int, currency: str, rate: Decimal, into: str) -> int:
    """An amount in another currency, both in minor units, rounded once, the half up.

    `rate` is what one unit of `currency` is worth in `into`.

    >>> converted(10_050, "CHF", Decimal("1.05"), "EUR")
    10553
    >>> converted(1000, "JPY", Decimal("0.006"), "EUR")
    600
    """
    shift = minor_units(into) - minor_units(currency)
    return int((Decimal(cents) * rate).scaleb(shift).to_integral_value(ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (cents) of one ISO 4217 currency.

    >>> Money(1250, "EUR") + Money(50, "EUR")
    Money(cents=1300, currency='EUR')
    """

    cents: int
    currency: str

    def __add__(self, other: Money) -> Money:
        """The sum; raises `CurrencyMix` when the currencies differ."""
        if other.currency != self.currency:
            raise CurrencyMix(f"{self.currency} and {other.currency} cannot be added")
        return Money(self.cents + other.cents, self.currency)


class Group(StrEnum):
    """How much of my customer time a customer gets (METHOD 1.3 to 1.5)."""

    A = "A"
    B = "B"
    C = "C"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was decided: a stable code and the figures behind it, no sentence.

    `code` is never renamed or reused. The sentence for each code stands in `wertschatz.wording`.
    Facts follow the name of their unit: `…_cents` in minor units with a fact `currency` beside
    it, `…_minutes`, `…_days`, `…_percent`, `…_on` as ISO day; everything else is a plain count
    or a name.
    """

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
