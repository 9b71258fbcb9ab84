"""The invented firm to try things out with: a joinery, its fifty customers, two years of work."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from wertschatz.bootstrap import clock
from wertschatz.bootstrap.example.customers import CUSTOMERS, Customer
from wertschatz.bootstrap.example.exports import READABLE, all_exports
from wertschatz.bootstrap.example.exports.export import Export
from wertschatz.bootstrap.example.history import History, history_until
from wertschatz.bootstrap.example.stories import (
    LIMITS,
    STORIES,
    Cost,
    Mark,
    Promise,
    Wish,
    Word,
    cared,
    colleagues,
    consents,
    costs,
    marks,
    noticed,
    number_of,
    promises,
    wishes,
    words,
)

__all__ = [
    "CUSTOMERS", "LIMITS", "READABLE", "STORIES", "Cost", "Customer", "Export", "History",
    "Mark", "Promise", "Wish", "Word",
    "cared", "colleagues", "consents",
    "costs", "exports", "files", "history_until", "marks", "noticed", "number_of",
    "promises",    "wishes", "words", "write",
]  # fmt: skip


def exports(today: dt.date, tags: Collection[str] | None = READABLE) -> list[Export]:
    """The files up to this day, of these kinds; None: all. The same day gives the same bytes."""
    every = all_exports(history_until(today))
    return [export for export in every if tags is None or export.tag in tags]


def write(
    folder: Path, today: dt.date, tags: Collection[str] | None = None
) -> list[tuple[str, Path]]:
    """Writes the files into a folder that exists; returns their names and paths."""
    written = []
    for export in exports(today, tags):
        path = folder / export.name
        path.write_bytes(export.content)
        written.append((export.name, path))
    return written


@contextmanager
def files(tags: Collection[str] | None = READABLE) -> Iterator[list[tuple[str, Path]]]:
    """The example's files, always reaching up to the present; gone again afterwards."""
    with tempfile.TemporaryDirectory(prefix="wertschatz-example-") as folder:
        yield write(Path(folder), clock.today(), tags)
