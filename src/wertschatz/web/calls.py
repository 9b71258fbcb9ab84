"""Calls: what one chooses while it rings, what stands behind a caller, and what was decided."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.domain.values import Reason
from wertschatz.storage.queries import rings as read
from wertschatz.storage.queries.actions import newest_by
from wertschatz.storage.queries.customers import currency
from wertschatz.usecases.refusals import Refused
from wertschatz.web.language import language_for
from wertschatz.web.posted import actor, is_owner, next_page, whole
from wertschatz.web.ring_parts import call_part, name_of
from wertschatz.web.ringing import RINGING, Standing, Step
from wertschatz.wording.calls import aside_text

CODES = ("ring_overruled", "ring_call_back", "matter_in")


def events(request: HttpRequest) -> HttpResponse:
    """The stream itself is answered in front of the pages; where there is none, nothing comes."""
    return HttpResponse(status=204)


def listing(request: HttpRequest) -> HttpResponse:
    """Calls that were decided on, newest first, each with its reason."""
    page = read.calls_page(max(whole(request.GET.get("page"), 1), 1))
    midnight = dt.datetime.combine(house().today(), dt.time(), house().zone)
    calls, through = read.counted_since(midnight)
    context = {
        "page": page, "calls": calls, "through": through,
        "newest": newest_by(actor(request), CODES),
    }  # fmt: skip
    return render(request, "calls/list.html", context)


def part(request: HttpRequest, ring: uuid.UUID) -> HttpResponse:
    """The call with what only the database knows: who is there, and times for a call-back."""
    standing = _found(ring)
    try:
        helper, slots = house().way_for(standing.call)
        noticed = house().noticed_of(standing.call)
    except DatabaseError:
        return _part(request, standing)
    learnt = {"helper": helper.name if helper else "", "slots": slots, "noticed": noticed}
    return _part(request, RINGING.learn(standing, **learnt))


def behind(request: HttpRequest, ring: uuid.UUID) -> HttpResponse:
    """What nobody is to see who looks at the screen by chance: on a key only."""
    event = _found(ring).call.now
    found, late = None, False
    try:
        found = read.behind(event.customer, house().today()) if event.customer else None
        firm = currency()
    except DatabaseError:
        late, firm = True, "EUR"
    context = {
        "event": event, "reason": event.reason or Reason("no_rule"), "found": found, "late": late,
        "currency": firm,
    }  # fmt: skip
    return render(request, "calls/_behind.html", context)


@require_POST
def choose(request: HttpRequest, ring: uuid.UUID) -> HttpResponse:
    """Take it, to a colleague, in writing, an emergency; no reason is asked."""
    choice = request.POST.get("choice", "")

    def act(standing: Standing) -> Standing:
        action = house().overrule_call(standing.call, choice, actor=actor(request))
        return _noted(standing, action, chosen=choice, slot=None)

    return _do(request, ring, act)


@require_POST
def call_back(request: HttpRequest, ring: uuid.UUID) -> HttpResponse:
    """Promises to call back at one of the times that were proposed."""

    def act(standing: Standing) -> Standing:
        slot = _instant(request.POST.get("slot", ""))
        action = house().promise_call(standing.call, slot, actor=actor(request))
        return _noted(standing, action, chosen="call_back", slot=slot)

    return _do(request, ring, act)


@require_POST
def log(request: HttpRequest, ring: uuid.UUID) -> HttpResponse:
    """The call as a contact, as long as one spoke."""

    def act(standing: Standing) -> Standing:
        if standing.logged is not None:
            raise Refused("call_logged_already")
        action = house().log_call(standing.call, actor=actor(request))
        minutes = standing.call.minutes or 0
        return _noted(standing, action, logged=minutes)

    return _do(request, ring, act)


@require_POST
def aside(request: HttpRequest, ring: uuid.UUID) -> HttpResponse:
    """Into the inbox, with who called, and a note where one was written."""

    def act(standing: Standing) -> Standing:
        if standing.aside:
            raise Refused("call_aside_already")
        call, language = standing.call, language_for(request)
        text = aside_text(
            name_of(standing), timezone.localtime(call.first.at, house().zone),
            request.POST.get("note", ""), outgoing=call.outgoing, language=language,
        )  # fmt: skip
        kept = house().put_call_aside(call, text, actor(request))
        return _noted(standing, kept.action, aside=True)

    return _do(request, ring, act)


@require_POST
def take_back(request: HttpRequest, ring: uuid.UUID) -> HttpResponse:
    """Takes the newest thing back that was done about this call."""

    def act(standing: Standing) -> Standing:
        if not standing.done:
            raise Refused("call_nothing_done")
        step = standing.done[-1]
        if step.action is not None and not house().undo(step.action, actor(request)).done:
            raise Refused("call_changed_since")
        return RINGING.note(
            standing.call, chosen=step.chosen, slot=step.slot, logged=step.logged,
            aside=step.aside, done=standing.done[:-1],
        )  # fmt: skip

    return _do(request, ring, act)


def _noted(standing: Standing, action: uuid.UUID | None, **now: object) -> Standing:
    step = Step(action, standing.chosen, standing.slot, standing.logged, standing.aside)
    return RINGING.note(standing.call, done=(*standing.done, step), **now)


def _do(request: HttpRequest, ring: uuid.UUID, act: Callable[[Standing], Standing]) -> HttpResponse:
    """Back to the page where a form was sent from; the dialog gets its part again."""
    standing = _found(ring)
    problem, late = None, False
    try:
        standing = act(standing)
    except Refused as refused:
        problem = refused
    except DatabaseError:
        late = True
    if "next" in request.POST:
        return redirect(next_page(request, "calls"))
    status = 503 if late else 422 if problem else 200
    return _part(request, standing, problem, late=late, status=status)


def _part(
    request: HttpRequest,
    standing: Standing,
    problem: Refused | None = None,
    *,
    late: bool = False,
    status: int = 200,
) -> HttpResponse:
    text = call_part(
        standing, owner=is_owner(request), language=language_for(request), now=house().now(),
        problem=problem, late=late,
    )  # fmt: skip
    return HttpResponse(text, status=status)


def _found(ring: uuid.UUID) -> Standing:
    """In memory, else as it was kept; raises Http404."""
    standing = RINGING.find(ring)
    if standing is not None:
        return standing
    call = house().heard_call(ring)
    if call is None:
        raise Http404("call")
    return Standing(call)


def _instant(text: str) -> dt.datetime:
    """An aware instant; raises Refused."""
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        raise Refused("slot_gone") from None
    if found.tzinfo is None:
        raise Refused("slot_gone")
    return found
