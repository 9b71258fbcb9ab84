"""Past calls under the rules, beside others; worked out when asked, nothing is stored."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wertschatz.bootstrap.house import house
from wertschatz.domain.rules.replay import BACK_MINUTES, BACK_RANGE
from wertschatz.domain.values import Fact
from wertschatz.usecases.refusals import Refused
from wertschatz.usecases.replay_calls import Replayed
from wertschatz.web.charts.hours import hours_picture
from wertschatz.web.language import language_for
from wertschatz.wording import replay as words

DAYS = 30
"""As far back as is looked where nobody says otherwise, today left out."""
LONGEST_DAYS = 400
MOST_CALLS = 2_000
"""More would keep the page waiting; the terminal takes them all."""
SHOWN = 100


class Asked(NamedTuple):
    """What the address of the page asks."""

    first: dt.date
    last: dt.date
    against: str
    back: int


class Choice(NamedTuple):
    """Rules that can stand beside."""

    value: str
    name: str
    chosen: bool


def page(request: HttpRequest) -> HttpResponse:
    """The answer first, then the tables, the calls that fare otherwise, and since the rules."""
    language, me = language_for(request), request.user.pk
    asked, found, problem = _usual(), None, None
    try:
        asked = _asked(request)
        found = _replayed(asked, me)
    except Refused as refused:
        problem = refused
    context: dict[str, object] = {
        "asked": asked, "problem": problem, "found": found, "longest": BACK_RANGE[-1],
        "choices": _choices(asked, me, language), "since": house().since_the_rules(me),
        "most": MOST_CALLS, "zone": house().zone,
    }  # fmt: skip
    if found is not None:
        context |= _answers(found, language)
    return render(request, "replay/page.html", context, status=422 if problem else 200)


def _answers(found: Replayed, language: str) -> dict[str, object]:
    compared = found.comparison
    days = found.first.isoformat(), found.last.isoformat()
    return {
        "compared": compared,
        "calls": words.calls_text(compared, *days, language),
        "gain": words.gain_text(compared, language),
        "figures": words.figures(compared, language),
        "wait_heads": [words.label(code, language) for code in words.WAIT_HEADS],
        "waits": [
            (code, words.label(code, language), list(words.wait_rows(side, language)))
            for code, side in (("new", compared.new), ("old", compared.old))
        ],
        "changed": compared.changed[: -SHOWN - 1 : -1], "all_changed": len(compared.changed),
        "picture": hours_picture(compared, language),
    }  # fmt: skip


def _replayed(asked: Asked, me: int | None) -> Replayed | None:
    try:
        return house().replay_kept(
            asked.first, asked.last, against=asked.against, back_minutes=asked.back, user=me,
            most=MOST_CALLS,
        )  # fmt: skip
    except KeyError:
        raise Refused("rules_not_found") from None


def _usual() -> Asked:
    last = house().today() - dt.timedelta(days=1)
    return Asked(last - dt.timedelta(days=DAYS - 1), last, "none", BACK_MINUTES)


def _asked(request: HttpRequest) -> Asked:
    """Raises Refused for what is no day, an impossible span, or no number of minutes."""
    usual, said = _usual(), request.GET
    last = _day(said.get("last", ""), usual.last)
    first = _day(said.get("first", ""), min(usual.first, last))
    if first > last or (last - first).days > LONGEST_DAYS:
        raise Refused("span_not_possible", {"days": LONGEST_DAYS})
    return Asked(
        first, last, said.get("against", "") or usual.against, _minutes(said.get("back", ""))
    )


def _day(text: str, usual: dt.date) -> dt.date:
    if not text.strip():
        return usual
    try:
        day = dt.date.fromisoformat(text.strip())
    except ValueError:
        raise Refused("day_not_read", {"value": text[:30]}) from None
    if not 1990 <= day.year < 2200:
        raise Refused("day_not_read", {"value": text[:30]})
    return day


def _minutes(text: str) -> int:
    text = text.strip()
    if not text:
        return BACK_MINUTES
    if not text.isdecimal() or len(text) > 3 or int(text) not in BACK_RANGE:
        raise Refused("back_not_read", {"value": text[:30], "highest": BACK_RANGE[-1]})
    return int(text)


def _choices(asked: Asked, me: int | None, language: str) -> list[Choice]:
    """No rules, those of the house, and earlier ones of one's own; the present ones are not."""
    names = {code: words.label(f"against_{code}", language) for code in ("none", "house")}
    for kept in house().rules_to_replay(me)[1:]:
        on: dict[str, Fact] = {"on": kept.at.astimezone(house().zone).date().isoformat()}
        names[str(kept.id)] = words.label("against_kept", language, on)
    return [Choice(value, name, value == asked.against) for value, name in names.items()]
