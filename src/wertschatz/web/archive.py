"""One customer into the archive, and back."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.usecases.refusals import Refused
from wertschatz.web.customers import refused_sheet
from wertschatz.web.posted import actor


@require_POST
def archive(request: HttpRequest, customer: uuid.UUID) -> HttpResponse:
    """Into the archive, or back; the page stays, and says so."""
    try:
        house().archive(customer, request.POST.get("back") != "1", actor(request))
    except Refused as refused:
        return refused_sheet(request, customer, refused, "archive")
    return redirect("customer", customer=customer)
