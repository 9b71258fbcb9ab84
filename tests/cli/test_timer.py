"""`wertschatz timer`: starts, tells, stops and drops the clock; wrong calls are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_log import ASSESS, LIST, call

OWNER = """
from wertschatz.bootstrap.house import SECRET_KEY, house
from wertschatz.usecases.start_the_house import start_token
house().start_owner(start_token(SECRET_KEY), username="anna", password="drei wilde Katzen",
                    firm="Anna GmbH", language="de")
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("timer")
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    there = folder / "data"
    taken = call(there, "import", str(folder / "list.csv"))
    assert taken.returncode == 0, taken.stdout + taken.stderr
    for script in (OWNER, ASSESS):
        done = call(there, script, program=("-c",))
        assert done.returncode == 0, done.stderr
    return there


def test_the_clock_from_start_to_a_logged_contact(data: Path) -> None:
    assert "No clock is running." in call(data, "timer").stdout
    assert "Call with Roth" in call(data, "timer", "roth").stdout
    assert "Roth" in call(data, "timer").stdout
    other = call(data, "timer", "Müller & Söhne")
    assert other.returncode == 2
    assert "Roth" in other.stderr
    assert "logged" in call(data, "timer", "stop", "25m").stdout
    found = json.loads(call(data, "customer", "102", "--json").stdout)
    assert [(one["kind"], one["minutes"]) for one in found["contacts"]] == [("call", 25)]


def test_what_cannot_be_done_is_said(data: Path) -> None:
    gone = call(data, "timer", "stop")
    assert gone.returncode == 2
    assert "No clock of yours" in gone.stderr
    assert call(data, "timer", "roth", "--kind", "tanz").returncode == 2
    assert call(data, "timer", "roth", "soon").returncode == 2
    assert call(data, "timer", "roth", "--kind", "visit").returncode == 0
    assert "nothing logged" in call(data, "timer", "drop").stdout
