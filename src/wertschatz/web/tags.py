"""Tags on a customer's page and in the list: put on, taken off, renamed, deleted."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.usecases.refusals import Refused
from wertschatz.web.customers import refused_list, refused_sheet
from wertschatz.web.posted import actor


@require_POST
def put_on(request: HttpRequest, customer: uuid.UUID) -> HttpResponse:
    """Puts a tag on."""
    try:
        house().put_tag_on(customer, request.POST.get("label", ""), actor(request))
    except Refused as refused:
        return _refused(request, customer, refused)
    return _back(customer)


@require_POST
def take_off(request: HttpRequest, customer: uuid.UUID) -> HttpResponse:
    """Takes a tag off."""
    try:
        house().take_tag_off(customer, _tag(request), actor(request))
    except Refused as refused:
        return _refused(request, customer, refused)
    return _back(customer)


@require_POST
def change(request: HttpRequest, tag: uuid.UUID) -> HttpResponse:
    """Renames a tag everywhere, or deletes it; refused, its form stands there as it was typed."""
    gone = "delete" in request.POST
    try:
        if gone:
            done: uuid.UUID | None = house().delete_tag(tag, actor(request))
        else:
            done = house().rename_tag(tag, request.POST.get("label", ""), actor(request))
    except Refused as refused:
        return refused_list(request, refused, request.POST.get("query") or f"tag={tag}", "tag")
    answer = redirect("customers")
    answer["Location"] += f"?done={done}" if done else f"?tag={tag}"
    return answer


def _tag(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("tag", ""))
    except ValueError:
        raise Refused("tag_gone") from None


def _refused(request: HttpRequest, customer: uuid.UUID, refused: Refused) -> HttpResponse:
    return refused_sheet(request, customer, refused, "tags")


def _back(customer: uuid.UUID) -> HttpResponse:
    return redirect(f"{reverse('customer', args=[customer])}#tags")
