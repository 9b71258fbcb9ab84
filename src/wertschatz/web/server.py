"""Serves the pages: one process, the pages in a few threads behind one event loop."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from typing import Any

import uvicorn
from a2wsgi import WSGIMiddleware

WORKERS = 4
"""Threads for pages. Each keeps one database connection open (measured: 3.5 times the speed)."""

GRACE_SECONDS = 1
"""How long a request may go on after the word to stop."""

READY = "WERTSCHATZ_READY"
SOCKET = "WERTSCHATZ_SOCKET"

Wsgi = Callable[..., Any]


def application(wsgi: Wsgi) -> Any:
    """The ASGI application: every page through the WSGI callable in a fixed pool of threads.

    Under plain ASGI, Django opens a database connection per request. Event streams, once there
    are any, are answered in front of this on the loop.
    """
    return WSGIMiddleware(wsgi, workers=WORKERS)


class PageServer(uvicorn.Server):
    """Tells the supervisor, over a pipe, that it answers now."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts to listen and says so."""
        await super().startup(sockets)
        descriptor = os.environ.pop(READY, "")
        if descriptor and self.started:
            os.write(int(descriptor), b"1")
            os.close(int(descriptor))


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


def serve(wsgi: Wsgi) -> None:
    """Answers until SIGTERM or SIGINT, then ends the process within about 1.5 seconds."""
    proxy = os.environ.get("WERTSCHATZ_TRUSTED_PROXY", "")
    config = uvicorn.Config(
        application(wsgi),
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
    PageServer(config).run(sockets=[listener()])
    # A page thread that still waits for something must not hold up the end: its transaction is
    # rolled back by the database, and the person sees the page again after the restart.
    sys.stderr.flush()
    os._exit(0)
