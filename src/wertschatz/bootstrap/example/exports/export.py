"""What one file of the example is: which kind, how it is called, what is in it."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple


class Export(NamedTuple):
    """One file as a tool would have written it."""

    tag: str
    """What reads it; see `READABLE`."""
    name: str
    content: bytes


def german_day(on: dt.date) -> str:
    """Such as 05.03.2026."""
    return on.strftime("%d.%m.%Y")


def german_amount(cents: int, thousands: str = ".") -> str:
    """As a German tool writes it.

    >>> german_amount(-123450), german_amount(123450, "")
    ('-1.234,50', '1234,50')
    """
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole:,}".replace(",", thousands) + f",{rest:02}"


def plain_amount(cents: int) -> str:
    """With a point.

    >>> plain_amount(-5)
    '-0.05'
    """
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{rest:02}"


def clock(minute: int) -> str:
    """Minutes after midnight as 08:05."""
    return f"{minute // 60:02}:{minute % 60:02}"
