"""The profile: question by question, texts to copy, files to put on the net, and the switch."""

from __future__ import annotations

import io
import zipfile

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.domain.profile.equal import unequal
from wertschatz.domain.profile.questions import LONGEST_ANSWER, Question, next_open
from wertschatz.storage.queries import enquiries as read
from wertschatz.storage.queries.actions import newest_by
from wertschatz.storage.queries.told import firm_name
from wertschatz.usecases.refusals import Refused
from wertschatz.web.language import language_for
from wertschatz.web.outside import ADDRESSES, rendered, style
from wertschatz.web.paging import Steps, steps
from wertschatz.web.posted import actor
from wertschatz.web.posted import whole as whole_number
from wertschatz.wording import profile as words
from wertschatz.wording.catalogue import LANGUAGES, translate

LOOKED_AT = {
    Question.SERVE_NOT: True, Question.UNWISHED: True, Question.SERVE: False,
    Question.STAND_FOR: False, Question.EDGES: False,
}  # fmt: skip
"""Answers that are held against the law of equal treatment; True: all they say excludes."""
CODES = ("profile_said", "profile_opened", "profile_closed")


def page(request: HttpRequest) -> HttpResponse:
    """All answers in one language; one question at a time is asked."""
    spoken, problem = _spoken(request), None
    if request.method == "POST":
        asked = request.POST.get("question", "")
        try:
            house().say_profile(asked, spoken, request.POST.get("text", ""), actor(request))
        except Refused as refused:
            problem = refused
        else:
            return redirect(f"{reverse('profile')}?language={spoken}#q-{asked}")
    return _page(request, spoken, problem)


@require_POST
def outside(request: HttpRequest) -> HttpResponse:
    """Shows the page outside, or no longer."""
    try:
        house().show_profile(request.POST.get("outside") == "1", actor(request))
    except Refused as refused:
        return _page(request, _spoken(request), refused)
    return redirect("profile")


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The pages as files for any web space."""
    try:
        languages = house().profile_languages()
    except Refused as refused:
        return _page(request, _spoken(request), refused)
    names = {
        one: "index.html" if not number else f"{one}.html" for number, one in enumerate(languages)
    }
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for language, name in names.items():
            archive.writestr(name, rendered(request, language, files=names))
        archive.writestr("style.css", style())
    return HttpResponse(
        kept.getvalue(), content_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="profile.zip"'},
    )  # fmt: skip


def _spoken(request: HttpRequest) -> str:
    asked = request.GET.get("language") or request.POST.get("language", "")
    return asked if asked in LANGUAGES else language_for(request)


def _page(request: HttpRequest, spoken: str, problem: Refused | None) -> HttpResponse:
    own, language = house().profile(spoken), language_for(request)
    asked = request.POST.get("question") or request.GET.get("question", "")
    now = Question(asked) if asked in set(Question) else next_open(own)
    typed = request.POST.get("text", "")[: 2 * LONGEST_ANSWER] if problem and asked else None
    shown = house().profile_shown(spoken)
    short, whole = words.copy_texts(shown if any(own.values()) else {}, firm_name(), spoken)
    open_now = house().profile_outside()
    code = "outside" if open_now else "going" if any(own.values()) else "begin"
    context = {
        "title": translate(words.PROFILE_TITLES[code], language),
        "spoken": spoken, "problem": problem, "now": now,
        "text": typed if typed is not None else own.get(now, "") if now else "",
        "versions": _versions(request, now, spoken) if now else None, "most": LONGEST_ANSWER,
        "answers": [
            (one, own.get(one, "") or (shown.get(one, "") if one is Question.TOGETHER else ""))
            for one in Question
        ],
        "warnings": dict.fromkeys(
            found for question, excluding in LOOKED_AT.items()
            for found in unequal(own.get(question, ""), spoken, excluding=excluding)
        ),
        "short": short, "whole": whole, "open": open_now,
        "addresses": [
            request.build_absolute_uri(reverse(ADDRESSES[one])) for one in LANGUAGES
            if house().profile_outside(one)
        ],
        "last": newest_by(actor(request), CODES),
    }  # fmt: skip
    return render(request, "profile/page.html", context, status=422 if problem else 200)


def _versions(request: HttpRequest, question: Question, spoken: str) -> Steps[read.Version]:
    page = read.versions(question, spoken, whole_number(request.GET.get("earlier"), 1))
    # Without it another question may be asked by now.
    asked = request.GET.copy()
    asked["language"], asked["question"] = spoken, question.value
    return steps(page, asked, "earlier", reverse("profile"))
