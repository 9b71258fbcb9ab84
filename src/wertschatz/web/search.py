"""Search for everything that the house knows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from wertschatz.storage.queries.everything import everything, people_like
from wertschatz.web.posted import is_owner

LONGEST = 100


def page(request: HttpRequest) -> HttpResponse:
    """What was found; staff find customers and persons, without letters."""
    asked = request.GET.get("q", "")[:LONGEST]
    found = everything(asked) if is_owner(request) else people_like(asked)
    part = request.headers.get("HX-Request") == "true"
    context = {"q": asked, "found": found}
    response = render(request, "search/_found.html" if part else "search/page.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response
