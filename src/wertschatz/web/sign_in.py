"""Signing in, and the language of the pages."""

from __future__ import annotations

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from wertschatz.storage.models import User
from wertschatz.web.language import COOKIE
from wertschatz.wording.catalogue import LANGUAGES

YEAR_SECONDS = 365 * 24 * 3600


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Another language, kept for this browser; back to where the person was."""
    chosen = request.POST.get("language", "")
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}):
        target = "/"
    response = redirect(target)
    if chosen in LANGUAGES:
        response.set_cookie(COOKIE, chosen, max_age=YEAR_SECONDS, samesite="Lax", httponly=True)
    return response


def closed(request: HttpRequest) -> HttpResponse:
    """Nobody signs up by themselves."""
    return redirect("account_login")


def forgotten(request: HttpRequest) -> HttpResponse:
    """How to get in again without the password: at the machine itself."""
    return render(request, "account/forgotten.html")


@receiver(user_logged_in)
def remember_language(request: HttpRequest, user: User, **_: object) -> None:
    """A person's own language, on any browser."""
    request.session["language"] = user.language
