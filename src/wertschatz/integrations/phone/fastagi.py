"""Asterisk asks over FastAGI: lines that tell of the call, then commands that set variables.

The dialplan presets GATE=put_through, for Asterisk waits for us without end (res_agi.c of 20.20.1:
no read timeout): whatever happens to us, the owner rings. Arguments of the dialplan: `tried` after
a colleague was asked, `pressed=1` for a key.
"""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.domain.rules.rule import Verdict
from wertschatz.integrations.codecs.callers import caller
from wertschatz.integrations.codecs.lines import one_line, spoken
from wertschatz.integrations.codecs.outcomes import wire
from wertschatz.ports.telephone import Answer, Call, Happening, Unreadable

CODE = "fastagi"
MOST_BYTES = 16 * 1024
MOST_LINES = 100
RINGS = b'SET VARIABLE GATE "put_through"\n'
"""What lets the owner's telephone ring whatever happened to us."""


def read_lines(data: bytes) -> Mapping[str, str]:
    """The fields without their `agi_`; raises Unreadable for what Asterisk does not send.

    An empty line ends them; what stands behind it is not read.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable("too large")
    fields: dict[str, str] = {}
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n")):
        bare = line.rstrip("\r")
        if not bare:
            break
        # The real line is "agi_accountcode: ", with an empty value (Asterisk 20.20.1).
        name, colon, value = bare.partition(":")
        if not name.startswith("agi_") or not colon or number >= MOST_LINES:
            raise Unreadable("line")
        fields[name.removeprefix("agi_")] = one_line(value)
    return fields


def read_agi(data: bytes) -> Call:
    """The call; raises Unreadable."""
    fields = read_lines(data)
    named = fields.get("uniqueid", "")
    if not named:
        raise Unreadable("uniqueid")
    arguments = [value for name, value in fields.items() if name.startswith("arg_")]
    pressed = [one.removeprefix("pressed=") for one in arguments if one.startswith("pressed=")]
    name = fields.get("calleridname", "")
    # An AGI has no `agi_dnid` on internal calls: then the extension is what was dialled.
    dialled = fields.get("dnid", "")
    return Call(
        CODE, named, Happening.PRESSED if pressed else Happening.RING,
        number=caller(fields.get("callerid", "")),
        to=fields.get("extension", "") if dialled in ("", "unknown") else dialled,
        name="" if name == "unknown" else name,
        pressed=pressed[0] if pressed else "", tried="tried" in arguments,
    )  # fmt: skip


def secret_of(data: bytes) -> str:
    """The path of `agi://host/path`, which is the secret address; raises Unreadable."""
    return read_lines(data).get("network_script", "")


def agi_commands(answer: Answer) -> bytes:
    """Sets GATE, GATE_REASON and, where there is one, GATE_RETRY (seconds) and GATE_DIAL."""
    verdict = wire(answer.decision.verdict)
    said = {"GATE": verdict.value, "GATE_REASON": spoken(answer.sentence)}
    if verdict is Verdict.CALL_BACK and answer.retry_after is not None:
        said["GATE_RETRY"] = str(max(0, answer.retry_after))
    if verdict is Verdict.COLLEAGUE and answer.colleague:
        said["GATE_DIAL"] = spoken(answer.colleague)
    elif verdict is Verdict.PUT_THROUGH and answer.owner:
        said["GATE_DIAL"] = "&".join(spoken(number) for number in answer.owner)
    # The verdict comes last: if the line breaks before it, the preset still lets it ring.
    ordered = [name for name in said if name != "GATE"] + ["GATE"]
    return "".join(f'SET VARIABLE {name} "{said[name]}"\n' for name in ordered).encode()
