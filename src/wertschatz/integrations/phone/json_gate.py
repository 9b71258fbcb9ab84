"""Kamailio and whoever else asks in JSON: who is calling, and what to do, all values are texts.

    {"event": "call", "call_id": "…", "from": "4930100001", "to": "office", "from_name": "…"}
    {"verdict": "put_through|colleague|call_back|in_writing", "reason": "…", "retry_after": "1800",
     "dial": "sip:…"}

`event` may also be out, answered, ended (with `seconds` and `cause`) and pressed (with `pressed`);
`tried` is "1" after a colleague was asked. Options: `user` and `password`, where the exchange
names them (HTTP Basic); `owner` the telephone to ring.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from wertschatz.domain.rules.decision import Decision
from wertschatz.domain.rules.rule import Verdict
from wertschatz.domain.values import Reason
from wertschatz.integrations.codecs.callers import caller
from wertschatz.integrations.codecs.credentials import named_rightly, naming
from wertschatz.integrations.codecs.forms import MOST_BYTES
from wertschatz.integrations.codecs.lines import one_line, spoken
from wertschatz.integrations.codecs.outcomes import owner_of, wire
from wertschatz.ports.telephone import (
    Answer,
    Call,
    Happening,
    NotGenuine,
    Options,
    Reply,
    Request,
    Unreadable,
)

_EVENTS = {
    "call": Happening.RING, "out": Happening.OUT, "answered": Happening.ANSWERED,
    "ended": Happening.ENDED, "pressed": Happening.PRESSED,
}  # fmt: skip
_YES = frozenset({"1", "yes", "true"})
OPTIONS = ("user", "password", "owner")
"""What the owner can set; the handbook explains each."""


class JsonGate:
    """A telephone system that asks by JSON over HTTP."""

    code = "json"

    def ask(self, number: str, url: str, options: Options) -> Request:
        """What Kamailio would send for a call from this number."""
        said = {"event": "call", "call_id": "trial", "from": number, "to": "", "tried": "0"}
        named = naming(options.get("user"), options.get("password"))
        headers = {"content-type": "application/json", **named}
        return Request("", headers, json.dumps(said).encode(), url)

    def read(self, request: Request, options: Options) -> Call:
        """The call; raises NotGenuine or Unreadable."""
        if not named_rightly(request.headers, options.get("user"), options.get("password")):
            raise NotGenuine
        said = _object(request.body)
        happening = _EVENTS.get(_text(said, "event"))
        named = _text(said, "call_id")
        if happening is None or not named:
            raise Unreadable("event or call_id")
        seconds = _text(said, "seconds")
        return Call(
            self.code, named, happening,
            number=caller(_text(said, "from")), to=_text(said, "to"),
            name=_text(said, "from_name"), origin=_text(said, "origin"),
            pressed=_text(said, "pressed"), tried=_text(said, "tried") in _YES,
            seconds=int(seconds) if seconds.isdecimal() and len(seconds) < 7 else None,
            cause=_text(said, "cause"),
        )  # fmt: skip

    def reply(self, call: Call, answer: Answer, options: Options) -> Reply:
        """Verdict, reason and seconds; whom to ring, where the gate knows it."""
        verdict = wire(answer.decision.verdict)
        said = {"verdict": verdict.value, "reason": spoken(answer.sentence)}
        if verdict is Verdict.CALL_BACK and answer.retry_after is not None:
            said["retry_after"] = str(max(0, answer.retry_after))
        if verdict is Verdict.COLLEAGUE and answer.colleague:
            said["dial"] = spoken(answer.colleague)
        elif verdict is Verdict.PUT_THROUGH and (owner := owner_of(answer, options)):
            said["dial"] = spoken(owner[0])
        return Reply(json.dumps(said, ensure_ascii=False).encode(), "application/json")

    def dials(self, number: str) -> bool:
        """The exchange knows its colleague's telephone itself."""
        return True

    def rings(self, options: Options) -> Reply:
        """The exchange rings the owner, as it does without us."""
        decision = Decision(Verdict.PUT_THROUGH, Reason("gate_fails"), None, None)
        return self.reply(Call(self.code, ""), Answer(decision), options)


def _object(body: bytes) -> Mapping[str, object]:
    if len(body) > MOST_BYTES:
        raise Unreadable("too large")
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        # A few thousand brackets are enough for the second.
        raise Unreadable("no JSON") from error
    if not isinstance(said, dict):
        raise Unreadable("no object")
    return said


def _text(said: Mapping[str, object], name: str) -> str:
    value = said.get(name)
    return one_line(value) if isinstance(value, str) else ""


SYSTEM = JsonGate()
