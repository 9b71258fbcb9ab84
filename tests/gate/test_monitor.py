"""A box whose power was cut says no good-bye: its connection is found dead, and opened again."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest

from wertschatz.gate import monitor
from wertschatz.gate.monitor import ALIVE, Monitors
from wertschatz.ports.telephone import Options
from wertschatz.snapshot.situation import Line


def test_the_system_asks_in_between_whether_a_box_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[socket.socket] = []
    called = asyncio.Event()
    real = asyncio.open_connection

    async def watched(*where: Any) -> Any:
        reader, writer = await real(*where)
        opened.append(writer.get_extra_info("socket"))
        asyncio.get_running_loop().call_soon(called.set)
        return reader, writer

    async def hear() -> tuple[int, int]:
        server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
        port = str(server.sockets[0].getsockname()[1])
        line = Line("u", "fritzbox", "s", Options({"host": "127.0.0.1", "port": port}))
        task = asyncio.create_task(Monitors(None)._hear(line, "Europe/Berlin"))  # type: ignore[arg-type]
        await called.wait()
        await asyncio.sleep(0.05)
        told = (
            opened[0].getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE),
            opened[0].getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE),
        )
        task.cancel()
        server.close()
        await asyncio.gather(task, return_exceptions=True)
        return told

    monkeypatch.setattr(monitor.asyncio, "open_connection", watched)
    alive, after = asyncio.run(hear())
    assert (bool(alive), after) == (True, ALIVE["TCP_KEEPIDLE"])
