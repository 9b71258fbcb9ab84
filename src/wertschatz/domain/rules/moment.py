"""What the house knows of its own time and of callers, and what it says to one of them.

The same for every way in: the gate, the page, the terminal and the replay all come here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

from wertschatz.domain.customers.preferences import (
    DAY_MINUTES,
    OFFICE_HOURS,
    ROUNDED_MINUTES,
    SEARCHED_DAYS,
    Hours,
    Preference,
)
from wertschatz.domain.rules.decision import Decision, decide
from wertschatz.domain.rules.rule import Rule, Until
from wertschatz.domain.rules.situation import (
    NEVER_BEFORE,
    BudgetLeft,
    CallerKind,
    Channel,
    Colleague,
    Situation,
    States,
    emergency_of,
)
from wertschatz.domain.values import Group

SLOT_MINUTES = 15
"""How long a call-back takes of the owner's time."""
SLOTS = 3
"""How many are proposed."""
SOONEST_MINUTES = 15
"""Nobody is promised to be called back in the same breath."""
CLOCK_CHANGES = 120
"""Minutes by which a clock on a wall is put on at most (Troll in Antarctica)."""

ANYHOW = Preference()
"""Nothing is said of when and how."""


class Stretch(NamedTuple):
    """Aware instants: from `start` up to, but not including, `end`."""

    start: dt.datetime
    end: dt.datetime


@dataclass(frozen=True, slots=True)
class Helper:
    """A colleague who may settle a matter first."""

    name: str
    number: str
    """As it is dialled; '' none."""
    hours: tuple[Hours, ...] = ()
    """When he or she is there; none named: in the working hours, on no day off."""


@dataclass(frozen=True, slots=True)
class Known:
    """Whoever is behind a number or an address."""

    key: str
    """As rules name single callers: the party's UUID, or the number itself."""
    name: str = ""
    kind: CallerKind = CallerKind.CUSTOMER
    group: Group | None = None
    """Only what a person confirmed."""
    emergency: bool = False
    """Named for emergencies: family, school, alarm."""
    may_repeat: bool = False
    """A second call within three minutes is an emergency."""
    preference: Preference = ANYHOW
    zone: str = ""
    """'' : the firm's."""
    instruction: str = ""
    """What to do when a contact of theirs starts; in the owner's words, '' those of the house."""


NOBODY = Known("", kind=CallerKind.UNKNOWN)
"""A number that nobody knows, or none at all."""


def named_number(
    number: str, whose: Known | None, *, name: str, kind: str, emergency: bool, may_repeat: bool
) -> Known:
    """A number (E.164) that the owner named; `whose` is whoever has it otherwise, '' as `kind`
    leaves what that one is."""
    if whose is not None:
        return replace(
            whose, emergency=emergency, may_repeat=may_repeat,
            kind=CallerKind(kind) if kind else whose.kind,
        )  # fmt: skip
    return Known(
        key=number, name=name, kind=CallerKind(kind) if kind else CallerKind.UNKNOWN,
        emergency=emergency, may_repeat=may_repeat,
    )  # fmt: skip


