"""Open invoices of one customer that together make the amount of a payment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from wertschatz.domain.customers.paying.case import Case
from wertschatz.domain.customers.paying.ledger import Ledger, before_discount, usual_discount
from wertschatz.domain.customers.paying.payments import MatchLimits
from wertschatz.domain.customers.paying.sums import Totals, solutions, totals

KEPT = 64


class Groups:
    """Looks for sums in the present state of the ledger."""

    def __init__(self, ledger: Ledger, limits: MatchLimits) -> None:
        """The ledger may change between two look-ups."""
        self.ledger = ledger
        self.limits = limits
        self._kept: dict[tuple[int, ...], Totals] = {}

    def joins(self, case: Case, invoice: int) -> bool:
        """Something of it is open, in the currency of the payment."""
        return (
            self.ledger.invoice[invoice].currency == case.payment.currency
            and self.ledger.is_open(invoice, case.before)
        )  # fmt: skip

    def rooms(self, case: Case, invoices: Sequence[int]) -> list[int]:
        """What is open of each, in cents."""
        return [self.ledger.room(one, case.before) for one in invoices]

    def open_of(self, case: Case, customer: int) -> list[int]:
        """Open invoices and credit notes of a customer on the day, oldest first, not too many."""
        first = case.payment.on - self.limits.longest_days
        found = (
            one for one in self.ledger.of_customer.get(customer, ())
            if first <= self.ledger.invoice[one].on <= case.payment.on and self.joins(case, one)
            and not self.ledger.invoice[one].net_only
        )  # fmt: skip
        return list(islice(found, self.limits.most_open))

    def find(
        self, case: Case, parts: Sequence[int], wanted: Callable[[Sequence[int]], bool]
    ) -> list[list[int]]:
        """Groups of these invoices that make the amount, or that less a usual discount."""
        if len(parts) < 2:
            return []
        wanted_sums = {case.cents, *before_discount(case.cents, self.limits)}
        places = solutions(self._totals(tuple(self.rooms(case, parts))), wanted_sums)
        groups = [[parts[place] for place in group] for group in places]
        return [group for group in groups if wanted(group) and self.is_sum(case, group)]

    def _totals(self, rooms: tuple[int, ...]) -> Totals:
        """Kept for a while: payments of one customer meet the same open invoices."""
        if rooms not in self._kept:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[rooms] = totals(rooms)
        return self._kept[rooms]

    def _fits(self, case: Case, total: int) -> bool:
        return total == case.cents or usual_discount(total, case.cents, self.limits)

    def is_sum(self, case: Case, invoices: Sequence[int]) -> bool:
        """Together they are the amount, or that less a usual discount while its days run."""
        rooms = self.rooms(case, invoices)
        if sum(rooms) == case.cents:
            return True
        oldest = min(self.ledger.invoice[one].on for one in invoices)
        in_time = case.payment.day - oldest <= self.limits.discount_days
        return in_time and min(rooms) > 0 and self._fits(case, sum(rooms))
