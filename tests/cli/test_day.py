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
    assert "The day is closed." in call(data, "close", "--good", "Quiet", "--energy", "3").stdout
    assert "The day is closed." in call(data, "today").stdout
    assert call(data, "close").returncode == 2
