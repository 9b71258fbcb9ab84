"""Numbers as exchanges and telephone services write them."""

from __future__ import annotations

import re

from wertschatz.domain.customers.phones import normal_number
from wertschatz.integrations.codecs.lines import one_line

SUPPRESSED = frozenset({"anonymous", "unknown", "unavailable", "restricted", "private", "null"})
TRUNK, SERVICE = 10, 7
"""Digits from which on a number without 0 and plus is an international one. A trunk also sends
local numbers (eight digits in Berlin); services write nothing but E.164."""
_BARE = re.compile(r"[1-9][0-9]+")


def caller(written: str, shortest: int = TRUNK) -> str:
    """The other side's number; '' for a suppressed one.

    A trunk sends numbers national (with 0) or international, often without the plus; what is too
    short for that is a local number or an extension of the house.

    >>> caller("492111234567"), caller("0221 29191999"), caller("anonymous"), caller("23125001")
    ('+492111234567', '022129191999', '', '23125001')
    >>> caller("352621123", SERVICE)
    '+352621123'
    """
    number = one_line(written).replace(" ", "")
    if number.lower().partition("@")[0] in SUPPRESSED:
        return ""
    if _BARE.fullmatch(number) and len(number) >= shortest:
        return f"+{number}"
    return number


def international(number: str) -> str:
    """E.164 without the plus, as services dial it; '' for what is no such number.

    >>> international("030 23125001"), international("PJSIP/22")
    ('493023125001', '')
    """
    return "" if re.search(r"[A-Za-z@]", number) else normal_number(number)[1:]
