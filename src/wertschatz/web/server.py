"""Serves the pages: one process, the pages in a few threads behind one event loop."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from typing import Any, Protocol

import uvicorn
from a2wsgi import WSGIMiddleware

from wertschatz.web.whole import WholeRequests

WORKERS = 4
"""Threads for pages. Each keeps one database connection open (measured: 3.5 times the speed)."""

GRACE_SECONDS = 1
"""How long a request may go on after the word to stop."""

READY = "WERTSCHATZ_READY"
SOCKET = "WERTSCHATZ_SOCKET"

Wsgi = Callable[..., Any]


def application(wsgi: Wsgi) -> Any:
    """The ASGI application: every page through the WSGI callable in a fixed pool of threads.

    Under plain ASGI, Django opens a database connection per request. Event streams are answered
    in front of this on the loop.
    """
    pages: Any = WSGIMiddleware(wsgi, workers=WORKERS)
    return WholeRequests(pages)


class Beside(Protocol):
    """What the process does beside pages; it stands in front of them, too."""

    streams: Any
    """An ASGI application."""

    def begin(self) -> None:
        """Called on the loop, once it runs."""

    def end(self) -> None:
        """Called on the loop, before it ends."""


class PageServer(uvicorn.Server):
    """Tells the supervisor, over a pipe, that it answers now."""

    def __init__(self, config: uvicorn.Config, beside: Beside | None = None) -> None:
        super().__init__(config)
        self._beside = beside

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts to listen and says so."""
        if self._beside is not None:
            self._beside.begin()
        await super().startup(sockets)
        descriptor = os.environ.pop(READY, "")
        if descriptor and self.started:
            os.write(int(descriptor), b"1")
            os.close(int(descriptor))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Lets streams end first: they would never end by themselves."""
        if self._beside is not None:
            self._beside.end()
        await super().shutdown(sockets)


def listener() -> socket.socket:
    """The listening socket: inherited from the supervisor, else bound here from host and port."""
    inherited = os.environ.pop(SOCKET, "")
    if inherited:
        return socket.socket(fileno=int(inherited))
    host = os.environ.get("WERTSCHATZ_HOST", "127.0.0.1")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server(
        (host, int(os.environ.get("WERTSCHATZ_PORT", "8321"))), family=family, backlog=256
    )


def serve(wsgi: Wsgi, around: Callable[[Any], Beside] | None = None) -> None:
    """Answers until SIGTERM or SIGINT, then ends the process within about 1.5 seconds.

    `around` is given the pages as an ASGI application and makes what stands in front of them.
    """
    proxy = os.environ.get("WERTSCHATZ_TRUSTED_PROXY", "")
    pages = application(wsgi)
    beside = around(pages) if around is not None else None
    config = uvicorn.Config(
        pages if beside is None else beside.streams,
        interface="asgi3",
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxy),
        forwarded_allow_ips=proxy or None,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=GRACE_SECONDS,
        backlog=256,
    )
    PageServer(config, beside).run(sockets=[listener()])
    # A page thread that still waits for something must not hold up the end: its transaction is
    # rolled back by the database, and the person sees the page again after the restart.
    sys.stderr.flush()
    os._exit(0)
