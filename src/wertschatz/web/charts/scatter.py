"""Revenue against effort: one mark per customer, and the limits the letters go by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wertschatz.domain.customers.answers import scatter_answer
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.portfolio import GROUPS, Position, fair_lines, is_heavy
from wertschatz.domain.customers.standing import Standing, standing_of
from wertschatz.domain.customers.thinning import thinned_cloud
from wertschatz.domain.values import Group
from wertschatz.web.charts import axes, svg
from wertschatz.web.charts.picture import WIDE, Head, Layout, Picture, both_layouts, table_rows
from wertschatz.wording import formats, pictures
from wertschatz.wording.customers import group_name

TABLE_ROWS = 50
_HOUR = 60


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What every part of the drawing needs."""

    shown: list[Position]
    """Those with known effort."""
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
) -> Picture | None:
    """The picture of effort in proportion; None where nobody's effort is known.

    `positions` are all customers: the limits drawn are those of the whole base.
    """
    positions = list(positions)
    known = [one for one in positions if one.effort_minutes is not None]
    if not known:
        return None
    sheet = _Sheet(known, standing_of(positions, limits), limits, names, currency, language)
    answer = scatter_answer(known, sheet.standing, limits)
    sentence = pictures.answer_text(answer, language)
    heads, rows = _table(sheet)
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
    known, drawn = len(sheet.shown), len(thinned_cloud(sheet.shown, WIDE.marks))
    notes = []
    if sheet.standing.effort.minutes:
        code = "scatter_limits" if sheet.standing.high_limit_cents else "scatter_average"
        facts = {"factor_percent": sheet.limits.effort_factor_percent}
        notes.append(pictures.note_text(code, facts, sheet.language))
    if unknown:
        notes.append(pictures.note_text("scatter_unknown", {"unknown": unknown}, sheet.language))
    if drawn < known:
        facts = {"drawn": drawn, "all": known}
        notes.append(pictures.note_text("drawn", facts, sheet.language))
    if rows < known:
        facts = {"shown": rows, "all": known}
        notes.append(pictures.note_text("table_effort", facts, sheet.language))
    return tuple(notes)


def _table(sheet: _Sheet) -> tuple[tuple[Head, ...], list[tuple[str, ...]]]:
    heads = (
        Head(sheet.label("customer"), figure=False),
        Head(sheet.label("group"), figure=False),
        Head(sheet.label("revenue"), figure=True),
        Head(sheet.label("effort"), figure=True),
    )
    most_effort_first = thinned_cloud(sheet.shown, len(sheet.shown))[:TABLE_ROWS]
    return heads, [_row(sheet, one) for one in most_effort_first]


def _row(sheet: _Sheet, one: Position) -> tuple[str, ...]:
    return (
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
    # The widest label decides where the plot begins, so the scale is made twice.
    first = axes.Scale(0, most_minutes, layout.height - 44, 46, rooted=True)
    ticks = axes.root_ticks(first, unit, room=26)
    plot = axes.plot_in(layout, [hours(tick) for tick in ticks])
    up = axes.Scale(0, most_minutes, plot.bottom, plot.top, rooted=True)
    across = axes.Scale(0, most_cents, plot.left, plot.right, rooted=True)
    room = svg.width_of(money(most_cents)) + 6
    return layout.height, "".join(
        (
            axes.upright(plot, up, ticks, hours, sheet.label("effort")),
            axes.level(
                plot, across, axes.root_ticks(across, 100, room), money, sheet.label("revenue")
            ),
            _limits(sheet, layout, plot, across, up),
            _marks(sheet, layout, across, up),
            _named(sheet, layout, plot, across, up),
            _key(sheet, plot),
        )
    )


def _reach(sheet: _Sheet) -> tuple[int, int]:
    """How far both axes go: a little beyond the largest figures."""
    cents = max(max(one.revenue_cents for one in sheet.shown), sheet.standing.high_limit_cents or 0)
    minutes = max(one.effort_minutes or 0 for one in sheet.shown)
    return max(cents * 11 // 10, 100), max(minutes * 11 // 10, 1)


def _limits(
    sheet: _Sheet, layout: Layout, plot: axes.Plot, across: axes.Scale, up: axes.Scale
) -> str:
    """From which revenue a customer is a leading one, and up to which effort all is fair."""
    cut = f"scatter-{layout.name}-plot"
    frame = svg.element(
        "rect", x=plot.left, y=plot.top,
        width=plot.right - plot.left, height=plot.bottom - plot.top,
    )  # fmt: skip
    lines = [
        svg.element("polyline", cls="limit", points=svg.joined((across(x), up(y)) for x, y in line))
        for line in fair_lines(sheet.standing, sheet.limits, across.high)
    ]
    parts = [svg.element("clipPath", frame, id=cut)] if lines else []
    parts += [svg.element("g", *lines, clip_path=f"url(#{cut})")] if lines else []
    border = sheet.standing.high_limit_cents
    if border is not None:
        x = across(border)
        words = sheet.label("leading", limit_cents=border)
        room = plot.right - x > svg.width_of(words) + 6
        parts.append(svg.line(x, plot.top, x, plot.bottom, "limit"))
        parts.append(
            svg.text(x + 6 if room else x - 6, plot.bottom - 8, words, "start" if room else "end")
        )
    return "".join(parts)


def _marks(sheet: _Sheet, layout: Layout, across: axes.Scale, up: axes.Scale) -> str:
    size = 5.0 if len(sheet.shown) <= 300 else 3.5
    # The most effort is drawn first, so that the few large ones never hide the many small.
    return "".join(
        mark(one.group, across(one.revenue_cents), up(one.effort_minutes or 0), size,
             svg.title(_told(sheet, one)))
        for one in thinned_cloud(sheet.shown, layout.marks)
    )  # fmt: skip


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


def _named(
    sheet: _Sheet, layout: Layout, plot: axes.Plot, across: axes.Scale, up: axes.Scale
) -> str:
    """The names of those above the limit with the most effort, where they do not overlap."""
    parts: list[str] = []
    taken: list[tuple[float, float, float]] = []
    for one in thinned_cloud(sheet.shown, layout.marks):
        if len(taken) == (3 if layout.narrow else 6):
            break
        if is_heavy(one, sheet.standing, sheet.limits):
            words = svg.cut(sheet.name(one), 16 if layout.narrow else 24)
            x, y, width = across(one.revenue_cents), up(one.effort_minutes or 0), 0.0
            width = svg.width_of(words)
            left = x + 9 if x + 9 + width < plot.right else x - 9 - width
            if left >= plot.left and not any(_overlap(left, y, width, *box) for box in taken):
                taken.append((left, y, width))
                end = left < x
                parts.append(svg.text(x - 9 if end else x + 9, y + 4, words, "end" if end else ""))
    return "".join(parts)


def _overlap(
    left: float, y: float, width: float, other: float, other_y: float, other_width: float
) -> bool:
    apart = left + width < other or other + other_width < left
    return not apart and abs(y - other_y) < 16


def _key(sheet: _Sheet, plot: axes.Plot) -> str:
    """Which shape is which group, in one line above the plot."""
    there = {one.group for one in sheet.shown}
    parts, x = [], plot.right
    for group in reversed([group for group in GROUPS if group in there]):
        words = group.value if group else sheet.label("undecided")
        x -= svg.width_of(words)
        parts.append(svg.text(x, 14, words))
        parts.append(mark(group, x - 11, 9.5, 5, svg.title(group_name(group, sheet.language))))
        x -= 32
    return svg.element("g", *reversed(parts), cls="key")
