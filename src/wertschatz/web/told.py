"""The rules, told politely: each text as the rules make it, to edit, copy and print."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wertschatz.bootstrap.house import house
from wertschatz.domain.rules.told import Text
from wertschatz.storage.queries.actions import newest_by
from wertschatz.storage.queries.told import own_texts
from wertschatz.usecases.refusals import Refused
from wertschatz.web.language import language_for
from wertschatz.web.posted import actor
from wertschatz.wording.catalogue import LANGUAGES

CODES = ("told_kept", "told_as_made")
LATELY = dt.timedelta(hours=12)


class Shown(NamedTuple):
    """One text."""

    kind: Text
    text: str
    own: bool
    changed: bool
    """The rules make another text than when the owner wrote this one."""
    made: str


def page(request: HttpRequest) -> HttpResponse:
    """All texts in one language."""
    me, language = actor(request), _language(request)
    problem = None
    if request.method == "POST":
        try:
            kind = request.POST.get("kind", "")
            text = "" if "made" in request.POST else request.POST.get("text", "")
            house().tell(kind, language, text, me)
        except Refused as refused:
            problem = refused
        else:
            return redirect(f"{reverse('told')}?language={language}#t-{kind}")
    context = {
        "texts": _texts(me, language), "spoken": language, "problem": problem,
        "typed": request.POST if problem else {},
        "newest": newest_by(me, CODES, house().now() - LATELY),
    }  # fmt: skip
    return render(request, "told/page.html", context, status=422 if problem else 200)


def sheet(request: HttpRequest, kind: str) -> HttpResponse:
    """One text alone, to be printed."""
    language = _language(request)
    found = [one for one in _texts(actor(request), language) if one.kind == kind]
    if not found:
        raise Http404("text")
    first, _, rest = found[0].text.partition("\n")
    context = {"shown": found[0], "spoken": language, "first": first, "lines": rest.splitlines()}
    return render(request, "told/sheet.html", context)


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("language") or request.POST.get("language", "")
    return asked if asked in LANGUAGES else language_for(request)


def _texts(me: int, language: str) -> list[Shown]:
    own = own_texts(me, language)
    found = []
    for kind, made in house().all_told(me, Text, language).items():
        text, then = own.get(kind, ("", ""))
        found.append(Shown(kind, text or made, bool(text), bool(text) and then != made, made))
    return found