def minutes_between(earlier: dt.datetime, later: dt.datetime) -> int:
    """Begun minutes from one call to the next, up to `NEVER_BEFORE`: after three minutes and a
    second it is no longer a second call within three; 0 is less than a minute.

    >>> [minutes_between(dt.datetime.min, dt.datetime.min + dt.timedelta(seconds=s))
    ...  for s in (0, 59, 60, 61, 180, 181)]
    [0, 0, 1, 2, 3, 4]
    """
    seconds = (later - earlier).total_seconds()
    return 0 if seconds < 60 else min(-int(-seconds // 60), NEVER_BEFORE)


@dataclass(frozen=True, slots=True)
class Setup:
    """All that decisions rest on beside the caller: rules, times, what the owner has said."""

    rules: tuple[Rule, ...] = ()
    zone: str = "Europe/Berlin"
    area_code: str = ""
    work: tuple[Hours, ...] = (OFFICE_HOURS,)
    breaks: tuple[Hours, ...] = ()
    mail: tuple[Hours, ...] = ()
    """When mail is read; about the mail program only, no telephone rule hangs on it."""
    door_until: dt.datetime | None = None
    focus_until: dt.datetime | None = None
    break_until: dt.datetime | None = None
    """A break that was begun by hand."""
    unplugged_until: dt.datetime | None = None
    appointments: tuple[Stretch, ...] = ()
    """In order, of the days to come."""
    taken: tuple[Stretch, ...] = ()
    """Call-backs that are promised, in order."""
    helpers: tuple[Helper, ...] = ()
    numbers: tuple[str, ...] = ()
    """The owner's own telephone, as an exchange dials it."""
    closed: frozenset[dt.date] = frozenset()
    """Days off among the days to come: holidays, and what the firm has closed."""
    budget: Mapping[str, BudgetLeft] = field(default_factory=dict)
    """'A', 'B', 'C', or '' for everybody else."""
    language: str = "de"

    @property
    def tz(self) -> ZoneInfo:
        """The firm's time zone."""
        return ZoneInfo(self.zone)


@dataclass(frozen=True, slots=True)
class Coming:
    """One who comes: by what, when, and what is known of the call itself."""

    at: dt.datetime
    """Aware."""
    who: Known = NOBODY
    channel: Channel = Channel.PHONE
    pressed: bool = False
    """The key for an emergency."""
    tried: bool = False
    """A colleague has tried and could not."""
    minutes_since: int = NEVER_BEFORE
    """Since the last call from the same number."""


def situation_of(setup: Setup, coming: Coming, *, slots: bool = False) -> Situation:
    """The moment as the rules see it; with `slots` the times for a call-back are looked for."""
    at = coming.at.astimezone(setup.tz)
    who = coming.who
    emergency = emergency_of(
        named=who.emergency, pressed=coming.pressed, may_repeat=who.may_repeat,
        minutes_since=coming.minutes_since,
    )  # fmt: skip
    return Situation(
        at=at, channel=coming.channel, kind=who.kind, group=who.group, caller=who.key,
        states=_states(setup, at), colleague=_colleague(setup, coming, at),
        budget=setup.budget.get(who.group or "", BudgetLeft.ENOUGH),
        minutes_since=min(coming.minutes_since, NEVER_BEFORE), emergency=emergency,
        slots=callback_slots(setup, who, at) if slots else (),
    )  # fmt: skip


SlotFinder = Callable[[Setup, Known, dt.datetime], tuple[dt.datetime, ...]]


def answer(setup: Setup, coming: Coming, find: SlotFinder | None = None) -> Decision:
    """The verdict with reason and time. Times for a call-back are only looked for where asked.

    `find` finds them as `callback_slots` does: whoever asks for thousands of calls remembers them.
    """
    situation = situation_of(setup, coming)
    decision = decide(situation, setup.rules)
    rule = next((one for one in setup.rules if one.id == decision.rule), None)
    if rule is None or rule.until is not Until.SLOT:
        return decision
    free = (find or callback_slots)(setup, coming.who, situation.at)
    return decide(replace(situation, slots=free), setup.rules)


def present_helper(setup: Setup, at: dt.datetime) -> Helper | None:
    """The first colleague who is there."""
    local = at.astimezone(setup.tz)
    at_work = () if local.date() in setup.closed else setup.work
    for helper in setup.helpers:
        if any(hours.holds(local) for hours in helper.hours or at_work):
            return helper
    return None


def _colleague(setup: Setup, coming: Coming, at: dt.datetime) -> Colleague:
    if coming.tried:
        return Colleague.TRIED
    return Colleague.NONE if present_helper(setup, at) is None else Colleague.THERE


def _states(setup: Setup, at: dt.datetime) -> States:
    begun = setup.break_until if setup.break_until and setup.break_until > at else None
    by_clock = _end_of(setup.breaks, at)
    begun_ones = takewhile(lambda one: one.start <= at, setup.appointments)
    meeting = [one.end for one in begun_ones if at < one.end]
    return States(
        door_until=setup.door_until, focus_until=setup.focus_until,
        break_until=max(filter(None, (begun, by_clock)), default=None),
        unplugged_until=setup.unplugged_until, appointment_until=max(meeting, default=None),
    )  # fmt: skip


def _end_of(stretches: Sequence[Hours], local: dt.datetime) -> dt.datetime | None:
    """The latest end of those that hold now."""
    return max((_end(one, local) for one in stretches if one.holds(local)), default=None)


def _end(hours: Hours, local: dt.datetime) -> dt.datetime:
    """When a stretch that holds now ends."""
    day = local.date()
    over_midnight = hours.until < hours.start
    if over_midnight and local.hour * 60 + local.minute >= hours.start:
        day += dt.timedelta(days=1)
    minute = hours.until
    wall = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minute)
    end = wall.replace(tzinfo=local.tzinfo)
    # In the night in which an hour comes twice, the first of the two may be over.
    return end if end.astimezone(dt.UTC) > local.astimezone(dt.UTC) else end.replace(fold=1)


def callback_slots(
    setup: Setup, who: Known, after: dt.datetime, most: int = SLOTS
) -> tuple[dt.datetime, ...]:
    """Times at which one could call back: inside both sides' times, free on ours, and after what
    the owner said of the present (door, focus, break, unplugged) is over; in order, aware in the
    firm's zone, at full quarters of an hour. () where there is none in 14 days."""
    theirs = ZoneInfo(who.zone) if who.zone else setup.tz
    suits = who.preference.hours()
    busy = sorted((*setup.appointments, *setup.taken))
    length = dt.timedelta(minutes=SLOT_MINUTES)
    found: list[dt.datetime] = []
    undisturbed = max(filter(None, said_until(setup)), default=after)
    for at, local in _quarters(setup, after + dt.timedelta(minutes=SOONEST_MINUTES)):
        if at < undisturbed or not _works(setup, local) or not suits.holds(at.astimezone(theirs)):
            continue
        if any(one.start < at + length and at < one.end for one in busy):
            continue
        found.append(local)
        if len(found) == most:
            break
    return tuple(found)


def said_until(setup: Setup) -> tuple[dt.datetime | None, ...]:
    """When each thing ends that the owner said of the present: nobody is called before."""
    return setup.door_until, setup.focus_until, setup.break_until, setup.unplugged_until


def _works(setup: Setup, local: dt.datetime) -> bool:
    if local.date() in setup.closed:
        return False
    return any(one.holds(local) for one in setup.work) and not any(
        one.holds(local) for one in setup.breaks
    )


def _quarters(setup: Setup, after: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Full quarters of an hour inside the working days, UTC and on the wall; none twice."""
    start = after.astimezone(dt.UTC)
    rest = start.minute % ROUNDED_MINUTES * 60 + start.second
    if rest or start.microsecond:
        start += dt.timedelta(seconds=ROUNDED_MINUTES * 60 - rest)
        start = start.replace(microsecond=0)
    days = {day for one in setup.work for day in one.weekdays}
    nights = any(one.until < one.start for one in setup.work)
    opens = 0 if nights else min((one.start for one in setup.work), default=0)
    closes = DAY_MINUTES if nights else max((one.until for one in setup.work), default=0)
    at, end, zone = start, start + dt.timedelta(days=SEARCHED_DAYS), setup.tz
    while at < end:
        local = at.astimezone(zone)
        minute, weekday = local.hour * 60 + local.minute, local.weekday()
        # A stretch over midnight belongs to the day before, too.
        if not (weekday in days or (nights and (weekday - 1) % 7 in days)) or minute >= closes:
            free = DAY_MINUTES - minute
        else:
            free = opens - minute
        if free <= 0:
            yield at, local
        at += dt.timedelta(minutes=max(ROUNDED_MINUTES, _surely(free)))


def _surely(minutes: int) -> int:
    """So much of free time that a change of the clock on the way leads past nothing, in full
    quarters of an hour."""
    return (minutes - CLOCK_CHANGES) // ROUNDED_MINUTES * ROUNDED_MINUTES
