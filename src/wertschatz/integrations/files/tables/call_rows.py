"""Turns the records of a list of calls into calls and says why others stay out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from wertschatz.integrations.files.tables.call_words import (
    direction_of,
    extras,
    is_number,
    is_unanswered,
    is_withheld,
)
from wertschatz.integrations.files.tables.clock import Moment, MomentReader
from wertschatz.integrations.files.tables.dates import DayReader
from wertschatz.integrations.files.tables.decisions import Decisions
from wertschatz.integrations.files.tables.durations import SECOND, seconds_of, unit_of_word
from wertschatz.integrations.files.tables.layout import Layout
from wertschatz.integrations.files.tables.records import Batch
from wertschatz.integrations.files.tables.words import TOTALS, folded
from wertschatz.ports.files import CallRow, Role
from wertschatz.ports.problems import Problem

LONGEST = 86_400
"""Seconds; no call takes longer than a day."""

_BATCHES = 10
_EXTENSION = 5
"""Digits; a longer number is one of the public network."""
_SHOWN = 60
_TWO_PARTS = re.compile(r"(\d{1,4}):([0-5]\d)", re.ASCII)


class _Bad(Exception):
    """The record stays out: the code and the value that is shown."""


class CallConverter:
    """Records → calls, for one file whose layout and date order are known."""

    def __init__(self, name: str, layout: Layout, decisions: Decisions) -> None:
        """`name` is what the person calls the file."""
        self._name = name
        self._roles: Mapping[Role, int] = layout.roles
        self._header = layout.header
        self._extras = extras(layout)
        usual = next(filter(None, decisions.order.values()), "")
        self._days = DayReader(usual)
        self._moments = MomentReader(self._days)
        self._word = folded(layout.header[layout.roles[Role.DURATION]])
        self._ours: Counter[str] = Counter()
        self._hours = False
        self.internal = 0

    def decide(self, batches: Iterable[Batch | Problem]) -> str:
        """Looks at the first records: which numbers are ours, and what "0:05" counts.

        Returns an example where nothing but habit says that it is minutes and seconds.
        """
        cells: list[str] = []
        for batch in islice((b for b in batches if isinstance(b, Batch)), _BATCHES):
            for row in batch.rows:
                self._ours.update({self._text(row, role) for role in (Role.CALLER, Role.CALLED)})
                cells.append(self._text(row, Role.DURATION))
        found = [match for match in map(_TWO_PARTS.fullmatch, cells) if match]
        said_hours = "hhmm" in self._word and "hhmmss" not in self._word
        self._hours = said_hours
        if said_hours or "mmss" in self._word or any(int(match[1]) > 23 for match in found):
            return ""
        return next((match[0] for match in found if match[0].strip("0:")), "")

    def convert(self, batch: Batch) -> Iterator[CallRow | Problem]:
        """In the order of the file; calls within the house are only counted."""
        for line, row in zip(batch.lines, batch.rows, strict=True):
            if not any(map(str.strip, row)) or self._is_no_record(row):
                continue
            try:
                call = self._one(line, row)
            except _Bad as bad:
                code, value = bad.args
                facts: dict[str, int | str | bool] = {"value": value[:_SHOWN]} if value else {}
                if code == "row_too_short":
                    facts = {"columns": len(row), "expected": len(self._header)}
                yield Problem(code, self._name, line, facts)
                continue
            if call is None:
                self.internal += 1
            else:
                yield call

    def _one(self, line: int, row: list[str]) -> CallRow | None:
        if len(row) <= max(self._roles[Role.DATE], self._roles[Role.DURATION]):
            raise _Bad("row_too_short", "")
        on, second = self._when(row)
        seconds = self._seconds(row)
        sides = self._sides(row)
        if sides is None:
            return None
        direction, number, own, device = sides
        if direction in {"in", "out"} and self._unanswered(row, direction, seconds):
            direction, seconds = ("missed" if direction == "in" else "out"), 0
        name, number = _named(number)
        return CallRow(
            line, on, second // 60, seconds, direction, number,
            self._text(row, Role.CUSTOMER) or name, self._cell(row, self._extras.own) or own,
            self._text(row, Role.PERSON) or device, self._cell(row, self._extras.tool_id),
            self._hours,
        )  # fmt: skip

    def _when(self, row: list[str]) -> tuple[int, int]:
        text = self._text(row, Role.DATE)
        if not text:
            raise _Bad("date_missing", "")
        moment: Moment | None = self._moments[text]
        if moment is not None and moment.day is not None:
            return moment.day, moment.second % 86_400
        on = self._days[text]
        if on is None:
            raise _Bad("date_unreadable", text)
        clock = self._text(row, Role.START)
        beginning = self._moments[clock] if clock else None
        if beginning is None and clock:
            raise _Bad("time_unreadable", clock)
        return on, beginning.second % 86_400 if beginning else 0

    def _seconds(self, row: list[str]) -> int:
        text = self._text(row, Role.DURATION).strip("-– ")
        if not text:
            return 0
        unit = unit_of_word(self._word) or SECOND
        two = _TWO_PARTS.fullmatch(text)
        if two and not self._hours:
            return int(two[1]) * 60 + int(two[2])
        seconds = seconds_of(text, unit)
        if seconds is None:
            raise _Bad("duration_unreadable", text)
        if not 0 <= seconds <= LONGEST:
            raise _Bad("time_impossible", text)
        return seconds

    def _sides(self, row: list[str]) -> tuple[str, str, str, str] | None:
        """Direction, number outside, our number and our device; None: both are ours."""
        caller, called = self._text(row, Role.CALLER), self._text(row, Role.CALLED)
        if Role.DIRECTION in self._roles:
            text = self._text(row, Role.DIRECTION)
            direction = direction_of(text)
            if not direction:
                raise _Bad("call_kind_unknown", text)
            if direction == "internal":
                return None
        elif _is_ours(caller) and _is_ours(called):
            return None
        else:
            direction = self._guessed(caller, called)
        outside, inside = (called, caller) if direction == "out" else (caller, called)
        outside = self._text(row, Role.PHONE) or outside
        device = inside if _is_ours(inside) else ""
        return direction, "" if is_withheld(outside) else outside, "" if device else inside, device

    def _guessed(self, caller: str, called: str) -> str:
        """By extensions first; else the side that stands in more calls of the list is ours."""
        if Role.CALLED not in self._roles or Role.CALLER not in self._roles:
            return "in" if Role.CALLER in self._roles else "out"
        if _is_ours(caller) != _is_ours(called):
            return "out" if _is_ours(caller) else "in"
        if is_withheld(caller):
            return "in"
        return "out" if self._ours[caller] > self._ours[called] else "in"

    def _unanswered(self, row: list[str], direction: str, seconds: int) -> bool:
        """The result says so; where there is none, an incoming call without length is missed."""
        status = self._text(row, Role.STATUS)
        return is_unanswered(status) if status else direction == "in" and not seconds

    def _is_no_record(self, row: list[str]) -> bool:
        """A repeated header, or a line of totals, which has no day."""
        if tuple(map(str.strip, row)) == self._header:
            return True
        words = next(cell for cell in row if cell.strip()).replace(":", " ").split()
        dated = self._text(row, Role.DATE)
        return bool(words) and (not dated or dated == words[0]) and folded(words[0]) in TOTALS

    def _text(self, row: list[str], role: Role) -> str:
        return self._cell(row, self._roles.get(role))

    def _cell(self, row: list[str], place: int | None) -> str:
        return " ".join(row[place].split()) if place is not None and place < len(row) else ""


def _is_ours(side: str) -> bool:
    """An extension, or a name without a number: telephone systems write our people so."""
    if is_withheld(side):
        return False
    if not is_number(side):
        return True
    _, number = _named(side)
    return sum(sign.isdigit() for sign in number) <= _EXTENSION and not number.startswith(
        ("0", "+")
    )


def _named(side: str) -> tuple[str, str]:
    """Name and number of 'Anna Muster <030…>' and 'Anna Muster (030…)'."""
    found = re.fullmatch(r"\"?([^<(\"]*)\"?\s*[<(]([+\d][\d\s/-]+)[>)]\s*", side)
    return (found[1].strip(), found[2].strip()) if found else ("", side)
