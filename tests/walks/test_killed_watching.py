"""Killed with -9 anywhere between the folder and the invoices: nothing lost, nothing twice."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from tests.walks import children

LATER = "2026-11-23T12:02:00+00:00"
"""When the lease of a killed job is over."""
FILES = 6
ROWS = 40
WATCH = """
import os, signal, sys
from wertschatz.bootstrap.house import house
home = house()
from pathlib import Path
from wertschatz.bootstrap.clock import now
from wertschatz.jobs.handlers import handlers
from wertschatz.jobs.runner import run_due
from wertschatz.jobs.watching import Watcher
from wertschatz.storage import inbox, watched, watched_folder
from wertschatz.storage.imports import Imports
moment, count = {moment!r}, {count}

def die_at(owner, name, when):
    real = getattr(owner, name)
    calls = [0]
    def dying(*given, **more):
        calls[0] += 1
        if when == "before" and calls[0] > count:
            os.kill(os.getpid(), signal.SIGKILL)
        made = real(*given, **more)
        if when == "after" and calls[0] > count:
            os.kill(os.getpid(), signal.SIGKILL)
        return made
    setattr(owner, name, dying)

points = {{
    "copying": (inbox, "_write", "after"), "registering": (inbox, "register", "before"),
    "registered": (watched, "write", "after"), "committed": (watched, "receive", "after"),
    "moving": (Path, "rename", "before"), "moved": (Path, "rename", "after"),
    "forgetting": (watched, "forget", "before"), "checking": (Imports, "checked", "before"),
    "checked": (Imports, "checked", "after"), "asking": (type(home), "run_import", "before"),
    "asked": (type(home), "run_import", "after"), "live": (Imports, "make_live", "before"),
    "done": (Imports, "make_live", "after"),
}}
if moment:
    die_at(*points[moment])
home.clean_up()
home.prepare_watched()
watcher = Watcher(home.folder, home.watched_folder, now, home.today)
for seconds in range(0, 12, 2):
    watcher.round(float(seconds))
run_due(handlers(home), now)
home.close()
"""
MOMENTS = [
    ("copying", 0), ("copying", 3), ("registering", 0), ("registered", 0), ("committed", 0),
    ("moving", 0), ("moving", 2), ("moved", 0), ("moved", 3), ("forgetting", 0), ("checking", 0),
    ("checked", 0), ("asking", 0), ("asked", 0), ("live", 0), ("done", 0),
]  # fmt: skip
QUICK = {("committed", 0), ("moving", 2), ("asked", 0)}


def lists() -> list[str]:
    head = "Rechnungsnummer;Kunde;Rechnungsdatum;Nettobetrag\n"
    return [
        head + "".join(
            f"R{file}-{row};Firma {row % 7};{1 + row % 28:02}.0{1 + file}.2026;{row + 1},00\n"
            for row in range(ROWS)
        )
        for file in range(FILES)
    ]  # fmt: skip


CENTS = FILES * sum(range(1, ROWS + 1)) * 100


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder that is ready and empty, with its watched folder."""
    folder = tmp_path / "data"
    children.run(folder, "-m", "wertschatz.bootstrap.prepare")
    (folder / "watched" / "Monate").mkdir(parents=True)
    return folder


def put(data: Path) -> None:
    for number, text in enumerate(lists()):
        part = data / "watched" / ".part"
        part.write_text(text, "utf-8")
        part.rename(data / "watched" / "Monate" / f"{number}.csv")


def assert_all_came_in_once(data: Path) -> None:
    found = children.look(data, assess=True)
    assert (found["invoices"], found["cents"]) == (FILES * ROWS, CENTS)
    assert found["left"][0] == FILES * ROWS, "invoices that nobody sees were left"
    assert set(found["states"]) == {"live"}
    assert found["integrity"] == [["ok"]]
    below = data / "watched" / "taken"
    kept = sorted(path.read_text("utf-8") for path in below.rglob("*.csv"))
    assert kept == sorted(lists()), "an original is lost, or lies there twice"
    assert list((data / "watched" / "Monate").iterdir()) == []


@pytest.mark.parametrize(
    ("moment", "count"),
    [
        pytest.param(*one, marks=[] if one in QUICK else [pytest.mark.torture])
        for one in MOMENTS
    ],
)  # fmt: skip
def test_killed_at_every_step(data: Path, moment: str, count: int) -> None:
    put(data)
    child = children.start(data, "-c", WATCH.format(moment=moment, count=count))
    assert child.wait(60) == -9, "it did not come to that moment"
    again = children.start(data, "-c", WATCH.format(moment="", count=0), now=LATER)
    assert again.wait(60) == 0
    assert_all_came_in_once(data)


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(4))
def test_the_jobs_process_killed_again_and_again(data: Path, seed: int) -> None:
    dice = random.Random(seed)
    put(data)
    for number in range(5):
        # The clock goes on between the starts: a lease that was lost is over by then.
        child = children.start(
            data, "-m", "wertschatz.jobs", now=f"2026-11-23T12:{2 * number:02}:00+00:00"
        )
        time.sleep(dice.uniform(1.0, 8.0))
        children.kill(child)
    last = children.start(data, "-m", "wertschatz.jobs", now="2026-11-23T12:30:00+00:00")
    try:
        children.wait(lambda: _settled(data), last)
    finally:
        children.kill(last)
    assert_all_came_in_once(data)


def _settled(data: Path) -> bool:
    if any((data / "watched" / "Monate").iterdir()):
        return False
    time.sleep(0.5)
    return set(children.look(data)["states"]) == {"live"}
