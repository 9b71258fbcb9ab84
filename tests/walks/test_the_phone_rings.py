"""The whole house, encrypted: a call is decided, answered, and stands in the database once."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from tests.gate.house import ask, free_port
from tests.walks import children

PREPARE = """
from wertschatz import settings
from wertschatz.bootstrap.prepare import prepare
prepare(settings.load())
from wertschatz.bootstrap.house import house
from wertschatz.django_settings import SECRET_KEY
from wertschatz.storage.models import Device
from wertschatz.usecases.start_the_house import start_token
home = house()
owner = home.start_owner(start_token(SECRET_KEY), username="chefin", password="drei ruhige Worte",
                         firm="Holz", language="de")
Device.objects.create(kind="json", user_id=owner, secret="walk", at=home.now())
"""
DOOR = """
import datetime as dt
from wertschatz.bootstrap.house import house
from wertschatz.storage.models import User
from wertschatz.storage.rules_book import RulesBook
owner, now = User.objects.get().pk, house().now()
RulesBook().switch(owner, "door", now + dt.timedelta(hours=1), by=owner, at=now)
"""
RINGS = """
import json
from wertschatz.bootstrap.house import house
home = house()
from wertschatz.storage.models import Ring
rows = Ring.objects.order_by("id").values_list("call_id", "verdict", "reason", "seconds")
print(json.dumps(list(rows)))
"""
LOCK = """
import sys
from wertschatz.bootstrap import house
from django.db import transaction
from wertschatz.storage.models import Firm
with transaction.atomic():
    Firm.objects.update(area_code="030")
    print("held", flush=True)
    sys.stdin.readline()
    transaction.set_rollback(True)
"""
LOCKED_SECONDS = 10
ORDERS = list(permutations(("web", "jobs", "gate")))
if os.environ.get("TORTURE") == "short":
    ORDERS = ORDERS[::2]
CALLERS = 3
DECIDED = {"put_through": "put_through", "call_back": "not_now"}
"""What is kept of an answer: not now goes out as a call-back, with the time."""


class Walked:
    """A running house and what its exchange needs to know."""

    def __init__(self, data: Path) -> None:
        self.data, self.gate_port = data, free_port()
        self.environ = {
            **children.environment(data), "WERTSCHATZ_GATE_PORT": str(self.gate_port),
            "WERTSCHATZ_FASTAGI_PORT": "0", "WERTSCHATZ_ENCRYPT": "on",
        }  # fmt: skip
        self.run(PREPARE)
        self.process = self.serve()

    def serve(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "wertschatz.serve", "--port", str(free_port())],
            env=self.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def run(self, script: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", script], env=self.environ, capture_output=True, text=True,
            check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self, call: str, event: str = "call", **more: str) -> Any:
        said = {"event": event, "call_id": call, "from": "030 1234567", "to": "office", **more}
        return ask(self.gate_port, "/t/walk", json.dumps(said).encode())

    def decided(self, call: str, verdict: str, seconds: float = 40) -> str:
        """Asks until a decision with this verdict comes; each time it is another call: that one."""
        end, number = time.monotonic() + seconds, 0
        while True:
            number += 1
            asked = self.ask(f"{call}-{number}")
            if asked.said and asked.said.get("reason") and asked.verdict == verdict:
                return f"{call}-{number}"
            assert time.monotonic() < end, asked.said
            time.sleep(0.1)

    def started(self, name: str) -> list[int]:
        """The processes of this name, oldest first."""
        log = (self.data / "log" / "wertschatz.log").read_text()
        return [int(pid) for pid in re.findall(rf"{name}: started as process (\d+)", log)]

    def kill(self, name: str, seconds: float = 40) -> None:
        """Ends the newest of this name, as soon as there is one."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with suppress(ProcessLookupError, IndexError):
                return os.kill(self.started(name)[-1], signal.SIGKILL)
            time.sleep(0.05)
        raise AssertionError(f"{name} was never started again")

    @property
    def gates(self) -> list[int]:
        return self.started("gate")


@pytest.fixture
def walked(tmp_path: Path) -> Iterator[Walked]:
    found = Walked(tmp_path / "data")
    yield found
    found.process.terminate()
    try:
        found.process.wait(30)
    except subprocess.TimeoutExpired:
        found.process.kill()
        raise


