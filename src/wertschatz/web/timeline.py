"""Everything that happened with one customer, page by page."""

from __future__ import annotations

import datetime as dt
import uuid
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wertschatz.domain.customers.contacts import ContactKind
from wertschatz.storage.find_customers import seen_parts
from wertschatz.storage.queries import timeline as read
from wertschatz.web.posted import actor, whole

LAST_DAY = dt.date(9999, 12, 31)


def page(request: HttpRequest, customer: uuid.UUID) -> HttpResponse:
    """Fifty things, newest first."""
    try:
        parts = seen_parts(customer)
    except KeyError:
        raise Http404("customer") from None
    if parts[0].uuid != customer:
        return redirect("timeline", customer=parts[0].uuid)
    family = request.GET.get("kind", "")
    family = family if family in {*read.FAMILIES, *ContactKind} else ""
    begin = read.Cursor(_day(request.GET.get("until")), whole(request.GET.get("skip"), 0))
    found = read.timeline(parts, begin, family=family, person=actor(request))
    context = {
        "name": parts[0].party.name, "customer": customer, "found": found, "family": family,
        "families": ["", *read.FAMILIES], "kinds": list(ContactKind),
        "contacts": family == "contacts" or family in set(ContactKind),
        "begun": begin.until != LAST_DAY, "further": _link(family, found.further),
    }  # fmt: skip
    return render(request, "contacts/timeline.html", context)


def _day(text: str | None) -> dt.date:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return LAST_DAY


def _link(family: str, cursor: read.Cursor | None) -> str:
    if cursor is None:
        return ""
    asked = {"kind": family, "until": cursor.until.isoformat(), "skip": cursor.skip}
    return "?" + urlencode({name: value for name, value in asked.items() if value})
