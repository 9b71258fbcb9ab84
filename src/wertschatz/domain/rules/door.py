"""What stands at the door: open, closed until, break until (METHOD 3.5)."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import NamedTuple

from wertschatz.domain.rules.moment import Coming, Setup, answer, situation_of
from wertschatz.domain.rules.rule import Verdict
from wertschatz.domain.rules.situation import Channel
from wertschatz.domain.rules.workdays import next_work, works


class Door(StrEnum):
    """All that a visitor learns."""

    OPEN = "open"
    CLOSED = "closed"
    BREAK = "break"


class Sign(NamedTuple):
    """What a visitor reads."""

    door: Door
    until: dt.datetime | None = None
    """Aware; None where it is open, or nobody knows."""


def sign_at(setup: Setup, at: dt.datetime) -> Sign:
    """What the owner said last longest counts; else the break by the clock, a rule that lets
    nobody in at the door, and the hours in which nobody is there."""
    states = situation_of(setup, Coming(at, channel=Channel.DOOR)).states
    closed = [states.door_until, states.focus_until, states.unplugged_until]
    said = [Sign(Door.CLOSED, end) for end in closed if end is not None and end > at]
    if states.break_until is not None and states.break_until > at:
        said.append(Sign(Door.BREAK, states.break_until))
    if said:
        return max(said, key=lambda sign: (sign.until or at, sign.door is Door.BREAK))
    decision = answer(setup, Coming(at, channel=Channel.DOOR))
    if decision.verdict is Verdict.NOT_NOW:
        return Sign(Door.CLOSED, decision.until)
    if not works(setup, at):
        return Sign(Door.CLOSED, next_work(setup, at))
    return Sign(Door.OPEN)
