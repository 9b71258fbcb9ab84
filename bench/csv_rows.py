"""How much more a whole import's reading costs than Python's bare csv reader, child included."""

from __future__ import annotations

import csv
import random
import resource
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from wertschatz.integrations.files.pool import ReadingPool
from wertschatz.ports.files import Rows, Source

ROWS = 300_000
GOAL = 8.0
_HEADER = (
    "Rechnungsnummer;Rechnungsdatum;Kundennummer;Kunde;Netto;Brutto;Währung;Fällig am;Bezahlt am"
)
_FIRMS = ("Bäckerei", "Tischlerei", "Praxis", "Gärtnerei", "Kanzlei", "Autohaus", "Café", "Hotel")
_NAMES = ("Müller", "Öztürk", "Schäfer", "Groß", "Weiß", "Krüger", "Nowak", "Sommer", "König")


def write_list(path: Path, rows: int = ROWS) -> None:
    """A German invoice list as many tools write it: cp1252, semicolons, nine columns."""
    dice = random.Random(8321)
    firms = [f"{f} {n} {k}" for k in range(60) for f in _FIRMS for n in _NAMES]
    first = date(2022, 1, 3)
    with path.open("w", encoding="cp1252", newline="") as file:
        file.write(_HEADER + "\r\n")
        for number in range(rows):
            customer = dice.randrange(len(firms))
            on = first + timedelta(days=number * 1_000 // rows)
            cents = dice.randrange(1_500, 900_000)
            paid = on + timedelta(days=dice.randrange(5, 40))
            file.write(
                f"RE-{number:07};{on:%d.%m.%Y};{10_000 + customer};{firms[customer]};"
                f"{_german(cents)};{_german(cents * 119 // 100)};EUR;"
                f"{on + timedelta(days=14):%d.%m.%Y};"
                f"{paid.strftime('%d.%m.%Y') if number % 9 else ''}\r\n"
            )


def _german(cents: int) -> str:
    whole = f"{cents // 100:,}".replace(",", ".")
    return f"{whole},{cents % 100:02}"


def _cpu() -> float:
    """User and system seconds of this process and its ended children."""
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in usage)


def _seconds(work: Callable[[Path], int], path: Path) -> float:
    before = _cpu()
    rows = work(path)
    if rows < ROWS:
        raise RuntimeError(f"read {rows} of {ROWS} rows")
    return _cpu() - before


def _bare(path: Path) -> int:
    count = 0
    with path.open(encoding="cp1252", newline="") as file:
        for _ in csv.reader(file, delimiter=";"):
            count += 1
    return count


def _whole(path: Path) -> int:
    """The pool with a fresh child, whose start counts too; a child counts once it has ended."""
    count = 0
    with ReadingPool() as pool:
        for event in pool([Source(path, path.name)], {}):
            if isinstance(event, Rows):
                count += len(event.rows)
    return count


def run() -> list[dict[str, object]]:
    """One figure; A B A B, minima."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rechnungen.csv"
        write_list(path)
        pairs = [(_seconds(_bare, path), _seconds(_whole, path)) for _ in range(3)]
    bare, whole = min(p[0] for p in pairs), min(p[1] for p in pairs)
    factor = round(whole / bare, 2)
    return [
        {
            "name": "CSV rows: CPU of reading, child included, over the bare csv.reader",
            "figure": factor,
            "unit": f"x (at most {GOAL:g})",
            "goal": GOAL,
            "met": factor <= GOAL,
            "peer": f"csv.reader {bare:.2f} s, whole {whole:.2f} s for {ROWS} rows",
        }
    ]


if __name__ == "__main__":
    for line in run():
        print(" | ".join(str(value) for value in line.values()))
