"""Who works here: accounts of staff and owners."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.storage.queries.people import people
from wertschatz.usecases.refusals import Refused
from wertschatz.web.language import language_for
from wertschatz.web.posted import actor


def listing(request: HttpRequest) -> HttpResponse:
    """All accounts, and a new one."""
    return _page(request, None)


def _page(request: HttpRequest, problem: Refused | None, at: str = "") -> HttpResponse:
    everybody = people(actor(request))
    context = {
        "people": everybody, "may": sum(one.may_sign_in for one in everybody),
        "problem": problem, "problem_at": at,
        "typed": request.POST if problem and not at else {},
        "typed_at": request.POST if problem and at else {},
    }  # fmt: skip
    return render(request, "people.html", context, status=422 if problem else 200)


def _done(request: HttpRequest, what: Callable[[], object], at: str = "") -> HttpResponse:
    try:
        what()
    except Refused as refused:
        return _page(request, refused, at)
    return redirect("people")


@require_POST
@sensitive_post_parameters("password")
def add(request: HttpRequest) -> HttpResponse:
    """An account for somebody of the firm."""
    posted = request.POST
    return _done(
        request,
        lambda: house().open_account(
            name=posted.get("name", ""), password=posted.get("password", ""),
            role=posted.get("role", ""), phone=posted.get("phone", ""),
            language=language_for(request), actor=actor(request),
        ),
    )  # fmt: skip


@require_POST
def let_in(request: HttpRequest, account: uuid.UUID) -> HttpResponse:
    """May sign in, or no longer."""
    may = request.POST.get("may") == "yes"
    return _done(request, lambda: house().let_sign_in(account, may, actor(request)), str(account))


@require_POST
@sensitive_post_parameters("password")
def password(request: HttpRequest, account: uuid.UUID) -> HttpResponse:
    """A new password for somebody who forgot it."""
    new = request.POST.get("password", "")
    return _done(request, lambda: house().give_password(account, new, actor(request)), str(account))


@require_POST
def phone(request: HttpRequest, account: uuid.UUID) -> HttpResponse:
    """The own telephone of somebody."""
    number = request.POST.get("phone", "")
    return _done(request, lambda: house().note_phone(account, number, actor(request)), str(account))
