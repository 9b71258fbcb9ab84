"""Files in: drop them, see what was found, press once, and take it back if it was wrong."""

from __future__ import annotations

import uuid
from contextlib import suppress

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.ports.files import (
    CALL_ROLES,
    CARD_ROLES,
    INVOICE_ROLES,
    PAYMENT_ROLES,
    TIME_ROLES,
    Role,
)
from wertschatz.storage.queries.imports import import_sheet, imports_page, waiting_drafts
from wertschatz.storage.watched import notes_shown
from wertschatz.usecases.refusals import Refused
from wertschatz.web.language import language_for
from wertschatz.web.posted import actor, next_page, whole
from wertschatz.web.told_undo import tell
from wertschatz.wording.refusals import refusal_text

RULES = 200
"""Lines taken from the form that says which text means which customer."""


def listing(request: HttpRequest) -> HttpResponse:
    """The drop zone, the watched folder and all earlier imports."""
    problem = None
    if request.method == "POST":
        files = request.FILES.getlist("files")
        if files:
            given = [(file.name or "", file.chunks()) for file in files]
            return redirect("file", made=house().receive_files(given, actor(request)))
        problem = Refused("no_files")
    context = {
        "page": imports_page(whole(request.GET.get("page"), 1)), "waiting": waiting_drafts(),
        "watched": house().watched_folder, "watched_notes": notes_shown(), "problem": problem,
        "own_names": house().own_names(),
    }  # fmt: skip
    return render(request, "files/list.html", context, status=422 if problem else 200)


def _context(made: uuid.UUID) -> dict[str, object]:
    found = import_sheet(made, house().now())
    if found is None:
        raise Http404("import")
    roles = {
        "invoices": INVOICE_ROLES, "times": TIME_ROLES, "cards": CARD_ROLES,
        "payments": PAYMENT_ROLES, "calls": CALL_ROLES,
    }  # fmt: skip
    return {"sheet": found, "report": found.report, "roles": roles}


def sheet(request: HttpRequest, made: uuid.UUID) -> HttpResponse:
    """One import: what was found, what is wrong, and the one button."""
    return render(request, "files/sheet.html", _context(made))


def part(request: HttpRequest, made: uuid.UUID) -> HttpResponse:
    """The part of that page that changes while files are read."""
    return render(request, "files/_sheet.html", _context(made))


@require_POST
def layout(request: HttpRequest, made: uuid.UUID) -> HttpResponse:
    """What each column of an unknown list means; asked once per layout."""
    found = import_sheet(made)
    if found is None:
        raise Http404("import")
    fingerprint = request.POST.get("fingerprint", "")
    question = next((q for q in found.questions if q.fingerprint == fingerprint), None)
    if question is not None:
        columns: dict[str, int] = {}
        for index in range(len(question.columns)):
            role = request.POST.get(f"column-{index}", "")
            if role in set(Role):
                columns.setdefault(role, index)
        order = request.POST.get("date_order", "")
        house().answer_layout(
            made, fingerprint, columns, order if order in {"dmy", "mdy"} else "", question.columns,
            _rules(request) if question.kind == "rules" else None, _mark(request),
        )  # fmt: skip
    return redirect("file", made=made)


def _mark(request: HttpRequest) -> str:
    mark = request.POST.get("decimal_mark", "")
    return mark if mark in {"comma", "point"} else ""


def _rules(request: HttpRequest) -> dict[str, str]:
    """Text → customer, of the lines where both are given."""
    texts, customers = request.POST.getlist("text"), request.POST.getlist("customer")
    pairs = zip(texts[:RULES], customers[:RULES], strict=False)
    return {
        text.strip()[:200]: customer.strip()[:300]
        for text, customer in pairs
        if text.strip() and customer.strip()
    }


@require_POST
def area(request: HttpRequest, made: uuid.UUID) -> HttpResponse:
    """The area code of the own telephone; asked once."""
    try:
        house().say_area_code(request.POST.get("area", ""), actor(request), made)
    except Refused as refused:
        messages.info(request, refusal_text(refused.code, refused.facts, language_for(request)))
    return redirect("file", made=made)


@require_POST
def own(request: HttpRequest, made: uuid.UUID) -> HttpResponse:
    """Which of the sellers is the owner's firm; asked once."""
    found = import_sheet(made)
    if found is None:
        raise Http404("import")
    parties = found.report.get("parties")
    said = [(request.POST.get("name", "")[:300], request.POST.get("vat_id", "")[:40])]
    for place in request.POST.getlist("seller"):
        if isinstance(parties, list) and place.isdecimal() and int(place) < len(parties):
            party = parties[int(place)]
            said.append((str(party["name"]), str(party["vat_id"])))
    if any(name.strip() or vat_id.strip() for name, vat_id in said):
        house().name_own_firm(made, said, actor(request))
    return redirect("file", made=made)


@require_POST
def forget_own(request: HttpRequest) -> HttpResponse:
    """A name is not the firm's after all."""
    name = request.POST.get("name", "")
    if name.isdecimal():
        house().forget_own_name(int(name), actor(request))
    return redirect("files")


@require_POST
def forget(request: HttpRequest, made: uuid.UUID) -> HttpResponse:
    """Asks once more what the columns mean."""
    house().forget_layout(made, request.POST.get("fingerprint", ""))
    return redirect("file", made=made)


@require_POST
def run(request: HttpRequest, made: uuid.UUID) -> HttpResponse:
    """The import itself."""
    with suppress(Refused):  # pressed twice: the page shows what became of it
        house().run_import(made)
    return redirect("file", made=made)


@require_POST
def cancel(request: HttpRequest, made: uuid.UUID) -> HttpResponse:
    """Stops the reading; nothing has come in."""
    house().cancel_import(made)
    return redirect("file", made=made)


@require_POST
def take_back(request: HttpRequest, made: uuid.UUID) -> HttpResponse:
    """Takes an import back; its rows are seen nowhere any more."""
    with suppress(Refused):  # already taken back
        tell(request, house().withdraw_import(made, actor(request)))
    return redirect(next_page(request, reverse("file", args=[made])))
