"""Replaces derived rows by others, in small pieces: what stays the same is not touched."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Model, QuerySet

AT_ONCE = 500
PAUSE_SECONDS = 0.005
"""Between two pieces, so that other writers get their turn."""


def exchange(
    rows: QuerySet[Any],
    columns: Sequence[str],
    wanted: Iterable[tuple[Any, ...]],
    also: Mapping[str, Any] | None = None,
) -> int:
    """Lets `rows` say what `wanted` says, in these columns; returns how many went or came.

    `also`: further columns of rows that are new, such as the instant.
    """
    missing = Counter(wanted)
    gone = []
    for pk, *row in rows.order_by("id").values_list("id", *columns):
        said = tuple(row)
        if missing.get(said, 0) > 0:
            missing[said] -= 1
        else:
            gone.append(pk)
    for some in _pieces(gone):
        rows.model._default_manager.filter(pk__in=some).delete()
        time.sleep(PAUSE_SECONDS)
    new = list(missing.elements())
    for piece in _pieces(new):
        rows.model._default_manager.bulk_create(
            [_row(rows.model, columns, values, also or {}) for values in piece]
        )
        time.sleep(PAUSE_SECONDS)
    return len(gone) + len(new)


def _row(
    table: type[Model], columns: Sequence[str], values: tuple[Any, ...], also: Mapping[str, Any]
) -> Model:
    return table(**dict(zip(columns, values, strict=True)), **also)


def _pieces(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))
