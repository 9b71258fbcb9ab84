"""`wertschatz today`, `plan` and `close` at the terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_budget import LIST, call

OWNER = """
import sys
from pathlib import Path
from wertschatz.cli.data import open_house
with open_house(Path(sys.argv[1]), "en", must_exist=True) as house:
    from wertschatz.storage.models import Task, User
    user = User.objects.create_user("o", password="x", role="owner", joined_at=house.now())
    for title, importance in (("Offer", 1), ("Filing", 3)):
        Task.objects.create(user=user, title=title, importance=importance, minutes=45,
                            at=house.now())
"""

SEEN = """
import sys
from pathlib import Path
from wertschatz.cli.data import open_house
with open_house(Path(sys.argv[1]), "en", must_exist=True) as house:
    from wertschatz.storage.models import Parameter
    for row in Parameter.objects.filter(name__startswith="buffer").order_by("id"):
        print(row.name, row.value, row.by_id)
"""

FAIR = """
import datetime as dt, sys
from pathlib import Path
from wertschatz.cli.data import open_house
with open_house(Path(sys.argv[1]), "en", must_exist=True) as house:
    from wertschatz.storage.models import CalendarEntry, CalendarSource, User
    source = CalendarSource.objects.create(
        user=User.objects.get(), kind="file", place="x.ics", at=house.now())
    start = dt.datetime(2014, 1, 2, 7, tzinfo=dt.UTC)
    CalendarEntry.objects.create(
        source=source, uid="x", title="Fair", start=start, end=start + dt.timedelta(hours=10))
"""


def test_the_day_at_the_terminal(tmp_path: Path) -> None:
    file, data = tmp_path / "list.csv", tmp_path / "data"
    file.write_text(LIST)
    assert call(data, "today").returncode != 0
    assert call(data, "import", str(file)).returncode == 0
    assert "Nobody owns this house yet" in call(data, "plan").stderr
    kept = {name: value for name, value in os.environ.items() if "WERTSCHATZ" not in name}
    subprocess.run([sys.executable, "-c", OWNER, str(data)], env=kept, check=True, timeout=120)
    told = call(data, "today")
    assert told.returncode == 0, told.stderr
    assert "13:00–13:45  Offer" in told.stdout
    assert "40 % of the day stay free" in told.stdout
    assert json.loads(call(data, "plan", "--json").stdout)["kept"] is False
    document = json.loads(call(data, "plan", "--keep", "--json", "--date", "2014-01-02").stdout)
    assert (document["format"], document["day"], document["kept"]) == (1, "2014-01-02", True)
    first = next(one for one in document["lines"] if one["kind"] == "task")
    assert (first["name"], first["start"]) == ("Offer", "2014-01-02T09:00:00+01:00")
    refused = call(data, "plan", "--keep", "--date", "2014-01-04")
    assert (refused.returncode, "has no working hours" in refused.stderr) == (2, True)
    subprocess.run([sys.executable, "-c", FAIR, str(data)], env=kept, check=True)
    plan = call(data, "plan", "--date", "2014-01-02").stdout
    assert "“Offer” is planned where “Fair” lies now, 9:00 to 9:45." in plan
    assert "“Fair” (8:00 to 18:00) lies where the break was to be" in plan
    assert "10 h are agreed" in plan.replace("\xa0", " ") or "are agreed, and" in plan
    holiday = call(data, "plan", "--date", "2014-12-25").stdout
    assert "is free: Christmas Day." in holiday
    assert "The day is closed." in call(data, "close", "--good", "Quiet", "--energy", "3").stdout
    assert "The day is closed." in call(data, "today").stdout
    assert call(data, "close").returncode == 2


def run(program: str, data: Path) -> str:
    kept = {name: value for name, value in os.environ.items() if "WERTSCHATZ" not in name}
    line = [sys.executable, "-c", program, str(data)]
    return subprocess.run(
        line, env=kept, check=True, timeout=120, capture_output=True, text=True
    ).stdout


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    file, data = tmp_path / "list.csv", tmp_path / "data"
    file.write_text(LIST)
    assert call(data, "import", str(file)).returncode == 0
    run(OWNER, data)
    return data


def said(data: Path) -> tuple[int, bool]:
    document = json.loads(call(data, "plan", "--json").stdout)
    assert document["buffer_percent"] == document["buffer_said"]["percent"]
    return document["buffer_said"]["percent"], document["buffer_said"]["always"]


def test_what_stays_free_is_said_at_the_terminal_and_taken_back(firm: Path) -> None:
    assert said(firm) == (40, False)
    told = call(firm, "plan", "--free", "45 %")
    assert told.returncode == 0, told.stderr
    assert "From today on 45 % of every day stay free." in told.stdout
    assert "45 % of the day stay free for what nobody foresees." in told.stdout
    assert said(firm) == (45, True)
    learned = call(firm, "plan", "--free", "gelernt").stdout
    assert "until 10 days with a plan are known it is 45 %." in learned
    assert said(firm) == (45, False)
    document = call(firm, "plan", "--free", "30", "--until-learned", "--keep", "--json")
    told_free = json.loads(document.stdout)
    assert (told_free["kept"], told_free["buffer_percent"]) == (True, 30)
    assert told_free["buffer_said"] == {"percent": 30, "always": False}
    undone = call(firm, "undo", "2", "--yes")  # 1 is the plan
    assert "Taken back" in undone.stdout, undone.stderr
    assert said(firm) == (45, False)


REFUSED = {
    "29": "Between 30 and 50 per cent", "51": "Between 30 and 50 per cent",
    "much": "“much” is no whole number", "40.5": "“40.5” is no whole number",
    "": "is no whole number",
}  # fmt: skip


def test_what_cannot_stay_free_changes_nothing(firm: Path) -> None:
    for typed, sentence in REFUSED.items():
        refused = call(firm, "plan", "--free", typed, "--keep")
        assert (refused.returncode, refused.stdout) == (2, "")
        assert sentence in refused.stderr
    document = json.loads(call(firm, "plan", "--json").stdout)
    assert (document["kept"], document["buffer_percent"]) == (False, 40)


def test_the_terminal_remembers_as_the_page_does(firm: Path) -> None:
    call(firm, "plan", "--free", "45")
    call(firm, "plan", "--free", "45")  # nothing differs
    assert run(SEEN, firm).split("\n")[:-1] == ["buffer_percent 45 1", "buffer_always 1 1"]
