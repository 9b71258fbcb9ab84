"""`wertschatz today`, `plan` and `close` at the terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

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
