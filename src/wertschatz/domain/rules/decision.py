"""Whoever comes: put through, to a colleague, called back, in writing, not now; and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from wertschatz.domain.rules.rule import (
    DAY_MINUTES,
    Rule,
    Season,
    Span,
    Until,
    Verdict,
    When,
    asks_colleague,
    spares,
)
from wertschatz.domain.rules.situation import Colleague, Situation, States
from wertschatz.domain.values import Fact, Reason

UNPLUGGED = "unplugged"
"""Fact of every reason while the plug is pulled, whichever rule it is."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict with its reason."""

    verdict: Verdict
    reason: Reason
    """Its code is that of the ready-made rule, 'own_rule', or 'no_rule'."""
    until: dt.datetime | None
    rule: int | None
    """None: no rule held, so it rings."""


def decide(situation: Situation, rules: Sequence[Rule]) -> Decision:
    """The first rule that holds; where none does, the telephone simply rings."""
    for rule in rules:
        if rule.on and holds(rule, situation):
            return _decided(rule, situation)
    return Decision(Verdict.PUT_THROUGH, Reason("no_rule"), None, None)


def _decided(rule: Rule, situation: Situation) -> Decision:
    until = _until(rule, situation)
    facts: dict[str, Fact] = {"rule": rule.id}
    if until is not None:
        facts["until_at"] = until.isoformat()
    if _lasts(situation.states.unplugged_until, situation.at):
        facts[UNPLUGGED] = 1
    return Decision(rule.verdict, Reason(rule.ready or "own_rule", facts), until, rule.id)


def _until(rule: Rule, situation: Situation) -> dt.datetime | None:
    if rule.until is Until.SLOT:
        return next((slot for slot in situation.slots if slot > situation.at), None)
    if rule.until is Until.STATE:
        return _end_of(rule.when, situation.states)
    return None


def _end_of(when: When, states: States) -> dt.datetime | None:
    """The latest end of the states that the rule names."""
    named = (
        (when.door_closed, states.door_until),
        (when.focus, states.focus_until),
        (when.on_break, states.break_until),
        (when.unplugged, states.unplugged_until),
        (when.in_appointment, states.appointment_until),
    )
    ends = [end for asked, end in named if asked and end is not None]
    return max(ends, default=None)


def holds(rule: Rule, now: Situation) -> bool:
    """Everything that the rule names is so."""
    when = rule.when
    return (
        _among(when.groups, now.group)
        and _among(when.kinds, now.kind)
        and _among(when.callers, now.caller)
        and _among(when.channels, now.channel)
        and _among(when.colleague, now.colleague)
        and _among(when.budget, now.budget)
        and _among(when.emergency, now.emergency)
        and (when.again_within is None or now.minutes_since <= when.again_within)
        and _on_the_clock(when, now.at)
        and _in_these_states(when, now.states, now.at)
        and (now.colleague is Colleague.THERE or not asks_colleague(rule))
        and not spares(rule, now.group)
    )


def _among(named: frozenset[object] | None, value: object) -> bool:
    return named is None or value in named


def _on_the_clock(when: When, at: dt.datetime) -> bool:
    return (
        (when.weekdays is None or at.weekday() in when.weekdays)
        and (not when.times or any(in_span(span, at) for span in when.times))
        and (not when.seasons or any(in_season(one, at) for one in when.seasons))
    )


def in_span(span: Span, at: dt.datetime) -> bool:
    """The clock on the wall lies in the span.

    >>> in_span(Span(22 * 60, 6 * 60), dt.datetime(2026, 11, 25, 5, 59))
    True
    """
    minute = at.hour * 60 + at.minute
    if span.start < span.end:
        return span.start <= minute < span.end
    return minute >= span.start or minute < span.end % DAY_MINUTES


def in_season(season: Season, at: dt.datetime) -> bool:
    """The day lies in the season, both ends included.

    >>> in_season(Season((12, 20), (1, 6)), dt.datetime(2026, 12, 31))
    True
    """
    day = (at.month, at.day)
    if season.start <= season.end:
        return season.start <= day <= season.end
    return day >= season.start or day <= season.end


def _in_these_states(when: When, states: States, at: dt.datetime) -> bool:
    return (
        _is(when.door_closed, states.door_until, at)
        and _is(when.focus, states.focus_until, at)
        and _is(when.on_break, states.break_until, at)
        and _is(when.unplugged, states.unplugged_until, at)
        and _is(when.in_appointment, states.appointment_until, at)
    )


def _is(asked: bool | None, end: dt.datetime | None, at: dt.datetime) -> bool:
    return asked is None or asked == _lasts(end, at)


def _lasts(end: dt.datetime | None, at: dt.datetime) -> bool:
    """A state ends by itself: nobody has to remember to open the door again."""
    return end is not None and at < end
