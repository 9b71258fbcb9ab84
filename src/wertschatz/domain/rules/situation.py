"""What is known in the moment somebody calls, writes or stands at the door."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from wertschatz.domain.values import Group


class Channel(StrEnum):
    """How somebody comes."""

    PHONE = "phone"
    DOOR = "door"
    MAIL = "mail"
    MESSAGE = "message"


class CallerKind(StrEnum):
    """What somebody is to the firm."""

    CUSTOMER = "customer"
    COLLEAGUE = "colleague"
    PRIVATE = "private"
    """Family and friends."""
    SUPPLIER = "supplier"
    UNKNOWN = "unknown"
    """A number that nobody knows, or none at all."""


class Colleague(StrEnum):
    """Whether a colleague could settle it."""

    NONE = "none"
    """There is none, or none is there now."""
    THERE = "there"
    TRIED = "tried"
    """One has tried and could not."""


class BudgetLeft(StrEnum):
    """What is left of the time of the caller's group."""

    ENOUGH = "enough"
    LITTLE = "little"
    USED = "used"


class Emergency(StrEnum):
    """Why this is an emergency."""

    NONE = "none"
    NAMED = "named"
    """The number is named for it: family, school, alarm."""
    PRESSED = "pressed"
    """The caller pressed the key for it."""
    AGAIN = "again"
    """A second call within three minutes, from a number for which the owner allows it."""


AGAIN_MINUTES = 3
"""So soon a second call makes an emergency, where the owner allows it (METHOD 0.1)."""
NEVER_BEFORE = 1440
"""Minutes since the last call of somebody who did not call within a day."""


@dataclass(frozen=True, slots=True)
class States:
    """What the owner has said of the present; each with its end as an aware instant, or None."""

    door_until: dt.datetime | None = None
    """The door is closed."""
    focus_until: dt.datetime | None = None
    break_until: dt.datetime | None = None
    unplugged_until: dt.datetime | None = None
    appointment_until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """One moment, with the wall clock where the firm is."""

    at: dt.datetime
    """Aware, in the firm's time zone: rules are about the clock on the wall."""
    channel: Channel = Channel.PHONE
    kind: CallerKind = CallerKind.UNKNOWN
    group: Group | None = None
    """Only what a person confirmed; None for everybody else."""
    caller: str = ""
    """Whoever it is, as rules name single callers: an id or a number; '' unknown."""
    states: States = States()
    colleague: Colleague = Colleague.NONE
    budget: BudgetLeft = BudgetLeft.ENOUGH
    minutes_since: int = NEVER_BEFORE
    """Since this caller last called, 0 to `NEVER_BEFORE`."""
    emergency: Emergency = Emergency.NONE
    slots: tuple[dt.datetime, ...] = ()
    """When one could call back: aware, in order, inside both sides' times."""


def emergency_of(*, named: bool, pressed: bool, may_repeat: bool, minutes_since: int) -> Emergency:
    """What makes a call an emergency.

    >>> emergency_of(named=False, pressed=False, may_repeat=True, minutes_since=2).value
    'again'
    """
    if named:
        return Emergency.NAMED
    if pressed:
        return Emergency.PRESSED
    if may_repeat and minutes_since <= AGAIN_MINUTES:
        return Emergency.AGAIN
    return Emergency.NONE
