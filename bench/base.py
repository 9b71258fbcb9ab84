"""The large base: 100,000 customers, 1,000,000 invoices, 5,000,000 contacts, always the same."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from django.db import connection, transaction

SEED = 20261123
AS_OF = dt.date(2026, 11, 23)
SIZE = (100_000, 1_000_000, 5_000_000)
"""Customers, invoices, contacts."""
SMALL = 20
"""`--small` uses so many times less."""
FOLDER = Path(__file__).parent / "data"
SYLLABLES = (
    "mül",
    "mai",
    "schrei",
    "fi",
    "scher",
    "ber",
    "ger",
    "hoff",
    "mann",
    "bau",
    "tech",
    "ler",
)


def name(dice: random.Random, number: int) -> str:
    """An invented firm's name; the number keeps it apart from the others."""
    return "".join(dice.choices(SYLLABLES, k=3)).title() + f" {number} GmbH"


def fill(customers: int, invoices: int, contacts: int) -> None:
    """Fills an empty, migrated database."""
    dice = random.Random(SEED)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO storage_import (id, uuid, kind, state, started_at, settled, report) "
            "VALUES (1, '00000000000000000000000000000001', 'files', 'live', '2026-01-01', 1, '{}')"
        )
        cursor.executemany(
            "INSERT INTO storage_party (id, uuid, kind, name, zone, street, postcode, town, "
            "country, email, phone) "
            "VALUES (%s, %s, 'organisation', %s, '', '', '', '', '', '', '')",
            ((i, f"{i:032x}", name(dice, i)) for i in range(1, customers + 1)),
        )
        cursor.executemany(
            "INSERT INTO storage_customer "
            "(id, uuid, party_id, key, number, name_key, vat_id, source_id, archived) "
            "VALUES (%s, %s, %s, %s, %s, '', '', 1, 0)",
            ((i, f"{i:032x}", i, f"n:{i}", str(i)) for i in range(1, customers + 1)),
        )
        cursor.executemany(
            'INSERT INTO storage_invoice (customer_id, source_id, line, key, number, "on", due_on,'
            " paid_on, payment_known, cents, original_cents, original_currency, kind, newer, void,"
            " corrects, document_type)"
            " VALUES (%s, 1, 1, %s, %s, %s, %s, %s, 1, %s, %s, 'EUR', 'net', 0, 0, '', '')",
            invoice_rows(dice, customers, invoices),
        )
        cursor.executemany(
            'INSERT INTO storage_contact (customer_id, source_id, kind, "on", minutes, length,'
            " key, who, about) VALUES (%s, 1, 'call', %s, %s, 10, '', '', '')",
            contact_rows(dice, customers, contacts),
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    from wertschatz.storage.tidy import tidy

    tidy()  # as after the first night


def _customer(dice: random.Random, customers: int) -> int:
    """Few customers get much, many get little."""
    return 1 + int(customers * dice.random() ** 2)


def invoice_rows(dice: random.Random, customers: int, count: int) -> Iterator[tuple[object, ...]]:
    last = AS_OF.toordinal()
    for number in range(1, count + 1):
        day = last - int(dice.random() * 1095)
        due = day + 14
        paid = due + int(dice.gauss(4, 12))
        cents = int(dice.lognormvariate(11, 1))
        paid_on = paid if day < paid <= last else None
        customer = _customer(dice, customers)
        yield customer, f"n:{customer}|{number}", str(number), day, due, paid_on, cents, cents


def contact_rows(dice: random.Random, customers: int, count: int) -> Iterator[tuple[object, ...]]:
    last = AS_OF.toordinal()
    for _ in range(count):
        yield (
            _customer(dice, customers),
            last - int(dice.random() * 1095),
            1 + int(dice.random() * 30),
        )


def environment(folder: Path) -> dict[str, str]:
    """How a child process finds this data folder, on the day the base ends."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WERTSCHATZ_")}
    clock = f"{AS_OF.isoformat()}T12:00:00+00:00"
    return {**kept, "WERTSCHATZ_DATA": str(folder), "WERTSCHATZ_CLOCK": clock}


def data_folder(*, small: bool) -> Path:
    """A data folder with the base and an owner; built once (about 2.5 minutes) and then kept."""
    folder = FOLDER / ("small" if small else "large")
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        words = [sys.executable, "-m", "bench.base", *(["--small"] if small else [])]
        subprocess.run(words, env=environment(folder), check=True)
        (folder / "complete").touch()
    # One that an earlier checkout built is brought up to date first. The clock stands still here,
    # so that the backup before it would have the name of the last one.
    shutil.rmtree(folder / "backups", ignore_errors=True)
    renew = [sys.executable, "-m", "bench.base", "--renew"]
    subprocess.run(renew, env=environment(folder), check=True, stdout=subprocess.DEVNULL)
    return folder


def main() -> None:
    """Fills the data folder of the environment."""
    from wertschatz import settings
    from wertschatz.bootstrap.prepare import prepare

    prepare(settings.load())
    if "--renew" in sys.argv:
        return
    from wertschatz.bootstrap.house import house
    from wertschatz.django_settings import SECRET_KEY
    from wertschatz.usecases.start_the_house import start_token

    part = SMALL if "--small" in sys.argv else 1
    fill(*(size // part for size in SIZE))
    house().start_owner(
        start_token(SECRET_KEY), username="bench", password="bench the big base",
        firm="Bench", language="de",
    )  # fmt: skip


if __name__ == "__main__":
    main()
