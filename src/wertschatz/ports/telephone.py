"""What a telephone system tells the gate, and what the gate answers; one contract for all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from wertschatz.domain.rules.decision import Decision
from wertschatz.domain.rules.moment import Known

EMERGENCY_KEY = "1"
"""Whoever presses it says that it cannot wait; the owner's words name it."""
TRIAL = "x-wertschatz-trial"
"""Header of a genuine request that only wants to know: it is decided, and changes nothing."""


TOLD_ONLY = "fritzbox"
"""It tells of calls and cannot be answered: its telephones ring whatever the rules say."""
BARRED = "barred"
"""Cause of a call that the telephone system turned away by itself."""


class Happening(StrEnum):
    """What a telephone system tells of."""

    RING = "ring"
    """A call comes in; where the system asks, it waits for the answer."""
    OUT = "out"
    """Somebody of the firm calls out."""
    ANSWERED = "answered"
    ENDED = "ended"
    PRESSED = "pressed"
    """The caller pressed a key; the system waits for an answer again."""


@dataclass(frozen=True, slots=True)
class Call:
    """One thing that a telephone system tells of one call; '' is not stated."""

    system: str
    """Code of the system: 'json', 'sipgate', 'placetel', 'twilio', 'fastagi', 'fritzbox'."""
    id: str
    """Of the call, as the system names it; up to 200 characters."""
    happening: Happening = Happening.RING
    number: str = ""
    """Of the other side, as the system writes it; '' for a suppressed one."""
    to: str = ""
    """The own number that was called."""
    name: str = ""
    """Of the other side, as the exchange says."""
    origin: str = ""
    """Id of the call that this one carries on (a transfer): both are one call."""
    pressed: str = ""
    tried: bool = False
    """A colleague was asked first and did not settle it."""
    seconds: int | None = None
    """How long it was, where it ended."""
    cause: str = ""
    """How it ended, in the system's own word."""
    at: dt.datetime | None = None
    """Aware, where the system says when; None: now."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the gate says to one call."""

    decision: Decision
    sentence: str = ""
    """The reason in the owner's language: one line, no double quote, no letter of a group."""
    who: Known | None = None
    retry_after: int | None = None
    """Seconds until `decision.until`, for call_back and not_now; None: no time is named."""
    owner: tuple[str, ...] = ()
    """The owner's telephone as the exchange dials it."""
    colleague: str = ""
    """The telephone of the colleague who is there now, as the exchange dials it."""
    language: str = "de"


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request as it came."""

    path: str
    """Below the secret address, with its query as sent; '' nothing."""
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    url: str = ""
    """The whole address under which the system reaches us, as it signs it."""
    method: str = "POST"


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP answer."""

    body: bytes
    content_type: str
    status: int = 200


class NotGenuine(Exception):
    """The request is not signed as agreed, or was sent before: it changes nothing."""


class Unreadable(Exception):
    """The request is none that this system sends."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the owner set for one telephone system; plain texts by name."""

    values: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """The text, '' where nothing is set."""
        return self.values.get(name, "")


class HttpSystem(Protocol):
    """A telephone system that asks or tells by HTTP: one file in integrations/phone each."""

    code: str

    def ask(self, number: str, url: str, options: Options) -> Request:
        """What the system would send to this address for a call from `number`, as genuine as the
        options make it: for trying it out."""

    def read(self, request: Request, options: Options) -> Call:
        """The call; raises NotGenuine or Unreadable."""

    def reply(self, call: Call, answer: Answer, options: Options) -> Reply:
        """The answer in the words of the system."""

    def dials(self, number: str) -> bool:
        """It can ring a colleague who has this number; '' none is named."""

    def rings(self, options: Options) -> Reply:
        """The answer that lets the owner's telephone ring whatever happened to us."""
