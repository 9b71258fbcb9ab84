"""The gate as a process: asked by HTTP and FastAGI, told by a call monitor, listened to."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from tests.gate.house import (
    AGI_SECRET,
    LINES,
    SECRET,
    A,
    B,
    GateProcess,
    ask,
    journaled,
    monitor,
    now,
    running,
    write_snapshot,
)
from wertschatz.domain.rules.moment import Setup
from wertschatz.domain.rules.ready import ready_made
from wertschatz.domain.rules.rule import Rule, Verdict, When
from wertschatz.snapshot import channel
from wertschatz.snapshot.situation import write_situation

AGI = """agi_network: yes
agi_network_script: {secret}
agi_request: agi://127.0.0.1/{secret}
agi_channel: PJSIP/trunk-00000001
agi_language: en
agi_type: PJSIP
agi_uniqueid: {call}
agi_version: 20.20.1
agi_callerid: {number}
agi_calleridname: unknown
agi_dnid: 100
agi_context: in
agi_extension: 100
agi_priority: 2
agi_enhanced: 0.0
agi_accountcode: 
agi_threadid: 139

"""  # noqa: W291 - as Asterisk sends it


@pytest.fixture
def gate(tmp_path: Path) -> GateProcess:
    write_snapshot(tmp_path)
    with running(tmp_path) as found:
        yield found  # type: ignore[misc]


def talk(gate: GateProcess, number: str, call: str, secret: str = AGI_SECRET) -> list[str]:
    """What an Asterisk would be told."""
    told = []
    with socket.create_connection(("127.0.0.1", gate.agi_port), 2) as line:
        line.sendall(AGI.format(secret=secret, number=number, call=call).encode())
        with line.makefile("rb") as lines:
            while command := lines.readline():
                told.append(command.decode().strip())
                line.sendall(b"200 result=1\n")
    return told


def test_http_and_fastagi_say_the_same_and_both_are_journaled(gate: GateProcess) -> None:
    asked = gate.ask("03077700123", "one")
    assert (asked.status, asked.verdict) == (200, "in_writing")
    assert '"' not in asked.said["reason"]
    assert all(isinstance(value, str) for value in asked.said.values())
    told = talk(gate, "03077700123", "1764500000.1")
    assert told[-1] == 'SET VARIABLE GATE "in_writing"'
    assert [(one.system, one.verdict, one.group) for one in journaled(gate.data)] == [
        ("json", "in_writing", "C"),
        ("fastagi", "in_writing", "C"),
    ]


def test_an_extension_is_its_switchboards(gate: GateProcess) -> None:
    gate.ask("+49305554711", "one")
    gate.ask("+4930556", "two")
    assert [one.party for one in journaled(gate.data)] == [B, ""]


def test_an_unknown_address_is_told_nothing_and_changes_nothing(gate: GateProcess) -> None:
    assert gate.ask("03077700123", "one", secret="guessed").status == 404
    assert ask(gate.port, "/", b"").status == 404
    assert talk(gate, "03077700123", "2.1", secret="guessed") == ['SET VARIABLE GATE "put_through"']
    assert journaled(gate.data) == []


def test_what_is_told_again_at_once_gets_the_same_answer_and_is_counted_once(
    gate: GateProcess,
) -> None:
    first, second = gate.ask("03077700123", "one"), gate.ask("03077700123", "one")
    assert first.said == second.said
    assert len(journaled(gate.data)) == 1


def test_a_second_call_counts_the_minutes_and_a_transfer_does_not(tmp_path: Path) -> None:
    twice = Rule(1, When(again_within=3), Verdict.NOT_NOW)
    write_snapshot(tmp_path, setup=Setup(rules=(twice,), area_code="030"))
    with running(tmp_path) as gate:
        assert gate.ask("03077700123", "one").verdict == "put_through"
        assert gate.ask("03077700123", "two", origin="one").verdict == "put_through"
        assert gate.ask("03077700123", "three").verdict == "call_back"
        gate.kill()
        gate.start()
        assert gate.ask("03077700123", "four").verdict == "call_back"
    entries = journaled(tmp_path)
    assert entries[1].ring == entries[0].ring
    assert len({entry.ring for entry in entries}) == 3


def test_a_changed_situation_holds_at_once(gate: GateProcess, tmp_path: Path) -> None:
    shut = now().replace(year=now().year + 1)
    situation = write_snapshot(tmp_path)
    setup = replace(situation.setup, rules=ready_made(), door_until=shut)
    write_situation(tmp_path / "snapshot", None, replace(situation, setup=setup))
    time.sleep(0.06)
    asked = gate.ask("03023125001", "one")
    assert asked.verdict == "call_back"
    assert int(asked.said["retry_after"]) > 86_400 * 300


def test_listeners_hear_of_a_call_at_once(gate: GateProcess, tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / "gate.sock").stat().st_mode) == 0o600
    with channel.connect(tmp_path) as line, line.makefile("rb") as lines:
        time.sleep(0.05)
        gate.ask("03023125001", "one")
        event = json.loads(lines.readline())
    assert event["verdict"] == "put_through"
    assert (event["known"]["key"], event["known"]["name"]) == (A, "Tischlerei Holz")
    assert event["sentence"]
    assert event["uuid"] == event["ring"]


def test_a_listener_that_never_reads_is_let_go(gate: GateProcess, tmp_path: Path) -> None:
    with channel.connect(tmp_path) as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        for number in range(1200):
            assert gate.ask("03023125001", f"call-{number}", from_name="x" * 290).status == 200
        heard = 0
        slow.settimeout(5)
        while piece := slow.recv(65536):
            heard += len(piece)
    assert heard < 900_000


def test_a_second_gate_takes_nobody_away_from_the_first(tmp_path: Path) -> None:
    write_snapshot(tmp_path)
    with running(tmp_path) as first, running(tmp_path) as second:
        time.sleep(0.5)
        with channel.connect(tmp_path) as line, line.makefile("rb") as lines:
            first.ask("030 77700123", "one")
            assert json.loads(lines.readline())["call_id"] == "one"
        first.kill()
        end = time.monotonic() + 10
        while True:  # … and takes its place once it is gone
            with suppress(OSError), channel.connect(tmp_path) as line:
                second.ask("030 77700123", "two")
                assert json.loads(line.makefile("rb").readline())["call_id"] == "two"
                break
            assert time.monotonic() < end
            time.sleep(0.1)


def test_a_deep_folder_has_a_socket_too(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    write_snapshot(deep)
    with running(deep) as gate, channel.connect(deep) as line, line.makefile("rb") as lines:
        time.sleep(0.05)
        gate.ask("03023125001", "one")
        assert json.loads(lines.readline())["system"] == "json"


def test_a_call_monitor_is_followed(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as box:
        write_snapshot(tmp_path, lines=(*LINES, monitor(box.getsockname()[1])))
        with running(tmp_path) as gate:
            box.settimeout(10)
            line, _ = box.accept()
            stamp = time.strftime("%d.%m.%y %H:%M:%S")
            for piece in (f"{stamp};RING;0;0307770", "0123;2912345;SIP0;\r\n",
                          f"{stamp};CONNECT;0;11;03077700123;\r\n{stamp};DISC",
                          "ONNECT;0;42;\r\n"):  # fmt: skip
                line.sendall(piece.encode())
                time.sleep(0.05)
            end = time.monotonic() + 5
            while len(journaled(gate.data)) < 3 and time.monotonic() < end:
                time.sleep(0.05)
            line.close()
    entries = journaled(tmp_path)
    assert [one.happening for one in entries] == ["ring", "answered", "ended"]
    assert len({one.ring for one in entries}) == 1
    assert (entries[0].verdict, entries[2].seconds) == ("in_writing", 42)


def test_the_key_comes_on_a_pipe_and_everything_is_encrypted(tmp_path: Path) -> None:
    key = "ab" * 32
    write_snapshot(tmp_path, key=key)
    reads, writes = os.pipe()
    os.write(writes, key.encode())
    os.close(writes)
    found = GateProcess(tmp_path, WERTSCHATZ_KEY_PIPE=str(reads))
    found.process = subprocess.Popen(
        [sys.executable, "-m", "wertschatz.gate"], env=found.environ, pass_fds=(reads,),
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(reads)
    try:
        end = time.monotonic() + 10
        while found.ask("03077700123", "one").status != 200 and time.monotonic() < end:
            time.sleep(0.05)
        assert found.ask("03077700123", "two").verdict == "in_writing"
    finally:
        found.kill()
    for name in ("situation", "directory", "journal"):
        assert not (tmp_path / "snapshot" / name).read_bytes().startswith(b"SQLite format 3")
    assert len(journaled(tmp_path, key)) == 2


def test_a_setting_that_cannot_be_is_said(tmp_path: Path) -> None:
    environ = {
        **os.environ, "WERTSCHATZ_DATA": str(tmp_path), "WERTSCHATZ_GATE_PORT": "abc",
        "WERTSCHATZ_LANGUAGE": "en",
    }  # fmt: skip
    words = [sys.executable, "-c", "from wertschatz.gate.process import command; command([])"]
    said = subprocess.run(words, env=environ, capture_output=True, text=True, timeout=30)
    assert said.returncode == 2
    assert said.stderr.startswith("The setting gate_port cannot be used.")


def test_the_gate_loads_no_django_and_says_no_secret(gate: GateProcess) -> None:
    gate.ask("03077700123", "one")
    assert SECRET not in (gate.data / "gate.err").read_text()
    script = (
        "import sys, wertschatz.gate.process, wertschatz.integrations.phone.registry as r\n"
        "r.systems()\nprint(sorted({'django', 'uvicorn', 'lxml', 'icalendar'} & set(sys.modules)))"
    )
    words = [sys.executable, "-c", script]
    said = subprocess.run(words, capture_output=True, text=True, check=True, timeout=30)
    assert said.stdout == "[]\n"
