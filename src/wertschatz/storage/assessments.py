"""Keeps the outcome of an assessment, so that pages only read."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from wertschatz.domain.customers.assessment import Assessment, Sure
from wertschatz.domain.customers.year import Window, Year
from wertschatz.domain.values import Group, Reason
from wertschatz.storage.models import AssessmentRun

COLUMNS = (
    "customer_id", "run_id", '"group"', "confirmed", "sure", "revenue_cents", "year_to_date_cents",
    "twelve_months_cents", "effort_minutes", "effort_ratio", "direct_cents", "effort_cost_cents",
    "contribution_cents", "call_minutes", "invoices", "late_invoices", "reasons", "change",
)  # fmt: skip
INSERT = (
    f"INSERT INTO storage_assessment ({', '.join(COLUMNS)}) "  # noqa: S608 - fixed names
    f"VALUES ({', '.join(['%s'] * len(COLUMNS))})"
)
CHUNK = 5_000
"""Rows in memory at once: their reasons are long texts, and there may be 100,000 customers."""
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


def _row(run: int, year: Year, made: Assessment, flag: Callable[[bool], int]) -> tuple[Any, ...]:
    return (
        year.customer, run, LETTER[made.group], flag(made.confirmed), SURE[made.sure],
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
    """Replaces the stored assessments in one transaction; the run names window and parameters."""
    with transaction.atomic(), connection.cursor() as cursor:
        run = AssessmentRun.objects.create(
            at=at, as_of=window.end, window_start=window.start, window_end=window.end,
            window_kind=window.kind, parameters=dict(limits), totals=dict(totals),
            revision=revision,
        )  # fmt: skip
        flag = int if connection.vendor == "sqlite" else bool
        cursor.execute("DELETE FROM storage_assessment")
        for start in range(0, len(made), CHUNK):
            some = made[start : start + CHUNK]
            cursor.executemany(INSERT, [_row(run.pk, year, one, flag) for year, one in some])
