"""What the telephone waits for: look-up and decision among a million numbers, fifty lines at once
beside a bare server, and how soon the gate knows of a pressed door."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import os
import random
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bench import base
from wertschatz.domain.rules.moment import Known, Setup
from wertschatz.domain.rules.ready import ready_made
from wertschatz.domain.values import Group
from wertschatz.ports.telephone import Call
from wertschatz.snapshot.directory import write_directory
from wertschatz.snapshot.situation import Line, Situation, write_situation

NUMBERS, PEOPLE = 1_000_000, 250_000
ASKED, CLIENTS, SECONDS, DOORS = 20_000, 50, 8.0, 25
FIRST = 4_930_100_000_000
SECRET = "bench"
Figures = dict[str, float]


def run(*, small: bool = False) -> list[dict[str, object]]:
    """All figures; each part in processes of its own."""
    scale = base.SMALL if small else 1
    with tempfile.TemporaryDirectory(prefix="wertschatz-bench-") as place:
        data = Path(place)
        made = _figures("make", str(data), str(NUMBERS // scale))
        decided = _figures("decide", str(data), str(NUMBERS // scale))
        with _gate(data) as port:
            asked = _figures("ask", str(port), str(NUMBERS // scale))
        with _floor() as port:
            floor = _figures("ask", str(port), str(NUMBERS // scale))
        disk = _figures("disk", str(data))
    numbers = f"{NUMBERS // scale:,} numbers"
    late = f", {asked['undecided']:.0f} undecided" if asked["undecided"] else ""
    beside = (
        f"bare server p50 {floor['p50']:.1f}, p99 {floor['p99']:.1f} ms, {floor['rate']:.0f}/s; "
    )
    beside += f"one write to this disk p50 {disk['p50']:.1f}, p99 {disk['p99']:.1f} ms"
    ours = (
        f"p50 {asked['p50']:.1f} ms, {asked['rate']:.0f}/s{late}, each on the disk first; {beside}"
    )
    door = _door(small=small)
    return [
        _line("Gate: directory written", made["seconds"], "s", 60,
              f"{numbers}, {made['megabytes']:.0f} MB of memory, file {made['file']:.0f} MB"),
        _line("Gate: look-up and decision, p50", decided["p50"], "ms", 0.1, numbers),
        _line("Gate: look-up and decision, p99", decided["p99"], "ms", 5, numbers),
        _line(f"Gate: HTTP, {CLIENTS} clients, p99", asked["p99"], "ms", 20, ours),
        _line("Gate: a pressed door is known, slowest", door["slowest"], "ms", 200,
              f"median {door['median']:.0f} ms"),
    ]  # fmt: skip


def _line(name: str, figure: float, unit: str, goal: float, peer: str) -> dict[str, object]:
    return {
        "name": name, "figure": round(figure, 3), "unit": unit, "goal": goal,
        "met": figure <= goal, "peer": peer,
    }  # fmt: skip


def _figures(*words: str, environ: dict[str, str] | None = None) -> Figures:
    done = subprocess.run(
        [sys.executable, "-m", "bench.gate", *words], stdout=subprocess.PIPE, check=True,
        env=environ,
    )  # fmt: skip
    found: Figures = json.loads(done.stdout)
    return found


# -- parts


def make(data: Path, numbers: int) -> Figures:
    """Writes both files."""
    (data / "snapshot").mkdir(parents=True)
    setup = Setup(rules=ready_made(), area_code="030")
    line = Line("01900000-0000-7000-8000-000000000001", "json", SECRET)
    write_situation(
        data / "snapshot", None, Situation(setup, dt.datetime.now(dt.UTC), lines=(line,))
    )
    people = PEOPLE * numbers // NUMBERS
    groups = (*Group, None)
    began = time.perf_counter()
    write_directory(
        data / "snapshot", None,
        ((1 + number % people, f"+{FIRST + 7 * number}") for number in range(numbers)),
        (
            (pk, Known(f"01900000-0000-7000-8000-{pk:012d}", f"Kunde {pk} GmbH",
                       group=groups[pk % 4]))
            for pk in range(1, people + 1)
        ),
        "1 1",
    )  # fmt: skip
    return {
        "seconds": time.perf_counter() - began,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "file": (data / "snapshot" / "directory").stat().st_size / 1e6,
    }


def disk(data: Path) -> Figures:
    """Milliseconds until a page of the journal's size is on the disk: nobody answers sooner."""
    took = []
    with (data / "disk").open("wb", buffering=0) as file:
        for _ in range(200):
            file.write(b"x" * 4096)
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append((time.perf_counter() - began) * 1000)
    return _spread(took)


