"""The one log file: all processes speak into it through the supervisor, old ones fall off."""

from __future__ import annotations

import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE_NAME = "wertschatz.log"
LARGEST = 2_000_000
"""Bytes of one log file."""

KEPT = 5
"""Files kept besides the present one."""


class _OwnersEyesOnly(RotatingFileHandler):
    """A log names customers in error messages now and then: nobody else may read it."""

    def _open(self):  # type: ignore[no-untyped-def]  # the library's own signature varies
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(descriptor, self.mode, encoding=self.encoding, errors="replace")


def open_log(folder: Path) -> logging.Logger:
    """The log in this folder; one line is one sentence with its time."""
    handler = _OwnersEyesOnly(
        folder / FILE_NAME, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log = logging.getLogger("wertschatz.serve")
    log.setLevel(logging.INFO)
    log.propagate = False
    log.handlers[:] = [handler]
    return log
