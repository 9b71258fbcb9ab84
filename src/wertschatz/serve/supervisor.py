"""Keeps the processes of the product alive, and ends them all together."""

from __future__ import annotations

import logging
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

from wertschatz.bootstrap import lifeline

PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds before a dead child is started again, longer each time."""

STEADY_SECONDS = 60.0
"""A child that lived this long starts with the shortest pause again."""

END_SECONDS = 2.0
"""How long the children may take to end by themselves; then they are killed."""

LONGEST_LINE = 16_000
"""Bytes of one log line that are kept in mind before it is written as it is."""


@dataclass(slots=True)
class Child:
    """One process to keep alive: its name in the log, its command, what it inherits."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str] = field(default_factory=dict)
    inherit: tuple[int, ...] = ()
    ready_variable: str = ""
    """Set for a child that says when it answers: the variable that names the pipe for it."""
    key_variable: str = ""
    """Set for a child that is handed a key: the variable that names the pipe with it."""
    key: str = field(default="", repr=False)
    process: subprocess.Popen[bytes] | None = None
    output: int = -1
    rest: bytes = b""
    ready: int = -1
    started: float = 0.0
    deaths: int = 0
    due: float = 0.0


class Supervisor:
    """Starts children, restarts whichever dies, writes down what they say, ends with them.

    `on_ready` is called once for a child that said it answers; `on_death` at each death with the
    name and the exit code (negative: the signal).
    """

    def __init__(
        self,
        children: Sequence[Child],
        log: logging.Logger,
        on_ready: Callable[[str], None] = lambda name: None,
        on_death: Callable[[str, int], None] = lambda name, code: None,
    ) -> None:
        self.children = list(children)
        self._log, self._on_ready, self._on_death = log, on_ready, on_death
        self.stopping = 0
        # Nobody ever writes here: when this process ends, however, its children see the end.
        self.line, self._line_held = os.pipe()
        self._bell, self._bell_rung = socket.socketpair()

    def add(self, child: Child) -> None:
        """One more child; it is started in the next round."""
        self.children.append(child)

    def run(self) -> None:
        """Returns after SIGTERM, SIGINT or SIGHUP, when no child is left."""
        before = self._take_signals()
        try:
            while not self.stopping:
                self._start_due()
                self._listen(self._seconds_to_next())
                self._notice_deaths()
        finally:
            self._end_all()
            self._give_signals_back(before)

    def _take_signals(self) -> dict[int, object]:
        self._bell.setblocking(False)
        self._bell_rung.setblocking(False)
        signal.set_wakeup_fd(self._bell_rung.fileno(), warn_on_full_buffer=False)
        ends = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
        before: dict[int, object] = {number: signal.signal(number, self._stop) for number in ends}
        before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda number, frame: None)
        return before

    def _give_signals_back(self, before: dict[int, object]) -> None:
        signal.set_wakeup_fd(-1)
        for number, handler in before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # as it was given to us

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping += 1

    def _start_due(self) -> None:
        for child in self.children:
            if child.process is None and time.monotonic() >= child.due:
                self._start(child)

    def _start(self, child: Child) -> None:
        output, written = os.pipe()
        extra = {lifeline.VARIABLE: str(self.line)}
        inherit = (*child.inherit, self.line)
        answers = -1
        if child.ready_variable:
            child.ready, answers = os.pipe()
            extra[child.ready_variable] = str(answers)
            inherit = (*inherit, answers)
        handed = -1
        if child.key_variable:
            handed = _filled_pipe(child.key)
            extra[child.key_variable] = str(handed)
            inherit = (*inherit, handed)
        child.process = subprocess.Popen(  # noqa: S603 - our own modules
            child.command,
            env={**os.environ, **child.environ, **extra},
            pass_fds=inherit,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            process_group=0,  # Ctrl-C reaches the supervisor alone, and it ends them in order
        )
        os.close(written)
        if answers >= 0:
            os.close(answers)
        if handed >= 0:
            os.close(handed)
        os.set_blocking(output, False)
        child.output, child.started = output, time.monotonic()
        self._log.info("%s: started as process %d", child.name, child.process.pid)

    def _seconds_to_next(self) -> float | None:
        dues = [child.due for child in self.children if child.process is None]
        return max(0.0, min(dues) - time.monotonic()) if dues else None

    def _listen(self, seconds: float | None) -> None:
        """Waits for a word of a child, a death, a signal or the time to start one."""
        waiting: dict[int, Child] = {}
        for child in self.children:
            waiting |= {fd: child for fd in (child.output, child.ready) if fd >= 0}
        found, _, _ = select.select([self._bell.fileno(), *waiting], [], [], seconds)
        for descriptor in found:
            if descriptor == self._bell.fileno():
                self._bell.recv(4096)
            elif descriptor == waiting[descriptor].ready:
                self._hear_ready(waiting[descriptor])
            else:
                self._write_down(waiting[descriptor])

    def _hear_ready(self, child: Child) -> None:
        said = os.read(child.ready, 1)
        os.close(child.ready)
        child.ready = -1
        if said:
            self._on_ready(child.name)

    def _write_down(self, child: Child) -> None:
        """Copies what the child printed into the log, line by line."""
        try:
            text = os.read(child.output, 65536)
        except BlockingIOError:
            return
        *lines, child.rest = (child.rest + text).split(b"\n")
        if not text or len(child.rest) > LONGEST_LINE:
            lines, child.rest = [*lines, child.rest], b""
        for line in filter(None, lines):
            self._log.info("%s: %s", child.name, line.decode("utf-8", "replace"))
        if not text:
            os.close(child.output)
            child.output = -1

    def _notice_deaths(self) -> None:
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                self._bury(child)

    def _bury(self, child: Child) -> None:
        process = child.process
        assert process is not None  # noqa: S101
        _kill_group(process.pid)  # whatever it had started must not go on without it
        while child.output >= 0 and select.select([child.output], [], [], 0)[0]:
            self._write_down(child)
        for descriptor in (child.output, child.ready):
            if descriptor >= 0:
                os.close(descriptor)
        child.process, child.output, child.ready = None, -1, -1
        lived = time.monotonic() - child.started
        child.deaths = 1 if lived > STEADY_SECONDS else child.deaths + 1
        pause = PAUSES[min(child.deaths, len(PAUSES)) - 1]
        child.due = time.monotonic() + pause
        if not self.stopping:
            words = "%s: ended with code %d after %.1f s, starts again in %.1f s"
            self._log.warning(words, child.name, process.returncode, lived, pause)
            self._on_death(child.name, process.returncode)

    def _end_all(self) -> None:
        """Asks all to end, waits, kills what is left. A second Ctrl-C does not wait."""
        asked, end = self.stopping, time.monotonic() + END_SECONDS
        for child in self.children:
            if child.process is not None:
                child.process.terminate()
        while any(child.process is not None for child in self.children):
            left = end - time.monotonic()
            if left <= 0 or self.stopping > max(asked, 1):
                self._kill_all()
            self._listen(max(0.0, min(left, 0.05)))
            self._notice_deaths()
        self._log.info("all ended")

    def _kill_all(self) -> None:
        for child in self.children:
            if child.process is not None:
                self._log.warning("%s: did not end in time and is killed", child.name)
                _kill_group(child.process.pid)
                child.process.wait()


def _filled_pipe(text: str) -> int:
    """The end to read from; short enough that nobody waits for the reader."""
    reads, writes = os.pipe()
    os.write(writes, text.encode("ascii"))
    os.close(writes)
    return reads


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # macOS says the latter of a group of the dead
        return


def python(module: str) -> list[str]:
    """The command that runs a module of ours in the same Python."""
    return [sys.executable, "-m", module]
