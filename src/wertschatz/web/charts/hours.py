"""Interruptions by the hour of the day: those beside as outlines, those under the rules filled."""

from __future__ import annotations

from wertschatz.domain.rules.replay import Comparison
from wertschatz.web.charts import svg
from wertschatz.web.charts.axes import Plot, Scale, even_ticks, plot_in, upright
from wertschatz.web.charts.picture import Head, Layout, Picture, both_layouts, table_rows
from wertschatz.wording import formats
from wertschatz.wording.replay import hour_text, hours_answer, label

KEY = "hours"
_SHOWN = range(8, 18)
"""Hours that are drawn even where nobody calls."""
_TICKS = 4


def hours_picture(found: Comparison, language: str) -> Picture:
    """A pair of bars for each hour, with the same figures as a table."""
    sentence = hours_answer(found, language)
    heads = tuple(
        Head(label(code, language), figure=code != "hour") for code in ("hour", "old", "new")
    )
    return Picture(
        key=KEY,
        svg=both_layouts(KEY, sentence, lambda layout: _draw(found, layout, language)),
        question=label("hours", language),
        sentence=sentence,
        headline=sentence,
        notes=(label("hours_note", language),),
        heads=heads,
        rows=table_rows(heads, [
            ("", f"{hour}:00", formats.number(found.old.by_hour[hour], language),
             formats.number(found.new.by_hour[hour], language))
            for hour in _hours(found)
        ]),
    )  # fmt: skip


def _hours(found: Comparison) -> range:
    """From the first to the last hour with a ring, and the middle of the day at least."""
    rings = [hour for side in (found.old, found.new) for hour, n in enumerate(side.by_hour) if n]
    first, last = min([*rings, _SHOWN[0]]), max([*rings, _SHOWN[-1]])
    return range(first, last + 1)


def _draw(found: Comparison, layout: Layout, language: str) -> tuple[int, str]:
    hours = _hours(found)
    most = max((*found.old.by_hour, *found.new.by_hour), default=0)
    ticks = even_ticks(0, max(most, 1), _TICKS)
    plot = plot_in(layout, [formats.number(tick, language) for tick in ticks])
    scale = Scale(ticks[0], ticks[-1], plot.bottom, plot.top)
    drawn = [upright(plot, scale, ticks, lambda value: formats.number(value, language),
                     label("interruptions", language))]  # fmt: skip
    wide = (plot.right - plot.left) / len(hours)
    for place, hour in enumerate(hours):
        left = plot.left + place * wide
        pair = (found.old.by_hour[hour], found.new.by_hour[hour])
        drawn.append(_bars(hour, pair, scale, plot, left, wide, language))
        # On a telephone there is no room for each.
        if not layout.narrow or place % 2 == 0:
            drawn.append(svg.text(left + wide / 2, plot.bottom + 20, str(hour), "middle"))
    drawn.append(svg.text(plot.right, plot.bottom + 38, label("hour", language), "end", "name"))
    return layout.height, "".join(drawn)


def _bars(
    hour: int, pair: tuple[int, int], scale: Scale, plot: Plot, left: float, wide: float,
    language: str,
) -> str:  # fmt: skip
    told = svg.title(hour_text(hour, *pair, language))
    bar = wide * 0.4
    return "".join(
        svg.element("rect", told, cls=cls, x=left + wide * 0.1 + at * bar, y=scale(count),
                    width=bar, height=plot.bottom - scale(count))
        for at, (cls, count) in enumerate(zip(("free", "A"), pair, strict=True))
        if count
    )  # fmt: skip
