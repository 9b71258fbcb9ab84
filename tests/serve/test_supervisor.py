"""The supervisor: restarts whichever dies, ends all with itself, even when it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

KEEPER = """
import logging, sys
from wertschatz.serve.supervisor import Child, Supervisor
from wertschatz.serve.log import open_log
from pathlib import Path
folder = Path(sys.argv[1])
children = [Child(p.stem, [sys.executable, str(p)], ready_variable="READY")
            for p in sorted(folder.glob("*.py"))]
keeper = Supervisor(children, open_log(folder),
    on_ready=lambda name: print("ready", name, flush=True),
    on_death=lambda name, code: print("death", name, code, flush=True))
print("up", flush=True)
keeper.run()
print("over", flush=True)
"""

CHILD = """
import os, subprocess, sys, time, signal
from wertschatz.bootstrap import lifeline
lifeline.hold()
{extra}
grand = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print("pid", os.getpid(), grand.pid, flush=True)
os.write(int(os.environ["READY"]), b"1")
time.sleep(60)
"""


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def pids(folder: Path) -> list[int]:
    """All processes that children have written down so far, oldest first."""
    log = folder / "wertschatz.log"
    text = log.read_text() if log.exists() else ""
    return [int(p) for line in text.splitlines() if " pid " in line for p in line.split()[-2:]]


def wait_for(question: object, seconds: float = 10.0) -> None:
    assert callable(question)
    end = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


@pytest.fixture
def keeper(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[str]]:
    marker = request.node.get_closest_marker("parametrize")
    extra = request.getfixturevalue("extra") if marker else ""
    (tmp_path / "one.py").write_text(CHILD.format(extra=extra))
    process = subprocess.Popen(
        [sys.executable, "-c", KEEPER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    assert process.stdout.readline() == "ready one\n"
    wait_for(lambda: len(pids(tmp_path)) == 2)
    yield process
    process.kill()
    process.wait(10)
    process.stdout.close()


def test_the_one_that_dies_is_started_again(keeper: subprocess.Popen[str], tmp_path: Path) -> None:
    child, grandchild = pids(tmp_path)
    os.kill(child, signal.SIGKILL)
    wait_for(lambda: len(pids(tmp_path)) == 4)
    assert keeper.stdout is not None
    assert keeper.stdout.readline() == "death one -9\n"
    assert not alive(grandchild), "what a child has started must not go on without it"
    assert alive(pids(tmp_path)[2])
    assert "one: ended with code -9" in (tmp_path / "wertschatz.log").read_text()


@pytest.mark.parametrize("extra", ["", "signal.signal(signal.SIGTERM, signal.SIG_IGN)"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_word_to_stop_ends_all_within_three_seconds(
    keeper: subprocess.Popen[str], tmp_path: Path, number: int, extra: str
) -> None:
    begun = time.monotonic()
    keeper.send_signal(number)
    assert keeper.wait(5) == 0
    assert time.monotonic() - begun < 3
    assert not any(alive(pid) for pid in pids(tmp_path))


@pytest.mark.parametrize("extra", ["", "signal.signal(signal.SIGTERM, signal.SIG_IGN)"])
def test_nothing_outlives_a_killed_supervisor(
    keeper: subprocess.Popen[str], tmp_path: Path, extra: str
) -> None:
    keeper.kill()
    wait_for(lambda: not any(alive(pid) for pid in pids(tmp_path)), 3.0)


def test_a_child_that_cannot_start_is_tried_again_more_and_more_slowly(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("raise SystemExit('this is why')")
    process = subprocess.Popen(
        [sys.executable, "-c", KEEPER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    time.sleep(2.0)
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=5)
    assert 2 <= out.count("death broken 1") <= 4
    log = (tmp_path / "wertschatz.log").read_text()
    assert "broken: this is why" in log
    assert "starts again in 0.5 s" in log


def test_a_flood_of_words_does_not_stop_the_house(tmp_path: Path) -> None:
    (tmp_path / "loud.py").write_text("import sys\nfor i in range(20000): print('x' * 500)\n")
    process = subprocess.Popen(
        [sys.executable, "-c", KEEPER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    assert process.stdout.readline() == "death loud 0\n"
    process.send_signal(signal.SIGTERM)
    assert process.wait(5) == 0
    process.stdout.close()
    files = sorted(tmp_path.glob("wertschatz.log*"))
    assert 1 < len(files) <= 6
    assert sum(file.stat().st_size for file in files) < 13_000_000
    assert files[0].stat().st_mode & 0o777 == 0o600
