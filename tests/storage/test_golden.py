"""Databases of every earlier release are brought up to date, after a backup, and say the same."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

DATABASES = sorted((Path(__file__).parent / "databases").glob("*.sqlite3"))
pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="files of SQLite")

LOOK = """
import json, sys
from wertschatz import settings
from wertschatz.bootstrap import prepare
if "older" in sys.argv:
    from wertschatz.bootstrap.house import house
    from django.core.management import call_command
    call_command("migrate", "account", "0001", verbosity=0)
owner = prepare.prepare(settings.load())
from wertschatz.bootstrap.house import house
house().assess()
from wertschatz.storage.queries.customers import customers_page
lines = customers_page(sort="name", descending=False).lines
print(json.dumps([owner, [[line.name, line.group, line.confirmed] for line in lines]]))
"""


RULES = """
import json
from wertschatz import settings
from wertschatz.bootstrap import prepare
prepare.prepare(settings.load())
from wertschatz.bootstrap.house import house
from wertschatz.storage import models
tables = "RuleSet Week Switch Colleague KnownNumber Ring CallBack Word Device Told".split()
home = house()
rule = next(one for one in home.setup().rules if not one.ready)
said = [home.decide_number(one)[0] for one in ("030 231254", "030 231259")]
ring = models.Ring.objects.get()
print(json.dumps({
    "rows": [getattr(models, one).objects.count() for one in tables],
    "rule": [sorted(rule.when.groups), rule.verdict, rule.until],
    "said": [[one.verdict, one.reason.code] for one in said],
    "ring": [ring.party.name, ring.verdict, ring.overruled, ring.group],
    "numbers": home.setup().numbers, "helpers": [one.name for one in home.setup().helpers],
}))
"""

WORKTIME = """
import datetime as dt, json
from wertschatz import settings
from wertschatz.bootstrap import prepare
prepare.prepare(settings.load())
from wertschatz.bootstrap.house import house
from wertschatz.storage import models
tables = "Task Matter WorkDay LeaveItem LeaveTick CalendarSource CalendarEntry".split()
home, me = house(), models.User.objects.get(role="owner").pk
task = models.Task.objects.get()
shown = home.shown_day(me, dt.date(2014, 1, 2), "de")
print(json.dumps({
    "rows": [getattr(models, one).objects.count() for one in tables],
    "task": [task.title, task.customer.party.name, task.importance, task.minutes],
    "lines": [[one.start, one.end, one.name] for one in shown.lines if one.kind == "task"],
    "closed": [[str(one.on), one.good_thing, one.energy]
               for one in models.WorkDay.objects.filter(closed_at__isnull=False)],
    "leave": [[one.text, one.ticked] for one in home.leave_list(me)],
    "off": [home.days_off().land, home.days_off().off_24_december],
    "entries": [one.title for one in models.CalendarEntry.objects.all()],
}))
"""


def laid_out(folder: Path, golden: Path) -> dict[str, str]:
    """A data folder with a copy of this database; returns the environment that finds it."""
    environment = {name: value for name, value in os.environ.items() if "WERTSCHATZ" not in name}
    environment |= {
        "WERTSCHATZ_DATA": str(folder),
        "WERTSCHATZ_CLOCK": "2013-12-31T12:00:00+00:00",
    }
    code = "from wertschatz import settings\nfrom wertschatz.storage.folder import DataFolder\n"
    code += "DataFolder(settings.load().data).prepare(encrypt=False)"
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=120)
    (folder / "wertschatz.sqlite3").write_bytes(golden.read_bytes())
    return environment


def opened(folder: Path, golden: Path, *words: str, look: str = LOOK) -> object:
    """A house on a copy of this database, looked at by a process of its own."""
    environment = laid_out(folder, golden)
    call = [sys.executable, "-c", look, *words]
    done = subprocess.run(
        call, env=environment, check=True, capture_output=True, text=True, timeout=120
    )
    answer: object = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("golden", DATABASES, ids=lambda path: path.stem)
def test_an_earlier_database_says_the_same_today(tmp_path: Path, golden: Path) -> None:
    assert opened(tmp_path / "data", golden) == [
        True,
        [
            ["Aus dem Kopf", "B", False],
            ["Großmann AG", "A", False],
            ["Klein", "A", True],
            ["Neu GmbH", "", False],
            ["Spät & Söhne", "B", False],
        ],
    ]


def test_a_database_with_rules_decides_the_same_today(tmp_path: Path) -> None:
    (golden,) = [one for one in DATABASES if one.name.startswith("0015")]
    assert opened(tmp_path / "data", golden, look=RULES) == {
        "rows": [1] * 10,
        "rule": [["C"], "call_back", "slot"],
        "said": [["not_now", "closed_door"], ["put_through", "emergency"]],
        "ring": ["Klein", "not_now", "put_through", "A"],
        "numbers": ["21"],
        "helpers": ["Ben"],
    }


def test_a_planned_and_closed_day_says_the_same_today(tmp_path: Path) -> None:
    (golden,) = [one for one in DATABASES if one.name.startswith("0016")]
    assert opened(tmp_path / "data", golden, look=WORKTIME) == {
        "rows": [1, 1, 2, 1, 1, 2, 1],
        "task": ["Angebot Fenster", "Klein", 1, 45],
        "lines": [["8:00", "8:45", "Angebot Fenster"]],
        "closed": [["2013-12-31", "Alles fertig", 3]],
        "leave": [["Fernsehen", True]],
        "off": ["BY", 1],
        "entries": ["Zahnarzt"],
    }


ENQUIRIES = """
import datetime as dt, json
from wertschatz import settings
from wertschatz.bootstrap import prepare
prepare.prepare(settings.load())
from wertschatz.bootstrap.house import house
from wertschatz.jobs.handlers import handlers
from wertschatz.storage.models import Job
from wertschatz.storage.queries.everything import everything
before = [hit.name for hit in everything("biergarten").enquiries]
job = Job.objects.get(once="renew_search")
handlers(house())[job.kind](job)
after = [hit.name for hit in everything("biergarten").enquiries]
print(json.dumps([before, after, house().bin_days(), house().empty_the_bin()]))
"""
OLD_ENQUIRY = """
INSERT INTO storage_enquiry (uuid, way, language, name, contact, text, trade, size, region,
  came_by, job, doubts, sender, decision, reply, recommended, decided_at, outcome, "on", at)
