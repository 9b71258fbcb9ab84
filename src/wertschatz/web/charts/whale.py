"""The whale curve: contributions added up, with the peak and what is taken away behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wertschatz.domain.customers.picture_answers import whale_answer
from wertschatz.domain.customers.portfolio import Position, Whale, whale_of
from wertschatz.domain.customers.thinning import thinned_curve
from wertschatz.web.charts import axes, svg
from wertschatz.web.charts.picture import (
    NOWHERE,
    Head,
    Layout,
    Links,
    Picture,
    both_layouts,
    table_rows,
)
from wertschatz.wording import formats, pictures

TABLE_ENDS = 25
"""So many rows from either end of a long list."""
_ROOM_FOR_DOT = 10
"""Dots are drawn while each has so much of the width for itself, else only felt."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What every part of the drawing needs."""

    whale: Whale
    names: Mapping[int | str, str]
    currency: str
    language: str

    def label(self, code: str, **facts: int | str) -> str:
        return pictures.label(code, self.language, {"currency": self.currency, **facts})


def whale_picture(
    positions: Iterable[Position],
    names: Mapping[int | str, str],
    currency: str,
    language: str,
    links: Links = NOWHERE,
) -> Picture | None:
    """The picture of who carries the result; None where there is no customer."""
    positions = list(positions)
    if not positions:
        return None
    sheet = _Sheet(whale_of(positions), names, currency, language)
    answer = whale_answer(sheet.whale, currency)
    sentence = pictures.answer_text(answer, language)
    heads, rows = _table(sheet, links)
    return Picture(
        key="whale",
        svg=both_layouts("whale", sentence, lambda layout: _draw(sheet, layout)),
        question=pictures.label("whale_question", language),
        sentence=sentence,
        headline=pictures.headline_text(answer, language),
        notes=_notes(sheet, len(rows)),
        heads=heads,
        rows=table_rows(heads, rows),
    )


def _notes(sheet: _Sheet, rows: int) -> tuple[str, ...]:
    order = sheet.whale.order
    unknown = sum(one.effort_minutes is None for one in order)
    notes = []
    if unknown:
        notes.append(pictures.note_text("whale_unknown", {"unknown": unknown}, sheet.language))
    if rows < len(order):
        facts = {"shown": rows, "all": len(order)}
        notes.append(pictures.note_text("table_ends", facts, sheet.language))
    return tuple(notes)


def _table(sheet: _Sheet, links: Links) -> tuple[tuple[Head, ...], list[tuple[str, ...]]]:
    heads = (
        Head(sheet.label("customer"), figure=False),
        Head(sheet.label("place"), figure=True),
        Head(sheet.label("contribution"), figure=True),
        Head(sheet.label("added_up"), figure=True),
    )
    places = range(1, len(sheet.whale.order) + 1)
    shown = [*places]
    if len(shown) > 2 * TABLE_ENDS:
        shown = [*places[:TABLE_ENDS], *places[-TABLE_ENDS:]]
    return heads, [_row(sheet, links, place) for place in shown]


def _row(sheet: _Sheet, links: Links, place: int) -> tuple[str, ...]:
    one = sheet.whale.order[place - 1]
    return (
        links.customer(one.customer),
        sheet.names.get(one.customer, str(one.customer)),
        formats.number(place, sheet.language),
        formats.money(one.contribution_cents or 0, sheet.currency, sheet.language),
        formats.money(sheet.whale.sums[place], sheet.currency, sheet.language),
    )


