"""What is still open of every invoice while payments find their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from wertschatz.domain.customers.paying.payments import MatchLimits, OpenInvoice, closes

USUAL_DISCOUNTS = (10, 15, 20, 25, 30)
"""Cash discounts that are agreed upon, in tenths of a per cent."""
TAXES = (7, 19)
"""Rates that may have come on top of a net amount, in per cent (§ 12 UStG)."""


def payable(invoice: OpenInvoice) -> tuple[int, ...]:
    """Amounts that may be to be paid, the smallest first: one, unless only the net is known."""
    net = invoice.gross_cents
    if not invoice.net_only:
        return (net,)
    return (net, *((net * (100 + tax) + 50) // 100 for tax in TAXES))


def usual_discount(whole: int, paid: int, limits: MatchLimits) -> bool:
    """So much less is a cash discount as they are agreed upon, to the cent either way.

    >>> usual_discount(11900, 11662, MatchLimits()), usual_discount(11900, 11600, MatchLimits())
    (True, False)
    """
    return 0 < paid < whole and any(
        abs(whole * (1000 - rate) - paid * 1000) <= 1000
        for rate in USUAL_DISCOUNTS
        if rate <= limits.discount_percent * 10
    )


@lru_cache(maxsize=65_536)
def before_discount(paid: int, limits: MatchLimits) -> frozenset[int]:
    """Amounts of which so much is left after a usual cash discount.

    >>> 11_900 in before_discount(11_662, MatchLimits())
    True
    """
    near = {
        (paid * 1000 + (1000 - rate) // 2) // (1000 - rate) + off
        for rate in USUAL_DISCOUNTS
        for off in range(-2, 3)
    }
    return frozenset(whole for whole in near if usual_discount(whole, paid, limits))


def after_discount(whole: int) -> set[int]:
    """Everything that is left of an amount after a usual cash discount, to the cent either way.

    >>> sorted(after_discount(11_900))[-3:]
    [11781, 11782, 11783]
    """
    if whole <= 0:
        return set()
    return {
        (whole * (1000 - rate)) // 1000 + off for rate in USUAL_DISCOUNTS for off in (-1, 0, 1, 2)
    }


class Ledger:
    """Invoices with what was paid on them, found by what is open. Credit notes are negative."""

    def __init__(self, invoices: Iterable[OpenInvoice], limits: MatchLimits) -> None:
        """Everything is open until something is booked."""
        ordered = sorted(invoices, key=lambda one: (one.on, one.id))
        self._limits = limits
        self.invoice = {one.id: one for one in ordered}
        self.of_customer: dict[int, list[int]] = {}
        self.entries: dict[int, list[tuple[int, int]]] = {}
        """Invoice → (booking day, cents)."""
        self.paid: dict[int, int] = {}
        self.spent: dict[int, int] = {}
        """Payment → cents."""
        self._whole: dict[tuple[str, int], list[int]] = {}
        self._untouched: dict[tuple[str, int], set[int]] = {}
        self._begun: dict[str, set[int]] = {}
        self._less: dict[str, set[int]] = {}
        """Amounts that are some invoice less a usual cash discount."""
        for one in ordered:
            self.of_customer.setdefault(one.customer, []).append(one.id)
            for cents in payable(one):
                self._whole.setdefault((one.currency, cents), []).append(one.id)
            if not one.net_only:
                self._less.setdefault(one.currency, set()).update(after_discount(one.gross_cents))
            self._file(one)

    def book(self, payment: int, on: int, invoice: int, cents: int) -> None:
        """So much of a payment, booked on that day, went to the invoice."""
        self.entries.setdefault(invoice, []).append((on, cents))
        self.paid[invoice] = self.paid.get(invoice, 0) + cents
        self.spent[payment] = self.spent.get(payment, 0) + cents
        self._file(self.invoice[invoice])

    def _file(self, invoice: OpenInvoice) -> None:
        """Puts the invoice where it is looked for: untouched, begun, or nowhere."""
        begun = self._begun.setdefault(invoice.currency, set())
        begun.discard(invoice.id)
        untouched = not self.paid.get(invoice.id)
        for cents in payable(invoice):
            place = self._untouched.setdefault((invoice.currency, cents), set())
            (place.add if untouched and cents else place.discard)(invoice.id)
        if not untouched and self.is_open(invoice.id):
            begun.add(invoice.id)

    def room(self, invoice: int, before: int | None = None) -> int:
        """Cents still to be paid; `before`: as it stood before that day's bookings."""
        whole = payable(self.invoice[invoice])[-1]
        return whole - self._paid_before(invoice, before)

    def _paid_before(self, invoice: int, before: int | None) -> int:
        if before is None:
            return self.paid.get(invoice, 0)
        return sum(cents for on, cents in self.entries.get(invoice, ()) if on < before)

    def is_open(self, invoice: int, before: int | None = None) -> bool:
        """More than a cash discount is missing."""
        least = payable(self.invoice[invoice])[0]
        paid = self._paid_before(invoice, before)
        return least != 0 and not closes(abs(paid), abs(least)) and paid * least >= 0

    def may_fit(self, currency: str, cents: int) -> bool:
        """Some invoice is this amount, or that less a discount, or something of it is paid."""
        return (
            (currency, cents) in self._whole
            or cents in self._less.get(currency, ())
            or any(self.room(one) == cents for one in self._begun.get(currency, ()))
        )

    def equal(self, currency: str, cents: int, before: int | None) -> Iterator[int]:
        """Invoices of which exactly so much is open."""
        if before is not None:
            for invoice in self._whole.get((currency, cents), ()):
                if not self._paid_before(invoice, before):
                    yield invoice
            return
        yield from self._untouched.get((currency, cents), ())
        for invoice in self._begun.get(currency, ()):
            if self.room(invoice) == cents:
                yield invoice

    def discounted(self, currency: str, cents: int, before: int | None) -> Iterator[int]:
        """Invoices not paid at all of which this is the amount less a usual cash discount."""
        if cents not in self._less.get(currency, ()):
            return
        for whole in before_discount(cents, self._limits):
            yield from (i for i in self._of(currency, whole, before) if self._fixed(i))

    def _of(self, currency: str, whole: int, before: int | None) -> Iterable[int]:
        key = (currency, whole)
        if before is None:
            return self._untouched.get(key, ())
        return [i for i in self._whole.get(key, ()) if not self._paid_before(i, before)]

    def _fixed(self, invoice: int) -> bool:
        return not self.invoice[invoice].net_only
