"""A backup is whole or not there, can be put back, and a damaged one replaces nothing."""

from __future__ import annotations

import datetime as dt
import shutil
import zipfile
from pathlib import Path

import pytest
from django.db import connection

from wertschatz.storage import backup
from wertschatz.storage.models import Party

AT = dt.datetime(2026, 11, 23, 2, 15, tzinfo=dt.UTC)
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "postgresql" and shutil.which("pg_dump") is None,
        reason="pg_dump is not installed",
    ),
]


def key_file(folder: Path) -> Path:
    path = folder / "key.json"
    path.write_text('{"format": 1, "secret": "s", "database_key": null}')
    return path


def test_a_backup_holds_the_data_and_is_for_the_owners_eyes_only(tmp_path: Path) -> None:
    Party.objects.create(name="Müller")
    target = backup.make(tmp_path / "a.zip", key_file(tmp_path), AT, "1")
    assert target.stat().st_mode & 0o777 == 0o600
    assert backup.read_manifest(target)["engine"] == connection.vendor
    with zipfile.ZipFile(target) as box:
        assert len(box.namelist()) == 3
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the file is SQLite's")
def test_a_restored_file_holds_what_was_there(tmp_path: Path) -> None:
    Party.objects.create(name="Müller")
    key = key_file(tmp_path)
    source = backup.make(tmp_path / "a.zip", key, AT, "1")
    database = tmp_path / "db.sqlite3"
    database.write_bytes(b"old")
    Path(f"{database}-wal").write_bytes(b"old log")
    backup.restore(source, database, key)
    from sqlcipher3 import dbapi2

    found = dbapi2.connect(str(database)).execute("SELECT name FROM storage_party").fetchall()
    assert ("Müller",) in found
    assert not Path(f"{database}-wal").exists()


@pytest.mark.parametrize("damage", ["cut", "other", "no zip", "missing"])
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the file is SQLite's")
def test_a_damaged_backup_replaces_nothing(tmp_path: Path, damage: str) -> None:
    key = key_file(tmp_path)
    source = backup.make(tmp_path / "a.zip", key, AT, "1")
    content = source.read_bytes()
    if damage == "cut":
        source.write_bytes(content[: len(content) // 2])
    elif damage == "other":
        with zipfile.ZipFile(source, "w") as box:
            box.writestr("readme.txt", "hello")
    elif damage == "no zip":
        source.write_text("hello")
    else:
        source.unlink()
    database = tmp_path / "db.sqlite3"
    database.write_bytes(b"old")
    with pytest.raises(backup.BackupRefused):
        backup.restore(source, database, key)
    assert database.read_bytes() == b"old"


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_text("mine")
    with pytest.raises(backup.BackupRefused):
        backup.make(tmp_path / "a.zip", key_file(tmp_path), AT, "1")
    assert (tmp_path / "a.zip").read_text() == "mine"


def test_the_house_forgets_only_its_own_oldest_backups(tmp_path: Path) -> None:
    for day in range(1, 21):
        name = backup.name_for(AT.replace(day=day), "night")
        (tmp_path / name).touch()
    (tmp_path / "wertschatz-20200101-000000-hand.zip").touch()
    backup.prune(tmp_path)
    left = sorted(path.name for path in tmp_path.iterdir())
    assert len(left) == backup.KEPT["night"] + 1
    assert "wertschatz-20200101-000000-hand.zip" in left
