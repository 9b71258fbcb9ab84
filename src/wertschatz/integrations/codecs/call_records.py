"""Understands the records that an Asterisk telephone system writes, a line for each call."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from wertschatz.integrations.codecs.faults import Fault, about
from wertschatz.ports.files import CallRow

LONGEST_EXTENSION = 5
"""Digits; a longer number is one of the public network."""

_STAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?", re.ASCII)
_DISPOSITIONS = frozenset({"ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CONGESTION", "UNKNOWN"})
_UNIQUE = re.compile(r"(?:\S{1,60}-)?\d{9,11}\.\d{1,10}", re.ASCII)
_CLID = re.compile(r'\s*"?([^"<]*)"?\s*(?:<([^>]*)>)?\s*')
_CHANNEL = re.compile(r"[A-Za-z][A-Za-z0-9_]*/(.+?)(?:-[0-9a-fA-F]{4,16})?(?:;[12])?", re.ASCII)
_INSIDE = re.compile(r"intern|outbound|outgoing|ausgehend|outrt|phones", re.IGNORECASE)
_OUTSIDE = re.compile(
    r"trunk|pstn|inbound|incoming|extern|eingehend|ext-did|provider|from-(?:sip|digital|dahdi|isdn)",
    re.IGNORECASE,
)
_WITHHELD = frozenset({"anonymous", "unknown", "unavailable", "restricted", "private", "asterisk"})
_PLACES = frozenset({"s", "h", "i", "t", "e", "o", "a"})
"""Targets that are a place in the dial plan (start, hangup, invalid …), not a device."""
_BEFORE_START = 8
"""Fields between the caller and the time of the beginning in both orders, the first included."""


class Order(NamedTuple):
    """Where the fields of a record stand, counted from 0."""

    source: int
    target: int
    context: int
    clid: int
    start: int
    unique: int | None

    @property
    def answer(self) -> int:
        """Then come end, duration, seconds spoken and what became of it."""
        return self.start + 1


class Leg(NamedTuple):
    """One record: a call, or one of the ways it took through the house."""

    call: CallRow
    key: str
    """The same for every line that tells of the same beginning of the same call."""
    internal: bool
    """From one of our extensions to another."""


def order_of(cells: Sequence[str]) -> Order | None:
    """The order of the fields, seen at one record; None where it cannot be told.

    Two are known: that of cdr_csv (accountcode, src, dst, dcontext, clid, channel …, 16 to 21
    fields) and that of the file delivered for cdr_custom (clid, src, dst, dcontext, channel …).
    Both are found by three times in a row, two numbers and the disposition behind them.
    """
    start = _start_of(cells)
    if start is None or start < _BEFORE_START or not _channel(cells[start - 4]):
        return None
    unique = next(
        (place for place in range(start + 6, len(cells)) if _UNIQUE.fullmatch(cells[place])), None
    )
    if start == 9 and not _is_clid(cells[start - 8]):
        return Order(start - 8, start - 7, start - 6, start - 5, start, unique)
    if start == _BEFORE_START:
        return Order(start - 7, start - 6, start - 5, start - 8, start, unique)
    return None


def is_record(cells: Sequence[str]) -> bool:
    """Times, numbers and the disposition stand one after the other, in whatever order the rest."""
    return _start_of(cells) is not None


def _start_of(cells: Sequence[str]) -> int | None:
    for place in range(len(cells) - 5):
        start, answer, end, whole, spoken, disposition = cells[place : place + 6]
        if (
            disposition in _DISPOSITIONS
            and _STAMP.fullmatch(start)
            and (not answer or _STAMP.fullmatch(answer))
            and (not end or _STAMP.fullmatch(end))
            and whole.isdigit()
            and spoken.isdigit()
        ):
            return place
    return None


def _is_clid(text: str) -> bool:
    return "<" in text and text.rstrip().endswith(">")


def leg_of(line: int, cells: Sequence[str], order: Order) -> Leg | Fault:
    """One record as a call. Times are on the firm's wall, as the system writes them by default."""
    if len(cells) < order.start + 6:
        return Fault("row_too_short", line, {"columns": len(cells), "expected": order.start + 6})
    if cells[order.start + 5] not in _DISPOSITIONS or not _STAMP.fullmatch(cells[order.start]):
        return about("call_record_unreadable", line, ",".join(cells))
    try:
        when = datetime.fromisoformat(cells[order.start][:19])
        spoken = int(cells[order.start + 4])
    except ValueError:
        return about("date_unreadable", line, cells[order.start])
    ours = _Sides.of(cells, order)
    answered = cells[order.start + 5] == "ANSWERED" and not _by_machine(cells[order.start - 2])
    name, _ = _caller(cells[order.clid])
    call = CallRow(
        line,
        when.toordinal(),
        when.hour * 60 + when.minute,
        spoken if answered else 0,
        "out" if ours.outgoing else "in" if answered else "missed",
        ours.number,
        "" if ours.outgoing or name == ours.number else _public(name),
        ours.own_number,
        ours.extension,
        cells[order.unique] if order.unique is not None and order.unique < len(cells) else "",
    )
    key = f"{call.tool_id or '|'.join(cells[: order.start])} {cells[order.start]}"
    return Leg(call, key, ours.internal)