class Unseen:
    """A journal that remembers nothing."""

    def was_seen(self, digest: int) -> bool:
        """Never."""
        return False


def decide(data: Path, numbers: int) -> Figures:
    """Milliseconds from a number to its decision; nothing is written."""
    from wertschatz.bootstrap.telephone import sentence
    from wertschatz.snapshot.reader import Snapshot
    from wertschatz.snapshot.uuid7 import uuid7
    from wertschatz.usecases.answer_the_phone import Answering

    dice, took = random.Random(1), []
    snapshot, unseen = Snapshot(data / "snapshot", None), Unseen()
    answering = Answering(sentence, uuid7)
    for number in range(ASKED):
        called = f"+{FIRST + 7 * dice.randrange(2 * numbers)}"  # every other one is unknown
        call = Call("json", str(number), number=called)
        began = time.perf_counter()
        now = dt.datetime.now(dt.UTC)
        situation, directory = snapshot.current(now)
        answering.hear(call, now, situation, directory, unseen)
        took.append((time.perf_counter() - began) * 1000)
    return _spread(took)


def _spread(took: list[float]) -> Figures:
    took.sort()
    return {"p50": statistics.median(took), "p99": took[len(took) * 99 // 100]}


def ask(port: int, numbers: int) -> Figures:
    """Fifty clients, each with one open connection, asking as fast as they are answered."""
    return asyncio.run(_ask(port, numbers))


async def _ask(port: int, numbers: int) -> Figures:
    took: list[float] = []
    undecided = [0]
    await _ready(port)
    end = time.perf_counter() + SECONDS
    await asyncio.gather(
        *(_client(port, numbers, one, end, took, undecided) for one in range(CLIENTS))
    )
    return {
        **_spread(took), "rate": len(took) / SECONDS / 0.9, "undecided": float(undecided[0]),
    }  # fmt: skip


async def _ready(port: int) -> None:
    """It listens before its rules are read; every call of that moment rings."""
    end = time.monotonic() + 20
    body = b'{"event": "call", "call_id": "ready", "from": "+4930", "to": "office"}'
    while time.monotonic() < end:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(_request(body))
        head = await reader.readuntil(b"\r\n\r\n")
        writer.close()
        if b"200 OK" in head:
            return
        await asyncio.sleep(0.05)


def _request(body: bytes) -> bytes:
    return (
        b"POST /t/%s HTTP/1.1\r\nHost: gate\r\nContent-Type: application/json\r\n"
        b"Content-Length: %d\r\n\r\n%s" % (SECRET.encode(), len(body), body)
    )


async def _client(
    port: int, numbers: int, one: int, end: float, took: list[float], undecided: list[int]
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    dice, number = random.Random(one), 0
    warm = end - SECONDS * 0.9
    while (began := time.perf_counter()) < end:
        number += 1
        called = FIRST + 7 * dice.randrange(2 * numbers)
        body = json.dumps({
            "event": "call", "call_id": f"{one}-{number}", "from": f"+{called}", "to": "office",
        }).encode()  # fmt: skip
        writer.write(_request(body))
        head = await reader.readuntil(b"\r\n\r\n")
        if b"200 OK" not in head:
            raise RuntimeError(head)
        size = int(head.lower().partition(b"content-length:")[2].split()[0])
        answer = await reader.readexactly(size)
        if b'"reason": ""' in answer:  # no decision in time
            undecided[0] += 1
        if began > warm:
            took.append((time.perf_counter() - began) * 1000)
    writer.close()


def door() -> Figures:
    """Milliseconds from the commit of a pressed door until a reader of the snapshot has it; the
    jobs process runs beside us."""
    from wertschatz.bootstrap.house import house
    from wertschatz.snapshot.files import Unusable
    from wertschatz.snapshot.reader import Snapshot
    from wertschatz.storage.models import User
    from wertschatz.storage.rules_book import RulesBook

    home, owner = house(), User.objects.order_by("id").values_list("id", flat=True)[0]
    snapshot, took = Snapshot(home.gate_folder, None), []
    end = time.monotonic() + 300
    while time.monotonic() < end:
        with suppress(Unusable):
            snapshot.current(home.now())
            break
        time.sleep(0.1)
    for minutes in range(1, DOORS + 1):
        until = home.now() + dt.timedelta(minutes=minutes)
        RulesBook().switch(owner, "door", until, by=owner, at=home.now())
        began = time.perf_counter()
        while snapshot.current(home.now())[0].setup.door_until != until:
            time.sleep(0.001)
        took.append((time.perf_counter() - began) * 1000)
        time.sleep(0.3)
    return {"median": statistics.median(took), "slowest": max(took)}


def _door(*, small: bool) -> Figures:
    made = base.data_folder(small=small)
    folder = made.with_name(f"{made.name}-gate")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(made, folder)
    environ = {**base.environment(folder)}
    jobs = subprocess.Popen(
        [sys.executable, "-m", "wertschatz.jobs"], env=environ, stderr=subprocess.DEVNULL
    )
    try:
        return _figures("door", environ=environ)
    finally:
        jobs.send_signal(signal.SIGTERM)
        jobs.wait()
        shutil.rmtree(folder)


# -- servers


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def _gate(data: Path) -> Iterator[int]:
    port = _free_port()
    environ = {
        **os.environ, "WERTSCHATZ_DATA": str(data), "WERTSCHATZ_GATE_PORT": str(port),
        "WERTSCHATZ_FASTAGI_PORT": "0",
    }  # fmt: skip
    with _served([sys.executable, "-m", "wertschatz.gate"], port, environ):
        yield port


@contextmanager
def _floor() -> Iterator[int]:
    port = _free_port()
    words = [sys.executable, "-m", "bench.gate", "floor", str(port)]
    with _served(words, port, dict(os.environ)):
        yield port


@contextmanager
def _served(words: list[str], port: int, environ: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(words, env=environ, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait()


class Bare(asyncio.Protocol):
    """The least that a server can do: the same answer to whatever ends in a brace."""

    ANSWER = b'{"verdict": "put_through", "reason": "always"}'
    WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(ANSWER), ANSWER)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client."""
        self._transport: Any = transport

    def data_received(self, data: bytes) -> None:
        """A request."""
        if data.endswith(b"}"):
            self._transport.write(self.WHOLE)


async def floor(port: int) -> None:
    """Serves until it is killed."""
    server = await asyncio.get_running_loop().create_server(Bare, "127.0.0.1", port)
    await server.serve_forever()


def main(part: str, *words: str) -> None:
    """One part, in this process."""
    if part == "floor":
        asyncio.run(floor(int(words[0])))
        return
    figures = {
        "make": lambda: make(Path(words[0]), int(words[1])),
        "decide": lambda: decide(Path(words[0]), int(words[1])),
        "ask": lambda: ask(int(words[0]), int(words[1])),
        "disk": lambda: disk(Path(words[0])),
        "door": door,
    }[part]()
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])
