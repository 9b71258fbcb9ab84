"""Enquiries: what came in, how it fits, the answer in one's own words, and how it went on."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.domain.profile.enquiry import ANSWERS, LONGEST, Decision, Outcome
from wertschatz.domain.profile.fit import CameBy, Size
from wertschatz.domain.profile.origins import most_came
from wertschatz.domain.values import Group
from wertschatz.ports.profile import EnquiryEntry, TraitsEntry
from wertschatz.storage.enquiry_book import CODES
from wertschatz.storage.queries import enquiries as read
from wertschatz.storage.queries.actions import newest_by
from wertschatz.storage.queries.customers import currency
from wertschatz.storage.queries.told import firm_name
from wertschatz.usecases.refusals import Refused
from wertschatz.web.language import language_for
from wertschatz.web.paging import steps
from wertschatz.web.posted import actor, whole
from wertschatz.wording import profile as words
from wertschatz.wording.catalogue import translate

FIELDS = ("name", "contact", "text", "trade", "size", "region", "came_by", "job")
TRAITS = ("trade", "size", "region", "came_by", "job")


def listing(request: HttpRequest) -> HttpResponse:
    """All of them; a new one is typed below."""
    problem = None
    if request.method == "POST":
        way = "mail" if request.POST.get("way") == "mail" else "typed"
        try:
            made = house().write_enquiry(
                _entry(request), actor(request), way=way, language=language_for(request)
            )
        except Refused as refused:
            problem = refused
        else:
            return redirect("enquiry", enquiry=made)
    return _listing(request, problem, _typed(request))


@require_POST
def mail(request: HttpRequest) -> HttpResponse:
    """A forwarded mail fills in the form; the person looks it over before it is kept."""
    sent = request.FILES.get("file")
    try:
        data = sent.read(20_000_001) if sent else request.POST.get("mail", "").encode()
        found = house().read_mail(data)
    except Refused as refused:
        return _listing(request, refused, {})
    text = f"{found.subject}\n\n{found.text}".strip() if found.subject else found.text
    typed = {"name": found.name, "contact": found.contact, "text": text, "way": "mail"}
    return _listing(request, None, typed)


def _listing(request: HttpRequest, problem: Refused | None, typed: dict[str, str]) -> HttpResponse:
    language, asked = language_for(request), request.GET
    found = read.enquiries(read.Pages(*(whole(asked.get(key), 1) for key in read.Pages._fields)))
    context = {
        "title": words.waiting_text(found.counts.waiting, language, found.counts.held),
        "lists": {
            key: steps(getattr(found, key), asked, key, reverse("enquiries"), f"{key}-ones")
            for key in read.Pages._fields
        },
        "binned": list(
            zip(found.binned.lines, house().deleted_on(found.binned.lines), strict=True)
        ),
        "bin_days": house().bin_days(), "newest_held": found.newest_held, "problem": problem,
        "typed": typed, "longest": LONGEST, **_choices(language),
        "last": newest_by(actor(request), CODES),
    }  # fmt: skip
    return render(request, "enquiries/list.html", context, status=422 if problem else 200)


def sheet(request: HttpRequest, enquiry: UUID) -> HttpResponse:
    """One enquiry with its fit, criterion by criterion; what is known of it can be changed."""
    problem = None
    if request.method == "POST":
        try:
            house().correct_enquiry(enquiry, _entry(request), actor(request))
        except Refused as refused:
            problem = refused
        else:
            return redirect("enquiry", enquiry=enquiry)
    return _sheet(request, enquiry, problem, "known" if problem else "")


@require_POST
def decide(request: HttpRequest, enquiry: UUID) -> HttpResponse:
    """Yes, a question or a polite no; or the recommendation comes into the text first."""
    sent = request.POST
    if "fill" in sent:
        return _sheet(request, enquiry, None, "answer", fill=True)
    try:
        house().decide_enquiry(
            enquiry, sent.get("decision", ""), actor(request), reply=sent.get("reply", ""),
            recommended=sent.get("recommended", ""), seen=sent.get("seen"),
        )  # fmt: skip
    except Refused as refused:
        return _sheet(request, enquiry, refused, "answer")
    return redirect("enquiry", enquiry=enquiry)


@require_POST
def press(request: HttpRequest, enquiry: UUID) -> HttpResponse:
    """No longer doubtful, into the bin, how it went on, or a new customer."""
    home, me, what = house(), actor(request), request.POST.get("what", "")
    seen = request.POST.get("seen")
    try:
        if what == "customer":
            return redirect("customer", customer=home.enquiry_to_customer(enquiry, me, seen))
        if what == "genuine":
            home.enquiry_genuine(enquiry, me, seen)
        elif what == "bin":
            home.throw_enquiry_away(enquiry, me, seen)
            return redirect("enquiries")
        else:
            home.enquiry_went(enquiry, request.POST.get("outcome", ""), me, seen)
    except Refused as refused:
        return _sheet(request, enquiry, refused, "press")
    return redirect("enquiry", enquiry=enquiry)


@require_POST
def settings(request: HttpRequest) -> HttpResponse:
    """How long the bin keeps what was thrown away."""
    typed = request.POST.get("bin_days", "").strip()
    days = int(typed) if typed.isdecimal() and len(typed) < 9 else None
    try:
        house().set_bin_days(days, actor(request))
    except Refused as refused:
        return _listing(request, refused, {})
    return redirect("enquiries")


@require_POST
def held_away(request: HttpRequest) -> HttpResponse:
    """All that are held as doubtful go into the bin, up to the newest that the person saw."""
    try:
        newest = UUID(request.POST.get("newest", ""))
    except ValueError:
        return _listing(request, Refused("enquiry_gone"), {})
    try:
        house().throw_held_away(newest, actor(request))
    except Refused as refused:
        return _listing(request, refused, {})
    return redirect("enquiries")


def _sheet(
    request: HttpRequest, enquiry: UUID, problem: Refused | None, part: str, *, fill: bool = False
) -> HttpResponse:
    line = read.enquiry_line(enquiry)
    if line is None:
        raise Http404("enquiry")
    language, fit = language_for(request), house().fit(line, actor(request))
    wish, free, together = words.fit_lines(fit, language)
    say = _said(request, line, fit.proposal.value)
    typed = request.POST if part == "answer" else {}
    recommended = str(typed.get("recommended", line.recommended))[: LONGEST["recommended"]]
    own = str(typed.get("reply", line.reply if line.decision == say else ""))
    own = own.replace("\r\n", "\n")
    spoken = line.language if line.language in {"de", "en"} else language
    reply = own or words.reply_text(Decision(say), line.name, firm_name(), spoken)
    if fill:
        reply = words.with_recommended(reply, recommended, spoken)
    context = {
        "title": words.fit_title(fit, line.name or line.contact, language),
        "line": line, "fit": fit, "wish": wish, "free": free, "together": together,
        "because": translate(words.BECAUSE[fit.because], language),
        "deleted_on": house().deleted_on([line])[0],
        "method": words.method_text(language), "problem": problem, "problem_in": part,
        "typed": _typed(request) if part == "known" else {
            name: getattr(line, name) for name in FIELDS
        },
        "longest": LONGEST, "say": say, "reply": reply, "recommended": recommended,
        "spoken": spoken,
        "answers": [(one.value, translate(words.DECISIONS[one], language)) for one in ANSWERS],
        "outcomes": [
            (one.value, translate(words.OUTCOMES[one], language))
            for one in Outcome if one is not Outcome.CAME
        ],
        "mailto": _mailto(line, spoken), **_choices(language),
        "last": newest_by(actor(request), CODES),
    }  # fmt: skip
    return render(request, "enquiries/sheet.html", context, status=422 if problem else 200)


def _said(request: HttpRequest, line: read.EnquiryLine, proposed: str) -> str:
    asked = request.POST.get("decision") or request.GET.get("say") or line.decision or proposed
    return asked if asked in set(ANSWERS) else proposed


def _mailto(line: read.EnquiryLine, language: str) -> str:
    """Opens the person's own mail program with the answer; nothing is sent from here."""
    if not line.reply or line.contact.count("@") != 1 or set(line.contact) & set(" <>\"'?&,;"):
        return ""
    subject, body = quote(words.subject_text(language)), quote(line.reply.replace("\n", "\r\n"))
    return f"mailto:{quote(line.contact, safe='@')}?subject={subject}&body={body}"