def _by_machine(app: str) -> bool:
    """Only the answering machine picked up."""
    return app.lower() in {"voicemail", "vmexten"}


class _Sides(NamedTuple):
    """Who is outside and who of us spoke."""

    outgoing: bool
    internal: bool
    number: str
    own_number: str
    extension: str

    @classmethod
    def of(cls, cells: Sequence[str], order: Order) -> _Sides:
        """Who called whom, from the numbers, the context and the channels."""
        source, target = cells[order.source].strip(), cells[order.target].strip()
        ours, theirs = _is_extension(source), _is_extension(target)
        channel, peer = _channel(cells[order.start - 4]), _channel(cells[order.start - 3])
        context = cells[order.context]
        internal = ours and theirs and not _OUTSIDE.search(context)
        if _is_outgoing(ours, theirs, context, channel):
            own = "" if ours else _public(source)
            return cls(True, internal, target, own, channel or source)
        own, device = ("", target) if theirs else (target, "")
        device = "" if device in _PLACES else device
        return cls(False, internal, _public(source), own, peer or device)


def _is_outgoing(ours: bool, theirs: bool, context: str, channel: str) -> bool:
    """By the numbers where one is an extension, else by the context, else by the channel."""
    if ours != theirs:
        return ours
    if _OUTSIDE.search(context):
        return False
    return bool(_INSIDE.search(context)) or (channel.isdigit() and _is_extension(channel))


def _public(number: str) -> str:
    return "" if number.lower() in _WITHHELD else number


def _is_extension(number: str) -> bool:
    """Short, or a name: "12", "telefon-42", "s"; a public number is long or begins with 0 or +."""
    if not _public(number) or number.startswith(("0", "+")):
        return False
    digits = re.sub(r"[ /()-]", "", number)
    return not digits.isdigit() or len(digits) <= LONGEST_EXTENSION


def _channel(text: str) -> str:
    """The device behind a channel: "PJSIP/telefon-42-00000064" → "telefon-42"."""
    found = _CHANNEL.fullmatch(text.strip())
    return found[1] if found else ""


def _caller(clid: str) -> tuple[str, str]:
    """Name and number of '"Anna" <030…>'."""
    found = _CLID.fullmatch(clid)
    return (found[1].strip(), (found[2] or "").strip()) if found else ("", "")


class Once:
    """Lets each call through once, and of several lines about one the answered one.

    A group of telephones that ring together gives a line for each of them, and some systems
    write every line thrice. Such lines stand close together: a window of them is held back.
    """

    _WINDOW = 500
    _KEYS = 1_000_000

    def __init__(self) -> None:
        """Nothing seen."""
        self._held: dict[str, CallRow] = {}
        self._seen: set[int] = set()
        self.repeated = 0

    def take(self, leg: Leg) -> Iterator[CallRow]:
        """Holds this one back and gives out those that stand far enough behind."""
        held = self._held.get(leg.key)
        if held is not None or hash(leg.key) in self._seen:
            self.repeated += 1
            if held is not None and _better(leg.call, held):
                self._held[leg.key] = leg.call._replace(line=held.line)
            return
        self._held[leg.key] = leg.call
        if len(self._held) > self._WINDOW:
            yield self._release()

    def rest(self) -> Iterator[CallRow]:
        """What is still held back."""
        while self._held:
            yield self._release()

    def _release(self) -> CallRow:
        key = next(iter(self._held))
        if len(self._seen) < self._KEYS:
            self._seen.add(hash(key))
        return self._held.pop(key)


def _better(new: CallRow, held: CallRow) -> bool:
    answered = held.direction == "missed" and new.direction != "missed"
    return answered or new.seconds > held.seconds
