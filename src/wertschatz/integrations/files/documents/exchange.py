"""Finds the rate at which a document in a foreign currency states its value in another one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from wertschatz.integrations.files.documents.amounts import amount, currency_code
from wertschatz.integrations.files.documents.elements import text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLACES = Decimal("1E-10")


class Exchange(NamedTuple):
    """One exchange as a document words it: so many of `target` for one of `source`."""

    source: str
    target: str
    rate: str
    divides: bool = False
    """The rate is the other way round (UBL, MathematicOperatorCode)."""


class Rate(NamedTuple):
    """What one unit of the document's currency is worth in another; '' and '': not stated."""

    rate: str = ""
    """A decimal number above zero, with a point."""
    currency: str = ""


NO_RATE = Rate()


def stated_rate(currency: str, exchanges: Iterable[Exchange], taxes: Sequence[_Element]) -> Rate:
    """The rate into another currency, else what the tax stated in both (BT-110, BT-111) gives."""
    for exchange in exchanges:
        found = _of(currency, exchange)
        if found is not None:
            return found
    return _of_taxes(currency, taxes)


def _of(currency: str, exchange: Exchange) -> Rate | None:
    rate = amount(exchange.rate)
    if rate is None or rate <= 0 or exchange.source == exchange.target:
        return None
    if exchange.divides:
        rate = 1 / rate
    if exchange.source == currency and exchange.target:
        return Rate(_written(rate), exchange.target)
    if exchange.target == currency and exchange.source:
        return Rate(_written(1 / rate), exchange.source)
    return None


def _of_taxes(currency: str, taxes: Sequence[_Element]) -> Rate:
    """Tax is stated once more in the currency of the accounts (EN 16931, BT-111)."""
    by_currency: dict[str, Decimal] = {}
    for element in taxes:
        found = amount(text_of(element))
        if found:
            by_currency.setdefault(currency_code(element.get("currencyID", "")), found)
    own = by_currency.pop(currency, None)
    others = [(code, tax) for code, tax in by_currency.items() if code]
    if own is None or len(others) != 1 or others[0][1] / own <= 0:
        return NO_RATE
    return Rate(_written(others[0][1] / own), others[0][0])


def _written(rate: Decimal) -> str:
    return format(rate.quantize(_PLACES, ROUND_HALF_UP).normalize(), "f")
