"""Counts time once: spans that overlap, lie inside others or are already taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

_What = TypeVar("_What")


class Span(NamedTuple, Generic[_What]):
    """From `start` to `end` in UTC seconds, and what it was spent with."""

    start: float
    end: float
    what: _What


Bounds = Sequence[tuple[float, float]]
"""Starts and ends in order, none overlapping another."""


def once(spans: Iterable[Span[_What]]) -> list[Span[_What]]:
    """In order; where two overlap, the moment belongs to the one that began first."""
    kept: list[Span[_What]] = []
    until = float("-inf")
    for start, end, what in sorted(spans, key=_bounds):
        if end > until:
            kept.append(Span(max(start, until), end, what))
            until = end
    return kept


def _bounds(span: Span[_What]) -> tuple[float, float]:
    return span.start, span.end


def bounds(spans: Iterable[Span[_What]]) -> Bounds:
    """Only from when to when."""
    return [(span.start, span.end) for span in once(spans)]


def inside(spans: Sequence[Span[_What]], allowed: Bounds) -> list[Span[_What]]:
    """The parts of spans (in order, none overlapping) that lie within `allowed`."""
    kept: list[Span[_What]] = []
    place = 0
    for start, end, what in spans:
        while place < len(allowed) and allowed[place][1] <= start:
            place += 1
        at = place
        while at < len(allowed) and allowed[at][0] < end:
            kept.append(Span(max(start, allowed[at][0]), min(end, allowed[at][1]), what))
            at += 1
    return kept


def outside(spans: Sequence[Span[_What]], taken: Bounds) -> list[Span[_What]]:
    """The parts of spans that lie within none of `taken`."""
    edges = [float("-inf"), *(edge for pair in taken for edge in pair), float("inf")]
    free = list(zip(edges[::2], edges[1::2], strict=True))
    return inside(spans, [(start, end) for start, end in free if start < end])


def length(spans: Iterable[Span[_What]]) -> float:
    """Seconds."""
    return sum(span.end - span.start for span in spans)
