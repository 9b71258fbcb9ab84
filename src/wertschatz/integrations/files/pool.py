"""Keeps reading processes warm, feeds them one file at a time and replaces those that fail."""

from __future__ import annotations

import logging
import os
import select
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from wertschatz.integrations.files.frames import (
    LENGTH_BYTES,
    Frame,
    packed,
    plain_answers,
    question_from,
    rows_from,
    unpacked,
)
from wertschatz.ports.files import Answers, Begun, Event, Finished, Member, Rows, Source
from wertschatz.ports.problems import Problem

_log = logging.getLogger(__name__)
_ROOT = str(Path(__file__).resolve().parents[3])
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from wertschatz.integrations.files.child import main; main(int(sys.argv[2]), sys.argv[3:])"
)
_PIPE_BYTES = 1 << 20
# Both places where a package may lie; the same folder nearly everywhere.
_LIBRARIES = tuple(dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib")))
DEPTH = 3
"""A container in a container in a container; a deeper one is refused."""
MEMBERS = 20_000
"""Of one file, however deep they lie: no archive of archives goes on for ever."""


class SilentChildError(Exception):
    """Nothing came from the child for too long."""


class GoneChildError(Exception):
    """The child ended in the middle."""


class _Child:
    """One reading process and the two pipes to it."""

    def __init__(self, memory_mb: int) -> None:
        # -I and -S: nothing but the standard library and this package, starts in half the time.
        command = [sys.executable, "-I", "-S", "-c", _START, _ROOT, str(memory_mb)]
        command += _LIBRARIES
        self._process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._process.stdin is not None  # noqa: S101
        assert self._process.stdout is not None  # noqa: S101
        self._in, self._out = self._process.stdin, self._process.stdout.fileno()
        _widen(self._out)
        self._buffer = bytearray()
        self.ready = False

    @property
    def pid(self) -> int:
        """For measuring."""
        return self._process.pid

    def ask(self, frame: Frame) -> None:
        """Sends a request."""
        try:
            self._in.write(packed(frame))
            self._in.flush()
        except OSError as error:
            raise GoneChildError from error

    def hear(self, seconds: float) -> Frame:
        """The next frame; raises `SilentChildError` or `GoneChildError`."""
        head = int.from_bytes(self._take(LENGTH_BYTES, seconds), "big")
        return unpacked(self._take(head, seconds))

    def _take(self, size: int, seconds: float) -> bytes:
        deadline = time.monotonic() + seconds
        while len(self._buffer) < size:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._out], [], [], left)[0]:
                raise SilentChildError
            data = os.read(self._out, _PIPE_BYTES)
            if not data:
                raise GoneChildError
            self._buffer += data
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def alive(self) -> bool:
        """Still there."""
        return self._process.poll() is None

    def end(self) -> None:
        """Kills this process, and only this one."""
        self._process.kill()
        self._process.wait()
        with suppress(OSError):
            self._in.close()
        if self._process.stdout is not None:
            self._process.stdout.close()


