"""What may be told of the rules outside: times and habits, never whom a rule is about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from wertschatz.domain.customers.preferences import EVERY_DAY, Hours
from wertschatz.domain.rules.decision import in_season
from wertschatz.domain.rules.moment import Setup
from wertschatz.domain.rules.rule import Rule, Verdict
from wertschatz.domain.rules.situation import CallerKind, Channel, Emergency
from wertschatz.domain.values import Group

OUTSIDE = frozenset({CallerKind.CUSTOMER, CallerKind.UNKNOWN})
"""Those for whom the texts are made."""


class Text(StrEnum):
    """The texts that tell the rules politely (METHOD 0.3)."""

    GREETING = "greeting"
    VOICEMAIL = "voicemail"
    SIGNATURE = "signature"
    ABSENCE = "absence"
    HOUSE_RULES = "house_rules"
    DOOR = "door"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Outward:
    """All that the texts are made of. No group, no caller, no name stands in it."""

    phone: tuple[Hours, ...] = ()
    """When one is put through best; the working hours where the rules name no others."""
    mail: tuple[Hours, ...] = ()
    breaks: tuple[Hours, ...] = ()
    """Only where a rule keeps them."""
    colleague: bool = False
    """A colleague tries first."""
    call_back: bool = False
    in_writing: bool = False
    closed_door: bool = False
    """A closed door is left alone."""


def outward(setup: Setup, at: dt.datetime) -> Outward:
    """What the rules that hold in this season say to everybody."""
    local = at.astimezone(setup.tz)
    rules = [rule for rule in setup.rules if rule.on and _in_season(rule, local)]
    verdicts = {rule.verdict for rule in rules}
    turned = [rule for rule in rules if rule.verdict is Verdict.NOT_NOW]
    named = {hours for rule in rules if _opens(rule) for hours in _hours(rule)}
    return Outward(
        phone=tuple(sorted(named, key=_order)) or setup.work,
        mail=setup.mail,
        breaks=setup.breaks if any(rule.when.on_break for rule in turned) else (),
        colleague=Verdict.COLLEAGUE in verdicts and bool(setup.helpers),
        call_back=Verdict.CALL_BACK in verdicts,
        in_writing=Verdict.IN_WRITING in verdicts,
        closed_door=any(rule.when.door_closed for rule in turned),
    )


def _in_season(rule: Rule, local: dt.datetime) -> bool:
    seasons = rule.when.seasons
    return not seasons or any(in_season(one, local) for one in seasons)


def _opens(rule: Rule) -> bool:
    """A rule that puts callers through at named times, and not only the few whom nobody is told
    of: single callers, family, group A, whoever calls again at once."""
    when = rule.when
    return (
        rule.verdict is Verdict.PUT_THROUGH
        and bool(when.times)
        and when.callers is None
        and when.again_within is None
        and when.groups != frozenset({Group.A})
        and (when.kinds is None or not when.kinds.isdisjoint(OUTSIDE))
        and (when.channels is None or Channel.PHONE in when.channels)
        and (when.emergency is None or Emergency.NONE in when.emergency)
        and not any((when.door_closed, when.focus, when.on_break, when.unplugged,
                     when.in_appointment))
    )  # fmt: skip


def _hours(rule: Rule) -> list[Hours]:
    days = EVERY_DAY if rule.when.weekdays is None else rule.when.weekdays
    return [Hours(days, span.start, span.end) for span in rule.when.times if days]


def _order(hours: Hours) -> tuple[list[int], int, int]:
    return sorted(hours.weekdays), hours.start, hours.until
