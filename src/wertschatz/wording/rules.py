"""Every rule as one sentence, and what was decided with its reason (METHOD 0.1, 3.1, 3.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar
from zoneinfo import ZoneInfo

from wertschatz.domain.rules.decision import Decision
from wertschatz.domain.rules.rule import Rule, Until, Verdict, When
from wertschatz.domain.rules.situation import (
    BudgetLeft,
    CallerKind,
    Channel,
    Colleague,
    Emergency,
)
from wertschatz.domain.values import Fact, Group, Reason
from wertschatz.wording.catalogue import N_, Plural, translate, translate_plural
from wertschatz.wording.clock import (
    at_text,
    either,
    seasons_text,
    spans_text,
    together,
    until_text,
    weekdays_text,
)
from wertschatz.wording.sentences import fill

K = TypeVar("K", Colleague, BudgetLeft, Emergency)
Names = Mapping[str, str]
"""Key of a single caller → its name."""
NO_NAMES: Names = {}

VERDICT_NAMES: Mapping[Verdict, str] = {
    Verdict.PUT_THROUGH: N_("Put through"),
    Verdict.COLLEAGUE: N_("A colleague first"),
    Verdict.CALL_BACK: N_("Call back"),
    Verdict.IN_WRITING: N_("In writing"),
    Verdict.NOT_NOW: N_("Not now"),
}
"""As a heading, and in lists to choose from."""
VERDICT_SENTENCES: Mapping[str, str] = {
    "put_through": N_("Put them through."),
    "colleague": N_("Let a colleague try first."),
    "call_back": N_("Call back when it suits you."),
    "call_back_at": N_("Call back {time}."),
    "in_writing": N_("Kindly ask for it in writing."),
    "not_now": N_("Not now."),
    "not_now_until": N_("Not now, {time}."),
}
"""What to do, as an instruction; some with the time."""
REASON_SENTENCES: Mapping[str, str] = {
    "emergency": N_("This counts as an emergency."),
    "unplugged": N_("The plug is pulled: nothing but an emergency gets through."),
    "break": N_("It is break time, and the break is undisturbed."),
    "closed_door": N_("The door is closed: something is to be finished first."),
    "a_may_interrupt": N_("This customer may interrupt you at any time."),
    "colleague_first": N_("First a colleague tries to settle it."),
    "b_in_its_hours": N_("These are the telephone hours."),
    "b_later": N_("These are not the telephone hours; a call-back suits better."),
    "c_in_writing": N_("With this customer it works best in writing."),
    "own_rule": N_("One of your own rules says so."),
    "no_rule": N_("No rule says anything of it, so the telephone simply rings."),
    "gate_too_slow": N_("The decision took too long, so the telephone simply rings."),
    "gate_fails": N_("The rules could not be asked, so the telephone simply rings."),
}
"""Why: one line, no letter of a group, no double quotes. The code of a ready-made rule, or one of
the last four."""

RULE_SENTENCE = N_("When {when}, {then}.")
COMES = N_("{who} {comes}{at}")
ANYBODY, A_CUSTOMER, SOMEBODY, NOBODY_AT_ALL = (
    N_("anybody"), N_("a customer"), N_("somebody"), N_("nobody at all"),
)  # fmt: skip
OF_GROUPS, WITHOUT_GROUP = N_("of group {groups}"), N_("without a confirmed group")
ONLY = N_("{who} (only {narrowed})")
NO_LONGER_KNOWN = N_("somebody who is no longer known")
KINDS: Mapping[CallerKind, str] = {
    CallerKind.CUSTOMER: N_("a customer"),
    CallerKind.COLLEAGUE: N_("a colleague of yours"),
    CallerKind.PRIVATE: N_("somebody of family or friends"),
    CallerKind.SUPPLIER: N_("a supplier"),
    CallerKind.UNKNOWN: N_("an unknown number"),
}
CHANNELS: Mapping[Channel, str] = {
    Channel.PHONE: N_("calls"),
    Channel.DOOR: N_("stands at the door"),
    Channel.MAIL: N_("writes an e-mail"),
    Channel.MESSAGE: N_("writes a message"),
}
GETS_IN_TOUCH, IN_NO_WAY = N_("gets in touch"), N_("gets in touch in no way")
SWITCHES: Mapping[tuple[str, bool], str] = {
    ("door_closed", True): N_("your door is closed"),
    ("door_closed", False): N_("your door is open"),
    ("focus", True): N_("you are working undisturbed"),
    ("focus", False): N_("you are not working undisturbed"),
    ("on_break", True): N_("you are on a break"),
    ("on_break", False): N_("you are not on a break"),
    ("unplugged", True): N_("you have pulled the plug"),
    ("unplugged", False): N_("you have not pulled the plug"),
    ("in_appointment", True): N_("you are in an appointment"),
    ("in_appointment", False): N_("you are in no appointment"),
}
COLLEAGUES: Mapping[Colleague, str] = {
    Colleague.NONE: N_("no colleague is there"),
    Colleague.THERE: N_("a colleague is there"),
    Colleague.TRIED: N_("a colleague has tried already"),
}
BUDGETS: Mapping[BudgetLeft, str] = {
    BudgetLeft.ENOUGH: N_("enough of the time budget is left"),
    BudgetLeft.LITTLE: N_("little of the time budget is left"),
    BudgetLeft.USED: N_("the time budget is used up"),
}
EMERGENCIES: Mapping[Emergency, str] = {
    Emergency.NONE: N_("it is no emergency"),
    Emergency.NAMED: N_("the number is named for emergencies"),
    Emergency.PRESSED: N_("the key for emergencies was pressed"),
    Emergency.AGAIN: N_("it is an urgent second call within three minutes"),
}
AN_EMERGENCY, NEVER_SO = N_("it is an emergency"), N_("something is so that never is")
JUST_NOW = N_("the last call is less than a minute ago")
MINUTES_AGO = Plural(
    "the last call is at most {minutes} minute ago",
    "the last call is at most {minutes} minutes ago",
)
THEN: Mapping[Verdict, str] = {
    Verdict.PUT_THROUGH: N_("they are put through"),
    Verdict.COLLEAGUE: N_("a colleague tries first"),
    Verdict.CALL_BACK: N_("you call back"),
    Verdict.IN_WRITING: N_("you kindly ask for it in writing"),
    Verdict.NOT_NOW: N_("it does not suit now"),
}
"""The second half of the sentence."""
BACK_AT_SLOT, BACK_AFTER = N_("you call back at the next free time"), N_("you call back afterwards")
UNTIL_SLOT, UNTIL_OVER = N_("{then} until the next free time"), N_("{then} until that is over")
NEVER_A = N_("{then}, though never with group A")
_STATES = ("door_closed", "focus", "on_break", "unplugged", "in_appointment")


def verdict_name(verdict: Verdict, language: str) -> str:
    """'Put through' …"""
    return translate(VERDICT_NAMES[verdict], language)


def reason_text(reason: Reason, language: str) -> str:
    """Why it was decided so, without letters and quotes. A code that an older or newer house wrote
    tells no more than whether a rule said so."""
    unknown = REASON_SENTENCES["own_rule" if "rule" in reason.facts else "no_rule"]
    sentence = REASON_SENTENCES.get(reason.code, unknown)
    return fill(translate(sentence, language), reason.facts, language)


def verdict_text(decision: Decision, at: dt.datetime, zone: ZoneInfo, language: str) -> str:
    """What to do, with the time where one is named. `at` is the moment of the decision."""
    until = None if decision.until is None else decision.until.astimezone(zone)
    return verdict_until(decision.verdict, until, at.astimezone(zone), language)


def verdict_until(
    verdict: Verdict, until: dt.datetime | None, now: dt.datetime, language: str
) -> str:
    """The same of a verdict and its time; both times aware, in the zone of the reader."""
    code = verdict.value
    facts: dict[str, Fact] = {}
    if until is not None and verdict is Verdict.CALL_BACK:
        code, facts["time"] = "call_back_at", at_text(until, now, language)
    elif until is not None and verdict is Verdict.NOT_NOW:
        code, facts["time"] = "not_now_until", until_text(until, now, language)
    return fill(translate(VERDICT_SENTENCES[code], language), facts, language)


def rule_sentence(rule: Rule, language: str, names: Names = NO_NAMES) -> str:
    """The rule in one sentence. `names` are those of single callers, by key."""
    facts: dict[str, Fact] = {
        "when": when_text(rule.when, language, names), "then": _then(rule, language)
    }  # fmt: skip
    return fill(translate(RULE_SENTENCE, language), facts, language)


def when_text(when: When, language: str, names: Names = NO_NAMES, at: str = "") -> str:
    """The first half: who comes, how, when, and what else is so. `at` names a single moment."""
    times = filter(None, (
        at, weekdays_text(when.weekdays, language) if when.weekdays is not None else "",
        spans_text(when.times, language), seasons_text(when.seasons, language),
    ))  # fmt: skip
    facts: dict[str, Fact] = {
        "who": _who(when, language, names), "comes": _comes(when.channels, language),
        "at": "".join(f" {one}" for one in times),
    }  # fmt: skip
    first = fill(translate(COMES, language), facts, language)
    return together([first, *_also(when, language)], language)


def _who(when: When, language: str, names: Names) -> str:
    narrowed = _kinds_and_groups(when, language)
    if when.callers is None:
        return narrowed or translate(ANYBODY, language)
    callers = sorted({_caller(key, language, names) for key in when.callers})
    who = either(callers, language) or translate(NOBODY_AT_ALL, language)
    if not narrowed:
        return who
    facts: dict[str, Fact] = {"who": who, "narrowed": narrowed}
    return fill(translate(ONLY, language), facts, language)


def _caller(key: str, language: str, names: Names) -> str:
    if key in names:
        return names[key]
    if not key:
        return translate(KINDS[CallerKind.UNKNOWN], language)
    return key if key.startswith("+") else translate(NO_LONGER_KNOWN, language)


def _kinds_and_groups(when: When, language: str) -> str:
    """'a customer of group A or B'; '' where neither is named."""
    groups = _groups(when.groups, language)
    kinds = when.kinds if when.kinds != frozenset(CallerKind) else None
    if kinds is None:
        if not groups:
            return ""
        only_letters = when.groups is not None and None not in when.groups
        who = translate(A_CUSTOMER if only_letters else SOMEBODY, language)
        return groups if when.groups == frozenset() else f"{who} {groups}"
    said = either([translate(KINDS[one], language) for one in CallerKind if one in kinds], language)
    said = said or translate(NOBODY_AT_ALL, language)
    if not groups or when.groups == frozenset():
        return groups or said
    if kinds == {CallerKind.CUSTOMER}:
        return f"{said} {groups}"
    facts: dict[str, Fact] = {"who": said, "narrowed": groups}
    return fill(translate(ONLY, language), facts, language)


def _groups(groups: frozenset[Group | None] | None, language: str) -> str:
    """'of group A or B or without a confirmed group'; '' where all may be."""
    if groups is None or groups == frozenset({*Group, None}):
        return ""
    if not groups:
        return translate(NOBODY_AT_ALL, language)
    letters = either([group.value for group in Group if group in groups], language)
    named = []
    if letters:
        named.append(fill(translate(OF_GROUPS, language), {"groups": letters}, language))
    if None in groups:
        named.append(translate(WITHOUT_GROUP, language))
    return either(named, language)


def _comes(channels: frozenset[Channel] | None, language: str) -> str:
    if channels is None or channels == frozenset(Channel):
        return translate(GETS_IN_TOUCH, language)
    named = [translate(CHANNELS[one], language) for one in Channel if one in channels]
    return either(named, language) or translate(IN_NO_WAY, language)


def _also(when: When, language: str) -> Iterator[str]:
    """What else must be so, each a clause of its own."""
    for name in _STATES:
        asked = getattr(when, name)
        if asked is not None:
            yield translate(SWITCHES[name, asked], language)
    yield from _among(COLLEAGUES, when.colleague, language)
    yield from _among(BUDGETS, when.budget, language)
    if when.again_within == 0:
        yield translate(JUST_NOW, language)
    elif when.again_within is not None:
        minutes = when.again_within
        sentence = translate_plural(MINUTES_AGO.one, MINUTES_AGO.many, minutes, language)
        yield fill(sentence, {"minutes": minutes}, language)
    if when.emergency == frozenset(EMERGENCIES) - {Emergency.NONE}:
        yield translate(AN_EMERGENCY, language)
    else:
        yield from _among(EMERGENCIES, when.emergency, language)


def _among(named: Mapping[K, str], asked: frozenset[K] | None, language: str) -> Iterable[str]:
    if asked is None or asked == frozenset(named):
        return ()
    said = [translate(sentence, language) for one, sentence in named.items() if one in asked]
    return (either(said, language) or translate(NEVER_SO, language),)


def _then(rule: Rule, language: str) -> str:
    then = translate(THEN[rule.verdict], language)
    states = any(getattr(rule.when, name) for name in _STATES)
    if rule.verdict is Verdict.CALL_BACK:
        if rule.until is Until.SLOT:
            then = translate(BACK_AT_SLOT, language)
        elif rule.until is Until.STATE and states:
            then = translate(BACK_AFTER, language)
    elif rule.verdict is not Verdict.PUT_THROUGH:
        if rule.until is Until.SLOT:
            then = fill(translate(UNTIL_SLOT, language), {"then": then}, language)
        elif rule.until is Until.STATE and states:
            then = fill(translate(UNTIL_OVER, language), {"then": then}, language)
    turns_away = rule.verdict is not Verdict.PUT_THROUGH
    if rule.when.budget is not None and turns_away and _may_be_a(rule.when):
        then = fill(translate(NEVER_A, language), {"then": then}, language)
    return then


def _may_be_a(when: When) -> bool:
    return when.groups is None or Group.A in when.groups
