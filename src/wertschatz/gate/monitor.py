"""Listens to the call monitors of FRITZ!Boxes: they tell, and cannot be answered."""

from __future__ import annotations

import asyncio
import logging
import socket
from contextlib import suppress

from wertschatz.gate.desk import Desk, Ticket
from wertschatz.integrations.phone.fritzbox import CODE, Monitor
from wertschatz.snapshot.situation import Line

log = logging.getLogger("wertschatz.gate")
PORT = 1012
HOST = "fritz.box"
PAUSES = (1.0, 2.0, 5.0, 15.0, 60.0)
"""Seconds before a box is called again, longer each time."""
LOOK_SECONDS = 1.0
"""Between two looks whether boxes came or went."""
CONNECT_SECONDS = 10.0
PIECE = 4096
ALIVE = {"TCP_KEEPIDLE": 30, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 3}
"""After so many seconds of silence a box is asked whether it is there; unanswered three times, it
is called again."""


class Monitors:
    """One connection for every box that the situation names."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._open: dict[str, tuple[Line, asyncio.Task[None]]] = {}

    async def run(self) -> None:
        """Until it is cancelled."""
        try:
            while True:
                self._follow()
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            for _, task in self._open.values():
                task.cancel()

    def _follow(self) -> None:
        situation = self._desk.last
        if situation is None:
            return
        boxes = {line.uuid: line for line in situation.lines if line.system == CODE}
        for uuid in [uuid for uuid, (line, _) in self._open.items() if boxes.get(uuid) != line]:
            self._open.pop(uuid)[1].cancel()
        for uuid, line in boxes.items():
            if uuid not in self._open:
                task = asyncio.create_task(self._listen(line, situation.setup.zone))
                self._open[uuid] = (line, task)

    async def _listen(self, line: Line, zone: str) -> None:
        failed = 0
        while True:
            try:
                await self._hear(line, zone)
                failed = 0
            except (OSError, TimeoutError) as error:
                if not failed:
                    log.warning("the FRITZ!Box cannot be reached: %s", error)
            except Exception:
                log.exception("the call monitor could not be followed")
            await asyncio.sleep(PAUSES[min(failed, len(PAUSES) - 1)])
            failed += 1

    async def _hear(self, line: Line, zone: str) -> None:
        host = line.options.get("host") or HOST
        port = line.options.get("port")
        where = int(port) if port.isascii() and port.isdigit() and len(port) < 6 else PORT
        async with asyncio.timeout(CONNECT_SECONDS):
            reader, writer = await asyncio.open_connection(host, where)
        monitor = Monitor(zone)
        try:
            _notice_its_end(writer)
            while data := await reader.read(PIECE):
                for call in monitor.feed(data):
                    await self._desk.decide(Ticket(line.secret, call=call))
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


def _notice_its_end(writer: asyncio.StreamWriter) -> None:
    """A box whose power was cut says no good-bye, and one that is idle says nothing for hours: the
    system asks in between whether it is still there."""
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in ALIVE.items():
        if hasattr(socket, name):  # not everywhere under this name
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
