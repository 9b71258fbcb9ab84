"""“Who gets through, and when”: rules as sentences, the week, colleagues and named numbers."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from wertschatz.domain.customers.phones import normal_number
from wertschatz.domain.customers.preferences import Hours
from wertschatz.domain.rules.ready import ready_made
from wertschatz.domain.rules.rule import Rule, RuleOutOfRange, Span, Until, Verdict, When
from wertschatz.domain.rules.situation import CallerKind
from wertschatz.domain.values import Fact
from wertschatz.ports import commitments
from wertschatz.ports.rules import PeopleKeeper, RulesKeeper, Times, TimesKeeper
from wertschatz.ports.seen import ChangedMeanwhile, Seen
from wertschatz.usecases.refusals import Refused

MOST_RULES = 200
MOST_STRETCHES = 30
LONGEST_NAME = 200
LONGEST_PHONE = 60
TELEPHONE_HOURS = "b_in_its_hours"
"""The ready-made rule whose times are the telephone hours."""
STATES = ("emergency", "unplugged", "break", "closed_door")
"""The ready-made rules that stand before everything of one's own."""
VERSION = "version"
"""The field of `Seen` that says which rules the person looked at."""


class Wish(NamedTuple):
    """A rule as a person says it."""

    when: When
    verdict: Verdict
    until: Until = Until.NOTHING


class Context(NamedTuple):
    """Whose rules, by whom and when they are changed, and which version was looked at."""

    user: int
    by: int | None
    at: dt.datetime
    seen: int | None = None


def rule_refused(error: RuleOutOfRange) -> Refused:
    """What is wrong with a rule that names what no clock or calendar has."""
    return Refused("rule_out_of_range", {"field": error.field})


def add_a_rule(book: RulesKeeper, wish: Wish, context: Context) -> int:
    """A rule of one's own, behind those for emergency, plug, break and door; returns its id.
    Raises Refused."""
    now = book.version(context.user)
    rules = book.rules(context.user)
    if len(rules) >= MOST_RULES:
        raise Refused("too_many_rules", {"most": MOST_RULES})
    made = Rule(max((rule.id for rule in rules), default=0) + 1, *wish)
    place = place_of_a_new_rule(rules)
    _keep(book, [*rules[:place], made, *rules[place:]], "rule_added", place + 1, context, now)
    return made.id


def place_of_a_new_rule(rules: Sequence[Rule]) -> int:
    """How many stand before it: those for emergency, plug, break and door."""
    return max((at for at, rule in enumerate(rules, 1) if rule.ready in STATES), default=0)


def change_a_rule(book: RulesKeeper, rule: int, wish: Wish, context: Context) -> uuid.UUID | None:
    """What the rule says; None: nothing differs; raises Refused, ChangedMeanwhile."""
    rules, at, now = _rule_as_seen(book, rule, context)
    changed = replace(rules[at], when=wish.when, verdict=wish.verdict, until=wish.until)
    if not _is_still(rules[at], changed):
        changed = replace(changed, ready="")
    if changed == rules[at]:
        return None
    return _keep(book, _with(rules, at, changed), "rule_changed", at + 1, context, now)


def switch_a_rule(book: RulesKeeper, rule: int, on: bool, context: Context) -> uuid.UUID | None:
    """A rule that is off does nothing; None: it is so already; raises Refused,
    ChangedMeanwhile."""
    rules, at, now = _rule_as_seen(book, rule, context)
    if rules[at].on is on:
        return None
    code = "rule_switched_on" if on else "rule_switched_off"
    return _keep(book, _with(rules, at, replace(rules[at], on=on)), code, at + 1, context, now)


def move_a_rule(book: RulesKeeper, rule: int, by_places: int, context: Context) -> uuid.UUID | None:
    """Earlier (-1) or later (1): the first that holds decides. None: there is no such place."""
    rules, at, now = _rule_as_seen(book, rule, context)
    to = min(max(0, at + by_places), len(rules) - 1)
    if to == at:
        return None
    others = [*rules[:at], *rules[at + 1 :]]
    moved = [*others[:to], rules[at], *others[to:]]
    return _keep(book, moved, "rule_moved", at + 1, context, now, to=to + 1)


def delete_a_rule(book: RulesKeeper, rule: int, context: Context) -> uuid.UUID:
    """Raises Refused, ChangedMeanwhile."""
    rules, at, now = _rule_as_seen(book, rule, context)
    return _keep(book, [*rules[:at], *rules[at + 1 :]], "rule_deleted", at + 1, context, now)


def back_to_the_ready_made(book: RulesKeeper, context: Context) -> uuid.UUID | None:
    """The house's own rules once more; None: they hold. Raises ChangedMeanwhile."""
    now = book.version(context.user)
    if context.seen is not None and context.seen != now:
        raise ChangedMeanwhile({VERSION: now})
    made = ready_made()
    if book.rules(context.user) == made:
        return None
    return _keep(book, made, "rules_ready_made", 0, context, now)


def say_the_telephone_hours(
    book: RulesKeeper, weekdays: frozenset[int], spans: Sequence[Span], context: Context
) -> uuid.UUID | None:
    """When group B gets through; None: nothing differs; raises Refused, ChangedMeanwhile."""
    there = next((one for one in book.rules(context.user) if one.ready == TELEPHONE_HOURS), None)
    if there is None:
        raise Refused("telephone_hours_gone")
    if not spans or not weekdays:
        raise Refused("telephone_hours_missing")
    rules, at, now = _rule_as_seen(book, there.id, context)
    try:
        when = replace(there.when, weekdays=weekdays, times=tuple(spans))
    except RuleOutOfRange as error:
        raise rule_refused(error) from None
    if when == there.when:
        return None
    changed = _with(rules, at, replace(there, when=when))
    return _keep(book, changed, "telephone_hours_said", at + 1, context, now)


