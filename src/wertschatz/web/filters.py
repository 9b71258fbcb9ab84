"""Filters of the list that a person keeps by name."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.usecases.refusals import Refused
from wertschatz.web.customers import refused_list
from wertschatz.web.list_filter import query_of
from wertschatz.web.posted import actor


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keeps what the list shows, by name."""
    query = query_of(QueryDict(request.POST.get("query", "")[:1000]).dict())
    try:
        house().keep_filter(actor(request), request.POST.get("name", ""), query)
    except Refused as refused:
        return refused_list(request, refused, query, "filter")
    return _list(query)


@require_POST
def forget(request: HttpRequest, kept: uuid.UUID) -> HttpResponse:
    """Removes one."""
    try:
        done = house().forget_filter(actor(request), kept)
    except Refused as refused:
        return refused_list(request, refused, request.POST.get("query", ""))
    return _list(f"done={done}")


def _list(query: str) -> HttpResponse:
    answer = redirect("customers")
    answer["Location"] += f"?{query}"
    return answer
