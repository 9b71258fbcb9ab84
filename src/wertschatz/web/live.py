"""What the web process does beside pages: it hears the gate, and tells every open page."""

from __future__ import annotations

import asyncio
from typing import Any

from django.contrib.auth.signals import user_logged_out

from wertschatz.bootstrap.house import house
from wertschatz.web.gate_line import listen
from wertschatz.web.ring_parts import call_part, said_text
from wertschatz.web.ringing import RINGING, Standing
from wertschatz.web.streams import Asgi, EventStreams
from wertschatz.web.watchers import still_there, watcher_of


class Live:
    """The listener and the streams of one process."""

    def __init__(self, pages: Asgi) -> None:
        self.streams = EventStreams(
            pages, RINGING, who=watcher_of, still=still_there, render=told, now=house().now
        )
        self._listening: asyncio.Task[None] | None = None
        user_logged_out.connect(self._signed_out, weak=False)

    def begin(self) -> None:
        """On the loop, once it runs."""
        self._listening = asyncio.ensure_future(listen(house().folder, RINGING.hear))

    def end(self) -> None:
        """All streams end by themselves, so that nobody has to wait for them."""
        if self._listening is not None:
            self._listening.cancel()
        self.streams.end()

    def _signed_out(self, sender: object, request: Any, **more: object) -> None:
        self.streams.end(request.session.session_key)


def told(standing: Standing, owner: bool, language: str) -> dict[str, object]:
    """One call as a page is told of it."""
    part = call_part(standing, owner=owner, language=language, now=house().now())
    return {
        "id": str(standing.id), "stage": standing.stage, "html": part,
        "said": said_text(standing, language),
    }  # fmt: skip
