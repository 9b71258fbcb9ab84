"""Calendars: which are read, what state they are in; the plan as a feed and in a folder."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from wertschatz.bootstrap.house import house
from wertschatz.storage.calendars_book import shown
from wertschatz.storage.queries import calendars as read
from wertschatz.storage.queries.actions import newest_by
from wertschatz.usecases.refusals import Refused
from wertschatz.web.posted import actor

CODES = (
    *(f"{what}_{how}" for what in ("calendar", "plan_folder") for how in ("added", "removed")),
    "feed_made", "feed_ended",
)  # fmt: skip
LATELY = dt.timedelta(hours=12)


def page(request: HttpRequest) -> HttpResponse:
    """What is connected; a form adds one."""
    if request.method == "POST":
        sent = request.POST
        try:
            house().connect_calendar(sent.get("place", ""), sent.get("name", ""), actor(request))
        except Refused as refused:
            return _shown(request, refused)
        return redirect("calendars")
    return _shown(request)


def _shown(request: HttpRequest, problem: Refused | None = None) -> HttpResponse:
    me, now = actor(request), house().now()
    rows = [(row, shown(row)) for row in read.sources(me)]
    context = {
        "problem": problem, "typed": request.POST if problem else {},
        "calendars": [one for one in rows if one[0].kind != "plan"],
        "folders": [one for one in rows if one[0].kind == "plan"],
        "feeds": [(one, request.build_absolute_uri(f"/f/{one.secret}.ics"))
                  for one in read.feeds(me)],
        "newest": newest_by(me, CODES, now - LATELY),
        "next": read.entries_between(me, now, now + dt.timedelta(days=7))[:10],
    }  # fmt: skip
    return render(request, "calendars/page.html", context, status=422 if problem else 200)


@require_POST
def read_now(request: HttpRequest) -> HttpResponse:
    """All of them are read as soon as may be."""
    house().ask_for_calendars()
    return redirect("calendars")


@require_POST
def folder(request: HttpRequest) -> HttpResponse:
    """The plan goes into a folder of its own."""
    sent = request.POST
    try:
        house().write_plan_into(sent.get("folder", ""), "names" in sent, actor(request))
    except Refused as refused:
        return _shown(request, refused)
    return redirect("calendars")


@require_POST
def remove(request: HttpRequest, source: uuid.UUID) -> HttpResponse:
    """It is read, or written, no longer."""
    try:
        house().disconnect_calendar(source, actor(request))
    except Refused as refused:
        return _shown(request, refused)
    return redirect("calendars")


@require_POST
def make_feed(request: HttpRequest) -> HttpResponse:
    """A secret address that gives the plan."""
    house().make_feed("names" in request.POST, actor(request))
    return redirect("calendars")


@require_POST
def end_feed(request: HttpRequest, device: uuid.UUID) -> HttpResponse:
    """The address leads nowhere from now on."""
    try:
        house().end_feed(device, actor(request))
    except Refused as refused:
        return _shown(request, refused)
    return redirect("calendars")


@require_safe
@cache_control(private=True, no_cache=True)
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The plan as a calendar, for whoever knows the address."""
    device = read.feed_at(secret)
    if device is None:
        raise Http404("feed")
    raw = house().feed(device)
    tag = f'"{hashlib.sha256(raw).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    answer = HttpResponse(raw, content_type="text/calendar; charset=utf-8")
    answer["ETag"] = tag
    return answer
