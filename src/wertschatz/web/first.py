"""The first evening: the owner's account, three ways to begin, customers by hand."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from wertschatz.bootstrap.house import house
from wertschatz.domain.values import Group
from wertschatz.ports.customers import HandEntry
from wertschatz.storage.models import Customer, User
from wertschatz.usecases.add_by_hand import STEPS_MINUTES
from wertschatz.usecases.refusals import Refused
from wertschatz.web.language import language_for
from wertschatz.web.posted import actor, cents, is_owner

EMPTY_ROWS = 5
BACKEND = "django.contrib.auth.backends.ModelBackend"


def home(request: HttpRequest) -> HttpResponse:
    """To wherever this person goes next."""
    if not request.user.is_authenticated:
        if house().owner_exists():
            return redirect("account_login")
        return render(request, "first/no_owner.html")
    if not Customer.objects.exists() and is_owner(request):
        return redirect("welcome")
    return redirect("customers")


@sensitive_post_parameters("password")
def start(request: HttpRequest, token: str) -> HttpResponse:
    """The one-time link: makes the owner's account."""
    if not house().start_link_valid(token):
        return render(request, "first/no_owner.html", {"used": house().owner_exists()}, status=404)
    problem = None
    if request.method == "POST":
        try:
            user = house().start_owner(
                token,
                username=request.POST.get("username", ""),
                password=request.POST.get("password", ""),
                firm=request.POST.get("firm", ""),
                language=language_for(request),
            )
        except Refused as refused:
            problem = refused
        else:
            login(request, User.objects.get(pk=user), backend=BACKEND)
            return redirect("welcome")
    context = {"problem": problem, "posted": request.POST}
    return render(request, "first/start.html", context, status=422 if problem else 200)


def welcome(request: HttpRequest) -> HttpResponse:
    """Three ways to begin."""
    return render(request, "first/welcome.html")


def example(request: HttpRequest) -> HttpResponse:
    """Takes in the invented firm's files."""
    if request.method != "POST":
        return redirect("welcome")
    return redirect("file", made=house().load_example(actor(request)))


def by_hand(request: HttpRequest) -> HttpResponse:
    """Customers typed or pasted, one a line, and what one knows of them by heart."""
    problem = None
    rows = [{"name": "", "revenue": "", "step": "", "gut": ""} for _ in range(EMPTY_ROWS)]
    if request.method == "POST":
        rows = _rows(request)
        if "spread" in request.POST:
            rows = _pasted(request.POST.get("names", "")) + [row for row in rows if row["name"]]
        else:
            try:
                house().add_by_hand(_entries(request, rows), actor(request))
            except Refused as refused:
                problem = refused
            else:
                return redirect("customers")
    context = {"rows": rows, "steps": STEPS_MINUTES, "problem": problem, "posted": request.POST}
    return render(request, "first/by_hand.html", context, status=422 if problem else 200)


def _rows(request: HttpRequest) -> list[dict[str, str]]:
    columns = {key: request.POST.getlist(key) for key in ("name", "revenue", "step", "gut")}
    return [
        {key: values[index] if index < len(values) else "" for key, values in columns.items()}
        for index in range(len(columns["name"]))
    ]


def _pasted(text: str) -> list[dict[str, str]]:
    """One customer a line; what stands after a semicolon or tab is the revenue."""
    rows = []
    for line in text.splitlines():
        name, _, revenue = line.replace("\t", ";").partition(";")
        if name.strip():
            rows.append({"name": name.strip(), "revenue": revenue.strip(), "step": "", "gut": ""})
    return rows


def _entries(request: HttpRequest, rows: list[dict[str, str]]) -> list[HandEntry]:
    language = language_for(request)
    return [
        HandEntry(
            name=row["name"],
            revenue_cents=cents(row["revenue"], language),
            minutes_month=int(row["step"]) if row["step"] in map(str, STEPS_MINUTES) else None,
            gut=Group(row["gut"]) if row["gut"] in set(Group) else None,
        )
        for row in _pasted(request.POST.get("names", "")) + rows
    ]
