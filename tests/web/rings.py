"""Calls as the gate tells of them, and a gate that a test can let ring."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import socket
import subprocess
import sys
import threading
import time
import urllib.request
import uuid
from pathlib import Path
from typing import Any

from wertschatz.ports.rings import RingEvent, event_from
from wertschatz.storage.uuid7 import uuid7


def line(happening: str = "ring", **said: Any) -> dict[str, Any]:
    """One line of the gate as a mapping."""
    at = said.pop("at", dt.datetime.now(dt.UTC))
    return {
        "uuid": str(uuid7()), "system": "json", "call_id": "one", "origin": "",
        "happening": happening, "number": "+493023125001", "called": "", "name": "",
        "at": at.isoformat(), "verdict": "put_through", "reason": "no_rule", "facts": {},
        "until": None, "rule": None, "group": "", "known": None, "sentence": "", **said,
    }  # fmt: skip


def event(happening: str = "ring", **said: Any) -> RingEvent:
    """The same as an event."""
    return event_from(line(happening, **said))


def customer_known(customer: uuid.UUID | str, name: str, group: str = "") -> dict[str, Any]:
    """Who is behind the number, as the gate writes it."""
    known = {"key": str(customer), "name": name, "kind": "customer"}
    return {**known, "group": group} if group else known


class Gate:
    """Speaks as the gate does, on its socket in a data folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "gate.sock"
        # A gate that was killed leaves its socket behind; the next one takes its place.
        self.path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(self.path))
        self._socket.listen()
        self._listeners: list[socket.socket] = []
        threading.Thread(target=self._welcome, daemon=True).start()

    def _welcome(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                self._listeners.append(self._socket.accept()[0])

    def wait(self, seconds: float = 15) -> None:
        """Until somebody listens."""
        end = time.monotonic() + seconds
        while not self._listeners:
            assert time.monotonic() < end, "nobody listens to the gate"
            time.sleep(0.01)

    def write(self, text: bytes) -> None:
        """To all who listen."""
        for listener in list(self._listeners):
            try:
                listener.sendall(text)
            except OSError:
                self._listeners.remove(listener)

    def tell(self, happening: str = "ring", **said: Any) -> dict[str, Any]:
        """One line; returns what it said."""
        self.wait()
        told = line(happening, **said)
        self.write(json.dumps(told).encode() + b"\n")
        return told

    def close(self) -> None:
        """As if it had died: the socket is gone, whoever listened is cut off."""
        self.path.unlink(missing_ok=True)
        for one in (self._socket, *self._listeners):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._listeners.clear()


def serve_pages(address: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """The process of the pages alone, once it answers."""
    started = subprocess.Popen(
        [sys.executable, "-m", "wertschatz.web"],
        env={**environment, "WERTSCHATZ_PORT": address.rpartition(":")[2]},
    )
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return started
        except OSError:
            time.sleep(0.1)
    started.kill()
    raise AssertionError("the pages do not answer")
