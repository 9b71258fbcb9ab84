"""`python -m bench [--small]`: all figures in one table, and as JSON in bench/results."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import (
    bank_import,
    bank_rows,
    csv_rows,
    customer_year,
    dayplan,
    documents,
    feed,
    first_release,
    gate,
    idle_memory,
    living,
    payments,
    replay,
    ring,
    rules,
    search,
    sip,
)

RESULTS = Path(__file__).parent / "results"
Lines = list[dict[str, object]]


def main() -> None:
    """Measures, prints and keeps everything; a bench that cannot run says so in one line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a twentieth of the large base")
    small: bool = parser.parse_args().small
    console = Console()
    lines: Lines = []
    benches: dict[str, Callable[[], Lines]] = {
        "csv rows": csv_rows.run,
        "bank rows": lambda: bank_rows.run(small=small),
        "bank import": lambda: bank_import.run(small=small),
        "documents": lambda: documents.run(small=small),
        "customer year": lambda: customer_year.run(small=small),
        "search": lambda: search.run(small=small),
        "day plan": lambda: dayplan.run(small=small),
        "rules": lambda: rules.run(small=small),
        "first release": lambda: first_release.run(small=small),
        "payments": lambda: payments.run(small=small),
        "living": lambda: living.run(small=small),
        "replay": lambda: replay.run(small=small),
        "feed": lambda: feed.run(small=small),
        "gate": lambda: gate.run(small=small),
        "sip": lambda: sip.run(small=small),
        "ring": ring.run,
        "idle memory": idle_memory.run,
    }
    for name, bench in benches.items():
        console.print(f"[dim]{name} …[/dim]")
        try:
            lines += bench()
        except Exception as error:
            console.print(f"{name}: not measured ({type(error).__name__}: {error})", markup=False)
    console.print(_table(lines))
    console.print(f"Kept in {_keep(lines, small=small)}", markup=False)


def _table(lines: Lines) -> Table:
    table = Table()
    for heading in ("What", "Figure", "Unit", "Goal", "Met", "Beside it"):
        table.add_column(heading, justify="right" if heading in {"Figure", "Goal"} else "left")
    for line in lines:
        cells = [line[key] for key in ("name", "figure", "unit", "goal", "met", "peer")]
        table.add_row(*("yes" if c is True else "NO" if c is False else str(c) for c in cells))
    return table


def _keep(lines: Lines, *, small: bool) -> Path:
    """One file a day and size; the later run of a day replaces the earlier one."""
    RESULTS.mkdir(exist_ok=True)
    at = dt.datetime.now(dt.UTC)
    path = RESULTS / f"{at:%Y-%m-%d}{'-small' if small else ''}.json"
    machine = {"python": platform.python_version(), "cores": os.cpu_count()}
    content = {"at": at.isoformat(), "small": small, "machine": machine, "figures": lines}
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    main()
