"""“What if … calls at …”: asked by address, answered by the rules that hold, nothing is stored."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.http import HttpRequest

from wertschatz.bootstrap.house import house
from wertschatz.domain.rules.decision import Decision
from wertschatz.domain.rules.moment import NOBODY, Coming, Known, Setup, answer
from wertschatz.domain.rules.situation import NEVER_BEFORE, CallerKind, Channel
from wertschatz.domain.values import Group
from wertschatz.storage.queries.callers import caller_names, meant
from wertschatz.usecases.refusals import Refused
from wertschatz.web.posted import whole
from wertschatz.web.stretches import minute_of
from wertschatz.wording.clock import day_and_time
from wertschatz.wording.rules import reason_text, rule_sentence, verdict_name, verdict_text

SOMEBODY = ("named", "A", "B", "C", "none", "unknown")
"""Somebody by name or number, a customer of a group, one without, a number nobody knows."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, as the form shows it, and the answer."""

    who: str
    name: str
    day: dt.date
    time: str
    channel: str
    tried: bool
    pressed: bool
    since: str
    problem: Refused | None = None
    choose: list[str] = field(default_factory=list)
    """Names of those who may be meant."""
    caller: str = ""
    at: str = ""
    decision: Decision | None = None
    verdict: str = ""
    text: str = ""
    reason: str = ""
    rule: int | None = None
    place: int | None = None
    sentence: str = ""


def ask(request: HttpRequest, setup: Setup, language: str) -> Asked:
    """The question of the address with its answer; without one, the form for it."""
    sent, now = request.GET, house().now().astimezone(setup.tz)
    who = sent.get("who", "")
    form: dict[str, object] = {
        "who": who if who in SOMEBODY else "named", "name": sent.get("name", "").strip()[:100],
        "channel": sent.get("channel", Channel.PHONE), "tried": "tried" in sent,
        "pressed": "pressed" in sent, "since": sent.get("since", ""),
        "day": now.date(), "time": f"{now:%H:%M}",
    }  # fmt: skip
    if who not in SOMEBODY:
        return Asked(**form)  # type: ignore[arg-type]
    try:
        at = _moment(request, setup, now)
        form |= {"day": at.date(), "time": f"{at:%H:%M}"}
        found = _who(who, str(form["name"]), setup)
        if len(found) > 1:
            form["choose"] = [one.name or one.key for one in found]
            return Asked(**form)  # type: ignore[arg-type]
        coming = _coming(form, found[0], at)
        there = house().setup_about(at, calls=coming.channel is Channel.PHONE)
        decision = answer(there, coming)
    except Refused as refused:
        return Asked(**form, problem=refused)  # type: ignore[arg-type]
    caller = found[0].name or (found[0].key if found[0] is not NOBODY else "")
    return Asked(**form, caller=caller, **_told(decision, setup, at, language))  # type: ignore[arg-type]


def _coming(form: dict[str, object], who: Known, at: dt.datetime) -> Coming:
    channel = str(form["channel"])
    return Coming(
        at=at, who=who, channel=Channel(channel) if channel in set(Channel) else Channel.PHONE,
        pressed=bool(form["pressed"]), tried=bool(form["tried"]),
        minutes_since=min(whole(str(form["since"]), NEVER_BEFORE), NEVER_BEFORE),
    )  # fmt: skip


def _moment(request: HttpRequest, setup: Setup, now: dt.datetime) -> dt.datetime:
    """By the clock on the wall where the firm is; raises Refused."""
    day = request.GET.get("day", "").strip()
    minute = minute_of(request.GET.get("time", ""))
    try:
        on = dt.date.fromisoformat(day) if day else now.date()
        wall = dt.datetime.combine(on, dt.time()).replace(tzinfo=setup.tz)
        if minute is None:
            minute = now.hour * 60 + now.minute
        at = wall.replace(hour=minute // 60 % 24, minute=minute % 60)
        at.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise Refused("day_not_read", {"value": day[:30]}) from None
    return at


def _who(who: str, name: str, setup: Setup) -> list[Known]:
    if who in set(Group):
        return [Known("", group=Group(who))]
    if who == "none":
        return [Known("", kind=CallerKind.CUSTOMER)]
    if who == "unknown" or not name:
        return [NOBODY]
    found = meant(name, setup.area_code)
    if not found:
        raise Refused("caller_unknown", {"text": name})
    return found


def _told(decision: Decision, setup: Setup, at: dt.datetime, language: str) -> dict[str, object]:
    """The decision in words; the rule with its place in the list."""
    told: dict[str, object] = {
        "decision": decision, "at": day_and_time(at, language),
        "verdict": verdict_name(decision.verdict, language),
        "text": verdict_text(decision, at, setup.tz, language),
        "reason": reason_text(decision.reason, language), "rule": decision.rule,
    }  # fmt: skip
    for place, rule in enumerate(setup.rules, 1):
        if rule.id == decision.rule:
            names = caller_names(rule.when.callers or ())
            told |= {"place": place, "sentence": rule_sentence(rule, language, names)}
    return told
