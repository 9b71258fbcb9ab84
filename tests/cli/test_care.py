"""`wertschatz thanks`, `notice` and `due` at the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_log import LIST, call


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("care")
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    there = folder / "data"
    assert call(there, "import", str(folder / "list.csv")).returncode == 0
    return there


def test_a_line_is_noticed_and_becomes_the_suggestion(data: Path) -> None:
    told = call(data, "notice", "Geduldig gewartet", "--about", "Roth", "--praise")
    assert told.returncode == 0, told.stderr
    assert told.stdout == "Noted about Roth: Geduldig gewartet\n"
    told = call(data, "thanks")
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("Roth: Something done well")
    assert "No kind word is noted here yet." in told.stdout
    assert "What exactly was good?" in told.stdout
    assert "Roth: Etwas gut gemacht" in call(data, "thanks", "--lang", "de").stdout


def test_nobody_is_due_without_a_confirmed_letter(data: Path) -> None:
    assert call(data, "due").stdout == "Nobody waits for a word today.\n"


def test_wrong_calls_are_told(data: Path) -> None:
    told = call(data, "notice", "x", "--about", "Niemand")
    assert told.returncode == 2
    assert "Nobody is called “Niemand” here." in told.stderr
    assert call(data, "notice", " ", "--about", "Roth").returncode == 2
