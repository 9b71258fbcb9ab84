"""A promised call-back: ahead, now, or lapsed; and whether a time suits both sides."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from wertschatz.domain.rules.moment import SOONEST_MINUTES, Known, Setup, callback_slots

LAPSED_MINUTES = 30
"""So long after its time a call-back that was not made is offered again."""


class Standing(StrEnum):
    """How a call-back stands that is still open."""

    AHEAD = "ahead"
    NOW = "now"
    LAPSED = "lapsed"


def standing(slot: dt.datetime, now: dt.datetime) -> Standing:
    """At its time it is to be made; half an hour later it has lapsed, and nobody is to blame."""
    if now < slot:
        return Standing.AHEAD
    over = now - slot >= dt.timedelta(minutes=LAPSED_MINUTES)
    return Standing.LAPSED if over else Standing.NOW


def fits(setup: Setup, who: Known, slot: dt.datetime, now: dt.datetime) -> bool:
    """The time is still to come, free, and inside both sides' times."""
    before = slot - dt.timedelta(minutes=SOONEST_MINUTES)
    return slot > now and callback_slots(setup, who, before, 1)[:1] == (slot,)
