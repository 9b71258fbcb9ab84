"""The reading processes: what crosses the pipe, and what a bad file can do (nothing)."""

from __future__ import annotations

import gzip
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from wertschatz.integrations.files import pool as pool_module
from wertschatz.integrations.files.pool import ReadingPool
from wertschatz.ports.files import Begun, Event, Finished, Question, Role, Rows, Source
from wertschatz.ports.files import LayoutAnswer as Answer
from wertschatz.ports.problems import Problem

SHARED = Path(os.environ.get("WERTSCHATZ_SHARED", Path(__file__).parents[2] / "../shared"))
RECEIVABLES = SHARED / "data" / "customer-base" / "ibm_accounts_receivable.csv.gz"
GOOD = "Kunde;Datum;Netto\nMühle;01.02.2024;5,00\n"


@pytest.fixture(scope="module")
def pool() -> Iterator[ReadingPool]:
    with ReadingPool() as ready:
        yield ready


def _read(pool: ReadingPool, *paths: Path) -> Sequence[Event]:
    return list(pool([Source(path, path.name) for path in paths], {}))


def _codes(events: Sequence[Event]) -> list[str]:
    return [event.code for event in events if isinstance(event, Problem)]


def _rows(events: Sequence[Event]) -> int:
    return sum(len(event.rows) for event in events if isinstance(event, Rows))


def _good(folder: Path) -> Path:
    path = folder / "good.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_a_file_from_begin_to_end(pool: ReadingPool, tmp_path: Path) -> None:
    path = _good(tmp_path)
    begun, rows, finished = _read(pool, path)
    assert begun == Begun("good.csv", "invoice_list")
    assert isinstance(rows, Rows)
    assert rows.done_bytes == path.stat().st_size
    assert (rows.rows[0].customer_name, rows.rows[0].cents) == ("Mühle", 500)
    assert isinstance(finished, Finished)
    assert finished.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (finished.rows, finished.size) == (1, path.stat().st_size)
    assert finished.fingerprint


