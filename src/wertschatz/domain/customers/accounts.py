"""Bank accounts as they are compared: an IBAN, a number with its bank, or the bare number."""

from __future__ import annotations

import re

_GERMAN = re.compile(r"DE\d{20}")
_NOISE = re.compile(r"[^0-9A-Z]")


def account_id(written: str) -> str:
    """What names an account whichever way it is written; '' for none.

    Of a German IBAN and of "bank/number" the number of the account without its zeros; other
    IBANs as they are.

    >>> account_id("DE02 1203 0000 0000 2020 51"), account_id("12030000/0000202051")
    ('202051', '202051')
    """
    last = written.upper().rpartition("/")[2]
    bare = _NOISE.sub("", last)
    if _GERMAN.fullmatch(bare):
        bare = bare[12:]
    return bare.lstrip("0") if bare.isdecimal() else bare


def text_start(end_to_end: str, purpose: str, name: str) -> str:
    """The first twenty letters and figures of what a movement says, in whatever format.

    >>> text_start("", "RE-1234 vom 3.5.", "Meier")
    'RE1234VOM35'
    """
    said = _NOISE.sub("", (purpose or end_to_end or name).upper())
    return said[:20]
