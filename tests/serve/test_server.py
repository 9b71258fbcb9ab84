"""The page server: pages from a pool of threads, a socket that was handed over, a quick end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

PAGES = """
import threading, time
from wertschatz.web.server import serve
def pages(environ, start_response):
    if environ["PATH_INFO"] == "/slow":
        time.sleep(30)
    start_response("200 OK", [("Content-Type", "text/plain")])
    name = threading.current_thread().name.encode()
    return [name + b" " + environ["wsgi.url_scheme"].encode()]
serve(pages)
"""

STREAM = """
import asyncio
from wertschatz.web.server import serve
class Beside:
    def __init__(self, pages):
        self.pages = pages
    def begin(self):
        self.over = asyncio.Event()
    def end(self):
        self.over.set()
    async def streams(self, scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"begun", "more_body": True})
        await self.over.wait()
        await send({"type": "http.response.body", "body": b"over"})
serve(lambda environ, start_response: [], Beside)
"""


@dataclass
class Server:
    process: subprocess.Popen[bytes]
    address: str

    def get(self, path: str = "", **headers: str) -> str:
        request = urllib.request.Request(self.address + path, headers=headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert "server" not in answer.headers
            return str(answer.read().decode())


@pytest.fixture(params=["", "127.0.0.1"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    yield from running(PAGES, request.param)


@pytest.fixture
def streaming() -> Iterator[Server]:
    yield from running(STREAM)


def running(program: str, proxy: str = "") -> Iterator[Server]:
    listener = socket.create_server(("127.0.0.1", 0))
    ready, answers = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        env={
            **os.environ,
            "WERTSCHATZ_SOCKET": str(listener.fileno()),
            "WERTSCHATZ_READY": str(answers),
            "WERTSCHATZ_TRUSTED_PROXY": proxy,
        },
        pass_fds=(listener.fileno(), answers),
    )
    os.close(answers)
    assert os.read(ready, 1) == b"1"
    os.close(ready)
    yield Server(process, f"http://127.0.0.1:{listener.getsockname()[1]}/")
    listener.close()
    process.kill()
    process.wait(10)


def test_pages_come_from_threads_and_only_a_trusted_proxy_is_believed(
    server: Server, request: pytest.FixtureRequest
) -> None:
    text = server.get(**{"X-Forwarded-Proto": "https"})
    assert text.startswith("WSGI")
    trusted = request.node.callspec.params["server"]
    assert text.endswith("https" if trusted else "http")


def test_the_end_does_not_wait_for_a_slow_page(server: Server) -> None:
    host, port = server.address[7:-1].split(":")
    with socket.create_connection((host, int(port))) as visitor:
        visitor.sendall(b"GET /slow HTTP/1.1\r\nHost: here\r\n\r\n")
        time.sleep(0.2)
        begun = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(5)
    assert time.monotonic() - begun < 2.0


def test_open_streams_end_by_themselves_when_the_house_closes(streaming: Server) -> None:
    host, port = streaming.address[7:-1].split(":")
    with socket.create_connection((host, int(port)), timeout=5) as visitor:
        visitor.sendall(b"GET /events/ HTTP/1.1\r\nHost: here\r\n\r\n")
        told = b""
        while b"begun" not in told:
            more = visitor.recv(4096)
            assert more, told
            told += more
        streaming.process.send_signal(signal.SIGTERM)
        while more := visitor.recv(4096):
            told += more
    streaming.process.wait(5)
    assert told.endswith(b"4\r\nover\r\n0\r\n\r\n")
