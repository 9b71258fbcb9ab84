"""The year's thanks by month: what came back as outlines, what was given filled."""

from __future__ import annotations

from collections.abc import Sequence

from wertschatz.web.charts.pairs import TICKS, Pair, draw_pairs
from wertschatz.web.charts.picture import Head, Layout, Picture, both_layouts, table_rows
from wertschatz.wording import formats
from wertschatz.wording.care import month_name, month_text, word, year_text

KEY = "thanks"
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
    pairs = [
        Pair(month_name(at, language)[:3], month_text(at, *counts, language), counts)
        for at, counts in enumerate(months, 1)
    ]
    _, drawn = draw_pairs(pairs, ("A", "free"), word("words", language), TICKS, layout, language)
    return layout.height, "".join(drawn)
