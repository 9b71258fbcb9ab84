"""Half a million bank rows into the database, and how long another writer waits meanwhile."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import base
from bench.bank_rows import ROWS, write_list
from bench.documents import _line, _peak_mb

INVOICES = 3_000
GOAL_SECONDS = 60
GOAL_WAIT_MS = 100
EVERY_SECONDS = 0.05


def run(*, small: bool = False) -> list[dict[str, object]]:
    """Seconds of the import with everything derived from it, memory, and the waits beside it."""
    rows = ROWS // (20 if small else 1)
    with tempfile.TemporaryDirectory(prefix="wertschatz-bench-") as name:
        folder = Path(name) / "data"
        words = [sys.executable, "-m", "bench.bank_import", "measure", str(rows)]
        done = subprocess.run(words, env=base.environment(folder), capture_output=True, check=True)
    took: dict[str, float] = json.loads(done.stdout)
    where = f"{rows} rows, {INVOICES} invoices of which {took['settled']:.0f} found their payment"
    apart = ", ".join(f"{part} {took[part]:.1f} s" for part in ("trying", "loading", "renewing"))
    return [
        _line("Bank import", took["loading"] + took["renewing"], "s", GOAL_SECONDS, f"{where}; "
              f"{apart}", more=False),
        _line("Another writer waits meanwhile, p99", took["p99"], "ms", GOAL_WAIT_MS,
              f"{took['writes']:.0f} writes, the longest {took['longest']:.0f} ms", more=False),
        _line("Bank import: peak of memory", took["peak"], "MB", 1000,
              "the process that writes; reading children apart", more=False),
        _line("Nothing changed: derived figures renewed", took["again"], "ms", 20, "", more=False),
    ]  # fmt: skip


def _prepared() -> None:
    from wertschatz import settings
    from wertschatz.bootstrap.prepare import prepare

    prepare(settings.load())


def _write_invoices(path: Path, rows: int) -> None:
    """A list of invoices that some of the bank rows pay, by the same dice."""
    dice, step = random.Random(4711), max(1, rows // INVOICES)
    with path.open("w", encoding="utf-8") as file:
        file.write("Kunde;Rechnungsnummer;Datum;Brutto;Netto\n")
        for number in range(rows):
            amount = f"{dice.randrange(10_000)},{dice.randrange(100):02}"
            who = dice.randrange(20_000)
            if number % step == 0:
                day = f"01.{1 + number * 12 // rows:02}.2026"
                file.write(f"Kunde Müller {who} GmbH;RE-{number:07};{day};{amount};{amount}\n")


def measure(rows: int) -> dict[str, float]:
    """In the data folder of the environment, which is empty."""
    _prepared()
    from wertschatz.bootstrap.house import House
    from wertschatz.ports.files import Source
    from wertschatz.storage import derived
    from wertschatz.storage.models import Settlement

    house, took = House(), {}
    with tempfile.TemporaryDirectory() as folder:
        bills, list_ = Path(folder) / "rechnungen.csv", Path(folder) / "umsaetze.csv"
        _write_invoices(bills, rows)
        write_list(list_, rows)
        house.load_files(house.import_sources([Source(bills, bills.name)]))
        house.assess()
        made = house.import_sources([Source(list_, list_.name)])
        with _Clock(took, "trying"):
            house.check_files(made)
        words = [sys.executable, "-m", "bench.bank_import", "write"]
        other = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert other.stdout is not None
        other.stdout.readline()
        with _Clock(took, "loading"):
            house.load_files(made)
        with _Clock(took, "renewing"):
            house.assess()
        told, _ = other.communicate(b"enough\n")
        with _Clock(took, "again"):
            derived.renew(house.today(), house.now(), house.zone)
    took["again"] *= 1000
    took["settled"] = Settlement.objects.values("invoice_key").distinct().count()
    took["peak"] = _peak_mb(_own_pid())
    house.close()
    return took | json.loads(told)


def _own_pid() -> int:
    return int(Path("/proc/self").resolve().name)


class _Clock:
    def __init__(self, took: dict[str, float], name: str) -> None:
        self._took, self._name = took, name

    def __enter__(self) -> None:
        self._before = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self._took[self._name] = time.perf_counter() - self._before


def write() -> dict[str, float]:
    """Notes a mark every 50 ms until the other side says that it is enough."""
    import select

    _prepared()
    from wertschatz.bootstrap.house import House
    from wertschatz.storage.models import Customer

    house, waits = House(), []
    customer = Customer.objects.values_list("uuid", flat=True)[0]
    print("begun", flush=True)
    while not select.select([sys.stdin], [], [], EVERY_SECONDS)[0]:
        before = time.perf_counter()
        house.note_mark(customer, kind="recommended", owner=True, actor=None)
        waits.append((time.perf_counter() - before) * 1000)
    waits.sort()
    return {"writes": len(waits), "p99": waits[len(waits) * 99 // 100], "longest": waits[-1]}


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        print(json.dumps(measure(int(sys.argv[2]))))
    elif sys.argv[1:2] == ["write"]:
        print(json.dumps(write()))
    else:
        for line in run(small="--small" in sys.argv):
            print(" | ".join(str(value) for value in line.values()))
