"""What the examination of the rules found: a sentence, an example, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from wertschatz.domain.rules.examine import Finding
from wertschatz.domain.rules.rule import Rule, When
from wertschatz.domain.rules.situation import (
    NEVER_BEFORE,
    BudgetLeft,
    Colleague,
    Emergency,
    Situation,
)
from wertschatz.domain.values import Fact
from wertschatz.wording.catalogue import N_, Plural, translate, translate_plural
from wertschatz.wording.clock import clock, on_day, time_text, together
from wertschatz.wording.preferences import weekday_text
from wertschatz.wording.rules import NO_NAMES, Names, when_text
from wertschatz.wording.sentences import fill

T = TypeVar("T")
FINDING_SENTENCES: Mapping[str, str] = {
    "rule_impossible": N_(
        "Rule {rule} can never hold: what it names never comes together. Take something out of it."
    ),
    "rule_superfluous": N_(
        "Rule {rule} is never needed: rule {other} before it already says the same. You can "
        "delete it."
    ),
    "rule_contradicts": N_(
        "Rule {rule} never gets its turn: rule {other} stands before it and says otherwise. Move "
        "rule {rule} up, or change one of the two."
    ),
    "rule_never": N_(
        "Rule {rule} never gets its turn: together, rules {others} before it leave nothing. Move "
        "it up, or delete it."
    ),
    "a_locked_out": N_(
        "On {weekday} between {start} and {end} o’clock nobody of group A gets through, although "
        "you work then. See rules {others}."
    ),
    "a_locked_out_one": N_(
        "On {weekday} between {start} and {end} o’clock nobody of group A gets through, although "
        "you work then. See rule {others}."
    ),
    "emergency_locked_out": N_(
        "An emergency does not get through: rule {rule} holds it up. Move the rule for "
        "emergencies before it."
    ),
}
"""Rules are named by their place in the list."""
EXAMPLE = N_("For example when {when}.")
FOUND = Plural("{count} thing about your rules is worth a look.",
               "{count} things about your rules are worth a look.")  # fmt: skip
ALL_WELL = N_(
    "Your rules were looked over: each of them can get its turn, group A gets through in your "
    "working hours, and so does an emergency."
)
ON_ONE = (
    N_("on a Monday"), N_("on a Tuesday"), N_("on a Wednesday"), N_("on a Thursday"),
    N_("on a Friday"), N_("on a Saturday"), N_("on a Sunday"),
)  # fmt: skip
FINDING_CODES = frozenset(FINDING_SENTENCES) - {"a_locked_out_one"}


@dataclass(frozen=True, slots=True)
class FindingText:
    """One finding, ready to be read."""

    sentence: str
    example: str
    """'' : there is none."""
    rule: int | None
    """Id of the rule to look at first."""


def findings_text(findings: Sequence[Finding], language: str) -> str:
    """How much was found, in one sentence."""
    if not findings:
        return translate(ALL_WELL, language)
    count = len(findings)
    return fill(
        translate_plural(FOUND.one, FOUND.many, count, language), {"count": count}, language
    )


def finding_text(
    finding: Finding, rules: Sequence[Rule], language: str, names: Names = NO_NAMES
) -> FindingText:
    """The finding in words; `rules` is the whole set in order. Raises KeyError for an unknown
    code."""
    places = {rule.id: at for at, rule in enumerate(rules, 1)}
    facts: dict[str, Fact] = dict(finding.reason.facts)
    code = finding.reason.code
    about = finding.rules
    if "rule" in facts:
        facts["rule"] = places[int(facts["rule"])]
    if "other" in facts:
        facts["other"] = places[int(facts["other"])]
    shown = about if code == "a_locked_out" else about[1:]
    facts["others"] = together([str(places[one]) for one in shown], language)
    if code == "a_locked_out":
        facts["weekday"] = weekday_text(int(facts["weekday"]), language)
        facts["start"] = clock(int(facts["start_minute"]))
        facts["end"] = clock(int(facts["end_minute"]))
        code = "a_locked_out_one" if len(shown) == 1 else code
    dated = any(rule.when.seasons for rule in rules if rule.id in about)
    example = finding.example
    return FindingText(
        fill(translate(FINDING_SENTENCES[code], language), facts, language),
        "" if example is None else example_text(example, language, names, dated=dated),
        about[0] if about else None,
    )


def example_text(
    example: Situation, language: str, names: Names = NO_NAMES, *, dated: bool = False
) -> str:
    """A situation as a sentence; what is as usual is not named. `dated`: the day matters."""
    at = example.at
    words = [translate(ON_ONE[at.weekday()], language)]
    if dated:
        words.append(on_day((at.month, at.day), language))
    words.append(time_text(at.hour * 60 + at.minute, language))
    said = when_text(_when(example), language, names, " ".join(words))
    return fill(translate(EXAMPLE, language), {"when": said}, language)


def _when(example: Situation) -> When:
    """The rule that would hold in this situation alone, without its time."""
    states = example.states
    return When(
        groups=frozenset({example.group}) if example.group else None,
        kinds=frozenset({example.kind}),
        callers=frozenset({example.caller}) if example.caller else None,
        channels=frozenset({example.channel}),
        door_closed=True if states.door_until else None,
        focus=True if states.focus_until else None,
        on_break=True if states.break_until else None,
        unplugged=True if states.unplugged_until else None,
        in_appointment=True if states.appointment_until else None,
        colleague=_unusual(example.colleague, Colleague.NONE),
        budget=_unusual(example.budget, BudgetLeft.ENOUGH),
        again_within=None if example.minutes_since >= NEVER_BEFORE else example.minutes_since,
        emergency=_unusual(example.emergency, Emergency.NONE),
    )


def _unusual(value: T, usual: T) -> frozenset[T] | None:
    return None if value == usual else frozenset({value})
