"""Ties a child process to the program that started it: when that dies, the child ends too."""

from __future__ import annotations

import os
import signal
import threading

VARIABLE = "WERTSCHATZ_LIFELINE"
"""Names the descriptor of a pipe that nobody writes to; its end means: the supervisor is gone."""


def hold() -> None:
    """Watches the line, if there is one. Call first thing in every child; returns at once."""
    descriptor = os.environ.pop(VARIABLE, "")
    if descriptor:
        watch = threading.Thread(target=_wait_for_end, args=(int(descriptor),), daemon=True)
        watch.start()


def _wait_for_end(descriptor: int) -> None:
    os.set_inheritable(descriptor, False)  # the children of the child must not hold it
    os.read(descriptor, 1)
    # At once and not politely: a process that ends by itself first would leave behind what it has
    # started. Nothing is lost: the database rolls back, and jobs are taken up again.
    if os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)
