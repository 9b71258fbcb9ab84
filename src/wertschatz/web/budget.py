"""The time budget: what each group may take, what it has taken, and starting afresh."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.budget import RANGES, BudgetSettings
from wertschatz.domain.values import Group
from wertschatz.storage.queries.actions import ActionLine, newest_of
from wertschatz.storage.queries.budget import Budget
from wertschatz.storage.queries.customers import CustomerSheet
from wertschatz.storage.queries.tasks import lapsed
from wertschatz.usecases.refusals import Refused
from wertschatz.web.charts.budget import budget_picture
from wertschatz.web.charts.picture import Picture
from wertschatz.web.language import language_for
from wertschatz.web.posted import actor, next_page

LAST_DAY_OF_DRIFT = 1
"""The sentence of the week stands on the list of customers on Monday and Tuesday, then no more."""


class Field(NamedTuple):
    """One figure that can be set."""

    name: str
    value: str
    """As it holds, or as typed."""
    default: int
    lowest: int
    highest: int


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
    typed = request.POST if problem else {}
    context = {
        "budget": now, "fields": _fields(now, typed), "problem": problem, "last": _last_done(),
        "pictures": _pictures(now, language_for(request)),
    }  # fmt: skip
    return render(request, "budget.html", context, status=422 if problem else 200)


def _last_done() -> ActionLine | None:
    """What can be taken back here: the newest change of the plan, or a fresh start after it."""
    done = [line for line in map(newest_of, ("budget_set", "fresh_start")) if line is not None]
    return max(done, key=lambda line: line.at, default=None)


def _pictures(now: Budget, language: str) -> list[Picture]:
    spans = (("today", now.today), ("week", now.week))
    return [budget_picture(key, parts, language) for key, parts in spans]


def _fields(now: Budget, typed: Mapping[str, str]) -> list[Field]:
    usual = asdict(BudgetSettings())
    return [
        Field(name, typed.get(name, str(value)), usual[name], *RANGES[name])
        for name, value in asdict(now.settings).items()
    ]


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
            house().start_fresh(_day(request), actor(request), _gone(request))
        except Refused as refused:
            problem = refused
        else:
            messages.info(request, "fresh", extra_tags="fresh")
            return redirect(next_page(request, "budget"))
    today = house().today()
    context = {
        "problem": problem, "typed": request.POST, "today": today,
        "lapsed": lapsed(actor(request), today),
    }  # fmt: skip
    return render(request, "fresh.html", context, status=422 if problem else 200)


def _gone(request: HttpRequest) -> set[uuid.UUID]:
    """What was offered and is not ticked any more."""
    sent = request.POST
    found = set()
    for text in set(sent.getlist("offered")) - set(sent.getlist("keep")):
        with suppress(ValueError):
            found.add(uuid.UUID(text))
    return found


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
    now = house().budget(actor(request))
    if not now.time.minutes:
        return {}
    # By the newest word itself: an assessment lags behind it.
    word = sheet.decisions[0].group if sheet.decisions else ""
    return {"budget_left": now.left_today(Group(word) if word else None)}


def drift_of_the_week(request: HttpRequest) -> object:
    """The one sentence, on Monday and Tuesday; None: nothing to say, or another day."""
    if house().today().weekday() > LAST_DAY_OF_DRIFT:
        return None
    told = house().budget(actor(request)).drift
    return None if told is None or told.code == "drift_none" else told
