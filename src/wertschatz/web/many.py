"""Many customers at once: those ticked, or all that the list's filter finds."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.ports.hygiene import Chosen
from wertschatz.usecases.refusals import Refused
from wertschatz.web.customers import refused_list
from wertschatz.web.list_filter import filter_of_query, query_of
from wertschatz.web.posted import actor, whole


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Does it; with more than fifty a page asks first."""
    posted = request.POST
    query, place = posted.get("query", ""), whole(posted.get("page"), 1)
    try:
        done = house().change_many(
            _chosen(request), wish=posted.get("wish", ""), tag=posted.get("label", ""),
            sure=whole(posted.get("sure"), 0) or None, actor=actor(request),
        )  # fmt: skip
        if done.ask:
            asked = {"wish": posted.get("wish"), "label": posted.get("label"), "query": query}
            context = {**asked, "place": place, "count": done.customers}
            return render(request, "customers/many.html", context)
        if done.action is None:
            raise Refused("nothing_to_change")
    except Refused as refused:
        return refused_list(request, refused, query, "many")
    kept: dict[str, object] = {"page": place} if place > 1 else {}
    # Written anew: what was sent goes into no header.
    query = query_of(QueryDict(query[:1000]).dict(), **kept, done=done.action)
    answer = redirect("customers")
    answer["Location"] += f"?{query}"
    return answer


def _chosen(request: HttpRequest) -> Chosen:
    if request.POST.get("all") == "1":
        return filter_of_query(request.POST.get("query", ""))
    found = []
    for text in request.POST.getlist("chosen")[:500]:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found
