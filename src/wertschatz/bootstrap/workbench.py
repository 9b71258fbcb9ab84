"""Puts the analysis together for the terminal: readers in, answer out, nothing kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wertschatz.domain.customers.parameters import Limits
from wertschatz.integrations.files.pool import ReadingPool
from wertschatz.ports.files import Answers, Source
from wertschatz.usecases.analyse_files import Analysis, Progress, analyse_files
from wertschatz.usecases.replay_calls import CallsRead, read_calls


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
