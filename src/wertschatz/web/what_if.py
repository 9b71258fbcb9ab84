"""What if: without some customers, or with other prices; asked by address, nothing is stored."""

from __future__ import annotations

from fractions import Fraction
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wertschatz.domain.customers.costing import rate_of
from wertschatz.domain.customers.dependence import TOP, Dependence, answer
from wertschatz.domain.customers.forecast import Figures, Prices, break_even, with_prices
from wertschatz.storage.queries import customers as read
from wertschatz.storage.queries import outlook as base
from wertschatz.usecases.refusals import Refused
from wertschatz.web.list_filter import GROUPS

SHOWN = 12
FOUND = 8
MOST_CHOSEN = 50
LETTERS = ("A", "B", "C")


def page(request: HttpRequest) -> HttpResponse:
    """Both questions with their answers, as far as the address asks them."""
    asked = request.GET
    known = base.everybody()
    context: dict[str, object] = {"currency": read.currency(), "asked": asked, "letters": LETTERS}
    problem = None
    if known is not None:
        everybody, limits, window = known
        rate = rate_of(limits)
        chosen = base.choices(_uuids(request)) if _uuids(request) else []
        context |= {
            "window": window, "all": _line(everybody, rate), "rate": rate is not None,
            "offered": _offered(request, chosen), "chosen": [one for _, one in chosen],
        }  # fmt: skip
        if chosen:
            context |= _without(everybody, chosen, rate)
        try:
            context |= _priced(request, everybody, rate)
        except Refused as refused:
            problem = refused
    context["problem"] = problem
    status = 422 if problem else 200
    return render(request, "portfolio/what_if.html", context, status=status)


def _line(figures: Figures, rate: Fraction | None) -> dict[str, object]:
    return {"figures": figures, "contribution": figures.contribution_cents(rate)}


def _uuids(request: HttpRequest) -> list[UUID]:
    found = []
    for text in request.GET.getlist("without")[:MOST_CHOSEN]:
        try:
            found.append(UUID(text))
        except ValueError:  # an address typed by hand
            continue
    return found


def _offered(
    request: HttpRequest, chosen: list[tuple[int, base.Chosen]]
) -> list[tuple[base.Chosen, bool]]:
    """Those chosen, those searched for, and the largest ones, each once."""
    offered = {one.who.uuid: (one, True) for _, one in chosen}
    words = request.GET.get("q", "").strip()[:100]
    if words:
        lines = read.customers_page(search_for=words, size=FOUND).lines
        for _, one in base.choices([line.uuid for line in lines]) if lines else ():
            offered.setdefault(one.who.uuid, (one, False))
    for _, one in [*_named(request.GET.get("of", "")), *base.choices(most=SHOWN)]:
        offered.setdefault(one.who.uuid, (one, False))
    return list(offered.values())


def _without(
    everybody: Figures, chosen: list[tuple[int, base.Chosen]], rate: Fraction | None
) -> dict[str, object]:
    gone = sum((one.figures for _, one in chosen), Figures())
    rest = everybody - gone
    return {
        "gone": _line(gone, rate), "rest": _line(rest, rate),
        "rest_dependence": answer(_dependence(chosen)),
    }  # fmt: skip


def _dependence(chosen: list[tuple[int, base.Chosen]]) -> Dependence:
    """Of the others; from sums and the largest few, not from everybody."""
    customers, revenue = base.revenue_above_zero()
    left = [one.figures.revenue_cents for _, one in chosen if one.figures.revenue_cents > 0]
    top = [cents for cents in base.largest_revenues([pk for pk, _ in chosen], TOP) if cents > 0]
    return Dependence(
        customers - len(left), revenue - sum(left), top[0] if top else 0, sum(top)
    )  # fmt: skip


def _priced(request: HttpRequest, everybody: Figures, rate: Fraction | None) -> dict[str, object]:
    """With other prices; nothing where none are asked about; raises Refused."""
    more = _percent(request, "more", 200)
    if more is None:
        return {}
    lost = _percent(request, "lost", 100) or 0
    some, whose = _whose(request, everybody)
    then = with_prices(some, Prices(more, lost))
    return {
        "some": _line(some, rate), "then": _line(then, rate), "whose": whose, "more": more,
        "lost": lost, "break_even": break_even(some, more, rate),
        "together": _line(everybody - some + then, rate),
    }  # fmt: skip


def _percent(request: HttpRequest, name: str, highest: int) -> int | None:
    text = request.GET.get(name, "").strip().removesuffix("%").strip()
    if not text:
        return None
    if not text.isdecimal() or len(text) > 3 or int(text) > highest:
        raise Refused("percent_not_read", {"value": text[:30], "highest": highest})
    return int(text)


def _whose(request: HttpRequest, everybody: Figures) -> tuple[Figures, str]:
    """For whom the prices change: a letter, one customer, or everybody."""
    asked = request.GET.get("of", "all")
    if asked in GROUPS and asked in LETTERS:
        return base.of_group(asked), asked
    found = _named(asked)
    return (found[0][1].figures, found[0][1].who.name) if found else (everybody, "")


def _named(text: str) -> list[tuple[int, base.Chosen]]:
    """The customer of an address; nobody where it names none."""
    try:
        return base.choices([UUID(text)])
    except ValueError:
        return []
