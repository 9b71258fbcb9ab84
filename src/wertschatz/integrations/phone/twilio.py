"""Twilio Voice: posts a signed form for every call and is told in TwiML what to do with it.

Signature: HMAC-SHA1 over the whole address and the sorted fields (Twilio, "Secure webhooks").
Options: `auth_token`; `url` the whole secret address; `owner`; `say_later`, `say_in_writing` the
words a caller hears (without them it sounds busy); `say_key` words that name the key for an
emergency.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from wertschatz.domain.rules.rule import Verdict
from wertschatz.integrations.codecs.callers import SERVICE, caller
from wertschatz.integrations.codecs.credentials import same
from wertschatz.integrations.codecs.forms import Fields, first, form_of, query_of, read_form
from wertschatz.integrations.codecs.markup import Element, document, element, inside
from wertschatz.integrations.codecs.outcomes import LATER, owner_of
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

_ENDS = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})
_VOICES = {"de": "de-DE", "en": "en-GB"}
COLLEAGUE_SECONDS, OWNER_SECONDS, KEY_SECONDS = 20, 60, 4
OPTIONS = ("auth_token", "url", "owner", "say_later", "say_in_writing", "say_key")
"""What the owner can set; the handbook explains each."""


class Twilio:
    """Twilio Voice."""

    code = "twilio"

    def ask(self, number: str, url: str, options: Options) -> Request:
        """What Twilio would send for a call from this number."""
        fields = (("CallSid", "trial"), ("CallStatus", "ringing"), ("Direction", "inbound"),
                  ("From", number), ("To", ""))  # fmt: skip
        body, headers = form_of(fields)
        signed = signature(options.get("auth_token"), _entered(options) or url, fields)
        return Request("", {**headers, "x-twilio-signature": signed}, body, url)

    def read(self, request: Request, options: Options) -> Call:
        """The call; raises NotGenuine or Unreadable."""
        try:
            fields, asked = read_form(request.body), query_of(request.path)
        except ValueError as error:
            raise Unreadable("form") from error
        if not _genuine(request, fields, options):
            raise NotGenuine
        named = first(fields, "CallSid")
        happening = _happening(fields)
        if happening is None or not named:
            raise Unreadable("CallStatus or CallSid")
        outward = first(fields, "Direction").startswith("outbound")
        ours, theirs = ("From", "To") if outward else ("To", "From")
        # Whether the colleague was asked stands in the address we gave; the signature covers it.
        tried = first(asked, "after") == "colleague" or "DialCallStatus" in dict(fields)
        # After a colleague's telephone the end is told twice, and the first of them counts.
        seconds = first(fields, "DialCallDuration") or first(fields, "CallDuration")
        return Call(
            self.code, named, happening,
            number=caller(first(fields, theirs), SERVICE), to=first(fields, ours),
            name=first(fields, "CallerName"), origin=first(fields, "ParentCallSid"),
            pressed=first(fields, "Digits"), tried=tried,
            seconds=int(seconds) if seconds.isdecimal() and len(seconds) < 7 else None,
            cause=_cause(fields) if happening is Happening.ENDED else "",
        )  # fmt: skip

    def reply(self, call: Call, answer: Answer, options: Options) -> Reply:
        """The document; nothing is to be done where the call has ended."""
        if call.happening not in (Happening.RING, Happening.PRESSED):
            return Reply(document(element("Response")), "text/xml")
        verdict = answer.decision.verdict
        if verdict is Verdict.COLLEAGUE and answer.colleague and not call.tried:
            return _twiml([_colleague(answer.colleague, options)])
        if verdict in (Verdict.PUT_THROUGH, Verdict.COLLEAGUE):
            return _owner(owner_of(answer, options))
        return _twiml(_turn_away(call, answer, options))

    def dials(self, number: str) -> bool:
        """Whom to ring stands in the answer."""
        return bool(number)

    def rings(self, options: Options) -> Reply:
        """The owner's telephone; without a number of it, Twilio turns to the fallback address."""
        return _owner(owner_of(None, options))


def signature(token: str, url: str, fields: Fields) -> str:
    """As Twilio signs: the address, then every field in the order of names, then base64."""
    # A field that comes twice counts with each different value, as Twilio's own libraries do.
    signed = url + "".join(name + value for name, value in sorted(set(fields)))
    made = hmac.new(token.encode(), signed.encode("utf-8", "replace"), hashlib.sha1)
    return base64.b64encode(made.digest()).decode("ascii")


