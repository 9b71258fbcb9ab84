"""The inbox: one matter at a time, with exactly three ways out."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.ports.tasks import MatterKind
from wertschatz.storage.queries.actions import newest_by
from wertschatz.storage.queries.tasks import next_matter
from wertschatz.storage.tasks_book import INBOX_CODES
from wertschatz.usecases.refusals import Refused
from wertschatz.web.language import language_for
from wertschatz.web.posted import actor
from wertschatz.web.tasks import day_of
from wertschatz.wording.tasks import matter_name

LATELY = dt.timedelta(hours=12)
BY_HAND = (MatterKind.CALL, MatterKind.MAIL, MatterKind.LETTER, MatterKind.IDEA)
RESTS = "inbox_rests"
"""In the session: the day on which what is left was put off until the next one."""


def page(request: HttpRequest, problem: Refused | None = None) -> HttpResponse:
    """What has lain longest; nothing tells how much lies below it."""
    me, home = actor(request), house()
    today, language = home.today(), language_for(request)
    rests = request.session.get(RESTS) == today.isoformat() and problem is None
    context = {
        "matter": None if rests else next_matter(me), "rests": rests, "problem": problem,
        "today": today, "typed": request.POST if problem else {},
        "kinds": [(one.value, matter_name(one, language)) for one in BY_HAND],
        "newest": newest_by(me, INBOX_CODES, home.now() - LATELY),
    }  # fmt: skip
    return render(request, "tasks/inbox.html", context, status=422 if problem else 200)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """One line by hand."""
    sent = request.POST
    try:
        house().put_aside(sent.get("kind", ""), sent.get("text", "")[:2000], actor(request))
    except Refused as refused:
        return page(request, refused)
    return redirect("inbox")


@require_POST
def out(request: HttpRequest, matter: uuid.UUID) -> HttpResponse:
    """Done, delegated, or in the bin."""
    sent, me, home = request.POST, actor(request), house()
    try:
        if sent.get("way") == "delegated":
            until = day_of(sent.get("until", ""))
            home.delegate_matter(matter, sent.get("to", "")[:1000], until, me)
        else:
            home.end_matter(matter, sent.get("way", ""), me)
    except Refused as refused:
        return page(request, refused)
    return redirect("inbox")


@require_POST
def rest(request: HttpRequest) -> HttpResponse:
    """Enough for today: what is left comes tomorrow, and nothing is counted. Or on after all."""
    if "on" in request.POST:
        request.session.pop(RESTS, None)
    else:
        request.session[RESTS] = house().today().isoformat()
    return redirect("inbox")


@require_POST
def word(request: HttpRequest, word: uuid.UUID) -> HttpResponse:
    """A word left at the door goes into the inbox."""
    try:
        house().put_word_aside(word, actor(request))
    except Refused as refused:
        return page(request, refused)
    return redirect("door")
