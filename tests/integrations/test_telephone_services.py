"""What sipgate, Placetel and Twilio have of their own: signatures, follow-ups, transfers, keys."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import xml.etree.ElementTree as ET
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

import pytest

from tests.integrations.telephones import COLLEAGUE, OWNER, URL, line, root_of
from wertschatz.domain.rules.decision import Decision
from wertschatz.domain.rules.rule import Verdict
from wertschatz.domain.values import Reason
from wertschatz.integrations.phone import placetel, sipgate, twilio
from wertschatz.ports.telephone import (
    Answer,
    Call,
    Happening,
    NotGenuine,
    Options,
    Request,
    Unreadable,
)

AT = dt.datetime(2026, 11, 30, 9, 30, tzinfo=dt.UTC)


def told(verdict: Verdict) -> Answer:
    decision = Decision(verdict, Reason("no_rule"), AT, 1)
    return Answer(decision, "Bis 10:30 nicht.", owner=(OWNER,), colleague=COLLEAGUE)


# Placetel

PUBLISHED = (
    b"call_id=4a4cbb39578170aed9a2761a7bec8c7e704a541f52291ef603d6f5f152980c3c"
    b"&event=CallAccepted&from=0123456789&to=0987654321"
)
"""The example of Placetel's own description, with its secret 12345."""
SEAL = "c4f823c5b8806432fe2b83b1fc2ee714422e0cdfb4b5129152a7d0bbcd7792d0"


def test_placetels_published_signature_holds() -> None:
    request = Request("", {"x-placetel-signature": SEAL}, PUBLISHED)
    call = placetel.SYSTEM.read(request, Options({"secret": "12345"}))
    assert (call.happening, call.number, call.to) == (
        Happening.ANSWERED,
        "0123456789",
        "0987654321",
    )
    for body in (PUBLISHED + b" ", PUBLISHED.replace(b"&to", b"&amp;to"), b""):
        with pytest.raises(NotGenuine):
            placetel.SYSTEM.read(replace(request, body=body), Options({"secret": "12345"}))
    with pytest.raises(NotGenuine):
        placetel.SYSTEM.read(request, Options({"secret": "12346"}))


def test_placetel_rings_the_colleague_and_then_the_owner_in_one_document() -> None:
    reply = line("placetel").reply(Call("placetel", "1"), told(Verdict.COLLEAGUE))
    assert reply.body.decode().split("\n", 1)[1] == (
        '<Response><Forward><Target ringtime="20"><Number>+493023125002</Number></Target>'
        '<Target ringtime="60"><Number>+493023125001</Number></Target></Forward></Response>'
    )


def _placetel(**said: str) -> Call:
    body = urlencode({"call_id": "f459", **said}).encode()
    made = hmac.new(b"12345", body, hashlib.sha256).hexdigest()
    request = Request("", {"x-placetel-signature": made}, body)
    return placetel.SYSTEM.read(request, Options({"secret": "12345"}))


def test_placetel_tells_how_a_call_went() -> None:
    ended = _placetel(event="HungUp", direction="in", duration="125", type="accepted",
                      **{"from": "022129191999", "to": "03023125001"})  # fmt: skip
    assert (ended.happening, ended.seconds, ended.cause, ended.number) == (
        Happening.ENDED, 125, "accepted", "022129191999",
    )  # fmt: skip
    out = _placetel(event="OutgoingCall", direction="out",
                    **{"from": "7777abc@fpbx.de", "to": "022129191999"})  # fmt: skip
    assert (out.happening, out.number, out.to) == (
        Happening.OUT,
        "022129191999",
        "7777abc@fpbx.de",
    )
    with pytest.raises(Unreadable):
        _placetel(event="Unheard")


