"""Pages for when something is not there, not allowed or broken."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page."""
    return render(request, "fault.html", {"kind": "missing"}, status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """This page is not for this person."""
    return render(request, "fault.html", {"kind": "forbidden"}, status=403)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too many requests from one place."""
    return render(request, "fault.html", {"kind": "too_many"}, status=429)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old or came from elsewhere."""
    return render(request, "fault.html", {"kind": "stale_form"}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """A mistake of the program; the log has it."""
    return render(request, "fault.html", {"kind": "broken"}, status=500)
