"""Reads the amounts of e-invoices exactly, and counts them in the smallest coin of a currency."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from wertschatz.domain.values import minor_units

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLAIN = re.compile(r"[-+]?\d{1,40}(?:\.\d{0,40})?", re.ASCII)
_CLEAN = re.compile(r"[\s'’`]|[A-Za-z]{3}$|^[A-Za-z]{3}|[€$£]")
_SHAPE = re.compile(r"([-+]?)([\d.,]{1,60})([-+]?)", re.ASCII)
_BY_COMMAS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?", re.ASCII)
_BY_POINTS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){2,}", re.ASCII)
_COMMA = re.compile(r"(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+),\d*|,\d+", re.ASCII)
_POINT = re.compile(r"\d+\.?\d*|\.\d+", re.ASCII)
_CURRENCY = re.compile("[A-Z]{3}")


def in_minor_units(amount: Decimal, currency: str) -> int:
    """An amount in the smallest coin, the half rounded away from zero.

    >>> in_minor_units(Decimal("-1.005"), "EUR"), in_minor_units(Decimal("12.5"), "JPY")
    (-101, 13)
    """
    return int(amount.scaleb(minor_units(currency)).to_integral_value(ROUND_HALF_UP))


def amount(written: str) -> Decimal | None:
    """An amount as XML demands it, or grouped as some write it nonetheless; None: it is none.

    A lone point is always the decimal mark (XML Schema, decimal). A lone comma is one too,
    unless exactly three digits follow a group that does not begin with zero.

    >>> amount("1.234,56"), amount("1,234.56"), amount("1 234,5"), amount("1,234"), amount("1.234")
    (Decimal('1234.56'), Decimal('1234.56'), Decimal('1234.5'), Decimal('1234'), Decimal('1.234'))
    """
    if _PLAIN.fullmatch(written):
        return Decimal(written)
    found = _SHAPE.fullmatch(_CLEAN.sub("", written.replace("\u2212", "-")))
    if not found or (found[1] and found[3]):
        return None
    number = _ungrouped(found[2])
    if number is None:
        return None
    return -number if "-" in (found[1], found[3]) else number


def _ungrouped(number: str) -> Decimal | None:
    """Without the marks between thousands."""
    for shape, group in ((_BY_COMMAS, ","), (_BY_POINTS, "."), (_COMMA, ".")):
        if shape.fullmatch(number):
            return Decimal(number.replace(group, "").replace(",", "."))
    return Decimal(number) if _POINT.fullmatch(number) else None


def stated(elements: Sequence[_Element], currency: str, *, strict: bool = False) -> Decimal | None:
    """The amount of these elements that is in `currency`; the same total may stand in two.

    One without a currency will do, and unless `strict` one in another currency too.
    """
    best, best_rank = None, 0
    for element in elements:
        marked = element.get("currencyID", "").strip().upper()
        rank = 3 if marked == currency else 2 if not marked or not currency else 1
        if rank <= best_rank or (strict and rank == 1):
            continue
        found = amount((element.text or "").strip())
        if found is not None:
            best, best_rank = found, rank
    return best


def currency_code(*written: str) -> str:
    """The first that looks like a code of ISO 4217, else ''."""
    codes = (text.strip().upper() for text in written)
    return next((code for code in codes if _CURRENCY.fullmatch(code)), "")
