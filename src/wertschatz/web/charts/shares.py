"""Shares of time and of revenue by group, as bars beside the method's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from wertschatz.domain.customers.picture_answers import shares_answer
from wertschatz.domain.customers.portfolio import (
    GROUPS,
    METHOD_PER_MILLE,
    Position,
    Share,
    shares_by_group,
)
from wertschatz.domain.values import Group
from wertschatz.web.charts import svg
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
from wertschatz.wording.customers import group_name

_BAR = 36
_ROW = 78


class _Part(NamedTuple):
    """One group's part of a bar."""

    cls: str
    short: str
    per_mille: int
    told: str


class _Bar(NamedTuple):
    """A bar with the line above it."""

    name: str
    parts: list[_Part]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What every part of the drawing needs."""

    shares: tuple[Share, ...]
    method: Sequence[int]
    currency: str
    language: str

    def label(self, code: str, **facts: int | str) -> str:
        return pictures.label(code, self.language, {"currency": self.currency, **facts})

    def short(self, share: Share) -> str:
        return share.group.value if share.group else self.label("undecided_short")

    def percent(self, per_mille: int) -> int:
        return (per_mille + 5) // 10


def shares_picture(
    positions: Iterable[Position],
    currency: str,
    language: str,
    method: Sequence[int] = METHOD_PER_MILLE,
    links: Links = NOWHERE,
) -> Picture | None:
    """The picture of who gets the time; None where neither time nor revenue is known.

    `method` is the firm's own budget for A, B, C and the spontaneous, in parts of a thousand.
    """
    positions = list(positions)
    sheet = _Sheet(shares_by_group(positions), method, currency, language)
    if not any(share.minutes or share.revenue_cents for share in sheet.shares):
        return None
    answer = shares_answer(sheet.shares, method)
    sentence = pictures.answer_text(answer, language)
    unknown = sum(one.effort_minutes is None for one in positions)
    notes = []
    if 0 < unknown < len(positions):
        notes = [pictures.note_text("shares_unknown", {"unknown": unknown}, language)]
    heads = _heads(sheet)
    return Picture(
        key="shares",
        svg=both_layouts("shares", sentence, lambda layout: _draw(sheet, layout)),
        question=pictures.label("shares_question", language),
        sentence=sentence,
        headline=pictures.headline_text(answer, language),
        notes=tuple(notes),
        heads=heads,
        rows=table_rows(heads, [*_rows(sheet, links)]),
    )


def _heads(sheet: _Sheet) -> tuple[Head, ...]:
    figures = ("customers", "effort", "share_of_time", "revenue", "share_of_revenue", "the_method")
    return (
        Head(sheet.label("group"), figure=False),
        *(Head(sheet.label(code), figure=True) for code in figures),
    )


def _rows(sheet: _Sheet, links: Links) -> Iterable[tuple[str, ...]]:
    language = sheet.language
    timed = any(share.minutes for share in sheet.shares)
    for share, planned in zip(sheet.shares, sheet.method, strict=True):
        yield (
            links.group(share.group) if share.customers else "",
            group_name(share.group, language),
            formats.number(share.customers, language),
            formats.hours(share.minutes, language) if timed else "–",
            formats.per_mille(share.time_per_mille, language) if timed else "–",
            formats.money(share.revenue_cents, sheet.currency, language),
            formats.per_mille(share.revenue_per_mille, language),
            formats.per_mille(planned, language) if share.group else "–",
        )
    free = formats.per_mille(sheet.method[-1], language)
    yield ("", sheet.label("free"), "–", "–", "–", "–", "–", free)


def _bars(sheet: _Sheet) -> list[_Bar]:
    """Your time and your revenue as far as known, and the method."""
    bars = []
    minutes = sum(share.minutes for share in sheet.shares)
    cents = sum(share.revenue_cents for share in sheet.shares)
    if minutes:
        name = sheet.label("bar_time", minutes=minutes)
        bars.append(_Bar(name, [_time(sheet, share) for share in sheet.shares]))
    if cents:
        name = sheet.label("bar_revenue", revenue_cents=cents)
        bars.append(_Bar(name, [_revenue(sheet, share) for share in sheet.shares]))
    planned = zip(GROUPS, sheet.method, strict=True)
    return [*bars, _Bar(sheet.label("bar_method"), [_plan(sheet, *one) for one in planned])]


def _time(sheet: _Sheet, share: Share) -> _Part:
    told = sheet.label(
        "time_mark",
        group=group_name(share.group, sheet.language),
        percent=sheet.percent(share.time_per_mille),
        minutes=share.minutes,
    )
    return _Part(share.group or "open", sheet.short(share), share.time_per_mille, told)


def _revenue(sheet: _Sheet, share: Share) -> _Part:
    told = sheet.label(
        "revenue_mark",
        group=group_name(share.group, sheet.language),
        percent=sheet.percent(share.revenue_per_mille),
        revenue_cents=share.revenue_cents,
    )
    return _Part(share.group or "open", sheet.short(share), share.revenue_per_mille, told)


def _plan(sheet: _Sheet, group: Group | None, per_mille: int) -> _Part:
    name = group_name(group, sheet.language) if group else sheet.label("free")
    told = sheet.label("method_mark", group=name, percent=sheet.percent(per_mille))
    return _Part(group or "free", group or sheet.label("free_short"), per_mille, told)


def _draw(sheet: _Sheet, layout: Layout) -> tuple[int, str]:
    bars = _bars(sheet)
    parts = [_bar(sheet, bar, _ROW * at, layout.width - 2) for at, bar in enumerate(bars)]
    return _ROW * len(bars) - 12, "".join(parts)


def _bar(sheet: _Sheet, bar: _Bar, top: float, width: float) -> str:
    x, y = 1.0, top + 24
    drawn = [svg.text(1, top + 14, bar.name, cls="name")]
    for part in bar.parts:
        wide = part.per_mille * width / 1000
        if part.per_mille:
            told = svg.title(part.told)
            drawn.append(svg.element("rect", told, cls=part.cls, x=x, y=y, width=wide, height=_BAR))
            words = _fitting(sheet, part, wide)
            if words:
                drawn.append(svg.text(x + wide / 2, y + 23, words, "middle", f"in {part.cls}"))
        x += wide
    return "".join(drawn)


def _fitting(sheet: _Sheet, part: _Part, wide: float) -> str:
    """As much of the label as the part has room for."""
    percent = formats.percent(sheet.percent(part.per_mille), sheet.language)
    for words in (f"{part.short} {percent}", part.short):
        if svg.width_of(words) + 6 <= wide:
            return words
    return ""
