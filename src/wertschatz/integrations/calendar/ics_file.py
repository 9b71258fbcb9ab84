"""A calendar that lies on this computer as one ICS file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from wertschatz.integrations.codecs.ics_window import MOST_BYTES, contents_of, reading_of
from wertschatz.ports.calendar import Reading, Unreadable


class IcsFile:
    """Read anew each time; whoever writes it may be writing just now."""

    code = "file"

    def place(self, typed: str) -> str:
        """An absolute path; raises ValueError."""
        path = Path(typed.strip()).expanduser()
        if not path.is_absolute():
            raise ValueError(typed)
        return str(path)

    def read(self, place: str, zone: dt.tzinfo, first: dt.datetime, last: dt.datetime) -> Reading:
        """What lies between two instants; raises Unreadable."""
        return reading_of(contents_of(_bytes_of(Path(place))), zone, first, last)


def _bytes_of(path: Path) -> bytes:
    try:
        if not path.is_file():
            # A pipe or a device would never end.
            raise Unreadable("calendar_a_folder" if path.is_dir() else "calendar_missing")
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except (OSError, ValueError):
        raise Unreadable("calendar_closed") from None
    if len(raw) > MOST_BYTES:
        raise Unreadable("calendar_too_large")
    return raw


KIND = IcsFile()