def test_a_question_and_its_answer_cross_the_pipe(pool: ReadingPool, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Wer;Wann;Wieviel\nMühle;01.02.2024;5,00\n", encoding="utf-8")
    question = next(e for e in _read(pool, path) if isinstance(e, Question))
    answer = Answer({Role.CUSTOMER: 0, Role.DATE: 1, Role.NET: 2})
    events = list(pool([Source(path, "own.csv")], {question.fingerprint: answer}))
    assert _rows(events) == 1


def test_files_that_are_none(pool: ReadingPool, tmp_path: Path) -> None:
    empty, pipe = tmp_path / "empty.csv", tmp_path / "pipe.csv"
    empty.touch()
    os.mkfifo(pipe)
    expected = {
        empty: "file_empty",
        pipe: "file_unreadable",
        tmp_path: "file_unreadable",
        tmp_path / "none.csv": "file_missing",
    }
    for path, code in expected.items():
        events = _read(pool, path)
        assert _codes(events) == [code]
        assert isinstance(events[-1], Finished)


def test_an_unknown_format(pool: ReadingPool, tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert _codes(_read(pool, path)) == ["format_unknown"]


def test_a_silent_child_refuses_only_its_own_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A child that hangs is killed; the next file is read by a fresh one."""
    slow = "import time; r = child._read; child._read = lambda p, q, s, a: "
    slow += "time.sleep(60) if s.name == 'slow.csv' else r(p, q, s, a); "
    with _with_broken_child(monkeypatch, slow) as pool:
        path = tmp_path / "slow.csv"
        path.write_text(GOOD, encoding="utf-8")
        began = time.monotonic()
        events = _read(pool, path, _good(tmp_path))
        assert time.monotonic() - began < 15
    assert _codes(events) == ["file_too_slow"]
    assert _rows(events) == 1


@pytest.mark.parametrize(
    ("act", "code"),
    [
        ("__import__('os').kill(__import__('os').getpid(), 9)", "file_broke_off"),
        ("bytearray(10**10)", "file_too_much_memory"),
        ("1 / 0", "file_reader_failed"),
    ],
)
def test_a_dying_child_refuses_only_its_own_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str, code: str
) -> None:
    dying = f"r = child._read; child._read = lambda p, q, s, a: ({act}) "
    dying += "if s.name == 'bad.csv' else r(p, q, s, a); "
    with _with_broken_child(monkeypatch, dying) as pool:
        path = tmp_path / "bad.csv"
        path.write_text(GOOD, encoding="utf-8")
        events = _read(pool, path, _good(tmp_path))
    assert _codes(events) == [code]
    assert [e.file for e in events if isinstance(e, Finished)] == ["bad.csv", "good.csv"]
    assert _rows(events) == 1


def _with_broken_child(monkeypatch: pytest.MonkeyPatch, prelude: str) -> ReadingPool:
    start = pool_module._START.replace(
        "from wertschatz.integrations.files.child import main; main(",
        "from wertschatz.integrations.files import child; " + prelude + "child.main(",
    )
    monkeypatch.setattr(pool_module, "_START", start)
    return ReadingPool(silence_seconds=1.0)


def test_closing_the_iterator_ends_the_child(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    path.write_text(GOOD + "Mühle;01.02.2024;5,00\n" * 50_000, encoding="utf-8")
    with ReadingPool() as pool:
        pool.warm()
        (child,) = pool.waiting
        events = iter(pool([Source(path, path.name)], {}))
        next(events)
        events.close()  # type: ignore[attr-defined]
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)
        assert _rows(_read(pool, _good(tmp_path))) == 1


def test_children_end_with_their_parent() -> None:
    """The pipe closes when the parent is killed; a waiting child then ends by itself."""
    code = (
        "from wertschatz.integrations.files.pool import ReadingPool; import os\n"
        "p = ReadingPool(); p.warm(); print(p.waiting[0], flush=True); os.kill(os.getpid(), 9)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, check=False, timeout=60
    )
    child = int(run.stdout)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and _runs(child):
        time.sleep(0.05)
    assert not _runs(child)


def _runs(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def test_a_child_is_small_and_knows_no_django() -> None:
    """Only the standard library and the readers; little memory while it waits."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import wertschatz.integrations.files.child as c\n"
        "from wertschatz.integrations.files.registry import readers; readers()\n"
        "print(*sorted({m.partition('.')[0] for m in sys.modules}))\n"
        "print(next(l for l in open('/proc/self/status') if l.startswith('VmRSS')).split()[1])"
    )
    command = [sys.executable, "-I", "-S", "-c", code, pool_module._ROOT]
    modules, rss = subprocess.check_output(command, text=True, timeout=60).splitlines()
    assert not {"django", "allauth", "sqlite3", "sqlcipher3", "socket"} & set(modules.split())
    assert int(rss) < 40_000


@pytest.mark.skipif(not RECEIVABLES.is_file(), reason="the sample data is not beside this checkout")
def test_accounts_receivable(pool: ReadingPool, tmp_path: Path) -> None:
    """A real list with American dates: every row, the exact sum, every customer."""
    path = tmp_path / "ibm.csv"
    path.write_bytes(gzip.decompress(RECEIVABLES.read_bytes()))
    events = _read(pool, path)
    rows = [row for event in events if isinstance(event, Rows) for row in event.rows]
    cells = [line.split(",") for line in path.read_text().splitlines()[1:]]
    assert len(rows) == 2_466
    assert sum(row.cents for row in rows) == sum(round(float(c[6]) * 100) for c in cells)
    assert len({row.customer_number for row in rows}) == 100
    assert all(row.payment_known and row.paid_on for row in rows)


def _line(size: int) -> Iterator[bytes]:
    yield GOOD.encode()
    for _ in range(size >> 20):
        yield b"x" * (1 << 20)


def _quoted(size: int) -> Iterator[bytes]:
    yield GOOD.encode() + b'"'
    for _ in range(size >> 20):
        yield b"x;1\n" * (1 << 18)


def _quotes(size: int) -> Iterator[bytes]:
    yield GOOD.encode()
    for _ in range(size >> 20):
        yield b'"x;1\n' * 209_715


def _nuls(size: int) -> Iterator[bytes]:
    yield GOOD.encode()
    for _ in range(size >> 20):
        yield bytes(1 << 20)


@pytest.mark.parametrize("make", [_line, _quoted, _quotes, _nuls])
@pytest.mark.parametrize(
    "megabytes",
    [
        pytest.param(3),
        pytest.param(50, marks=pytest.mark.torture),
        pytest.param(1_000, marks=pytest.mark.torture),
    ],
)
def test_monsters_become_a_message(tmp_path: Path, make: object, megabytes: int) -> None:
    """Within 5 seconds and 300 MB of the child; the good row before it comes in."""
    path = tmp_path / "monster.csv"
    with path.open("wb") as file:
        for block in make(megabytes << 20):  # type: ignore[operator]
            file.write(block)
    first_message = 0.0
    rows = 0
    with ReadingPool() as pool:
        began = time.monotonic()
        for event in pool([Source(path, path.name)], {}):
            rows += len(event.rows) if isinstance(event, Rows) else 0
            if isinstance(event, Problem) and not first_message:
                first_message = time.monotonic() - began
        peak = Path(f"/proc/{pool.waiting[0]}/status").read_text().partition("VmHWM:")[2]
    path.unlink()
    assert 0 < first_message < 5
    assert rows >= 1 or make is _nuls  # mostly NULs: no list at all, and said so
    assert int(peak.split()[0]) < 300 * 1024
