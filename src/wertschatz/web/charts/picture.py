"""One picture with everything that stands beside it: question, answer, notes and the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from wertschatz.domain.values import Group
from wertschatz.web.charts import svg


class Layout(NamedTuple):
    """The size of a drawing in its own units; a label is 13 of them high."""

    name: str
    width: int
    height: int
    marks: int
    """At most so many marks can be told apart."""

    @property
    def narrow(self) -> bool:
        """Drawn for the screen of a telephone."""
        return self.name == "narrow"


NARROW = Layout("narrow", 343, 320, 500)
"""Shown where the window is narrower than 42rem: one unit is about one pixel."""
WIDE = Layout("wide", 720, 400, 2000)
"""Shown from 600 to 900 pixels wide, so that a label is 11 to 16 pixels high, and on paper."""


class Head(NamedTuple):
    """The head of a column; `figure`: its cells are figures, aligned right."""

    text: str
    figure: bool


class Cell(NamedTuple):
    """One cell of the table; `figure` as its head says."""

    text: str
    figure: bool
    link: str = ""
    """Address of the page that tells what stands behind it."""


class Links(NamedTuple):
    """Where the names in the tables lead to; '' for nowhere."""

    customer: Callable[[int | str], str] = lambda _customer: ""
    group: Callable[[Group | None], str] = lambda _group: ""


NOWHERE = Links()


@dataclass(frozen=True, slots=True)
class Picture:
    """What a page shows of one picture. All text is in the reader's language and unescaped,
    but `svg`, which is finished and safe."""

    key: str
    """'whale', 'scatter' or 'shares'; part of the ids in the page."""
    svg: str
    """Both layouts, one after the other; the style shows one of them."""
    question: str
    sentence: str
    """The answer; also the title of both drawings."""
    headline: str
    """The answer, short enough for the title of the page."""
    notes: tuple[str, ...]
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]


def table_rows(
    heads: tuple[Head, ...], rows: list[tuple[str, ...]]
) -> tuple[tuple[Cell, ...], ...]:
    """Cells that know how they are aligned; each row's address comes first and becomes the link
    of its first cell."""
    return tuple(
        tuple(
            Cell(words, head.figure, link if at == 0 else "")
            for at, (head, words) in enumerate(zip(heads, row, strict=True))
        )
        for link, *row in rows
    )


def both_layouts(key: str, sentence: str, draw: Callable[[Layout], tuple[int, str]]) -> str:
    """The drawing for a telephone and the one for a desk; `draw` gives its height and inside."""
    return "".join(_drawing(key, sentence, layout, *draw(layout)) for layout in (NARROW, WIDE))


def _drawing(key: str, sentence: str, layout: Layout, height: int, inside: str) -> str:
    named = f"{key}-{layout.name}"
    return svg.element(
        "svg",
        svg.element("title", svg.escaped(sentence), id=named),
        inside,
        cls=f"chart {layout.name}",
        role="img",
        aria_labelledby=named,
        viewBox=f"0 0 {layout.width} {height}",
        xmlns="http://www.w3.org/2000/svg",
    )
