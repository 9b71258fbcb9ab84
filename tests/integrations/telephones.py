"""How each telephone system would ask us, and what it would make of our answer."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import shlex
import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urlencode

from wertschatz.domain.rules.rule import Verdict
from wertschatz.integrations.phone import fastagi, twilio
from wertschatz.integrations.phone.registry import systems
from wertschatz.ports.telephone import Answer, Call, HttpSystem, Options, Reply, Request

OWNER, COLLEAGUE = "+493023125001", "+493023125002"
URL = "https://telephone.example/in/3f9a"
USER, PASSWORD = "telephone", "geheim: ä"
BASIC = {"authorization": "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()}
RINGS, COLLEAGUE_RINGS, LATER, WRITING = "owner", "colleague", "later", "writing"
WANTED = {
    Verdict.PUT_THROUGH: RINGS, Verdict.COLLEAGUE: COLLEAGUE_RINGS, Verdict.CALL_BACK: LATER,
    Verdict.NOT_NOW: LATER, Verdict.IN_WRITING: WRITING,
}  # fmt: skip


class Wire(Protocol):
    """The other end of the line."""

    options: Options

    def ask(self, number: str, call: str) -> Request:
        """A genuine question; `number` is E.164, '' suppressed."""

    def outcome(self, reply: Reply) -> str:
        """What the caller meets: RINGS, COLLEAGUE_RINGS, LATER or WRITING."""


class Json:
    options = Options({"user": USER, "password": PASSWORD})

    def ask(self, number: str, call: str) -> Request:
        said = {"event": "call", "call_id": call, "from": number.lstrip("+") or "anonymous"}
        return Request("", BASIC, json.dumps({**said, "to": "office"}).encode())

    def outcome(self, reply: Reply) -> str:
        assert (reply.status, reply.content_type) == (200, "application/json")
        said = json.loads(reply.body)
        assert all(isinstance(value, str) and '"' not in value for value in said.values())
        return {v.value: WANTED[v] for v in Verdict if v is not Verdict.NOT_NOW}[said["verdict"]]


def root_of(reply: Reply) -> ET.Element:
    """The document; its values hold no double quote."""
    root = ET.fromstring(reply.body)
    assert root.tag == "Response"
    for element in root.iter():
        assert '"' not in (element.text or "") + "".join(element.attrib.values())
    return root


class Sipgate:
    options = Options({"user": USER, "password": PASSWORD, "url": URL})

    def ask(self, number: str, call: str) -> Request:
        said = [
            ("event", "newCall"), ("from", number.lstrip("+") or "anonymous"),
            ("to", COLLEAGUE[1:]), ("direction", "in"), ("callId", call), ("user[]", "Alice"),
            ("user[]", "Bob"),
        ]  # fmt: skip
        return Request("", BASIC, urlencode(said).encode())

    def outcome(self, reply: Reply) -> str:
        assert (reply.status, reply.content_type) == (200, "application/xml")
        root = root_of(reply)
        assert set(root.attrib.values()) <= {URL}
        if not len(root):
            return RINGS
        (what,) = root
        if what.tag == "Dial":
            assert what.findtext("Number") == COLLEAGUE[1:]
            return COLLEAGUE_RINGS
        assert what.tag == "Reject"
        return {"busy": LATER, "rejected": WRITING}[what.attrib["reason"]]


class Placetel:
    options = Options({"secret": "12345"})

    def ask(self, number: str, call: str) -> Request:
        national = "0" + number[3:] if number.startswith("+49") else number.replace("+", "00")
        said = {"event": "IncomingCall", "from": national or "anonymous", "to": "03023125001"}
        body = urlencode({**said, "call_id": call, "direction": "in"}).encode()
        made = hmac.new(b"12345", body, hashlib.sha256).hexdigest()
        return Request("", {"x-placetel-signature": made}, body)

    def outcome(self, reply: Reply) -> str:
        assert (reply.status, reply.content_type) == (200, "application/xml")
        (what,) = root_of(reply)
        targets = [[one.text for one in target] for target in what.iter("Target")]
        if what.tag == "Forward":
            assert targets[-1] == [OWNER]
            return {1: RINGS, 2: COLLEAGUE_RINGS}[len(targets)]
        assert what.tag == "Reject"
        return LATER if what.get("reason") == "busy" else WRITING


class Twilio:
    options = Options({"auth_token": "12345", "url": URL})

    def ask(self, number: str, call: str) -> Request:
        said = {
            "CallSid": call, "From": number or "anonymous", "To": OWNER, "CallStatus": "ringing",
            "Direction": "inbound", "ApiVersion": "2010-04-01",
        }  # fmt: skip
        made = twilio.signature("12345", URL, tuple(said.items()))
        return Request("", {"x-twilio-signature": made}, urlencode(said).encode(), URL)

    def outcome(self, reply: Reply) -> str:
        assert (reply.status, reply.content_type) == (200, "text/xml")
        (what,) = root_of(reply)
        if what.tag == "Dial":
            return {OWNER: RINGS, COLLEAGUE: COLLEAGUE_RINGS}[what.findtext("Number") or ""]
        assert what.tag == "Reject"
        return {"busy": LATER, "rejected": WRITING}[what.attrib["reason"]]


class _Agi:
    """FastAGI in the shape of the others, for the shared test alone."""

    code = "fastagi"

    def read(self, request: Request, options: Options) -> Call:
        return fastagi.read_agi(request.body)

    def reply(self, call: Call, answer: Answer, options: Options) -> Reply:
        return Reply(fastagi.agi_commands(answer), "text/agi")

    def rings(self, options: Options) -> Reply:
        return Reply(fastagi.RINGS, "text/agi")


class Agi:
    options = Options()

    def ask(self, number: str, call: str) -> Request:
        said = {
            "agi_network": "yes", "agi_network_script": "3f9a", "agi_request": "agi://gate/3f9a",
            "agi_uniqueid": call, "agi_callerid": number or "unknown",
            "agi_calleridname": "unknown", "agi_dnid": "unknown", "agi_extension": "100",
            "agi_accountcode": "",
        }  # fmt: skip
        lines = [f"{name}: {value}\n" for name, value in said.items()]
        return Request("", {}, "".join([*lines, "\n"]).encode())

    def outcome(self, reply: Reply) -> str:
        variables = {}
        for line in reply.body.decode().splitlines():
            command, what, name, value = shlex.split(line)
            assert (command, what) == ("SET", "VARIABLE")
            assert line.count('"') == 2
            variables[name] = value
        return {v.value: WANTED[v] for v in Verdict if v is not Verdict.NOT_NOW}[variables["GATE"]]


WIRES: dict[str, Wire] = {
    "json": Json(), "sipgate": Sipgate(), "placetel": Placetel(), "twilio": Twilio(),
    "fastagi": Agi(),
}  # fmt: skip
SYSTEMS: dict[str, HttpSystem] = {**systems(), "fastagi": _Agi()}
UNSIGNED = frozenset({"fastagi"})
"""Known by their secret address alone."""


@dataclass(frozen=True)
class Line:
    """A system with its other end."""

    system: HttpSystem
    wire: Wire

    def read(self, request: Request) -> Call:
        return self.system.read(request, self.wire.options)

    def reply(self, call: Call, answer: Answer) -> Reply:
        return self.system.reply(call, answer, self.wire.options)


def line(code: str) -> Line:
    """The whole line of a system."""
    return Line(SYSTEMS[code], WIRES[code])


def tampered(request: Request) -> Request:
    """The same with another body."""
    return replace(request, body=request.body.replace(b"call", b"cell", 1) + b"&more=1")
