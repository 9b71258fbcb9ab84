"""Turns the records of a time sheet into spans of work and says why others stay out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from wertschatz.integrations.files.tables.clock import (
    DAY_SECONDS,
    Moment,
    MomentReader,
    epoch_of,
)
from wertschatz.integrations.files.tables.dates import DayReader
from wertschatz.integrations.files.tables.decisions import Decisions
from wertschatz.integrations.files.tables.durations import HOUR, Unit, UnitEvidence, seconds_of
from wertschatz.integrations.files.tables.layout import Layout
from wertschatz.integrations.files.tables.records import Batch
from wertschatz.integrations.files.tables.time_words import NO, YES, extras
from wertschatz.integrations.files.tables.words import TOTALS, folded
from wertschatz.ports.files import Role, TimeRow
from wertschatz.ports.problems import Problem

LONGEST = 31 * DAY_SECONDS
"""Seconds; a longer span is a typing error."""

_BATCHES_FOR_UNIT = 3
_LONG_PAUSE = 4
"""Hours; a column of breaks with larger numbers counts minutes."""
_SHOWN = 60
"""Characters of a faulty value that a message repeats."""
_DASHES = frozenset({"-", "–", "—"})


class _Bad(Exception):
    """The record stays out: the code and the value that is shown."""


class TimeConverter:
    """Records → spans of work, for one file whose layout and date order are known."""

    def __init__(self, name: str, layout: Layout, decisions: Decisions) -> None:
        """`name` is what the person calls the file."""
        self._name = name
        self._layout = layout
        self._roles: Mapping[Role, int] = layout.roles
        self._extras = extras(layout)
        self._width = len(layout.header)
        order = decisions.order
        usual = next(filter(None, order.values()), "")
        self._days = {place: DayReader(order.get(place, usual)) for place in layout.roles.values()}
        self._moments = {place: MomentReader(days) for place, days in self._days.items()}
        self._unit = self._pause_unit = HOUR

    def decide_units(self, batches: Iterable[Batch | Problem]) -> Unit:
        """What bare numbers of durations and breaks count, from the first records."""
        evidence = UnitEvidence(self._word(self._roles.get(Role.DURATION)))
        pauses = UnitEvidence(self._word(self._extras.pause))
        whole = (batch for batch in batches if isinstance(batch, Batch))
        for batch in islice(whole, _BATCHES_FOR_UNIT):
            evidence.look(
                (self._text(row, Role.DURATION), self._usual_span(row)) for row in batch.rows
            )
            pauses.look((self._cell(row, self._extras.pause), None) for row in batch.rows)
        unit = evidence.verdict()
        self._unit, self._pause_unit = unit.seconds, pauses.verdict(_LONG_PAUSE).seconds
        return unit

    def _word(self, place: int | None) -> str:
        return "" if place is None else folded(self._layout.header[place])

    def convert(self, batch: Batch) -> Iterator[TimeRow | Problem]:
        """In the order of the file."""
        for line, row in zip(batch.lines, batch.rows, strict=True):
            if not any(map(str.strip, row)) or self._is_no_record(row):
                continue
            try:
                yield self._one(line, row)
            except _Bad as bad:
                code, value = bad.args
                yield self._problem(code, value, line, row)

    def _one(self, line: int, row: list[str]) -> TimeRow:
        self._check_width(row)
        start = self._moment(row, Role.START)
        on = self._on(row, start)
        seconds = self._seconds(row, on, start)
        return TimeRow(
            line,
            self._text(row, Role.CUSTOMER),
            self._text(row, Role.CUSTOMER_NUMBER),
            self._person(row),
            on,
            None if start is None else start.second % DAY_SECONDS // 60,
            seconds,
            self._text(row, Role.PROJECT),
            self._text(row, Role.TASK) or self._cell(row, self._extras.description),
            self._billable(row),
            self._cell(row, self._extras.tool_id),
        )

    def _check_width(self, row: list[str]) -> None:
        needed = [self._roles[Role.DATE]]
        needed.append(self._roles.get(Role.DURATION, self._roles.get(Role.END, 0)))
        if len(row) <= max(needed):
            raise _Bad("row_too_short", "")
        if any(map(str.strip, row[self._width :])):
            raise _Bad("row_too_wide", "")

    def _moment(self, row: list[str], role: Role) -> Moment | None:
        """None where the cell is empty or holds only a day."""
        text = self._text(row, role)
        if not text or text in _DASHES:
            return None
        place = self._roles[role]
        moment = self._moments[place][text]
        if moment is None and self._days[place][text] is None:
            raise _Bad("time_unreadable", text)
        return moment

    def _on(self, row: list[str], start: Moment | None) -> int:
        if start is not None and start.day is not None:
            return start.day
        text = self._text(row, Role.DATE)
        if not text:
            raise _Bad("date_missing", "")
        on = self._days[self._roles[Role.DATE]][text]
        if on is None:
            raise _Bad("date_unreadable", text)
        return on

    def _seconds(self, row: list[str], on: int, start: Moment | None) -> int:
        """As the file says, else from the beginning to the end."""
        text = self._text(row, Role.DURATION)
        seconds = None
        if text and text not in _DASHES:
            seconds = seconds_of(text, self._unit)
            if seconds is None:
                raise _Bad("duration_unreadable", text)
        ending = self._text(row, Role.END)
        if not seconds and start is not None and Role.END in self._roles and not ending:
            raise _Bad("time_running", "")
        if seconds is None:
            seconds = self._span(row, on, start) - self._pause(row)
        if not 0 <= seconds <= LONGEST:
            raise _Bad("time_impossible", text or f"{self._text(row, Role.START)} – {ending}")
        return seconds

    def _span(self, row: list[str], on: int, start: Moment | None) -> int:
        """Seconds from beginning to end; an end before the beginning is on the next day."""
        end = self._moment(row, Role.END)
        if start is None or end is None:
            raise _Bad("time_running", "")
        if start.epoch is not None and end.epoch is not None:
            return end.epoch - start.epoch
        end_on = end.day if end.day is not None else self._end_day(row)
        if end_on is None:
            end_on = on + (end.second < start.second)
        return epoch_of(end_on, end.second) - epoch_of(on, start.second)

    def _pause(self, row: list[str]) -> int:
        text = self._cell(row, self._extras.pause)
        seconds = seconds_of(text, self._pause_unit) if text and text not in _DASHES else 0
        if seconds is None:
            raise _Bad("duration_unreadable", text)
        return seconds

    def _end_day(self, row: list[str]) -> int | None:
        text = self._text(row, Role.END_DATE)
        if not text:
            return None
        day = self._days[self._roles[Role.END_DATE]][text]
        if day is None:
            raise _Bad("date_unreadable", text)
        return day

    def _usual_span(self, row: list[str]) -> int | None:
        """Seconds by the times of day alone, to compare a duration with."""
        try:
            start, end = self._moment(row, Role.START), self._moment(row, Role.END)
        except _Bad:
            return None
        return (end.second - start.second) % DAY_SECONDS if start and end else None

    def _person(self, row: list[str]) -> str:
        names = (self._text(row, Role.PERSON), self._cell(row, self._extras.last_name))
        return self._cell(row, self._extras.email) or " ".join(filter(None, names))

    def _billable(self, row: list[str]) -> bool | None:
        word = folded(self._text(row, Role.BILLABLE))
        return True if word in YES else False if word in NO else None

    def _is_no_record(self, row: list[str]) -> bool:
        """A repeated header (a new printed page), or a line of totals, which has no day."""
        if tuple(map(str.strip, row)) == self._layout.header:
            return True
        words = next(cell for cell in row if cell.strip()).replace(":", " ").split()
        dated = self._text(row, Role.DATE)
        return (not dated or dated.startswith(words[0])) and folded(words[0]) in TOTALS

    def _text(self, row: list[str], role: Role) -> str:
        return self._cell(row, self._roles.get(role))

    def _cell(self, row: list[str], place: int | None) -> str:
        text = row[place].strip() if place is not None and place < len(row) else ""
        return " ".join(text.split()) if "\n" in text or "\r" in text else text

    def _problem(self, code: str, value: str, line: int, row: list[str]) -> Problem:
        facts: dict[str, int | str | bool] = {"value": value[:_SHOWN]} if value else {}
        if code.startswith("row_"):
            facts |= {"columns": len(row), "expected": self._width}
        return Problem(code, self._name, line, facts)
