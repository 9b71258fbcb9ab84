"""The socket on which the gate tells of every call at once, one JSON object a line."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path

NAME = "gate.sock"
LONGEST_PATH = 100
"""Bytes of the address of a Unix socket; the systems know no more."""


def connect(data: Path, seconds: float = 2.0) -> socket.socket:
    """A connected socket to listen on; raises OSError while there is no gate."""
    found = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    found.settimeout(seconds)
    try:
        path = data / NAME
        if len(os.fsencode(path)) <= LONGEST_PATH:
            found.connect(str(path))
        else:
            _connect_through(found, data)
    except BaseException:
        found.close()
        raise
    return found


def listening(data: Path) -> socket.socket:
    """The gate's own end, for its owner's eyes only; takes the place of one left behind."""
    found = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    draft = f".{NAME}.{os.getpid()}"
    folder = os.open(data, os.O_RDONLY)
    before = os.umask(0o177)
    try:
        with suppress(FileNotFoundError):
            os.unlink(draft, dir_fd=folder)
        path = data / draft
        short = len(os.fsencode(path)) <= LONGEST_PATH
        found.bind(str(path) if short else f"/proc/self/fd/{folder}/{draft}")
        found.listen(16)
        os.replace(draft, NAME, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        found.close()
        raise
    finally:
        os.umask(before)
        os.close(folder)
    return found


def _connect_through(found: socket.socket, data: Path) -> None:
    """A deep folder is named by a descriptor instead of its long path (Linux)."""
    folder = os.open(data, os.O_RDONLY)
    try:
        found.connect(f"/proc/self/fd/{folder}/{NAME}")
    finally:
        os.close(folder)
