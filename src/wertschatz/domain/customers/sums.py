"""Which invoices together make a sum, and how a sum is shared among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

MOST_SOLUTIONS = 6


def solutions(parts: Sequence[int], fits: Callable[[int], bool]) -> list[tuple[int, ...]]:
    """Places of the parts whose sum fits, smaller groups first; stops after a few solutions.

    Tries all groups: 12 parts are 4,095 of them.

    >>> solutions([100, 250, 350], lambda total: total == 350)
    [(2,), (0, 1)]
    """
    groups: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    for place, part in enumerate(parts):
        groups += [(total + part, (*places, place)) for total, places in groups]
    found = [places for total, places in groups[1:] if fits(total)]
    return sorted(found, key=lambda places: (len(places), places))[:MOST_SOLUTIONS]


def shares(parts: Sequence[int], total: int) -> list[int]:
    """The total divided in proportion to the parts, no share above its part. Cents.

    >>> shares([100, 200], 294)
    [98, 196]
    """
    whole = sum(parts)
    if total == whole:
        return list(parts)
    divided = [part * total // whole for part in parts]
    missing = total - sum(divided)
    for place, part in enumerate(parts):
        if missing and divided[place] < part:
            divided[place] += 1
            missing -= 1
    return divided