def test_placetel_says_the_owners_words_or_rings_by_a_plan() -> None:
    options = Options({"prompt_later": "41", "prompt_in_writing": "42", "routing_plan": "7"})

    def what(verdict: Verdict, said: Options = options, **more: object) -> str:
        answer = replace(told(verdict), **more)  # type: ignore[arg-type]
        reply = placetel.SYSTEM.reply(Call("placetel", "1"), answer, said)
        return ET.tostring(root_of(reply)[0]).decode()

    assert what(Verdict.NOT_NOW) == '<Prompt id="41" />'
    assert what(Verdict.IN_WRITING) == '<Prompt id="42" />'
    assert what(Verdict.PUT_THROUGH, owner=()) == '<RoutingPlan id="7" />'
    spoken = Options({"voicemail": "yes", "voicemail_announcement": "4"})
    assert (
        what(Verdict.CALL_BACK, spoken) == '<Forward voicemail="true" voicemail_announcement="4" />'
    )


def test_placetel_without_any_number_follows_its_backup_plan() -> None:
    assert placetel.SYSTEM.rings(Options()).status == 503


def test_a_signature_made_without_a_secret_is_none() -> None:
    sealed = hmac.new(b"", PUBLISHED, hashlib.sha256).hexdigest()
    with pytest.raises(NotGenuine):
        placetel.SYSTEM.read(Request("", {"x-placetel-signature": sealed}, PUBLISHED), Options())
    fields = (("CallSid", "CA1"), ("CallStatus", "ringing"))
    seal = {"x-twilio-signature": twilio.signature("", URL, fields)}
    with pytest.raises(NotGenuine):
        twilio.SYSTEM.read(Request("", seal, urlencode(fields).encode(), URL), Options())


def test_a_form_that_is_too_large_is_refused() -> None:
    assert _sipgate(event="newCall", callId="1", x="a" * 60_000).id == "1"
    with pytest.raises(Unreadable):
        _sipgate(event="newCall", callId="1", x="a" * 70_000)
    with pytest.raises(Unreadable):
        _sipgate(event="newCall", callId="1", **{f"x{n}": "" for n in range(200)})


# sipgate


def _sipgate(path: str = "", **said: str) -> Call:
    return sipgate.SYSTEM.read(Request(path, {}, urlencode(said).encode()), Options())


def test_sipgate_names_the_call_that_a_transfer_carries_on() -> None:
    first = _sipgate(event="newCall", direction="in", callId="12111955", to="492111234567",
                     **{"from": "493023125777"})  # fmt: skip
    moved = _sipgate(event="newCall", direction="in", callId="21102015", origCallId="12111955",
                     diversion="492111234567", to="492111234568",
                     **{"from": "493023125777"})  # fmt: skip
    assert (first.origin, moved.origin) == ("", "12111955")
    assert first.number == moved.number == "+493023125777"
    # Newer accounts name it on the first call, too: it is the call itself.
    assert _sipgate(event="newCall", callId="1", origCallId="1").origin == ""


def test_sipgate_tells_of_answer_end_and_calls_out() -> None:
    base = {"callId": "1", "direction": "in", "from": "493023125777", "to": "492111234567"}
    assert _sipgate(event="answer", user="Alice", **base).happening is Happening.ANSWERED
    ended = _sipgate(event="hangup", cause="noAnswer", **base)
    assert (ended.happening, ended.cause) == (Happening.ENDED, "noAnswer")
    out = _sipgate(event="newCall", **{**base, "direction": "out"})
    assert (out.happening, out.number, out.to) == (Happening.OUT, "+492111234567", "493023125777")
    reply = line("sipgate").reply(ended, told(Verdict.IN_WRITING))
    assert len(root_of(reply)) == 0


def test_sipgate_asks_for_a_key_and_knows_the_call_again() -> None:
    options = Options({"url": URL, "key_prompt": "https://telephone.example/key.wav"})
    call = _sipgate(event="newCall", direction="in", callId="1", to="492111234567",
                    **{"from": "493023125777"})  # fmt: skip
    (gather,) = root_of(sipgate.SYSTEM.reply(call, told(Verdict.IN_WRITING), options))
    assert gather.tag == "Gather"
    assert gather.findtext("Play/Url") == "https://telephone.example/key.wav"
    back = gather.attrib["onData"]
    assert back.startswith(f"{URL}?")
    pressed = _sipgate(back.removeprefix(URL), event="dtmf", dtmf="1", callId="1")
    assert (pressed.happening, pressed.pressed) == (Happening.PRESSED, "1")
    assert (pressed.number, pressed.to) == (call.number, call.to)
    # Asked once, not for ever.
    (reject,) = root_of(sipgate.SYSTEM.reply(pressed, told(Verdict.IN_WRITING), options))
    assert reject.tag == "Reject"
    assert not len(root_of(sipgate.SYSTEM.reply(pressed, told(Verdict.PUT_THROUGH), options)))


