"""Where a path leads in the end: the same folder may be written in several ways."""

from __future__ import annotations

import os


def really(place: str) -> str:
    """The path without links and without '..'; what is not there yet stays as it is written."""
    try:
        return os.path.realpath(place)
    except (OSError, ValueError):
        return place
