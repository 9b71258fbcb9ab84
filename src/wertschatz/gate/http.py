"""A small and strict HTTP/1.1 server: one request after the other, everything bounded."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import cast

import httptools

from wertschatz.ports.telephone import Reply, Request

MOST_HEAD = 16 * 1024
MOST_BODY = 64 * 1024
MOST_HEADERS = 100
MOST_CONNECTIONS = 256
ARRIVES_SECONDS = 5.0
"""A request that began must be whole by then."""
IDLE_SECONDS = 75.0
"""A connection that says nothing; exchanges keep theirs open between calls."""
METHODS = frozenset({"GET", "POST"})
Answering = Callable[[Request], Awaitable[Reply]]
TEXT = "text/plain; charset=utf-8"


class HttpServer:
    """Makes a protocol for every connection, and keeps their number in bounds."""

    def __init__(self, answering: Answering, trusted: str = "") -> None:
        self.answering, self.trusted = answering, trusted
        self.connections: dict[Connection, None] = {}

    def __call__(self) -> Connection:
        """The protocol of a new connection."""
        return Connection(self)

    def admit(self, connection: Connection) -> bool:
        """Room for one more? The one that has said nothing for longest makes room."""
        if len(self.connections) >= MOST_CONNECTIONS:
            quiet = [one for one in self.connections if not one.busy]
            if not quiet:
                return False
            min(quiet, key=lambda one: one.since).drop()
        self.connections[connection] = None
        return True

    def close(self) -> None:
        """Lets all go."""
        for connection in list(self.connections):
            connection.drop()


class Connection(asyncio.Protocol):
    """One connection: reads a request, has it answered, reads the next."""

    def __init__(self, server: HttpServer) -> None:
        self._server = server
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpRequestParser(self)
        self._requests: deque[tuple[Request, bool]] = deque()
        self._task: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self.since = time.monotonic()
        self._begin()

    @property
    def busy(self) -> bool:
        """Somebody waits for an answer."""
        return self._task is not None

    def _begin(self) -> None:
        self._head = 0
        self._in_head = True
        self._url = bytearray()
        self._headers: dict[str, str] = {}
        self._count = 0
        self._body = bytearray()

    # -- the transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A new connection."""
        # uvloop's are none by their class, and the same in all else.
        self._transport = cast(asyncio.Transport, transport)
        if not self._server.admit(self):
            self._transport.abort()
            return
        self._transport.set_write_buffer_limits(MOST_BODY)
        self._wait(ARRIVES_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over; a decision under way is made all the same."""
        self._server.connections.pop(self, None)
        self._transport = None
        if self._timer is not None:
            self._timer.cancel()

    def data_received(self, data: bytes) -> None:
        """Some bytes more."""
        if self._in_head:
            self._head += len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self._refuse(HTTPStatus.BAD_REQUEST)
        except (httptools.HttpParserError, _TooMuch) as error:
            asked = error.__context__
            status = asked.status if isinstance(asked, _TooMuch) else HTTPStatus.BAD_REQUEST
            self._refuse(status)
        else:
            if self._in_head and self._head > MOST_HEAD:
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def eof_received(self) -> bool:
        """Whoever has said all may still want the answer."""
        return self.busy

    def _wait(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_later(seconds, self._waited)

    def _waited(self) -> None:
        if not self.busy:
            self.drop()

    def drop(self) -> None:
        """Ends the connection at once."""
        self._server.connections.pop(self, None)
        if self._transport is not None:
            self._transport.abort()

    # -- the parser

    def on_message_begin(self) -> None:
        """A request begins."""
        if not self.busy:
            self._wait(ARRIVES_SECONDS)

    def on_url(self, url: bytes) -> None:
        """A part of the target."""
        self._url += url
        if len(self._url) > MOST_HEAD // 2:
            raise _TooMuch(HTTPStatus.REQUEST_URI_TOO_LONG)

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header; of those that come twice both stand, as in one line."""
        self._count += 1
        if self._count > MOST_HEADERS or self._head > 2 * MOST_HEAD + MOST_BODY:
            raise _TooMuch(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        self._headers[key] = f"{self._headers[key]}, {text}" if key in self._headers else text

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._in_head = False
        if self._headers.get("expect", "").lower() == "100-continue" and self._transport:
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, body: bytes) -> None:
        """A part of the body."""
        self._body += body
        if len(self._body) > MOST_BODY:
            raise _TooMuch(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)

    def on_message_complete(self) -> None:
        """The request is whole: it waits for its turn."""
        target = self._url.decode("latin-1")
        request = Request(
            target, self._headers, bytes(self._body), self._address(target),
            self._parser.get_method().decode("latin-1"),
        )  # fmt: skip
        self._requests.append((request, self._parser.should_keep_alive()))
        self._begin()
        if self._task is None:
            self._next()
        elif self._transport is not None:
            self._transport.pause_reading()

    def _address(self, target: str) -> str:
        """As whoever called us wrote it: a signature may be over it."""
        peer = self._transport.get_extra_info("peername") if self._transport else None
        believed = peer is not None and peer[0] in {"127.0.0.1", "::1", self._server.trusted}
        scheme = "http"
        if believed and self._headers.get("x-forwarded-proto", "").lower() == "https":
            scheme = "https"
        return f"{scheme}://{self._headers.get('host', '')}{target}"

    # -- answering

    def _next(self) -> None:
        request, stays = self._requests.popleft()
        if self._timer is not None:
            self._timer.cancel()
        self._task = self._loop.create_task(self._answer(request, stays))

    async def _answer(self, request: Request, stays: bool) -> None:
        try:
            if request.method in METHODS:
                reply = await self._server.answering(request)
            else:
                reply = plain(HTTPStatus.METHOD_NOT_ALLOWED)
            self._write(reply, stays)
        finally:
            self._task = None
            self.since = time.monotonic()
        if not stays:
            self._requests.clear()
        if self._transport is None or self._transport.is_closing():
            return
        if self._requests:
            self._next()
        else:
            self._transport.resume_reading()
            self._wait(IDLE_SECONDS)

    def _write(self, reply: Reply, stays: bool) -> None:
        if self._transport is None:
            return
        status = HTTPStatus(reply.status)
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: {reply.content_type}\r\n"
            f"Content-Length: {len(reply.body)}\r\nCache-Control: no-store\r\n"
            f"Connection: {'keep-alive' if stays else 'close'}\r\n\r\n"
        )
        self._transport.write(head.encode("latin-1") + reply.body)
        if not stays:
            self._transport.close()

    def _refuse(self, status: HTTPStatus) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        if self.busy:  # its answer comes first; what follows it is not read
            self._transport.pause_reading()
            self._requests.clear()
            return
        self._write(plain(status), stays=False)


class _TooMuch(Exception):
    """More than is read."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


def plain(status: HTTPStatus) -> Reply:
    """A short answer for whoever is no telephone system."""
    return Reply(f"{status.phrase}\n".encode(), TEXT, status.value)
