"""Who may stand there twice: both sides, why, and what they would be together."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.storage.queries import duplicates as read
from wertschatz.storage.queries.customers import currency
from wertschatz.usecases.refusals import Refused
from wertschatz.web.posted import actor


def listing(request: HttpRequest) -> HttpResponse:
    """The surest pairs first."""
    return _listing(request, None)


def _listing(request: HttpRequest, problem: Refused | None) -> HttpResponse:
    decided = read.decided()
    context = {
        "page": read.pairs_page(), "decided": decided, "currency": currency(), "problem": problem,
        "told": next((line for line in decided if str(line.uuid) == request.GET.get("done")), None),
    }  # fmt: skip
    return render(request, "customers/duplicates.html", context, status=422 if problem else 200)


@require_POST
def merge(request: HttpRequest) -> HttpResponse:
    """The two are one; the chosen name stays."""
    try:
        first, second = _pair(request)
        keep = request.POST.get("keep", "")
        if keep not in {str(first), str(second)}:
            raise Refused("pair_unclear")
        gone, stays = (second, first) if keep == str(first) else (first, second)
        action = house().merge(gone, into=stays, actor=actor(request))
    except Refused as refused:
        return _listing(request, refused)
    return _done(action)


@require_POST
def apart(request: HttpRequest) -> HttpResponse:
    """The two are two."""
    try:
        action = house().keep_apart(*_pair(request), actor(request))
    except Refused as refused:
        return _listing(request, refused)
    return _done(action)


def _pair(request: HttpRequest) -> tuple[uuid.UUID, uuid.UUID]:
    try:
        return uuid.UUID(request.POST.get("first", "")), uuid.UUID(request.POST.get("second", ""))
    except ValueError:
        raise Refused("customer_gone") from None


def _done(action: uuid.UUID) -> HttpResponse:
    answer = redirect("duplicates")
    answer["Location"] += f"?done={action}"
    return answer
