"""Whatever fails, the telephone rings at the owner within 1.2 s; what was answered is kept."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from tests.gate.house import GateProcess, journaled, now, running, write_snapshot
from wertschatz.domain.rules.moment import Setup
from wertschatz.domain.rules.rule import Rule, Verdict, When
from wertschatz.snapshot import directory, situation
from wertschatz.snapshot.files import replacing
from wertschatz.snapshot.journal import Entry, Journal
from wertschatz.snapshot.uuid7 import uuid7

MAIN = "from wertschatz.gate.process import main; main()"
SLOW = """
import time
from wertschatz.bootstrap.telephone import BuiltTelephone
before = BuiltTelephone.{what}
def slowly(self, *args, **more):
    {order}
BuiltTelephone.{what} = slowly
"""
DECIDES_SLOWLY = SLOW.format(
    what="hear", order="time.sleep(0.7); return before(self, *args, **more)"
)
KEEPS_SLOWLY = SLOW.format(what="keep", order="before(self, *args, **more); time.sleep(0.7)")
BREAKS = SLOW.format(what="hear", order="raise RuntimeError('broken')")
NEVER_BUILT = SLOW.format(what="__init__", order="raise RuntimeError('broken')")
LITTLE_ROOM = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))\n"
SHORT = os.environ.get("TORTURE") == "short"
C_CALLS = "03077700123"
"""Ordinarily kindly asked to write."""


def in_time(gate: GateProcess, call: str, verdict: str = "put_through") -> None:
    asked = gate.ask(C_CALLS, call)
    assert asked.verdict == verdict
    assert asked.seconds < 1.2


def wait_for(question: Callable[[], bool], seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_gate_that_is_gone_lets_it_ring_and_one_that_comes_back_decides(tmp_path: Path) -> None:
    write_snapshot(tmp_path)
    with running(tmp_path) as gate:
        in_time(gate, "one", "in_writing")
        gate.kill()
        in_time(gate, "two")
        gate.start()
        in_time(gate, "three", "in_writing")
        assert gate.process is not None
        gate.process.send_signal(signal.SIGSTOP)  # hangs: the exchange's own second ends it
        assert gate.ask(C_CALLS, "four").verdict == "put_through"
        gate.process.send_signal(signal.SIGCONT)


@pytest.mark.parametrize("script", [DECIDES_SLOWLY, KEEPS_SLOWLY], ids=["decides", "keeps"])
def test_a_late_decision_rings_and_the_journal_says_so(tmp_path: Path, script: str) -> None:
    write_snapshot(tmp_path)
    with running(tmp_path, script=script + MAIN) as gate:
        asked = gate.ask(C_CALLS, "one")
        assert (asked.status, asked.verdict) == (200, "put_through")
        assert 0.25 < asked.seconds < 0.6
        wait_for(lambda: bool(journaled(tmp_path)) and _newest(tmp_path) == "put_through")
    entries = journaled(tmp_path)
    assert entries[-1].reason == "gate_too_slow"
    assert len({entry.ring for entry in entries}) == 1
    assert len({entry.uuid for entry in entries}) == len(entries)


def _newest(data: Path) -> str:
    return journaled(data)[-1].verdict


@pytest.mark.parametrize("script", [BREAKS, NEVER_BUILT], ids=["breaks", "never built"])
def test_a_broken_thread_lets_it_ring(tmp_path: Path, script: str) -> None:
    write_snapshot(tmp_path)
    with running(tmp_path, script=script + MAIN) as gate:
        for number in range(3):
            in_time(gate, f"call-{number}")


def test_a_locked_main_database_is_nothing_to_the_gate(tmp_path: Path) -> None:
    write_snapshot(tmp_path)
    main = sqlite3.connect(tmp_path / "wertschatz.sqlite3", isolation_level=None)
    main.execute("BEGIN EXCLUSIVE")
    with running(tmp_path) as gate:
        in_time(gate, "one", "in_writing")
    main.close()


def test_a_locked_journal_lets_it_ring_until_it_is_free(tmp_path: Path) -> None:
    write_snapshot(tmp_path)
    with running(tmp_path) as gate:
        in_time(gate, "one", "in_writing")
        other = dbapi2.connect(str(tmp_path / "snapshot" / "journal"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        in_time(gate, "two")
        in_time(gate, "three")
        other.execute("ROLLBACK")
        other.close()
        in_time(gate, "two", "in_writing")
    assert [one.call_id for one in journaled(tmp_path)] == ["one", "two"]


def test_a_full_disk_lets_it_ring_from_the_first_call(tmp_path: Path) -> None:
    write_snapshot(tmp_path)
    with running(tmp_path, script=LITTLE_ROOM.format(0) + MAIN) as gate:
        for number in range(3):
            in_time(gate, f"call-{number}")


def test_a_disk_that_fills_up_keeps_what_was_answered(tmp_path: Path) -> None:
    write_snapshot(tmp_path)
    said = {}
    with running(tmp_path, script=LITTLE_ROOM.format(60_000) + MAIN) as gate:
        for number in range(300):
            asked = gate.ask(C_CALLS, f"call-{number}")
            assert asked.seconds < 1.2
            said[f"call-{number}"] = asked.verdict
        assert asked.verdict == "put_through"
    kept = {entry.call_id for entry in journaled(tmp_path)}
    answered = {call for call, verdict in said.items() if verdict == "in_writing"}
    assert len(answered) > 5
    assert answered <= kept
    with running(tmp_path) as gate:
        in_time(gate, "with room again", "in_writing")


def _gone(path: Path) -> None:
    path.unlink()


def _garbage(path: Path) -> None:
    path.write_bytes(random.Random(7).randbytes(9000))


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _of_another_format(path: Path) -> None:
    with replacing(path, None, 99) as connection:
        connection.execute("CREATE TABLE about (mark TEXT)")


def _of_other_tables(path: Path) -> None:
    with replacing(path, None, 1) as connection:
        connection.execute("CREATE TABLE about (mark TEXT)")


def _a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


SPOILERS = [_gone, _garbage, _empty, _cut, _of_another_format, _of_other_tables, _a_folder]


@pytest.mark.parametrize("spoil", SPOILERS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("name", [situation.NAME, directory.NAME])
def test_a_spoilt_snapshot_lets_it_ring(
    tmp_path: Path, name: str, spoil: Callable[[Path], None]
) -> None:
    write_snapshot(tmp_path)
    path = tmp_path / "snapshot" / name
    spoil(path)
    with running(tmp_path) as gate:  # from the start …
        in_time(gate, "one")
        if path.is_dir():
            path.rmdir()
        write_snapshot(tmp_path)
        time.sleep(0.06)
        in_time(gate, "two", "in_writing")
        spoil(path)  # … and meanwhile
        time.sleep(0.06)
        asked = gate.ask(C_CALLS, "three")
        assert (asked.status, asked.verdict) == (200, "put_through")
        assert asked.seconds < 1.2


def test_an_old_snapshot_is_not_believed(tmp_path: Path) -> None:
    write_snapshot(tmp_path, made_at=now() - timedelta(hours=25))
    with running(tmp_path) as gate:
        in_time(gate, "one")
        write_snapshot(tmp_path, made_at=now() - timedelta(hours=23))
        time.sleep(0.06)
        in_time(gate, "two", "in_writing")


def test_a_journal_that_is_none_is_set_aside_and_kept(tmp_path: Path) -> None:
    write_snapshot(tmp_path)
    (tmp_path / "snapshot" / "journal").write_bytes(b"garbage" * 2000)
    with running(tmp_path) as gate:
        in_time(gate, "one", "in_writing")
    (kept,) = (tmp_path / "snapshot").glob("journal.broken-*")
    assert kept.read_bytes().startswith(b"garbage")
    assert len(journaled(tmp_path)) == 1


@pytest.mark.parametrize("digits", [16, 19, 25, 59])
def test_a_number_that_is_none_is_decided_like_one_nobody_knows(
    tmp_path: Path, digits: int
) -> None:
    write_snapshot(tmp_path, setup=Setup(rules=(Rule(1, When(), Verdict.IN_WRITING),)))
    with running(tmp_path) as gate:
        asked = gate.ask("+" + "9" * digits, "one")
        assert asked.verdict == "in_writing"
    assert [entry.call_id for entry in journaled(tmp_path)] == ["one"]


@pytest.mark.parametrize("key", ["", "cd" * 32])
def test_a_missing_or_wrong_key_spoils_no_journal(tmp_path: Path, key: str) -> None:
    right = "ab" * 32
    write_snapshot(tmp_path, key=right)
    path = filled(tmp_path, 2, right)
    before = path.read_bytes()
    keys = {"secret": "s" * 40, "database_key": key}
    if key:
        (tmp_path / "key.json").write_text(json.dumps(keys))
    with running(tmp_path) as gate:
        in_time(gate, "one")
    assert path.read_bytes() == before
    assert [entry.call_id for entry in journaled(tmp_path, right)] == ["c0", "c1"]


def filled(tmp_path: Path, calls: int = 500, key: str | None = None) -> Path:
    """A journal of many pages, closed."""
    journal = Journal(tmp_path / "snapshot", key)
    for n in range(calls):
        ring = str(uuid7())
        journal.append([Entry(ring, ring, "json", f"c{n}", "", "ring", now())], [n + 1])
    journal.close()
    return tmp_path / "snapshot" / "journal"


def test_a_journal_that_is_spoilt_in_the_middle_makes_room_too(tmp_path: Path) -> None:
    write_snapshot(tmp_path)
    path = filled(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + os.urandom(len(whole) - 8192))
    with running(tmp_path) as gate:
        in_time(gate, "one", "in_writing")
        in_time(gate, "two", "in_writing")
    assert len(list((tmp_path / "snapshot").glob("journal.broken-*"))) == 1
    assert [entry.call_id for entry in journaled(tmp_path)] == ["one", "two"]


@pytest.mark.parametrize("column", ["at", "ring", "facts", "until"])
def test_one_spoilt_row_of_the_journal_stops_nobody(tmp_path: Path, column: str) -> None:
    write_snapshot(tmp_path)
    with sqlite3.connect(filled(tmp_path, 3)) as connection:
        spoil = f"UPDATE entries SET {column} = CAST(x'39ff' AS TEXT) WHERE call_id = 'c1'"
        connection.execute(spoil)
    connection.close()
    with running(tmp_path) as gate:
        in_time(gate, "one", "in_writing")
    assert [entry.call_id for entry in journaled(tmp_path)] == ["c0", "c2", "one"]


def hammered(gate: GateProcess, seconds: float) -> dict[str, str]:
    """Calls from four lines while the gate is killed and started again; call → verdict of those
    that were answered."""
    said: dict[str, str] = {}
    stop = threading.Event()

    def calls(line: int) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            call = f"{line}-{number}"
            asked = gate.ask(C_CALLS, call)
            if asked.status == 200:
                said[call] = asked.verdict

    lines = [threading.Thread(target=calls, args=(line,)) for line in range(4)]
    for line in lines:
        line.start()
    dice, end = random.Random(3), time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(dice.uniform(0.05, 0.6))
        gate.kill()
        with suppress(OSError):
            gate.start()
    stop.set()
    for line in lines:
        line.join(30)
        assert not line.is_alive(), "a call was never answered"
    return said


def nothing_lost(tmp_path: Path, seconds: float) -> int:
    write_snapshot(tmp_path)
    with running(tmp_path) as gate:
        said = hammered(gate, seconds)
    kept: dict[str, str] = {}
    for entry in journaled(tmp_path):
        kept[entry.call_id] = entry.verdict
    answered = {call: verdict for call, verdict in said.items() if verdict == "in_writing"}
    lost = {call for call, verdict in answered.items() if kept.get(call) != verdict}
    assert not lost
    return len(answered)


def test_no_answered_decision_is_lost_when_the_gate_is_killed(tmp_path: Path) -> None:
    assert nothing_lost(tmp_path, 4) > 20


@pytest.mark.torture
def test_no_answered_decision_is_lost_in_a_minute_of_kills(tmp_path: Path) -> None:
    assert nothing_lost(tmp_path, 6 if SHORT else 60) > 30
