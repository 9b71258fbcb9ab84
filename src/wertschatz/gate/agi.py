"""Asterisk asks over FastAGI: one connection a call."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from wertschatz.gate.desk import Desk, Ticket
from wertschatz.integrations.phone import fastagi
from wertschatz.ports.telephone import Unreadable

log = logging.getLogger("wertschatz.gate")
MOST_CONNECTIONS = 64
ARRIVES_SECONDS = 2.0
"""For the lines that tell of the call."""
OBEYS_SECONDS = 1.0
"""For the answer to one command of ours."""
PREFIX = "t/"


class AgiServer:
    """Asterisk has no time limit of its own: whatever happens, the connection ends soon."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._open = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, from its first line to its end."""
        self._open += 1
        try:
            if self._open <= MOST_CONNECTIONS:
                await self._talk(reader, writer)
        except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError):
            pass
        except Exception:
            log.exception("a FastAGI call went wrong; it rings")
        finally:
            self._open -= 1
            writer.close()
            with suppress(OSError, TimeoutError):
                await asyncio.wait_for(writer.wait_closed(), OBEYS_SECONDS)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(ARRIVES_SECONDS):
                head = await reader.readuntil(b"\n\n")
        except asyncio.LimitOverrunError:
            return
        commands = await self._commands(head)
        for command in commands.splitlines(keepends=True):
            writer.write(command)
            async with asyncio.timeout(OBEYS_SECONDS):
                await writer.drain()
                answer = await reader.readline()
            if not answer.startswith(b"200"):
                return

    async def _commands(self, head: bytes) -> bytes:
        try:
            call, secret = fastagi.read_agi(head), fastagi.secret_of(head)
        except Unreadable:
            return fastagi.RINGS
        outcome = await self._desk.decide(Ticket(secret.removeprefix(PREFIX), call=call))
        return fastagi.RINGS if outcome.answer is None else fastagi.agi_commands(outcome.answer)
