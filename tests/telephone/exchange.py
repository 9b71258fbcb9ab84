"""Starts and ends the programs: the exchange, telephones and callers, each on a free port."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import signal
import socket
import string
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.telephone.programs import CONFIG, KAMAILIO, MODULES, SIPP, environment

SCENARIOS = Path(__file__).parent / "scenarios"
_STAMP = re.compile(r"^-{20,} (\d{4}-\d\d-\d\d)\s+(\d\d:\d\d:\d\d\.\d+)$", re.MULTILINE)


def free_port() -> int:
    """A port of UDP that nobody uses."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _listens(port: int) -> bool:
    wanted = f"0100007F:{port:04X}"
    return wanted in Path("/proc/net/udp").read_text()


def _wait_for(port: int, process: subprocess.Popen[bytes], said: Path) -> None:
    end = time.monotonic() + 10
    while not _listens(port):
        if process.poll() is not None or time.monotonic() > end:
            raise AssertionError(said.read_text(errors="replace")[-2000:])
        time.sleep(0.02)


@dataclass(frozen=True)
class Message:
    """One message of SIP, as SIPp saw it."""

    at: dt.datetime
    sent: bool
    text: str

    @property
    def start(self) -> str:
        """Its first line."""
        return self.text.split("\r\n", 1)[0].split("\n", 1)[0]

    def header(self, name: str) -> str:
        """The value of a header; '' where there is none."""
        found = re.search(rf"(?mi)^{re.escape(name)}:\s*(.*?)\s*$", self.text)
        return found[1] if found else ""


def messages(path: Path) -> list[Message]:
    """What SIPp wrote of the messages, in their order, to the microsecond."""
    if not path.exists():
        return []
    pieces = _STAMP.split(path.read_text(encoding="utf-8", errors="replace"))[1:]
    found = []
    for day, clock, rest in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
        head, _, text = rest.lstrip("\n").partition("\n\n")
        at = dt.datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=dt.UTC)
        found.append(Message(at, "sent" in head, text.lstrip("\n")))
    return found


class Telephone:
    """A telephone that waits for calls."""

    def __init__(self, folder: Path, name: str, scenario: str) -> None:
        self.port = free_port()
        self._log, self._said = folder / f"{name}.log", folder / f"{name}.said"
        self._command = [
            str(SIPP), "-sf", str(SCENARIOS / f"{scenario}.xml"), "-i", "127.0.0.1",
            "-p", str(self.port), "-nostdin", "-trace_msg", "-message_file", str(self._log),
            "-message_overwrite", "true",
        ]  # fmt: skip
        self._folder = folder

    @property
    def address(self) -> str:
        """As the exchange dials it."""
        return f"sip:phone@127.0.0.1:{self.port}"

    @contextlib.contextmanager
    def waiting(self) -> Iterator[None]:
        """While it is on."""
        with self._said.open("wb") as said:
            process = subprocess.Popen(
                self._command, stdout=said, stderr=said, stdin=subprocess.DEVNULL,
                cwd=self._folder, env=environment(),
            )  # fmt: skip
            try:
                _wait_for(self.port, process, self._said)
                yield
            finally:
                process.kill()
                process.wait(10)

    def invitations(self) -> list[Message]:
        """The calls that reached it."""
        return [one for one in messages(self._log) if one.start.startswith("INVITE ")]

    def cancelled(self) -> list[Message]:
        """Those that were called off."""
        return [one for one in messages(self._log) if one.start.startswith("CANCEL ")]


@dataclass(frozen=True)
class Outcome:
    """What a caller met."""

    as_expected: bool
    messages: list[Message]

    def __repr__(self) -> str:
        """The first lines, for whoever reads a test that failed."""
        return "\n".join(f"{one.at:%T.%f} {one.sent:d} {one.start}" for one in self.messages)

    @property
    def final(self) -> Message:
        """The last answer to the call itself."""
        return [
            one for one in self.messages
            if not one.sent and "INVITE" in one.header("CSeq") and " 1" not in one.start[7:9]
        ][-1]  # fmt: skip

    @property
    def seconds_to_ringing(self) -> float:
        """From the first INVITE to 180."""
        begun = next(one.at for one in self.messages if one.start.startswith("INVITE "))
        rang = next(one.at for one in self.messages if one.start.startswith("SIP/2.0 180"))
        return (rang - begun).total_seconds()

    def times_to_ringing(self) -> list[float]:
        """Of every call, in seconds."""
        begun: dict[str, dt.datetime] = {}
        rang: dict[str, dt.datetime] = {}
        for one in self.messages:
            if one.start.startswith("INVITE "):
                begun.setdefault(one.header("Call-ID"), one.at)
            elif one.start.startswith("SIP/2.0 180"):
                rang.setdefault(one.header("Call-ID"), one.at)
        return [(rang[call] - at).total_seconds() for call, at in begun.items() if call in rang]


