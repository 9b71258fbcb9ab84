"""How a payment is shared among the invoices that somebody says it is for."""

from __future__ import annotations

from collections.abc import Sequence

from wertschatz.domain.customers.paying.payments import closes
from wertschatz.domain.customers.paying.sums import shares


def shared_among(rooms: Sequence[int], cents: int) -> list[int]:
    """Cents of a payment for each of these invoices, the oldest first; together all of it.

    `rooms`: what is open of each. One invoice takes everything. A cash discount is taken from all
    in proportion; a part pays the oldest first; what is too much goes to the last. Where a credit
    note or money that went out is among them, nothing but the exact sum can be shared: an empty
    list says that somebody must tell the amounts.

    >>> shared_among([100, 200], 294), shared_among([100, 200], 150), shared_among([100], 150)
    ([98, 196], [100, 50], [150])
    """
    if len(rooms) == 1:
        return [cents]
    if sum(rooms) == cents:
        return list(rooms)
    if cents <= 0 or any(room <= 0 for room in rooms):
        return []
    if cents < sum(rooms) and closes(cents, sum(rooms)):
        return shares(rooms, cents)
    return _oldest_first(rooms, cents)


def _oldest_first(rooms: Sequence[int], cents: int) -> list[int]:
    """Empty where nothing is left for the later ones."""
    parts, left = [], cents
    for room in rooms[:-1]:
        parts.append(min(room, left))
        left -= parts[-1]
    return [*parts, left] if left > 0 and all(parts) else []
