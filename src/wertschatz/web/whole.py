"""A request waits for its body on the loop: whoever sends slowly holds no thread of the pages."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # The server is loaded before the house is.
    from wertschatz.web.streams import Asgi, Receive, Scope, Send

MOST_BYTES = 200_000
"""So much is awaited; of a larger upload the rest is read by its page, which asks who sends it."""
PATIENCE = 30.0
"""Seconds for that much."""
WITH_BODY = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class WholeRequests:
    """An ASGI application in front of the pages."""

    def __init__(self, pages: Asgi, patience: float = PATIENCE) -> None:
        self._pages, self._patience = pages, patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on once it is there; what takes too long is answered with 408."""
        if scope["type"] != "http" or scope["method"] not in WITH_BODY:
            await self._pages(scope, receive, send)
            return
        parts: deque[dict[str, object]] = deque()
        try:
            async with asyncio.timeout(self._patience):
                size, more = 0, True
                while more and size <= MOST_BYTES:
                    message = dict(await receive())
                    if message["type"] != "http.request":
                        return  # gone before it was all said
                    parts.append(message)
                    size += len(message.get("body", b""))
                    more = bool(message.get("more_body", False))
        except TimeoutError:
            await _too_slow(send)
            return

        async def replay() -> dict[str, object]:
            return parts.popleft() if parts else dict(await receive())

        await self._pages(scope, replay, send)


async def _too_slow(send: Send) -> None:
    headers = [(b"content-length", b"0"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 408, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
