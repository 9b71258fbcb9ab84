"""Kind words: today's one suggestion, who is due, what was given, what was noticed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import uuid

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.domain.care import gifts
from wertschatz.domain.care.consent import Channel, Said
from wertschatz.domain.care.occasions import OWN
from wertschatz.domain.care.suggestion import KINDS
from wertschatz.ports.care import Detail, Given, Someone
from wertschatz.storage.care_book import CODES, detail_of
from wertschatz.storage.queries import attentions as read
from wertschatz.storage.queries.actions import newest_by
from wertschatz.storage.queries.cared_for import party_of
from wertschatz.storage.queries.customers import CustomerSheet, currency
from wertschatz.storage.queries.paging import part_of
from wertschatz.usecases.refusals import Refused
from wertschatz.usecases.show_appreciation import ROLES, VAT
from wertschatz.web.charts.thanks import thanks_picture
from wertschatz.web.language import language_for
from wertschatz.web.paging import steps
from wertschatz.web.posted import actor, cents, next_page, whole
from wertschatz.wording import care as words
from wertschatz.wording import formats

LATELY = dt.timedelta(hours=12)
LATER_DAYS = 30
LATER_SHOWN = 40
OWN_LONGEST = 100
YEARS = (2000, 2199)


def page(request: HttpRequest, problem: Refused | None = None) -> HttpResponse:
    """Everything of this chapter, the one suggestion first."""
    home, me, language = house(), actor(request), language_for(request)
    today, care = home.today(), house().care()
    best = care.suggestion
    name = care.person.name if care.person else ""
    code = (
        "suggestion" if best else "answered" if care.given
        else "put_off" if care.answered
        else "enough" if care.due.enough else "due" if care.due_lines else "calm"
    )  # fmt: skip
    values, asked, here = home.care_settings(), request.GET, reverse("care")
    context = {
        "care": care, "problem": problem, "title": words.title_text(code, name, language),
        "typed": request.POST if problem else {},
        "prompts": words.prompts(best.occasion.code, language) if best else [],
        "always": words.always(language),
        "later_days": LATER_DAYS, "back": read.back_today(today),
        "lines": steps(
            read.all_notices(today, whole(asked.get("notices"), 1)), asked, "notices", here,
            "lines",
        ),
        "waiting": steps(
            part_of(care.later_lines, whole(asked.get("waiting"), 1), LATER_SHOWN), asked,
            "waiting", here,
        ),
        "given": steps(read.all_given(whole(asked.get("given"), 1)), asked, "given", here),
        "ledger": read.ledger(today), "currency": currency(),
        "picture": thanks_picture(today.year, read.year_of_thanks(today.year), language),
        "people": read.people_by_hand(), "accounts": read.accounts_without(), "roles": ROLES,
        "settings": [(name, values[name]) for name in words.SETTINGS],
        "years": read.gift_years(today),
        "newest": newest_by(me, CODES, home.now() - LATELY),
    }  # fmt: skip
    return render(request, "care/page.html", context, status=422 if problem else 200)


def person(request: HttpRequest, person: uuid.UUID, problem: Refused | None = None) -> HttpResponse:
    """One person with everything that is kept."""
    asked, here = request.GET, reverse("care_person", args=[person])
    sheet = read.sheet_of(
        person, read.SheetPages(*(whole(asked.get(key), 1) for key in read.SheetPages._fields)),
        notice=_uuid_or_none(asked.get("notice", "")), given=_uuid_or_none(asked.get("one", "")),
    )  # fmt: skip
    if sheet is None:
        raise Http404("person")
    kept = asked.copy()
    for found in ("notice", "one"):
        kept.pop(found, None)
    context = {
        "notices": steps(sheet.notices, kept, "notices", here, "lines"),
        "given": steps(sheet.given, kept, "given", here),
        "said_before": steps(sheet.answers, kept, "answers", here),
        "sheet": sheet, "person": sheet.person, "detail": sheet.person.detail, "problem": problem,
        "typed": request.POST if problem else {}, "today": house().today(),
        "channels": list(Channel), "answers": list(Said), "currency": currency(),
        "seen": _print(sheet),
        "said": [(one, sheet.person.said.get(one, "")) for one in Channel],
        "newest": newest_by(actor(request), CODES, house().now() - LATELY),
    }  # fmt: skip
    return render(request, "care/person.html", context, status=422 if problem else 200)


def give(request: HttpRequest, person: uuid.UUID) -> HttpResponse:
    """Prompts for one's own words, and what was given; a gift beyond the limit is told before."""
    sheet = read.sheet_of(person)
    if sheet is None:
        raise Http404("person")
    language, problem, would = language_for(request), None, None
    sent = request.POST if request.method == "POST" else request.GET
    if request.method == "POST":
        try:
            given = _given(request)
            entry = house().would_be(sheet.person.key, given)
            if entry is not None and entry.state is gifts.State.OVER and "sure" not in sent:
                would = words.would_text(entry, currency(), language)
            else:
                house().give(sheet.person.key, given, actor(request))
                return redirect(next_page(request, reverse("care_person", args=[person])))
        except Refused as refused:
            problem = refused
    code = sent.get("occasion", "")[:20]
    context = {
        "sheet": sheet, "person": sheet.person, "problem": problem, "would": would,
        "typed": sent, "kinds": KINDS, "rates": VAT, "today": house().today(),
        "prompts": words.prompts(code, language), "code": code, "currency": currency(),
        "always": words.always(language), "givens": list(gifts.Given),
        "token": uuid.uuid4(), "staff": sheet.person.only_inside,
    }  # fmt: skip
    return render(request, "care/give.html", context, status=422 if problem or would else 200)


