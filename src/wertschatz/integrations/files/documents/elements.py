"""Finds elements by their local names: producers choose namespaces and prefixes as they like."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from wertschatz.integrations.files.tables.dates import DayReader

if TYPE_CHECKING:
    from lxml.etree import _Element

_DAYS = DayReader("dmy")


@cache
def _steps(path: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple("{*}" + name for name in step.split("|")) for step in path.split("/"))


def every(parent: _Element | None, path: str) -> list[_Element]:
    """All elements at `path`: local names with '/' between levels and '|' between alternatives."""
    found = [] if parent is None else [parent]
    for names in _steps(path):
        if len(found) == 1:
            # nearly always: a statement asks fifty times for each of its movements
            found = list(found[0].iterchildren(*names))
        elif found:
            found = [child for element in found for child in element.iterchildren(*names)]
        else:
            break
    return found


def first(parent: _Element | None, path: str) -> _Element | None:
    """The first element at `path` in the order of the document."""
    found = every(parent, path)
    return found[0] if found else None


def text_of(element: _Element | None) -> str:
    """The text right inside an element, blanks and line breaks as one blank each."""
    return "" if element is None else " ".join((element.text or "").split())


def line_of(element: _Element) -> int:
    """The line of the file on which an element's tag ends, from 1."""
    # The type stubs of lxml leave this one open.
    return cast("int | None", element.sourceline) or 1


def text(parent: _Element | None, *paths: str) -> str:
    """The first text that is not empty, path after path."""
    for path in paths:
        for element in every(parent, path):
            if found := text_of(element):
                return found
    return ""


def day(written: str, form: str = "") -> int | None:
    """A day ordinal, None for what is no day.

    `form` is the UNTDID 2379 code beside it: 102 year month day, 101 with two digits for the
    year, 203 and 204 with the time behind. ISO 8601 may carry a time or a zone, both without
    meaning for the day; German dates are read too, since some write them.
    """
    written = written.strip()
    digits = written[:8]
    if form == "101" and len(written) == 6:
        return _DAYS[f"20{written[:2]}-{written[2:4]}-{written[4:]}"]
    if len(digits) == 8 and digits.isdecimal() and not written[8:9].isalpha():
        return _DAYS[f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"]
    if written[4:5] == "-" and written[7:8] == "-" and written[10:11] in ("", "T", "Z", "+", "-"):
        return _DAYS[written[:10]]
    return _DAYS[written]
