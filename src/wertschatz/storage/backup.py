"""One file that holds everything, made while people work, and put back by one command."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections
from sqlcipher3 import dbapi2

from wertschatz.storage.locks import file_lock, lock_is_free

FORMAT = 1
WORK_PREFIX = ".wertschatz-backup-"
DATABASE_NAME = "database.sqlite3"
DUMP_NAME = "database.sql"
KEPT = {"night": 14, "before-migration": 10, "before-restore": 5}


class BackupRefused(Exception):
    """A backup could not be made or put back; `code` and `facts` say why."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(f"{code} {facts}")
        self.code = code
        self.facts = facts


def name_for(at: dt.datetime, why: str) -> str:
    """The file name of a backup: `wertschatz-20261123-021500-night.zip`."""
    return f"wertschatz-{at:%Y%m%d-%H%M%S}-{why}.zip"


def make(target: Path, key_file: Path, at: dt.datetime, version: str) -> Path:
    """Writes a backup to `target` (a file that must not exist); complete or not at all.

    Raises BackupRefused when the target exists, cannot be written, or pg_dump is missing.
    """
    if target.exists():
        raise BackupRefused("backup_exists", file=str(target))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _forget_killed(target.parent)
        with _work_folder(target.parent) as folder:
            part = folder / "part.zip"
            copy = _copy_database(folder)
            manifest = {
                "format": FORMAT, "made_at": at.isoformat(), "version": version,
                "engine": connection.vendor,
            }  # fmt: skip
            _pack(part, copy, key_file, manifest)
            part.replace(target)
    except OSError as error:
        raise BackupRefused("backup_not_written", file=str(target), why=str(error)) from error
    return target


@contextmanager
def _work_folder(place: Path) -> Iterator[Path]:
    """A hidden folder beside the target, locked so that a dead one is told from one at work."""
    with (
        tempfile.TemporaryDirectory(dir=place, prefix=WORK_PREFIX) as name,
        file_lock(Path(name) / "lock"),
    ):
        yield Path(name)


def _forget_killed(place: Path) -> None:
    """Removes what a killed backup left: half a copy of everything, of use to nobody."""
    for folder in place.glob(f"{WORK_PREFIX}*"):
        if (folder / "lock").exists() and lock_is_free(folder / "lock"):
            shutil.rmtree(folder, ignore_errors=True)


def _pack(part: Path, copy: Path, key_file: Path, manifest: Mapping[str, object]) -> None:
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as box:
        os.chmod(part, 0o600)  # noqa: PTH101 - as soon as it exists
        box.writestr("manifest.json", json.dumps(manifest))
        box.write(key_file, "key.json")
        box.write(copy, copy.name)
    with part.open("rb") as written:
        os.fsync(written.fileno())


def _copy_database(folder: Path) -> Path:
    if connection.vendor == "postgresql":
        return _dump_postgres(folder)
    copy = folder / DATABASE_NAME
    connection.ensure_connection()
    target = dbapi2.connect(str(copy))
    key = connection.settings_dict["OPTIONS"].get("key")
    if key:
        target.execute(f"PRAGMA key = \"x'{key}'\"")
    connection.connection.backup(target)
    target.execute("PRAGMA journal_mode = DELETE")
    target.close()
    return copy


def _postgres_call(program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise BackupRefused("postgres_tools_missing", program=program)
    settings = connection.settings_dict
    words = [found, *arguments, "--dbname", str(settings["NAME"])]
    for option, name in (("--host", "HOST"), ("--port", "PORT"), ("--username", "USER")):
        if settings[name]:
            words += [option, str(settings[name])]
    environment = {**os.environ, "PGPASSWORD": str(settings["PASSWORD"] or "")}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupRefused("postgres_tool_failed", program=program, why=done.stderr[-500:])


def _dump_postgres(folder: Path) -> Path:
    copy = folder / DUMP_NAME
    _postgres_call("pg_dump", "--no-owner", "--clean", "--if-exists", "--file", str(copy))
    return copy


def prune(folder: Path) -> None:
    """Keeps the newest backups of each kind the house made by itself."""
    for why, count in KEPT.items():
        for old in sorted(folder.glob(f"wertschatz-*-{why}.zip"))[:-count]:
            old.unlink()


def read_manifest(source: Path) -> dict[str, Any]:
    """What a backup says of itself; raises BackupRefused when it is none of ours."""
    if not source.is_file():
        raise BackupRefused("backup_missing", file=str(source))
    try:
        with zipfile.ZipFile(source) as box:
            manifest: dict[str, Any] = json.loads(box.read("manifest.json"))
            names = set(box.namelist())
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise BackupRefused("not_a_backup", file=str(source)) from error
    if manifest.get("format") != FORMAT or "key.json" not in names:
        raise BackupRefused("not_a_backup", file=str(source))
    return manifest


def restore(source: Path, database: Path, key_file: Path) -> None:
    """Puts a backup in the place of database and key; whoever calls holds the exclusive lock.

    The copy is checked before anything is replaced. Raises BackupRefused.
    """
    manifest = read_manifest(source)
    if manifest["engine"] != connection.vendor:
        raise BackupRefused(
            "backup_of_other_engine", made=manifest["engine"], here=connection.vendor
        )
    with tempfile.TemporaryDirectory(dir=key_file.parent, prefix=".restore-") as folder:
        with zipfile.ZipFile(source) as box:
            wanted = DATABASE_NAME if connection.vendor == "sqlite" else DUMP_NAME
            for name in (wanted, "key.json"):
                _unpack(box, name, Path(folder), source)
        if connection.vendor == "postgresql":
            _postgres_call("psql", "--quiet", "--set", "ON_ERROR_STOP=1", "--single-transaction",
                           "--file", str(Path(folder) / DUMP_NAME))  # fmt: skip
        else:
            _check(Path(folder), source)
            _swap(Path(folder) / DATABASE_NAME, database)
        (Path(folder) / "key.json").replace(key_file)


def _unpack(box: zipfile.ZipFile, name: str, folder: Path, source: Path) -> None:
    try:
        with box.open(name) as inside, (folder / name).open("wb") as out:
            (folder / name).chmod(0o600)
            shutil.copyfileobj(inside, out)
    except (KeyError, zipfile.BadZipFile, OSError, EOFError) as error:
        raise BackupRefused("backup_damaged", file=str(source)) from error


def _check(folder: Path, source: Path) -> None:
    key = json.loads((folder / "key.json").read_text())["database_key"]
    probe = dbapi2.connect(str(folder / DATABASE_NAME))
    try:
        if key:
            probe.execute(f"PRAGMA key = \"x'{key}'\"")
        answer = probe.execute("PRAGMA quick_check").fetchone()[0]
        probe.execute("SELECT COUNT(*) FROM storage_import").fetchone()
    except dbapi2.DatabaseError as error:
        raise BackupRefused("backup_damaged", file=str(source)) from error
    finally:
        probe.close()
    if answer != "ok":
        raise BackupRefused("backup_damaged", file=str(source))


def _swap(copy: Path, database: Path) -> None:
    connections.close_all()
    for ending in ("-wal", "-shm", "-journal"):
        Path(f"{database}{ending}").unlink(missing_ok=True)
    copy.replace(database)
