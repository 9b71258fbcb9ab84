"""Who carries the year: the list, and one customer with every reason."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.costing import hour_cents
from wertschatz.domain.customers.marks import MarkKind
from wertschatz.domain.customers.parameters import Limits
from wertschatz.storage.limits_book import limits_on
from wertschatz.storage.models import Customer
from wertschatz.storage.queries import customers as read
from wertschatz.storage.queries.actions import actions_page
from wertschatz.storage.queries.duplicates import pairs_total
from wertschatz.storage.queries.payments import questions_total
from wertschatz.usecases.add_by_hand import STEPS_MINUTES
from wertschatz.usecases.refusals import Refused
from wertschatz.web.agreed import promises_due
from wertschatz.web.budget import drift_of_the_week
from wertschatz.web.limits import used
from wertschatz.web.posted import actor, is_owner, whole
from wertschatz.web.presses import presses
from wertschatz.web.sheet_parts import sheet_parts

GROUPS = ("A", "B", "C", "undecided")
ACTIONS_SHOWN = 10


def listing(request: HttpRequest) -> HttpResponse:
    """All customers, or those found; parts of it are swapped while one types."""
    asked = request.GET
    group = asked.get("group") if asked.get("group") in GROUPS else None
    sort = asked.get("sort", "")
    sort = sort if sort in read.SORTS else "revenue"
    descending = asked.get("order", "" if sort == "name" else "down") == "down"
    owner = is_owner(request)
    page = read.customers_page(
        search_for=asked.get("q", "")[:100],
        group=group if owner else None,
        sort=sort if owner else "name",
        descending=descending and owner,
        page=whole(asked.get("page"), 1),
    )
    standing = read.standing()
    if standing is None and not Customer.objects.exists() and owner:
        return redirect("welcome")
    context = {
        "page": page, "standing": standing, "group": group, "sort": sort,
        "drift": drift_of_the_week(request) if owner else None,
        "pairs": pairs_total() if owner else 0,
        "payments": questions_total() if owner else 0,
        "descending": descending, "q": asked.get("q", ""),
        "columns": _columns(asked, sort, descending),
        "promises": promises_due(request),
        "filters": _filters(asked, group, standing),
        "earlier": _link(asked, page=page.page - 1) if page.page > 1 else "",
        "later": _link(asked, page=page.page + 1) if page.page < page.pages else "",
    }  # fmt: skip
    if not owner:
        return render(request, "customers/for_staff.html", context)
    part = request.headers.get("HX-Request") == "true"
    response = render(request, "customers/_list.html" if part else "customers/list.html", context)
    # Without this the browser shows the bare part when one comes back to the address.
    patch_vary_headers(response, ["HX-Request"])
    return response


def _link(asked: object, **changed: object) -> str:
    kept = {k: asked.get(k) for k in ("q", "group", "sort", "order") if asked.get(k)}  # type: ignore[attr-defined]
    kept.update({key: value for key, value in changed.items() if value is not None})
    for key in [key for key, value in changed.items() if value is None]:
        kept.pop(key, None)
    return "?" + urlencode(kept)


def _columns(asked: object, sort: str, descending: bool) -> list[dict[str, object]]:
    """Each sortable column with its link and how it is sorted now (for aria-sort)."""
    columns: list[dict[str, object]] = []
    for key in ("name", "group", "revenue", "late", "effort", "contribution"):
        now = key == sort
        turn = (
            ("up" if descending else "down")
            if now
            else ("up" if key in {"name", "group"} else "down")
        )
        state = ("descending" if descending else "ascending") if now else ""
        columns.append(
            {"key": key, "link": _link(asked, sort=key, order=turn, page=None), "state": state}
        )
    return columns


def _filters(
    asked: object, group: str | None, standing: read.Standing | None
) -> list[dict[str, object]]:
    counts = standing.groups if standing else {}
    rows: list[dict[str, object]] = [
        {"key": "", "link": _link(asked, group=None, page=None), "on": group is None,
         "count": standing.customers if standing else 0}
    ]  # fmt: skip
    for key in GROUPS:
        count = counts.get("" if key == "undecided" else key, 0)
        link = _link(asked, group=key, page=None)
        rows.append({"key": key, "link": link, "on": group == key, "count": count})
    return rows


def sheet(request: HttpRequest, customer: uuid.UUID) -> HttpResponse:
    """One customer: figures, reasons, the owner's word, invoices, what was done."""
    return _sheet(request, customer, None)


def _sheet(
    request: HttpRequest, customer: uuid.UUID, problem: Refused | None, part: str = ""
) -> HttpResponse:
    today = house().today()
    found = read.customer_sheet(customer, today)
    if found is None:
        raise Http404("customer")
    if found.uuid != customer:
        return redirect("customer", customer=found.uuid)
    now, standing = limits_on(today), read.standing()
    limits = Limits.from_mapping(now)
    actions = actions_page(1, ACTIONS_SHOWN, customer).lines
    context = {
        "sheet": found, "line": found.line, "standing": standing,
        "currency": standing.currency if standing else read.currency(),
        "problem": problem, "letters": ("A", "B", "C"),
        "problem_in": part, "typed": request.POST if part else {},
        "actions": actions, "newest": actions[0] if actions else None,
        "step": str(found.estimate.minutes_month or "") if found.estimate else "",
        "presses": presses(tuple(MarkKind), limits, found.held), "today": today,
        "used": used(standing.parameters, now) if standing else [],
        "hour_cents": hour_cents(limits), "limits": limits,
        "word": found.decisions[0] if found.decisions and found.decisions[0].group else None,
        **sheet_parts(request, found),
    }  # fmt: skip
    return render(request, "customers/sheet.html", context, status=422 if problem else 200)


def refused_sheet(
    request: HttpRequest, customer: uuid.UUID, problem: Refused, part: str
) -> HttpResponse:
    """The page once more, with what was typed and why it was not met, in that part of it."""
    return _sheet(request, customer, problem, part)


@require_POST
def effort(request: HttpRequest, customer: uuid.UUID) -> HttpResponse:
    """About how many hours a month this customer takes, in five steps."""
    step = request.POST.get("step", "")
    try:
        house().estimate(
            customer,
            minutes_month=int(step) if step in map(str, STEPS_MINUTES) else None,
            actor=actor(request),
        )
    except Refused as refused:
        return _sheet(request, customer, refused)
    return redirect("customer", customer=customer)


@require_POST
def word(request: HttpRequest, customer: uuid.UUID) -> HttpResponse:
    """The owner's word, or taking it back."""
    try:
        house().say_word(
            customer,
            group=request.POST.get("group", ""),
            reason=request.POST.get("reason", ""),
            actor=actor(request),
        )
    except Refused as refused:
        return _sheet(request, customer, refused)
    return redirect("customer", customer=customer)
