"""The values that every chapter of the method shares: money, groups and reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Fact = int | str | bool
"""One figure inside a reason. Money as cents, days as ISO text, shares in per cent."""


class CurrencyMix(ValueError):
    """Two amounts of different currencies were to be added."""


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
