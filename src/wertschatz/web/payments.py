"""Payments and their invoices: what is asked, one payment, and what a person says about it."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.ports.payments import Part
from wertschatz.storage.queries import payments as read
from wertschatz.storage.queries.customers import standing
from wertschatz.storage.queries.paging import Line, PageOf
from wertschatz.storage.queries.payable import found_for
from wertschatz.usecases.refusals import Refused
from wertschatz.web.posted import actor, whole

MOST_TICKED = 200


def listing(request: HttpRequest) -> HttpResponse:
    """What is asked, what is assigned, what is left; the list is swapped while one types."""
    return _listing(request, None)


def _listing(request: HttpRequest, problem: Refused | None) -> HttpResponse:
    wish = request.GET
    context = _settled(wish)
    part = request.headers.get("HX-Request") == "true"
    if not part:
        decided = read.decided()
        told = next((line for line in decided if str(line.uuid) == wish.get("done")), None)
        context |= {
            "questions": read.questions(), "standing": standing(), "problem": problem,
            "decided": decided, "told": told, **_left(wish),
        }  # fmt: skip
    name = "payments/_settled.html" if part else "payments/list.html"
    response = render(request, name, context, status=422 if problem else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _settled(wish: QueryDict) -> dict[str, object]:
    text = wish.get("q", "")[:100]
    page = read.settled_page(text, whole(wish.get("page"), 1))
    asked = {"q": text} if text else {}
    return {"settled": page, "q": text, **_steps("settled", page, "page", asked, "assigned")}


def _left(wish: QueryDict) -> dict[str, object]:
    tally = read.tally()
    code = wish.get("why", "")
    code = code if code in tally.left else ""
    page = read.left_page(code, whole(wish.get("left"), 1))
    filters = [
        {"code": one, "count": tally.left.get(one, tally.left_total), "on": one == code,
         "link": _link({"left": "1", **({"why": one} if one else {})}, "left")}
        for one in ("", *sorted(tally.left, key=lambda key: -tally.left[key]))
    ]  # fmt: skip
    return {
        "tally": tally, "left": page, "left_filters": filters, "left_open": "left" in wish,
        **_steps("left", page, "left", {"why": code} if code else {}, "left"),
    }  # fmt: skip


def _steps(
    name: str, page: PageOf[Line], key: str, asked: dict[str, str], place: str
) -> dict[str, object]:
    """Links to the page before and the page after; '' where there is none."""
    before = _link({**asked, key: str(page.page - 1)}, place) if page.page > 1 else ""
    after = _link({**asked, key: str(page.page + 1)}, place) if page.page < page.pages else ""
    return {f"{name}_earlier": before, f"{name}_later": after}


def _link(asked: dict[str, str], place: str) -> str:
    return f"?{urlencode(asked)}#{place}"


def sheet(request: HttpRequest, payment: int) -> HttpResponse:
    """One payment: why it is where it is, and where else it may belong."""
    return _sheet(request, payment, None)


def _sheet(request: HttpRequest, payment: int, problem: Refused | None) -> HttpResponse:
    try:
        found = read.payment_sheet(payment)
    except KeyError:
        if problem is not None:
            return _listing(request, problem)
        raise Http404("payment") from None
    line = found.payment
    part = request.headers.get("HX-Request") == "true"
    text = request.GET.get("q", "" if part else line.name)[:100]
    context = {
        "sheet": found, "payment": line, "problem": problem, "q": text,
        "found": found_for(text, line.cents, line.currency, line.id),
        "now": {share.invoice.key for share in found.settled.shares} if found.settled else (),
    }  # fmt: skip
    name = "payments/_found.html" if part else "payments/sheet.html"
    response = render(request, name, context, status=422 if problem else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
def assign(request: HttpRequest, payment: int) -> HttpResponse:
    """The payment is for these invoices."""
    try:
        action = house().assign_payment(payment, _parts(request.POST), actor(request))
    except Refused as refused:
        return _sheet(request, payment, refused)
    return _done(action)


def _parts(sent: QueryDict) -> list[Part]:
    """Of one answer, with its cents, or of what was ticked."""
    parts = []
    for one in sent.get("answer", "").split(",")[:MOST_TICKED]:
        invoice, _, cents = one.partition(":")
        bare = cents.removeprefix("-")
        if _is_number(invoice) and _is_number(bare):
            parts.append(Part(int(invoice), int(cents)))
    ticked = [one for one in sent.getlist("invoice")[:MOST_TICKED] if _is_number(one)]
    return parts or [Part(int(one), None) for one in ticked]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 16


@require_POST
def leave(request: HttpRequest, payment: int) -> HttpResponse:
    """The payment is about no invoice."""
    try:
        action = house().leave_payment(payment, actor(request))
    except Refused as refused:
        return _sheet(request, payment, refused)
    return _done(action)


@require_POST
def again(request: HttpRequest, payment: int) -> HttpResponse:
    """What was said of it no longer holds."""
    try:
        action = house().ask_again(payment, actor(request))
    except Refused as refused:
        return _sheet(request, payment, refused)
    return _done(action)


def _done(action: uuid.UUID) -> HttpResponse:
    answer = redirect("payments")
    answer["Location"] += f"?done={action}"
    return answer
