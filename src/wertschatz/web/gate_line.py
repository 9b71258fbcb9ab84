"""Listens to the gate: one line of JSON an event, on a Unix socket in the data folder."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from pathlib import Path

from wertschatz.ports.rings import RingEvent, event_from
from wertschatz.snapshot.channel import connect

FIRST_WAIT, LONGEST_WAIT = 0.1, 5.0
"""Seconds before the next try: doubled each time while nobody answers."""
LONGEST_LINE = 64 * 1024
"""Bytes; more is not a line of ours."""

log = logging.getLogger(__name__)


async def listen(data: Path, hear: Callable[[RingEvent], object]) -> None:
    """Hears every event, for as long as the task runs; a gate that is away is asked again."""
    wait = FIRST_WAIT
    while True:
        try:
            line = connect(data)
            line.setblocking(False)
            reader, writer = await asyncio.open_unix_connection(sock=line, limit=LONGEST_LINE)
        except OSError:
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)
            continue
        wait = FIRST_WAIT
        try:
            await _read(reader, hear)
        except (OSError, ValueError) as error:  # ValueError: a line without an end
            log.warning("the gate was cut off: %s", error)
        finally:
            writer.close()
        await asyncio.sleep(FIRST_WAIT)


async def _read(reader: asyncio.StreamReader, hear: Callable[[RingEvent], object]) -> None:
    while line := await reader.readline():
        try:
            event = event_from(json.loads(line))
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            log.warning("a line of the gate was not understood: %r", error)
            continue
        try:
            hear(event)
        except Exception:  # one event that goes wrong must not make us deaf
            log.exception("an event of the gate went wrong")
