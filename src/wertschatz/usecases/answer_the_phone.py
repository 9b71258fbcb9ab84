"""The telephone rings: who that is, what the rules say, and what goes into the journal."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from uuid import UUID

from wertschatz.domain.customers.phones import normal_number
from wertschatz.domain.rules.callbacks import Slots
from wertschatz.domain.rules.decision import Decision
from wertschatz.domain.rules.moment import (
    NOBODY,
    Coming,
    Known,
    Setup,
    answer,
    minutes_between,
    present_helper,
)
from wertschatz.domain.rules.plain import known_to
from wertschatz.domain.rules.rule import Verdict
from wertschatz.domain.rules.situation import NEVER_BEFORE
from wertschatz.domain.values import Reason
from wertschatz.ports.telephone import (
    EMERGENCY_KEY,
    TOLD_ONLY,
    Answer,
    Call,
    Happening,
    NotGenuine,
)
from wertschatz.snapshot.journal import LATE, Entry, plain_of
from wertschatz.snapshot.situation import Situation

DAY = dt.timedelta(days=1)
AGAIN = dt.timedelta(minutes=2)
"""So long an exchange that asks the same thing twice (it got no answer) gets the same answer."""
CLOCKS_APART = dt.timedelta(minutes=5)
"""A time that the exchange states and that is further from ours is not believed."""
MOST_REMEMBERED = 50_000
"""Calls of a day; the oldest are forgotten first."""
MOST_PARTS = 50
"""Of one call: rung, passed on, a key pressed …"""
LONGEST = {"call_id": 200, "origin": 200, "number": 60, "called": 60, "name": 300, "cause": 40,
           "pressed": 20}  # fmt: skip
DECIDED = frozenset({Happening.RING, Happening.PRESSED})
"""The exchange waits for an answer."""
RINGS = Decision(Verdict.PUT_THROUGH, Reason("told"), None, None)
"""The answer to whatever asks for none."""
TOO_LATE = "gate_too_slow"
"""Code of the reason for a call that was answered before the decision was there."""
Sentence = Callable[[Reason, Setup], str]
Dials = Callable[[str], bool]
"""Whether a telephone system can ring a colleague who has this number."""


def anybody(number: str) -> bool:
    """The system knows itself how to ring a colleague."""
    return True


def within_reach(setup: Setup, dials: Dials) -> Setup:
    """Without colleagues whom the system that asks cannot ring."""
    helpers = tuple(one for one in setup.helpers if dials(one.number))
    return setup if len(helpers) == len(setup.helpers) else replace(setup, helpers=helpers)


class Looker(Protocol):
    """The directory."""

    def find(self, number: str) -> Known | None:
        """Whoever has this number (E.164)."""


class Seen(Protocol):
    """What the journal remembers for longer than a day."""

    def was_seen(self, digest: int) -> bool:
        """Something with this digest was told before."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What follows from one thing that an exchange told."""

    answer: Answer
    entry: Entry | None = None
    """To be journaled before the answer goes out; None: nothing new."""
    digest: int | None = None
    """Goes into the journal with it: told again in months, it is known as a repetition."""


@dataclass(slots=True)
class _Told:
    """One call of the last day."""

    ring: str
    number: str
    at: dt.datetime
    answers: dict[tuple[str, ...], tuple[dt.datetime, Answer | None]] = field(default_factory=dict)
    who: Known | None = None


_Caller = tuple[bool, str]


def _caller(system: str, number: str) -> _Caller:
    """A box that only tells of calls hears those, too, that another system has just decided on: the
    two tell of one call, and neither makes it a second one."""
    return system == TOLD_ONLY, number


