"""Archives are opened as far as they are honest; a bomb costs a message and nothing else."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from wertschatz.integrations.files import archive, pool
from wertschatz.integrations.files.pool import ReadingPool
from wertschatz.ports.files import Event, Finished, Rows, Source
from wertschatz.ports.problems import Problem

LIST = "Kunde;Rechnungsnummer;Datum;Netto\nMaier;{number};03.02.2026;100,00\n"


@pytest.fixture(scope="module")
def reading() -> Iterator[ReadingPool]:
    with ReadingPool() as made:
        yield made


def _zip(entries: Sequence[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as box:
        for name, content in entries:
            box.writestr(name, content)
    return out.getvalue()


def _list(number: int) -> bytes:
    return LIST.format(number=number).encode()


def _read(reading: ReadingPool, place: Path, content: bytes, name: str = "a.zip") -> list[Event]:
    path = place / name
    path.write_bytes(content)
    return list(reading([Source(path, name)], {}))


def _codes(events: Sequence[Event]) -> list[str]:
    return [event.code for event in events if isinstance(event, Problem)]


def _rows(events: Sequence[Event]) -> int:
    return sum(len(event.rows) for event in events if isinstance(event, Rows))


def test_every_file_of_an_archive_is_read_by_itself(reading: ReadingPool, tmp_path: Path) -> None:
    inner = _zip([("märz.csv", _list(3))])
    content = _zip([("a/eins.csv", _list(1)), ("zwei.csv", _list(2)), ("drei.zip", inner)])
    events = _read(reading, tmp_path, content)
    finished = [event.file for event in events if isinstance(event, Finished)]
    names = ["a.zip", "a.zip/a/eins.csv", "a.zip/zwei.csv", "a.zip/drei.zip"]
    assert finished == [*names, "a.zip/drei.zip/märz.csv"]
    assert _rows(events) == 3


def test_what_systems_leave_behind_is_not_read(reading: ReadingPool, tmp_path: Path) -> None:
    entries = [("__MACOSX/._x.csv", b"x"), (".DS_Store", b"x"), ("x/Thumbs.db", b"x")]
    assert _codes(_read(reading, tmp_path, _zip(entries))) == ["archive_empty"]


def test_a_name_cannot_leave_the_scratch_folder(reading: ReadingPool, tmp_path: Path) -> None:
    place = tmp_path / "in"
    place.mkdir()
    events = _read(reading, place, _zip([("../../evil.csv", _list(1)), ("/abs.csv", _list(2))]))
    assert _rows(events) == 2
    assert [path.name for path in tmp_path.rglob("*")] == ["in", "a.zip"]


def test_archives_in_archives_end(reading: ReadingPool, tmp_path: Path) -> None:
    content = _zip([("x.csv", _list(1))])
    for level in range(pool.DEPTH + 2):
        content = _zip([(f"{level}.zip", content)])
    events = _read(reading, tmp_path, content)
    assert _codes(events) == ["archive_too_deep"]


def test_archives_that_grow_sideways_end(
    reading: ReadingPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "MEMBERS", 12)
    leaf = _zip([(f"{n}.csv", _list(n)) for n in range(8)])
    events = _read(reading, tmp_path, _zip([(f"{n}.zip", leaf) for n in range(8)]))
    assert set(_codes(events)) >= {"archive_too_many"}
    assert len([event for event in events if isinstance(event, Finished)]) < 20


def _lying_bomb() -> bytes:
    """One entry that says it holds 10 bytes and unpacks to 600 MB."""
    content = bytearray(_zip([("bomb.csv", b"0" * 600_000_000)]))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.find(mark) + offset
        content[place : place + 4] = (10).to_bytes(4, "little")
    return bytes(content)


BAD = {
    "honest_bomb": lambda: _zip([("bomb.csv", b"0" * 600_000_000)]),
    "lying_bomb": _lying_bomb,
    "many": lambda: _zip([(f"{n}", b"") for n in range(archive.ENTRIES + 1)], zipfile.ZIP_STORED),
    "cut_short": lambda: _zip([("x.csv", _list(1) * 100)])[:80],
    "not_even": lambda: b"PK\x03\x04" + b"\xff" * 500,
    "rar": lambda: b"Rar!\x1a\x07\x01\x00" + b"\0" * 100,
    "gzip": lambda: b"\x1f\x8b\x08" + b"\0" * 100,
}
EXPECTED = {
    "honest_bomb": {"archive_too_large"},
    "lying_bomb": {"archive_member_skipped", "archive_too_large", "format_unknown"},
    "many": {"archive_too_many"},
    "cut_short": {"archive_broken"},
    "not_even": {"archive_broken"},
    "rar": {"archive_other"},
    "gzip": {"archive_other"},
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_archive_costs_a_message(reading: ReadingPool, tmp_path: Path, case: str) -> None:
    content = BAD[case]()
    begun = time.monotonic()
    events = _read(reading, tmp_path, content)
    assert time.monotonic() - begun < 10  # a message within 5 s, on a busy machine too
    assert set(_codes(events)) <= EXPECTED[case]
    assert _codes(events)
    # The child lives on.
    good = tmp_path / "good.csv"
    good.write_bytes(_list(1))
    assert _rows(list(reading([Source(good, "good.csv")], {}))) == 1


def test_a_locked_archive_is_named(reading: ReadingPool, tmp_path: Path) -> None:
    content = bytearray(_zip([("x.csv", _list(1))]))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + offset] |= 1
    assert _codes(_read(reading, tmp_path, bytes(content))) == ["archive_locked"]
