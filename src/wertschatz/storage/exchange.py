"""Replaces derived rows by others, in small pieces: what stays the same is not touched."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Model, QuerySet

from wertschatz.storage.turns import PAUSE_SECONDS

AT_ONCE = 500


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
        _write(rows.model, columns, piece, also)
        time.sleep(PAUSE_SECONDS)
    return len(gone) + len(new)


def _write(
    table: type[Model],
    columns: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    also: Mapping[str, Any] | None,
) -> None:
    if also:
        table._default_manager.bulk_create(
            [table(**dict(zip(columns, values, strict=True)), **also) for values in rows]
        )
        return
    names, places = '", "'.join(columns), ", ".join(["%s"] * len(columns))
    # Half a million payments may be about no invoice: without objects that is three times quicker.
    insert = f'INSERT INTO {table._meta.db_table} ("{names}") VALUES ({places})'  # noqa: S608 - fixed words
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(insert, rows)


def _pieces(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))
