"""The process that opens a stranger's file, so that a bad one can hurt nothing but itself."""

from __future__ import annotations

import gc
import os
import stat
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from wertschatz.integrations.files.frames import (
    LENGTH_BYTES,
    ROW_KINDS,
    Frame,
    answers_from,
    packed,
    plain_question,
    plain_row,
    unpacked,
)
from wertschatz.integrations.files.progress import PROGRESS
from wertschatz.integrations.files.registry import best_reader, readers
from wertschatz.integrations.files.tables.encoding import HEAD_BYTES
from wertschatz.ports.files import Answers, InvoiceRow, Member, Question, Reader, Row, Source
from wertschatz.ports.problems import Problem

BATCH = 2_000
_BEAT_SECONDS = 1.0


class _Parent:
    """The pipe to the parent. A parent that is gone ends this process by the broken pipe."""

    def __init__(self) -> None:
        self._out = os.fdopen(os.dup(1), "wb", buffering=0)
        os.dup2(2, 1)  # whatever prints by mistake must not disturb the frames
        self._last = 0.0

    def send(self, *frame: object) -> None:
        data = memoryview(packed(frame))
        while data:
            data = data[self._out.write(data) :]
        self._last = time.monotonic()

    def beat(self) -> None:
        """A sign of life while much is read and nothing found."""
        if time.monotonic() - self._last > _BEAT_SECONDS:
            self.send("beat", PROGRESS.done_bytes)


def main(memory_mb: int, libraries: Sequence[str] = ()) -> None:
    """Serves one request after the other until the parent closes the pipe.

    `libraries` are the folders of the installed packages; a reader imports what it needs late.
    """
    sys.path += libraries
    _limit_memory(memory_mb)
    # Rows hold no cycles; looking for some after every 700 of them costs a tenth of the time.
    gc.set_threshold(200_000, 10, 10)
    parent = _Parent()
    PROGRESS.on_step = parent.beat
    readers()
    parent.send("ready")
    with suppress(BrokenPipeError):
        while request := _next_request():
            path, name, scratch, today, answers = request
            source = Source(Path(path), name, Path(scratch), today)
            _serve(parent, source, answers_from(answers))


def _limit_memory(memory_mb: int) -> None:
    """The address space is limited, so the resident memory is too."""
    if sys.platform == "win32":
        return
    import resource

    limit = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _next_request() -> Frame | None:
    head = sys.stdin.buffer.read(LENGTH_BYTES)
    if len(head) < LENGTH_BYTES:
        return None
    return unpacked(sys.stdin.buffer.read(int.from_bytes(head, "big")))


def _serve(parent: _Parent, source: Source, answers: Answers) -> None:
    PROGRESS.fingerprint = ""
    name = ""
    rows = 0
    try:
        refused, head = _opened(source)
        reader = None if refused else best_reader(head, source.name)
        name = reader.name if reader else ""
        parent.send("begun", name)
        if reader is None:
            _tell(parent, refused or Problem("format_unknown", source.name))
        else:
            rows = _read(parent, reader, source, answers)
    except MemoryError:
        _tell(parent, Problem("file_too_much_memory", source.name))
    except BrokenPipeError:
        raise
    except OSError as error:
        _tell(parent, _unreadable(source, error))
    except Exception as error:
        parent.send("trace", traceback.format_exc())
        _tell(parent, Problem("file_reader_failed", source.name, None, {"kind": str(type(error))}))
    parent.send("finished", name, _sha256(parent, source.path), rows, PROGRESS.fingerprint)


def _opened(source: Source) -> tuple[Problem | None, bytes]:
    """The first bytes, or why there are none. Pipes and devices are never opened."""
    try:
        mode = source.path.stat().st_mode
        if not stat.S_ISREG(mode):
            kind = "folder" if stat.S_ISDIR(mode) else "device"
            return Problem("file_unreadable", source.name, None, {"kind": kind}), b""
        with source.path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        return _unreadable(source, error), b""
    return (None, head) if head else (Problem("file_empty", source.name), b"")


def _unreadable(source: Source, error: OSError) -> Problem:
    if isinstance(error, FileNotFoundError):
        return Problem("file_missing", source.name)
    kind = "permission" if isinstance(error, PermissionError) else "disk"
    return Problem("file_unreadable", source.name, None, {"kind": kind})


def _tell(parent: _Parent, problem: Problem) -> None:
    parent.send("problem", problem.code, problem.line, dict(problem.facts))


def _read(parent: _Parent, reader: Reader, source: Source, answers: Answers) -> int:
    """Sends what the reader yields, rows of a kind in batches; returns how many there were."""
    total = 0
    batch = _Batch(parent)
    for item in reader.read(source, answers):
        kind = type(item)
        if kind in ROW_KINDS:
            total += 1
            batch.add(item)  # type: ignore[arg-type]
            continue
        batch.send()
        if isinstance(item, Problem):
            _tell(parent, item)
        elif isinstance(item, Question):
            parent.send("question", plain_question(item))
        elif isinstance(item, Member):
            parent.send("member", str(item.path), item.name)
    batch.send()
    return total


class _Batch:
    """Rows on their way, all of one kind."""

    def __init__(self, parent: _Parent) -> None:
        self._parent = parent
        self._kind = ""
        self._rows: list[Frame] = []

    def add(self, row: Row) -> None:
        kind = ROW_KINDS[type(row)]
        if type(row) is InvoiceRow and row.document is not None:
            kind = "documents"
        if kind != self._kind:
            self.send()
            self._kind = kind
        self._rows.append(tuple(row) if kind == "rows" else plain_row(row))
        if len(self._rows) >= BATCH:
            self.send()

    def send(self) -> None:
        if self._rows:
            self._parent.send("rows", self._kind, self._rows, PROGRESS.done_bytes)
            self._rows.clear()


def _sha256(parent: _Parent, path: Path) -> str:
    """Of the whole file, '' when it cannot be read."""
    import hashlib  # late: it brings the largest library of this process with it

    digest = hashlib.sha256()
    try:
        if not path.is_file():
            return ""
        with path.open("rb", buffering=0) as file:
            while block := file.read(1 << 20):
                digest.update(block)
                parent.beat()
    except OSError:
        return ""
    return digest.hexdigest()
