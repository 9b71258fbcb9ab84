"""SVG written as text: every name escaped, colours by class only, never a style attribute."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (section 2.2, Char) does not allow; a name from a damaged file may hold it."""
EM = 7.2
"""Width of a letter of a label in units of the picture, rather too wide than too narrow."""


def element(name: str, *inside: str, cls: str = "", **attributes: float | str) -> str:
    """One element; `_` in the name of an attribute stands for `-`. `inside` is SVG text already.

    >>> element("line", cls="axis", x1=0, x2=10.04)
    '<line class="axis" x1="0" x2="10"/>'
    """
    parts = [f' class="{html.escape(cls)}"'] if cls else []
    parts += [f' {key.replace("_", "-")}="{_value(value)}"' for key, value in attributes.items()]
    body = "".join(inside)
    return f"<{name}{''.join(parts)}>{body}</{name}>" if body else f"<{name}{''.join(parts)}/>"


def _value(value: float | str) -> str:
    if isinstance(value, str):
        return escaped(value)
    figure = f"{value:.1f}".removesuffix(".0")
    return "0" if figure == "-0" else figure


def escaped(text: str) -> str:
    """Text from anywhere, safe inside an element or attribute."""
    return html.escape(_NOT_XML.sub("", text))


def text(x: float, y: float, words: str, anchor: str = "start", cls: str = "") -> str:
    """A line of words; `anchor` says which end stands at `x`: start, middle or end."""
    placed = {} if anchor == "start" else {"text_anchor": anchor}
    return element("text", escaped(words), cls=cls, x=x, y=y, **placed)


def title(words: str) -> str:
    """What a pointer that rests on the mark is told."""
    return element("title", escaped(words))


def line(x1: float, y1: float, x2: float, y2: float, cls: str) -> str:
    """A straight line."""
    return element("line", cls=cls, x1=x1, y1=y1, x2=x2, y2=y2)


def joined(points: Iterable[tuple[float, float]]) -> str:
    """Points as polylines and polygons want them."""
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def width_of(words: str) -> float:
    """About how wide a label is."""
    return len(words) * EM


def cut(words: str, most: int) -> str:
    """A name short enough for a label.

    >>> cut("Malermeister Pinsel", 8)
    'Malerme…'
    """
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
