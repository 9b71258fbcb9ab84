"""Which customer a row of a file means, and which invoice it is, however often it comes in."""

from __future__ import annotations

import hashlib
import re
import unicodedata

LONGEST_CUSTOMER, LONGEST_INVOICE = 320, 180
"""Characters of keys; the database has room for so many and for the count behind the second."""
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
    return shortened(f"{kind}:{customer_id(number, vat_id, name)}", LONGEST_CUSTOMER)


def invoice_key(customer: str, number: str, year: int, day: int, cents: int) -> str:
    """What makes an invoice itself: customer, number, year and sign; without number day and sum.

    `customer` is a `customer_key`, `day` a day ordinal.
    """
    if number.strip():
        sign = "c" if cents < 0 else "i"
        return shortened(f"{customer}|{number.strip()}|{year}|{sign}", LONGEST_INVOICE)
    return shortened(f"{customer}||{day}|{cents}", LONGEST_INVOICE)


def shortened(text: str, most: int) -> str:
    """The text, or where it is too long its beginning and a hash that tells it from others.

    >>> len(shortened("x" * 999, 40)), shortened("x" * 40, 40) == "x" * 40
    (40, True)
    """
    if len(text) <= most:
        return text
    print_ = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=10).hexdigest()
    return f"{text[: most - len(print_) - 1]}~{print_}"
