"""What the command palette lists while one types: commands and customers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wertschatz.storage.queries.everything import customers_like
from wertschatz.web.commands import offers
from wertschatz.web.posted import is_owner

CUSTOMERS = 8


def options(request: HttpRequest) -> HttpResponse:
    """The options of the list, without the page around it."""
    asked = request.GET.get("q", "")[:100]
    customers, _ = customers_like(asked, CUSTOMERS)
    context = {
        "q": asked, "offers": offers(asked, owner=is_owner(request)), "customers": customers
    }  # fmt: skip
    return render(request, "search/_palette.html", context)
