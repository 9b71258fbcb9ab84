"""Pull the plug: until a named time nothing but an emergency gets through (METHOD 0.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wertschatz.bootstrap.house import house
from wertschatz.domain.rules.examine import through_the_plug
from wertschatz.domain.rules.moment import Setup
from wertschatz.domain.rules.told import Text
from wertschatz.domain.rules.workdays import after_the_weekend, tomorrow
from wertschatz.storage.queries.actions import newest_by
from wertschatz.storage.queries.callers import caller_names
from wertschatz.storage.queries.door import held, whose_telephone
from wertschatz.storage.queries.setup import setup_of
from wertschatz.usecases.refusals import Refused
from wertschatz.web.language import language_for
from wertschatz.web.posted import actor
from wertschatz.wording.rules import rule_sentence

TEXTS = (Text.VOICEMAIL, Text.ABSENCE, Text.DOOR)
CODES = ("unplugged_until", "unplugged_over")
LATELY = dt.timedelta(hours=12)
HOURS = ("60", "120", "240")


def page(request: HttpRequest, problem: Refused | None = None) -> HttpResponse:
    """One press; while it holds, the texts made from its time."""
    me, now = actor(request), house().now()
    setup = setup_of(me, now)
    until = {one.kind: one.until for one in held(me, now)}.get("unplugged")
    language, through = language_for(request), through_the_plug(setup.rules)
    context = {
        "until": until, "problem": problem, "hours": HOURS, "now": now.astimezone(setup.tz),
        "tonight": tomorrow(setup, now), "weekend": after_the_weekend(setup, now),
        "texts": list(house().all_told(me, TEXTS, language, until).items())
        if until else [],
        "through": _sentences(setup, through, language), "rings": None in through,
        "follows": whose_telephone(me),
        "typed": request.POST if problem else {}, "newest": newest_by(me, CODES, now - LATELY),
    }  # fmt: skip
    return render(request, "door/unplug.html", context, status=422 if problem else 200)


def _sentences(
    setup: Setup, through: Collection[int | None], language: str
) -> list[tuple[int, str]]:
    """These rules: id and sentence."""
    rules = [one for one in setup.rules if one.id in through]
    names = caller_names({key for one in rules for key in one.when.callers or ()})
    return [(one.id, rule_sentence(one, language, names)) for one in rules]