def test_sipgate_rings_the_owner_when_the_colleague_cannot_be_dialled() -> None:
    answer = replace(told(Verdict.COLLEAGUE), colleague="PJSIP/22")
    assert not len(root_of(line("sipgate").reply(Call("sipgate", "1"), answer)))


def test_sipgate_sends_to_the_voicemail_where_it_is_wanted() -> None:
    options = Options({"voicemail": "yes"})
    (dial,) = root_of(sipgate.SYSTEM.reply(Call("sipgate", "1"), told(Verdict.CALL_BACK), options))
    assert dial.find("Voicemail") is not None


# Twilio

EXAMPLE = (
    ("CallSid", "CA1234567890ABCDE"), ("Caller", "+14158675310"), ("Digits", "1234"),
    ("From", "+14158675310"), ("To", "+18005551212"),
)  # fmt: skip
"""The example of Twilio's own description, with the token 12345."""


def test_twilios_published_signature_holds() -> None:
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert twilio.signature("12345", url, EXAMPLE) == "GvWf1cFY/Q7PnoempGyD5oXAezc="
    assert twilio.signature("12345", url, EXAMPLE[::-1]) == "GvWf1cFY/Q7PnoempGyD5oXAezc="


@pytest.mark.parametrize("signed", ["https://a.example/in/1?x=1", "https://a.example:443/in/1?x=1"])
@pytest.mark.parametrize("came", ["https://a.example/in/1?x=1", "https://a.example:443/in/1?x=1"])
def test_the_usual_port_makes_no_difference(signed: str, came: str) -> None:
    fields = (("CallSid", "CA1"), ("CallStatus", "ringing"))
    request = Request(
        "?x=1", {"x-twilio-signature": twilio.signature("12345", signed, fields)},
        urlencode(fields).encode(), came,
    )  # fmt: skip
    options = Options({"auth_token": "12345"})
    assert twilio.SYSTEM.read(request, options).id == "CA1"
    for other in (came.replace("443", "444").replace(".example/", ".example:444/"), ""):
        with pytest.raises(NotGenuine):
            twilio.SYSTEM.read(replace(request, url=other), options)


@pytest.mark.parametrize("query", ["", "?after=colleague"])
def test_a_proxy_that_changes_the_address_does_no_harm(query: str) -> None:
    fields = (("CallSid", "CA1"), ("CallStatus", "ringing"))
    seal = {"x-twilio-signature": twilio.signature("12345", f"{URL}{query}", fields)}
    body = urlencode(fields).encode()
    request = Request(query, seal, body, f"http://127.0.0.1:8322/t/x{query}")
    entered = Options({"auth_token": "12345", "url": f"{URL}#ct=1000"})
    call = twilio.SYSTEM.read(request, entered)
    assert call.tried is bool(query)
    reply = twilio.SYSTEM.reply(replace(call, tried=False), told(Verdict.COLLEAGUE), entered)
    assert root_of(reply)[0].attrib["action"] == f"{URL}?after=colleague"
    with pytest.raises(NotGenuine):
        twilio.SYSTEM.read(request, Options({"auth_token": "12345"}))
    with pytest.raises(NotGenuine):
        twilio.SYSTEM.read(replace(request, path="?after=nobody"), entered)


def _twilio(path: str = "", **said: str) -> Call:
    fields = tuple({"CallSid": "CA1", "Direction": "inbound", "From": OWNER, **said}.items())
    seal = twilio.signature("12345", URL + path, fields)
    body = urlencode(fields).encode()
    request = Request(path, {"x-twilio-signature": seal}, body, URL + path)
    return twilio.SYSTEM.read(request, line("twilio").wire.options)


