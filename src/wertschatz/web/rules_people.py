"""Colleagues who are asked first, and the numbers of family, school, alarm."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.domain.rules.situation import CallerKind
from wertschatz.ports.seen import ChangedMeanwhile
from wertschatz.storage.queries.actions import newest_change
from wertschatz.storage.queries.people_of_rules import colleagues, named_numbers
from wertschatz.usecases.refusals import Refused
from wertschatz.web.both import Versions, both, read_seen, seen_text
from wertschatz.web.language import language_for
from wertschatz.web.posted import actor
from wertschatz.web.stretches import rows_of, typed_hours
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.clock import hours_text
from wertschatz.wording.rules import KINDS

CODES = (
    "colleague_named", "colleague_changed", "colleague_moved", "colleague_gone", "number_named",
    "number_gone",
)  # fmt: skip
LABELS: Mapping[str, str] = {
    "name": N_("Name"), "number": N_("Telephone"), "written": N_("Telephone"),
    "hours": N_("When there"), "away": N_("Not there for the time being"), "kind": N_("Who"),
    "emergency": N_("For emergencies"), "may_repeat": N_("A second call is an emergency"),
}  # fmt: skip
YES, NO, CHANGED = N_("yes"), N_("no"), N_("changed")


def page(request: HttpRequest, problem: Refused | None = None, at: str = "") -> HttpResponse:
    """Both lists."""
    language = language_for(request)
    asked = colleagues()
    context = {
        "not_rung": {one.number for one in asked if not one.away} - house().rung_colleagues(),
        "colleagues": [
            (one, rows_of("hours", one.hours), hours_text(one.hours, language),
             seen_text(one.seen))
            for one in asked
        ],
        "there": [one for one in asked if not one.away],
        "numbers": [(one, seen_text(one.seen)) for one in named_numbers()],
        "kinds": [(kind.value, translate(KINDS[kind], language)) for kind in CallerKind],
        "new_rows": rows_of("hours", ()), "weekdays": range(7), "problem": problem,
        "problem_at": at, "typed": request.POST if problem else {},
        "last": newest_change(CODES, None),
    }  # fmt: skip
    return render(request, "rules/people.html", context, status=422 if problem else 200)


@require_POST
def colleague(request: HttpRequest, helper: uuid.UUID | None = None) -> HttpResponse:
    """A new one, what changes of one, another place, or no longer."""
    sent, by = request.POST, actor(request)
    act = sent.get("act", "keep")
    try:
        if helper is not None and act in ("up", "down"):
            house().move_colleague(helper, -1 if act == "up" else 1, by)
        elif helper is not None and act == "forget":
            house().forget_colleague(helper, by)
        else:
            house().name_colleague(
                helper, name=sent.get("name", ""), number=sent.get("number", ""),
                hours=typed_hours(sent, "hours"), away=sent.get("away") == "yes", actor=by,
                seen=read_seen(request),
            )  # fmt: skip
    except Refused as refused:
        return page(request, refused, str(helper) if helper else "colleague")
    except ChangedMeanwhile as changed:
        return _both(request, changed)
    return redirect("rules_people")


@require_POST
def number(request: HttpRequest) -> HttpResponse:
    """A named number: new, changed, or no longer named."""
    sent, by = request.POST, actor(request)
    try:
        if sent.get("act") == "forget":
            house().forget_number(sent.get("number", "")[:20], by)
        else:
            house().name_number(
                sent.get("written", ""), name=sent.get("name", ""), kind=sent.get("kind", ""),
                emergency=sent.get("emergency") == "yes",
                may_repeat=sent.get("may_repeat") == "yes", actor=by, seen=read_seen(request),
            )  # fmt: skip
    except Refused as refused:
        return page(request, refused, sent.get("number", "")[:20] or "number")
    except ChangedMeanwhile as changed:
        return _both(request, changed)
    return redirect(f"{reverse('rules_people')}#numbers")


def _both(request: HttpRequest, changed: ChangedMeanwhile) -> HttpResponse:
    language, sent = language_for(request), request.POST
    words = {kind.value: translate(KINDS[kind], language) for kind in CallerKind}

    def shown(name: str, value: object) -> str:
        if name in ("away", "emergency", "may_repeat"):
            return translate(YES if value in (1, "yes") else NO, language)
        if name == "hours":
            return translate(CHANGED, language)
        return words.get(str(value), str(value)) if name == "kind" else str(value)

    versions = [
        Versions(
            translate(LABELS[name], language), shown(name, value), shown(name, sent.get(name, ""))
        )
        for name, value in changed.now.items()
    ]  # fmt: skip
    return both(request, changed, versions, codes=CODES, back=reverse("rules_people"))