def _widen(pipe: int) -> None:
    """A wider pipe saves changing between the processes; where it cannot be had, no harm."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


class ReadingPool:
    """Implements `ports.files.ReadFiles` with `size` warm processes; use it as a context.

    `memory_mb` limits each process; one that says nothing for `silence_seconds` is killed. Both
    refuse only the file that was being read.
    """

    def __init__(self, size: int = 1, memory_mb: int = 280, silence_seconds: float = 5.0) -> None:
        """Starts nothing yet."""
        self._size, self._memory_mb, self._silence = size, memory_mb, silence_seconds
        self._idle: list[_Child] = []
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> ReadingPool:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def warm(self) -> None:
        """Starts the processes, so that the first file does not wait for them."""
        with self._lock:
            missing = self._size - len(self._idle)
            self._idle += [_Child(self._memory_mb) for _ in range(missing)]

    def close(self) -> None:
        """Ends every waiting process; one that is reading ends when its file is done."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()

    @property
    def waiting(self) -> list[int]:
        """Process ids of the waiting children, for measuring."""
        return [child.pid for child in self._idle]

    def __call__(self, sources: Sequence[Source], answers: Answers) -> Iterator[Event]:
        """Reads one file after the other; closing the iterator kills the reading process.

        What a container holds is read after it, each file with a `Finished` of its own.
        """
        plain = plain_answers(answers)
        with tempfile.TemporaryDirectory(prefix="wertschatz-") as scratch:
            places = (Path(scratch) / str(number) for number in count())
            for source in sources:
                yield from self._whole(source, plain, places, 0, iter(range(MEMBERS)))

    def _whole(
        self,
        source: Source,
        answers: dict[str, Any],
        places: Iterator[Path],
        depth: int,
        allowed: Iterator[int],
    ) -> Iterator[Event]:
        """A file, and then what was in it; `places` are folders that are not there yet."""
        if depth > DEPTH:
            yield Begun(source.name, "")
            yield Problem("archive_too_deep", source.name, None, {"depth": DEPTH})
            yield Finished(source.name, "", "", 0, _size(source))
            return
        place = next(places)
        try:
            members: list[Member] = []
            for event in self._read(replace(source, scratch=place), answers):
                if isinstance(event, Member):
                    members.append(event)
                else:
                    yield event
            for member in members:
                if next(allowed, None) is None:
                    yield Problem("archive_too_many", source.name, None, {"most": MEMBERS})
                    return
                inner = Source(member.path, member.name, today=source.today)
                yield from self._whole(inner, answers, places, depth + 1, allowed)
        finally:
            if place.exists():
                shutil.rmtree(place, ignore_errors=True)

    def _read(self, source: Source, answers: dict[str, Any]) -> Iterator[Event | Member]:
        child = self._borrow()
        whole = False
        rows = 0
        try:
            for event in self._events(child, source, answers):
                rows += len(event.rows) if isinstance(event, Rows) else 0
                whole = isinstance(event, Finished)
                yield event
        except SilentChildError:
            yield from self._refused(source, "file_too_slow", rows)
        except GoneChildError:
            yield from self._refused(source, "file_broke_off", rows)
        finally:
            self._give_back(child, whole)

    def _events(
        self, child: _Child, source: Source, answers: dict[str, Any]
    ) -> Iterator[Event | Member]:
        if not child.ready:
            # A loaded machine may start a process slowly; that is no fault of the file.
            child.hear(max(self._silence, 30.0))
            child.ready = True
        path, scratch = str(source.path.absolute()), str(source.scratch)
        child.ask((path, source.name, scratch, source.today, answers))
        finished = False
        while not finished:
            frame = child.hear(self._silence)
            if frame[0] == "trace":
                _log.error("A reader failed over %s:\n%s", source.name, frame[1])
            elif frame[0] != "beat":
                yield _event(source, frame)
            finished = frame[0] == "finished"

    def _refused(self, source: Source, code: str, rows: int) -> Iterator[Event]:
        facts: dict[str, int | str | bool] = {}
        if code == "file_too_slow":
            facts["seconds"] = round(self._silence)
        yield Problem(code, source.name, None, facts)
        yield Finished(source.name, "", "", rows, _size(source))

    def _borrow(self) -> _Child:
        with self._lock:
            while self._idle:
                child = self._idle.pop()
                if child.alive():
                    return child
                child.end()
        return _Child(self._memory_mb)

    def _give_back(self, child: _Child, whole: bool) -> None:
        with self._lock:
            if whole and not self._closed and len(self._idle) < self._size:
                self._idle.append(child)
                return
        child.end()


def _event(source: Source, frame: Frame) -> Event | Member:
    kind, *values = frame
    if kind == "rows":
        return Rows(source.name, rows_from(values[0], values[1]), values[2])
    if kind == "member":
        return Member(Path(values[0]), values[1])
    if kind == "problem":
        return Problem(values[0], source.name, values[1], values[2])
    if kind == "question":
        return question_from(source.name, values[0])
    if kind == "begun":
        return Begun(source.name, values[0])
    name, sha256, rows, fingerprint = values
    return Finished(source.name, name, sha256, rows, _size(source), fingerprint)


def _size(source: Source) -> int:
    try:
        return source.path.stat().st_size
    except OSError:
        return 0
