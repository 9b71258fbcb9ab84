"""The time budget: what each group may take, what it has taken, and starting afresh."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.budget import RANGES
from wertschatz.storage.models import Customer
from wertschatz.storage.queries.actions import newest_of
from wertschatz.storage.queries.budget import Budget, group_of
from wertschatz.storage.queries.customers import CustomerSheet
from wertschatz.usecases.refusals import Refused
from wertschatz.web.charts.budget import BudgetBar, bars
from wertschatz.web.posted import actor

LAST_DAY_OF_DRIFT = 1
"""The sentence of the week stands on the list of customers on Monday and Tuesday, then no more."""


def page(request: HttpRequest) -> HttpResponse:
    """Today and this week, by group; what is set holds from today on."""
    problem = None
    if request.method == "POST":
        try:
            house().set_budget(_whole(request), actor(request))
        except Refused as refused:
            problem = refused
        else:
            return redirect("budget")
    now = house().budget(actor(request))
    values = {name: str(value) for name, value in asdict(now.settings).items()}
    if problem:
        values |= {name: request.POST[name] for name in values if name in request.POST}
    context = {
        "budget": now, "values": values, "problem": problem, "last": newest_of("budget_set"),
        "spans": _spans(now),
    }  # fmt: skip
    return render(request, "budget.html", context, status=422 if problem else 200)


def _spans(now: Budget) -> list[tuple[str, list[BudgetBar]]]:
    return [("today", bars(now.today)), ("week", bars(now.week))]


def _whole(request: HttpRequest) -> dict[str, int]:
    """The typed figures; an empty field is left as it is; raises Refused."""
    values = {}
    for name in RANGES:
        text = request.POST.get(name, "").strip()
        if text.isdecimal() and len(text) < 6:
            values[name] = int(text)
        elif text:
            raise Refused("limit_not_read", {"value": text[:30]})
    return values


def fresh(request: HttpRequest) -> HttpResponse:
    """After holiday or illness: one press."""
    problem = None
    if request.method == "POST":
        try:
            house().start_fresh(_day(request), actor(request))
        except Refused as refused:
            problem = refused
        else:
            messages.info(request, "fresh", extra_tags="fresh")
            return redirect("budget")
    context = {"problem": problem, "typed": request.POST, "today": house().today()}
    return render(request, "fresh.html", context, status=422 if problem else 200)


def _day(request: HttpRequest) -> dt.date | None:
    text = request.POST.get("since", "").strip()
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refused("day_not_read", {"value": text[:30]}) from None


def left_for(request: HttpRequest, sheet: CustomerSheet) -> dict[str, object]:
    """What is left today of the time of this customer's group."""
    rows = Customer.objects.select_related("assessment").filter(uuid=sheet.uuid)
    now = house().budget(actor(request))
    if not now.time.minutes:
        return {}
    return {"budget_left": now.left_today(group_of(rows.first()))}


def drift_of_the_week(request: HttpRequest) -> object:
    """The one sentence, on Monday and Tuesday; None: nothing to say, or another day."""
    if house().today().weekday() > LAST_DAY_OF_DRIFT:
        return None
    told = house().budget(actor(request)).drift
    return None if told is None or told.code == "drift_none" else told
