"""The week on one page, and the days on which the firm is closed."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wertschatz.bootstrap.house import house
from wertschatz.domain.worktime.holidays import LANDS, PLACES, RANGES
from wertschatz.storage.queries.actions import newest_of
from wertschatz.storage.queries.today import energy_of
from wertschatz.usecases.refusals import Refused
from wertschatz.web.charts.energy import energy_picture
from wertschatz.web.language import language_for
from wertschatz.web.posted import actor, is_owner
from wertschatz.wording import balance as words
from wertschatz.wording import formats
from wertschatz.wording.budget import part_name
from wertschatz.wording.leave import back_text
from wertschatz.wording.preferences import weekday_text

WEEK = dt.timedelta(weeks=1)
FIRST, YEARS_SHOWN = dt.date(2000, 1, 3), 1


def page(request: HttpRequest) -> HttpResponse:
    """One week; `?week=` names one of its days. Staff see their own, without groups."""
    language, me = language_for(request), actor(request)
    today, own = house().today(), request.user.get_username()
    found = house().balance(me, min(max(_day(request.GET.get("week")) or today, FIRST), today))
    monday = found.monday
    context = {
        "balance": found,
        "title": words.title_text(
            quiet=found.quiet.count if found.calls_known and is_owner(request) else 0,
            done=found.done, customers=found.customers, language=language,
        ),
        "sunday": monday + WEEK - dt.timedelta(days=1),
        "before": (monday - WEEK).isoformat() if monday - WEEK >= FIRST else "",
        "after": (monday + WEEK).isoformat() if monday + WEEK <= today else "",
        "days": [(weekday_text(day.on.weekday(), language), day) for day in found.days],
        "shares": [
            (
                part_name(one.part, language), one.part.used,
                "–" if one.percent is None else formats.percent(one.percent, language),
                formats.percent(one.part.share_percent, language),
            )
            for one in found.shares
        ],
        "given": [
            (line.text, back_text(line.back.minutes, line.back.all_minutes, language))
            for line in found.leave
        ],
        "holidays": _named(house().holidays(monday, monday + 6 * WEEK / 7, language), language),
        "staff": [
            (one.name, [
                words.law_text(notice.reason, notice.on.isoformat(), language)
                for notice in one.notices
            ])
            for one in found.staff if is_owner(request) or one.name == own
        ],
        "asks_place": house().days_off().asks_place, "on_balance": True,
        "energy": energy_picture(energy_of(me, min(monday + 6 * WEEK / 7, today)), language),
    }  # fmt: skip
    return render(request, "balance/page.html", context)


def days_off(request: HttpRequest) -> HttpResponse:
    """The Land, the municipality where it matters, 24 and 31 December."""
    problem = None
    if request.method == "POST":
        try:
            house().say_days_off(_settings(request), actor(request))
        except Refused as refused:
            problem = refused
        else:
            return redirect("days_off")
    language, today, now = language_for(request), house().today(), house().days_off()
    until = today.replace(year=today.year + YEARS_SHOWN, day=1)
    context = {
        "problem": problem, "now": now, "last": newest_of("days_off_said"),
        "lands": sorted(
            ((place, words.land_name(land, language)) for place, land in enumerate(LANDS)),
            key=lambda one: (0 < one[0] < len(LANDS) - 1, one[1]),
        ),
        "places": [(one, words.place_name(one, language)) for one in PLACES.get(now.land, ())],
        "coming": _named(house().holidays(today, until, language), language),
    }  # fmt: skip
    return render(request, "balance/days_off.html", context, status=422 if problem else 200)


def _named(days: dict[dt.date, str], language: str) -> list[tuple[dt.date, str]]:
    return [(on, words.off_name(name, language)) for on, name in days.items()]


def _settings(request: HttpRequest) -> dict[str, int]:
    """What was chosen; raises Refused."""
    sent, values = request.POST, {}
    for name in RANGES:
        text = sent.get(name, "0" if name.startswith("off_") else "")
        if not text:
            continue
        if not (text.isdecimal() and len(text) < 4):
            raise Refused("days_off_unknown", {"name": name})
        values[name] = int(text)
    return values


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None
