"""A data folder with a snapshot, and real gate processes on it that may be killed."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from wertschatz.domain.rules.moment import Known, Setup
from wertschatz.domain.rules.ready import ready_made
from wertschatz.domain.values import Group
from wertschatz.ports.telephone import Options
from wertschatz.snapshot.directory import write_directory
from wertschatz.snapshot.journal import Entry, Journal
from wertschatz.snapshot.situation import Line, Situation, write_situation

SECRET = "s3cret-address"
AGI_SECRET = "agi-address"
LINES = (
    Line("11111111-1111-7111-8111-111111111111", "json", SECRET),
    Line("22222222-2222-7222-8222-222222222222", "fastagi", AGI_SECRET),
)
A, B, C = (f"01900000-0000-7000-8000-00000000000{n}" for n in "abc")
PEOPLE = [
    (1, Known(A, "Tischlerei Holz", group=Group.A)),
    (2, Known(B, "Bäckerei Korn", group=Group.B)),
    (3, Known(C, "Café Chaos", group=Group.C)),
]
REACHES = [(1, "+493023125001"), (2, "+4930555000"), (3, "+493077700123")]
"""The baker has a switchboard."""
SAYS = {"+493077700123": "in_writing", "+493023125001": "put_through", "": "put_through"}


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def write_snapshot(
    data: Path, *, setup: Setup | None = None, key: str | None = None,
    lines: tuple[Line, ...] = LINES, made_at: dt.datetime | None = None,
    people: Iterable[tuple[int, Known]] = PEOPLE, reaches: Iterable[tuple[int, str]] = REACHES,
) -> Situation:  # fmt: skip
    """Both files, as the jobs write them."""
    folder = data / "snapshot"
    folder.mkdir(parents=True, exist_ok=True)
    situation = Situation(
        setup or Setup(rules=ready_made(), area_code="030"), made_at or now(), lines=lines
    )
    write_situation(folder, key, situation)
    write_directory(folder, key, reaches, people, "1 1")
    return situation


def monitor(port: int, **more: str) -> Line:
    options = Options({"host": "127.0.0.1", "port": str(port), **more})
    return Line("33333333-3333-7333-8333-333333333333", "fritzbox", "fritz", options)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


class GateProcess:
    """One gate, in a process of its own."""

    def __init__(self, data: Path, *, script: str = "", key: str = "", **environ: str) -> None:
        self.data, self.port, self.agi_port = data, free_port(), free_port()
        clean = {name: value for name, value in os.environ.items() if "WERTSCHATZ" not in name}
        self.environ = {
            **clean, "WERTSCHATZ_DATA": str(data), "WERTSCHATZ_GATE_PORT": str(self.port),
            "WERTSCHATZ_FASTAGI_PORT": str(self.agi_port), **environ,
        }  # fmt: skip
        self.script = script
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> GateProcess:
        words = ["-c", self.script] if self.script else ["-m", "wertschatz.gate"]
        self.process = subprocess.Popen(
            [sys.executable, *words], env=self.environ, stdout=subprocess.DEVNULL,
            stderr=(self.data / "gate.err").open("ab"), start_new_session=True,
        )  # fmt: skip
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return self
            assert self.process.poll() is None, (self.data / "gate.err").read_text()
            time.sleep(0.02)
        raise AssertionError("the gate never listened")

    def kill(self, number: int = signal.SIGKILL) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                self.process.send_signal(number)
            self.process.wait(timeout=10)
            self.process = None

    @property
    def resident(self) -> int:
        """Bytes of memory."""
        assert self.process is not None
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def ask(self, number: str, call: str, secret: str = SECRET, **more: str) -> Asked:
        """As the exchange would: whatever is no answer within 1.2 s lets it ring."""
        said = {"event": "call", "call_id": call, "from": number, "to": "office", **more}
        return ask(self.port, f"/t/{secret}", json.dumps(said).encode())


class Asked:
    """What an exchange makes of an answer, after so many seconds."""

    def __init__(self, status: int, said: Any, seconds: float) -> None:
        self.status, self.said, self.seconds = status, said, seconds

    @property
    def verdict(self) -> str:
        """Whatever is no answer at all lets it ring (gate.md, f)."""
        good = self.status == 200 and isinstance(self.said, dict)
        return str(self.said.get("verdict", "put_through")) if good else "put_through"


def ask(port: int, path: str, body: bytes, **headers: str) -> Asked:
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1.2)
    try:
        connection.request("POST", path, body, {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        content, status = answer.read(), answer.status
    except (OSError, http.client.HTTPException):
        content, status = b"", 0
    finally:
        connection.close()
    seconds = time.monotonic() - began
    try:
        return Asked(status, json.loads(content), seconds)
    except ValueError:
        return Asked(status, None, seconds)


@contextmanager
def running(data: Path, **more: Any) -> Iterator[GateProcess]:
    gate = GateProcess(data, **more)
    try:
        yield gate.start()
    finally:
        gate.kill()


def journaled(data: Path, key: str | None = None) -> list[Entry]:
    journal = Journal(data / "snapshot", key, wait_seconds=5)
    try:
        return [entry for _, entry in journal.after(0, 100_000)]
    finally:
        journal.close()
