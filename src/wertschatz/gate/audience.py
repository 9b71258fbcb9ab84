"""Tells of every call on a Unix socket, at once; who listens too slowly is let go."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import cast

from wertschatz.ports.telephone import Answer
from wertschatz.snapshot import channel
from wertschatz.snapshot.journal import Entry
from wertschatz.usecases.answer_the_phone import told_of

MOST_LISTENERS = 16
MOST_WAITING = 256 * 1024
"""Bytes that a listener has not fetched yet."""


class Audience:
    """All who listen."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._listeners: set[asyncio.Transport] = set()
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Begins to listen; raises OSError."""
        loop = asyncio.get_running_loop()
        listening = channel.listening(self._data)
        self._server = await loop.create_unix_server(lambda: _Listener(self), sock=listening)

    def close(self) -> None:
        """Lets all go."""
        if self._server is not None:
            self._server.close()
        for transport in list(self._listeners):
            transport.abort()

    def tell(self, entry: Entry, answer: Answer) -> None:
        """To everybody who listens."""
        if not self._listeners:
            return
        line = json.dumps(told_of(entry, answer), ensure_ascii=False).encode() + b"\n"
        for transport in list(self._listeners):
            if transport.get_write_buffer_size() + len(line) > MOST_WAITING:
                transport.abort()
            else:
                transport.write(line)

    def came(self, transport: asyncio.Transport) -> None:
        """One more, if there is room."""
        if len(self._listeners) >= MOST_LISTENERS:
            transport.abort()
        else:
            self._listeners.add(transport)

    def went(self, transport: asyncio.Transport) -> None:
        """One less."""
        self._listeners.discard(transport)


class _Listener(asyncio.Protocol):
    """Whatever it says is not heard."""

    def __init__(self, audience: Audience) -> None:
        self._audience = audience
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A new listener."""
        # uvloop's are none by their class, and the same in all else.
        self._transport = cast(asyncio.Transport, transport)
        self._audience.came(self._transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """It left."""
        if self._transport is not None:
            self._audience.went(self._transport)
