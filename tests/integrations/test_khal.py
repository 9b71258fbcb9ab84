"""khal and todoman (Debian) read what the house wrote, and the house what khal wrote."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from wertschatz.domain.worktime.day import REST, TOP
from wertschatz.integrations.calendar.plan_folder import PlanFolder
from wertschatz.integrations.calendar.registry import kinds
from wertschatz.integrations.codecs import vtodo
from wertschatz.integrations.codecs.ics_plan import entry_of, feed_of
from wertschatz.ports.calendar import Made
from wertschatz.ports.tasks import TaskEntry, TaskRow

ROOT = Path(__file__).parents[2] / ".calendars" / "root"
PYTHON = Path("/usr/bin/python3")
BERLIN = ZoneInfo("Europe/Berlin")
AT = dt.datetime(2026, 11, 25, 8, tzinfo=dt.UTC)


def _there(name: str) -> bool:
    return ((ROOT / "usr/bin" / name).exists() and PYTHON.exists()) or bool(shutil.which(name))


pytestmark = pytest.mark.skipif(
    not (_there("khal") and _there("todo" if shutil.which("todo") else "todoman")),
    reason="khal and todoman are missing: sh install/calendars",
)


class Desk:
    """A person with khal, and a folder in which the calendars lie."""

    def __init__(self, home: Path) -> None:
        self.home, self.plan = home, home / "plan"
        self.plan.mkdir()
        self.config = home / "khal.conf"
        self.config.write_text(
            f"[calendars]\n[[plan]]\npath = {self.plan}\n"
            "[locale]\nlocal_timezone = Europe/Berlin\ndefault_timezone = Europe/Berlin\n"
            "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
            f"[sqlite]\npath = {home}/khal.db\n"
        )

    def khal(self, *words: str) -> str:
        return self._run("khal", "-c", str(self.config), *words)

    def todo(self, *words: str) -> str:
        config = self.home / "todo.py"
        config.write_text(f'path = "{self.home}/*"\ncache_path = "{self.home}/todo.db"\n')
        return self._run("todoman", "--config", str(config), *words)

    def _run(self, program: str, *words: str) -> str:
        unpacked = ROOT / "usr/bin" / program
        start = [str(PYTHON), str(unpacked)] if unpacked.exists() else [program]
        done = subprocess.run(
            [*start, *words], capture_output=True, text=True, timeout=60,
            env={
                "PATH": os.environ["PATH"], "HOME": str(self.home), "LC_ALL": "C.UTF-8",
                "TZ": "Europe/Berlin",
                "PYTHONPATH": str(ROOT / "usr/lib/python3/dist-packages"),
            },
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def made(nth: int, title: str) -> Made:
    start = dt.datetime(2026, 11, 25 + nth, 9, 30, tzinfo=BERLIN)
    return Made(f"wertschatz-plan-ab-{nth}", start, start + dt.timedelta(minutes=45), title, AT)


TITLE = "Angebot, Groß & Söhne; " + "ein langer Titel mit Umlauten äöü " * 4


def test_khal_shows_what_the_house_wrote_into_the_folder(desk: Desk) -> None:
    folder = PlanFolder(str(desk.plan))
    for one in (made(0, TITLE.strip()), made(1, "Mails\\lesen")):
        assert folder.write(f"{one.uid}.ics", entry_of(one))
    shown = desk.khal("list", "2026-11-25", "7d", "--format", "{start-time} {end-time} {title}")
    assert f"09:30 10:15 {TITLE.strip()}" in shown
    assert "09:30 10:15 Mails\\lesen" in shown
    folder.take_away("wertschatz-plan-ab-0.ics")
    assert "Angebot" not in desk.khal("list", "2026-11-25", "7d", "--format", "{title}")


def test_khal_takes_in_the_feed(desk: Desk) -> None:
    feed = desk.home / "feed.ics"
    feed.write_bytes(feed_of([made(0, TITLE.strip()), made(1, "Zwei")], "Tagesplan"))
    desk.khal("import", "--batch", str(feed))
    shown = desk.khal("list", "2026-11-25", "7d", "--format", "{start-time} {title}")
    assert f"09:30 {TITLE.strip()}" in shown
    assert "09:30 Zwei" in shown


def test_the_house_reads_what_khal_wrote_and_leaves_it(desk: Desk) -> None:
    desk.khal("new", "-a", "plan", "2026-11-26 14:00", "2026-11-26 15:30", "Zahnarzt")
    desk.khal("new", "-a", "plan", "2026-11-27", "Messe")
    first = dt.datetime(2026, 11, 25, tzinfo=BERLIN)
    found = kinds()["folder"].read(str(desk.plan), BERLIN, first, first + dt.timedelta(days=7))
    assert [(one.title, one.all_day, one.busy) for one in found.occurrences] == [
        ("Zahnarzt", False, True), ("Messe", True, False),
    ]  # fmt: skip
    assert found.occurrences[0].start == dt.datetime(2026, 11, 26, 14, tzinfo=BERLIN)
    (theirs,) = [path for path in desk.plan.glob("*.ics") if "Zahnarzt" in path.read_text()]
    assert not PlanFolder(str(desk.plan)).names("wertschatz-plan-")
    assert theirs.exists()


def test_todoman_is_not_disturbed_by_the_plan(desk: Desk) -> None:
    one = made(0, "Plan")
    assert PlanFolder(str(desk.plan)).write(f"{one.uid}.ics", entry_of(one))
    desk.todo("new", "-l", "plan", "Milch kaufen")
    listed = desk.todo("list")
    assert "Milch kaufen" in listed
    assert "Plan" not in listed.replace("@plan", "")
    first = dt.datetime(2026, 11, 25, tzinfo=BERLIN)
    found = kinds()["folder"].read(str(desk.plan), BERLIN, first, first + dt.timedelta(days=7))
    assert [entry.title for entry in found.occurrences] == ["Plan"]
    assert not found.damaged


def test_todoman_reads_the_tasks_of_the_house_and_the_house_what_it_finished(desk: Desk) -> None:
    friday = dt.date(2026, 11, 27)
    rows = [
        TaskRow(TaskEntry(TITLE.strip(), "Zwei Zeilen\nzu; Müller, Köln", TOP, 30, due_on=friday,
                          due_minute=14 * 60 + 30), "one"),
        TaskRow(TaskEntry("Ablage", importance=REST, due_on=friday), "two"),
        TaskRow(TaskEntry("Irgendwann"), "three"),
    ]  # fmt: skip
    for row in rows:
        (desk.plan / f"{row.id}.ics").write_bytes(vtodo.written([row], AT, BERLIN))
    listed = json.loads(desk.todo("--porcelain", "list", "--sort", "summary"))
    found = {one["summary"]: one for one in listed}
    assert found.keys() == {row.entry.title for row in rows}
    offer = found[TITLE.strip()]
    due = dt.datetime(2026, 11, 27, 14, 30, tzinfo=BERLIN)
    assert (offer["priority"], offer["due"], offer["completed"]) == (1, due.timestamp(), False)
    assert offer["description"] == "Zwei Zeilen\nzu; Müller, Köln"
    assert (found["Ablage"]["priority"], found["Irgendwann"]["due"]) == (9, None)
    desk.todo("done", str(offer["id"]))
    (again,) = vtodo.read((desk.plan / "one.ics").read_bytes(), BERLIN)
    assert (again.id, again.done, again.entry) == ("one", True, rows[0].entry)
    (other,) = vtodo.read((desk.plan / "two.ics").read_bytes(), BERLIN)
    assert (other.done, other.entry) == (False, rows[1].entry)
