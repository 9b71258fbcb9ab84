"""Revenue against effort: one mark per customer, and the limits the letters go by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.picture_answers import scatter_answer
from wertschatz.domain.customers.portfolio import GROUPS, Position, fair_lines, is_heavy
from wertschatz.domain.customers.standing import Standing, standing_of
from wertschatz.domain.customers.thinning import thinned_cloud
from wertschatz.domain.values import Group
from wertschatz.web.charts import axes, svg
from wertschatz.web.charts.picture import (
    NARROW,
    NOWHERE,
    WIDE,
    Head,
    Layout,
    Links,
    Picture,
    both_layouts,
    table_rows,
)
from wertschatz.wording import formats, pictures
from wertschatz.wording.customers import group_name

TABLE_ROWS = 50
_HOUR = 60
_MANY = 300
"""More marks than this are drawn smaller."""
_NAMES_TRIED = 8


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What every part of the drawing needs."""

    known: list[Position]
    """Those with known effort, from the most to the least."""
    drawn: list[Position]
    """What is left of them where there are very many; fewer still for a telephone."""
    standing: Standing
    limits: Limits
    names: Mapping[int | str, str]
    currency: str
    language: str

    def label(self, code: str, **facts: int | str) -> str:
        return pictures.label(code, self.language, {"currency": self.currency, **facts})

    def name(self, position: Position) -> str:
        return self.names.get(position.customer, str(position.customer))


def scatter_picture(
    positions: Iterable[Position],
    names: Mapping[int | str, str],
    limits: Limits,
    currency: str,
    language: str,
    links: Links = NOWHERE,
) -> Picture | None:
    """The picture of effort in proportion; None where nobody's effort is known.

    `positions` are all customers: the limits drawn are those of the whole base.
    """
    positions = list(positions)
    known = thinned_cloud(positions, most=max(len(positions), 1))
    if not known:
        return None
    drawn = thinned_cloud(known, WIDE.marks)
    standing = standing_of(positions, limits)
    sheet = _Sheet(known, drawn, standing, limits, names, currency, language)
    answer = scatter_answer(known, standing, limits)
    sentence = pictures.answer_text(answer, language)
    heads, rows = _table(sheet, links)
    return Picture(
        key="scatter",
        svg=both_layouts("scatter", sentence, lambda layout: _draw(sheet, layout)),
        question=pictures.label("scatter_question", language),
        sentence=sentence,
        headline=pictures.headline_text(answer, language),
        notes=_notes(sheet, len(positions) - len(known), len(rows)),
        heads=heads,
        rows=table_rows(heads, rows),
    )


def _notes(sheet: _Sheet, unknown: int, rows: int) -> tuple[str, ...]:
    known = len(sheet.known)
    notes = []
    if sheet.standing.effort.minutes:
        code = "scatter_limits" if sheet.standing.high_limit_cents else "scatter_average"
        facts = {"factor_percent": sheet.limits.effort_factor_percent}
        notes.append(pictures.note_text(code, facts, sheet.language))
    if unknown:
        notes.append(pictures.note_text("scatter_unknown", {"unknown": unknown}, sheet.language))
    if known > NARROW.marks:
        notes.append(pictures.note_text("one_for_several", {"all": known}, sheet.language))
    if rows < known:
        facts = {"shown": rows, "all": known}
        notes.append(pictures.note_text("table_effort", facts, sheet.language))
    return tuple(notes)


def _table(sheet: _Sheet, links: Links) -> tuple[tuple[Head, ...], list[tuple[str, ...]]]:
    heads = (
        Head(sheet.label("customer"), figure=False),
        Head(sheet.label("group"), figure=False),
        Head(sheet.label("revenue"), figure=True),
        Head(sheet.label("effort"), figure=True),
    )
    return heads, [_row(sheet, links, one) for one in sheet.known[:TABLE_ROWS]]


def _row(sheet: _Sheet, links: Links, one: Position) -> tuple[str, ...]:
    return (
        links.customer(one.customer),
        sheet.name(one),
        group_name(one.group, sheet.language),
        formats.money(one.revenue_cents, sheet.currency, sheet.language),
        formats.hours(one.effort_minutes or 0, sheet.language),
    )


def _draw(sheet: _Sheet, layout: Layout) -> tuple[int, str]:
    def money(cents: int) -> str:
        return formats.short_money(cents, sheet.currency, sheet.language)

    def hours(minutes: int) -> str:
        return formats.hours(minutes, sheet.language)

    most_cents, most_minutes = _reach(sheet)
    unit = _HOUR if most_minutes >= 2 * _HOUR else 1
    up = axes.Scale(0, most_minutes, layout.height - axes.BELOW, axes.ABOVE, rooted=True)
    ticks = axes.root_ticks(up, unit, room=26)
    plot = axes.plot_in(layout, [hours(tick) for tick in ticks])
    across = axes.Scale(0, most_cents, plot.left, plot.right, rooted=True)
    amounts = axes.root_ticks(across, 100, room=svg.width_of(money(most_cents)) + 14)
    cloud = _Cloud(plot, [(one, across(one.revenue_cents), up(one.effort_minutes or 0))
                          for one in thinned_cloud(sheet.drawn, layout.marks)])  # fmt: skip
    return layout.height, "".join(
        (
            axes.upright(plot, up, ticks, hours, sheet.label("effort")),
            axes.level(plot, across, amounts, money, sheet.label("revenue")),
            _marks(sheet, cloud),
            _border(sheet, plot, across),
            _fair(sheet, layout, cloud, across, up),
            _named(sheet, layout, cloud),
            _key(sheet, plot),
        )
    )


