"""The goodbye: what it costs and gives, contracts first, steps over months, letters to edit."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.goodbye import Balance, advice, earliest_end
from wertschatz.storage.queries import groups as read
from wertschatz.storage.queries.actions import newest_by
from wertschatz.storage.queries.customers import currency, customer_name
from wertschatz.usecases.refusals import Refused
from wertschatz.web.language import language_for
from wertschatz.web.posted import actor
from wertschatz.wording import formats
from wertschatz.wording import groups as words
from wertschatz.wording.catalogue import LANGUAGES

NOTHING = Balance(0, 0, None, None, None)
NAME_THE_END = {code for code, text in words.STEP_TEXTS.items() if "{end" in text}
CODES = ("goodbye_begun", "goodbye_step", "goodbye_terms", "goodbye_parted", "goodbye_stays")


def page(request: HttpRequest, customer: uuid.UUID) -> HttpResponse:
    """One customer's goodbye; with a form it begins."""
    problem = None
    if request.method == "POST":
        try:
            _begin(request, customer)
        except Refused as refused:
            problem = refused
        else:
            return redirect("goodbye", customer=customer)
    return _page(request, customer, problem)


def _page(request: HttpRequest, customer: uuid.UUID, problem: Refused | None) -> HttpResponse:
    name = customer_name(customer)
    try:
        goodbye = read.goodbye_of(customer)
        balance = read.balance(customer) or NOTHING
    except KeyError:
        raise Http404("customer") from None
    wished = request.GET.get("in", "")
    language = wished if wished in LANGUAGES else language_for(request)
    content = goodbye.content if goodbye else _content(request.GET.get("content", ""))
    context = {
        "name": name, "customer": customer, "goodbye": goodbye, "balance": balance,
        "advice": words.advice_text(advice(content, balance), language_for(request)),
        "content": content,
        "currency": currency(), "problem": problem, "typed": request.POST if problem else {},
        "steps": _steps(goodbye, language) if goodbye else [], "letters_in": language,
        "refused": request.POST.get("code", "") if problem else "",
        "contract": _contract(request, goodbye, problem),
        "newest": newest_by(actor(request), CODES), "today": house().today(),
    }  # fmt: skip
    return render(request, "groups/goodbye.html", context, status=422 if problem else 200)


def _contract(
    request: HttpRequest, goodbye: read.GoodbyeLine | None, problem: Refused | None
) -> str:
    """Which answer is ticked where the contract is corrected."""
    now = goodbye.contract if goodbye else ""
    return request.POST.get("contract", now) if problem else now


def _steps(goodbye: read.GoodbyeLine, language: str) -> list[dict[str, object]]:
    last = _last_day(goodbye)
    said = {formats.day(last, one) for one in LANGUAGES}
    return [
        {
            "step": one,
            "text": one.text
            or words.step_text(one.code, last.isoformat(), goodbye.other_provider, language),
            "own": bool(one.text),
            # A letter that was edited keeps the day it was written with.
            "other_day": bool(one.text) and one.code in NAME_THE_END
            and not any(day in one.text for day in said),
        }
        for one in goodbye.steps
    ]  # fmt: skip


def _last_day(goodbye: read.GoodbyeLine) -> dt.date:
    end = earliest_end(goodbye.started_on, goodbye.contract_until, goodbye.notice_days)
    last = next((one.due_on for one in goodbye.steps if one.code == "last_order"), end)
    return max(last, end)


def _house_texts(customer: uuid.UUID, posted: QueryDict) -> list[str]:
    """The words of the house for the step of this form, as they may have stood in it."""
    code = posted.get("code", "")
    try:
        goodbye = read.goodbye_of(customer)
    except KeyError:
        raise Refused("goodbye_gone") from None
    if goodbye is None or all(one.code != code for one in goodbye.steps):
        return []
    last, provider = _last_day(goodbye).isoformat(), goodbye.other_provider
    return [words.step_text(code, last, provider, one).strip() for one in LANGUAGES]


def _content(text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text)


def _day(text: str) -> dt.date | None:
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise Refused("day_not_read", {"value": text[:30]}) from None


def _notice(text: str) -> int | None:
    text = text.strip()
    if text and not (text.isdecimal() and len(text) < 6):
        raise Refused("limit_not_read", {"value": text[:30]})
    return int(text) if text else None


def _begin(request: HttpRequest, customer: uuid.UUID) -> None:
    posted = request.POST
    house().begin_goodbye(
        customer, content=_content(posted.get("content", "")),
        contract=posted.get("contract", ""), contract_until=_day(posted.get("until", "")),
        notice_days=_notice(posted.get("notice_days", "")),
        other_provider=posted.get("other_provider", ""), actor=actor(request),
    )  # fmt: skip


@require_POST
def terms(request: HttpRequest, customer: uuid.UUID, goodbye: uuid.UUID) -> HttpResponse:
    """The contract says something else than was typed at the beginning."""
    posted = request.POST
    try:
        house().correct_goodbye_terms(
            goodbye, contract=posted.get("contract", ""),
            contract_until=_day(posted.get("until", "")),
            notice_days=_notice(posted.get("notice_days", "")), actor=actor(request),
        )  # fmt: skip
    except Refused as refused:
        return _page(request, customer, refused)
    return redirect("goodbye", customer=customer)


@require_POST
def step(request: HttpRequest, customer: uuid.UUID, goodbye: uuid.UUID) -> HttpResponse:
    """Its day, its letter, or whether it is done."""
    posted = request.POST
    values: dict[str, object] = {}
    try:
        if "done" in posted:
            values["done_on"] = house().today() if posted["done"] == "yes" else None
        else:
            day = _day(posted.get("due", ""))
            values = {"text": posted.get("text", "").replace("\r\n", "\n").strip()}
            if any(values["text"] == one for one in _house_texts(customer, posted)):
                values["text"] = ""  # unchanged: its day goes on following the plan
            if day is not None:
                values["due_on"] = day
        house().change_goodbye_step(goodbye, posted.get("code", ""), values, actor(request))
    except Refused as refused:
        return _page(request, customer, refused)
    return redirect("goodbye", customer=customer)


@require_POST
def end(request: HttpRequest, customer: uuid.UUID, goodbye: uuid.UUID) -> HttpResponse:
    """Parted, or the customer stays after all."""
    try:
        house().end_goodbye(goodbye, request.POST.get("outcome", ""), actor(request))
    except Refused as refused:
        return _page(request, customer, refused)
    return redirect("goodbye", customer=customer)
