"""Long lists page by page, so that nothing of them is out of reach."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

Line = TypeVar("Line")
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class PageOf(Generic[Line]):
    """One page of lines."""

    lines: list[Line]
    total: int
    """Lines on all pages."""
    page: int
    """From 1 to `pages`."""
    pages: int


def bounds(page: int, total: int, size: int) -> tuple[int, int]:
    """The page that is nearest to the one asked for, and how many there are; at least one.

    >>> bounds(9, 101, 50), bounds(0, 0, 50)
    ((3, 3), (1, 1))
    """
    pages = max(1, math.ceil(total / size))
    return min(max(1, page), pages), pages


def page_of(
    rows: QuerySet[Row], page: int, size: int, line: Callable[[Row], Line],
    total: int | None = None,
) -> PageOf[Line]:  # fmt: skip
    """One page of ordered rows; `total` where it was counted already."""
    count = rows.count() if total is None else total
    page, pages = bounds(page, count, size)
    shown = rows[(page - 1) * size : page * size] if count else ()
    return PageOf([line(row) for row in shown], count, page, pages)


def part_of(lines: Sequence[Line], page: int, size: int) -> PageOf[Line]:
    """One page of lines that are all there already."""
    page, pages = bounds(page, len(lines), size)
    return PageOf(list(lines[(page - 1) * size : page * size]), len(lines), page, pages)


def page_with(rows: QuerySet[Row], uuid: UUID | None, size: int) -> int:
    """The page on which the row with this `uuid` stands; the first where it is none of them."""
    keys = [] if uuid is None else list(rows.values_list("uuid", flat=True))
    return keys.index(uuid) // size + 1 if uuid in keys else 1
