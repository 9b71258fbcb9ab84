"""Event streams: whoever has a page open is told when the telephone rings.

Answered on the event loop in front of the pages: an open stream holds no thread.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from wertschatz.web.ringing import Ringing, Standing
from wertschatz.web.watchers import Watcher

PATH = "/events/"
HEARTBEAT = 15.0
"""Seconds: a proxy cuts what is silent for longer, and the session is looked at again."""
PATIENCE = 10.0
"""Seconds that a reader may let us wait; then it is dropped and may come again."""
WAITING = 32
"""Events that may wait for a reader."""
MOST = 6
"""Streams of one person: as many as a browser opens to one house at all."""
ASKING = 20.0
"""Seconds that the question who somebody is may take."""

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]
Render = Callable[[Standing, bool, str], Mapping[str, object]]
"""A call for an owner (True) or staff, in a language."""

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
log = logging.getLogger(__name__)


class Stream:
    """One open page."""

    def __init__(self, watcher: Watcher) -> None:
        self.watcher = watcher
        self.waiting: asyncio.Queue[bytes | None] = asyncio.Queue(WAITING)
        self.task = asyncio.current_task()

    def put(self, text: bytes | None) -> None:
        """For the reader; None is the end. One that does not read is dropped."""
        try:
            self.waiting.put_nowait(text)
        except asyncio.QueueFull:
            if self.task is not None:
                self.task.cancel()


class EventStreams:
    """Answers `/events/`; everything else goes on to the pages."""

    def __init__(
        self,
        pages: Asgi,
        ringing: Ringing,
        *,
        who: Callable[[Mapping[str, str]], Watcher | None],
        still: Callable[[Watcher], bool],
        render: Render,
        now: Callable[[], dt.datetime],
        heartbeat: float = HEARTBEAT,
        patience: float = PATIENCE,
    ) -> None:
        self._pages, self._ringing, self._render, self._now = pages, ringing, render, now
        self._who, self._still = who, still
        self._heartbeat, self._patience = heartbeat, patience
        self._loop: asyncio.AbstractEventLoop | None = None
        self._threads = ThreadPoolExecutor(1, "watchers")
        self.open: set[Stream] = set()
        ringing.watch(self._rings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["path"] != PATH:
            await self._pages(scope, receive, send)
            return
        self._loop = asyncio.get_running_loop()
        if scope["method"] != "GET":
            await _refuse(send, 405)
            return
        watcher = await self._ask(self._who, _headers(scope))
        if watcher is None:
            await _refuse(send, 401)
        elif sum(one.watcher.user == watcher.user for one in self.open) >= MOST:
            await _refuse(send, 429)
        else:
            await self._answer(watcher, receive, send)

    def end(self, session: str | None = None) -> None:
        """Ends the streams of a session that is over; None: all of them; from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._end, session)

    def _end(self, session: str | None) -> None:
        for stream in list(self.open):
            if session in (None, stream.watcher.session):
                stream.put(None)

    async def _ask(self, question: Callable[[Any], Any], asked: Any) -> Any:
        """In a thread; None where nobody answers in time, or the database does not."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(ASKING):
                return await loop.run_in_executor(self._threads, question, asked)
        except Exception as error:  # whatever it is: whoever cannot be told apart sees nothing
            log.warning("a stream could not ask who watches: %r", error)
            return None

    async def _answer(self, watcher: Watcher, receive: Receive, send: Send) -> None:
        stream = Stream(watcher)
        self.open.add(stream)
        gone = asyncio.ensure_future(_left(receive, stream))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await self._tell(stream, send)
        except (asyncio.CancelledError, TimeoutError):
            current = asyncio.current_task()
            if current is not None and current.cancelling() and stream.waiting.full():
                current.uncancel()  # it was we who dropped a reader that did not read
            elif current is not None and current.cancelling():
                raise
        finally:
            gone.cancel()
            self.open.discard(stream)

    async def _tell(self, stream: Stream, send: Send) -> None:
        text: bytes | None = b"retry: 1000\n\n"
        for standing in self._ringing.present(self._now()):
            text += self._event(standing, stream.watcher)  # type: ignore[operator]
        while text is not None:
            async with asyncio.timeout(self._patience):
                await send({"type": "http.response.body", "body": text, "more_body": True})
            text = await self._next(stream)
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience):
                await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _next(self, stream: Stream) -> bytes | None:
        """What is to be told next: an event, a sign of life, or None at the end."""
        try:
            async with asyncio.timeout(self._heartbeat):
                return await stream.waiting.get()
        except TimeoutError:
            pass
        # A database that does not answer (None) ends nobody's session.
        if await self._ask(self._still, stream.watcher) is False:
            return None
        return b": still here\n\n"

    def _rings(self, standing: Standing) -> None:
        if self._loop is not None and standing.shown:
            self._loop.call_soon_threadsafe(self._spread, standing)

    def _spread(self, standing: Standing) -> None:
        """To all who watch; each form is written once."""
        made: dict[tuple[bool, str], bytes] = {}
        for stream in list(self.open):
            form = (stream.watcher.owner, stream.watcher.language)
            if form not in made:
                made[form] = self._event(standing, stream.watcher)
            stream.put(made[form])

    def _event(self, standing: Standing, watcher: Watcher) -> bytes:
        told = self._render(standing, watcher.owner, watcher.language)
        return b"event: call\ndata: " + json.dumps(told).encode() + b"\n\n"


async def _left(receive: Receive, stream: Stream) -> None:
    """Waits until the reader has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.put(None)


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"content-length", b"0"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _headers(scope: Scope) -> dict[str, str]:
    """Names in lower case; cookies of several lines are one."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}; {text}" if key == "cookie" and key in found else text
    return found
