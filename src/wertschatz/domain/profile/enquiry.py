"""An enquiry: how it came, what was decided, and how it went on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum


class Way(StrEnum):
    """How an enquiry reached us."""

    FORM = "form"
    MAIL = "mail"
    TYPED = "typed"


class Decision(StrEnum):
    """What the person decided."""

    YES = "yes"
    ASK = "ask"
    """Something is asked first; it stays open."""
    NO = "no"
    BIN = "bin"
    """No enquiry at all."""


ANSWERS = (Decision.YES, Decision.ASK, Decision.NO)


class Outcome(StrEnum):
    """How it went on."""

    CAME = "came"
    """Became a customer."""
    DECLINED = "declined"
    """Decided otherwise."""
    SILENT = "silent"
    """Nothing more was heard."""
    ELSEWHERE = "elsewhere"
    """Found help with whom we recommended."""


def print_of(*state: str) -> str:
    """Tells whether what was decided of an enquiry is still what somebody saw."""
    return hashlib.sha256("\0".join(state).encode()).hexdigest()[:16]


BIN_DAYS = "enquiry_bin_days"
PARAMETERS: Mapping[str, tuple[int, int, int]] = {BIN_DAYS: (30, 1, 365)}
"""Names of the firm's parameters: default, lowest, highest."""


def deleted_on(binned_on: date, days: int, today: date) -> date:
    """The day on which what was thrown away is deleted for good; whatever is overdue goes in the
    coming night.

    >>> deleted_on(date(2026, 11, 1), 30, date(2026, 11, 20)).isoformat()
    '2026-12-01'
    """
    return max(binned_on + timedelta(days=days), today + timedelta(days=1))


LONGEST = {
    "name": 300, "contact": 254, "text": 6000, "trade": 100, "region": 100, "job": 200,
    "recommended": 300, "reply": 6000,
}  # fmt: skip
"""Characters of each field that are kept."""
