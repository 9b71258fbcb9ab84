"""Energy in the evening, as the person noted it: a dot for each evening, joined by a line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from wertschatz.web.charts import svg
from wertschatz.web.charts.picture import Head, Layout, Picture, both_layouts, table_rows
from wertschatz.wording import formats
from wertschatz.wording.catalogue import translate
from wertschatz.wording.worktime import (
    ENERGIES,
    ENERGY_HEADS,
    ENERGY_PRIVATE,
    ENERGY_QUESTION,
    energy_name,
    energy_text,
)

KEY = "energy"
FEWEST = 3
"""Evenings of which a picture says something."""
_TOP, _BOTTOM, _HEIGHT = 16, 116, 146
Evening = tuple[dt.date, int]


def energy_picture(evenings: Sequence[Evening], language: str) -> Picture | None:
    """The evenings, the newest last, with the same as a table; None: too few are known."""
    if len(evenings) < FEWEST:
        return None
    sentence = energy_text([energy for _, energy in evenings], language)
    heads = tuple(Head(translate(name, language), figure=False) for name in ENERGY_HEADS)
    rows: list[tuple[str, ...]] = [
        ("", formats.day(on, language), f"{energy} {energy_name(energy, language)}")
        for on, energy in reversed(evenings)
    ]
    return Picture(
        key=KEY,
        svg=both_layouts(KEY, sentence, lambda layout: _draw(evenings, layout, language)),
        question=translate(ENERGY_QUESTION, language),
        sentence=sentence,
        headline=sentence,
        notes=(translate(ENERGY_PRIVATE, language),),
        heads=heads,
        rows=table_rows(heads, rows),
    )


def _draw(evenings: Sequence[Evening], layout: Layout, language: str) -> tuple[int, str]:
    names = {one: energy_name(one, language) for one in ENERGIES}
    left = max(map(svg.width_of, names.values())) + 8
    right, (first, last) = layout.width - 14, (evenings[0][0], evenings[-1][0])
    days = (last - first).days or 1
    steps = max(ENERGIES) - min(ENERGIES)

    def height(energy: int) -> float:
        return _BOTTOM - (energy - min(ENERGIES)) * (_BOTTOM - _TOP) / steps

    drawn = []
    for energy, name in names.items():
        drawn.append(svg.line(left, height(energy), right, height(energy), "grid"))
        drawn.append(svg.text(left - 8, height(energy) + 4, name, "end"))
    points = [
        (left + 8 + (right - left - 16) * (on - first).days / days, height(energy))
        for on, energy in evenings
    ]
    drawn.append(svg.element("polyline", cls="curve", points=svg.joined(points)))
    for (on, energy), (x, y) in zip(evenings, points, strict=True):
        told = svg.title(f"{formats.day(on, language)}: {names[energy]}")
        drawn.append(svg.element("circle", told, cls="dot", cx=x, cy=y, r=5))
    drawn.append(svg.text(left, _BOTTOM + 26, formats.day(first, language)))
    drawn.append(svg.text(right, _BOTTOM + 26, formats.day(last, language), "end"))
    return _HEIGHT, "".join(drawn)
