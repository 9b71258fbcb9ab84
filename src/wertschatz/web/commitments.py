"""Offers, promises and wishes: noted, ended, changed; and the page of what was promised."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.commitments import CommitmentKind
from wertschatz.storage.queries import commitments as read
from wertschatz.storage.queries.customers import currency
from wertschatz.usecases.refusals import Refused
from wertschatz.web.agreed import check_times, typed_preference
from wertschatz.web.customers import refused_sheet
from wertschatz.web.language import language_for
from wertschatz.web.posted import actor, cents, next_page


def page(request: HttpRequest, problem: Refused | None = None) -> HttpResponse:
    """What is due: ours first, then theirs, then offers; and what else is open."""
    today, now = house().today(), house().now()
    found = read.open_page(today, actor(request))
    context = {
        "page": found, "kinds": {line.kind for line in found.due}, "problem": problem,
        "parts": [(kind, found.of(kind)) for kind in CommitmentKind],
        "newest": read.newest_action(now - dt.timedelta(hours=12)), "currency": currency(),
        "today": today,
    }  # fmt: skip
    return render(request, "open.html", context, status=422 if problem else 200)


@require_POST
def make(request: HttpRequest, customer: uuid.UUID) -> HttpResponse:
    """An offer or a promise, in one line."""
    sent = request.POST
    try:
        house().make_commitment(
            customer, kind=sent.get("commitment", ""), about=sent.get("matter", ""),
            cents=cents(sent.get("sum", ""), language_for(request)),
            due_on=_day(sent.get("due", "")), actor=actor(request),
        )  # fmt: skip
    except Refused as refused:
        return refused_sheet(request, customer, refused, "commitments")
    return redirect(f"{reverse('customer', args=[customer])}#commitments")


@require_POST
def end(request: HttpRequest, commitment: uuid.UUID) -> HttpResponse:
    """How it ended; afterwards one is where one pressed."""
    try:
        house().end_commitment(
            commitment, outcome=request.POST.get("outcome", ""), actor=actor(request)
        )
    except Refused as refused:
        return page(request, refused)
    return redirect(next_page(request, "pledges"))


@require_POST
def preference(request: HttpRequest, customer: uuid.UUID) -> HttpResponse:
    """How they want to be reached; where somebody changed it meanwhile, both are shown."""
    try:
        check_times(request)
        house().say_preference(
            customer, typed_preference(request), seen=request.POST.get("seen", ""),
            actor=actor(request),
        )  # fmt: skip
    except Refused as refused:
        answer = refused_sheet(request, customer, refused, "preference")
        if refused.code == "preference_changed":
            answer.status_code = 409
        return answer
    return redirect(f"{reverse('customer', args=[customer])}#preference")


def _day(text: str) -> dt.date | None:
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise Refused("day_not_read", {"value": text[:30]}) from None
