"""How long a large base of the first release takes until it is up to date."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

from django.db import connection, transaction

from bench import base

GOAL_SECONDS = 60


def run(*, small: bool = False) -> list[dict[str, object]]:
    """Seconds for the backup and for the migrations, of a copy of the base."""
    size = [count // (base.SMALL if small else 1) for count in base.SIZE]
    where = "{:,} customers, {:,} invoices, {:,} contacts".format(*size)
    made = _folder(small=small)
    folder = made.with_name(f"{made.name}-copy")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(made, folder)
    words = [sys.executable, "-m", "bench.first_release", "measure"]
    done = subprocess.run(words, env=base.environment(folder), capture_output=True, check=True)
    shutil.rmtree(folder)
    took: dict[str, float] = json.loads(done.stdout)
    return [
        {
            "name": f"First release brought up to date: {part}", "figure": round(seconds, 1),
            "unit": "s", "goal": GOAL_SECONDS, "met": seconds <= GOAL_SECONDS, "peer": where,
        }
        for part, seconds in took.items()
    ]  # fmt: skip


def _folder(*, small: bool) -> Path:
    """A data folder as the first release left it; built once (about two minutes), then kept."""
    folder = base.FOLDER / ("first-small" if small else "first-large")
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        words = [sys.executable, "-m", "bench.first_release", "small" if small else "large"]
        subprocess.run(words, env=base.environment(folder), check=True)
        (folder / "complete").touch()
    return folder


def build(part: int) -> None:
    """Migrates the folder of the environment to where the first release ended, and fills it."""
    from wertschatz import settings
    from wertschatz.storage.folder import DataFolder

    DataFolder(settings.load().data).prepare(encrypt=False)
    from wertschatz.bootstrap import house  # noqa: F401 - loads Django

    from django.core.management import call_command  # isort: skip

    call_command("migrate", "storage", "0001", verbosity=0)
    for app in ("auth", "contenttypes", "sessions", "account"):
        call_command("migrate", app, verbosity=0)
    customers, invoices, contacts = (size // part for size in base.SIZE)
    fill(customers, invoices, contacts)


def fill(customers: int, invoices: int, contacts: int) -> None:
    """The same rows as `base.fill`, in the tables of the first release, assessed."""
    dice = base.random.Random(base.SEED)
    everybody = range(1, customers + 1)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO storage_import (id, uuid, kind, state, started_at, report)"
            " VALUES (1, '00000000000000000000000000000001', 'files', 'live', '2026-01-01', '{}')"
        )
        cursor.executemany(
            "INSERT INTO storage_party (id, uuid, kind, name, zone)"
            " VALUES (%s, %s, 'organisation', %s, '')",
            ((i, f"{i:032x}", base.name(dice, i)) for i in everybody),
        )
        cursor.executemany(
            "INSERT INTO storage_customer (id, uuid, party_id, key, number, vat_id, source_id,"
            " archived) VALUES (%s, %s, %s, %s, %s, '', 1, 0)",
            ((i, f"{i:032x}", i, f"n:{i}", str(i)) for i in everybody),
        )
        cursor.executemany(
            'INSERT INTO storage_invoice (customer_id, source_id, line, key, number, "on", due_on,'
            " paid_on, payment_known, cents, original_cents, original_currency, kind, newer)"
            " VALUES (%s, 1, 1, %s, %s, %s, %s, %s, 1, %s, %s, 'EUR', 'net', 0)",
            base.invoice_rows(dice, customers, invoices),
        )
        cursor.executemany(
            'INSERT INTO storage_contact (customer_id, source_id, kind, "on", minutes)'
            " VALUES (%s, 1, 'call', %s, %s)",
            base.contact_rows(dice, customers, contacts),
        )
        cursor.execute(
            "INSERT INTO storage_assessmentrun VALUES"
            " (1, '2026-11-23', '2026-11-23', '2025-11-24', '2026-11-23', 'x', '{}', '{}', 1)"
        )
        cursor.execute(
            'INSERT INTO storage_assessment (customer_id, "group", confirmed, sure,'
            " revenue_cents, year_to_date_cents, twelve_months_cents, invoices, late_invoices,"
            " reasons, change, run_id)"
            " SELECT id, 'B', 0, 'likely', id, id, id, 1, 0, '[]', '', 1 FROM storage_customer"
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure() -> dict[str, float]:
    """Seconds of each part, in the folder of the environment."""
    from wertschatz import settings
    from wertschatz.bootstrap import prepare
    from wertschatz.storage import backup  # loads no Django

    start, made = settings.load(), 0.0
    before = time.perf_counter()
    plain = backup.make

    def timed(*words: object) -> None:
        nonlocal made
        began = time.perf_counter()
        plain(*words)  # type: ignore[arg-type]
        made = time.perf_counter() - began

    backup.make = timed  # type: ignore[assignment]
    prepare.prepare(start)
    return {"the backup": made, "the tables": time.perf_counter() - before - made}


if __name__ == "__main__":
    PART = sys.argv[1]
    if PART == "measure":
        print(json.dumps(measure()))
    else:
        build(base.SMALL if PART == "small" else 1)
