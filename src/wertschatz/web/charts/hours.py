"""Interruptions by the hour of the day: those beside as outlines, those under the rules filled."""

from __future__ import annotations

from wertschatz.domain.rules.replay import Comparison
from wertschatz.web.charts import svg
from wertschatz.web.charts.pairs import Pair, draw_pairs
from wertschatz.web.charts.picture import Head, Layout, Picture, both_layouts, table_rows
from wertschatz.wording import formats
from wertschatz.wording.replay import hour_text, hours_answer, label

KEY = "hours"
_SHOWN = range(8, 18)
"""Hours that are drawn even where nobody calls."""


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
    pairs = []
    for hour in _hours(found):
        counts = (found.old.by_hour[hour], found.new.by_hour[hour])
        pairs.append(Pair(str(hour), hour_text(hour, *counts, language), counts))
    unit = label("interruptions", language)
    plot, drawn = draw_pairs(pairs, ("free", "A"), unit, 1, layout, language)
    drawn.append(svg.text(plot.right, plot.bottom + 38, label("hour", language), "end", "name"))
    return layout.height, "".join(drawn)
