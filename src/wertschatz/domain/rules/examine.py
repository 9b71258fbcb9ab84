"""Looks the whole set of rules over: what never happens, what contradicts, who is locked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from wertschatz.domain.rules.boxes import AXES, CUSTOMERS, Box, Space, left_of, meet, within
from wertschatz.domain.rules.rule import DAY_MINUTES, Rule, Span, Verdict, When
from wertschatz.domain.rules.situation import CallerKind, Channel, Emergency, Situation
from wertschatz.domain.values import Fact, Group, Reason


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the rules that the owner will want to know."""

    reason: Reason
    """'rule_impossible', 'rule_superfluous', 'rule_contradicts', 'rule_never', 'a_locked_out' or
    'emergency_locked_out'."""
    rules: tuple[int, ...]
    """The rule it is about first, then those that bring it about."""
    example: Situation | None = None


@dataclass(frozen=True, slots=True)
class _Room:
    """A rule that is on, with its box."""

    rule: Rule
    box: Box


def examine(
    rules: Sequence[Rule],
    hours: Sequence[tuple[int, Span]],
    grouped: frozenset[CallerKind] = CUSTOMERS,
) -> tuple[Finding, ...]:
    """Everything there is to say, in the order of the rules; `hours` are the working hours as
    (weekday, span), without spans over midnight. `grouped` are the kinds of callers who may have a
    group: customers, and what the owner called a customer's number."""
    on = [rule for rule in rules if rule.on]
    marks = Rule(0, _marks_of(hours), Verdict.PUT_THROUGH)
    space = Space.of([*on, marks] if hours else on)
    rooms = [_Room(rule, space.of_rule(rule)) for rule in on]
    return (
        *_without_effect(rooms, space.possible(grouped), space),
        *_locked_out(rooms, space, hours),
        *_no_way_in(rooms, space.possible(grouped), space),
    )


def through_the_plug(rules: Sequence[Rule]) -> tuple[int | None, ...]:
    """Rules by which somebody who is no emergency gets through on the telephone while the plug is
    pulled; None: no rule says anything of some of them, so it rings. () it keeps all away."""
    on = [rule for rule in rules if rule.on]
    space = Space.of(on)
    rooms = [_Room(rule, space.of_rule(rule)) for rule in on]
    plain = space.box({
        "channels": {Channel.PHONE}, "emergency": {Emergency.NONE}, "unplugged": {True},
    })  # fmt: skip
    found: dict[int | None, None] = {}
    for wanted in (part for one in space.possible() if (part := meet(plain, one)) is not None):
        for room, _ in _first_to_hold(rooms, wanted):
            if room.rule.verdict is Verdict.PUT_THROUGH:
                found[room.rule.id] = None
        if left_of(wanted, [room.box for room in rooms]) is not None:
            found[None] = None
    return tuple(found)


def _marks_of(hours: Sequence[tuple[int, Span]]) -> When:
    """The working hours too are where a day is cut."""
    return When(times=tuple({span for _, span in hours}))


def _without_effect(
    rooms: Sequence[_Room], possible: Sequence[Box], space: Space
) -> Iterator[Finding]:
    for at, room in enumerate(rooms):
        mine = [part for whole in possible if (part := meet(room.box, whole)) is not None]
        before = rooms[:at]
        if not mine:
            yield Finding(Reason("rule_impossible", {"rule": room.rule.id}), (room.rule.id,))
        elif all(left_of(part, [one.box for one in before]) is None for part in mine):
            yield _never(room, mine, before, space)


def _never(room: _Room, mine: Sequence[Box], before: Sequence[_Room], space: Space) -> Finding:
    for at, other in enumerate(before):
        if all(within(part, other.box) for part in mine):
            # An example that the other one decides, not one that stands before it.
            sooner = [one.box for one in before[:at]]
            left = (left_of(part, sooner) for part in mine)
            example = space.example(next(filter(None, left), mine[0]))
            same = other.rule.verdict is room.rule.verdict
            code = "rule_superfluous" if same else "rule_contradicts"
            facts: dict[str, Fact] = {"rule": room.rule.id, "other": other.rule.id}
            return Finding(Reason(code, facts), (room.rule.id, other.rule.id), example)
    together = _few(mine, before)
    facts = {"rule": room.rule.id, "others": len(together)}
    named = (room.rule.id, *together)
    return Finding(Reason("rule_never", facts), named, space.example(mine[0]))


