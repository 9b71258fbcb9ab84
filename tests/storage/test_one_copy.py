"""A table changed in one copy is the table that the same changes make of it one by one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

GOLDEN = Path(__file__).parent / "databases" / "0001-first.sqlite3"
pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="files of SQLite")
TIMES = {"contact": 5, "invoice": 3, "party": 6}

MIGRATE = """
import json, sys
from wertschatz.bootstrap.house import house
from django.core.management import call_command
from django.db import connection
from django.db.migrations.operations import SeparateDatabaseAndState
from wertschatz.storage.sqlite.one_copy import OneCopy
if "plain" in sys.argv:
    OneCopy.database_forwards = SeparateDatabaseAndState.database_forwards
with connection.cursor() as cursor:
    cursor.execute("INSERT INTO storage_contact (id, customer_id, source_id, kind, [on], minutes)"
        " SELECT id + 7, id, source_id, 'call', 734000, id + 20 FROM storage_customer")
    cursor.execute("INSERT INTO storage_witness (invoice_id, source_id)"
        " SELECT id, source_id FROM storage_invoice")
    copied = dict.fromkeys(("contact", "invoice", "party"), 0)
    def watch(run, sql, params, many, context):
        answer = run(sql, params, many, context)
        for table in copied:
            if sql.startswith("INSERT INTO") and f"__storage_{table}" in sql:
                copied[table] += context["cursor"].rowcount
        return answer
    with connection.execute_wrapper(watch):
        call_command("migrate", verbosity=0)
    schema = cursor.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2")
    said = {"schema": schema.fetchall()}
    for table in ("contact", "invoice", "witness", "party", "customer"):
        said[table] = cursor.execute(f"SELECT * FROM storage_{table} ORDER BY id").fetchall()
    said["lost"] = cursor.execute("PRAGMA foreign_key_check").fetchall()
    said["sound"] = cursor.execute("PRAGMA integrity_check").fetchall()
print(json.dumps([said, copied]))
"""


def migrated(folder: Path, *words: str) -> tuple[dict[str, list[object]], dict[str, int]]:
    """What a database of the first release is afterwards, and how many rows were copied."""
    environment = {name: value for name, value in os.environ.items() if "WERTSCHATZ" not in name}
    environment["WERTSCHATZ_DATA"] = str(folder)
    code = "from wertschatz import settings\nfrom wertschatz.storage.folder import DataFolder\n"
    code += "DataFolder(settings.load().data).prepare(encrypt=False)"
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=120)
    (folder / "wertschatz.sqlite3").write_bytes(GOLDEN.read_bytes())
    call = [sys.executable, "-c", MIGRATE, *words]
    done = subprocess.run(
        call, env=environment, check=True, capture_output=True, text=True, timeout=120
    )
    said, copies = json.loads(done.stdout)
    return said, copies


def test_one_copy_makes_the_same_table_and_keeps_every_row(tmp_path: Path) -> None:
    once, copies = migrated(tmp_path / "once")
    plain, many = migrated(tmp_path / "plain", "plain")
    assert once == plain
    assert (once["lost"], once["sound"]) == ([], [["ok"]])
    assert copies == {table: len(once[table]) for table in copies}
    # One by one, as often as there are columns that may not be empty.
    assert many == {table: len(once[table]) * times for table, times in TIMES.items()}
    assert min(copies.values()) > 0