def fallback_file(owner: tuple[str, ...]) -> bytes:
    """The static file for Twilio's fallback address: it dials the owner whatever happened to us.

    Raises ValueError without a number, for then the caller would hear an error.
    """
    if not owner:
        raise ValueError("owner")
    return document(inside(element("Response"), _dial(owner, OWNER_SECONDS)))


def _genuine(request: Request, fields: Fields, options: Options) -> bool:
    token = options.get("auth_token")
    if not token:
        return False
    given = request.headers.get("x-twilio-signature", "").strip()
    # With or without the port: which of the two it signs changes (Twilio's libraries try both).
    return any(
        same(given, signature(token, url, fields))
        for address in _addresses(request, options)
        for url in _with_and_without(address)
    )


def _entered(options: Options) -> str:
    """The address without what the console lets one append: how long Twilio waits."""
    return options.get("url").partition("#")[0]


def _addresses(request: Request, options: Options) -> set[str]:
    """As the request came, and as the owner entered it: a proxy may have changed the first."""
    entered = _entered(options)
    _, mark, query = request.path.partition("?")
    return {request.url, f"{entered}{mark}{query}"} if entered else {request.url}


def _with_and_without(url: str) -> set[str]:
    """The address as it is, and with the usual port added or taken away."""
    scheme, mark, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    port = {"https": ":443", "http": ":80"}.get(scheme, "")
    if not mark or not port:
        return {url}
    bare = host.removesuffix(port)
    return {url} | {
        f"{scheme}://{one}{slash}{path}" for one in (bare, bare + port) if ":" not in bare
    }


def _happening(fields: Fields) -> Happening | None:
    status, names = first(fields, "CallStatus"), {name for name, _ in fields}
    if "DialCallStatus" in names:
        # After the colleague's telephone: settled, or asked anew for the owner's.
        settled = first(fields, "DialCallStatus") == "completed"
        return Happening.ENDED if settled or status in _ENDS else Happening.RING
    if status in _ENDS:
        return Happening.ENDED
    if "Digits" in names:
        return Happening.PRESSED
    if first(fields, "Direction").startswith("outbound"):
        return Happening.ANSWERED if status == "in-progress" else Happening.OUT
    known = {"ringing": Happening.RING, "queued": Happening.RING, "in-progress": Happening.ANSWERED}
    return known.get(status)


def _cause(fields: Fields) -> str:
    return first(fields, "DialCallStatus") or first(fields, "CallStatus")


def _owner(owner: tuple[str, ...]) -> Reply:
    # Without a number an error makes Twilio turn to the fallback address.
    return _twiml([_dial(owner, OWNER_SECONDS)]) if owner else Reply(b"", "text/xml", 503)


def _colleague(number: str, options: Options) -> Element:
    url = _entered(options)
    return _dial((number,), COLLEAGUE_SECONDS, f"{url}?after=colleague" if url else "")


def _dial(numbers: tuple[str, ...], seconds: int, action: str = "") -> Element:
    dial = element("Dial", {"timeout": str(seconds), "answerOnBridge": "true", "action": action})
    kinds = [("Sip" if number.startswith("sip:") else "Number", number) for number in numbers]
    return inside(dial, *(element(kind, text=number) for kind, number in kinds))


def _turn_away(call: Call, answer: Answer, options: Options) -> list[Element]:
    later = answer.decision.verdict in LATER
    asked: list[Element] = []
    voice = {"language": _VOICES.get(answer.language, "en-GB")}
    if (words := options.get("say_key")) and call.happening is Happening.RING:
        gather = {"numDigits": "1", "timeout": str(KEY_SECONDS), "action": _entered(options)}
        asked = [inside(element("Gather", gather), element("Say", voice, words))]
    if words := options.get("say_later" if later else "say_in_writing"):
        return [*asked, element("Say", voice, words), element("Hangup")]
    # Refused before anything else it costs nothing; once we have spoken, only hanging up is left.
    spoken = asked or call.tried or call.happening is Happening.PRESSED
    last = "Hangup" if spoken else "Reject"
    reason = "busy" if later else "rejected"
    return [*asked, element(last, {"reason": reason} if last == "Reject" else {})]


def _twiml(what: list[Element]) -> Reply:
    return Reply(document(inside(element("Response"), *what)), "text/xml")


SYSTEM = Twilio()