def _few(mine: Sequence[Box], before: Sequence[_Room]) -> tuple[int, ...]:
    """Rules that together leave nothing, none of which could be missing."""
    needed = [one for one in before if any(meet(part, one.box) for part in mine)]
    for one in list(needed):
        others = [other.box for other in needed if other is not one]
        if all(left_of(part, others) is None for part in mine):
            needed.remove(one)
    return tuple(one.rule.id for one in needed)


def _first_to_hold(rooms: Sequence[_Room], wanted: Box) -> Iterator[tuple[_Room, Box]]:
    """The rules that decide anywhere in this box, each with a part in which it does."""
    earlier: list[Box] = []
    for room in rooms:
        here = meet(room.box, wanted)
        if here is None:
            continue
        mine = left_of(here, earlier)
        if mine is not None:
            yield room, mine
        earlier.append(here)


def _rings(rooms: Sequence[_Room], wanted: Box) -> bool:
    """Somewhere in this box the telephone rings at the owner's."""
    if any(room.rule.verdict is Verdict.PUT_THROUGH for room, _ in _first_to_hold(rooms, wanted)):
        return True
    return left_of(wanted, [room.box for room in rooms]) is not None


def _locked_out(
    rooms: Sequence[_Room], space: Space, hours: Sequence[tuple[int, Span]]
) -> Iterator[Finding]:
    """Working hours in which nobody of group A gets through, on an ordinary day."""
    ordinary: dict[str, Iterable[object]] = {
        "groups": {Group.A}, "kinds": {CallerKind.CUSTOMER}, "channels": {Channel.PHONE},
        "door_closed": {False}, "focus": {False}, "on_break": {False}, "unplugged": {False},
        "in_appointment": {False}, "emergency": {Emergency.NONE},
    }  # fmt: skip
    times, days = AXES.index("times"), AXES.index("weekdays")
    known: dict[tuple[bool, ...], bool] = {}
    shut: list[tuple[int, int, int]] = []
    for weekday, span in hours:
        for start, end in _cells_in(space, span):
            cell = space.box({**ordinary, "weekdays": {weekday}, "times": {start}})
            # Cells in which the same rules may hold are alike.
            alike = tuple(bool(r.box[times] & cell[times] and r.box[days] & cell[days])
                          for r in rooms)  # fmt: skip
            if alike not in known:
                known[alike] = _rings(rooms, cell)
            if not known[alike]:
                shut.append((weekday, start, end))
    for weekday, start, end in _joined(shut):
        cell = space.box({**ordinary, "weekdays": {weekday}, "times": {start}})
        who = tuple(room.rule.id for room, _ in _first_to_hold(rooms, cell))
        facts: dict[str, Fact] = {
            "weekday": weekday, "start_minute": start, "end_minute": end, "rules": len(who),
        }  # fmt: skip
        yield Finding(Reason("a_locked_out", facts), who, space.example(cell))


def _cells_in(space: Space, span: Span) -> Iterator[tuple[int, int]]:
    ends = (*space.times[1:], DAY_MINUTES)
    for start, end in zip(space.times, ends, strict=True):
        if span.start <= start and end <= span.end:
            yield start, end


def _joined(shut: list[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Neighbouring cells of a day are one span."""
    for weekday, cells in groupby(sorted(shut), key=lambda cell: cell[0]):
        start, end = -1, -1
        for _, begins, ends in cells:
            if begins != end:
                if end >= 0:
                    yield weekday, start, end
                start = begins
            end = ends
        yield weekday, start, end


def _no_way_in(rooms: Sequence[_Room], possible: Sequence[Box], space: Space) -> Iterator[Finding]:
    """Emergencies that some rule turns away."""
    for kind in (one for one in Emergency if one is not Emergency.NONE):
        calls = space.box({"channels": {Channel.PHONE}, "emergency": {kind}})
        found: dict[int, Box] = {}
        for whole in possible:
            wanted = meet(calls, whole)
            if wanted is None:
                continue
            for room, part in _first_to_hold(rooms, wanted):
                if room.rule.verdict is not Verdict.PUT_THROUGH:
                    found.setdefault(room.rule.id, part)
        for rule, part in found.items():
            facts: dict[str, Fact] = {"rule": rule, "emergency": kind.value}
            yield Finding(Reason("emergency_locked_out", facts), (rule,), space.example(part))
