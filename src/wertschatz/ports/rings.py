"""What the gate tells of calls, and what answering the telephone needs from what keeps the data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol
from uuid import UUID

from wertschatz.domain.rules.moment import Known
from wertschatz.domain.rules.plain import known_from
from wertschatz.domain.rules.rule import Verdict
from wertschatz.domain.values import Fact, Reason
from wertschatz.ports.telephone import Happening

EMERGENCY = "emergency"
"""What a person may choose beside the verdicts."""
LONGEST_CALL = 24 * 3600
"""Seconds; more than that is a clock that went wrong."""


@dataclass(frozen=True, slots=True)
class RingEvent:
    """One line of the gate; '' and None are not stated."""

    uuid: UUID
    """Of this line."""
    system: str
    call_id: str
    happening: Happening
    at: dt.datetime
    """Aware."""
    origin: str = ""
    """Id of the call that this one carries on (a transfer)."""
    number: str = ""
    to: str = ""
    name: str = ""
    verdict: Verdict | None = None
    reason: Reason | None = None
    until: dt.datetime | None = None
    rule: int | None = None
    group: str = ""
    known: Known | None = None
    sentence: str = ""
    seconds: int | None = None
    """How long the call was, where the system says so."""
    began: UUID | None = None
    """Of the first line of the same call; None: this is the first."""

    @property
    def ring(self) -> UUID:
        """Of the call: everything that carries it on has the same."""
        return self.began or self.uuid

    @property
    def customer(self) -> UUID | None:
        """The customer that calls, as far as the gate knew."""
        try:
            return UUID(self.known.key) if self.known else None
        except ValueError:  # a number that the owner named
            return None


def event_from(plain: Mapping[str, Any]) -> RingEvent:
    """The event; raises KeyError, ValueError, TypeError or AttributeError for what is none."""
    at = dt.datetime.fromisoformat(plain["at"])
    until = dt.datetime.fromisoformat(plain["until"]) if plain.get("until") else None
    if at.tzinfo is None or (until is not None and until.tzinfo is None):
        raise ValueError("at")
    facts: dict[str, Fact] = dict(plain.get("facts") or {})
    known = plain.get("known")
    seconds = plain.get("seconds")
    origin = _text(plain, "origin", 200)
    return RingEvent(
        uuid=UUID(plain["uuid"]), system=plain["system"][:12], call_id=_text(plain, "call_id", 200),
        happening=Happening(plain["happening"]), at=at, until=until,
        # Some systems name every call as its own origin.
        origin="" if origin == plain["call_id"] else origin, number=_text(plain, "number", 60),
        to=_text(plain, "called", 60), name=_text(plain, "name", 300),
        verdict=Verdict(plain["verdict"]) if plain.get("verdict") else None,
        reason=Reason(plain["reason"][:40], facts) if plain.get("reason") else None,
        rule=None if plain.get("rule") is None else int(plain["rule"]),
        group=_text(plain, "group", 1), known=known_from(known) if known else None,
        sentence=_text(plain, "sentence", 600), seconds=None if seconds is None else int(seconds),
        began=UUID(plain["ring"]) if plain.get("ring") else None,
    )  # fmt: skip


def _text(plain: Mapping[str, Any], name: str, most: int) -> str:
    text: str = plain.get(name) or ""
    # No database keeps a NUL, and a telephone system may send anything.
    return text.replace("\0", "")[:most]


@dataclass(frozen=True, slots=True)
class Heard:
    """One call as far as it was heard of, with everything that carried it on."""

    first: RingEvent
    """As it began; the call is named by its uuid."""
    now: RingEvent
    """The newest that the rules said something to."""
    answered_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    seconds: int | None = None

    @property
    def outgoing(self) -> bool:
        """We called."""
        return self.first.happening is Happening.OUT

    @property
    def minutes(self) -> int | None:
        """How long one spoke, in begun minutes; None: not known, or not at all."""
        return None if not self.seconds else -(-self.seconds // 60)

    def then(self, event: RingEvent) -> Heard:
        """The call after one more event of it."""
        if event.happening is Happening.ANSWERED:
            return replace(self, answered_at=self.answered_at or event.at)
        if event.happening is Happening.ENDED:
            return replace(self, ended_at=event.at, seconds=_spoken(self.answered_at, event))
        return replace(self, now=event, ended_at=None)


def _spoken(answered_at: dt.datetime | None, ended: RingEvent) -> int | None:
    """Seconds; None where nobody answered, or nobody knows."""
    seconds = ended.seconds
    if seconds is None and answered_at is not None:
        seconds = round((ended.at - answered_at).total_seconds())
    return None if seconds is None else min(max(seconds, 0), LONGEST_CALL)


class RingsBook(Protocol):
    """Every writing call is one action with its undo; raises KeyError for an unknown call."""

    def take_over(self, call: Heard) -> None:
        """Keeps the call where it is not kept yet: twice is once, whoever comes first."""
        ...

    def logged(self, ring: UUID) -> bool:
        """A contact was logged of it."""
        ...

    def overrule(self, ring: UUID, chosen: str, *, by: int | None, at: dt.datetime) -> UUID | None:
        """What the person chose instead; '' takes it back; None: nothing differs."""
        ...

    def promise(
        self, ring: UUID, slot: dt.datetime, *, user: int, by: int | None, at: dt.datetime
    ) -> UUID:
        """A call-back at this time, in place of one that was promised for this call before."""
        ...
