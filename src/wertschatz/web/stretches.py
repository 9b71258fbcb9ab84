"""Stretches of the week in forms: a row each with its days, from and until; one empty row more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from wertschatz.domain.customers.preferences import DAY_MINUTES, Hours
from wertschatz.domain.rules.rule import Span
from wertschatz.usecases.refusals import Refused

MOST_ROWS = 31
_TIME = re.compile(r"^(\d{1,2})[:.](\d{2})$")


@dataclass(frozen=True, slots=True)
class Row:
    """One stretch as a form shows it; all empty in a row for a new one."""

    name: str
    """What the names of its fields begin with."""
    days: frozenset[int]
    start: str
    until: str


def rows_of(prefix: str, hours: Iterable[Hours], *, more: int = 1) -> list[Row]:
    """The rows of these stretches, and `more` empty ones."""
    rows = [
        Row(f"{prefix}-{at}", one.weekdays, as_time(one.start), as_time(one.until))
        for at, one in enumerate(hours)
    ]
    at = len(rows)
    return [*rows, *(Row(f"{prefix}-{at + n}", frozenset(), "", "") for n in range(more))]


def span_rows(prefix: str, spans: Sequence[Span], *, more: int = 1) -> list[Row]:
    """The same for spans of any day."""
    hours = [Hours(frozenset(), span.start, span.end) for span in spans]
    return rows_of(prefix, hours, more=more)


def typed_hours(sent: QueryDict, prefix: str) -> tuple[Hours, ...]:
    """The stretches of a form; a row without from and until is none; raises Refused."""
    found = []
    for at in range(MOST_ROWS):
        span = _typed(sent, f"{prefix}-{at}")
        if span is not None:
            found.append(Hours(typed_days(sent, f"{prefix}-{at}-day"), *span))
    return tuple(found)


def typed_spans(sent: QueryDict, prefix: str) -> tuple[Span, ...]:
    """Spans of any day; raises Refused."""
    found = (_typed(sent, f"{prefix}-{at}") for at in range(MOST_ROWS))
    return tuple(span for span in found if span is not None)


def typed_days(sent: QueryDict, name: str) -> frozenset[int]:
    """Weekdays that were ticked; 0 is Monday."""
    return frozenset(int(text) for text in sent.getlist(name) if text in set("0123456"))


def minute_of(text: str) -> int | None:
    """Minute of the day of '9:30', None for nothing; raises Refused."""
    bare = text.strip()
    if not bare:
        return None
    found = _TIME.match(bare)
    if found is None or int(found[1]) > 24 or int(found[2]) > 59:
        raise Refused("time_not_read", {"value": bare[:30]})
    minute = int(found[1]) * 60 + int(found[2])
    if minute > DAY_MINUTES:
        raise Refused("time_not_read", {"value": bare[:30]})
    return minute


def as_time(minute: int) -> str:
    """As a field for a time wants it; midnight at the end of a day is 00:00.

    >>> as_time(570), as_time(1440)
    ('09:30', '00:00')
    """
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def _typed(sent: QueryDict, name: str) -> Span | None:
    start = minute_of(sent.get(f"{name}-from", ""))
    until = minute_of(sent.get(f"{name}-until", ""))
    if start is None and until is None:
        return None
    if start is None or until is None:
        raise Refused("stretch_half")
    # Until midnight is the end of the day.
    return Span(start % DAY_MINUTES, until or DAY_MINUTES)
