"""The gate that the exchange asks in these tests, and gates that fail in every way."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Self

from wertschatz.domain.customers.phones import normal_number
from wertschatz.domain.rules.moment import NOBODY, Coming, Known, Setup, answer, present_helper
from wertschatz.integrations.phone.registry import by_code
from wertschatz.ports.telephone import (
    Answer,
    Call,
    Happening,
    NotGenuine,
    Options,
    Reply,
    Request,
    Unreadable,
)


class Failure(Enum):
    """How a gate fails without an answer."""

    HANGS = "hangs"
    BREAKS_OFF = "breaks off"
    FLOODS = "never comes to an end"


Says = Callable[[bytes], Reply | Failure]
"""What a question is answered with."""


class Gate:
    """A small HTTP server in a thread: one answer to each POST, connections stay open."""

    def __init__(self, says: Says) -> None:
        self._says = says
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.port = 0

    @property
    def url(self) -> str:
        """The secret address."""
        return f"http://127.0.0.1:{self.port}/t/secret"

    def __enter__(self) -> Self:
        self._thread.start()
        self.port = asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(5)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    async def _close(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _open(self) -> int:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port: int = server.sockets[0].getsockname()[1]
        return port

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(
            asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError
        ):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
                length = int(head.partition("content-length:")[2].split("\r\n")[0] or 0)
                reply = self._says(await reader.readexactly(length))
                if isinstance(reply, Failure):
                    await _fail(reply, writer)
                    return
                writer.write(
                    f"HTTP/1.1 {reply.status} Said\r\nContent-Type: {reply.content_type}\r\n"
                    f"Content-Length: {len(reply.body)}\r\n\r\n".encode()
                    + reply.body
                )
                await writer.drain()


async def _fail(how: Failure, writer: asyncio.StreamWriter) -> None:
    if how is Failure.HANGS:
        await asyncio.sleep(30)
    if how is Failure.FLOODS:
        writer.write(b"HTTP/1.1 200 Said\r\nContent-Length: 99999999999\r\n\r\n")
        while True:
            writer.write(b'{"verdict":"in_writing",' * 1000)
            await writer.drain()
    writer.close()


class Deciding:
    """Decides by a set-up and a directory of E.164 numbers, as the real gate does."""

    def __init__(
        self, setup: Setup, directory: Mapping[str, Known], now: dt.datetime, colleague: str = ""
    ) -> None:
        self.setup, self.directory, self.now, self.colleague = setup, directory, now, colleague
        self.told: list[Call] = []
        self.asked: list[bytes] = []
        self.insists = False
        """Names the colleague again though he tried, as no gate of ours would."""

    def wait_for(self, count: int) -> None:
        """Until so many calls were told of; two seconds at most."""
        end = time.monotonic() + 2
        while len(self.told) < count and time.monotonic() < end:
            time.sleep(0.02)

    def __call__(self, body: bytes) -> Reply:
        system = by_code("json")
        assert system is not None
        self.asked.append(body)
        try:
            call = system.read(Request("", {}, body), Options())
        except (NotGenuine, Unreadable):
            return system.rings(Options())
        self.told.append(call)
        if call.happening is not Happening.RING:
            return Reply(b"{}", "application/json")
        who = self.directory.get(normal_number(call.number, self.setup.area_code), NOBODY)
        decision = answer(self.setup, Coming(self.now, who, tried=call.tried and not self.insists))
        until = decision.until
        helper = present_helper(self.setup, self.now)
        return system.reply(
            call,
            Answer(
                decision, sentence=f"Grund: {decision.reason.code} bis {until:%H:%M}"
                if until else f"Grund: {decision.reason.code}",
                retry_after=int((until - self.now).total_seconds()) if until else None,
                owner=self.setup.numbers, colleague=self.colleague if helper else "",
            ),
            Options(),
        )  # fmt: skip


@contextlib.contextmanager
def deciding(says: Deciding) -> Iterator[str]:
    """The address of a gate that decides so.

    The one place where another gate is put in: whatever serves at the address that is given.
    """
    with Gate(says) as gate:
        yield gate.url


ODD: Mapping[str, object] = {
    "no reason": {"verdict": "put_through"},
    "a reason that is none": {"verdict": "put_through", "reason": 7, "dial": ["sip:x@127.0.0.1"]},
    "a reason that breaks out": {
        "verdict": "put_through", "reason": 'a"b\\c\r\nX-Evil: 1\r\n\r\n$(avp(x)) ä %s',
    },
    "a telephone that is none": {"verdict": "put_through", "dial": "+4930; DROP <x>"},
    "much more": {"verdict": "put_through", "more": {"verdict": "in_writing"}, "x": "y" * 3000},
}  # fmt: skip
"""Answers that put through, in ways that ours never would."""


def _is(reply: Reply | Failure) -> Says:
    return lambda _: reply


def _json(value: object) -> Reply:
    return Reply(json.dumps(value).encode(), "application/json")


FAILING: Mapping[str, Says | None] = {
    "is down": None,
    "answers 500": _is(Reply(b'{"verdict":"in_writing"}', "application/json", 500)),
    "answers garbage": _is(Reply(b"\x00<html>{verdict", "text/html")),
    "answers nothing": _is(Reply(b"", "application/json")),
    "names no verdict": _is(_json({"reason": "none"})),
    "names another verdict": _is(_json({"verdict": "in_writing_please"})),
    "names a number": _is(_json({"verdict": 486})),
    "answers a list": _is(_json(["in_writing"])),
    **{how.value: _is(how) for how in Failure},
}  # fmt: skip


@contextlib.contextmanager
def saying(value: object) -> Iterator[str]:
    """The address of a gate that always says this."""
    with Gate(_is(_json(value))) as gate:
        yield gate.url


@contextlib.contextmanager
def failing(how: str) -> Iterator[str]:
    """The address of a gate that fails in that way."""
    says = FAILING[how]
    if says is None:
        # Port 9 of this machine: nobody listens there.
        yield "http://127.0.0.1:9/t/secret"
        return
    with Gate(says) as gate:
        yield gate.url
