"""Any bytes on any port: no crash, no growth, and the next call is answered."""

from __future__ import annotations

import asyncio
import json
import random
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gate.house import SECRET, GateProcess, running, write_snapshot
from tests.gate.test_gate import AGI, talk
from wertschatz.gate.http import MOST_BODY, MOST_CONNECTIONS, HttpServer
from wertschatz.ports.telephone import Reply, Request

BODY = json.dumps({"event": "call", "call_id": "x", "from": "030 77700123", "to": "o"}).encode()
REQUEST = (
    b"POST /t/" + SECRET.encode() + b" HTTP/1.1\r\nHost: gate\r\nContent-Type: application/json\r\n"
    b"Content-Length: " + str(len(BODY)).encode() + b"\r\n\r\n" + BODY
)
ROUNDS = 1500
MOST_GROWTH = 12 << 20


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[GateProcess]:
    write_snapshot(tmp_path)
    with running(tmp_path) as found:
        yield found


def thrown(dice: random.Random, whole: bytes) -> bytes:
    """Bytes without sense, or sense with a few bytes changed, left out, doubled."""
    if dice.random() < 0.3:
        return dice.randbytes(dice.choice([0, 1, 30, 3000, 90_000]))
    data = bytearray(whole * dice.choice([1, 1, 3]))
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(data) + 1)
        kind = dice.randrange(4)
        if kind == 0:
            data[at : at + 1] = dice.randbytes(1)
        elif kind == 1:
            del data[at : at + dice.choice([1, 20])]
        elif kind == 2:
            data[at:at] = data[: dice.choice([3, 200])]
        else:
            data[at:at] = dice.choice([b"\r\n", b"\n\n", b"\0", b"9" * 30, b"\xff\xfe", b": "])
    return bytes(data[: dice.choice([len(data), len(data), at])])


def throw(port: int, data: bytes, dice: random.Random) -> None:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 2) as line:
        line.settimeout(0.02)
        for start in range(0, len(data), 40_000):
            line.sendall(data[start : start + 40_000])
        if dice.random() < 0.5:
            line.shutdown(socket.SHUT_WR)
        line.recv(4096)


@pytest.mark.parametrize("kind", ["http", "agi"])
def test_any_bytes(gate: GateProcess, kind: str) -> None:
    dice = random.Random(kind)
    agi = AGI.format(secret="s", number="1", call="1.1").encode()
    port, whole = (gate.port, REQUEST) if kind == "http" else (gate.agi_port, agi)
    before = 0
    for number in range(ROUNDS):
        if number == ROUNDS // 5:
            before = gate.resident
        throw(port, thrown(dice, whole), dice)
    assert gate.resident - before < MOST_GROWTH
    assert gate.process is not None
    assert gate.process.poll() is None
    assert gate.ask("03077700123", "after").verdict == "in_writing"
    assert talk(gate, "03077700123", "99.9")[-1] == 'SET VARIABLE GATE "in_writing"'
    assert "Traceback" not in (gate.data / "gate.err").read_text()


def test_many_who_say_nothing_keep_nobody_out(gate: GateProcess) -> None:
    held = []
    for number in range(MOST_CONNECTIONS + 60):
        line = socket.create_connection(("127.0.0.1", gate.port), 2)
        if number % 2:
            line.sendall(b"POST /t/x HTTP/1.1\r\nX: ")
        held.append(line)
    asked = gate.ask("03077700123", "after")
    assert (asked.status, asked.verdict) == (200, "in_writing")
    for line in held:
        line.close()


def test_what_is_too_much_is_refused(gate: GateProcess) -> None:
    head = b"POST /t/x HTTP/1.1\r\nHost: gate\r\n"
    for data, status in (
        (head + b"X: " + b"y" * 40_000, b"431"),
        (head + b"".join(b"X%d: y\r\n" % n for n in range(300)) + b"\r\n", b"431"),
        (b"POST /t/" + b"x" * 12_000 + b" HTTP/1.1\r\nHost: gate\r\n\r\n", b"414"),
        (head + b"Content-Length: 70000\r\n\r\n" + b"y" * (MOST_BODY + 10), b"413"),
        (head + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n12345", b"400"),
        (head + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n12345", b"400"),
        (b"DELETE /t/x HTTP/1.1\r\nHost: gate\r\n\r\n", b"405"),
    ):
        with socket.create_connection(("127.0.0.1", gate.port), 2) as line:
            with suppress(OSError):
                line.sendall(data)
            assert line.recv(4096)[9:12] == status


def test_an_open_connection_asks_again_and_again(gate: GateProcess) -> None:
    with socket.create_connection(("127.0.0.1", gate.port), 2) as line:
        for number in range(20):
            line.sendall(REQUEST.replace(b'"x"', b'"%d"' % (number % 10)))
            assert line.recv(4096).startswith(b"HTTP/1.1 200")
        line.sendall(REQUEST * 3)  # all at once: one answer after the other
        time.sleep(0.2)
        assert line.recv(65536).count(b"HTTP/1.1 200") == 3


class Fake(asyncio.Transport):
    """Remembers what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written, self.over = b"", False

    def write(self, data: Any) -> None:
        self.written += bytes(data)

    def close(self) -> None:
        self.over = True

    abort = close

    def is_closing(self) -> bool:
        return self.over

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        pass

    def pause_reading(self) -> None:
        pass

    resume_reading = pause_reading

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return ("127.0.0.1", 1) if name == "peername" else default


async def answered(pieces: list[bytes]) -> bytes:
    async def echo(request: Request) -> Reply:
        return Reply(request.path.encode() + request.body, "text/plain")

    connection, transport = HttpServer(echo)(), Fake()
    connection.connection_made(transport)
    for piece in pieces:
        if not transport.over:
            connection.data_received(piece)
        await asyncio.sleep(0)
    for _ in range(5):
        await asyncio.sleep(0)
    connection.connection_lost(None)
    return transport.written


@settings(max_examples=200, deadline=None)
@given(cuts=st.lists(st.integers(0, 2 * len(REQUEST)), max_size=6))
def test_however_it_is_cut_the_answers_are_the_same(cuts: list[int]) -> None:
    whole = REQUEST * 2
    edges = [0, *sorted(cuts), len(whole)]
    pieces = [whole[a:b] for a, b in pairwise(edges) if a < b]
    found = asyncio.run(answered(pieces))
    assert found.count(b"HTTP/1.1 200") == 2
    assert found.count(BODY) == 2


@settings(max_examples=300, deadline=None)
@given(pieces=st.lists(st.binary(max_size=200), max_size=5))
def test_any_bytes_end_in_an_answer_or_in_none(pieces: list[bytes]) -> None:
    found = asyncio.run(answered(pieces))
    assert found == b"" or found.startswith(b"HTTP/1.1 ")
