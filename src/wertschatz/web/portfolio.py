"""The customer base as a whole: how far one hangs on few, who went quiet, jobs, and years."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wertschatz.domain.customers.costing import cost_cents, rate_of
from wertschatz.domain.customers.dependence import LAW, answer
from wertschatz.domain.customers.moves import moves_answer
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.staying import staying_answer
from wertschatz.domain.values import Reason
from wertschatz.storage.limits_book import limits_on
from wertschatz.storage.queries import customers as read
from wertschatz.storage.queries import outlook as base


def page(request: HttpRequest) -> HttpResponse:
    """All sections, each with its answer first; read from what the jobs process stored."""
    found = base.outlook()
    context: dict[str, object] = {"found": found, "currency": read.currency()}
    if found is not None:
        context |= {
            "dependence": answer(found.dependence),
            "law": found.dependence.reaches(LAW), "moves": _moves(found), "stayed": _stayed(found),
            "began": found.kept.began and dt.date.fromordinal(found.kept.began),
            "unbilled": any(job.unbilled_minutes for _, job in found.jobs),
        }  # fmt: skip
    return render(request, "portfolio/page.html", context)


def _moves(found: base.Outlook) -> Reason:
    years = [year.year for year in found.years]
    newest = found.years[-1] if found.years else None
    return moves_answer(years, newest.up if newest else 0, newest.down if newest else 0)


def _stayed(found: base.Outlook) -> Reason:
    kept = found.kept
    return staying_answer(kept.began, found.as_of.toordinal(), kept.now, kept.before)


def jobs(request: HttpRequest) -> HttpResponse:
    """One customer's jobs: where its time goes."""
    try:
        asked = UUID(request.GET.get("customer", ""))
    except ValueError:
        return redirect("portfolio")
    found = base.jobs_of(asked)
    if found is None:
        raise Http404("customer")
    who, window, lines = found
    rate = rate_of(Limits.from_mapping(limits_on(window.end)))
    context = {
        "who": who, "window": window, "currency": read.currency(),
        "minutes": sum(line.minutes for line in lines),
        "unbilled": any(line.unbilled_minutes for line in lines),
        "lines": [(line, None if rate is None else cost_cents(line.minutes, rate))
                  for line in lines],
    }  # fmt: skip
    return render(request, "portfolio/jobs.html", context)
