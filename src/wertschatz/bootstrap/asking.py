"""Asks the running gate as a telephone system would, and looks whether it runs. No Django."""

from __future__ import annotations

import http.client
import re
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from wertschatz.integrations.phone import fastagi
from wertschatz.integrations.phone.trial import Told, read_told
from wertschatz.ports.telephone import TRIAL, HttpSystem, Options
from wertschatz.snapshot import channel

SECONDS = 1.2
"""So long a telephone system waits at most."""
MOST_BYTES = 64 * 1024
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
_SET = re.compile(r'^SET VARIABLE (\w+) "(.*)"$')


@dataclass(frozen=True, slots=True)
class Gate:
    """Where the gate listens, and what a proxy in front of it is called."""

    data: Path
    host: str
    port: int
    agi_port: int
    url: str = ""

    @property
    def near(self) -> str:
        """The host under which this computer reaches it."""
        return EVERYWHERE.get(self.host, self.host)

    @property
    def runs(self) -> bool:
        """Its process is there."""
        try:
            channel.connect(self.data, SECONDS).close()
        except OSError:
            return False
        return True

    @property
    def listens(self) -> bool:
        """Somebody takes connections at its port."""
        try:
            socket.create_connection((self.near, self.port), SECONDS).close()
        except OSError:
            return False
        return True


class NoAnswer(Exception):
    """The gate said nothing that could be used. `code` says what it may mean: 'off', 'late',
    'not_genuine', 'unknown'."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def ask_by_http(gate: Gate, system: HttpSystem, secret: str, number: str, options: Options) -> Told:
    """What the gate says; raises NoAnswer."""
    host = f"[{gate.near}]" if ":" in gate.near else gate.near
    request = system.ask(number, f"http://{host}:{gate.port}/t/{secret}", options)
    parts = urlsplit(request.url)
    line = http.client.HTTPConnection(gate.near, gate.port, timeout=SECONDS)
    try:
        headers = {**request.headers, TRIAL: "1", "host": parts.netloc}
        line.request("POST", parts.path, request.body, headers)
        answer = line.getresponse()
        body, status = answer.read(MOST_BYTES), answer.status
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer("late" if isinstance(error, TimeoutError) else "off") from error
    finally:
        line.close()
    if status in (403, 404):
        raise NoAnswer("not_genuine" if status == 403 else "unknown")
    said = read_told(body)
    if said is None:
        raise NoAnswer("late")
    return said


def ask_by_agi(gate: Gate, secret: str, number: str) -> Told:
    """What the gate says over FastAGI; raises NoAnswer."""
    said: dict[str, str] = {}
    commands = []
    try:
        with (
            socket.create_connection((gate.near, gate.agi_port), SECONDS) as line,
            line.makefile("rb") as lines,
        ):
            line.sendall(fastagi.ask_agi(number, f"t/{secret}"))
            while command := lines.readline(1000).decode("utf-8", "replace").strip():
                commands.append(command)
                if found := _SET.match(command):
                    said[found[1]] = found[2]
                line.sendall(b"200 result=1\n")
    except (OSError, OverflowError) as error:
        raise NoAnswer("late" if isinstance(error, TimeoutError) else "off") from error
    if "GATE_REASON" not in said or "GATE" not in said:
        # The bare answer of a gate that could not decide, or does not know the address.
        raise NoAnswer("unknown")
    return Told(said["GATE"], said["GATE_REASON"], document="\n".join(commands))
