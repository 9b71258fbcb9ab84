"""When two files speak of one invoice, although each names customer and amount in its own way."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from wertschatz.domain.customers.identity import folded_name
from wertschatz.domain.customers.names import compared

_TELLING = 5
"""Characters from which a number is so much the firm's own that no name needs to agree."""

HIGHEST_TAX = 27
"""Per cent: the highest VAT in the EU (Hungary, 2026)."""


class Named(NamedTuple):
    """The customer of an invoice as one file names it."""

    customer: str
    """A `customer_key`."""
    name: str
    number: str
    """Of the invoice."""


class Stated(NamedTuple):
    """An invoice as one file states it; both that are compared have the same number."""

    who: Named
    on: int
    """Day ordinal."""
    cents: int
    gross_cents: int | None
    net: bool
    """`cents` is surely net."""
    currency: str
    """'' where the file names none."""


def same_invoice(one: Stated, other: Stated) -> bool:
    """Number, day and amount agree, and nothing says that these are two customers.

    >>> list_ = Stated(Named("m:b & co", "B & Co", "RE-7"), 738000, 11_900, None, False, "")
    >>> xml = Stated(Named("v:DE1", "B GmbH", "RE-7"), 738000, 10_000, 11_900, True, "EUR")
    >>> same_invoice(list_, xml)
    True
    """
    return one.on == other.on and same_amount(one, other) and may_be_one(one.who, other.who)


def same_amount(one: Stated, other: Stated) -> bool:
    """The same sum, or the net one beside the gross one of the same invoice.

    Where the gross sum is not stated, any tax that a country of the EU takes makes them one.
    """
    if one.currency and other.currency and one.currency != other.currency:
        return False
    if one.cents == other.cents:
        return True
    net, whole = (one, other) if one.net else (other, one)
    if not net.net or whole.net:
        return False
    if net.gross_cents is not None:
        return net.gross_cents == whole.cents
    tax = whole.cents - net.cents
    return net.cents * tax > 0 and 100 * abs(tax) <= HIGHEST_TAX * abs(net.cents)


def may_be_one(one: Named, other: Named) -> bool:
    """Both customers of an invoice of one number, day and amount may be the same one.

    Two numbers or two VAT ids are two customers, unless the names are the same to the letter.
    Where a file knows only a name, a word in common will do, or a number that no second invoice
    of that day and amount would bear by chance ("1" may, "RE-2024-17" does not).
    """
    if one.customer == other.customer:
        return True
    if one.customer[0] == other.customer[0] != "m":
        return _same_name(one, other)
    return _alike(one, other) or len(one.number) >= _TELLING


def corrected(correction: Named, invoices: Iterable[Named]) -> str:
    """Of the customers with an invoice of the number named, the one whose it is; '' none or two.

    The number in `correction` is that of the invoice that it corrects.
    """
    there = list(invoices)
    mine = {one.customer for one in there if one.customer == correction.customer}
    named = {one.customer for one in there if _same_name(one, correction)}
    may = {one.customer for one in there if _alike(one, correction)}
    return next((likely.pop() for likely in (mine, named, may) if len(likely) == 1), "")


def _same_name(one: Named, other: Named) -> bool:
    return bool(one.name.strip()) and folded_name(one.name) == folded_name(other.name)


def _alike(one: Named, other: Named) -> bool:
    """The names have a word in common, or one of them is not known."""
    words = _words(one.name), _words(other.name)
    return not all(words) or bool(words[0] & words[1])


@lru_cache(maxsize=4096)
def _words(name: str) -> frozenset[str]:
    return frozenset(compared(name).words.split())
