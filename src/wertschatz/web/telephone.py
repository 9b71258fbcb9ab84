"""The telephone systems that may ask: connected, agreed upon, tried out."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.asking import NoAnswer
from wertschatz.bootstrap.house import house
from wertschatz.bootstrap.rooms.systems import OVER_THE_INTERNET
from wertschatz.domain.rules.rule import Verdict
from wertschatz.ports.seen import ChangedMeanwhile
from wertschatz.ports.telephone import TOLD_ONLY
from wertschatz.storage.models import Device
from wertschatz.storage.queries.actions import newest_change
from wertschatz.storage.queries.systems import heard_last
from wertschatz.storage.systems_book import LABEL, system_seen
from wertschatz.usecases.connect_a_telephone import SWITCHES
from wertschatz.usecases.refusals import Refused
from wertschatz.web.both import Versions, both, read_seen, seen_text
from wertschatz.web.language import language_for
from wertschatz.web.posted import actor
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.rules import verdict_name
from wertschatz.wording.telephone import (
    HIDDEN,
    SYSTEMS,
    does_text,
    handbook_page,
    no_answer_text,
    option_text,
)

CODES = ("system_made", "system_changed", "system_revoked")
OLD = dt.timedelta(hours=1)
"""The snapshot is written several times an hour, changed or not."""
CHANGED, ANOTHER = N_("changed"), N_("another one")
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Field:
    """One option in its form."""

    name: str
    label: str
    value: str
    hidden: bool
    switch: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One connected system as the page shows it."""

    device: Device
    name: str
    kind: str
    """What systems of its kind are called."""
    address: str
    handbook: str
    fields: list[Field]
    seen: str
    heard: dt.datetime | None
    from_outside: bool
    """It calls over the internet, and no address is known under which it could."""
    asks: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """What the gate said to somebody who tried it out."""

    number: str
    problem: str = ""
    verdict: str = ""
    reason: str = ""
    name: str = ""
    document: str = ""
    status: int = 200


@dataclass(frozen=True, slots=True)
class At:
    """What the page says beside one of its parts."""

    part: str = ""
    """Id of a device, or 'new'."""
    problem: Refused | None = None
    trial: Trial | None = None
    typed: dict[str, str] = field(default_factory=dict)


@never_cache
def page(request: HttpRequest, at: At | None = None) -> HttpResponse:
    """Everything about the telephone systems."""
    at = at or At()
    language, home = language_for(request), house()
    kinds, state = home.system_options, home.gate_state()
    heard = heard_last(kinds)
    age = None if state.made_at is None else home.now() - state.made_at
    lines = [_line(one, heard.get(one.kind), language, at) for one in home.connected_systems()]
    context = {
        "lines": told_apart(lines),
        "kinds": [(code, name, does_text(code, language), handbook_page(code, language))
                  for code, name in SYSTEMS.items() if code in kinds],
        "state": state, "old": age is not None and age > OLD, "gate": home.gate,
        "overview": handbook_page("", language), "numbers": home.setup().numbers,
        "at": at, "last": newest_change(CODES, None),
    }  # fmt: skip
    return render(request, "telephone/page.html", context, status=422 if at.problem else 200)


def _line(row: Device, heard: dt.datetime | None, language: str, at: At) -> Line:
    home = house()
    names = home.system_options[row.kind]
    mine = at.part == str(row.uuid) and bool(at.typed)
    shown = at.typed if mine else {LABEL: row.label, **row.options}
    fields = [
        Field(name, option_text(name, language), shown.get(name, ""), name in HIDDEN,
              name in SWITCHES)
        for name in (LABEL, *names)
    ]  # fmt: skip
    return Line(
        row, row.label or SYSTEMS.get(row.kind, row.kind), SYSTEMS.get(row.kind, row.kind),
        home.address_of(row.kind, row.secret), handbook_page(row.kind, language), fields,
        seen_text(system_seen(row, names)), heard,
        row.kind in OVER_THE_INTERNET and not home.gate.url, row.kind != TOLD_ONLY,
    )  # fmt: skip


def told_apart(lines: Sequence[Line]) -> list[Line]:
    """Two of one name are counted: what one hears of them must tell them apart."""
    seen: Counter[str] = Counter()
    found = []
    for one in lines:
        seen[one.name] += 1
        number = seen[one.name]
        found.append(one if number == 1 else replace(one, name=f"{one.name} ({number})"))
    return found


@require_POST
def new(request: HttpRequest) -> HttpResponse:
    """A secret address for a system."""
    sent = request.POST
    kind, label = sent.get("kind", ""), sent.get("label", "")[:LONGEST]
    try:
        made = house().connect_system(kind, label, actor(request))
    except Refused as refused:
        return page(request, At("new", refused, typed={"kind": kind, "label": label}))
    return redirect(f"{reverse('telephone')}#s-{made}")


@require_POST
def change(request: HttpRequest, device: uuid.UUID) -> HttpResponse:
    """What is agreed with a system, or that it may no longer ask."""
    sent, home = request.POST, house()
    if sent.get("act") == "revoke":
        try:
            home.revoke_system(device, actor(request))
        except Refused as refused:
            return page(request, At("new", refused))
        return redirect("telephone")
    typed = {name: sent[name][:LONGEST] for name in sent if name not in ("seen", "act")}
    try:
        label = typed.get(LABEL, "")
        home.change_system(device, label, typed, actor(request), read_seen(request))
    except Refused as refused:
        gone = refused.code == "system_gone"
        return page(request, At("new" if gone else str(device), refused, typed=typed))
    except ChangedMeanwhile as changed:
        return _both(request, changed, typed)
    return redirect(f"{reverse('telephone')}#s-{device}")


@require_POST
def attempt(request: HttpRequest, device: uuid.UUID) -> HttpResponse:
    """What the running gate says to a call from a number; it keeps nothing of it."""
    number, language = request.POST.get("number", "")[:60].strip(), language_for(request)
    try:
        told = house().try_system(device, number)
    except Refused as refused:
        return page(request, At("new", refused))
    except NoAnswer as silent:
        return page(
            request, At(str(device), trial=Trial(number, no_answer_text(silent.code, language)))
        )
    verdict = verdict_name(Verdict(told.verdict), language) if told.verdict in set(Verdict) else ""
    trial = Trial(
        number, "", verdict or told.verdict, told.reason, told.name, told.document, told.status
    )
    return page(request, At(str(device), trial=trial))


def fallback(request: HttpRequest, device: uuid.UUID) -> HttpResponse:
    """The static file for Twilio, to be put where Twilio finds it without us."""
    try:
        made = house().twilio_fallback(device)
    except Refused as refused:
        if refused.code == "system_gone":
            raise Http404("system") from None
        return page(request, At(str(device), refused))
    return HttpResponse(
        made, content_type="text/xml; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="fallback.xml"'},
    )  # fmt: skip


def _both(request: HttpRequest, changed: ChangedMeanwhile, typed: dict[str, str]) -> HttpResponse:
    language = language_for(request)
    versions = [
        Versions(
            option_text(name, language),
            translate(CHANGED, language) if name in HIDDEN else str(value or ""),
            translate(ANOTHER, language) if name in HIDDEN else typed.get(name, ""),
        )
        for name, value in changed.now.items()
    ]
    return both(request, changed, versions, codes=CODES, back=reverse("telephone"))
