"""Who is the same customer, and which invoice is the same invoice, across files and years."""

from __future__ import annotations

from typing import NamedTuple

CustomerKey = tuple[str, str]
"""Kind ('number', 'vat' or 'name') and the value that tells customers apart."""


def folded_name(name: str) -> str:
    """The name in small letters with blanks collapsed; umlauts stay.

    >>> folded_name("  Bäckerei  MÜLLER ")
    'bäckerei müller'
    """
    return " ".join(name.casefold().split())


def customer_key(number: str, vat_id: str, name: str) -> CustomerKey:
    """The customer number, else the VAT id, else the folded name.

    >>> customer_key("", "de 123 456 789", "Müller")
    ('vat', 'DE123456789')
    """
    if number := number.strip():
        return ("number", number)
    if vat := "".join(vat_id.split()).upper():
        return ("vat", vat)
    return ("name", folded_name(name))


class InvoiceKey(NamedTuple):
    """What makes it this invoice. Days as ordinals, money in minor units.

    `repeat` counts equal rows without a number inside one file: two sales of the same amount on
    one day are two sales, but the same pair in a second file is the same pair.
    """

    customer: CustomerKey
    number: str
    on: int
    cents: int
    currency: str
    repeat: int = 0


class Payment(NamedTuple):
    """What a row says beyond the invoice itself; it may be said anew, for instance once paid."""

    due_on: int | None
    paid_on: int | None
    payment_known: bool


def says_more(later: Payment, earlier: Payment) -> bool:
    """A later row about the same invoice knows more: a payment or a due date.

    >>> says_more(Payment(10, 12, True), Payment(10, None, True))
    True
    """
    return (later.paid_on is not None, later.payment_known, later.due_on is not None) > (
        earlier.paid_on is not None,
        earlier.payment_known,
        earlier.due_on is not None,
    )