def where_from(request: HttpRequest) -> HttpResponse:
    """Where customers of each group came from, with revenue and effort."""
    language, rows = language_for(request), read.where_from()
    best = most_came(rows)
    title = translate(words.ORIGINS_EMPTY, language)
    if best is not None:
        way = words.way_text(best.came_by, language)
        title = translate(words.ORIGINS_BEST, language).replace("{way}", way)
    context = {
        "title": title, "currency": currency(), "method": words.method_text(language),
        "rows": [
            {"row": one, "letters": [one.groups.get(group, 0) for group in (*Group, None)]}
            for one in rows
        ],
    }  # fmt: skip
    return render(request, "enquiries/where_from.html", context)


def traits(request: HttpRequest, customer: UUID) -> HttpResponse:
    """What a customer has in common with others."""
    try:
        now, name, known = read.customer_traits(customer)
    except KeyError:
        raise Http404("customer") from None
    if now != customer:
        return redirect("traits", customer=now)
    typed, problem = {field: getattr(known, field) for field in TRAITS}, None
    if request.method == "POST":
        typed = {field: request.POST.get(field, "") for field in TRAITS}
        try:
            house().say_traits(customer, TraitsEntry(**typed), actor(request))
        except Refused as refused:
            problem = refused
        else:
            return redirect("customer", customer=customer)
    language = language_for(request)
    context = {
        "customer": customer, "name": name, "problem": problem, "longest": LONGEST,
        "typed": {field: text[:300] for field, text in typed.items()}, **_choices(language),
    }  # fmt: skip
    return render(request, "enquiries/traits.html", context, status=422 if problem else 200)


def _entry(request: HttpRequest) -> EnquiryEntry:
    return EnquiryEntry(**{name: request.POST.get(name, "") for name in FIELDS})


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "")[: LONGEST.get(name, 20)] for name in (*FIELDS, "way")}


def _choices(language: str) -> dict[str, object]:
    return {
        "sizes": [(one.value, translate(words.SIZES[one], language)) for one in Size],
        "ways": [(one.value, translate(words.CAME_BY[one], language)) for one in CameBy],
    }
