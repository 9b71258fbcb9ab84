"""Pull the plug: until a named time nothing but an emergency gets through (METHOD 0.2)."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wertschatz.bootstrap.house import house
from wertschatz.domain.rules.told import Text
from wertschatz.domain.rules.workdays import after_the_weekend, tomorrow
from wertschatz.storage.queries.actions import newest_by
from wertschatz.storage.queries.door import held
from wertschatz.storage.queries.setup import setup_of
from wertschatz.usecases.refusals import Refused
from wertschatz.web.language import language_for
from wertschatz.web.posted import actor

TEXTS = (Text.VOICEMAIL, Text.ABSENCE, Text.DOOR)
CODES = ("unplugged_until", "unplugged_over")
LATELY = dt.timedelta(hours=12)
HOURS = ("60", "120", "240")


def page(request: HttpRequest, problem: Refused | None = None) -> HttpResponse:
    """One press; while it holds, the texts made from its time."""
    me, now = actor(request), house().now()
    setup = setup_of(me, now)
    until = {one.kind: one.until for one in held(me, now)}.get("unplugged")
    language = language_for(request)
    context = {
        "until": until, "problem": problem, "hours": HOURS, "now": now.astimezone(setup.tz),
        "tonight": tomorrow(setup, now), "weekend": after_the_weekend(setup, now),
        "texts": list(house().all_told(me, TEXTS, language, until).items())
        if until else [],
        "typed": request.POST if problem else {}, "newest": newest_by(me, CODES, now - LATELY),
    }  # fmt: skip
    return render(request, "door/unplug.html", context, status=422 if problem else 200)
