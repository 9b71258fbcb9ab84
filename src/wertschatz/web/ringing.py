"""The calls of the last while, as the gate told them; kept in memory, so that no database is asked
before a page shows who calls."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from wertschatz.domain.rules.decision import UNPLUGGED
from wertschatz.domain.rules.rule import Verdict
from wertschatz.ports.rings import EMERGENCY, Heard, RingEvent
from wertschatz.ports.telephone import TOLD_ONLY, Happening

KEPT = 100
"""Calls; the oldest one is forgotten for a new one."""
RINGS_FOR = dt.timedelta(minutes=2)
"""A page that is opened later does not show a call that nobody answered."""
TALKS_FOR = dt.timedelta(hours=4)
"""So long a call may last of which no end was told."""
OVER_FOR = dt.timedelta(minutes=10)
"""So long after its end a page that is opened still offers to log it."""
TAKEN = (Verdict.PUT_THROUGH.value, EMERGENCY)


class Step(NamedTuple):
    """One thing that somebody did about a call, and how it stood before."""

    action: uuid.UUID | None
    """None: the rules say the same, so nothing was written."""
    chosen: str
    slot: dt.datetime | None
    logged: int | None
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """One call, and what somebody did about it."""

    call: Heard
    chosen: str = ""
    """A verdict, or 'emergency'; '' nothing yet."""
    slot: dt.datetime | None = None
    """When one promised to call back."""
    logged: int | None = None
    """Minutes of the contact that was logged."""
    aside: bool = False
    """It was put aside into the inbox."""
    done: tuple[Step, ...] = ()
    """In order; the last one can be taken back."""
    helper: str = ""
    """The colleague who is there."""
    slots: tuple[dt.datetime, ...] = ()
    """When one could call back."""
    noticed: tuple[str, ...] = ()
    """Lines that come back with this call."""

    @property
    def id(self) -> uuid.UUID:
        """As pages name it."""
        return self.call.first.ring

    @property
    def shown(self) -> bool:
        """Not while the plug is pulled, unless the telephone rings all the same."""
        now = self.call.now
        pulled = now.reason is not None and UNPLUGGED in now.reason.facts
        rings = now.system == TOLD_ONLY or now.verdict is Verdict.PUT_THROUGH
        return rings or not pulled

    @property
    def spoken(self) -> bool:
        """Somebody of the firm spoke, or said so."""
        return self.call.answered_at is not None or self.chosen in TAKEN

    @property
    def to_log(self) -> bool:
        """One key makes a contact of it."""
        return self.spoken and self.logged is None and self.call.now.customer is not None

    @property
    def stage(self) -> str:
        """'ring', or 'after': who closed the one is still shown the other."""
        return "after" if self.call.ended_at is not None and self.spoken else "ring"

    def present(self, now: dt.datetime) -> bool:
        """A page that is opened now shows it."""
        call = self.call
        if not self.shown or self.logged is not None:
            return False
        if call.ended_at is not None:
            return now - call.ended_at < OVER_FOR
        lasts = TALKS_FOR if self.spoken else RINGS_FOR
        return now - (call.answered_at or call.now.at) < lasts


class Ringing:
    """Hears the gate, and tells whoever watches; from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: OrderedDict[uuid.UUID, Standing] = OrderedDict()
        self._names: dict[tuple[str, str], uuid.UUID] = {}
        self._watchers: list[Callable[[Standing], None]] = []

    def watch(self, watcher: Callable[[Standing], None]) -> None:
        """Called with every call that is new or changed, in whatever thread it happens."""
        self._watchers.append(watcher)

    def hear(self, event: RingEvent) -> Standing | None:
        """The call after this event; None: it changes nothing."""
        with self._lock:
            known = self._of(event)
            standing = self._after(event, known)
            if standing is None:
                return None
            self._keep(event, standing)
        self._tell(standing)
        return standing

    def find(self, call: uuid.UUID) -> Standing | None:
        """The call of this name, while it is remembered."""
        return self._calls.get(call)

    def note(self, call: Heard, **done: Any) -> Standing:
        """What somebody did about a call, told to all who watch."""
        with self._lock:
            before = self._calls.get(call.first.ring) or Standing(call)
            standing = replace(before, **done)
            self._calls[standing.id] = standing
            self._forget()
        self._tell(standing)
        return standing

    def learn(self, standing: Standing, **facts: Any) -> Standing:
        """What the database knew; told to nobody, each page asks for itself."""
        with self._lock:
            known = self._calls.get(standing.id)
            learnt = replace(known or standing, **facts)
            if known is not None:
                self._calls[standing.id] = learnt
        return learnt

    def present(self, now: dt.datetime) -> list[Standing]:
        """What a page that is opened now shows, oldest first."""
        with self._lock:
            found = list(self._calls.values())
        return [one for one in found if one.present(now)]

    def _tell(self, standing: Standing) -> None:
        for watcher in self._watchers:
            watcher(standing)

    def _of(self, event: RingEvent) -> Standing | None:
        """The call that the event belongs to."""
        if event.ring in self._calls:
            return self._calls[event.ring]
        for name in filter(None, (event.call_id, event.origin)):
            found = self._names.get((event.system, name))
            if found is not None and found in self._calls:
                return self._calls[found]
        return None

    @staticmethod
    def _after(event: RingEvent, known: Standing | None) -> Standing | None:
        begins = event.happening in {Happening.RING, Happening.OUT}
        if known is None:
            return Standing(Heard(event, event)) if begins else None
        call = known.call
        if event.uuid in {call.first.uuid, call.now.uuid}:
            return None  # told twice
        if begins and not event.origin and not _same(call, event):
            return Standing(Heard(event, event))
        if event.happening is Happening.ENDED and event.call_id != call.now.call_id:
            return None  # it was passed on, and goes on under another name
        return replace(known, call=call.then(event))

    def _keep(self, event: RingEvent, standing: Standing) -> None:
        self._calls[standing.id] = standing
        self._names[event.system, event.call_id] = standing.id
        self._forget()

    def _forget(self) -> None:
        while len(self._calls) > KEPT:
            gone, _ = self._calls.popitem(last=False)
            self._names = {name: one for name, one in self._names.items() if one != gone}


def _same(call: Heard, event: RingEvent) -> bool:
    """Asked again about the same call; small boxes use their ids again for the next one."""
    return call.ended_at is None and call.now.number == event.number


RINGING = Ringing()
"""The calls of this process."""
