"""sipgate.io: posts a form for every call and is told in XML what to do with it.

Read from sipgate's own description (github.com/sipgate/sipgate.io). There is no signature: only
the secret address and name and password in it protect (options `user`, `password`).
Options: `url` the whole secret address, where sipgate tells of answers and ends; `voicemail` yes:
who is to be called back speaks to the voicemail instead of hearing that it is busy; `key_prompt`
the address of a WAV (mono, 16 bit, 8 kHz) that names the key for an emergency.
"""

from __future__ import annotations

from urllib.parse import urlencode

from wertschatz.domain.rules.rule import Verdict
from wertschatz.integrations.codecs.callers import SERVICE, caller, international
from wertschatz.integrations.codecs.credentials import named_rightly, naming
from wertschatz.integrations.codecs.forms import Fields, first, form_of, query_of, read_form
from wertschatz.integrations.codecs.markup import Element, document, element, inside
from wertschatz.integrations.codecs.outcomes import LATER
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
    "newCall": Happening.RING, "answer": Happening.ANSWERED, "hangup": Happening.ENDED,
    "dtmf": Happening.PRESSED,
}  # fmt: skip
KEY_WAIT_MS = 4000
OPTIONS = ("url", "user", "password", "voicemail", "key_prompt")
"""What the owner can set; the handbook explains each."""


class Sipgate:
    """sipgate.io, push."""

    code = "sipgate"

    def ask(self, number: str, url: str, options: Options) -> Request:
        """What sipgate would send for a call from this number."""
        body, headers = form_of(
            (("event", "newCall"), ("direction", "in"), ("from", number.lstrip("+")), ("to", ""),
             ("callId", "trial"), ("origCallId", "trial"))
        )  # fmt: skip
        named = naming(options.get("user"), options.get("password"))
        return Request("", {**headers, **named}, body, url)

    def read(self, request: Request, options: Options) -> Call:
        """The call; raises NotGenuine or Unreadable."""
        if not named_rightly(request.headers, options.get("user"), options.get("password")):
            raise NotGenuine
        try:
            fields, asked = read_form(request.body), query_of(request.path)
        except ValueError as error:
            raise Unreadable("form") from error
        happening, named = _EVENTS.get(first(fields, "event")), first(fields, "callId")
        if happening is None or not named:
            raise Unreadable("event or callId")
        outward = first(fields, "direction") == "out"
        if outward and happening is Happening.RING:
            happening = Happening.OUT
        # A pressed key comes with nothing but the call's id: we gave the rest along ourselves.
        about = asked if happening is Happening.PRESSED else fields
        ours, theirs = ("from", "to") if outward else ("to", "from")
        return Call(
            self.code, named, happening,
            number=caller(first(about, theirs), SERVICE), to=first(about, ours),
            origin=_origin(about, named), pressed=first(fields, "dtmf"),
            cause=first(fields, "cause"),
        )  # fmt: skip

    def reply(self, call: Call, answer: Answer, options: Options) -> Reply:
        """The document; an empty one lets it ring as it is set up at sipgate."""
        url = options.get("url")
        root = element("Response", {"onAnswer": url, "onHangup": url})
        if call.happening in (Happening.RING, Happening.PRESSED):
            root.extend(_what(call, answer, options))
        return Reply(document(root), "application/xml")

    def dials(self, number: str) -> bool:
        """Numbers of the public network alone."""
        return bool(international(number))

    def rings(self, options: Options) -> Reply:
        """Delivered as it is set up at sipgate."""
        return Reply(document(element("Response")), "application/xml")


def _origin(fields: Fields, named: str) -> str:
    """A transfer comes as a new call that names the one it began with."""
    origin = first(fields, "origCallId")
    return "" if origin == named else origin


def _what(call: Call, answer: Answer, options: Options) -> list[Element]:
    verdict = answer.decision.verdict
    if verdict is Verdict.PUT_THROUGH:
        return []
    if verdict is Verdict.COLLEAGUE:
        number = international(answer.colleague)
        # A colleague whom sipgate cannot dial: better the owner rings than nobody.
        return [inside(element("Dial"), element("Number", text=number))] if number else []
    prompt, url = options.get("key_prompt"), options.get("url")
    if prompt and url and call.happening is Happening.RING:
        return [_ask(call, url, prompt)]
    if verdict in LATER and options.get("voicemail") == "yes":
        return [inside(element("Dial"), element("Voicemail"))]
    return [element("Reject", {"reason": "busy" if verdict in LATER else "rejected"})]


def _ask(call: Call, url: str, prompt: str) -> Element:
    """Plays the words and waits for a key; without one the key comes as an empty text."""
    known = {"from": call.number, "to": call.to, "origCallId": call.origin}
    back = f"{url}?{urlencode(known)}"
    gather = element("Gather", {"onData": back, "maxDigits": "1", "timeout": str(KEY_WAIT_MS)})
    return inside(gather, inside(element("Play"), element("Url", text=prompt)))


SYSTEM = Sipgate()
