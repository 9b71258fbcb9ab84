"""Customers as JSON documents, `format` 1; money in minor units, days as ISO text."""

from __future__ import annotations

from typing import Any

from wertschatz.domain.values import Reason
from wertschatz.storage.queries.customers import (
    CustomerLine,
    CustomerSheet,
    CustomersPage,
    Standing,
)
from wertschatz.storage.queries.dealings import WorkLine
from wertschatz.wording.customers import change_text, reason_text


def base_document(page: CustomersPage, now: Standing, language: str) -> dict[str, Any]:
    """The base as it was last assessed."""
    return {
        "format": 1,
        "as_of": now.as_of.isoformat(),
        "currency": now.currency,
        "total": page.total,
        "customers": [_line(line, language) for line in page.lines],
    }


def sheet_document(sheet: CustomerSheet, currency: str, language: str) -> dict[str, Any]:
    """One customer; `assessment` is null before the first one."""
    return {
        "format": 1,
        "id": str(sheet.uuid),
        "name": sheet.name,
        "number": sheet.number,
        "also": [one.name for one in sheet.also],
        "currency": currency,
        "assessment": None if sheet.line is None else _line(sheet.line, language),
        "contacts": [_contact(work) for work in sheet.dealings.work],
    }


def _line(line: CustomerLine, language: str) -> dict[str, Any]:
    change = line.change
    return {
        "id": str(line.uuid), "name": line.name, "number": line.number,
        "group": line.group or None, "confirmed": line.confirmed, "sure": line.sure,
        "revenue_cents": line.revenue_cents, "year_to_date_cents": line.year_to_date_cents,
        "effort_minutes": line.effort_minutes, "effort_ratio": line.effort_ratio,
        "contribution_cents": line.contribution_cents, "invoices": line.invoices,
        "late_invoices": line.late_invoices,
        "reasons": [_reason(one, reason_text(one, language)) for one in line.reasons],
        "change": None if change is None else _reason(change, change_text(change, language)),
    }  # fmt: skip


def _reason(reason: Reason, text: str) -> dict[str, Any]:
    return {"code": reason.code, "facts": dict(reason.facts), "text": text}


def _contact(work: WorkLine) -> dict[str, Any]:
    return {
        "on": work.on.isoformat(), "kind": work.kind, "minutes": work.minutes,
        "counted_minutes": work.counted, "who": work.who, "about": work.about,
        "file": work.file or None, "line": work.line,
    }  # fmt: skip
