"""The gift ledger: what each recipient got in a year, held against the limits of German tax law.

Business friends: deductible up to 50 euro per recipient and business year (§ 4 Abs. 5 S. 1 Nr. 1
EStG, for years that begin after 31 December 2023; 35 euro from 2004). It is a cliff: one cent more,
and nothing of the year's sum is deductible. Net of VAT for those who deduct input tax, else gross.
Staff: 60 euro gross per personal occasion (R 19.6 LStR, since 2015; 40 euro before), a cliff, too.
No tax advice; the year is taken as the calendar year.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class Given(StrEnum):
    """As what somebody got it."""

    BUSINESS = "business"
    STAFF = "staff"


class State(StrEnum):
    """How a sum stands to its limit."""

    FINE = "fine"
    NEAR = "near"
    """From four fifths of the limit: 40 of 50 euro."""
    OVER = "over"
    """Beyond the limit: the whole sum counts as private or as wages."""


BUSINESS_CENTS = ((2004, 3_500), (2024, 5_000))
"""First year, limit in cents per recipient and year."""
STAFF_CENTS = ((1990, 4_000), (2015, 6_000))
"""First year, limit in cents per occasion."""
NEAR_PERCENT = 80


@dataclass(frozen=True, slots=True)
class Gift:
    """One gift that cost something."""

    recipient: str
    """Key."""
    on: date
    gross_cents: int
    vat_percent: int = 19
    given: Given = Given.BUSINESS
    occasion: str = ""
    """Of staff: one limit per occasion; '' is one of its own on each day."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One sum of the ledger: a recipient's year, or of staff one occasion."""

    recipient: str
    year: int
    given: Given
    occasion: str
    """'' of business friends."""
    cents: int
    """As it counts: net or gross."""
    gross_cents: int
    limit_cents: int
    gifts: int

    @property
    def state(self) -> State:
        """Exactly the limit is still fine for the tax, and near."""
        return state_of(self.cents, self.limit_cents)

    @property
    def left_cents(self) -> int:
        """What may still be given; never below 0."""
        return max(self.limit_cents - self.cents, 0)


def limit_of(given: Given, year: int) -> int:
    """The limit in cents of that year.

    >>> limit_of(Given.BUSINESS, 2023), limit_of(Given.BUSINESS, 2024), limit_of(Given.STAFF, 2026)
    (3500, 5000, 6000)
    """
    steps = BUSINESS_CENTS if given is Given.BUSINESS else STAFF_CENTS
    return next((cents for first, cents in reversed(steps) if first <= year), steps[0][1])


def state_of(cents: int, limit: int) -> State:
    """How a sum stands to its limit."""
    if cents > limit:
        return State.OVER
    return State.NEAR if cents * 100 >= limit * NEAR_PERCENT else State.FINE


def counted(gift: Gift, *, deducts_vat: bool) -> int:
    """Cents that count towards the limit; rounded once, the half up.

    >>> counted(Gift("a", date(2026, 5, 1), 5950), deducts_vat=True)
    5000
    """
    if gift.given is Given.STAFF or not deducts_vat:
        return gift.gross_cents
    net = Decimal(gift.gross_cents * 100) / (100 + gift.vat_percent)
    return int(net.to_integral_value(ROUND_HALF_UP))


def ledger(gifts: Iterable[Gift], *, deducts_vat: bool) -> tuple[Entry, ...]:
    """All sums, the newest year first, then by recipient and occasion."""
    sums: dict[tuple[int, str, Given, str], list[int]] = {}
    for gift in gifts:
        occasion = ""
        if gift.given is Given.STAFF:
            occasion = gift.occasion or gift.on.isoformat()
        into = sums.setdefault((gift.on.year, gift.recipient, gift.given, occasion), [0, 0, 0])
        into[0] += counted(gift, deducts_vat=deducts_vat)
        into[1] += gift.gross_cents
        into[2] += 1
    found = [
        Entry(recipient, year, given, occasion, cents, gross, limit_of(given, year), number)
        for (year, recipient, given, occasion), (cents, gross, number) in sums.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.year, one.recipient, one.given, one.occasion)))


def with_gift(gifts: Iterable[Gift], gift: Gift, *, deducts_vat: bool) -> Entry:
    """The sum that this gift belongs to, the gift included: asked before it is given."""
    alone = ledger((gift,), deducts_vat=deducts_vat)[0]
    place = (alone.recipient, alone.year, alone.given, alone.occasion)
    return next(
        one for one in ledger((*gifts, gift), deducts_vat=deducts_vat)
        if (one.recipient, one.year, one.given, one.occasion) == place
    )  # fmt: skip
