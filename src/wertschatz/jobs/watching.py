"""Looks into the watched folder every few seconds and takes in what has been put there."""

from __future__ import annotations

import datetime as dt
import errno
import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from django.db import close_old_connections, connection

from wertschatz.storage import watched, watched_folder
from wertschatz.storage.watched import RECEIVED, Known, key_of
from wertschatz.storage.watched_folder import Changed, Found, Note, Stopping

log = logging.getLogger("wertschatz.watched")
EVERY_SECONDS = 2.0
QUIET_SECONDS = 3.0
"""A file that stayed the same for so long is complete."""
PATIENCE_SECONDS = 30.0
"""So long complete files wait for others that are still being written: a folder that is copied
makes one import, and one file that never rests holds nobody up."""
PAUSE_SECONDS = 60.0
"""Before it is tried again what the disk refused."""
MOST_FILES = 20_000
"""Of one import; the next round takes the others."""
AFTER_A_FAULT = 10.0
KEPT_FREE = 200 << 20
"""Bytes that stay free on the disk of the data folder: the database must be able to write."""
OUT_OF_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Watcher:
    """One round after the other; `seconds` of a round are those of a clock that never jumps."""

    def __init__(
        self,
        data: Path,
        folder: Path,
        now: Callable[[], dt.datetime],
        today: Callable[[], dt.date],
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._data, self._folder = data, folder
        self._now, self._today, self._stop = now, today, stop
        self._known: dict[str, Known] | None = None
        """As in the table; None: to be read anew."""
        self._since: dict[Found, float] = {}
        """Since when it has been seen as it is."""
        self._not_before: dict[str, float] = {}
        """Path → when the disk is asked again for what it refused."""
        self._refused: dict[str, Note] = {}
        self._stuck: set[Found] = set()
        """Could not be moved by this run of the program."""

    def round(self, seconds: float) -> list[Found]:
        """Looks, takes in what is complete, moves it; returns what has come in."""
        try:
            look = watched_folder.look(self._folder)
        except OSError:
            self._note({"": Note.NO_FOLDER})
            return []
        try:
            self._settle(look.files)
            came = self._take_in(self._complete(look.files, seconds), seconds)
            self._settle(look.files)
            self._note({**look.notes, **self._refused})
        except BaseException:
            self._known = None
            raise
        return came

    # -- what is written

    def _written(self) -> dict[str, Known]:
        if self._known is None:
            self._known = watched.known()
        return self._known

    def _write(self, files: Iterable[Found], note: Note) -> None:
        files = list(files)
        if files:
            watched.write(files, note)
            new = {key_of(one.path): Known(one.size, one.changed_ns, note) for one in files}
            self._written().update(new)

    def _forget(self, keys: Iterable[str]) -> None:
        gone = list(keys)
        if gone:
            watched.forget(gone)
            for key in gone:
                self._written().pop(key, None)

    def _has_come_in(self, file: Found) -> bool:
        before = self._written().get(key_of(file.path))
        return before is not None and before.note in RECEIVED and before.means(file)

    # -- what is complete

    def _complete(self, files: Sequence[Found], seconds: float) -> list[Found]:
        """Files that rested long enough; none while others are still coming and it may wait."""
        fresh = [file for file in files if not self._has_come_in(file)]
        self._since = {file: self._since.get(file, seconds) for file in fresh}
        self._remember_only({file.path for file in fresh})
        resting = {file: seconds - since for file, since in self._since.items()}
        # Some tools make an empty file first and write into it much later.
        complete = [
            file for file, rest in resting.items()
            if rest >= (QUIET_SECONDS if file.size else PATIENCE_SECONDS)
        ]  # fmt: skip
        coming = any(file.size and rest < QUIET_SECONDS for file, rest in resting.items())
        if coming and all(rest < PATIENCE_SECONDS for rest in resting.values()):
            return []
        due = [one for one in complete if self._not_before.get(one.path, seconds) <= seconds]
        return self._with_room(due)[:MOST_FILES]

    def _remember_only(self, paths: set[str]) -> None:
        """Refusals of files that are gone, or that need no pause, are over."""
        self._not_before = {path: at for path, at in self._not_before.items() if path in paths}
        self._refused = {
            path: note for path, note in self._refused.items() if path in self._not_before
        }

    def _with_room(self, files: Sequence[Found]) -> list[Found]:
        """Those for which there is room beside what must stay free."""
        if not files:
            return []
        free = shutil.disk_usage(self._data).free - KEPT_FREE
        fitting = []
        for file in files:
            if file.size <= free:
                fitting.append(file)
                free -= file.size
            else:
                self._refused[file.path] = Note.NO_ROOM
        return fitting

    # -- coming in

    def _take_in(self, files: Sequence[Found], seconds: float) -> list[Found]:
        if not files:
            return []
        for file in files:
            self._not_before.pop(file.path, None)
            self._refused.pop(file.path, None)
        try:
            came, missed = watched.receive(self._data, self._folder, files, self._now(), self._stop)
        except OSError as error:
            full = error.errno in OUT_OF_ROOM
            log.warning("the inbox cannot be written: %s", error)
            self._refuse(files, Note.NO_ROOM if full else Note.UNREADABLE, seconds)
            return []
        known = {key_of(one.path): Known(one.size, one.changed_ns, Note.TAKEN) for one in came}
        self._written().update(known)
        lost = [one for one in files if not isinstance(missed.get(one.path), Changed | None)]
        self._refuse(lost, Note.UNREADABLE, seconds)
        if came:
            log.info("%d files of the watched folder came in", len(came))
        return came

    def _refuse(self, files: Iterable[Found], note: Note, seconds: float) -> None:
        for file in files:
            self._refused[file.path] = note
            self._not_before[file.path] = seconds + PAUSE_SECONDS

    # -- moving away

    def _settle(self, files: Sequence[Found]) -> None:
        """Moves what has come in, and forgets what is gone; a killed program left it undone."""
        there = {key_of(file.path): file for file in files}
        day = self._today().isoformat()
        over: list[str] = []
        gone: list[str] = []
        stuck: list[Found] = []
        for key, before in list(self._written().items()):
            file = there.get(key)
            if before.note not in RECEIVED:
                continue
            if file is None and before.note is not Note.TAKEN:
                gone += [key] if before.note is Note.STUCK else []
            elif file is None or not before.means(file) or self._moved(file, day):
                over.append(key)
            elif before.note is not Note.STUCK:
                stuck.append(file)
            if len(over) >= watched.AT_ONCE:
                self._forget(over)
                over = []
        self._forget(over)
        self._gone(gone)
        self._write(stuck, Note.STUCK)

    def _moved(self, file: Found, day: str) -> bool:
        """Tried once for each file by each run of the program."""
        if file in self._stuck:
            return False
        if watched_folder.move(self._folder, file, day):
            return True
        self._stuck.add(file)
        log.warning("cannot be moved, and will not come in again: %s", ascii(file.path))
        return False

    def _gone(self, keys: Sequence[str]) -> None:
        if keys:
            watched.renote(keys, Note.GONE)
            for key in keys:
                self._written()[key] = self._written()[key]._replace(note=Note.GONE)

    # -- what the person should know

    def _note(self, notes: dict[str, Note]) -> None:
        """Writes what is new among the notes, and forgets those that hold no more."""
        wanted = {key_of(path): (path, note) for path, note in notes.items()}
        written = self._written()
        over = [
            key for key, before in written.items()
            if before.note not in RECEIVED and key not in wanted
        ]  # fmt: skip
        self._forget(over)
        for key, (path, note) in wanted.items():
            before = written.get(key)
            if before is None or before.note is not note:
                log.warning("watched folder: %s: %s", note.value, ascii(path))
                self._write([Found(path, 0, 0)], note)


def watch(watcher: Watcher, stop: threading.Event) -> None:
    """Rounds until told to stop, in a thread of its own: a large copy holds up no other job."""
    pause = EVERY_SECONDS
    try:
        while not stop.wait(pause):
            try:
                watcher.round(time.monotonic())
                pause = EVERY_SECONDS
            except Stopping:
                continue
            except Exception:
                log.exception("the round of the watched folder failed; trying again")
                close_old_connections()
                pause = AFTER_A_FAULT
    finally:
        connection.close()
