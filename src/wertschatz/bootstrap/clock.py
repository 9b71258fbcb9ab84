"""The one clock of the house; a test may move it for all processes at once."""

from __future__ import annotations

import datetime as dt
import os
from zoneinfo import ZoneInfo

VARIABLE = "WERTSCHATZ_CLOCK"
"""Test only: an ISO instant at which the clock of this process starts."""

_started = dt.datetime.now(dt.UTC)


def now() -> dt.datetime:
    """This instant, aware, in UTC."""
    real = dt.datetime.now(dt.UTC)
    moved = os.environ.get(VARIABLE)
    if not moved:
        return real
    start = dt.datetime.fromisoformat(moved)
    return (start if start.tzinfo else start.replace(tzinfo=dt.UTC)) + (real - _started)


def today(zone: str = "Europe/Berlin") -> dt.date:
    """The day it is in this zone."""
    return now().astimezone(ZoneInfo(zone)).date()
