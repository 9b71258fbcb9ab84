"""Asterisk by a transcript, the FRITZ!Box by a monitor played whole, split and joined."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.rules.decision import Decision
from wertschatz.domain.rules.rule import Verdict
from wertschatz.domain.values import Reason
from wertschatz.integrations.phone.fastagi import agi_commands, read_agi, read_lines, secret_of
from wertschatz.integrations.phone.fritzbox import MOST_OPEN, Monitor, read_monitor
from wertschatz.ports.telephone import Answer, Call, Happening, Unreadable

# In the fields and order of Asterisk 20.20.1.
TRANSCRIPT = b"""agi_network: yes
agi_network_script: 3f9a
agi_request: agi://127.0.0.1:4573/3f9a
agi_channel: SIP/trunk-00000001
agi_language: en
agi_type: SIP
agi_uniqueid: 1764495302.1
agi_version: 20.20.1
agi_callerid: 4930100001
agi_calleridname: Caller: one
agi_callingpres: 0
agi_callingani2: 0
agi_callington: 0
agi_callingtns: 0
agi_dnid: office
agi_rdnis: unknown
agi_context: from-trunk
agi_extension: office
agi_priority: 3
agi_enhanced: 0.0
agi_accountcode: 
agi_threadid: 140173456789248
agi_arg_1: tried

"""  # noqa: W291  the empty value has its blank, as Asterisk sends it


def test_asterisk_is_read_with_its_empty_values() -> None:
    call = read_agi(TRANSCRIPT)
    assert call == Call(
        "fastagi", "1764495302.1", Happening.RING, number="+4930100001", to="office",
        name="Caller: one", tried=True,
    )  # fmt: skip
    assert read_lines(TRANSCRIPT)["accountcode"] == ""
    assert read_lines(TRANSCRIPT.replace(b"accountcode: ", b"accountcode:"))["accountcode"] == ""
    assert secret_of(TRANSCRIPT) == "3f9a"
    assert read_agi(TRANSCRIPT.replace(b"\n", b"\r\n")) == call
    pressed = read_agi(TRANSCRIPT.replace(b"agi_arg_1: tried", b"agi_arg_1: pressed=1"))
    assert (pressed.happening, pressed.pressed, pressed.tried) == (Happening.PRESSED, "1", False)


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"GET / HTTP/1.1\r\n\r\n", b"agi_x: 1\n" * 5000, TRANSCRIPT[50:], b"\xff"]
)
def test_whoever_else_knocks_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_agi(data)


def test_asterisk_is_told_the_verdict_last() -> None:
    decision = Decision(Verdict.NOT_NOW, Reason("break"), None, 3)
    told = Answer(decision, 'Pause "bis" 13:00', retry_after=1500)
    assert agi_commands(told).decode().splitlines() == [
        'SET VARIABLE GATE_REASON "Pause bis 13:00"',
        'SET VARIABLE GATE_RETRY "1500"',
        'SET VARIABLE GATE "call_back"',
    ]
    asked = Answer(Decision(Verdict.COLLEAGUE, Reason("x"), None, 1), colleague="PJSIP/22")
    assert b'SET VARIABLE GATE_DIAL "PJSIP/22"\n' in agi_commands(asked)


PLAYED = b"""30.11.26 09:15:02;RING;0;03023125777;2912345;SIP0;
30.11.26 09:15:03;RING;1;;2912346;SIP1;
30.11.26 09:15:09;CONNECT;0;11;03023125777;
30.11.26 09:15:20;DISCONNECT;1;0;
30.11.26 09:17:09;DISCONNECT;0;120;
30.11.26 09:20:00;CALL;0;11;2912345;03023125888#;SIP0;
30.11.26 09:20:05;CONNECT;0;11;03023125888;
30.11.26 09:21:05;DISCONNECT;0;60;
30.11.26 09:30:00;RING;0;01805000000;2912345;SIP0;
30.11.26 09:30:00;DISCONNECT;0;0;
30.11.26 09:40:00;RING;0;03023125999;2912345;SIP0;
30.11.26 09:40:20;CONNECT;0;40;03023125999;
30.11.26 09:40:50;DISCONNECT;0;30;
"""


def _told(calls: list[Call]) -> list[tuple[str, str, str, int | None, str]]:
    return [(c.id[-8:], c.happening.value, c.number, c.seconds, c.cause) for c in calls]


EXPECTED = [
    ("091502-0", "ring", "03023125777", None, ""),
    ("091503-1", "ring", "", None, ""),
    ("091502-0", "answered", "03023125777", None, ""),
    ("091503-1", "ended", "", 0, "missed"),
    ("091502-0", "ended", "03023125777", 120, ""),
    ("092000-0", "out", "03023125888", None, ""),
    ("092000-0", "answered", "03023125888", None, ""),
    ("092000-0", "ended", "03023125888", 60, ""),
    ("093000-0", "ring", "01805000000", None, ""),
    ("093000-0", "ended", "01805000000", 0, "barred"),
    ("094000-0", "ring", "03023125999", None, ""),
    ("094000-0", "answered", "03023125999", None, "voicemail"),
    ("094000-0", "ended", "03023125999", 30, "voicemail"),
]


def test_the_monitor_is_understood_as_a_whole() -> None:
    calls = Monitor().feed(PLAYED)
    assert _told(calls) == EXPECTED
    assert calls[0].at == dt.datetime(2026, 11, 30, 9, 15, 2, tzinfo=ZoneInfo("Europe/Berlin"))
    assert calls[0].to == "2912345"
    assert len({call.id for call in calls}) == 5


@given(st.lists(st.integers(0, len(PLAYED))))
def test_the_monitor_is_understood_however_it_is_cut(cuts: list[int]) -> None:
    monitor, calls, places = Monitor(), [], sorted({0, *cuts, len(PLAYED)})
    for start, end in pairwise(places):
        calls += monitor.feed(PLAYED[start:end])
    assert _told(calls) == EXPECTED


def test_what_waits_for_its_end_is_handed_back() -> None:
    calls, rest = read_monitor(PLAYED[:70])
    assert [call.id for call in calls] == ["0"]
    assert rest == PLAYED[:70].split(b"\n")[1]
    assert read_monitor(b"a" * 5000) == ([], b"")


@given(st.lists(st.binary(max_size=200), max_size=20))
def test_any_bytes_end_no_monitor(pieces: list[bytes]) -> None:
    monitor = Monitor()
    for piece in pieces:
        monitor.feed(piece)
    monitor.feed(b"\n")
    assert _told(monitor.feed(PLAYED)) == EXPECTED


FIELDS = st.one_of(
    st.sampled_from(["RING", "CONNECT", "DISCONNECT", "CALL", "0", "1", "30.11.26 09:15:02"]),
    st.text(max_size=8),
)


@given(st.lists(st.lists(FIELDS, max_size=7).map(";".join), max_size=30))
def test_any_lines_end_no_monitor(lines: list[str]) -> None:
    Monitor().feed("\n".join([*lines, ""]).encode("utf-8", "replace"))


def test_a_monitor_that_only_rings_does_not_grow() -> None:
    monitor = Monitor()
    for number in range(5 * MOST_OPEN):
        monitor.feed(f"30.11.26 09:15:02;RING;{number};030;29;SIP0;\n".encode())
        monitor.feed(b"x" * 300)
        monitor.feed(b"\n")
    assert len(monitor._open) <= MOST_OPEN
