"""Opens all listeners of the gate and keeps them open; none waits for another."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

from wertschatz.gate.agi import AgiServer
from wertschatz.gate.audience import Audience
from wertschatz.gate.desk import Desk, Telephone, Ticket, rings
from wertschatz.gate.http import HttpServer, plain
from wertschatz.gate.monitor import Monitors
from wertschatz.ports.telephone import Reply, Request

log = logging.getLogger("wertschatz.gate")
PREFIX = "/t/"
AGAIN_SECONDS = 2.0
"""Before an address that is taken is tried again."""
BACKLOG = 128


class Where(NamedTuple):
    """What the gate listens on."""

    data: Path
    host: str
    port: int
    agi_port: int
    """0: no FastAGI."""
    trusted_proxy: str = ""


class Gate:
    """The whole process, inside a running loop."""

    def __init__(self, where: Where, build: Callable[[], Telephone]) -> None:
        self._where = where
        self.audience = Audience(where.data)
        self.desk = Desk(build, self.audience.tell)
        self.http = HttpServer(self.answer, where.trusted_proxy)
        self._servers: list[asyncio.Server] = []

    async def run(self, stop: asyncio.Event) -> None:
        """Until told to stop."""
        self.desk.open()
        agi = AgiServer(self.desk)
        openings = [
            self._kept_open("http", self._open_http),
            self._kept_open("events", self.audience.open),
        ]
        if self._where.agi_port:
            openings.append(self._kept_open("FastAGI", lambda: self._open_agi(agi)))
        tasks = [asyncio.create_task(one) for one in (*openings, Monitors(self.desk).run())]
        await stop.wait()
        for task in tasks:
            task.cancel()
        for server in self._servers:
            server.close()
        self.http.close()
        self.audience.close()
        self.desk.close()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task

    async def _kept_open(self, name: str, opening: Callable[[], Awaitable[None]]) -> None:
        """Our own sockets, not the supervisor's: while we are gone an exchange must be refused at
        once, and not wait in a queue."""
        said = False
        while True:
            try:
                await opening()
            except OSError as error:
                if not said:
                    log.error("%s cannot be listened to, trying again: %s", name, error)
                said = True
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                log.info("%s is listened to", name)
                return

    async def _open_http(self) -> None:
        loop = asyncio.get_running_loop()
        where = self._where
        server = await loop.create_server(self.http, where.host, where.port, backlog=BACKLOG)
        self._servers.append(server)

    async def _open_agi(self, agi: AgiServer) -> None:
        where = self._where
        server = await asyncio.start_server(
            agi.serve, where.host, where.agi_port, limit=16 * 1024, backlog=BACKLOG
        )
        self._servers.append(server)

    async def answer(self, request: Request) -> Reply:
        """One HTTP request, answered in time."""
        if not request.path.startswith(PREFIX):
            return plain(HTTPStatus.NOT_FOUND)
        secret, path = _parted(request.path.removeprefix(PREFIX))
        below = Request(path, request.headers, request.body, request.url, request.method)
        outcome = await self.desk.decide(Ticket(secret, below))
        if outcome.refused:
            return plain(HTTPStatus(outcome.refused))
        if outcome.reply is not None:
            return outcome.reply
        return rings(self.desk, secret, below) or plain(HTTPStatus.SERVICE_UNAVAILABLE)


def _parted(target: str) -> tuple[str, str]:
    """The secret, and what follows it with its query."""
    for at, sign in enumerate(target):
        if sign in "/?":
            return target[:at], target[at:]
    return target, ""
