"""One payment being looked at, with everything that speaks about who paid and for what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wertschatz.domain.customers.paying.payments import Payment
from wertschatz.domain.customers.paying.remittance import Named


@dataclass(frozen=True, slots=True)
class Case:
    """What is known about one payment in the present state."""

    payment: Payment
    cents: int
    """What is not assigned yet."""
    named: Named
    before: int | None
    """It was undone on this day: what was booked from then on does not matter to it."""
    accounts: frozenset[int]
    """Customers who paid from this account."""
    names: Mapping[int, int]
    """Customer → how alike the names are, in per cent."""

    def knows(self, customer: int) -> bool:
        """The payer is this customer, by account, customer number, or name ahead of others."""
        if customer in self.accounts or customer in self.named.customers:
            return True
        return customer in self.names and self.names[customer] == max(self.names.values())
