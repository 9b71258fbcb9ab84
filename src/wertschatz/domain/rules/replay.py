"""A list of past calls under a set of rules: what would have rung, who waited, what it brings."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median
from typing import NamedTuple

from wertschatz.domain.customers.preferences import SEARCHED_DAYS
from wertschatz.domain.rules.callbacks import Slots
from wertschatz.domain.rules.decision import Decision
from wertschatz.domain.rules.moment import (
    NOBODY,
    Coming,
    Known,
    Setup,
    Stretch,
    answer,
    minutes_between,
)
from wertschatz.domain.rules.quiet import Quiet, quiet_of, work_of
from wertschatz.domain.rules.rule import Rule, Verdict
from wertschatz.domain.rules.situation import NEVER_BEFORE
from wertschatz.domain.values import Group

BACK_MINUTES = 5
"""What the way back to the matter takes after an interruption, at most: an assumption that is
shown and can be set. No figure is proved for everybody's work."""
BACK_RANGE = range(0, 61)
GROUPS: tuple[Group | None, ...] = (*Group, None)


class Outcome(StrEnum):
    """What became of a call."""

    ANSWERED = "answered"
    MISSED = "missed"
    REJECTED = "rejected"
    """The telephone system turned it away by itself: it never rang, whatever the rules say."""
    HELD = "held"
    """The rules held it back then; nobody knows whether it would have been answered."""


class PastCall(NamedTuple):
    """One call as it really was."""

    at: dt.datetime
    """Aware."""
    who: Known = NOBODY
    number: str = ""
    """Of the other side, the same for the same telephone; '' withheld."""
    incoming: bool = True
    seconds: int = 0
    """How long one spoke; 0 where nobody answered."""
    outcome: Outcome = Outcome.ANSWERED


class Said(NamedTuple):
    """A switch of the past: said at `start`, true up to `over`, and said to last `until` then."""

    kind: str
    """'door', 'focus', 'break' or 'unplugged'."""
    start: dt.datetime
    over: dt.datetime
    """When it really ended."""
    until: dt.datetime


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of the days that are replayed, beside the calls."""

    first: dt.date
    """The first and the last day, where the firm is; both included."""
    last: dt.date
    switches: tuple[Said, ...] = ()
    appointments: tuple[Stretch, ...] = ()
    until: dt.datetime | None = None
    """What comes after it is not past yet."""
    closed: frozenset[dt.date] = frozenset()
    """Days off among them, and among those after them in which slots are looked for."""


class Told(NamedTuple):
    """An incoming call and what the rules say to it."""

    call: PastCall
    decision: Decision

    @property
    def rang(self) -> bool:
        """It would have rung at the owner: an interruption."""
        through = self.decision.verdict is Verdict.PUT_THROUGH
        return through and self.call.outcome is not Outcome.REJECTED


@dataclass(frozen=True, slots=True)
class Waits:
    """How the callers of one group fared. The four kinds and `open_ended` make up all `calls`."""

    calls: int = 0
    """Without those that the telephone system turned away."""
    put_through: int = 0
    """They did not wait."""
    unanswered: int = 0
    """Of those put through: really nobody had picked up."""
    later: int = 0
    """Told a time at which they are called back or may call again."""
    later_median_minutes: int = 0
    later_longest_minutes: int = 0
    """From the call up to that time."""
    colleague: int = 0
    in_writing: int = 0
    open_ended: int = 0
    """Neither put through nor told a time."""


@dataclass(frozen=True, slots=True)
class Replay:
    """All incoming calls under one set of rules."""

    told: tuple[Told, ...]
    """In order."""
    outgoing: int
    """Calls of one's own: nobody was interrupted by them, and they part no quiet stretch."""
    rejected: int
    verdicts: dict[Verdict, int]
    """Without those rejected."""
    quiet: Quiet
    waits: dict[Group | None, Waits]
    by_hour: tuple[int, ...]
    """Interruptions by the hour of the day, 24 of them."""

    @property
    def interruptions(self) -> int:
        """Calls that rang at the owner."""
        return self.verdicts.get(Verdict.PUT_THROUGH, 0)


