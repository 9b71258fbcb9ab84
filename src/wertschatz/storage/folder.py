"""The data folder: everything the product keeps lies here, for its owner's eyes only."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

SUB_FOLDERS = ("inbox", "backups", "log", "snapshot")
DATABASE_FILE = "wertschatz.sqlite3"
KEY_FILE = "key.json"
ASSESSMENT_LOCK = "assessment.lock"
_OURS = {
    *SUB_FOLDERS, "watched", "gate.sock", "serve.lock", "database.lock", ASSESSMENT_LOCK,
    "prepared.json",
}  # fmt: skip
_OURS_BEGIN = ("wertschatz.", KEY_FILE, f".{KEY_FILE}", ".prepared.json")


class FolderProblem(Exception):
    """The data folder cannot be used as asked: a stable code, and the facts for the sentence."""

    code: ClassVar[str] = "folder_unusable"

    def __init__(self, **facts: str | int) -> None:
        self.facts = facts
        super().__init__(f"{self.code} {facts}")


class FolderUnwritable(FolderProblem):
    """The folder cannot be made or written to. Facts: path, cause."""

    code = "folder_unwritable"


class FolderForeign(FolderProblem):
    """The folder is full of something else. Facts: path, example."""

    code = "folder_foreign"


class KeyFileMissing(FolderProblem):
    """The database is encrypted and its key file is gone. Facts: path."""

    code = "key_file_missing"


class DatabaseInUse(FolderProblem):
    """Somebody else holds the database. Facts: path, seconds waited."""

    code = "database_in_use"


class AlreadyServing(FolderProblem):
    """The program already runs on this folder. Facts: path, address."""

    code = "already_serving"


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The data folder at `path`. Nothing is touched before `prepare` is called."""

    path: Path

    @property
    def database(self) -> Path:
        """The database file (not there where PostgreSQL holds the data)."""
        return self.path / DATABASE_FILE

    @property
    def inbox(self) -> Path:
        """Where files wait that a person brought in."""
        return self.path / "inbox"

    @property
    def backups(self) -> Path:
        """Where the backups lie."""
        return self.path / "backups"

    @property
    def log(self) -> Path:
        """Where the log files lie."""
        return self.path / "log"

    @property
    def snapshot(self) -> Path:
        """Where the small files lie that the telephone reads."""
        return self.path / "snapshot"

    def prepare(self, *, encrypt: bool) -> None:
        """Makes what is missing: folder (0700), sub-folders, key file (0600).

        `encrypt` matters for a key file that is made now. Raises `FolderProblem`.
        """
        try:
            self._make_folders()
            self._make_keys(encrypt=encrypt)
        except OSError as error:
            raise FolderUnwritable(path=str(self.path), cause=error.strerror or "") from error

    def _make_folders(self) -> None:
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._refuse_foreign()
        self.path.chmod(0o700)
        for name in SUB_FOLDERS:
            (self.path / name).mkdir(mode=0o700, exist_ok=True)

    def _refuse_foreign(self) -> None:
        """A home folder named by mistake must not be closed to others and filled with ours."""
        if (self.path / KEY_FILE).exists():
            return
        names = {entry.name for entry in self.path.iterdir()} - _OURS
        foreign = sorted(name for name in names if not name.startswith(_OURS_BEGIN))
        if foreign:
            raise FolderForeign(path=str(self.path), example=foreign[0])

    def _make_keys(self, *, encrypt: bool) -> None:
        path = self.path / KEY_FILE
        if path.exists():
            return
        if self.database.exists() and not _is_plain(self.database):
            raise KeyFileMissing(path=str(path))
        self._write_keys(path, encrypt=encrypt and not self.database.exists())

    def _write_keys(self, path: Path, *, encrypt: bool) -> None:
        """Writes the key file whole or not at all; of two at the same time, the first one stays."""
        content = {
            "format": 1,
            "secret": secrets.token_urlsafe(48),
            "database_key": secrets.token_hex(32) if encrypt else None,
        }
        draft = path.with_name(f".{KEY_FILE}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(content, file)
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                path.hardlink_to(draft)
            _sync_folder(self.path)
        finally:
            draft.unlink()

    @contextmanager
    def shared_lock(self, wait_seconds: float = 10.0) -> Iterator[None]:
        """Held by everyone who uses the database; raises `DatabaseInUse` when it must wait longer.

        Ends with the process at the latest, also when that is killed.
        """
        with self._database_lock(fcntl.LOCK_SH, wait_seconds):
            yield

    @contextmanager
    def exclusive_lock(self, wait_seconds: float = 5.0) -> Iterator[None]:
        """Held alone, for a migration or a restore; raises `DatabaseInUse`."""
        with self._database_lock(fcntl.LOCK_EX, wait_seconds):
            yield

    @contextmanager
    def _database_lock(self, kind: int, wait_seconds: float) -> Iterator[None]:
        descriptor = self._open_lock("database.lock")
        try:
            if not _locked(descriptor, kind, wait_seconds):
                raise DatabaseInUse(path=str(self.path), seconds=round(wait_seconds))
            yield
        finally:
            os.close(descriptor)  # gives the lock back

    @contextmanager
    def serve_lock(self, address: str) -> Iterator[None]:
        """Held by the running program; raises `AlreadyServing` with the address of the other."""
        descriptor = self._open_lock("serve.lock")
        try:
            if not _locked(descriptor, fcntl.LOCK_EX, 0.0):
                other = os.pread(descriptor, 1000, 0).decode("utf-8", "replace").strip()
                raise AlreadyServing(path=str(self.path), address=other)
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, address.encode("utf-8"), 0)
            yield
        finally:
            os.close(descriptor)

    def _open_lock(self, name: str) -> int:
        try:
            return os.open(self.path / name, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise FolderUnwritable(path=str(self.path), cause=error.strerror or "") from error


def _locked(descriptor: int, kind: int, wait_seconds: float) -> bool:
    """Whether the lock was given within the seconds."""
    end = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
            return True
        except OSError as error:
            if error.errno not in {errno.EAGAIN, errno.EACCES}:
                raise
        if time.monotonic() >= end:
            return False
        time.sleep(0.05)


def _is_plain(database: Path) -> bool:
    """Whether the database can be read without a key (an empty file can)."""
    with database.open("rb") as file:
        return file.read(16) in {b"", b"SQLite format 3\0"}


def _sync_folder(path: Path) -> None:
    """Makes a new name in a folder survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
