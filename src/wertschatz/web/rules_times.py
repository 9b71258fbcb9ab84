"""One's own week: working hours, breaks, mail, telephone hours, and one's own telephones."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.domain.rules.moment import Setup
from wertschatz.domain.rules.plain import hours_from
from wertschatz.domain.rules.rule import Rule
from wertschatz.ports.rules import Times
from wertschatz.ports.seen import ChangedMeanwhile, Seen, Value
from wertschatz.storage.queries.actions import newest_change
from wertschatz.storage.queries.setup import the_owner, week_of
from wertschatz.storage.rules_book import week_seen
from wertschatz.usecases.refusals import Refused
from wertschatz.usecases.say_the_rules import TELEPHONE_HOURS, VERSION
from wertschatz.web.both import Versions, both, read_seen, seen_text
from wertschatz.web.language import language_for
from wertschatz.web.posted import actor
from wertschatz.web.stretches import rows_of, span_rows, typed_days, typed_hours, typed_spans
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.clock import hours_text, spans_text, weekdays_text

CODES = ("week_said", "telephone_hours_said")
LABELS = {
    "work": N_("Working hours"), "breaks": N_("Breaks"), "mail": N_("Mail"),
    "numbers": N_("Own telephones"),
}  # fmt: skip
PARTS = ("work", "breaks", "mail")
TELEPHONE = N_("Telephone hours for group B")
MAIL_TOLD = N_(
    "I read my mail {times}, all of it in one go. If something cannot wait, please call me."
)
MAIL_TOLD_TEAM = N_(
    "Outside these times my mail program is closed: {times}. Whoever needs me at once knocks or "
    "calls."
)


def page(request: HttpRequest) -> HttpResponse:
    """All of one's times; what is changed holds at once."""
    problem = None
    if request.method == "POST":
        try:
            times = _typed(request)
            house().say_times(times, actor(request), read_seen(request))
        except Refused as refused:
            problem = refused
        except ChangedMeanwhile as changed:
            return _both(request, changed, times)
        else:
            return redirect("rules_times")
    return _page(request, problem)


@require_POST
def telephone(request: HttpRequest) -> HttpResponse:
    """The times of the ready-made rule that lets group B through."""
    sent = request.POST
    version = (read_seen(request) or {}).get(VERSION)
    try:
        days, spans = typed_days(sent, "day"), typed_spans(sent, "time")
        house().say_telephone_hours(
            days, spans, actor(request), version if isinstance(version, int) else None
        )
    except Refused as refused:
        return _page(request, refused, "telephone")
    except ChangedMeanwhile as changed:
        language = language_for(request)
        now, mine = _telephone(house().setup()), (days, spans)
        theirs = (now.when.weekdays or frozenset(), now.when.times) if now else ((), ())
        words = [
            " ".join((weekdays_text(some, language), spans_text(when, language))).strip()
            for some, when in (theirs, mine)
        ]
        versions = [Versions(translate(TELEPHONE, language), *words)]
        return both(request, changed, versions, codes=CODES, back=reverse("rules_times"))
    return redirect("rules_times")


def _page(request: HttpRequest, problem: Refused | None, at: str = "times") -> HttpResponse:
    language, setup = language_for(request), house().setup()
    rule = _telephone(setup)
    mail = hours_text(setup.mail, language)
    context = {
        "problem": problem, "problem_at": at, "setup": setup,
        "parts": [
            (part, translate(LABELS[part], language), rows_of(part, getattr(setup, part)))
            for part in PARTS
        ],
        "work": hours_text(setup.work, language), "mail": mail,
        "told": [translate(one, language).format(times=mail) for one in
                 (MAIL_TOLD, MAIL_TOLD_TEAM)] if mail else [],
        "numbers": "\n".join(setup.numbers), "weekdays": range(7),
        "seen": seen_text(week_seen(week_of(the_owner() or 0))),
        "telephone": rule, "telephone_rows": span_rows("time", rule.when.times) if rule else [],
        "telephone_days": rule.when.weekdays or range(7) if rule else (),
        "telephone_seen": seen_text({VERSION: house().rules_version()}),
        "last": newest_change(CODES, None),
    }  # fmt: skip
    return render(request, "rules/times.html", context, status=422 if problem else 200)


def _telephone(setup: Setup) -> Rule | None:
    return next((rule for rule in setup.rules if rule.ready == TELEPHONE_HOURS), None)


def _typed(request: HttpRequest) -> Times:
    sent = request.POST
    work, breaks, mail = (typed_hours(sent, part) for part in PARTS)
    numbers = tuple(line.strip() for line in sent.get("numbers", "")[:2000].splitlines()[:20])
    return Times(work, breaks, mail, numbers)


def _both(request: HttpRequest, changed: ChangedMeanwhile, mine: Times) -> HttpResponse:
    language = language_for(request)
    versions = [
        Versions(
            translate(LABELS[name], language), _shown(name, changed.now, language),
            ", ".join(mine.numbers) if name == "numbers"
            else hours_text(getattr(mine, name), language),
        )
        for name in changed.now
    ]  # fmt: skip
    return both(request, changed, versions, codes=CODES, back=reverse("rules_times"))


def _shown(name: str, now: Seen, language: str) -> str:
    value: Value = now[name]
    plain: Sequence[object] = json.loads(str(value))
    if name == "numbers":
        return ", ".join(map(str, plain))
    return hours_text(hours_from(plain), language)  # type: ignore[arg-type]
