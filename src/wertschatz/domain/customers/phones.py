"""Telephone numbers as they are compared, however they are written."""

from __future__ import annotations

import re
from functools import lru_cache

_NOISE = re.compile(r"\(0\)|[^0-9+]")
_TEL = re.compile(r"(?i)^tel:")
SHORTEST_LOCAL = 3
"""Fewer digits are an extension inside the house, or a service."""


def load() -> None:
    """Brings the tables of all countries in, which takes some forty milliseconds.

    Whoever starts does not wait for them; whoever answers a telephone calls this before.
    """
    import phonenumbers  # noqa: F401


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
    import phonenumbers  # see `load`

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


@lru_cache(maxsize=4096)
def dialled_number(number: str, country: str = "DE") -> str:
    """E.164 as one writes it in the `country`; whatever else it is (an extension, nothing) stays.

    >>> dialled_number("+493023125001"), dialled_number("+4313101234"), dialled_number("22")
    ('030 23125001', '+43 1 3101234', '22')
    """
    if not number.startswith("+"):
        return number
    import phonenumbers  # see `load`

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    here = parsed.country_code == phonenumbers.country_code_for_region(country)
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, form.NATIONAL if here else form.INTERNATIONAL)


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
SHORTEST_SOUGHT = 4
"""Fewer digits stand in too many numbers."""
_WRITTEN = re.compile(r"(?i)(?:tel:)?[\d\s+()/.\-–\u00a0]+")


def endings(written: str, area_code: str = "") -> list[str]:
    """All endings of a number, from its country on to its last four digits: whoever looks for a
    part of it looks for the beginning of one of these.

    >>> endings("030 / 23125")[:3], endings("030 / 23125")[-1]
    (['493023125', '93023125', '3023125'], '3125')
    """
    digits = normal_number(written, area_code)[1:] or _digits(written)
    return [digits[start:] for start in range(len(digits) - SHORTEST_SOUGHT + 1)]


def sought(typed: str) -> str:
    """The digits to look for, where a number or a part of one was typed; '' for every other text.

    >>> sought("+49 (0)30 231-25"), sought("030/231 25"), sought("23125"), sought("Haus 7")
    ('493023125', '3023125', '23125', '')
    """
    if not _WRITTEN.fullmatch(typed.strip()):
        return ""
    found = _digits(typed)
    return found if len(found) >= SHORTEST_SOUGHT else ""


def _digits(written: str) -> str:
    """Without the zeros in front that a call from elsewhere leaves out."""
    bare = _NOISE.sub("", _TEL.sub("", written.strip()))
    digits = bare.lstrip("+0").replace("+", "")
    # "+49 030 …": some write both.
    return ("49" + digits[3:] if digits.startswith("490") else digits)[:15]