def _reach(sheet: _Sheet) -> tuple[int, int]:
    """How far both axes go: a little beyond the largest figures."""
    cents = max(max(one.revenue_cents for one in sheet.known), sheet.standing.high_limit_cents or 0)
    minutes = max(one.effort_minutes or 0 for one in sheet.known)
    return max(cents * 11 // 10, 100), max(minutes * 11 // 10, 1)


class _Cloud(NamedTuple):
    """All marks with where they lie, from the most effort to the least."""

    plot: axes.Plot
    placed: list[tuple[Position, float, float]]

    def hidden_by(self, left: float, y: float, words: str) -> int:
        """How many marks a label on the line `y` would cover."""
        right = left + svg.width_of(words)
        return sum(left - 6 < x < right + 6 and abs(at - y) < 13 for _one, x, at in self.placed)


def _border(sheet: _Sheet, plot: axes.Plot, across: axes.Scale) -> str:
    """From which revenue a customer is a leading one."""
    border = sheet.standing.high_limit_cents
    if border is None:
        return ""
    words = sheet.label("leading", limit_cents=border)
    at, anchor = axes.beside(plot, words, across(border))
    line = svg.line(across(border), plot.top - 4, across(border), plot.bottom, "limit")
    return line + svg.text(at, plot.top - 9, words, anchor)


def _fair(sheet: _Sheet, layout: Layout, cloud: _Cloud, across: axes.Scale, up: axes.Scale) -> str:
    """Up to which effort all is fair, cut off where it leaves the plot."""
    lines = [
        [(across(cents), up(minutes)) for cents, minutes in line]
        for line in fair_lines(sheet.standing, sheet.limits, across.high)
    ]
    if not lines:
        return ""
    plot, cut = cloud.plot, f"scatter-{layout.name}-plot"
    frame = svg.element(
        "rect", x=plot.left, y=plot.top,
        width=plot.right - plot.left, height=plot.bottom - plot.top,
    )  # fmt: skip
    drawn = [svg.element("polyline", cls="limit", points=svg.joined(line)) for line in lines]
    words, left, y = sheet.label("fair"), plot.left + 6, lines[0][0][1] - 7
    told = y > plot.top and not cloud.hidden_by(left, y, words)
    return "".join(
        (
            svg.element("clipPath", frame, id=cut),
            svg.element("g", *drawn, clip_path=f"url(#{cut})"),
            svg.text(left, y, words) if told else "",
        )
    )


def _marks(sheet: _Sheet, cloud: _Cloud) -> str:
    """A mark per customer; the most effort first, so that the few never hide the many small."""
    many = len(cloud.placed) > _MANY
    size = 3.0 if many else 5.0
    marks = [
        mark(one.group, x, y, size, svg.title(_told(sheet, one))) for one, x, y in cloud.placed
    ]
    return svg.element("g", *marks, cls="many" if many else "")


def mark(group: Group | None, x: float, y: float, size: float, *inside: str) -> str:
    """A group's own shape, so that colour is never needed: disc, square, triangle, ring."""
    if group is Group.B:
        side = 1.8 * size
        corner = side / 2
        return svg.element(
            "rect", *inside, cls="B", x=x - corner, y=y - corner, width=side, height=side
        )
    if group is Group.C:
        corners = [(x, y - 1.2 * size), (x + 1.1 * size, y + 0.8 * size)]
        corners.append((x - 1.1 * size, y + 0.8 * size))
        return svg.element("polygon", *inside, cls="C", points=svg.joined(corners))
    return svg.element("circle", *inside, cls=group or "open", cx=x, cy=y, r=size)


def _told(sheet: _Sheet, one: Position) -> str:
    return sheet.label(
        "scatter_mark",
        name=sheet.name(one),
        revenue_cents=one.revenue_cents,
        minutes=one.effort_minutes or 0,
        group=group_name(one.group, sheet.language),
    )


def _named(sheet: _Sheet, layout: Layout, cloud: _Cloud) -> str:
    """The names of those above the limit with the most effort, where they hide nothing."""
    heavy = [place for place in cloud.placed if is_heavy(place[0], sheet.standing, sheet.limits)]
    taken: list[tuple[float, float, float]] = []
    parts = []
    for one, x, y in heavy[:_NAMES_TRIED]:
        words = svg.cut(sheet.name(one), 16 if layout.narrow else 24)
        width = svg.width_of(words)
        for left, anchor in ((x - 9 - width, "end"), (x + 9, "start")):
            inside = cloud.plot.left < left and left + width < cloud.plot.right
            free = inside and not any(_overlap(left, y, width, *box) for box in taken)
            # The mark itself is always one of those covered by its label's margin.
            if free and cloud.hidden_by(left, y, words) <= 1:
                taken.append((left, y, width))
                parts.append(svg.text(x - 9 if anchor == "end" else left, y + 4, words, anchor))
                break
    return "".join(parts)


def _overlap(
    left: float, y: float, width: float, other: float, other_y: float, other_width: float
) -> bool:
    apart = left + width < other or other + other_width < left
    return not apart and abs(y - other_y) < 16


def _key(sheet: _Sheet, plot: axes.Plot) -> str:
    """Which shape is which group, in one line above the plot."""
    there = {one.group for one in sheet.known}
    parts, x = [], plot.right
    for group in reversed([group for group in GROUPS if group in there]):
        words = group.value if group else sheet.label("undecided")
        x -= svg.width_of(words)
        parts.append(svg.text(x, 14, words))
        parts.append(mark(group, x - 11, 9.5, 5, svg.title(group_name(group, sheet.language))))
        x -= 32
    return svg.element("g", *reversed(parts), cls="key")
