"""Slow senders hold no thread of the pages; what they send arrives as it was sent."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
import uvicorn
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.web.server import WORKERS, application
from wertschatz.web.whole import MOST_BYTES, WholeRequests


def _length_of(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """A page that says how much it was sent."""
    said = str(len(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))).encode()
    start("200 OK", [("Content-Length", str(len(said)))])
    return [said]


@contextlib.contextmanager
def served(app: Any) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, interface="asgi3", lifespan="off", log_config=None)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        server.should_exit = server.force_exit = True
        thread.join(10)


def asked(port: int, body: bytes | None = None) -> str:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    line.request("GET" if body is None else "POST", "/", body)
    return line.getresponse().read().decode()


def test_slow_senders_keep_nobody_waiting() -> None:
    head = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1000\r\n\r\n"
    with served(application(_length_of)) as port, contextlib.ExitStack() as slow:
        lines = [
            slow.enter_context(socket.create_connection(("127.0.0.1", port)))
            for _ in range(WORKERS * 3)
        ]
        for line in lines:
            line.sendall(head + b"x" * 10)
        time.sleep(0.3)
        assert asked(port) == "0"
        # Whoever takes a while is heard all the same.
        lines[0].sendall(b"x" * 990)
        lines[0].settimeout(10)
        assert lines[0].makefile("rb").read().endswith(b"1000")


@pytest.mark.parametrize("size", [0, 1, MOST_BYTES, MOST_BYTES + 1, MOST_BYTES * 20])
def test_it_arrives_whole(size: int) -> None:
    with served(application(_length_of)) as port:
        assert asked(port, b"x" * size) == str(size)


def test_who_never_ends_is_told_so() -> None:
    with (
        served(WholeRequests(application(_length_of), patience=0.2)) as port,
        socket.create_connection(("127.0.0.1", port), 10) as line,
    ):
        line.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nx")
        assert line.recv(1000).startswith(b"HTTP/1.1 408 ")


@given(parts=st.lists(st.integers(0, MOST_BYTES), min_size=1, max_size=5), gone=st.booleans())
def test_the_parts_come_in_their_order_and_none_is_lost(parts: list[int], gone: bool) -> None:
    said = [
        {"type": "http.request", "body": bytes([at]) * size, "more_body": at + 1 < len(parts)}
        for at, size in enumerate(parts)
    ]
    coming = iter([*said[:-1], {"type": "http.disconnect"}] if gone else said)
    heard: list[dict[str, Any]] = []

    async def pages(scope: Any, receive: Any, send: Any) -> None:
        while not heard or heard[-1].get("more_body"):
            heard.append(await receive())

    async def receive() -> dict[str, Any]:
        return next(coming)

    async def send(message: Any) -> None:
        raise AssertionError(message)

    asyncio.run(WholeRequests(pages)({"type": "http", "method": "POST"}, receive, send))
    if not gone:
        assert heard == said
    else:  # a page hears of it only where it had begun
        assert heard in ([], [*said[:-1], {"type": "http.disconnect"}])
