"""Puts the analysis together for the terminal: readers in, answer out, nothing kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.rules.moment import Setup
from wertschatz.domain.rules.ready import ready_made
from wertschatz.domain.rules.replay import Past, compare
from wertschatz.integrations.files.pool import ReadingPool
from wertschatz.ports.files import Answers, CallRow, Source
from wertschatz.usecases.analyse_files import Analysis, Progress, analyse_files
from wertschatz.usecases.replay_calls import (
    CallsRead,
    Replayed,
    days_of,
    past_calls,
    read_calls,
    within,
)

SETUP = Setup(rules=ready_made())
ZONE: ZoneInfo = SETUP.tz
"""Of whoever has no house yet."""


def analyse(
    sources: Sequence[Source],
    as_of: date,
    *,
    answers: Answers,
    currency: str = "",
    own: Sequence[str] = (),
    limits: Limits | None = None,
    progress: Progress = lambda file, done: None,
) -> Analysis:
    """Reads the files in a limited child and assesses every customer in them."""
    with ReadingPool(size=1) as pool:
        return analyse_files(
            pool, sources, answers, as_of, limits or Limits(), currency=currency, own=own,
            progress=progress,
        )  # fmt: skip


def calls_in(sources: Sequence[Source], answers: Answers) -> CallsRead:
    """Reads lists of calls in a limited child."""
    with ReadingPool(size=1) as pool:
        return read_calls(pool, sources, answers)


def replay_unknown(
    rows: Sequence[CallRow],
    first: date | None,
    last: date | None,
    *,
    against: str,
    back_minutes: int,
) -> Replayed | None:
    """Calls of files where there is no house: nobody is known, and the ready-made rules hold.

    Raises KeyError for rules of one's own.
    """
    if against not in ("none", "house"):
        raise KeyError(against)
    calls = past_calls(within(rows, first, last), ZONE, "", lambda _numbers: {})
    days = days_of(calls, ZONE)
    if days is None:
        return None
    old = SETUP.rules if against == "house" else ()
    found = compare(SETUP, old, SETUP.rules, calls, Past(*days), back_minutes)
    return Replayed(*days, found)
