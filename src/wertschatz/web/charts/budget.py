"""The time budget as bars: each as long as what was planned, filled as far as it was used."""

from __future__ import annotations

from collections.abc import Sequence

from wertschatz.domain.customers.budget import Part
from wertschatz.web.charts import svg
from wertschatz.web.charts.picture import Head, Layout, Picture, both_layouts, table_rows
from wertschatz.wording import formats
from wertschatz.wording.budget import bar_label, part_name, part_text

_BAR, _ROW = 22, 58


def budget_picture(key: str, parts: Sequence[Part], language: str) -> Picture:
    """The bars of a day ('today') or of its week ('week'), with the same figures as a table."""
    sentence = " ".join(part_text(part, language) for part in parts)
    heads = tuple(
        Head(bar_label(code, language), figure=code != "group")
        for code in ("group", "planned", "used", "left")
    )
    beyond = any(part.used > part.planned for part in parts)
    return Picture(
        key=key,
        svg=both_layouts(key, sentence, lambda layout: _draw(parts, layout, language)),
        question=bar_label(key, language),
        sentence=sentence,
        headline=sentence,
        notes=(bar_label("beyond", language),) if beyond else (),
        heads=heads,
        rows=table_rows(heads, [_row(part, language) for part in parts]),
    )


def _row(part: Part, language: str) -> tuple[str, ...]:
    figures = (part.planned, part.used, part.left)
    return ("", part_name(part, language), *(formats.hours(one, language) for one in figures))


def _draw(parts: Sequence[Part], layout: Layout, language: str) -> tuple[int, str]:
    """All to one scale: the longest plan or use fills the width."""
    most = max((max(part.planned, part.used) for part in parts), default=0) or 1
    scale = (layout.width - 2) / most
    rows = [_bar(part, at * _ROW, scale, language) for at, part in enumerate(parts)]
    return _ROW * len(parts) - 8, "".join(rows)


def _bar(part: Part, top: float, scale: float, language: str) -> str:
    y, told = top + 22, svg.title(part_text(part, language))
    planned, used = part.planned * scale, part.used * scale
    drawn = [svg.text(1, top + 14, part_text(part, language))]
    if part.planned:
        box = {"x": 1.0, "y": y, "height": float(_BAR)}
        drawn.append(svg.element("rect", told, cls="free", width=planned, **box))
        if used:
            colour = part.group.value if part.group else "dot behind"
            drawn.append(svg.element("rect", told, cls=colour, width=min(used, planned), **box))
    if used > planned:
        drawn.append(svg.line(1 + planned, y + _BAR / 2, 1 + used, y + _BAR / 2, "limit"))
    return "".join(drawn)