def _given(request: HttpRequest) -> Given:
    sent = request.POST
    amount = cents(sent.get("amount", ""), language_for(request))
    return Given(
        sent.get("kind", ""), _day(sent.get("on", "")), sent.get("gave", ""), sent.get("said", ""),
        amount, whole(sent.get("vat"), 19), sent.get("given", gifts.Given.BUSINESS),
        sent.get("occasion", ""), _fact(sent.get("fact", ""), sent.get("own", "")),
        _uuid(sent.get("token", "")),
    )  # fmt: skip


def _fact(fact: str, own: str) -> str:
    """What the occasion comes from: what was suggested, else what was typed."""
    bare = " ".join(own[:OWN_LONGEST].split())
    return fact.removeprefix(OWN) or (OWN + bare if bare else "")


def _day(text: str) -> dt.date:
    """Today where nothing was said; raises Refused."""
    if not text.strip():
        return house().today()
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise Refused("day_not_read", {"value": text[:30]}) from None


@require_POST
def say(request: HttpRequest, person: uuid.UUID) -> HttpResponse:
    """Birthday, since when, own rhythm, business or consumer, no gifts."""
    sent = request.POST
    try:
        since, days = sent.get("since", "").strip(), sent.get("own_days", "").strip()
        if days and whole(days, -1) < 0:
            raise Refused("limit_not_read", {"value": days[:30]})
        detail = Detail(
            sent.get("born", "")[:20], {"yes": True, "no": False}.get(sent.get("business", "")),
            sent.get("no_gifts") == "1", _day(since) if since else None,
            whole(days, 0) if days else None,
        )  # fmt: skip
        house().say_of_person(person, detail, actor(request), _seen(sent.get("seen", "")))
    except Refused as refused:
        return _refused(request, person, refused)
    return redirect("care_person", person=person)


@require_POST
def allowed(request: HttpRequest, person: uuid.UUID) -> HttpResponse:
    """What somebody allowed or refused."""
    sent = request.POST
    try:
        on = _day(sent.get("on", ""))
        house().say_allowed(
            person, sent.get("channel", ""), sent.get("said", ""), actor(request), on
        )
    except Refused as refused:
        return _refused(request, person, refused)
    return redirect("care_person", person=person)


@require_POST
def call(request: HttpRequest, person: uuid.UUID) -> HttpResponse:
    """ "How is it going" as a task at a time that suits both."""
    sheet = read.sheet_of(person)
    try:
        if sheet is None:
            raise Refused("care_gone")
        title = words.task_title(sheet.person.name, language_for(request))
        kept = house().plan_care_call(person, title, actor(request))
    except Refused as refused:
        return page(request, refused)
    messages.info(request, str(kept.action), extra_tags="captured")
    return redirect(next_page(request, "care"))


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """A contact person, somebody of the staff, a boss."""
    sent = request.POST
    try:
        kind = sent.get("kind", "")
        who = Someone(
            kind, sent.get("name", "")[:400], _uuid(sent.get("customer", "")),
            _uuid(sent.get("account", "")),
        )  # fmt: skip
        made, _ = house().care_for(who, actor(request))
    except Refused as refused:
        return page(request, refused)
    return redirect("care_person", person=made)


@require_POST
def end(request: HttpRequest, person: uuid.UUID) -> HttpResponse:
    """Off the list."""
    try:
        house().care_no_longer(person, actor(request))
    except Refused as refused:
        return page(request, refused)
    return redirect("care")


