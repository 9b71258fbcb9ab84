"""`wertschatz serve` says in plain words why it cannot start, and needs no Django to say it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from wertschatz.storage.folder import DataFolder


def serve(data: Path, *options: str, **environ: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if "WERTSCHATZ" not in name}
    return subprocess.run(
        [sys.executable, "-m", "wertschatz.serve", "--data", str(data), *options],
        env={**clean, **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def test_a_taken_port_says_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = serve(tmp_path / "data", "--port", str(port), WERTSCHATZ_LANGUAGE="en")
    assert done.returncode == 5
    assert f"WERTSCHATZ_PORT={port + 1} make run" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_host_that_is_not_here(tmp_path: Path) -> None:
    done = serve(tmp_path / "data", "--host", "203.0.113.7")
    assert done.returncode == 5
    assert "203.0.113.7" in done.stderr


@pytest.mark.parametrize(("language", "word"), [("en", "The setting port"), ("de", "port")])
def test_a_bad_setting(tmp_path: Path, language: str, word: str) -> None:
    done = serve(tmp_path / "data", "--port", "many", WERTSCHATZ_LANGUAGE=language)
    assert done.returncode == 2
    assert word in done.stderr
    assert "many" in done.stderr
    assert not (tmp_path / "data").exists()


def test_a_second_start_names_the_address_of_the_first(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.prepare(encrypt=False)
    with folder.serve_lock("http://127.0.0.1:9999/"):
        done = serve(folder.path)
    assert done.returncode == 4
    assert "http://127.0.0.1:9999/" in done.stderr


def test_a_folder_of_somebody_else(tmp_path: Path) -> None:
    (tmp_path / "letter.odt").write_text("")
    done = serve(tmp_path)
    assert done.returncode == 4
    assert "letter.odt" in done.stderr


def test_the_supervisor_stays_small(tmp_path: Path) -> None:
    script = (
        "import sys, wertschatz.serve, wertschatz.bootstrap.prepare\n"
        "heavy = {'django', 'allauth', 'uvicorn', 'sqlcipher3', 'rich', 'asyncio'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout == "[]\n"
