"""What was done by whom, with an undo for each that still can be undone."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.storage.queries.actions import actions_page
from wertschatz.storage.queries.people import people
from wertschatz.web.posted import actor, next_page, whole


def listing(request: HttpRequest) -> HttpResponse:
    """What was done, newest first."""
    who = _person(request.GET.get("by", ""))
    page = actions_page(whole(request.GET.get("page"), 1), by=who)
    everybody = people(actor(request))
    context = {"page": page, "people": everybody if len(everybody) > 1 else [], "who": who}
    return render(request, "done.html", context)


def _person(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@require_POST
def undo(request: HttpRequest, action: uuid.UUID) -> HttpResponse:
    """Takes one action back and returns to where the person was."""
    outcome = house().undo(action, actor(request))
    # Django drops an empty message, so success has a word too.
    messages.info(request, "done" if outcome.done else outcome.why_not, extra_tags="undo")
    return redirect(next_page(request, "done"))
