"""Call-backs: promised at a time that suits both sides, made, moved, or no longer needed."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.domain.rules.callbacks import Standing
from wertschatz.ports.door import Promise
from wertschatz.storage.callbacks_book import CODES
from wertschatz.storage.queries import callbacks as read
from wertschatz.storage.queries.actions import newest_by
from wertschatz.storage.queries.setup import setup_of
from wertschatz.usecases.refusals import Refused
from wertschatz.web.language import language_for
from wertschatz.web.posted import actor, next_page
from wertschatz.wording.told import lapsed_text

LATELY = dt.timedelta(hours=12)


def page(request: HttpRequest, problem: Refused | None = None) -> HttpResponse:
    """All that are open, by their time; those that lapsed with another time and kind words."""
    me, now = actor(request), house().now()
    setup, language = setup_of(me, now), language_for(request)
    lines = read.open_call_backs(me, setup, now)
    context = {
        "parts": [(one, [line for line in lines if line.standing is one])
                  for one in (Standing.NOW, Standing.LAPSED, Standing.AHEAD)],
        "lines": lines, "problem": problem, "now": now.astimezone(setup.tz),
        "say": {line.uuid: lapsed_text(line.offered[0] if line.offered else None, language)
                for line in lines if line.standing is Standing.LAPSED},
        "newest": newest_by(me, CODES, now - LATELY),
    }  # fmt: skip
    return render(request, "callbacks/list.html", context, status=422 if problem else 200)


def promise(request: HttpRequest) -> HttpResponse:
    """Whoever is to be called back, and the times that suit both sides."""
    if request.method != "POST":
        return _offer(request, request.GET, None)
    sent = request.POST
    try:
        slot = _slot(sent.get("slot", ""))
        wanted = Promise(
            slot, customer=_uuid(sent.get("customer", "")), number=sent.get("number", ""),
            name=sent.get("name", ""), matter=sent.get("matter", ""),
            ring=_uuid(sent.get("ring", "")),
        )  # fmt: skip
        house().promise_call_back(wanted, actor(request))
    except Refused as refused:
        return _offer(request, sent, refused)
    return redirect("callbacks")


def _offer(request: HttpRequest, asked: dict[str, str], problem: Refused | None) -> HttpResponse:
    me, now = actor(request), house().now()
    setup = setup_of(me, now)
    customer, ring = _uuid(asked.get("customer", "")), _uuid(asked.get("ring", ""))
    number = asked.get("number", "").strip()[:60]
    if customer is not None:
        found = read.wanted_customer(customer, setup, now)
    elif ring is not None:
        found = read.wanted_ring(ring, setup, now)
    else:
        name = asked.get("name", "")[:100]
        found = read.wanted_number(number, name, setup, now) if number else None
    if found is None and (customer is not None or ring is not None):
        raise Http404("call back")
    if found is not None and found.customer is None and not found.number:
        found = None  # a call without its number: somebody may know it
    context = {
        "wanted": found, "typed": asked, "problem": problem, "now": now.astimezone(setup.tz),
    }  # fmt: skip
    return render(request, "callbacks/promise.html", context, status=422 if problem else 200)


@require_POST
def change(request: HttpRequest, call_back: uuid.UUID) -> HttpResponse:
    """Another time, made, or no longer needed."""
    sent = request.POST
    try:
        if "slot" in sent:
            house().move_call_back(call_back, _slot(sent["slot"]), actor(request))
        else:
            house().end_call_back(call_back, sent.get("state", ""), actor(request))
    except Refused as refused:
        return page(request, refused)
    return redirect(next_page(request, "callbacks"))


def _slot(text: str) -> dt.datetime:
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        raise Refused("slot_missing") from None
    if at.tzinfo is None:
        raise Refused("slot_missing")
    return at


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
