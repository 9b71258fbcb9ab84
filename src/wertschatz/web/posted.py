"""Small readings of what a form sent."""

from __future__ import annotations

import re

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from wertschatz.usecases.refusals import Refused

_AMOUNT = re.compile(r"^\d{1,3}(?:[.\u202f\u00a0' ]\d{3})*(?:,\d{1,2})?$|^\d+(?:,\d{1,2})?$")
_ENGLISH = re.compile(r"^\d{1,3}(?:,\d{3})*(?:\.\d{1,2})?$|^\d+(?:\.\d{1,2})?$")
_NOISE = re.compile(r"(?i)€|eur|ca\.?|~")


def actor(request: HttpRequest) -> int:
    """The id of the account that is signed in."""
    return int(request.user.pk or 0)


def is_owner(request: HttpRequest) -> bool:
    """The account that is signed in is an owner's."""
    return bool(getattr(request.user, "is_owner", False))


def next_page(request: HttpRequest, default: str) -> str:
    """The page of ours where the person was, else the one with this name or address."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()})
    return target if safe and target.startswith("/") else default


def whole(text: str | None, default: int) -> int:
    """A whole number from an address, or the default."""
    return int(text) if text and text.isdecimal() and len(text) < 9 else default


def cents(text: str, language: str) -> int | None:
    """An amount as a person writes it, in cents; None for nothing; raises Refused.

    >>> cents("12.000", "de"), cents("12,000.50 €", "en"), cents("", "de")
    (1200000, 1200050, None)
    """
    bare = _NOISE.sub("", text).strip()
    if not bare:
        return None
    first, second = (_AMOUNT, _ENGLISH) if language == "de" else (_ENGLISH, _AMOUNT)
    for pattern in (first, second):
        if pattern.match(bare) and len(bare) < 16:
            mark = "," if pattern is _AMOUNT else "."
            head, _, tail = bare.partition(mark)
            digits = re.sub(r"\D", "", head)
            return int(digits) * 100 + int((tail + "00")[:2])
    raise Refused("amount_not_read", {"value": text[:30]})
