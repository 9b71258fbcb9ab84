"""Stretches of the week, as the examination of the rules takes them."""

from __future__ import annotations

from collections.abc import Iterable

from wertschatz.domain.customers.preferences import DAY_MINUTES, Hours
from wertschatz.domain.rules.rule import Span


def spans_of(hours: Iterable[Hours]) -> tuple[tuple[int, Span], ...]:
    """(weekday, span) of every stretch, those over midnight cut there; each once, in order.

    >>> spans_of([Hours(frozenset({6}), 22 * 60, 2 * 60)])
    ((0, Span(start=0, end=120)), (6, Span(start=1320, end=1440)))
    """
    found = set()
    for one in hours:
        for day in one.weekdays:
            if one.start < one.until:
                found.add((day, Span(one.start, one.until)))
            elif one.until < one.start:
                found.add((day, Span(one.start, DAY_MINUTES)))
                if one.until:
                    found.add(((day + 1) % 7, Span(0, one.until)))
    return tuple(sorted(found))
