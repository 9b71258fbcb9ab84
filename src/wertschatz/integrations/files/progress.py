"""Keeps how far the file is read, so that the page can show a bar while a big list comes in."""

from __future__ import annotations

from collections.abc import Callable


def _silent() -> None:
    """Nobody listens: a reader used without the pool."""


class Progress:
    """Bytes read so far and the layout met, for the one file that a child reads at a time."""

    def __init__(self) -> None:
        """Nothing read yet."""
        self.done_bytes = 0
        self.fingerprint = ""
        self.on_step: Callable[[], None] = _silent

    def begin(self) -> None:
        """A new file, or another pass over the same one."""
        self.done_bytes = 0

    def step(self, size: int) -> None:
        """`size` more bytes have been read."""
        self.done_bytes += size
        self.on_step()


PROGRESS = Progress()
"""One per process: a child reads one file at a time."""