class Answering:
    """Decides, and remembers the last day; used by one thread."""

    def __init__(self, sentence: Sentence, new_id: Callable[[], UUID]) -> None:
        self._sentence, self._new_id = sentence, new_id
        self._calls: OrderedDict[tuple[str, str], _Told] = OrderedDict()
        self._numbers: OrderedDict[_Caller, tuple[dt.datetime, str]] = OrderedDict()
        """Who → when it last called, and with which call; the one before is kept with it."""
        self._before: dict[_Caller, dt.datetime] = {}
        self._slots = Slots()
        self._slots_of: Situation | None = None
        """Held, so that no other one is taken for it."""

    def remember(self, entries: Iterable[Entry]) -> None:
        """What the journal tells of the last day, in order."""
        for entry in entries:
            if entry.happening in {Happening.RING, Happening.OUT}:
                told = self._call(entry.system, entry.origin or entry.call_id)
                if told is None:
                    told = _Told(entry.ring, entry.number, entry.at)
                    self._keep(entry.system, entry.origin or entry.call_id, told)
                    if entry.happening == Happening.RING:
                        self._rang(entry.system, entry.number, entry.ring, entry.at)

    def hear(
        self,
        call: Call,
        now: dt.datetime,
        situation: Situation,
        directory: Looker,
        seen: Seen,
        emergency_key: str = EMERGENCY_KEY,
        *,
        once: bool = True,
        dials: Dials = anybody,
    ) -> Heard:
        """The answer, and the entry for the journal. `once`: somebody else may send the same again
        much later, which raises NotGenuine. `dials`: whom the system can ring; nobody is passed on
        to others. Raises whatever the directory raises."""
        call = _bounded(call)
        at = _when(call, now)
        told = self._call(call.system, call.origin or call.id)
        mark = (call.happening.value, call.id, call.pressed, "tried" if call.tried else "")
        digest = _digest(call, mark) if call.id and once else None
        if told is not None and mark in told.answers:
            before, given = told.answers[mark]
            if given is None or now - before <= AGAIN:
                return Heard(given or _plain(situation.setup))
            if once:
                raise NotGenuine("told before")
        if digest is not None and seen.was_seen(digest):
            # In this very minute, and we were killed before we answered: it gets an answer.
            if told is None or now - told.at > AGAIN:
                raise NotGenuine("told before")
            digest = None
        if call.happening in DECIDED:
            heard = self._decided(call, at, told, situation, directory, emergency_key, dials)
        else:
            heard = Heard(_plain(situation.setup), self._noted(call, at, told, situation))
        self._remember(call, mark, now, heard, told)
        return Heard(heard.answer, heard.entry, digest)

    def would(
        self,
        call: Call,
        now: dt.datetime,
        situation: Situation,
        directory: Looker,
        *,
        dials: Dials = anybody,
    ) -> Answer:
        """The answer to a call that is none: nothing is remembered of it."""
        call = _bounded(call)
        return self._decided(call, now, None, situation, directory, EMERGENCY_KEY, dials).answer

    def _decided(
        self,
        call: Call,
        at: dt.datetime,
        told: _Told | None,
        situation: Situation,
        directory: Looker,
        emergency_key: str,
        dials: Dials,
    ) -> Heard:
        setup = within_reach(situation.setup, dials)
        number = normal_number(call.number, setup.area_code) or call.number
        if not number and told is not None:
            number = told.number
        who = situation.who(number, directory.find(number)) if number else None
        coming = Coming(
            at=at, who=who or NOBODY, tried=call.tried,
            pressed=bool(call.pressed) and call.pressed == emergency_key,
            minutes_since=self._minutes_since(
                _caller(call.system, number), told.ring if told else "", at
            ),
        )  # fmt: skip
        if situation is not self._slots_of:
            self._slots, self._slots_of = Slots(), situation
        decision = answer(setup, coming, self._slots)
        ring = told.ring if told is not None else ""
        entry = self._entry(call, at, ring, number, who, situation, decision)
        return Heard(_answer(setup, decision, who, at, self._sentence), entry)

    def _noted(
        self, call: Call, at: dt.datetime, told: _Told | None, situation: Situation
    ) -> Entry:
        number = normal_number(call.number, situation.setup.area_code) or call.number
        if not number and told is not None:
            number = told.number
        ring = told.ring if told is not None else ""
        who = told.who if told is not None else None
        return self._entry(call, at, ring, number, who, situation)

    def _entry(
        self,
        call: Call,
        at: dt.datetime,
        ring: str,
        number: str,
        who: Known | None,
        situation: Situation,
        decision: Decision | None = None,
    ) -> Entry:
        made = str(self._new_id())
        said = RINGS if decision is None else decision
        known = who or NOBODY
        return Entry(
            made, ring or made, call.system, call.id, call.origin, call.happening.value, at,
            number=number, called=call.to, name=known.name or call.name, party=known.key,
            rule_set=situation.rule_set, group=known.group.value if known.group else "",
            verdict=said.verdict.value if decision else "",
            reason=said.reason.code if decision else "",
            facts=said.reason.facts, until=said.until, rule=said.rule,
            seconds=call.seconds, cause=call.cause,
        )  # fmt: skip

    # -- what is remembered

    def _call(self, system: str, key: str) -> _Told | None:
        return self._calls.get((system, key)) if key else None

    def _keep(self, system: str, key: str, told: _Told) -> None:
        if key:
            self._calls[system, key] = told
        while len(self._calls) > MOST_REMEMBERED:
            self._calls.popitem(last=False)

    def _remember(
        self,
        call: Call,
        mark: tuple[str, ...],
        now: dt.datetime,
        heard: Heard,
        told: _Told | None,
    ) -> None:
        entry = heard.entry
        assert entry is not None  # noqa: S101
        if told is None:
            told = _Told(entry.ring, entry.number, entry.at)
            self._keep(call.system, call.origin or call.id, told)
            if call.happening is Happening.RING:
                self._rang(call.system, entry.number, entry.ring, entry.at)
        given = heard.answer if call.happening in DECIDED else None
        told.who = told.who or heard.answer.who
        told.answers[mark] = (now, given)
        if len(told.answers) > MOST_PARTS:
            del told.answers[next(iter(told.answers))]
        self._forget_old(now)

    def unhear(self, call: Call) -> None:
        """The journal did not take it: as if it had never been told."""
        call = _bounded(call)
        told = self._call(call.system, call.origin or call.id)
        mark = (call.happening.value, call.id, call.pressed, "tried" if call.tried else "")
        if told is not None:
            told.answers.pop(mark, None)

    def _rang(self, system: str, number: str, ring: str, at: dt.datetime) -> None:
        """A call began; what it goes on to be later is no other call."""
        if not number:
            return
        who = _caller(system, number)
        last = self._numbers.pop(who, None)
        if last is not None:
            self._before[who] = last[0]
        self._numbers[who] = (at, ring)
        while len(self._numbers) > MOST_REMEMBERED:
            gone, _ = self._numbers.popitem(last=False)
            self._before.pop(gone, None)

    def _minutes_since(self, who: _Caller, ring: str, at: dt.datetime) -> int:
        """Since the last call from this number that is not this very call."""
        last = self._numbers.get(who)
        if last is None:
            return NEVER_BEFORE
        before = self._before.get(who) if last[1] == ring else last[0]
        return NEVER_BEFORE if before is None else minutes_between(before, at)

    def _forget_old(self, now: dt.datetime) -> None:
        """A few at a time: nobody waits for it."""
        for _ in range(4):
            if self._calls:
                key = next(iter(self._calls))
                if now - self._calls[key].at > DAY:
                    del self._calls[key]
            if self._numbers:
                number = next(iter(self._numbers))
                if now - self._numbers[number][0] > DAY:
                    del self._numbers[number]
                    self._before.pop(number, None)


