"""The newest snapshot, read again when a file was replaced."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

from wertschatz.snapshot import directory, situation
from wertschatz.snapshot.directory import Directory
from wertschatz.snapshot.files import Unusable
from wertschatz.snapshot.situation import OLDEST, Situation

LOOK_SECONDS = 0.05
"""Between two looks whether the files are still the same."""
Mark = tuple[int, int, int]


class Snapshot:
    """Both files in the folder; used by one thread."""

    def __init__(self, folder: Path, key: str | None) -> None:
        self._folder, self._key = folder, key
        self._looked = float("-inf")
        self._marks: tuple[Mark | None, Mark | None] = (None, None)
        self._situation: Situation | None = None
        self._directory: Directory | None = None
        self._fault = "not read yet"
        self.last: Situation | None = None
        """The newest that could be read, whatever became of it: who asks us stays the same."""

    def current(self, now: dt.datetime) -> tuple[Situation, Directory]:
        """As the files say; raises `Unusable` while one of them cannot be used."""
        if time.monotonic() - self._looked >= LOOK_SECONDS:
            self._look()
        if self._situation is None or self._directory is None:
            raise Unusable(self._fault)
        if abs(now - self._situation.made_at) > OLDEST:
            raise Unusable(f"{situation.NAME}: of {self._situation.made_at}")
        return self._situation, self._directory

    def _look(self) -> None:
        self._looked = time.monotonic()
        marks = (mark_of(self._folder / situation.NAME), mark_of(self._folder / directory.NAME))
        if marks[0] != self._marks[0] or self._situation is None:
            try:
                self._situation = self.last = _read(self._folder, self._key, marks[0])
            except Unusable as error:
                self._situation, self._fault = None, str(error)
        if marks[1] != self._marks[1] or self._directory is None:
            if self._directory is not None:
                self._directory.close()
            try:
                self._directory = Directory(self._folder, self._key)
            except Unusable as error:
                self._directory, self._fault = None, str(error)
        self._marks = marks


def _read(folder: Path, key: str | None, mark: Mark | None) -> Situation:
    """The situation; raises `Unusable` also where there is no file."""
    if mark is None:
        raise Unusable(f"{situation.NAME}: missing")
    return situation.read_situation(folder, key)


def mark_of(path: Path) -> Mark | None:
    """Changes when the file is replaced or written over; None: there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
