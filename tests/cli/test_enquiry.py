"""`wertschatz enquiry` at the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_log import LIST, call


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("enquiry")
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    there = folder / "data"
    assert call(there, "import", str(folder / "list.csv")).returncode == 0
    return there


def test_written_down_and_listed(data: Path) -> None:
    assert call(data, "enquiry", "list").stdout == "No enquiry waits for you.\n"
    told = call(
        data, "enquiry", "add", "Zwölf Tische", "bitte", "--name", "Krone", "--contact",
        "0171 39200017", "--size", "small", "--came-by", "search",
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("Krone: worth asking first.\nWhat is known says neither")
    listed = call(data, "enquiry", "list").stdout
    assert listed.startswith("One enquiry waits for you.\n")
    assert "Krone: Zwölf Tische bitte" in listed


def test_nothing_steers_the_terminal(data: Path) -> None:
    told = call(data, "enquiry", "add", "Rot\x1b[31m", "--name", "Bo\x1b]0;x\x07se\u202e")
    assert told.returncode == 0
    listed = call(data, "enquiry", "list").stdout
    assert "Bo ]0;x se: Rot [31m" in listed
    assert not {"\x1b", "\x07", "\u202e"} & {*told.stdout, *listed}


def test_wrong_calls_are_told(data: Path) -> None:
    told = call(data, "enquiry", "add", "x" * 7000)
    assert told.returncode == 2
    assert "6,000" in told.stderr
    assert call(data, "enquiry", "add", " ").returncode == 2
    assert call(data, "enquiry", "add", "x", "--size", "huge").returncode == 2