def _draw(sheet: _Sheet, layout: Layout) -> tuple[int, str]:
    whale = sheet.whale
    customers = len(whale.order)

    def money(cents: int) -> str:
        return formats.short_money(cents, sheet.currency, sheet.language)

    def count(value: int) -> str:
        return formats.number(value, sheet.language)

    heights = axes.even_ticks(min(0, whale.total_cents), max(whale.sums), 5, least=100)
    plot = axes.plot_in(layout, [money(tick) for tick in heights])
    across = axes.Scale(0, customers, plot.left, plot.right)
    up = axes.Scale(heights[0], heights[-1], plot.bottom, plot.top)
    steps = axes.even_ticks(0, customers, 4 if layout.narrow else 8)
    counts = [tick for tick in steps if tick <= customers]
    kept = thinned_curve(whale.sums, whale.peak, layout.marks)
    curve = [(at, (across(at), up(whale.sums[at]))) for at in kept]
    name = sheet.label("best_first")
    return layout.height, "".join(
        (
            _eaten(whale, curve, up),
            axes.upright(plot, up, heights, money, sheet.label("added_up")),
            axes.level(plot, across, counts, count, name),
            _lines(whale, curve),
            _dots(sheet, plot, across, up),
            _labels(sheet, plot, across, up),
        )
    )


_Curve = list[tuple[int, tuple[float, float]]]
"""Places that are drawn, each with where it lies."""


def _eaten(whale: Whale, curve: _Curve, up: axes.Scale) -> str:
    """The part between the peak's height and the curve behind it."""
    behind = [point for at, point in curve if at >= whale.peak]
    if not whale.eaten_cents:
        return ""
    corner = (behind[-1][0], up(whale.peak_cents))
    area = svg.element("polygon", cls="eaten", points=svg.joined([*behind, corner]))
    return area + svg.line(*behind[0], *corner, "limit")


def _lines(whale: Whale, curve: _Curve) -> str:
    """The curve up to the peak, and the part behind it."""
    upward = [point for at, point in curve if at <= whale.peak]
    behind = [point for at, point in curve if at >= whale.peak]
    return "".join(
        svg.element("polyline", cls=cls, points=svg.joined(points))
        for cls, points in (("curve", upward), ("curve behind", behind))
        if len(points) > 1
    )


def _dots(sheet: _Sheet, plot: axes.Plot, across: axes.Scale, up: axes.Scale) -> str:
    """One mark per customer that tells who it is; of very many only some, and unseen."""
    whale = sheet.whale
    width = plot.right - plot.left
    seen = width >= _ROOM_FOR_DOT * len(whale.order)
    kept = thinned_curve(whale.sums, whale.peak, int(width / 4))
    parts = []
    for place in kept:
        if place:
            cls = "touch" if not seen else "dot" if place <= whale.peak else "dot behind"
            inside = svg.title(_told(sheet, place))
            x, y = across(place), up(whale.sums[place])
            parts.append(svg.element("circle", inside, cls=cls, cx=x, cy=y, r=3.5 if seen else 6))
    return "".join(parts)


def _told(sheet: _Sheet, place: int) -> str:
    one = sheet.whale.order[place - 1]
    return sheet.label(
        "whale_mark",
        name=sheet.names.get(one.customer, str(one.customer)),
        contribution_cents=one.contribution_cents or 0,
        sum_cents=sheet.whale.sums[place],
        place=place,
        customers=len(sheet.whale.order),
    )


def _labels(sheet: _Sheet, plot: axes.Plot, across: axes.Scale, up: axes.Scale) -> str:
    """Peak and end, told right beside the curve."""
    whale = sheet.whale
    parts = []
    if whale.adding:
        x, y = across(whale.peak), up(whale.peak_cents)
        words = sheet.label("peak", peak_cents=whale.peak_cents)
        parts.append(svg.element("circle", svg.title(words), cls="peak", cx=x, cy=y, r=6))
        at, anchor = axes.beside(plot, words, x)
        parts.append(svg.text(at, y - 12, words, anchor))
    if whale.eaten_cents:
        y = up(whale.total_cents)
        words = sheet.label("end", total_cents=whale.total_cents)
        below = y + 22 if y + 26 < plot.bottom else y - 10
        parts.append(svg.text(plot.right, below, words, "end"))
    return "".join(parts)
