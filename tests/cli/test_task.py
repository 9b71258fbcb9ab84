"""`wertschatz task` at the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_log import LIST, call

OWNER = (
    "from wertschatz.bootstrap.house import house; from wertschatz.storage.models import User; "
    "User.objects.create_user('eva', password='x', role='owner')"
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("task")
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    there = folder / "data"
    assert call(there, "import", str(folder / "list.csv")).returncode == 0
    told = call(there, "task", "list")
    assert told.returncode == 2
    assert "--user" in told.stderr
    assert call(there, OWNER, program=("-c",)).returncode == 0
    return there


def test_one_line_in_listed_and_done(data: Path, tmp_path: Path) -> None:
    told = call(data, "task", "add", "Angebot", "schreiben", "morgen", "30m", "!", "@102")
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("Captured: Angebot schreiben, Roth, 30")
    assert call(data, "task", "add", "Lager räumen ?").returncode == 0
    listed = call(data, "task", "list").stdout
    assert listed.index("Important") < listed.index("1  Angebot") < listed.index("2  Lager")
    out = tmp_path / "todo.txt"
    assert call(data, "task", "export", str(out)).returncode == 0
    assert "(A) Angebot schreiben @Roth due:2014-01-01 est:30m id:" in out.read_text("utf-8")
    assert "0 tasks were taken in." in call(data, "task", "import", str(out)).stdout
    assert call(data, "task", "done", "1").stdout == "Done: Angebot schreiben\n"
    assert call(data, "task", "done", "lager räumen").returncode == 0
    assert call(data, "task", "list").stdout == "Nothing is to be done.\n"


def test_wrong_calls_are_told(data: Path) -> None:
    assert "Look at the list" in call(data, "task", "done", "99").stderr
    assert "no account" in call(data, "task", "list", "--user", "nobody").stderr
    assert "Nothing was written" in call(data, "task", "add", "!").stderr
