"""Who carries the year: the list, and one customer with every reason."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.costing import hour_cents
from wertschatz.domain.customers.marks import MarkKind
from wertschatz.domain.customers.parameters import Limits
from wertschatz.ports.seen import ChangedMeanwhile
from wertschatz.storage.limits_book import limits_on
from wertschatz.storage.models import Customer
from wertschatz.storage.queries import customers as read
from wertschatz.storage.queries.actions import ActionLine, action_line, actions_page
from wertschatz.storage.queries.duplicates import pairs_total
from wertschatz.storage.queries.payments import questions_total
from wertschatz.storage.queries.tags import all_tags, filters_of, tag_named, tags_on
from wertschatz.usecases.add_by_hand import STEPS_MINUTES
from wertschatz.usecases.refusals import Refused
from wertschatz.web.agreed import promises_due
from wertschatz.web.both import read_seen, seen_text
from wertschatz.web.both_of_customer import both_of_customer
from wertschatz.web.budget import drift_of_the_week
from wertschatz.web.limits import used
from wertschatz.web.list_filter import GROUPS, filter_of, query_of
from wertschatz.web.posted import actor, is_owner, whole
from wertschatz.web.presses import presses
from wertschatz.web.sheet_parts import sheet_parts

ACTIONS_SHOWN = 10


def listing(request: HttpRequest) -> HttpResponse:
    """All customers, or those found; parts of it are swapped while one types."""
    return _listing(request, request.GET.dict(), None)


def refused_list(
    request: HttpRequest, problem: Refused, query: str = "", part: str = ""
) -> HttpResponse:
    """The list once more at the same page, with what was ticked and typed in that part of it."""
    asked = {**QueryDict(query[:1000]).dict(), "page": request.POST.get("page", "")}
    return _listing(request, asked, problem, part)


def _listing(
    request: HttpRequest, asked: dict[str, str], problem: Refused | None, part: str = ""
) -> HttpResponse:
    if not is_owner(request):
        return _for_staff(request, asked)
    if asked.get("archived") == "1":
        return _archive(request, asked, problem, part)
    wanted = filter_of(asked)
    sort = asked.get("sort", "")
    sort = sort if sort in read.SORTS else "revenue"
    descending = asked.get("order", "" if sort == "name" else "down") == "down"
    page = read.customers_page(
        search_for=wanted.search_for, group=wanted.group, tag=wanted.tag, sort=sort,
        descending=descending, page=whole(asked.get("page"), 1),
    )  # fmt: skip
    standing = read.standing()
    if standing is None and not Customer.objects.exists():
        return redirect("welcome")
    context = {
        "page": page, "standing": standing, "group": wanted.group, "sort": sort,
        "drift": drift_of_the_week(request), "pairs": pairs_total(),
        "payments": questions_total(), "descending": descending,
        "columns": _columns(asked, sort, descending),
        "promises": promises_due(request),
        "filters": _filters(asked, wanted.group, standing),
        "worn": tags_on([line.uuid for line in page.lines]),
        **_around(request, asked, problem, part, (page.page, page.pages)),
    }  # fmt: skip
    bare = request.headers.get("HX-Request") == "true"
    response = render(
        request, "customers/_list.html" if bare else "customers/list.html", context,
        status=422 if problem else 200,
    )  # fmt: skip
    # Without this the browser shows the bare part when one comes back to the address.
    patch_vary_headers(response, ["HX-Request"])
    return response


def _for_staff(request: HttpRequest, asked: dict[str, str]) -> HttpResponse:
    page = read.customers_page(
        search_for=asked.get("q", "")[:100], sort="name", descending=False,
        page=whole(asked.get("page"), 1),
    )  # fmt: skip
    asked = {"q": asked["q"]} if asked.get("q") else {}
    context = {"page": page, "q": asked.get("q", ""), **_steps(asked, page.page, page.pages)}
    return render(request, "customers/for_staff.html", context)


def _archive(
    request: HttpRequest, asked: dict[str, str], problem: Refused | None, part: str
) -> HttpResponse:
    page = read.archived_page(filter_of(asked), whole(asked.get("page"), 1))
    context = {"page": page, **_around(request, asked, problem, part, (page.page, page.pages))}
    status = 422 if problem else 200
    return render(request, "customers/archive.html", context, status=status)


def _around(
    request: HttpRequest,
    asked: dict[str, str],
    problem: Refused | None,
    part: str,
    at: tuple[int, int],
) -> dict[str, object]:
    """What stands around the lines: search, tags, kept filters, what was done last.

    `at` is the page and how many there are.
    """
    tag = filter_of(asked).tag
    narrowed = any(asked.get(key) for key in ("q", "group", "tag", "archived"))
    return {
        "q": asked.get("q", ""), "problem": problem, "problem_in": part, "tags": all_tags(),
        "typed": request.POST, "ticked": request.POST.getlist("chosen"),
        "tag": tag_named(tag) if tag else None, "kept": filters_of(actor(request)),
        "query": query_of(asked), "narrowed": narrowed, "told": _told(asked.get("done", "")),
        "here": f"{reverse('customers')}?{query_of(asked)}",
        **_steps(asked, *at),
    }  # fmt: skip


def _steps(asked: dict[str, str], page: int, pages: int) -> dict[str, str]:
    return {
        "earlier": _link(asked, page=page - 1) if page > 1 else "",
        "later": _link(asked, page=page + 1) if page < pages else "",
    }


def _told(done: str) -> ActionLine | None:
    try:
        return action_line(uuid.UUID(done))
    except ValueError:
        return None


def _link(asked: Mapping[str, str], **changed: object) -> str:
    # With its path: the list also stands there refused, on an address that only takes forms.
    return f"{reverse('customers')}?{query_of(asked, **changed)}"


def _columns(asked: Mapping[str, str], sort: str, descending: bool) -> list[dict[str, object]]:
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
    asked: Mapping[str, str], group: str | None, standing: read.Standing | None
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
        **_seen(found), **sheet_parts(request, found),
        "here": reverse("customer", args=[found.uuid]),
    }  # fmt: skip
    return render(request, "customers/sheet.html", context, status=422 if problem else 200)


def _seen(found: read.CustomerSheet) -> dict[str, str]:
    """What the two forms show, so that nobody overwrites what they have not seen."""
    word = found.decisions[0] if found.decisions else None
    return {
        "seen_word": seen_text(
            {"group": word.group if word else "", "reason": word.reason if word else ""}
        ),
        "seen_effort": seen_text(
            {"minutes_month": found.estimate.minutes_month if found.estimate else None}
        ),
    }


def refused_sheet(
    request: HttpRequest, customer: uuid.UUID, problem: Refused, part: str
) -> HttpResponse:
    """The page once more, with what was typed and why it was not met, in that part of it."""
    return _sheet(request, customer, problem, part)


@require_POST
def effort(request: HttpRequest, customer: uuid.UUID) -> HttpResponse:
    """About how many hours a month this customer takes, in five steps."""
    step = request.POST.get("step", "")
    minutes = int(step) if step in map(str, STEPS_MINUTES) else None
    try:
        house().estimate(
            customer, minutes_month=minutes, actor=actor(request), seen=read_seen(request)
        )
    except Refused as refused:
        return _sheet(request, customer, refused, "effort")
    except ChangedMeanwhile as changed:
        return both_of_customer(request, customer, changed, {"minutes_month": minutes})
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
            seen=read_seen(request),
        )
    except Refused as refused:
        return _sheet(request, customer, refused, "word")
    except ChangedMeanwhile as changed:
        wanted = {name: request.POST.get(name, "") for name in ("group", "reason")}
        return both_of_customer(request, customer, changed, wanted)
    return redirect("customer", customer=customer)