@dataclass(frozen=True, slots=True)
class Gain:
    """What other rules would have changed; a range, because nobody knows the way back."""

    avoided: int
    """Interruptions that the new rules spare."""
    added: int
    """Those that only the new rules let through."""
    low_minutes: int
    """Uninterrupted time won: where the way back takes no time … below zero: lost."""
    high_minutes: int
    """… and where it takes `back_minutes` each time."""
    back_minutes: int
    later_minutes: int
    """Of the time won, talk that still comes, at a time of one's own choice (called back)."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A call of which the two sets of rules say different things."""

    call: PastCall
    old: Decision
    new: Decision


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sets of rules side by side."""

    old: Replay
    new: Replay
    gain: Gain
    changed: tuple[Changed, ...]


def compare(
    setup: Setup,
    old: Sequence[Rule],
    new: Sequence[Rule],
    calls: Iterable[PastCall],
    past: Past,
    back_minutes: int = BACK_MINUTES,
) -> Comparison:
    """Both sets of rules over the same calls, days and times; raises ValueError outside
    `BACK_RANGE`."""
    if back_minutes not in BACK_RANGE:
        raise ValueError(back_minutes)
    listed = _in_order(calls)
    before = replay(replace(setup, rules=tuple(old)), listed, past)
    after = replay(replace(setup, rules=tuple(new)), listed, past)
    changed = tuple(
        Changed(one.call, one.decision, other.decision)
        for one, other in zip(before.told, after.told, strict=True)
        if one.decision.verdict is not other.decision.verdict
    )
    return Comparison(before, after, gain_of(before, after, back_minutes), changed)


def replay(setup: Setup, calls: Iterable[PastCall], past: Past) -> Replay:
    """Every incoming call through `answer`, the same that the gate asks.

    Of the set-up, rules, times and colleagues count; what was said of the present does not: the
    switches, appointments and days off are those of `past`, and every budget counts as enough.
    """
    listed = _in_order(calls)
    told = tuple(_told(setup, listed, past))
    real = [one for one in told if one.call.outcome is not Outcome.REJECTED]
    rang = [one for one in real if one.rang]
    hours = Counter(one.call.at.astimezone(setup.tz).hour for one in rang)
    return Replay(
        told=told,
        outgoing=sum(not call.incoming for call in listed),
        rejected=len(told) - len(real),
        verdicts=dict(Counter(one.decision.verdict for one in real)),
        quiet=quiet_of(
            work_of(setup, past.first, past.last, past.until, past.closed), map(_stretch, rang)
        ),
        waits={group: _waits(real, group) for group in GROUPS},
        by_hour=tuple(hours[hour] for hour in range(24)),
    )


def _in_order(calls: Iterable[PastCall]) -> list[PastCall]:
    """In UTC: between two times of one zone Python counts by the clock on the wall, which is
    wrong by an hour in the nights in which it is changed."""
    return sorted(
        (call._replace(at=call.at.astimezone(dt.UTC)) for call in calls), key=lambda call: call.at
    )


def gain_of(old: Replay, new: Replay, back_minutes: int = BACK_MINUTES) -> Gain:
    """Time won by fewer interruptions: their own length, and up to so many minutes back to the
    matter each; what the new rules let through in addition is taken off in the same way."""
    pairs = list(zip(old.told, new.told, strict=True))
    avoided = [new for old, new in pairs if old.rang and not new.rang]
    added = [new for old, new in pairs if new.rang and not old.rang]
    seconds = sum(one.call.seconds for one in avoided) - sum(one.call.seconds for one in added)
    back = (len(avoided) - len(added)) * back_minutes * 60
    later = sum(one.call.seconds for one in avoided if one.decision.verdict is Verdict.CALL_BACK)
    low, high = sorted((seconds, seconds + back))
    return Gain(
        len(avoided), len(added), _minutes(low), _minutes(high), back_minutes, _minutes(later)
    )


def _minutes(seconds: int) -> int:
    return (seconds + 30) // 60


def _stretch(one: Told) -> Stretch:
    call = one.call
    return Stretch(call.at, call.at + dt.timedelta(seconds=call.seconds))


def _told(setup: Setup, listed: Sequence[PastCall], past: Past) -> Iterator[Told]:
    setups, slots = _Setups(setup, past), Slots()
    before: dict[str, dt.datetime] = {}
    for call in listed:
        if not call.incoming:
            continue
        coming = Coming(at=call.at, who=call.who, minutes_since=_minutes_since(before, call))
        yield Told(call, answer(setups.at(call.at), coming, slots))


def _minutes_since(before: dict[str, dt.datetime], call: PastCall) -> int:
    """Since the last call from the same telephone; who withholds the number never called."""
    if not call.number:
        return NEVER_BEFORE
    last = before.get(call.number)
    before[call.number] = call.at
    if last is None:
        return NEVER_BEFORE
    return minutes_between(last, call.at)


class _Setups:
    """The set-up as it was at an instant, made once a day where no switch was on."""

    def __init__(self, setup: Setup, past: Past) -> None:
        self._base = replace(
            setup, door_until=None, focus_until=None, break_until=None, unplugged_until=None,
            appointments=(), taken=(), budget={}, closed=past.closed,
        )  # fmt: skip
        self._appointments = sorted(past.appointments)
        self._starts = [one.start for one in self._appointments]
        self._longest = max(
            (one.end - one.start for one in self._appointments), default=dt.timedelta()
        )
        self._switches = past.switches
        self._days: dict[dt.date, tuple[Setup, tuple[Said, ...]]] = {}

    def at(self, at: dt.datetime) -> Setup:
        """`at` is UTC."""
        day = at.date()
        if day not in self._days:
            self._days[day] = self._of_day(day)
        setup, switches = self._days[day]
        on = {one.kind: one.until for one in switches if one.start <= at < one.over}
        if not on:
            return setup
        return replace(
            setup, door_until=on.get("door"), focus_until=on.get("focus"),
            break_until=on.get("break"), unplugged_until=on.get("unplugged"),
        )  # fmt: skip

    def _of_day(self, day: dt.date) -> tuple[Setup, tuple[Said, ...]]:
        """With the appointments of the day, and of those after it in which slots are looked for."""
        start = dt.datetime.combine(day, dt.time(), dt.UTC)
        end = start + dt.timedelta(days=1)
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_left(self._starts, end + dt.timedelta(days=SEARCHED_DAYS + 1))
        near = tuple(one for one in self._appointments[first:last] if one.end > start)
        setup = replace(self._base, appointments=near) if near else self._base
        on = tuple(one for one in self._switches if one.start < end and one.over > start)
        return setup, on


def _waits(real: Sequence[Told], group: Group | None) -> Waits:
    mine = [one for one in real if one.call.who.group is group]
    verdicts = Counter(one.decision.verdict for one in mine)
    waited = sorted(filter(_is_told_a_time, mine), key=_wait)
    spans = [_wait(one) for one in waited]
    through = [one for one in mine if one.rang]
    return Waits(
        calls=len(mine),
        put_through=len(through),
        unanswered=sum(one.call.outcome is Outcome.MISSED for one in through),
        later=len(spans),
        later_median_minutes=int(median(spans)) if spans else 0,
        later_longest_minutes=max(spans, default=0),
        colleague=verdicts[Verdict.COLLEAGUE],
        in_writing=verdicts[Verdict.IN_WRITING],
        open_ended=verdicts[Verdict.CALL_BACK] + verdicts[Verdict.NOT_NOW] - len(spans),
    )


def _is_told_a_time(one: Told) -> bool:
    decision = one.decision
    return decision.until is not None and decision.verdict in (Verdict.CALL_BACK, Verdict.NOT_NOW)


def _wait(one: Told) -> int:
    """Minutes from the call up to the named time."""
    until = one.decision.until
    return 0 if until is None else (until - one.call.at) // dt.timedelta(minutes=1)