def corrected(entry: Entry, at: dt.datetime, new_id: Callable[[], UUID]) -> Entry:
    """It rang before the decision was there: what the journal says of the call from then on."""
    return replace(
        entry, uuid=str(new_id()), happening=LATE, at=at, verdict=Verdict.PUT_THROUGH.value,
        reason=TOO_LATE, facts={}, until=None, rule=None,
    )  # fmt: skip


def late(entry: Entry) -> Entry:
    """The same where that is known before it is journaled."""
    return replace(
        entry, verdict=Verdict.PUT_THROUGH.value, reason=TOO_LATE, facts={}, until=None, rule=None
    )


def told_of(entry: Entry, answer: Answer) -> Mapping[str, Any]:
    """What the gate tells whoever listens: the entry, whoever it is, and the sentence."""
    known = None if answer.who is None else known_to(answer.who)
    return {**plain_of(entry), "known": known, "sentence": answer.sentence}


def _answer(
    setup: Setup, decision: Decision, who: Known | None, at: dt.datetime, sentence: Sentence
) -> Answer:
    helper = present_helper(setup, at) if decision.verdict is Verdict.COLLEAGUE else None
    asks_to_wait = decision.verdict in {Verdict.CALL_BACK, Verdict.NOT_NOW}
    seconds = None
    if asks_to_wait and decision.until is not None:
        seconds = max(1, -int(-(decision.until - at).total_seconds() // 1))
    return Answer(
        decision, sentence(decision.reason, setup), who, seconds, setup.numbers,
        helper.number if helper is not None else "", setup.language,
    )  # fmt: skip


def _plain(setup: Setup) -> Answer:
    return Answer(RINGS, owner=setup.numbers, language=setup.language)


def _bounded(call: Call) -> Call:
    """Nobody's text is longer than its column."""
    if (
        len(call.id) <= LONGEST["call_id"] and len(call.origin) <= LONGEST["origin"]
        and len(call.number) <= LONGEST["number"] and len(call.to) <= LONGEST["called"]
        and len(call.name) <= LONGEST["name"] and len(call.cause) <= LONGEST["cause"]
        and len(call.pressed) <= LONGEST["pressed"] and call.number == call.number.strip()
    ):  # fmt: skip
        return call
    return replace(
        call, id=call.id[: LONGEST["call_id"]], origin=call.origin[: LONGEST["origin"]],
        number=call.number[: LONGEST["number"]].strip(), to=call.to[: LONGEST["called"]],
        name=call.name[: LONGEST["name"]], cause=call.cause[: LONGEST["cause"]],
        pressed=call.pressed[: LONGEST["pressed"]],
    )  # fmt: skip


def _when(call: Call, now: dt.datetime) -> dt.datetime:
    if call.at is None or abs(call.at - now) > CLOCKS_APART:
        return now
    return call.at


def _digest(call: Call, mark: tuple[str, ...]) -> int:
    text = "\0".join((call.system, *mark))
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:7], "big")
