"""Before the house opens: data folder and keys, a backup, the newest tables, no half imports."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from wertschatz import __version__, settings
from wertschatz.bootstrap import clock, lifeline
from wertschatz.storage.folder import DataFolder
from wertschatz.wording.starting import sentence

STAMP = "prepared.json"


def fingerprint() -> str:
    """Changes whenever a migration of ours or another version of the program comes."""
    folder = Path(__file__).parents[1] / "storage" / "migrations"
    names = sorted(path.name for path in folder.glob("[0-9]*.py"))
    return hashlib.sha256("\n".join([__version__, *names]).encode()).hexdigest()[:16]


def stamp(start: settings.Settings) -> dict[str, object] | None:
    """What the last preparation found, while it still holds; None: prepare anew.

    Cheap on purpose: a later start asks only this and shows its first page within a second.
    """
    try:
        found: dict[str, object] = json.loads((start.data / STAMP).read_text())
    except (OSError, ValueError):
        return None
    same = found.get("schema") == fingerprint() and found.get("database") == _database(start)
    there = bool(start.database) or DataFolder(start.data).database.exists()
    return found if same and there and (start.data / "key.json").exists() else None


def _database(start: settings.Settings) -> str:
    """Which database, without its password."""
    return hashlib.sha256(start.database.encode()).hexdigest()[:16]


def forget_stamp(data: Path) -> None:
    """The next start prepares anew (after a restore)."""
    (data / STAMP).unlink(missing_ok=True)


def _write_stamp(start: settings.Settings, *, owner: bool) -> None:
    content = {
        "format": 1, "schema": fingerprint(), "database": _database(start), "owner": owner,
    }  # fmt: skip
    part = start.data / f".{STAMP}.{os.getpid()}"
    part.write_text(json.dumps(content))
    part.replace(start.data / STAMP)


Told = Callable[[Path], None]
"""Hears where the backup lies, before the tables of a database with content change."""


def prepare(start: settings.Settings, told: Told = lambda backup: None) -> bool:
    """Makes everything ready; returns whether the house has an owner. Idempotent.

    A backup is made before any migration of a database that already holds something.
    """
    folder = DataFolder(start.data)
    folder.prepare(encrypt=start.encrypt)
    from wertschatz.bootstrap.house import house  # loads Django, which needs the key file

    if stamp(start) is None:
        with folder.exclusive_lock():
            _migrate(folder, told)
    has_owner = house().owner_exists()
    _write_stamp(start, owner=has_owner)
    return has_owner


def is_house(data: Path | None) -> bool:
    """There is a prepared data folder at this place."""
    if data is not None:
        os.environ["WERTSCHATZ_DATA"] = str(data.absolute())
    return (settings.load().data / "key.json").exists()


def open_folder(data: Path | None, told: Told) -> tuple[DataFolder, bool]:
    """For a command at the terminal: everything ready, and whether there is an owner."""
    if data is not None:
        os.environ["WERTSCHATZ_DATA"] = str(data.absolute())
    start = settings.load()
    return DataFolder(start.data), prepare(start, told)


def restore(source: Path, data: Path | None) -> Path | None:
    """Puts a backup back; returns where what was there before is kept, None if nothing was.

    Raises BackupRefused, or DatabaseInUse while somebody works with the database.
    """
    if data is not None:
        os.environ["WERTSCHATZ_DATA"] = str(data.absolute())
    start = settings.load()
    folder = DataFolder(start.data)
    folder.prepare(encrypt=start.encrypt)
    with folder.exclusive_lock(wait_seconds=1.0):
        from wertschatz.bootstrap import house as _house  # noqa: F401 - loads Django
        from wertschatz.storage import backup

        backup.read_manifest(source)
        kept = None
        if folder.database.exists() or start.database:
            at = clock.now()
            kept = folder.backups / backup.name_for(at, "before-restore")
            backup.make(kept, folder.path / "key.json", at, __version__)
            backup.prune(folder.backups)
        backup.restore(source, folder.database, folder.path / "key.json")
        forget_stamp(folder.path)
    return kept


def _migrate(folder: DataFolder, told: Told) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from wertschatz.storage import backup

    executor = MigrationExecutor(connection)
    wanted = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if wanted and executor.loader.applied_migrations:
        at = clock.now()
        target = folder.backups / backup.name_for(at, "before-migration")
        backup.make(target, folder.path / "key.json", at, __version__)
        backup.prune(folder.backups)
        told(target)
    if wanted:
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    connection.close()


def main() -> int:
    """Prepares for the supervisor, which finds in the stamp whether there is an owner."""
    lifeline.hold()
    start = settings.load()

    def told(backup: Path) -> None:
        sys.stdout.write(sentence("updating", start.language, backup=str(backup)) + "\n")
        sys.stdout.flush()

    prepare(start, told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
