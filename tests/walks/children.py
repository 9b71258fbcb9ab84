"""Real processes on a real data folder, which may be killed at any instant."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

NOW = "2026-11-23T12:00:00+00:00"
LOOK = """
import json
from wertschatz.bootstrap.house import house
from django.db import connection
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.year import window_for
from wertschatz.storage import years
from wertschatz.storage.models import Customer, Gram, Import, Invoice, Party, Witness
from wertschatz.storage.queries import customers
home = house()
if {clean}:
    home.clean_up()
if {assess}:
    home.assess()
seen = list(years.years(window_for(home.today()), Limits().as_mapping()))
with connection.cursor() as cursor:
    integrity = cursor.execute("PRAGMA integrity_check").fetchall()
    foreign = cursor.execute("PRAGMA foreign_key_check").fetchall()
print(json.dumps({{
    "customers": len(seen), "cents": sum(year.twelve_months_cents for year in seen),
    "invoices": sum(year.invoices for year in seen),
    "page": customers.customers_page().total,
    "left": [model.objects.count() for model in (Invoice, Customer, Party, Gram, Witness)],
    "states": list(Import.objects.order_by("id").values_list("state", flat=True)),
    "integrity": [*integrity, *foreign],
}}))
"""


def environment(data: Path, now: str = NOW) -> dict[str, str]:
    """What a child needs to find this data folder, and the day it is there."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WERTSCHATZ_")}
    return {**kept, "WERTSCHATZ_DATA": str(data), "WERTSCHATZ_CLOCK": now}


def start(data: Path, *words: str, now: str = NOW) -> subprocess.Popen[bytes]:
    """A child in a session of its own, so that its own children can be killed with it."""
    return subprocess.Popen(
        [sys.executable, *words], env=environment(data, now), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def kill(child: subprocess.Popen[bytes]) -> None:
    """Ends it and its children at once, as a power cut would."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait(20)


def run(data: Path, *words: str) -> str:
    """Runs a child to its end; its output."""
    done = subprocess.run(
        [sys.executable, *words],
        env=environment(data),
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def look(data: Path, *, clean: bool = False, assess: bool = False) -> dict[str, Any]:
    """What a fresh process sees, after the cleaning of a start if asked for."""
    found: dict[str, Any] = json.loads(run(data, "-c", LOOK.format(clean=clean, assess=assess)))
    return found


def wait(what: Callable[[], bool], child: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Until it is so; fails when the child ends before, or too late."""
    end = time.monotonic() + seconds
    while not what():
        assert child.poll() is None, "the child was done before it could be killed"
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.005)


def loading_rows(data: Path) -> int:
    """How many invoices an import that is not yet live has written."""
    key = json.loads((data / "key.json").read_text())["database_key"]
    (database,) = data.glob("*.sqlite3")
    connection = dbapi2.connect(f"file:{database}?mode=ro", uri=True, timeout=10)
    try:
        if key:
            connection.execute(f"PRAGMA key = \"x'{key}'\"")
        (count,) = connection.execute(
            "SELECT COUNT(*) FROM storage_invoice WHERE source_id IN "
            "(SELECT id FROM storage_import WHERE state = 'loading')"
        ).fetchone()
    finally:
        connection.close()
    return int(count)