@require_POST
def notice(request: HttpRequest) -> HttpResponse:
    """One line, from anywhere."""
    sent = request.POST
    try:
        action = house().notice(
            sent.get("line", ""), actor(request), person=_uuid(sent.get("person", "")),
            whom=sent.get("whom", "")[:400], praise=sent.get("praise") == "1",
        )  # fmt: skip
    except Refused as refused:
        return page(request, refused)
    messages.info(request, str(action), extra_tags="noticed-line")
    return redirect(next_page(request, "care"))


@require_POST
def notice_end(request: HttpRequest, line: uuid.UUID) -> HttpResponse:
    """It comes back no more."""
    try:
        house().end_notice(line, actor(request))
    except Refused as refused:
        return page(request, refused)
    return redirect(next_page(request, "care"))


@require_POST
def came_back(request: HttpRequest, attention: uuid.UUID) -> HttpResponse:
    """What came back of a kind word."""
    try:
        house().came_back(attention, request.POST.get("text", ""), actor(request))
    except Refused as refused:
        return page(request, refused)
    return redirect(next_page(request, "care"))


@require_POST
def not_now(request: HttpRequest) -> HttpResponse:
    """Later, not this person, not this kind, done otherwise."""
    sent, me = request.POST, actor(request)
    key, code, fact = _uuid(sent.get("person", "")), sent.get("code", ""), sent.get("fact", "")
    try:
        match sent.get("what", ""):
            case "later":
                house().not_now(me, person=key, code=code, fact=fact, days=LATER_DAYS)
            case "never":
                house().not_now(me, person=key, code=code, fact=fact)
            case "person":
                house().not_now(me, person=key)
            case "kind":
                house().not_now(me, code=code)
            case "due":
                house().not_now(me, person=key, days=LATER_DAYS)
            case other:
                raise Refused("choice_unknown", {"value": other[:30]})
    except Refused as refused:
        return page(request, refused)
    return redirect("care")


@require_POST
def settings(request: HttpRequest) -> HttpResponse:
    """Rhythm of the groups, own time, input tax."""
    values = {}
    try:
        for name in words.SETTINGS:
            typed = request.POST.get(name, "").strip()
            if not typed:
                continue
            if whole(typed, -1) < 0:
                raise Refused("limit_not_read", {"value": typed[:30]})
            values[name] = whole(typed, 0)
        house().set_care(values, actor(request))
    except Refused as refused:
        return page(request, refused)
    return redirect("care")


def export(request: HttpRequest, year: int) -> HttpResponse:
    """The gifts of one year for the bookkeeper, as a table that every spreadsheet opens."""
    if not YEARS[0] <= year <= YEARS[1]:
        raise Http404("year")
    language, deducts = language_for(request), read.deducts_vat(year)
    text = io.StringIO()
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerow(words.csv_heads(language))
    for row, entry in read.gifts_of_year(year):
        gift = row.gift
        table.writerow([
            row.on.isoformat(), _cell(row.name), words.given_as(gift.given, language),
            _cell(row.gave),
            words.occasion_name(row.occasion, language) or _cell(row.own_occasion),
            _amount(gift.gross_cents, language), gift.vat_percent,
            _amount(gifts.counted(gift, deducts_vat=deducts), language),
            _amount(entry.cents, language), _amount(entry.limit_cents, language),
        ])  # fmt: skip
    # Spreadsheets read UTF-8 only behind this mark.
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="geschenke-{year}.csv"'
    return answer


def _amount(cents_: int, language: str) -> str:
    return formats.decimal(cents_ / 100, language, 2)


def _cell(text: str) -> str:
    """A cell that begins like a formula would be one in a spreadsheet."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        raise Refused("care_gone") from None


def _uuid_or_none(text: str) -> uuid.UUID | None:
    """Of an address, which anybody may have typed."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


_SALT = "care.seen"


def _print(sheet: read.Sheet) -> str:
    """What the form shows, to be sent back with it."""
    one = detail_of(sheet.person.detail)
    since = one.since.isoformat() if one.since else None
    return signing.dumps([one.born, one.business, one.no_gifts, since, one.own_days], salt=_SALT)


def _seen(text: str) -> Detail | None:
    """None: the form says nothing of it."""
    try:
        born, business, no_gifts, since, own_days = signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        return None
    day = dt.date.fromisoformat(since) if since else None
    return Detail(born, business, no_gifts, day, own_days)


def _refused(request: HttpRequest, key: uuid.UUID, problem: Refused) -> HttpResponse:
    if problem.code == "care_gone":
        raise Http404("person")
    return person(request, key, problem)


def care_part(request: HttpRequest, sheet: CustomerSheet) -> dict[str, object]:
    """What stands on a customer's page."""
    party = party_of(sheet.uuid)
    found = None if party is None else read.sheet_of(party)
    return {"care_sheet": found, "care_person": found.person if found else None}
