"""Pairs of bars side by side, one pair for each hour or month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from wertschatz.web.charts import svg
from wertschatz.web.charts.axes import Plot, Scale, even_ticks, plot_in, upright
from wertschatz.web.charts.picture import Layout
from wertschatz.wording import formats

TICKS = 4


class Pair(NamedTuple):
    """Two counts at one place."""

    name: str
    """Under the axis."""
    told: str
    """Read out for each bar."""
    counts: tuple[int, int]


def draw_pairs(
    pairs: Sequence[Pair], classes: tuple[str, str], unit: str, least: int, layout: Layout,
    language: str,
) -> tuple[Plot, list[str]]:  # fmt: skip
    """The plot and what is drawn in it; the axis reaches to `least` at least."""
    most = max((max(pair.counts) for pair in pairs), default=0)
    ticks = even_ticks(0, max(most, least), TICKS)
    plot = plot_in(layout, [formats.number(tick, language) for tick in ticks])
    scale = Scale(ticks[0], ticks[-1], plot.bottom, plot.top)
    drawn = [upright(plot, scale, ticks, lambda value: formats.number(value, language), unit)]
    wide = (plot.right - plot.left) / len(pairs)
    for place, pair in enumerate(pairs):
        left = plot.left + place * wide
        drawn.append(_bars(pair, classes, scale, plot, left, wide))
        # On a telephone there is no room for each.
        if not layout.narrow or place % 2 == 0:
            drawn.append(svg.text(left + wide / 2, plot.bottom + 20, pair.name, "middle"))
    return plot, drawn


def _bars(
    pair: Pair, classes: tuple[str, str], scale: Scale, plot: Plot, left: float, wide: float
) -> str:
    told, bar = svg.title(pair.told), wide * 0.4
    return "".join(
        svg.element("rect", told, cls=cls, x=left + wide * 0.1 + at * bar, y=scale(count),
                    width=bar, height=plot.bottom - scale(count))
        for at, (cls, count) in enumerate(zip(classes, pair.counts, strict=True))
        if count
    )  # fmt: skip
