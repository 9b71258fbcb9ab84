"""A new customer, and changing what one is known by."""

from __future__ import annotations

import uuid
from dataclasses import fields

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.register import LONGEST, Entry, differing, print_of
from wertschatz.storage.queries import alike as read
from wertschatz.storage.queries.actions import actions_page
from wertschatz.usecases.refusals import Refused
from wertschatz.usecases.write_the_register import ChangedMeanwhile
from wertschatz.web.posted import actor

FIELDS = tuple(field.name for field in fields(Entry))


def new(request: HttpRequest) -> HttpResponse:
    """One customer typed; while one types, whom it may be already."""
    typed, problem = _typed(request), None
    if request.method == "POST":
        try:
            made = house().add_customer(_entry(typed), actor(request))
        except Refused as refused:
            problem = refused
        else:
            return redirect("customer", customer=made)
    context = {
        "typed": typed, "problem": problem, "longest": LONGEST,
        "alike": read.alike(_lenient(typed)) if request.method == "POST" else [],
    }  # fmt: skip
    return render(request, "customers/new.html", context, status=422 if problem else 200)


def alike(request: HttpRequest) -> HttpResponse:
    """Whom it may be already, for the part of the page that is swapped."""
    context = {"alike": read.alike(_lenient(_typed(request)))}
    return render(request, "customers/_alike.html", context)


def edit(request: HttpRequest, customer: uuid.UUID) -> HttpResponse:
    """Name, number, address; where somebody else changed the same, both are shown."""
    now = _now(customer)
    problem: Refused | None = None
    typed = _shown(now)
    if request.method == "POST":
        typed = _typed(request)
        try:
            house().edit_customer(
                customer, _entry(typed), seen=request.POST.get("seen", ""), actor=actor(request)
            )
        except Refused as refused:
            problem = refused
        else:
            return redirect("customer", customer=customer)
    context: dict[str, object] = {
        "typed": typed, "problem": problem, "longest": LONGEST, "customer": customer,
        "name": now.name, "seen": request.POST.get("seen", print_of(now)),
    }  # fmt: skip
    if isinstance(problem, ChangedMeanwhile):
        context |= {
            "seen": print_of(problem.now),
            "both": _both(problem.now, typed),
            **_who(customer),
        }
    return render(request, "customers/edit.html", context, status=422 if problem else 200)


def _now(customer: uuid.UUID) -> Entry:
    try:
        return house().entry(customer)
    except KeyError:
        raise Http404("customer") from None


def _typed(request: HttpRequest) -> dict[str, str]:
    sent = request.POST if request.method == "POST" else request.GET
    return {name: sent.get(name, "")[:1000] for name in FIELDS}


def _shown(entry: Entry) -> dict[str, str]:
    return {
        name: "" if getattr(entry, name) is None else str(getattr(entry, name)) for name in FIELDS
    }


def _entry(typed: dict[str, str]) -> Entry:
    """What was typed; raises Refused where days are no number."""
    days = typed["terms_days"].strip()
    if days and not (days.isdecimal() and len(days) < 5):
        raise Refused("terms_not_read", {"value": days[:30]})
    texts = {name: text for name, text in typed.items() if name != "terms_days"}
    return Entry(**texts, terms_days=int(days) if days else None)


def _lenient(typed: dict[str, str]) -> Entry:
    """What was typed so far, for comparing: days do not matter there."""
    texts = {name: " ".join(text.split())[:300] for name, text in typed.items()}
    return Entry(**{**texts, "terms_days": None})  # type: ignore[arg-type]


def _both(now: Entry, typed: dict[str, str]) -> list[tuple[str, str, str]]:
    """Field, theirs, mine: where the two differ."""
    theirs = _shown(now)
    try:
        names = differing(now, _entry(typed))
    except Refused:
        names = [name for name in FIELDS if theirs[name] != typed[name].strip()]
    return [(name, theirs[name], typed[name]) for name in names]


def _who(customer: uuid.UUID) -> dict[str, object]:
    """By whom and when something was last done with this customer."""
    lines = actions_page(1, 1, customer).lines
    return {"last": lines[0]} if lines else {}