@dataclass(frozen=True)
class Exchange:
    """Kamailio with the handbook's configuration."""

    port: int
    folder: Path

    def call(
        self, scenario: str, *, number: str, name: str = "Caller", code: int = 0, times: int = 1,
        rate: int = 10, pause: int = 50, port: int = 0,
    ) -> Outcome:  # fmt: skip
        """Calls; `scenario` gets_through or is_told (with the `code` it waits for)."""
        port = port or free_port()
        sheet, log = self.folder / f"{port}.xml", self.folder / f"{port}.log"
        written = string.Template((SCENARIOS / f"{scenario}.xml").read_text("utf-8"))
        sheet.write_text(written.substitute(code=code, pause=pause), encoding="utf-8")
        command = [
            str(SIPP), f"127.0.0.1:{self.port}", "-sf", str(sheet), "-i", "127.0.0.1",
            "-p", str(port), "-m", str(times), "-r", str(rate), "-nostdin", "-trace_msg",
            "-message_file", str(log), "-message_overwrite", "true", "-recv_timeout", "4000",
            "-timeout", f"{10 + times // rate}", "-key", "caller", number, "-key", "name", name,
        ]  # fmt: skip
        ended = subprocess.run(
            command, cwd=self.folder, env=environment(), stdin=subprocess.DEVNULL,
            capture_output=True, timeout=60 + times // rate, check=False,
        )  # fmt: skip
        return Outcome(ended.returncode == 0, messages(log))

    def hang_up(self, number: str, after: float) -> list[str]:
        """Calls and hangs up after so many seconds; the first lines of all answers.

        Without SIPp, which keeps no transaction of its own for a CANCEL.
        """
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.bind(("127.0.0.1", 0))
            own = line.getsockname()[1]

            def say(method: str, tag: str = "") -> None:
                text = (
                    f"{method} sip:office@127.0.0.1:{self.port} SIP/2.0\r\n"
                    f"Via: SIP/2.0/UDP 127.0.0.1:{own};branch=z9hG4bKhangup{own}\r\n"
                    f"Max-Forwards: 70\r\nFrom: <sip:{number}@127.0.0.1>;tag=1\r\n"
                    f"To: <sip:office@127.0.0.1:{self.port}>{tag}\r\n"
                    f"Call-ID: hangup{own}\r\nCSeq: 1 {method}\r\n"
                    f"Contact: <sip:{number}@127.0.0.1:{own}>\r\nContent-Length: 0\r\n\r\n"
                )
                line.sendto(text.encode(), ("127.0.0.1", self.port))

            say("INVITE")
            heard = _hear(line, after)
            say("CANCEL")
            heard += _hear(line, 2.0)
            say("ACK")
        return heard


def _hear(line: socket.socket, seconds: float) -> list[str]:
    end, heard = time.monotonic() + seconds, []
    while (left := end - time.monotonic()) > 0:
        line.settimeout(left)
        with contextlib.suppress(TimeoutError):
            heard.append(line.recv(4096).decode().split("\r\n", 1)[0])
    return heard


@contextlib.contextmanager
def exchange(
    folder: Path, gate: str, owner: str, colleague: str, config: Path = CONFIG
) -> Iterator[Exchange]:
    """Kamailio, while it runs; `gate` is the secret address."""
    port, said = free_port(), folder / "kamailio.said"
    values = {
        "LISTEN": f"udp:127.0.0.1:{port}", "TRUNK": '"127.0.0.1"', "OWNER": f'"{owner}"',
        "COLLEAGUE": f'"{colleague}"', "GATE": f'"gate=>{gate};timeout=1"',
        "MODULES": f'"{MODULES}/"',
    }  # fmt: skip
    named = [word for name, value in values.items() for word in ("-A", f"{name}={value}")]
    command = [str(KAMAILIO), "-f", str(config), "-DD", "-E", "-Y", str(folder), "-n", "2",
               "-m", "32", "-M", "4", *named]  # fmt: skip
    with said.open("wb") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, cwd=folder,
            env=environment(), start_new_session=True,
        )  # fmt: skip
        try:
            _wait_for(port, process, said)
            _answers(port)
            yield Exchange(port, folder)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)


def _answers(port: int) -> None:
    """Its processes are up: it answers OPTIONS."""
    asked = (
        f"OPTIONS sip:here@127.0.0.1:{port} SIP/2.0\r\n"
        "Via: SIP/2.0/UDP 127.0.0.1:{own};branch=z9hG4bKup{turn}\r\nMax-Forwards: 5\r\n"
        f"From: <sip:up@127.0.0.1>;tag=1\r\nTo: <sip:here@127.0.0.1:{port}>\r\n"
        "Call-ID: up{turn}@127.0.0.1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
    )
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        line.settimeout(0.2)
        for turn in range(50):
            text = asked.format(own=line.getsockname()[1], turn=turn)
            line.sendto(text.encode(), ("127.0.0.1", port))
            with contextlib.suppress(TimeoutError):
                line.recv(4096)
                return
    raise AssertionError("the exchange does not answer")