def _is_still(ready: Rule, changed: Rule) -> bool:
    """Only how and when was changed: the reason of the ready-made rule still tells the truth."""
    open_to_change = {
        name: getattr(ready.when, name) for name in ("channels", "weekdays", "times", "seasons")
    }
    same = replace(changed.when, **open_to_change) == ready.when
    return same and changed.verdict is ready.verdict


def _with(rules: Sequence[Rule], at: int, rule: Rule) -> list[Rule]:
    return [*rules[:at], rule, *rules[at + 1 :]]


def _place(rules: Sequence[Rule], rule: int) -> int | None:
    return next((at for at, one in enumerate(rules) if one.id == rule), None)


class _Found(NamedTuple):
    """All rules now, where the one stands that is meant, and their version."""

    rules: tuple[Rule, ...]
    at: int
    version: int


def _rule_as_seen(book: RulesKeeper, rule: int, context: Context) -> _Found:
    """Raises Refused where the rule is gone, ChangedMeanwhile where it reads otherwise than the
    person saw it. Whoever changed another rule meanwhile does not stand in the way."""
    now = book.version(context.user)
    rules = book.rules(context.user)
    at = _place(rules, rule)
    if at is None:
        raise Refused("rule_gone")
    if context.seen is not None and context.seen != now:
        before = book.rules_seen(context.user, context.seen) or ()
        was = _place(before, rule)
        if was is None or before[was] != rules[at]:
            raise ChangedMeanwhile({VERSION: now})
    return _Found(rules, at, now)


def _keep(
    book: RulesKeeper,
    rules: Sequence[Rule],
    code: str,
    place: int,
    context: Context,
    now: int,
    **more: Fact,
) -> uuid.UUID:
    """`now` is the version that `rules` was made of: whoever is faster is not overwritten."""
    facts: dict[str, Fact] = {"place": place, **more} if place else {}
    try:
        return book.keep_rules(
            context.user, rules, code=code, facts=facts, seen=now, by=context.by, at=context.at
        )
    except commitments.ChangedMeanwhile:
        raise ChangedMeanwhile({VERSION: book.version(context.user)}) from None


def say_my_times(
    book: TimesKeeper, times: Times, context: Context, seen: Seen | None = None
) -> uuid.UUID | None:
    """Working hours, breaks, mail windows and own telephones; None: nothing differs.
    Raises Refused, ChangedMeanwhile."""
    for stretches in (times.work, times.breaks, times.mail):
        _check(stretches)
    numbers = tuple(dict.fromkeys(filter(None, (_dialled(one) for one in times.numbers))))
    return book.keep_week(
        context.user, work=times.work, breaks=times.breaks, mail=times.mail, numbers=numbers,
        by=context.by, at=context.at, seen=seen,
    )  # fmt: skip


def name_a_colleague(
    book: PeopleKeeper,
    colleague: uuid.UUID | None,
    *,
    name: str,
    number: str,
    hours: Sequence[Hours],
    away: bool,
    by: int | None,
    at: dt.datetime,
    seen: Seen | None = None,
) -> uuid.UUID:
    """Somebody who may settle a matter first; raises Refused, ChangedMeanwhile."""
    _check(hours)
    try:
        return book.keep_colleague(
            colleague, name=_name(name, needed=True), number=_dialled(number), hours=hours,
            away=away, by=by, at=at, seen=seen,
        )  # fmt: skip
    except KeyError:
        raise Refused("colleague_gone") from None


def move_a_colleague(
    book: PeopleKeeper,
    colleague: uuid.UUID,
    by_places: int,
    *,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID | None:
    """Asked earlier (-1) or later (1); None: there is no such place; raises Refused."""
    try:
        return book.move_colleague(colleague, by_places, by=by, at=at)
    except KeyError:
        raise Refused("colleague_gone") from None


def name_a_number(
    book: PeopleKeeper,
    written: str,
    *,
    name: str,
    kind: str,
    emergency: bool,
    may_repeat: bool,
    area_code: str,
    by: int | None,
    at: dt.datetime,
    seen: Seen | None = None,
) -> uuid.UUID:
    """A number of family, school, alarm …; raises Refused, ChangedMeanwhile."""
    written = _dialled(written)
    number = normal_number(written, area_code)
    if not number:
        raise Refused("phone_not_read", {"phone": written})
    return book.keep_number(
        number, written=written, name=_name(name), kind=kind if kind in set(CallerKind) else "",
        emergency=emergency, may_repeat=may_repeat, by=by, at=at, seen=seen,
    )  # fmt: skip


def _check(stretches: Sequence[Hours]) -> None:
    if len(stretches) > MOST_STRETCHES:
        raise Refused("too_many_stretches", {"most": MOST_STRETCHES})
    for one in stretches:
        if not one.weekdays:
            raise Refused("stretch_without_day")
        if one.start == one.until:
            raise Refused("time_window_empty")


def _name(text: str, *, needed: bool = False) -> str:
    text = " ".join(text.split())
    if needed and not text:
        raise Refused("name_missing")
    if len(text) > LONGEST_NAME:
        facts: dict[str, Fact] = {
            "text": text[:30], "length": len(text), "most": LONGEST_NAME
        }  # fmt: skip
        raise Refused("field_too_long", facts)
    return text


def _dialled(text: str) -> str:
    """As an exchange dials it: a number, or an extension of a few digits."""
    text = " ".join(text.split())
    if len(text) > LONGEST_PHONE or (text and not any(sign.isdigit() for sign in text)):
        raise Refused("phone_not_read", {"phone": text[:LONGEST_PHONE]})
    return text
