"""Placetel: posts a signed form for every call and is told in XML what to do with it.

Read from Placetel's own description (github.com/Placetel/call-control-notify-api). Options:
`secret` the shared secret of the external API; `user` and `password` where they stand in the
address; `owner`; `routing_plan` the number of a plan that rings the owner; `prompt_later` and
`prompt_in_writing` numbers of announcements; `voicemail_announcement` and `voicemail` yes: who is
to be called back speaks to the voicemail.
"""

from __future__ import annotations

import hashlib
import hmac

from wertschatz.domain.rules.rule import Verdict
from wertschatz.integrations.codecs.callers import caller
from wertschatz.integrations.codecs.credentials import named_rightly, naming, same
from wertschatz.integrations.codecs.forms import first, form_of, read_form
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

_EVENTS = {
    "IncomingCall": Happening.RING, "OutgoingCall": Happening.OUT,
    "CallAccepted": Happening.ANSWERED, "HungUp": Happening.ENDED,
}  # fmt: skip
COLLEAGUE_SECONDS, OWNER_SECONDS = 20, 60
OPTIONS = (
    "secret", "owner", "routing_plan", "prompt_later", "prompt_in_writing", "voicemail",
    "voicemail_announcement", "user", "password",
)  # fmt: skip
"""What the owner can set; the handbook explains each."""


class Placetel:
    """Placetel's call control and notifications."""

    code = "placetel"

    def ask(self, number: str, url: str, options: Options) -> Request:
        """What Placetel would send for a call from this number."""
        body, headers = form_of(
            (("event", "IncomingCall"), ("from", number), ("to", ""), ("call_id", "trial"))
        )
        signed = {"x-placetel-signature": _signature(body, options.get("secret"))}
        named = naming(options.get("user"), options.get("password"))
        return Request("", {**headers, **signed, **named}, body, url)

    def read(self, request: Request, options: Options) -> Call:
        """The call; raises NotGenuine or Unreadable."""
        if not _genuine(request, options):
            raise NotGenuine
        try:
            fields = read_form(request.body)
        except ValueError as error:
            raise Unreadable("form") from error
        happening, named = _EVENTS.get(first(fields, "event")), first(fields, "call_id")
        if happening is None or not named:
            raise Unreadable("event or call_id")
        outward = happening is Happening.OUT or first(fields, "direction") == "out"
        ours, theirs = ("from", "to") if outward else ("to", "from")
        seconds = first(fields, "duration")
        return Call(
            self.code, named, happening,
            number=caller(first(fields, theirs)), to=first(fields, ours),
            seconds=int(seconds) if seconds.isdecimal() and len(seconds) < 7 else None,
            cause=first(fields, "type"),
        )  # fmt: skip

    def reply(self, call: Call, answer: Answer, options: Options) -> Reply:
        """The document; Placetel reads it for calls that come in."""
        verdict, owner = answer.decision.verdict, owner_of(answer, options)
        if verdict in (Verdict.PUT_THROUGH, Verdict.COLLEAGUE):
            first_asked = answer.colleague if verdict is Verdict.COLLEAGUE else ""
            return _ring(first_asked, owner, options)
        return _document(_turn_away(verdict, options))

    def dials(self, number: str) -> bool:
        """Whom to ring stands in the answer."""
        return bool(number)

    def rings(self, options: Options) -> Reply:
        """The owner's telephone; without a number of it, Placetel's own backup plan rings."""
        return _ring("", owner_of(None, options), options)


def _signature(body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _genuine(request: Request, options: Options) -> bool:
    """The signature is made over the bytes as they came, before anything is read from them."""
    secret = options.get("secret")
    if not secret:
        return False
    wanted = _signature(request.body, secret)
    return named_rightly(request.headers, options.get("user"), options.get("password")) and same(
        request.headers.get("x-placetel-signature", "").strip().lower(), wanted
    )


def _ring(colleague: str, owner: tuple[str, ...], options: Options) -> Reply:
    """The colleague first, then the owner: two targets of one document."""
    targets = [
        _target(numbers, seconds)
        for numbers, seconds in (
            ((colleague,) if colleague else (), COLLEAGUE_SECONDS),
            (owner, OWNER_SECONDS),
        )
        if numbers
    ]
    if targets:
        return _document(inside(element("Forward"), *targets))
    if plan := options.get("routing_plan"):
        return _document(element("RoutingPlan", {"id": plan}))
    # No number is set: an error is what makes Placetel follow the backup plan.
    return Reply(b"", "application/xml", 503)


def _target(numbers: tuple[str, ...], seconds: int) -> Element:
    children = [element("Number", text=number) for number in numbers]
    return inside(element("Target", {"ringtime": str(seconds)}), *children)


def _turn_away(verdict: Verdict, options: Options) -> Element:
    prompt = options.get("prompt_later" if verdict in LATER else "prompt_in_writing")
    if prompt:
        return element("Prompt", {"id": prompt})
    if verdict in LATER and options.get("voicemail") == "yes":
        said = {"voicemail_announcement": options.get("voicemail_announcement")}
        return element("Forward", {"voicemail": "true", **said})
    return element("Reject", {"reason": "busy" if verdict in LATER else ""})


def _document(what: Element) -> Reply:
    return Reply(document(inside(element("Response"), what)), "application/xml")


SYSTEM = Placetel()
