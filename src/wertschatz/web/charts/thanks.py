"""The year's thanks by month: what came back as outlines, what was given filled."""

from __future__ import annotations

from collections.abc import Sequence

from wertschatz.web.charts import svg
from wertschatz.web.charts.axes import Plot, Scale, even_ticks, plot_in, upright
from wertschatz.web.charts.picture import Head, Layout, Picture, both_layouts, table_rows
from wertschatz.wording import formats
from wertschatz.wording.care import month_name, month_text, word, year_text

KEY = "thanks"
_TICKS = 4
Months = Sequence[tuple[int, int]]
"""Given and came back, from January on."""


def thanks_picture(year: int, months: Months, language: str) -> Picture:
    """A pair of bars for each month, with the same figures as a table."""
    sentence = year_text(
        year, sum(given for given, _ in months), sum(back for _, back in months), language
    )
    heads = tuple(
        Head(word(code, language), figure=code != "month") for code in ("month", "given", "back")
    )
    return Picture(
        key=KEY,
        svg=both_layouts(KEY, sentence, lambda layout: _draw(months, layout, language)),
        question=word("question", language),
        sentence=sentence,
        headline=sentence,
        notes=(word("legend", language),),
        heads=heads,
        rows=table_rows(heads, [
            ("", month_name(at, language), formats.number(given, language),
             formats.number(back, language))
            for at, (given, back) in enumerate(months, 1)
        ]),
    )  # fmt: skip


def _draw(months: Months, layout: Layout, language: str) -> tuple[int, str]:
    most = max((max(pair) for pair in months), default=0)
    ticks = even_ticks(0, max(most, _TICKS), _TICKS)
    plot = plot_in(layout, [formats.number(tick, language) for tick in ticks])
    scale = Scale(ticks[0], ticks[-1], plot.bottom, plot.top)
    drawn = [upright(plot, scale, ticks, lambda value: formats.number(value, language),
                     word("words", language))]  # fmt: skip
    wide = (plot.right - plot.left) / len(months)
    for place, pair in enumerate(months):
        left = plot.left + place * wide
        drawn.append(_bars(place + 1, pair, scale, plot, left, wide, language))
        # On a telephone there is no room for each.
        if not layout.narrow or place % 2 == 0:
            name = month_name(place + 1, language)[:3]
            drawn.append(svg.text(left + wide / 2, plot.bottom + 20, name, "middle"))
    return layout.height, "".join(drawn)


def _bars(
    month: int, pair: tuple[int, int], scale: Scale, plot: Plot, left: float, wide: float,
    language: str,
) -> str:  # fmt: skip
    told = svg.title(month_text(month, *pair, language))
    bar = wide * 0.4
    return "".join(
        svg.element("rect", told, cls=cls, x=left + wide * 0.1 + at * bar, y=scale(count),
                    width=bar, height=plot.bottom - scale(count))
        for at, (cls, count) in enumerate(zip(("A", "free"), pair, strict=True))
        if count
    )  # fmt: skip
