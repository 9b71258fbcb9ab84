"""Keeps the outcome of an assessment, so that pages only read."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from wertschatz.domain.customers.assessment import Assessment, Sure
from wertschatz.domain.customers.year import Window, Year
from wertschatz.domain.values import Group, Reason
from wertschatz.storage.models import Assessment as Row
from wertschatz.storage.models import AssessmentRun
from wertschatz.storage.turns import PAUSE_SECONDS

COLUMNS = (
    "customer_id", '"group"', "confirmed", "sure", "revenue_cents", "year_to_date_cents",
    "twelve_months_cents", "effort_minutes", "effort_ratio", "direct_cents", "effort_cost_cents",
    "contribution_cents", "call_minutes", "invoices", "late_invoices", "reasons", "change",
)  # fmt: skip
SELECT = f"SELECT {', '.join(COLUMNS)} FROM storage_assessment WHERE customer_id IN "  # noqa: S608 - fixed names
WRITE = (
    f"INSERT INTO storage_assessment ({', '.join(COLUMNS)}) "  # noqa: S608 - fixed names
    f"VALUES ({', '.join(['%s'] * len(COLUMNS))}) ON CONFLICT (customer_id) DO UPDATE SET "
    + ", ".join(f"{column} = excluded.{column}" for column in COLUMNS[1:])
)
CHUNK = 1_000
"""Rows in memory and in one transaction: their reasons are long texts, and there may be 100,000
customers, while somebody who presses the door waits for the turn to write."""
# Asking each member for its value costs a tenth of a second at 100,000 customers.
SURE = {member: member.value for member in Sure}
# Plain text and numbers: for anything else SQLite asks its table of adapters, row by row.
LETTER: dict[Group | None, str] = {None: "", **{group: group.value for group in Group}}
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# `encode` makes this anew for each call, which is most of what it costs for our short lists.
_make = getattr(json.encoder, "c_make_encoder", None)
_pieces = _make and _make(
    None, _ENCODER.default, json.encoder.encode_basestring, None, ":", ",", False, False, False
)


def _encode(value: object) -> str:
    """Short JSON; without the encoder in C, Python's own."""
    return "".join(_pieces(value, 0)) if _pieces else _ENCODER.encode(value)


def reason_text(reason: Reason | None) -> str:
    """A reason as JSON for a column; '' for none."""
    return "" if reason is None else _encode([reason.code, reason.facts])


def reasons_text(reasons: Sequence[Reason]) -> str:
    """Reasons as JSON for a column."""
    return _encode([[reason.code, reason.facts] for reason in reasons])


def reasons_from(text: str) -> tuple[Reason, ...]:
    """The reasons of a column."""
    return tuple(Reason(code, facts) for code, facts in json.loads(text or "[]"))


def reason_from(text: str) -> Reason | None:
    """The reason of a column; None where there is none."""
    if not text:
        return None
    code, facts = json.loads(text)
    return Reason(code, facts)


def _row(year: Year, made: Assessment, flag: Callable[[bool], int]) -> tuple[Any, ...]:
    return (
        year.customer, LETTER[made.group], flag(made.confirmed), SURE[made.sure],
        year.revenue_cents, year.year_to_date_cents, year.twelve_months_cents,
        year.effort_minutes, made.effort_ratio, year.direct_cents, made.effort_cost_cents,
        made.contribution_cents, year.call_minutes, year.invoices, year.late_invoices,
        reasons_text(made.reasons), reason_text(made.change),
    )  # fmt: skip


def keep(
    made: Sequence[tuple[Year, Assessment]],
    window: Window,
    limits: Mapping[str, int],
    at: dt.datetime,
    revision: int,
    totals: Mapping[str, object],
) -> None:
    """Brings the stored assessments to this state; the run names window and parameters.

    Only rows that stand otherwise are written. Up to `CHUNK` customers it is one transaction; more
    come in pieces, and the run, by which everybody knows that it is done, with the last one.
    """
    pieces = [made[start : start + CHUNK] for start in range(0, len(made), CHUNK)] or [made]
    for piece in pieces[:-1]:
        if rows := _changed(piece):
            with transaction.atomic():
                _write(rows)
            time.sleep(PAUSE_SECONDS)
    rows, gone = _changed(pieces[-1]), _gone({int(year.customer) for year, _ in made})
    with transaction.atomic():
        _write(rows)
        for start in range(0, len(gone), CHUNK):
            Row.objects.filter(customer__in=gone[start : start + CHUNK]).delete()
        AssessmentRun.objects.create(
            at=at, as_of=window.end, window_start=window.start, window_end=window.end,
            window_kind=window.kind, parameters=dict(limits), totals=dict(totals),
            revision=revision,
        )  # fmt: skip


def _changed(piece: Sequence[tuple[Year, Assessment]]) -> list[tuple[Any, ...]]:
    """The rows of this piece that the table does not hold just so."""
    if not piece:
        return []
    flag = int if connection.vendor == "sqlite" else bool
    rows = [_row(year, one, flag) for year, one in piece]
    with connection.cursor() as cursor:
        cursor.execute(SELECT + f"({', '.join(['%s'] * len(rows))})", [row[0] for row in rows])
        stored = {row[0]: row for row in cursor.fetchall()}
    return [row for row in rows if stored.get(row[0]) != row]


def _gone(customers: set[int]) -> list[int]:
    """Who has an assessment and is none of these."""
    return [pk for pk in Row.objects.values_list("pk", flat=True) if pk not in customers]


def _write(rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(WRITE, rows)
