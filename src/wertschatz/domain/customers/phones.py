"""Telephone numbers as they are compared, however they are written."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers

_NOISE = re.compile(r"\(0\)|[^0-9+]")
_TEL = re.compile(r"(?i)^tel:")
SHORTEST_LOCAL = 3
"""Fewer digits are an extension inside the house, or a service."""


@lru_cache(maxsize=65_536)
def normal_number(written: str, area_code: str = "", country: str = "DE") -> str:
    """E.164 ('+493023125001'); '' for what is no number that can be called.

    A number without a leading zero is a local one: it needs the `area_code` of the own telephone,
    or it would pass for a valid number somewhere else (seen with the library).

    >>> normal_number("030 / 231 25-001"), normal_number("23125001")
    ('+493023125001', '')
    >>> normal_number("23125001", "030")
    '+493023125001'
    """
    bare = _NOISE.sub("", _TEL.sub("", written.strip()).split(";", 1)[0])
    if bare.startswith("00"):
        bare = "+" + bare[2:]
    if not bare.startswith(("+", "0")):
        if not area_code or len(bare) < SHORTEST_LOCAL:
            return ""
        bare = area_code + bare
    try:
        number = phonenumbers.parse(bare, country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def local_number(written: str) -> str:
    """The digits of a number that lacks its area code; '' for every other.

    >>> local_number("231 25-001"), local_number("030 1")
    ('23125001', '')
    """
    return _NOISE.sub("", written) if needs_area_code(written) else ""


def needs_area_code(written: str) -> bool:
    """A local number: it can only be told apart with the own area code.

    >>> needs_area_code("231 25 001"), needs_area_code("030 1"), needs_area_code("12")
    (True, False, False)
    """
    bare = _NOISE.sub("", written)
    return len(bare) > SHORTEST_LOCAL and not bare.startswith(("+", "0"))


def block_of(number: str) -> str:
    """The beginning that all numbers of a switchboard share; '' for a single number.

    A switchboard ends with 0 and answers for what is dialled instead of it: one to four digits.

    >>> block_of("+4930231250"), block_of("+493023125001")
    ('+493023125', '')
    """
    bare = number.rstrip("0")
    return bare if number.endswith("0") and len(bare) > len("+49301") else ""


LONGEST_EXTENSION = 4
