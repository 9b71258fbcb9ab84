"""One test for every telephone system: the same call meets the same verdict through each."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.integrations.telephones import (
    COLLEAGUE,
    LATER,
    OWNER,
    RINGS,
    SYSTEMS,
    UNSIGNED,
    WANTED,
    WIRES,
    line,
    tampered,
)
from wertschatz.domain.customers.phones import normal_number
from wertschatz.domain.rules.decision import Decision
from wertschatz.domain.rules.moment import (
    NOBODY,
    Coming,
    Helper,
    Known,
    Setup,
    answer,
    present_helper,
)
from wertschatz.domain.rules.ready import ready_made
from wertschatz.domain.rules.rule import Verdict
from wertschatz.domain.values import Group, Reason
from wertschatz.integrations.codecs.forms import read_form
from wertschatz.integrations.phone.registry import by_code
from wertschatz.integrations.phone.twilio import signature
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
CALLER = "+493023125777"
ALL = pytest.mark.parametrize("code", sorted(SYSTEMS))
HOSTILE = 'Die "Tür"\r\nX-Evil: 1 \\ ist\u2028zu\x00, <Dial>&amp; bis 10:30'


def said(verdict: Verdict, **more: object) -> Answer:
    """An answer with everything set that an adapter could tell."""
    base = Answer(
        Decision(verdict, Reason("c_in_writing", {"rule": 9}), None, 9), "Bis 10:30 nicht.",
        owner=(OWNER,), colleague=COLLEAGUE, retry_after=1800,
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


def test_every_system_is_tested_and_found_by_its_code() -> None:
    assert sorted(SYSTEMS) == sorted(WIRES)
    assert by_code("placetel") is SYSTEMS["placetel"]
    assert by_code("unheard of") is None


@ALL
@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_survives(code: str, verdict: Verdict) -> None:
    there = line(code)
    call = there.read(there.wire.ask(CALLER, "call-1"))
    assert there.wire.outcome(there.reply(call, said(verdict))) == WANTED[verdict]
    assert there.wire.outcome(there.reply(call, said(verdict, sentence=HOSTILE))) == WANTED[verdict]


@ALL
def test_a_call_is_read(code: str) -> None:
    there = line(code)
    call = there.read(there.wire.ask(CALLER, "call-1"))
    assert (call.system, call.id, call.happening) == (code, "call-1", Happening.RING)
    assert normal_number(call.number, "030") == CALLER
    assert there.read(there.wire.ask("", "call-1")).number == ""


@ALL
def test_a_number_from_abroad_is_no_local_one(code: str) -> None:
    there = line(code)
    call = there.read(there.wire.ask("+43136127777", "call-1"))
    assert normal_number(call.number, "030") == "+43136127777"


@ALL
def test_the_telephone_rings_whatever_happened_to_us(code: str) -> None:
    there = line(code)
    options = Options({**there.wire.options.values, "owner": OWNER})
    assert there.wire.outcome(there.system.rings(options)) == RINGS


@ALL
@pytest.mark.parametrize("verdict", list(Verdict))
def test_whose_call_it_is_and_by_which_rule_goes_nowhere(code: str, verdict: Verdict) -> None:
    """Letters and criteria stay in the house: the answer is the same for everybody."""
    there, seen = line(code), set()
    for group in (Group.A, Group.B, Group.C, None):
        who = Known("key", "Weber", group=group, instruction="kurz halten")
        reason = Reason(f"own_rule_{group}", {"group": str(group)})
        told = said(verdict, who=who, decision=Decision(verdict, reason, AT, 7))
        seen.add(there.reply(Call(code, "call-1", number=CALLER), told))
    seen.add(there.reply(Call(code, "call-1", number=CALLER), said(verdict)))
    assert len(seen) == 1
    assert b"Weber" not in seen.pop().body


@pytest.mark.parametrize("code", sorted(SYSTEMS.keys() - UNSIGNED))
def test_what_is_not_genuine_is_refused(code: str) -> None:
    there = line(code)
    request = there.wire.ask(CALLER, "call-1")
    there.read(request)
    forged = {name: value[:-2] + "xx" for name, value in request.headers.items()}
    for headers in ({}, forged, dict.fromkeys(request.headers, ""), {"authorization": "Basic é"}):
        with pytest.raises(NotGenuine):
            there.read(replace(request, headers=headers))


@pytest.mark.parametrize("code", ["placetel", "twilio"])
def test_a_signature_holds_for_its_own_bytes_and_never_without_a_secret(code: str) -> None:
    there = line(code)
    request = there.wire.ask(CALLER, "call-1")
    with pytest.raises(NotGenuine):
        there.read(tampered(request))
    with pytest.raises(NotGenuine):
        there.system.read(request, Options())


def test_the_signature_is_looked_at_before_anything_is_read() -> None:
    broken = Request("", {"x-placetel-signature": "0"}, b"&" * 1_000_000)
    with pytest.raises(NotGenuine):
        SYSTEMS["placetel"].read(broken, Options({"secret": "12345"}))


NUMBERS = {
    "+493023125111": Known("a", group=Group.A), "+493023125112": Known("b", group=Group.B),
    "+493023125113": Known("c", group=Group.C), "+493023125114": Known("n"),
    "+493023125115": Known("e", emergency=True), "+493023125116": NOBODY, "": NOBODY,
}  # fmt: skip
UNTIL = st.one_of(st.none(), st.just(AT + dt.timedelta(hours=1)))
SETUPS = st.builds(
    Setup, rules=st.permutations(ready_made()).map(tuple), door_until=UNTIL, break_until=UNTIL,
    unplugged_until=UNTIL, helpers=st.sampled_from([(), (Helper("Ben", COLLEAGUE),)]),
    area_code=st.sampled_from(["", "030"]),
)  # fmt: skip


@given(setup=SETUPS, number=st.sampled_from(sorted(NUMBERS)), minutes=st.integers(0, 10_000))
def test_the_verdict_is_the_same_through_every_system(
    setup: Setup, number: str, minutes: int
) -> None:
    at = AT + dt.timedelta(minutes=minutes)
    decision = answer(setup, Coming(at, NUMBERS[number]))
    helper = present_helper(setup, at)
    for code in SYSTEMS:
        there = line(code)
        call = there.read(there.wire.ask(number, "call-1"))
        who = NUMBERS[normal_number(call.number, setup.area_code)]
        told = Answer(
            answer(setup, Coming(at, who, tried=call.tried, pressed=bool(call.pressed))),
            owner=(OWNER,), colleague=helper.number if helper else "",
        )  # fmt: skip
        assert there.wire.outcome(there.reply(call, told)) == WANTED[decision.verdict], code


FORMS = st.lists(
    st.tuples(
        st.sampled_from(
            ["event", "callId", "call_id", "from", "CallSid", "CallStatus", "Digits", "duration",
             "DialCallStatus", "direction", "dtmf"]
        ),
        st.one_of(
            st.text(), st.sampled_from(["newCall", "IncomingCall", "ringing", "HungUp", "dtmf"])
        ),
    )
).map(lambda pairs: urlencode(pairs, errors="replace").encode())  # fmt: skip
OBJECTS = st.dictionaries(
    st.sampled_from(["event", "call_id", "from", "seconds", "tried"]),
    st.one_of(st.text(), st.integers(), st.none(), st.just("call"), st.lists(st.text())),
).map(lambda found: json.dumps(found).encode())
AGI = st.lists(
    st.tuples(st.sampled_from(["uniqueid", "callerid", "arg_1", "dnid"]), st.text())
).map(lambda pairs: "".join(f"agi_{k}: {v}\n" for k, v in pairs).encode("utf-8", "replace"))
BYTES = st.one_of(
    st.binary(max_size=400), FORMS, OBJECTS, AGI, st.just(b"[" * 60_000), st.just(b"a=1&" * 500),
    st.just(b"a" * 100_000), st.just(b'{"event":"call","call_id":"\\ud800","from":"\\u0000"}'),
)  # fmt: skip


@given(body=BYTES, path=st.text(max_size=80), signed=st.booleans())
def test_any_bytes_are_a_call_or_are_refused(body: bytes, path: str, signed: bool) -> None:
    for code in SYSTEMS:
        there = line(code)
        genuine = there.wire.ask(CALLER, "call-1")
        options = there.wire.options
        if code in ("json", "sipgate") and signed:
            options = Options()
        try:
            call = there.system.read(replace(genuine, body=body, path=path), options)
        except (NotGenuine, Unreadable):
            continue
        for text in (call.id, call.number, call.name, call.to, call.pressed, call.cause):
            assert len(text) <= 201
            text.encode()
            assert text.isprintable()
        there.system.reply(call, said(Verdict.CALL_BACK), options)


@given(body=BYTES)
def test_any_signed_bytes_are_a_call_or_are_refused(body: bytes) -> None:
    """What is signed is read further: the same holds behind the signature."""
    made = hmac.new(b"12345", body, hashlib.sha256).hexdigest()
    requests = {"placetel": Request("", {"x-placetel-signature": made}, body)}
    try:
        fields = read_form(body)
    except ValueError:
        fields = ()
    seal = signature("12345", "https://a.example", fields)
    requests["twilio"] = Request("", {"x-twilio-signature": seal}, body, "https://a.example")
    for code, request in requests.items():
        try:
            line(code).read(request)
        except Unreadable:
            continue


@given(sentence=st.text(), number=st.text(max_size=30), verdict=st.sampled_from(list(Verdict)))
def test_nothing_that_goes_out_breaks_out(sentence: str, number: str, verdict: Verdict) -> None:
    """Whatever a rule is called or a telephone is written like: a whole answer, one line each."""
    told = said(verdict, sentence=sentence, owner=(number,), colleague=number)
    for code in SYSTEMS:
        reply = line(code).reply(Call(code, "call-1", number=number), told)
        text = reply.body.decode()
        if code == "json":
            assert all('"' not in value for value in json.loads(text).values())
        elif code == "fastagi":
            assert all(row.startswith("SET VARIABLE ") for row in text.split("\n")[:-1])
            assert all(row.count('"') == 2 for row in text.split("\n")[:-1])
        elif text:
            ET.fromstring(text)


def test_not_now_goes_out_as_a_call_back_at_the_named_time() -> None:
    there = line("json")
    reply = there.reply(Call("json", "1"), said(Verdict.NOT_NOW))
    assert json.loads(reply.body) == {
        "verdict": "call_back",
        "reason": "Bis 10:30 nicht.",
        "retry_after": "1800",
    }
    assert there.wire.outcome(reply) == LATER
