"""What A, B and C mean here, the beginning of a contact, and calling each other out."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.gentle import gentle as second_thoughts
from wertschatz.domain.values import Group
from wertschatz.ports.seen import ChangedMeanwhile
from wertschatz.storage.queries import customers as read_customers
from wertschatz.storage.queries import groups as read
from wertschatz.storage.queries.actions import newest_by
from wertschatz.storage.queries.contacts import timer_of
from wertschatz.storage.queries.customers import CustomerSheet
from wertschatz.usecases.refusals import Refused
from wertschatz.usecases.work_with_groups import KINDS
from wertschatz.web.both import Versions, both, read_seen, seen_text
from wertschatz.web.language import language_for
from wertschatz.web.log import log_part
from wertschatz.web.posted import actor, next_page
from wertschatz.wording import groups as words
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.customers import group_name

CODES = ("instruction_set", "way_out_set")
LABELS = {
    "contact": N_("When a contact starts"), "way_out": N_("The polite way out, to say aloud"),
    "way_out_minutes_b": N_("Group B: the way out is shown after"),
    "way_out_minutes_c": N_("Group C: the way out is shown after"),
}  # fmt: skip


def page(request: HttpRequest) -> HttpResponse:
    """The instructions, each with the words of the house to come back to."""
    problem = None
    if request.method == "POST":
        try:
            _keep(request)
        except Refused as refused:
            problem = refused
        except ChangedMeanwhile as changed:
            return _both(request, changed)
        else:
            return redirect("groups")
    own, language = read.instructions(), language_for(request)
    posted: Mapping[str, str] = request.POST.dict() if problem else {}
    lines = [
        (group.value, [
            (kind, posted.get(f"{group}-{kind}")
             or words.instruction_text(group.value, kind, own, language),
             bool(own.get((group.value, kind))),
             _seen(posted, group.value, kind)
             or seen_text({"text": own.get((group.value, kind), "")}))
            for kind in KINDS
        ])
        for group in Group
    ]  # fmt: skip
    minutes = read.way_out_minutes(house().today())
    typed = {name: posted[name] for name in minutes if name in posted}
    context = {
        "groups": lines, "problem": problem, "always": words.always_text(language),
        "minutes": {**minutes, **typed},
        "seen_minutes": (typed and posted.get("seen")) or seen_text(dict(minutes)),
        "newest": newest_by(actor(request), CODES),
    }  # fmt: skip
    return render(request, "groups/page.html", context, status=422 if problem else 200)


def _seen(posted: Mapping[str, str], group: str, kind: str) -> str:
    """What the refused form showed, for its hidden field; '' for any other form."""
    refused = (posted.get("group"), posted.get("kind")) == (group, kind)
    return posted.get("seen", "") if refused else ""


def _keep(request: HttpRequest) -> None:
    posted, language = request.POST, language_for(request)
    minutes = {name: posted[name].strip() for name in read.WAY_OUT_MINUTES if name in posted}
    if minutes:
        if not all(text.isdecimal() and len(text) < 5 for text in minutes.values()):
            raise Refused("limit_not_read", {"value": " ".join(minutes.values())[:30]})
        seen = read_seen(request)
        # What only the other one has changed stays the other's.
        mine = {
            name: int(text) for name, text in minutes.items()
            if seen is None or seen.get(name) != int(text)
        }  # fmt: skip
        if mine:
            house().set_way_out(mine, actor(request), seen=seen)
        return
    group, kind = posted.get("group", ""), posted.get("kind", "")
    text = "" if "house" in posted else posted.get(f"{group}-{kind}", "")
    if (group, kind) in words.HOUSE_WORDS and text.strip() == words.instruction_text(
        group, kind, {}, language
    ):
        text = ""
    house().instruct(group, kind, text, actor(request), seen=read_seen(request))


def _both(request: HttpRequest, changed: ChangedMeanwhile) -> HttpResponse:
    """What somebody else wrote meanwhile, and what was to be written."""
    posted, language = request.POST, language_for(request)
    group, kind = posted.get("group", ""), posted.get("kind", "")
    versions = []
    for name, theirs in changed.now.items():
        if name != "text":
            label = translate(LABELS[name], language)
            versions.append(Versions(label, str(theirs), posted.get(name, "")))
            continue
        # '' stands for the words of the house, and a person reads those.
        houses = words.instruction_text(group, kind, {}, language)
        mine = "" if "house" in posted else posted.get(f"{group}-{kind}", "").strip()
        label = f"{group_name(Group(group), language)}: {translate(LABELS[kind], language)}"
        versions.append(Versions(label, str(theirs or houses), mine or houses))
    return both(request, changed, versions, codes=CODES, back=reverse("groups"))


def start(request: HttpRequest, customer: uuid.UUID) -> HttpResponse:
    """A contact begins: name and instruction first, the letter only on a key."""
    sheet = read_customers.customer_sheet(customer, house().today())
    if sheet is None:
        raise Http404("customer")
    group, own, language = (
        read.confirmed_letter(customer),
        read.instructions(),
        language_for(request),
    )
    minutes = read.way_out_minutes(house().today())
    timer = timer_of(actor(request))
    running = timer if timer and timer.customer == sheet.uuid and timer.kind == "call" else None
    context = {
        "sheet": sheet, "line": sheet.line, "group": group, "running": running,
        "currency": read_customers.currency(), "always": words.always_text(language),
        "instruction": group and words.instruction_text(group.value, "contact", own, language),
        "way_out": words.instruction_text(group.value if group else "B", "way_out", own, language),
        "after": minutes.get(f"way_out_minutes_{group.lower()}") if group else None,
        "colleagues": read.has_colleagues(), **log_part(request, sheet),
    }  # fmt: skip
    return render(request, "groups/start.html", context)


def start_part(request: HttpRequest, sheet: CustomerSheet) -> dict[str, object]:
    """For a customer's page: whether a goodbye is offered or under way."""
    line = sheet.line
    goodbye = read.goodbye_of(sheet.uuid)
    may = bool(line and line.confirmed and line.group == "C")
    return {"farewell": goodbye, "may_part": may or bool(goodbye and not goodbye.outcome)}


@require_POST
def gently(request: HttpRequest) -> HttpResponse:
    """A soft line under what is being written; nothing of it is kept."""
    found = second_thoughts(request.POST.get("text", "")[:5000])
    if "letter" in request.POST:  # a letter may be long
        found = tuple(one for one in found if one.code != "gentle_long")
    text = words.gentle_text(found[0], language_for(request)) if found else ""
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def call_outs(request: HttpRequest) -> HttpResponse:
    """Who wants to be called out; asked every few seconds by every open page."""
    lines = read.call_outs(actor(request), house().now())
    return render(request, "groups/_call_outs.html", {"call_outs": lines})


@require_POST
def call_me_out(request: HttpRequest) -> HttpResponse:
    """Asks the colleagues."""
    text = request.POST.get("customer", "")
    try:
        customer = uuid.UUID(text) if text else None
        house().call_me_out(customer, actor(request))
    except (ValueError, Refused):
        raise Http404("customer") from None
    return redirect(next_page(request, "customers"))


@require_POST
def answer(request: HttpRequest, wish: uuid.UUID) -> HttpResponse:
    """A colleague does it, or it is no longer needed."""
    try:
        if "over" in request.POST:
            house().end_call_out(wish, actor(request))
        else:
            house().take_call_out(wish, actor(request))
    except Refused:
        pass  # somebody was quicker: the line is gone, and that says it
    return redirect(next_page(request, "customers"))