VALUES (?, 'typed', 'de', ?, '', 'Tische für den Biergarten', '', '', '', '', '', '', '', ?, '',
  '', ?, '', 735000, '2013-05-01 08:00:00')
"""


def test_enquiries_of_an_earlier_database_are_found_and_its_bin_is_emptied(tmp_path: Path) -> None:
    (golden,) = [one for one in DATABASES if one.name.startswith("0018")]
    older = tmp_path / golden.name
    older.write_bytes(golden.read_bytes())
    with closing(sqlite3.connect(older)) as file, file:
        file.execute(OLD_ENQUIRY, ("0" * 31 + "1", "Krone", "", None))
        file.execute(OLD_ENQUIRY, ("0" * 31 + "2", "Weg", "bin", "2013-05-02 08:00:00"))
    assert opened(tmp_path / "data", older, look=ENQUIRIES) == [[], ["Krone"], 30, 1]


def test_a_backup_is_made_before_a_migration(tmp_path: Path) -> None:
    opened(tmp_path / "data", DATABASES[0], "older")
    made = list((tmp_path / "data" / "backups").glob("*-before-migration.zip"))
    assert len(made) == 1
    with zipfile.ZipFile(made[0]) as box:
        assert box.testzip() is None
        assert "database.sqlite3" in box.namelist()


PREPARE = ("-m", "wertschatz.bootstrap.prepare")
IMPORT = ("-m", "wertschatz", "import", "--dry-run", "--lang", "de")


@pytest.mark.parametrize("terminal", [False, True], ids=["serve", "import"])
def test_the_person_hears_once_that_tables_change_and_where_the_backup_is(
    tmp_path: Path, terminal: bool
) -> None:
    environment = laid_out(tmp_path / "data", DATABASES[0]) | {"WERTSCHATZ_LANGUAGE": "de"}
    (tmp_path / "a.csv").write_text("Kunde;Datum;Netto\nKlein;01.05.2013;5,00\n")
    call = [sys.executable, *((*IMPORT, str(tmp_path / "a.csv")) if terminal else PREPARE)]
    heard = []
    for _ in range(2):
        done = subprocess.run(
            call, env=environment, check=True, capture_output=True, text=True, timeout=120
        )
        heard.append(done.stderr if terminal else done.stdout)
    [backup] = (tmp_path / "data" / "backups").glob("*-before-migration.zip")
    assert str(backup) in heard[0]
    assert len(heard[0].splitlines()) == 1
    assert heard[1] == ""
