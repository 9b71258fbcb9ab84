"""Past calls under the owner's rules: from the files of any telephone system."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from wertschatz.domain.customers.phones import normal_number
from wertschatz.domain.rules.moment import NOBODY, Known
from wertschatz.domain.rules.replay import Comparison, Outcome, PastCall
from wertschatz.ports.files import (
    Answers,
    CallRow,
    Event,
    Finished,
    Question,
    ReadFiles,
    Rows,
    Source,
)
from wertschatz.ports.problems import Problem, Weight
from wertschatz.usecases.contact_keys import contact_of

WhoAre = Callable[[Iterable[str]], Mapping[str, Known]]
"""Numbers (E.164) → whoever is behind them."""
_OUTCOMES = {"missed": Outcome.MISSED, "rejected": Outcome.REJECTED}


@dataclass(slots=True)
class CallsRead:
    """The calls of some files, and what was wrong with others."""

    calls: list[CallRow] = field(default_factory=list)
    files: dict[str, int] = field(default_factory=dict)
    """File → how many calls it held."""
    refused: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Replayed:
    """The answer, with the days that it is about."""

    first: dt.date
    last: dt.date
    comparison: Comparison
    cut: bool = False
    """There were more calls, and the older ones were left out."""


def read_calls(read_files: ReadFiles, sources: Sequence[Source], answers: Answers) -> CallsRead:
    """Reads the files; rows that are no calls are left aside."""
    read = CallsRead()
    for event in read_files(sources, answers):
        _take(read, event)
    said = {one.file for one in read.problems if one.code == "no_calls"} | read.refused
    for file, calls in read.files.items():
        container = any(other.startswith(f"{file}/") for other in read.files)
        if not calls and not container and file not in said:
            read.problems.append(Problem("no_calls", file))
    return read


def _take(read: CallsRead, event: Event) -> None:
    match event:
        case Rows(file, rows, _):
            calls = [row for row in rows if isinstance(row, CallRow)]
            read.calls += calls
            read.files[file] = read.files.get(file, 0) + len(calls)
        case Problem():
            read.problems.append(event)
            if event.weight is Weight.REFUSED:
                read.refused.add(event.file)
        case Question():
            read.questions.append(event)
            read.refused.add(event.file)
        case Finished():
            read.files.setdefault(event.file, 0)


def past_calls(
    rows: Iterable[CallRow], zone: ZoneInfo, area: str, who_are: WhoAre
) -> list[PastCall]:
    """The calls with whoever is behind their numbers; one that two lists tell of counts once."""
    listed = list(_each_once(rows, area))
    numbers = {row.number: normal_number(row.number, area) for row in listed}
    known = who_are({number for number in numbers.values() if number})
    return [_call(row, numbers[row.number] or row.number, zone, known) for row in listed]


def _each_once(rows: Iterable[CallRow], area: str) -> Iterator[CallRow]:
    seen: set[str] = set()
    for row in rows:
        key = contact_of(row, area).key
        if key not in seen:
            seen.add(key)
            yield row


def _call(row: CallRow, number: str, zone: ZoneInfo, known: Mapping[str, Known]) -> PastCall:
    wall = dt.datetime.combine(
        dt.date.fromordinal(row.on), dt.time(row.start // 60 % 24, row.start % 60), zone
    )
    outcome = _OUTCOMES.get(row.direction, Outcome.ANSWERED)
    seconds = row.seconds if outcome is Outcome.ANSWERED else 0
    incoming = row.direction != "out"
    return PastCall(
        wall.astimezone(dt.UTC), known.get(number, NOBODY), number, incoming, seconds, outcome
    )


def within(rows: Iterable[CallRow], first: dt.date | None, last: dt.date | None) -> list[CallRow]:
    """Those of these days, both included; None: open on that side."""
    low = dt.date.min if first is None else first
    high = dt.date.max if last is None else last
    return [row for row in rows if low.toordinal() <= row.on <= high.toordinal()]


def days_of(calls: Sequence[PastCall], zone: ZoneInfo) -> tuple[dt.date, dt.date] | None:
    """The first and the last day of which a call is known: quiet on other days is no evidence."""
    if not calls:
        return None
    ends = min(call.at for call in calls), max(call.at for call in calls)
    return ends[0].astimezone(zone).date(), ends[1].astimezone(zone).date()
