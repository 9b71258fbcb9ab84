"""Scales with round figures: 1, 2 or 5 and noughts, as many as there is room for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

from wertschatz.web.charts import svg
from wertschatz.web.charts.picture import Layout

ABOVE = 46
"""Units above a plot, for the name of its upright axis and a line of labels."""
BELOW = 44
"""Units below it, for the figures and the name of its level axis."""
Written = Callable[[int], str]
"""How a figure of the axis is written."""


@dataclass(frozen=True, slots=True)
class Scale:
    """From figures to places in the picture."""

    low: int
    high: int
    start: float
    end: float
    rooted: bool = False
    """By the square root, figures below zero like zero: small ones stay apart, and straight
    lines through zero stay straight."""

    def __call__(self, value: float) -> float:
        """Where a figure lies."""
        low, high = self._bent(self.low), self._bent(self.high)
        part = (self._bent(value) - low) / ((high - low) or 1)
        return self.start + part * (self.end - self.start)

    def _bent(self, value: float) -> float:
        return sqrt(max(value, 0)) if self.rooted else float(value)


def nice_step(span: int, most: int, least: int = 1) -> int:
    """The smallest 1, 2 or 5 with noughts (times `least`) that divides a span into at most `most`.

    >>> nice_step(940, 5), nice_step(40, 4), nice_step(0, 4, 100)
    (200, 10, 100)
    """
    power = least
    while True:
        for step in (power, 2 * power, 5 * power):
            if step * most >= span:
                return step
        power *= 10


def even_ticks(low: int, high: int, most: int, least: int = 1) -> list[int]:
    """Even round figures from at or below `low` to at or above `high`, both ends included.

    >>> even_ticks(-30, 940, 5)
    [-200, 0, 200, 400, 600, 800, 1000]
    """
    step = nice_step(high - low, most, least)
    first, last = low // step, -(-high // step)
    return [step * at for at in range(first, max(last, first + 1) + 1)]


def root_ticks(scale: Scale, least: int, room: float) -> list[int]:
    """Round figures on a square-root scale from the largest down, nowhere nearer than `room`."""
    found = [0]
    power = least
    while power <= scale.high:
        found += [step for step in (power, 2 * power, 5 * power) if step <= scale.high]
        power *= 10
    kept: list[int] = []
    for value in reversed(found):
        far_from_last = not kept or abs(scale(kept[-1]) - scale(value)) >= room
        if value == 0 or (far_from_last and abs(scale(value) - scale(0)) >= room):
            kept.append(value)
    return kept[::-1]


@dataclass(frozen=True, slots=True)
class Plot:
    """The inner part of a picture, where the marks are."""

    left: float
    right: float
    top: float
    bottom: float


def plot_in(layout: Layout, labels: list[str]) -> Plot:
    """Room for the marks, beside the widest label of the upright axis."""
    left = max(map(svg.width_of, labels), default=0) + 8
    return Plot(left, layout.width - 14, ABOVE, layout.height - BELOW)


def beside(plot: Plot, words: str, x: float) -> tuple[float, str]:
    """Where a label near `x` stands so that it does not leave the plot, and its anchor."""
    half = svg.width_of(words) / 2
    if x - half < plot.left:
        return max(x - 8, plot.left + 2), "start"
    if x + half > plot.right:
        return min(x + 8, plot.right), "end"
    return x, "middle"


def upright(plot: Plot, scale: Scale, ticks: list[int], written: Written, name: str) -> str:
    """The axis on the left: a hairline and a figure per tick, its name above."""
    parts = [svg.text(0, 14, name, cls="name")]
    for tick in ticks:
        y = scale(tick)
        parts.append(svg.line(plot.left, y, plot.right, y, "zero" if tick == 0 else "grid"))
        parts.append(svg.text(plot.left - 8, y + 4, written(tick) if tick else "0", "end"))
    return "".join(parts)


def level(plot: Plot, scale: Scale, ticks: list[int], written: Written, name: str) -> str:
    """The axis below: a figure per tick, its name at the right."""
    parts = [svg.text(plot.right, plot.bottom + 38, name, "end", "name")]
    for tick in ticks:
        x, words = scale(tick), written(tick) if tick else "0"
        parts.append(svg.line(x, plot.bottom, x, plot.bottom + 5, "tick"))
        over = x + svg.width_of(words) / 2 > plot.right + 14
        at, anchor = (plot.right + 14, "end") if over else (x, "middle")
        parts.append(svg.text(at, plot.bottom + 20, words, anchor))
    return "".join(parts)
