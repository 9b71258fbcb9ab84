"""A promised call-back: ahead, now, or lapsed; and whether a time suits both sides."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from wertschatz.domain.customers.preferences import ROUNDED_MINUTES
from wertschatz.domain.rules.moment import (
    SOONEST_MINUTES,
    Known,
    Setup,
    callback_slots,
    said_until,
)

LAPSED_MINUTES = 30
"""So long after its time a call-back that was not made is offered again."""
MOST_REMEMBERED = 10_000


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


@dataclass(slots=True)
class Slots:
    """Finds the times for a call-back as `callback_slots` does, and remembers them: all calls of
    the same quarter of an hour to whom the same times suit get the same. For setups that differ in
    their appointments and in what the owner said of the present alone; those that were asked about
    must live on."""

    _found: dict[object, tuple[dt.datetime, ...]] = field(default_factory=dict)

    def __call__(self, setup: Setup, who: Known, after: dt.datetime) -> tuple[dt.datetime, ...]:
        soonest = after.timestamp() + SOONEST_MINUTES * 60
        # Who asks keeps the appointments of each day; to hash them each time would cost more.
        key = (
            -(-soonest // (ROUNDED_MINUTES * 60)), who.preference.hours(), who.zone,
            said_until(setup), id(setup.appointments),
        )  # fmt: skip
        if key not in self._found:
            if len(self._found) >= MOST_REMEMBERED:
                self._found.clear()
            self._found[key] = callback_slots(setup, who, after)
        return self._found[key]
