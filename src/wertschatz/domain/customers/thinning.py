"""A picture of very many customers keeps its shape with far fewer points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isqrt

from wertschatz.domain.customers.portfolio import Position
from wertschatz.domain.values import Group

MOST = 2000
"""More points than this no screen can show apart, and no browser needs to carry."""
_FINEST = 256
"""Cells along one side of the picture to begin with; about two points of a wide screen."""


def thinned_curve(sums: Sequence[int], peak: int, most: int = MOST) -> list[int]:
    """Which places of a curve to draw: at most `most` (4 or more), in order.

    First, last and peak always stay. Points are taken at even distances along the curve, so that
    a steep part keeps more of them than a flat one.

    >>> thinned_curve([0, 30, 40, 35], 2)
    [0, 1, 2, 3]
    """
    last = len(sums) - 1
    if len(sums) <= most:
        return list(range(len(sums)))
    height = (max(sums) - min(sums)) or 1
    way = [0.0]
    for at in range(1, len(sums)):
        way.append(way[-1] + 1 / last + abs(sums[at] - sums[at - 1]) / height)
    pace = way[-1] / (most - 3)
    kept, passed = {0, peak, last}, 0
    for at, walked in enumerate(way[:-1]):
        if int(walked / pace) > passed:
            passed = int(walked / pace)
            kept.add(at)
    return sorted(kept)


def thinned_cloud(positions: Iterable[Position], most: int = MOST) -> list[Position]:
    """Which customers to draw by revenue and effort: at most `most` (32 or more).

    Where several of one group lie on each other, the one with the most effort stands for them.
    The customers with the least and the most of either always stay. Customers without known
    effort are left out. The order given back is from the most effort to the least.
    """
    shown = sorted((one for one in positions if one.effort_minutes is not None), key=_outward)
    if len(shown) <= most:
        return shown
    ends = _ends(shown)
    cells = _cells(shown)
    while len(cells) + len(ends) > most:
        coarser: dict[tuple[int, int, Group | None], Position] = {}
        for (across, up, group), position in cells.items():
            coarser.setdefault((across // 2, up // 2, group), position)
        cells = coarser
    return sorted({*cells.values(), *ends}, key=_outward)


def _outward(position: Position) -> tuple[int, int, str, str]:
    """From the most effort to the least; the rest only makes the order certain."""
    return (
        -(position.effort_minutes or 0), -position.revenue_cents, str(position.customer),
        position.group or "",
    )  # fmt: skip


def _ends(shown: list[Position]) -> set[Position]:
    by_revenue = sorted(shown, key=lambda one: (one.revenue_cents, _outward(one)))
    return {shown[0], shown[-1], by_revenue[0], by_revenue[-1]}


def _cells(shown: list[Position]) -> dict[tuple[int, int, Group | None], Position]:
    """The first of each group in each cell; cells widen as the picture's axes do (square roots)."""
    across = isqrt(max(max(one.revenue_cents, 0) for one in shown)) + 1
    up = isqrt(max(one.effort_minutes or 0 for one in shown)) + 1
    cells: dict[tuple[int, int, Group | None], Position] = {}
    for one in shown:
        x = isqrt(max(one.revenue_cents, 0)) * _FINEST // across
        y = isqrt(one.effort_minutes or 0) * _FINEST // up
        cells.setdefault((x, y, one.group), one)
    return cells
