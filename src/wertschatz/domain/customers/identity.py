"""Which customer a row of a file means, and which invoice it is, however often it comes in."""

from __future__ import annotations

import re
import unicodedata

_BLANKS = re.compile(r"\s+")


def folded_name(name: str) -> str:
    """A name as it is compared: composed, without case, blanks collapsed, umlauts kept.

    >>> folded_name("  Müller  GmbH ")
    'müller gmbh'
    """
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", name)).strip().casefold()


def customer_id(number: str, vat_id: str, name: str) -> str:
    """What names a customer outside: the number, else the VAT id, else the folded name."""
    return number.strip() or _BLANKS.sub("", vat_id).upper() or folded_name(name)


def customer_key(number: str, vat_id: str, name: str) -> str:
    """The same with its kind in front, so that a number never meets a name.

    >>> customer_key("", "de 123", "Müller"), customer_key("", "", "Müller")
    ('v:DE123', 'm:müller')
    """
    kind = "n" if number.strip() else "v" if vat_id.strip() else "m"
    return f"{kind}:{customer_id(number, vat_id, name)}"


def invoice_key(customer: str, number: str, year: int, day: int, cents: int) -> str:
    """What makes an invoice itself: customer, number, year and sign; without number day and sum.

    `customer` is a `customer_key`, `day` a day ordinal.
    """
    if number.strip():
        sign = "c" if cents < 0 else "i"
        return f"{customer}|{number.strip()}|{year}|{sign}"
    return f"{customer}||{day}|{cents}"
