"""What people said about payments, and of which rows it holds after statements came anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from wertschatz.domain.customers.paying.payments import Assignment
from wertschatz.domain.values import Reason
from wertschatz.storage import movements
from wertschatz.storage.models import Settlement

SAID = Reason("said")
SAID_LEFT = Reason("said_left")


@dataclass(slots=True)
class Said:
    """By the payments that count now."""

    assignments: list[Assignment] = field(default_factory=list)
    standing_in: list[Assignment] = field(default_factory=list)
    """Of these, those whose payment counts in place of the row about which it was said."""
    left: set[int] = field(default_factory=set)
    """About no invoice."""

    @property
    def final(self) -> set[int]:
        """Payments to which rules add nothing."""
        return {one.payment for one in self.assignments}


def said(counted: Container[int], invoices: Mapping[str, int]) -> Said:
    """`invoices`: key → id of those that are there; what was said of others waits for them."""
    rows: defaultdict[int, list[Settlement]] = defaultdict(list)
    for row in Settlement.objects.filter(said=True).select_related("payment").order_by("id"):
        rows[row.payment_id].append(row)
    gone = [mine[0].payment for payment, mine in rows.items() if payment not in counted]
    now = movements.stand_ins(gone)
    found = Said()
    for payment, mine in rows.items():
        at = payment if payment in counted else now.get(payment)
        # What was said of the row itself is newer than what was said of an earlier one.
        if at is None or (at != payment and at in rows):
            continue
        parts = [
            Assignment(at, invoices[row.invoice_key], row.cents, SAID)
            for row in mine
            if row.invoice_key in invoices
        ]
        found.assignments += parts
        if at != payment:
            found.standing_in += parts
        if any(not row.invoice_key for row in mine):
            found.left.add(at)
    return found
