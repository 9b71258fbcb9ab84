"""A folder with one file an entry (vdir), as khal, todoman and vdirsyncer keep calendars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from wertschatz.integrations.codecs.ics import Contents
from wertschatz.integrations.codecs.ics_window import (
    MOST_BYTES,
    contents_of,
    joined,
    reading_of,
)
from wertschatz.ports.calendar import Reading, Unreadable

MOST_FILES = 20_000
MOST_TOGETHER = 4 * MOST_BYTES


class Vdir:
    """The folder itself is a collection, or holds collections."""

    code = "folder"

    def place(self, typed: str) -> str:
        """An absolute path; raises ValueError."""
        path = Path(typed.strip()).expanduser()
        if not path.is_absolute():
            raise ValueError(typed)
        return str(path)

    def read(self, place: str, zone: dt.tzinfo, first: dt.datetime, last: dt.datetime) -> Reading:
        """What lies between two instants; a damaged entry leaves the others be; raises
        Unreadable."""
        damaged: list[str] = []
        return reading_of(joined(_parts(Path(place), damaged)), zone, first, last, damaged)


def _parts(folder: Path, damaged: list[str]) -> Iterator[Contents]:
    left = MOST_TOGETHER
    for path in _entries(folder):
        try:
            with path.open("rb") as file:
                raw = file.read(MOST_BYTES + 1)
        except FileNotFoundError:
            continue  # taken away while we read
        except OSError:
            damaged.append(path.stem)
            continue
        left -= len(raw)
        if left < 0:
            raise Unreadable("calendar_too_large")
        try:
            yield contents_of(raw)
        except Unreadable:
            damaged.append(path.stem)


def _entries(folder: Path) -> list[Path]:
    try:
        if not folder.is_dir():
            raise Unreadable("calendar_missing")
        found = list(islice(_files(folder), MOST_FILES + 1))
    except (OSError, ValueError):
        raise Unreadable("calendar_closed") from None
    if len(found) > MOST_FILES:
        raise Unreadable("calendar_too_large")
    return sorted(found)


def _files(folder: Path) -> Iterator[Path]:
    """Of the collection; of each one inside, where it is a folder of collections."""
    for path in folder.iterdir():
        if path.name.startswith("."):
            continue  # being written, or somebody else's notes
        if path.is_dir():
            inner = (one for one in path.iterdir() if _is_entry(one))
            yield from inner
        elif _is_entry(path):
            yield path


def _is_entry(path: Path) -> bool:
    return path.suffix == ".ics" and not path.name.startswith(".") and path.is_file()


KIND = Vdir()