def test_twilio_asks_anew_when_the_colleague_did_not_answer() -> None:
    call = _twilio(CallStatus="ringing")
    (dial,) = root_of(line("twilio").reply(call, told(Verdict.COLLEAGUE)))
    assert dial.attrib["action"] == f"{URL}?after=colleague"
    again = _twilio("?after=colleague", CallStatus="in-progress", DialCallStatus="no-answer")
    assert (again.happening, again.tried) == (Happening.RING, True)
    (dial,) = root_of(line("twilio").reply(again, told(Verdict.PUT_THROUGH)))
    assert dial.findtext("Number") == OWNER
    (last,) = root_of(line("twilio").reply(again, told(Verdict.IN_WRITING)))
    assert last.tag == "Hangup"
    done = _twilio("?after=colleague", CallStatus="in-progress", DialCallStatus="completed")
    assert done.happening is Happening.ENDED
    timed = _twilio(CallStatus="in-progress", DialCallStatus="completed", DialCallDuration="95")
    assert (timed.seconds, timed.cause) == (95, "completed")
    assert not len(root_of(line("twilio").reply(done, told(Verdict.PUT_THROUGH))))


def test_twilio_tells_how_a_call_went() -> None:
    ended = _twilio(CallStatus="completed", CallDuration="61")
    assert (ended.happening, ended.seconds, ended.cause) == (Happening.ENDED, 61, "completed")
    assert _twilio(CallStatus="in-progress").happening is Happening.ANSWERED
    out = _twilio(CallStatus="ringing", Direction="outbound-api", To=COLLEAGUE)
    assert (out.happening, out.number) == (Happening.OUT, COLLEAGUE)
    with pytest.raises(Unreadable):
        _twilio(CallStatus="unheard")


def test_twilio_speaks_the_owners_words_and_asks_for_a_key() -> None:
    options = Options({"auth_token": "12345", "url": URL, "say_key": "Drücken Sie die 1.",
                       "say_later": "Bitte rufen Sie später an."})  # fmt: skip
    call = _twilio(CallStatus="ringing")
    root = root_of(twilio.SYSTEM.reply(call, told(Verdict.NOT_NOW), options))
    assert [child.tag for child in root] == ["Gather", "Say", "Hangup"]
    assert root[1].attrib == {"language": "de-DE"}
    pressed = _twilio(CallStatus="in-progress", Digits="1")
    assert (pressed.happening, pressed.pressed) == (Happening.PRESSED, "1")
    root = root_of(twilio.SYSTEM.reply(pressed, told(Verdict.IN_WRITING), options))
    # Once spoken, the call is answered: it can no longer be refused.
    assert [child.tag for child in root] == ["Hangup"]


def test_twilios_fallback_file_dials_the_owner() -> None:
    root = ET.fromstring(twilio.fallback_file((OWNER, "sip:owner@exchange.example")))
    assert [child.text for child in root[0]] == [OWNER, "sip:owner@exchange.example"]
    assert [child.tag for child in root[0]] == ["Number", "Sip"]
    with pytest.raises(ValueError, match="owner"):
        twilio.fallback_file(())


def test_twilio_without_any_number_turns_to_its_fallback() -> None:
    assert twilio.SYSTEM.rings(Options()).status == 503


def test_a_key_in_the_address_is_part_of_what_is_signed() -> None:
    """The word that a colleague was tried cannot be added by a stranger."""
    fields = (("CallSid", "CA1"), ("CallStatus", "ringing"), ("Direction", "inbound"))
    request = Request(
        "?after=colleague", {"x-twilio-signature": twilio.signature("12345", URL, fields)},
        urlencode(fields).encode(), f"{URL}?after=colleague",
    )  # fmt: skip
    with pytest.raises(NotGenuine):
        line("twilio").read(request)
    assert dict(parse_qsl("after=colleague")) == {"after": "colleague"}
