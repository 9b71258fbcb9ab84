"""Logging contacts with one press, correcting them, and the clock."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.contacts import MOODS, ContactKind
from wertschatz.domain.customers.spans import minutes_of
from wertschatz.storage.find_customers import seen_parts
from wertschatz.storage.queries import contacts as read
from wertschatz.storage.queries.dealings import dealings
from wertschatz.usecases.refusals import Refused
from wertschatz.web.customers import refused_sheet
from wertschatz.web.log import choices, just_logged
from wertschatz.web.posted import actor, is_owner, next_page, whole
from wertschatz.web.told_undo import tell

SHOWN = 12
COUNTED = 200
"""So many are looked through for those of today."""
FORGOTTEN = "timer_too_long"


def listing(request: HttpRequest) -> HttpResponse:
    """What was logged last; whoever types a name gets the buttons beside it."""
    asked = request.GET.get("q", "")[:100]
    context = {"q": asked, "found": read.whom(asked), **choices()}
    if request.headers.get("HX-Request") == "true":
        answer = render(request, "contacts/_found.html", context)
    else:
        answer = render(request, "contacts/list.html", {**context, **_newest(request)})
    # Without this the browser shows the bare part when one comes back to the address.
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _newest(request: HttpRequest) -> dict[str, object]:
    mine = not is_owner(request)
    lines = read.newest_logged(actor(request), only_mine=mine, most=COUNTED)
    today, minutes = read.sums_of(lines, house().today())
    return {"lines": lines[:SHOWN], "count": today, "minutes": minutes}


def for_staff(request: HttpRequest, customer: uuid.UUID) -> HttpResponse:
    """A customer as staff see it: name, numbers, dates of contacts; no groups, no reasons."""
    if is_owner(request):
        return redirect("customer", customer=customer)
    return _staff_page(request, customer, None)


def _staff_page(request: HttpRequest, customer: uuid.UUID, problem: Refused | None) -> HttpResponse:
    try:
        parts = seen_parts(customer)
    except KeyError:
        raise Http404("customer") from None
    if parts[0].uuid != customer:
        return redirect("contacts_with", customer=parts[0].uuid)
    context = {
        "customer": parts[0], "deals": dealings(parts), "problem": problem, "uuid": customer,
        "log": {**choices(), "lines": just_logged(request, customer)},
    }  # fmt: skip
    return render(request, "contacts/for_staff.html", context, status=422 if problem else 200)


@require_POST
def log(request: HttpRequest, customer: uuid.UUID) -> HttpResponse:
    """One press logs it, or starts the clock; then one is back where one was."""
    clock = "clock" in request.POST
    kind = request.POST.get("clock" if clock else "contact", "")
    try:
        if clock:
            house().start_timer(customer, kind=kind, actor=actor(request))
        else:
            house().log_contact(customer, kind=kind, actor=actor(request))
    except Refused as refused:
        if not is_owner(request):
            return _staff_page(request, customer, refused)
        return refused_sheet(request, customer, refused, "log")
    return _back(request, reverse("contacts"))


def correct(request: HttpRequest, contact: int) -> HttpResponse:
    """How long it really was, who began, what about."""
    problem = None
    if request.method == "POST":
        try:
            house().correct_contact(
                contact, minutes=_minutes(request), way=request.POST.get("way", ""),
                about=request.POST.get("about", ""), by_owner=is_owner(request),
                actor=actor(request),
            )  # fmt: skip
        except Refused as refused:
            problem = refused
        else:
            return _back(request, reverse("contacts"))
    line = read.logged_line(contact, actor(request))
    if line is None or not (line.mine or is_owner(request)):
        raise Http404("contact")
    context = {
        "entry": line, "problem": problem, "typed": request.POST if problem else {},
        "moods": list(MOODS), "next": next_page(request, reverse("contacts")),
    }  # fmt: skip
    return render(request, "contacts/correct.html", context, status=422 if problem else 200)


@require_POST
def mood(request: HttpRequest, contact: int) -> HttpResponse:
    """How I felt afterwards."""
    said = whole(request.POST.get("mood"), 0)
    try:
        house().note_mood(contact, mood=said or None, actor=actor(request))
    except Refused:
        raise Http404("contact") from None
    return _back(request, reverse("contacts"))


@require_POST
def take_back(request: HttpRequest, contact: int) -> HttpResponse:
    """Staff take back what they logged themselves."""
    try:
        outcome = house().take_back_contact(contact, actor=actor(request))
    except Refused:
        raise Http404("contact") from None
    tell(request, outcome)
    return _back(request, reverse("contacts"))


def timer(request: HttpRequest) -> HttpResponse:
    """Stops the clock and logs, or lets it lapse; asks where it ran too long to be true."""
    problem = None
    if request.method == "POST":
        try:
            if "drop" in request.POST:
                house().drop_timer(actor=actor(request))
            else:
                minutes = _minutes(request) if request.POST.get("minutes") else None
                house().stop_timer(minutes=minutes, actor=actor(request))
        except Refused as refused:
            problem = refused
        else:
            return _back(request, reverse("contacts"))
    now = read.timer_of(actor(request))
    usual = house().usual_minutes()[ContactKind(now.kind)] if now else 0
    asks = bool(problem and problem.code == FORGOTTEN)
    context = {
        "now": now, "problem": problem, "asks": asks, "usual": usual,
        "typed": request.POST.get("minutes", ""), "next": next_page(request, reverse("contacts")),
        "timer": None,  # it stands in the page already
    }  # fmt: skip
    return render(request, "contacts/timer.html", context, status=422 if problem else 200)


def _minutes(request: HttpRequest) -> int | None:
    """The minutes of a form; None: nothing was typed; raises Refused."""
    text = request.POST.get("minutes", "").strip()
    found = minutes_of(text)
    if text and found is None:
        raise Refused("minutes_not_read", {"value": text[:30]})
    return found


def _back(request: HttpRequest, default: str) -> HttpResponse:
    """Back to where the person was; there stands what was logged."""
    where = next_page(request, default).partition("#")[0]
    return redirect(f"{where}#logged")
