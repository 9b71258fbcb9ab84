"""Which invoices together make a sum, and how a sum is shared among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

MOST_SOLUTIONS = 6

Totals = Mapping[int, Sequence[tuple[int, ...]]]
"""Sum → groups of places that make it."""


def totals(parts: Sequence[int]) -> Totals:
    """The sums of all groups of these parts, the empty one left out: 12 parts make 4,095.

    >>> totals([100, 250])
    {100: [(0,)], 250: [(1,)], 350: [(0, 1)]}
    """
    groups: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    for place, part in enumerate(parts):
        groups += [(total + part, (*places, place)) for total, places in groups]
    found: dict[int, list[tuple[int, ...]]] = {}
    for total, places in groups[1:]:
        found.setdefault(total, []).append(places)
    return found


def solutions(sums: Totals, wanted: Iterable[int]) -> list[tuple[int, ...]]:
    """The groups that make one of the wanted sums, smaller ones first; only a few.

    >>> solutions(totals([100, 250, 350]), [350])
    [(2,), (0, 1)]
    """
    found = [places for total in set(wanted) for places in sums.get(total, ())]
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
