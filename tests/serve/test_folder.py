"""The data folder: closed to others, made once, one user at a time where it must be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from wertschatz.storage.folder import (
    AlreadyServing,
    DatabaseInUse,
    DataFolder,
    FolderForeign,
    FolderUnwritable,
    KeyFileMissing,
)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def keys(folder: DataFolder) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder.path / "key.json").read_text())
    return found


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "deep" / "data")


def test_only_the_owner_can_look_inside(folder: DataFolder) -> None:
    folder.prepare(encrypt=True)
    assert mode(folder.path) == 0o700
    for path in (folder.inbox, folder.backups, folder.log, folder.snapshot):
        assert mode(path) == 0o700
    assert mode(folder.path / "key.json") == 0o600
    assert len(str(keys(folder)["database_key"])) == 64


def test_the_keys_stay_the_same(folder: DataFolder) -> None:
    folder.prepare(encrypt=False)
    before = keys(folder)
    folder.prepare(encrypt=False)
    assert keys(folder) == before
    assert before["format"] == 1
    assert before["database_key"] is None


def test_of_many_at_once_one_makes_the_keys(folder: DataFolder) -> None:
    def start(_: int) -> dict[str, object]:
        folder.prepare(encrypt=True)
        return keys(folder)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(start, range(16)))
    assert all(one == found[0] for one in found)
    assert [p.name for p in folder.path.glob(".key*")] == []


def test_a_folder_full_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.odt").write_text("private")
    tmp_path.chmod(0o755)
    with pytest.raises(FolderForeign) as caught:
        DataFolder(tmp_path).prepare(encrypt=False)
    assert caught.value.facts["example"] == "letters.odt"
    assert mode(tmp_path) == 0o755


def test_a_settings_file_may_be_there_first(tmp_path: Path) -> None:
    (tmp_path / "wertschatz.toml").write_text("port = 9000")
    DataFolder(tmp_path).prepare(encrypt=False)


def test_a_lost_key_is_said_and_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "wertschatz.sqlite3").write_bytes(os.urandom(4096))
    with pytest.raises(KeyFileMissing):
        DataFolder(tmp_path).prepare(encrypt=True)
    assert not (tmp_path / "key.json").exists()


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(FolderUnwritable):
        DataFolder(tmp_path / "data").prepare(encrypt=False)


def test_users_share_and_a_migration_is_alone(folder: DataFolder) -> None:
    folder.prepare(encrypt=False)
    with folder.shared_lock(0), folder.shared_lock(0), pytest.raises(DatabaseInUse):
        folder.exclusive_lock(0.1).__enter__()
    with folder.exclusive_lock(0), pytest.raises(DatabaseInUse):
        folder.shared_lock(0).__enter__()
    with folder.shared_lock(0):
        pass


def test_a_second_one_learns_where_the_first_one_is(folder: DataFolder) -> None:
    folder.prepare(encrypt=False)
    with folder.serve_lock("http://127.0.0.1:8321/"):
        with pytest.raises(AlreadyServing) as caught, folder.serve_lock("http://elsewhere/"):
            pass
        assert caught.value.facts["address"] == "http://127.0.0.1:8321/"
    with folder.serve_lock("http://127.0.0.1:1/"):
        pass


def test_a_killed_process_gives_its_lock_back(folder: DataFolder) -> None:
    folder.prepare(encrypt=False)
    script = (
        "import sys, time, pathlib; from wertschatz.storage.folder import DataFolder\n"
        "with DataFolder(pathlib.Path(sys.argv[1])).exclusive_lock():\n"
        "    print('held', flush=True); time.sleep(60)"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script, str(folder.path)], stdout=subprocess.PIPE
    )
    assert other.stdout is not None
    assert other.stdout.readline() == b"held\n"
    with pytest.raises(DatabaseInUse), folder.shared_lock(0):
        pass
    other.kill()
    other.wait(10)
    other.stdout.close()
    with folder.shared_lock(1):
        pass
