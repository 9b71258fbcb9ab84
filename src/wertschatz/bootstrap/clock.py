"""What time it is; one setting for tests moves the clock of every process."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

VARIABLE = "WERTSCHATZ_CLOCK"
"""For tests only: an ISO instant with zone, at which the clock then stands."""


def now() -> datetime:
    """The present instant, aware, in UTC."""
    moved = os.environ.get(VARIABLE)
    if moved:
        return datetime.fromisoformat(moved).astimezone(UTC)
    return datetime.now(UTC)


def today(zone: str = "") -> date:
    """The present day in a zone such as 'Europe/Berlin'; '' is the machine's own."""
    return now().astimezone(ZoneInfo(zone) if zone else None).date()
