"""The gift ledger: what each recipient got in a year, held against the limits of German tax law.

Business friends: deductible up to 50 euro per recipient and business year (§ 4 Abs. 5 S. 1 Nr. 1
EStG, for years that begin after 31 December 2023; 35 euro from 2004). It is a cliff: one cent more,
and nothing of the year's sum is deductible. Net of VAT for those who deduct input tax, else gross.
Staff: 60 euro gross per personal occasion (R 19.6 LStR, since 2015; 40 euro before), a cliff, too;
without a personal occasion the whole counts as wages.
No tax advice; the year is taken as the calendar year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
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
TOGETHER = 60
"""Days between gifts of one occasion over the turn of the year."""
Deducts = bool | Callable[[int], bool]
"""Whether the firm deducts input tax; by the year where that changed."""


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
    personal: bool = True
    """Of staff: a birthday, a wedding. Without such an occasion nothing is free of tax."""


Place = tuple[int, str, Given, str, bool]
"""Year, recipient, as what, occasion, whether it is a personal one."""


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


def of_each(gifts: Sequence[Gift], *, deducts_vat: Deducts) -> list[Entry]:
    """For each gift, in the same order, the sum that it belongs to."""
    places: dict[int, Place] = {}
    newest: dict[Place, date] = {}
    for at, gift in sorted(enumerate(gifts), key=lambda one: one[1].on):
        places[at] = place = _place(gift, newest)
        newest[place] = gift.on
    sums: dict[Place, list[int]] = {}
    for at, place in places.items():
        gift, into = gifts[at], sums.setdefault(place, [0, 0, 0])
        deducts = deducts_vat if isinstance(deducts_vat, bool) else deducts_vat(gift.on.year)
        into[0] += counted(gift, deducts_vat=deducts)
        into[1] += gift.gross_cents
        into[2] += 1
    entries = {place: _entry(place, *sums[place]) for place in sums}
    return [entries[places[at]] for at in range(len(gifts))]


def _place(gift: Gift, newest: Mapping[Place, date]) -> Place:
    if gift.given is Given.BUSINESS:
        return gift.on.year, gift.recipient, gift.given, "", True
    occasion = gift.occasion or gift.on.isoformat()
    place = (gift.on.year, gift.recipient, gift.given, occasion, gift.personal)
    before = (gift.on.year - 1, *place[1:])
    # An occasion over the turn of the year is one, and belongs to the year of its first gift.
    if place not in newest and before in newest and (gift.on - newest[before]).days <= TOGETHER:
        return before
    return place


def _entry(place: Place, cents: int, gross: int, number: int) -> Entry:
    year, recipient, given, occasion, personal = place
    limit = limit_of(given, year) if personal else 0
    return Entry(recipient, year, given, occasion, cents, gross, limit, number)


def ledger(gifts: Iterable[Gift], *, deducts_vat: Deducts) -> tuple[Entry, ...]:
    """All sums, the newest year first, then by recipient and occasion."""
    found = dict.fromkeys(of_each(tuple(gifts), deducts_vat=deducts_vat))
    return tuple(sorted(found, key=lambda one: (-one.year, one.recipient, one.given, one.occasion)))


def with_gift(gifts: Iterable[Gift], gift: Gift, *, deducts_vat: Deducts) -> Entry:
    """The sum that this gift belongs to, the gift included: asked before it is given."""
    return of_each((*gifts, gift), deducts_vat=deducts_vat)[-1]
