"""The analysis as one JSON document, for scripts and spreadsheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wertschatz.domain.values import Reason
from wertschatz.ports.problems import Problem
from wertschatz.usecases.analyse_files import Analysed, Analysis, Totals
from wertschatz.usecases.gather_invoices import FileRead
from wertschatz.wording.customers import change_text, reason_text
from wertschatz.wording.problems import problem_text


def document(analysis: Analysis, language: str) -> dict[str, Any]:
    """The whole analysis, `format` 1; money in minor units, days as ISO text."""
    return {
        "format": 1,
        "as_of": analysis.as_of.isoformat(),
        "window": {
            "start": analysis.window.start.isoformat(),
            "end": analysis.window.end.isoformat(),
            "kind": analysis.window.kind,
        },
        "read": [_read(entry, analysis.currency) for entry in analysis.read],
        "customers": [_customer(customer, language) for customer in analysis.customers],
        "totals": _totals(analysis.totals, analysis.currency),
        "problems": [_problem(problem, language) for problem in analysis.problems],
    }


def _read(entry: FileRead, currency: str) -> dict[str, Any]:
    sums: dict[str, int] = {}
    for code, cents in entry.sums.items():
        sums[code or currency] = sums.get(code or currency, 0) + cents
    return {
        "file": entry.file, "format": entry.format, "rows": entry.rows, "sum_cents": sums,
        "seconds": entry.seconds,
    }  # fmt: skip


def _customer(customer: Analysed, language: str) -> dict[str, Any]:
    year, outcome = customer.year, customer.assessment
    change = outcome.change
    return {
        "id": year.customer,
        "name": customer.name,
        "group": outcome.group.value if outcome.group else None,
        "revenue_cents": year.revenue_cents,
        "year_to_date_cents": year.year_to_date_cents,
        "effort_minutes": year.effort_minutes,
        "effort_cost_cents": outcome.effort_cost_cents,
        "contribution_cents": outcome.contribution_cents,
        "effort_ratio": outcome.effort_ratio,
        "invoices": year.invoices,
        "late_invoices": year.late_invoices,
        "sure": outcome.sure.value,
        "reasons": [_reason(reason, reason_text(reason, language)) for reason in outcome.reasons],
        "change": _reason(change, change_text(change, language)) if change else None,
    }


def _reason(reason: Reason, text: str) -> dict[str, Any]:
    facts: Mapping[str, Any] = reason.facts
    return {"code": reason.code, "facts": dict(facts), "text": text}


def _totals(totals: Totals, currency: str) -> dict[str, Any]:
    return {
        "customers": totals.customers,
        "groups": {
            group.value if group else "undecided": count for group, count in totals.groups.items()
        },
        "revenue_cents": totals.revenue_cents,
        "year_to_date_cents": totals.year_to_date_cents,
        "currency": currency,
        "invoices": totals.invoices,
        "duplicates": totals.duplicates,
        "high_customers": totals.high_customers,
    }


def _problem(problem: Problem, language: str) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "code": problem.code,
        "text": problem_text(problem, language),
    }