def test_the_phone_rings(walked: Walked) -> None:
    walked.decided("open", "put_through")
    walked.run(DOOR)
    walked.decided("shut", "call_back", seconds=2)
    os.kill(walked.gates[-1], signal.SIGKILL)
    killed = walked.ask("killed")
    assert (killed.verdict, killed.seconds < 1.2) == ("put_through", True)
    walked.decided("again", "call_back")
    assert len(walked.gates) == 2
    last = walked.ask("last")
    assert last.verdict == "call_back"
    end = time.monotonic() + 20
    while "last" not in (rings := walked.run(RINGS)):
        assert time.monotonic() < end
    calls = [call for call, *_ in json.loads(rings)]
    assert len(calls) == len(set(calls))
    assert ["last", "not_now", "closed_door", None] in json.loads(rings)
    for name in ("situation", "directory", "journal"):
        assert not (walked.data / "snapshot" / name).read_bytes().startswith(b"SQLite format 3")


def test_calls_are_decided_while_the_database_is_locked_and_the_snapshot_comes_back(
    walked: Walked,
) -> None:
    walked.run(DOOR)
    walked.decided("shut", "call_back")
    lock = subprocess.Popen(
        [sys.executable, "-c", LOCK], env=walked.environ, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert lock.stdout is not None
        assert lock.stdout.readline() == b"held\n"
        end, meanwhile = time.monotonic() + LOCKED_SECONDS, []
        while time.monotonic() < end:
            meanwhile.append(f"locked-{len(meanwhile)}")
            asked = walked.ask(meanwhile[-1])
            assert (asked.verdict, asked.seconds < 1.2) == ("call_back", True)
            time.sleep(0.2)
    finally:
        lock.communicate(b"\n", timeout=30)
    end = time.monotonic() + 30
    while meanwhile[-1] not in (rings := walked.run(RINGS)):
        assert time.monotonic() < end
    calls = [call for call, *_ in json.loads(rings)]
    assert {call for call in calls if call.startswith("locked")} == set(meanwhile)
    assert len(calls) == len(set(calls))
    # Without a snapshot it rings; the jobs write another one.
    for name in ("situation", "directory"):
        (walked.data / "snapshot" / name).unlink()
    asked = walked.ask("gone")
    assert (asked.verdict in ("put_through", "call_back"), asked.seconds < 1.2) == (True, True)
    walked.decided("back", "call_back")


class Caller(threading.Thread):
    """One call after the other, as an exchange tells of them; each is answered, and ends."""

    def __init__(self, walked: Walked, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self._walked = walked
        self.over = threading.Event()
        self.decided: dict[str, str] = {}
        """What the gate answered, by call: none of it may be lost."""
        self.ended: dict[str, int] = {}
        """Seconds of the calls whose end the gate confirmed."""
        self.slowest = 0.0

    def run(self) -> None:
        number = 0
        while not self.over.is_set():
            number += 1
            call = f"{self.name}-{number}"
            asked = self._walked.ask(call)
            self.slowest = max(self.slowest, asked.seconds)
            if asked.said and asked.said.get("reason"):
                self.decided[call] = asked.verdict
            self.over.wait(0.1)  # talking
            told = self._walked.ask(call, "ended", seconds=str(number))
            if told.status == 200 and call in self.decided:
                self.ended[call] = number


@pytest.mark.torture
def test_killed_in_every_order_with_calls_coming_in(walked: Walked) -> None:
    walked.run(DOOR)
    walked.decided("shut", "call_back")
    callers = [Caller(walked, f"line{number}") for number in range(CALLERS)]
    for one in callers:
        one.start()
    pick = random.Random(7)
    for number, order in enumerate(ORDERS):
        for name in order:
            walked.kill(name)
            time.sleep(pick.choice((0.0, 0.3, 1.5)))
        walked.decided(f"after-{number}", "call_back")
        if number % 2:
            walked.process.kill()  # the power, for all of them
            walked.process.wait(10)
            walked.process = walked.serve()
            walked.decided(f"anew-{number}", "call_back")
    for one in callers:
        one.over.set()
        one.join(10)
    last = walked.decided("last", "call_back")
    end = time.monotonic() + 40
    while f'"{last}"' not in (told := walked.run(RINGS)):
        assert time.monotonic() < end, "the jobs no longer take the journal over"
    kept = {call: (verdict, seconds) for call, verdict, _, seconds in json.loads(told)}
    assert len(kept) == len(json.loads(told)), "no call twice"
    for one in callers:
        assert one.slowest < 1.3
        assert len(one.decided) >= len(ORDERS)
        assert one.ended
        assert {call: kept[call][0] for call in one.decided} == {
            call: DECIDED[verdict] for call, verdict in one.decided.items()
        }
        assert {call: kept[call][1] for call in one.ended} == one.ended
