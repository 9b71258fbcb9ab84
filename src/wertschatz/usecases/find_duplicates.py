"""“Who stands there twice?”: compares all customers and keeps what may be one as proposals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import combinations

from wertschatz.domain.customers.duplicates import (
    LEAST_SIMILAR,
    Known,
    Place,
    Proposal,
    proposals,
    same_marks,
)
from wertschatz.domain.customers.names import compared
from wertschatz.ports.duplicates import Likenesses

EDGE = 4
"""Letters at the beginning or end of a word that two names must share to be compared at all."""
CROWD = 400
"""So many names may share an edge; in a larger crowd it says nothing…"""
ENOUGH_EDGES = 2
"""…unless a name has no two rarer ones."""
LARGEST = 3000
"""Beyond this an edge is never looked at: 3,000 names are 4.5 million pairs."""


def find_duplicates(book: Likenesses, at: dt.datetime) -> int:
    """Renews the proposals; returns how many there are. Does nothing while nobody is new."""
    known = book.known()
    apart = book.apart()
    if not book.is_new(known, apart):
        return 0
    found = [pair for pair in compare(known) if frozenset((pair.first, pair.second)) not in apart]
    book.keep(known, apart, found, at)
    return len(found)


def compare(known: Sequence[Known]) -> list[Proposal]:
    """All proposals among these customers, the surest first."""
    from rapidfuzz import fuzz

    names = [compared(one.name).words for one in known]
    similar = dict(_alike(names))
    for pair in same_marks(known):
        # The words stand in order already, so this is what rapidfuzz calls token_sort_ratio.
        similar.setdefault(pair, fuzz.ratio(names[pair[0]], names[pair[1]]))
    return proposals(known, similar)


def _alike(names: Sequence[str]) -> Iterator[tuple[tuple[Place, Place], float]]:
    """Pairs of places whose names are alike, with how alike they are (0 to 100)."""
    from rapidfuzz import fuzz, process

    holders: dict[str, list[Place]] = {}
    for place, name in enumerate(names):
        if name:
            holders.setdefault(name, []).append(place)
    distinct = list(holders)
    for places in holders.values():
        for pair in combinations(places[:LARGEST], 2):
            yield pair, 100.0
    for crowd in _crowds(distinct):
        words = [distinct[number] for number in crowd]
        for at, number in enumerate(crowd[:-1]):
            hits = process.extract(
                words[at], words[at + 1 :], scorer=fuzz.ratio, score_cutoff=LEAST_SIMILAR,
                limit=None,
            )  # fmt: skip
            for _, points, offset in hits:
                other = crowd[at + 1 + offset]
                for left in holders[distinct[number]]:
                    for right in holders[distinct[other]]:
                        yield (min(left, right), max(left, right)), points


def _crowds(names: Sequence[str]) -> list[list[int]]:
    """Numbers of names that share the edge of a word."""
    edges = [_edges(name) for name in names]
    sizes: dict[str, int] = {}
    for mine in edges:
        for edge in mine:
            sizes[edge] = sizes.get(edge, 0) + 1
    crowds: dict[str, list[int]] = {}
    for number, mine in enumerate(edges):
        by_size = sorted(mine, key=sizes.__getitem__)
        for at, edge in enumerate(by_size):
            if 1 < sizes[edge] <= (CROWD if at >= ENOUGH_EDGES else LARGEST):
                crowds.setdefault(edge, []).append(number)
    return list(crowds.values())


def _edges(name: str) -> set[str]:
    return {edge for word in name.split() for edge in (f"{word[:EDGE]}-", f"-{word[-EDGE:]}")}
