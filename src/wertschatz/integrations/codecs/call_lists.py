"""Understands the list of calls that a FRITZ!Box keeps, as it saves it or as it tells programs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from wertschatz.integrations.codecs.faults import Fault, about
from wertschatz.ports.files import CallRow

if TYPE_CHECKING:
    from lxml.etree import _Element

_DATE = re.compile(
    r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})[ T]+(\d{1,2}):(\d{2})(?::\d{2})?", re.ASCII
)
_LENGTH = re.compile(r"(\d{1,4}):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
_HEADS: Mapping[str, frozenset[str]] = {
    "type": frozenset({"typ", "type"}),
    "date": frozenset({"datum", "date"}),
    "name": frozenset({"name"}),
    "number": frozenset({"rufnummer", "number", "telephone number", "phone number", "caller"}),
    "extension": frozenset({"nebenstelle", "extension", "telephony device"}),
    "own": frozenset(
        {
            "eigene rufnummer", "outgoing caller id", "own number", "local number",
            "own telephone number", "own phone number",
        }
    ),
    "duration": frozenset({"dauer", "duration"}),
}  # fmt: skip
_BY_WIDTH: Mapping[int, tuple[str, ...]] = {
    6: ("type", "date", "number", "extension", "own", "duration"),
    7: ("type", "date", "name", "number", "extension", "own", "duration"),
    8: ("type", "date", "name", "number", "region", "extension", "own", "duration"),
}
_NEEDED = {"type", "date", "number", "duration"}
_KINDS = {"1": "in", "2": "missed", "10": "rejected"}
_GOING_ON = frozenset({"9", "11"})


class Columns(NamedTuple):
    """Where each thing stands, counted from 0; None: the list has no such column."""

    type: int
    date: int
    number: int
    duration: int
    name: int | None
    extension: int | None
    own: int | None
    width: int


def columns_of(header: Sequence[str]) -> Columns | None:
    """The columns by their German or English titles, else by their number; None: no such list.

    FRITZ!OS wrote six columns at first, then seven (with the name), now eight (with the region).
    """
    found = _named(header)
    if not found.keys() >= _NEEDED:
        if len(header) not in _BY_WIDTH:
            return None
        found = {role: place for place, role in enumerate(_BY_WIDTH[len(header)])}
    return Columns(
        found["type"], found["date"], found["number"], found["duration"], found.get("name"),
        found.get("extension"), found.get("own"), len(header),
    )  # fmt: skip


def has_titles(header: Sequence[str]) -> bool:
    """All the titles that only this list has together."""
    return _NEEDED | {"extension", "own"} <= _named(header).keys()


def _named(header: Sequence[str]) -> dict[str, int]:
    words = [" ".join(cell.lower().replace("-", " ").split()) for cell in header]
    return {
        role: next(place for place, word in enumerate(words) if word in names)
        for role, names in _HEADS.items()
        if names & set(words)
    }


def is_call(cells: Sequence[str]) -> bool:
    """These are the cells of a call, whatever language the titles above them are in."""
    if len(cells) not in _BY_WIDTH:
        return False
    kind, date, duration = cells[0].strip(), cells[1].strip(), cells[-1].strip()
    return kind.isdigit() and bool(_DATE.fullmatch(date) and _LENGTH.fullmatch(duration))


class Codes:
    """Finds out, over a whole list, what its type 3 means: outgoing, or rejected.

    Old firmware wrote 1 in, 2 missed, 3 outgoing. Newer firmware (FRITZ!OS since about 2010)
    writes 3 rejected, 4 outgoing. What decides, in this order: a 4 anywhere means new; eight
    columns mean new; six columns mean old; with seven, a type 3 that has both a length and a
    device of ours means old, because nobody picks up a call that was rejected. Else new.
    """

    def __init__(self, columns: Columns) -> None:
        """Nothing seen yet."""
        self._columns = columns
        self._four = self._spoken = False
        self.threes = 0

    def look(self, cells: Sequence[str]) -> None:
        """Takes in one more call."""
        kind = _cell(cells, self._columns.type)
        self._four = self._four or kind == "4"
        if kind == "3":
            self.threes += 1
            length = seconds_of(_cell(cells, self._columns.duration))
            self._spoken = self._spoken or bool(length and _cell(cells, self._columns.extension))

    @property
    def doubtful(self) -> bool:
        """There are calls of type 3, and only the form of the list says what they are."""
        return self.threes > 0 and not self._four and self._columns.width != 8

    @property
    def new(self) -> bool:
        """Type 3 is a rejected call and 4 an outgoing one."""
        if self._four or self._columns.width == 8:
            return True
        return self._columns.width == 7 and not self._spoken


def call_of_cells(
    line: int, cells: Sequence[str], columns: Columns, new_codes: bool
) -> CallRow | Fault:
    """One call of the saved list. Lengths are whole minutes, rounded up; times are local."""
    if len(cells) <= max(columns.type, columns.date, columns.number, columns.duration):
        return Fault("row_too_short", line, {"columns": len(cells), "expected": columns.width})
    kind = _cell(cells, columns.type)
    direction = _KINDS.get(kind) or _outgoing(kind, new_codes)
    if direction is None:
        return about("call_kind_unknown", line, kind)
    return _call(
        line, direction, _cell(cells, columns.date), _cell(cells, columns.duration),
        number=_cell(cells, columns.number), name=_cell(cells, columns.name),
        own_number=_own(_cell(cells, columns.own)), extension=_cell(cells, columns.extension),
    )  # fmt: skip


def _outgoing(kind: str, new_codes: bool) -> str | None:
    if kind == "3":
        return "rejected" if new_codes else "out"
    return "out" if kind == "4" else None


def calls_of_tree(root: _Element) -> Iterator[CallRow | Fault]:
    """The list as the box tells it over TR-064 (X_AVM-DE_OnTel, GetCallList).

    There 3 is always outgoing and 10 rejected; 9 and 11 are calls that still go on.
    """
    for element in root.iter("Call"):
        texts = {str(child.tag): (child.text or "").strip() for child in element}
        yield _call_of_texts(getattr(element, "sourceline", 1), texts)


def _call_of_texts(line: int, texts: Mapping[str, str]) -> CallRow | Fault:
    kind = texts.get("Type", "")
    if kind in _GOING_ON:
        return about("call_going_on", line, texts.get("Date", ""))
    direction = "out" if kind == "3" else _KINDS.get(kind)
    if direction is None:
        return about("call_kind_unknown", line, kind)
    outgoing = direction == "out"
    own = texts.get("CallerNumber" if outgoing else "CalledNumber", "")
    return _call(
        line, direction, texts.get("Date", ""), texts.get("Duration", ""),
        number=texts.get("Called" if outgoing else "Caller", ""), name=texts.get("Name", ""),
        own_number=own or _own(texts.get("Caller" if outgoing else "Called", "")),
        extension=texts.get("Device", "") or texts.get("Port", ""), tool_id=texts.get("Id", ""),
    )  # fmt: skip


def _call(
    line: int, direction: str, date: str, length: str, *, number: str, name: str,
    own_number: str, extension: str, tool_id: str = "",
) -> CallRow | Fault:  # fmt: skip
    moment = moment_of(date)
    if moment is None:
        return about("date_unreadable", line, date)
    seconds = seconds_of(length) if length else 0
    if seconds is None:
        return about("duration_unreadable", line, length)
    on, start = moment
    return CallRow(
        line, on, start, seconds, direction, number, name, own_number, extension, tool_id,
        rounded_up=True,
    )  # fmt: skip


def moment_of(text: str) -> tuple[int, int] | None:
    """Day ordinal and minute after midnight of "30.07.26 15:41"; None for what is none."""
    found = _DATE.fullmatch(text)
    if not found:
        return None
    day, month, year, hour, minute = map(int, found.groups())
    try:
        when = datetime(year + 2000 if year < 100 else year, month, day, hour, minute)  # noqa: DTZ001 (on the wall)
    except ValueError:
        return None
    return (when.toordinal(), hour * 60 + minute) if 1990 <= when.year < 2200 else None


def seconds_of(text: str) -> int | None:
    """Seconds of "1:05", an hour and five minutes; None for what is none."""
    found = _LENGTH.fullmatch(text)
    if not found:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def _own(text: str) -> str:
    """Our number without the way it is connected: "Internet: 23125100", "SIP: 98765"."""
    return text.rpartition(":")[2].strip()


def _cell(cells: Sequence[str], place: int | None) -> str:
    return "" if place is None or place >= len(cells) else " ".join(cells[place].split())
