"""Whose document it is, which year a correction belongs to, and what a final invoice repeats."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from wertschatz.domain.customers.identity import folded_name
from wertschatz.domain.values import converted

_NOT_ID = re.compile(r"[^0-9A-Za-z]")


class Side(StrEnum):
    """What a document is to the owner's firm."""

    SALE = "sale"
    PURCHASE = "purchase"
    FOREIGN = "foreign"
    """Neither seller nor buyer is the owner's firm."""


@dataclass(frozen=True, slots=True)
class OwnNames:
    """How documents name the owner's firm; empty: nobody has said yet."""

    names: frozenset[str] = frozenset()
    """Folded names."""
    vat_ids: frozenset[str] = frozenset()
    """VAT ids and tax numbers, folded by `folded_id`."""

    def __bool__(self) -> bool:
        return bool(self.names or self.vat_ids)

    def is_own(self, name: str, vat_id: str) -> bool:
        """This party is the owner's firm: by its VAT id, else by its name."""
        known = folded_id(vat_id)
        return (bool(known) and known in self.vat_ids) or folded_name(name) in self.names

    def side(self, seller: tuple[str, str], buyer: tuple[str, str]) -> Side:
        """What a document between these parties (name, VAT id) is."""
        if self.is_own(*seller):
            return Side.SALE
        return Side.PURCHASE if self.is_own(*buyer) else Side.FOREIGN


def folded_id(text: str) -> str:
    """A VAT id or tax number as it is compared: letters and digits only.

    >>> folded_id("de 123.456-789")
    'DE123456789'
    """
    return _NOT_ID.sub("", text).upper()


def own_names(said: Iterable[str]) -> OwnNames:
    """From what the person said: names and VAT ids as they come."""
    texts = [text for text in said if text.strip()]
    names = frozenset(map(folded_name, texts))
    ids = frozenset(folded_id(text) for text in texts if any(map(str.isdigit, text)))
    return OwnNames(names, ids)


def without_prepaid(net_cents: int, gross_cents: int | None, prepaid_cents: int) -> int:
    """Net of a final invoice less the net of what earlier invoices already stated.

    The final invoice repeats the whole sum; what was paid before is known with its tax, so its
    net part is taken in proportion, half a cent rounded up.

    >>> without_prepaid(100_000, 119_000, 59_500)
    50000
    """
    gross = gross_cents or net_cents
    if not gross or prepaid_cents <= 0:
        return net_cents
    return net_cents - (2 * prepaid_cents * net_cents + gross) // (2 * gross)


def in_own_currency(
    cents: int, currency: str, own: str, rate: str = "", rate_currency: str = ""
) -> int | None:
    """What an amount is in the firm's currency; None: foreign, and no rate leads there.

    `rate` is what the document states: one unit of `currency` in `rate_currency` ('' the firm's).

    >>> in_own_currency(10_000, "CHF", "EUR", "0.95"), in_own_currency(10_000, "CHF", "EUR")
    (9500, None)
    """
    if currency in ("", own):
        return cents
    if not rate or rate_currency not in ("", own):
        return None
    return converted(cents, currency, Decimal(rate), own)


def cancels(correction_cents: int, original_cents: int) -> bool:
    """The correction takes the original back as a whole: neither is a deal, nor late."""
    return correction_cents < 0 and correction_cents == -original_cents
