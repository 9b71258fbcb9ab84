"""Noting what happened with a customer, and what it cost."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.marks import STAFF_KINDS
from wertschatz.domain.customers.parameters import Limits
from wertschatz.storage.queries import customers as read
from wertschatz.usecases.refusals import Refused
from wertschatz.web.customers import refused_sheet
from wertschatz.web.language import language_for
from wertschatz.web.posted import actor, cents, is_owner, next_page
from wertschatz.web.presses import presses


def mark(request: HttpRequest, customer: uuid.UUID) -> HttpResponse:
    """A mark; staff have a page of their own for it, without groups and reasons."""
    owner, problem = is_owner(request), None
    if request.method == "POST":
        try:
            house().note_mark(
                customer, kind=request.POST.get("kind", ""), note=request.POST.get("note", ""),
                on=_day(request), owner=owner, actor=actor(request),
            )  # fmt: skip
        except Refused as refused:
            problem = refused
        else:
            return _noted(request, customer, "marks") if owner else _thanks(request)
    if owner:
        if problem is None:
            return redirect("customer", customer=customer)
        return refused_sheet(request, customer, problem, "marks")
    name = read.customer_name(customer)
    if name is None:
        raise Http404("customer")
    context = {
        "name": name, "customer": customer, "problem": problem,
        "presses": presses(STAFF_KINDS, Limits()), "typed": request.POST, "today": house().today(),
    }  # fmt: skip
    status = 422 if problem else 200
    return render(request, "customers/mark_for_staff.html", context, status=status)


@require_POST
def cost(request: HttpRequest, customer: uuid.UUID) -> HttpResponse:
    """A direct cost."""
    try:
        house().note_cost(
            customer, cents=cents(request.POST.get("amount", ""), language_for(request)),
            about=request.POST.get("about", ""), on=_day(request), actor=actor(request),
        )  # fmt: skip
    except Refused as refused:
        return refused_sheet(request, customer, refused, "costs")
    return _noted(request, customer, "costs")


def _noted(request: HttpRequest, customer: uuid.UUID, part: str) -> HttpResponse:
    """Back to where it was noted; there it stands, with what is left of it."""
    sheet = f"{reverse('customer', args=[customer])}#{part}"
    return redirect(next_page(request, sheet))


def _thanks(request: HttpRequest) -> HttpResponse:
    """Staff return to their list, and read what they noted."""
    messages.info(request, request.POST["kind"], extra_tags="noted")
    return redirect("customers")


def _day(request: HttpRequest) -> dt.date | None:
    """The day of the form; None: today; raises Refused."""
    text = request.POST.get("on", "").strip()
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refused("day_not_read", {"value": text[:30]}) from None
