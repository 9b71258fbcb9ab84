"""Which rows of statements mean one movement: they overlap, in several formats and wordings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from wertschatz.domain.customers.accounts import text_start
from wertschatz.domain.customers.names import compared

SHORTEST_TEXT = 8
"""Fewer letters and figures that two texts share may be any word of a bank."""
SHORTEST_NUMBER = 3
LONGEST_LOOK = 200
"""So many others are looked at for a movement without its exact twin."""
_NOISE = re.compile(r"[^0-9A-Z]")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[0-9A-ZÄÖÜ]{4,}")


class Told(NamedTuple):
    """A movement as one row of a file tells it; '' is not stated."""

    id: int
    key: str
    """The same movement in the same format has the same key."""
    file: int
    account: str
    """As `accounts.account_id` gives it, like `other_account`."""
    on: int
    """Day ordinal."""
    cents: int
    currency: str
    name: str = ""
    other_account: str = ""
    purpose: str = ""
    end_to_end: str = ""
    entry_cents: int | None = None
    """The sum of the booking that this row is a part of."""
    document: str = ""
    customer_number: str = ""
    """Only the books name a debtor."""

    @property
    def by_books(self) -> bool:
        """The books tell it, not the bank."""
        return bool(self.customer_number) and not self.other_account

    @property
    def said(self) -> tuple[object, ...]:
        """What a newer file may tell better."""
        return self.name, self.other_account, self.purpose, self.end_to_end, self.entry_cents


class Movement:
    """One movement and all rows that tell of it."""

    __slots__ = ("files", "rows")

    def __init__(self, rows: Sequence[Told]) -> None:
        """Rows in the order of ids."""
        self.rows = list(rows)
        self.files = {row.file for row in rows}

    @property
    def first(self) -> Told:
        """The row that counts: which tells most, and of equal ones the oldest.

        So a second import of the same changes nothing.
        """
        newest = {row.key: row for row in self.rows}
        best = max(newest.values(), key=lambda row: (_wealth(row), -row.id))
        alike = (row for row in self.rows if row.key == best.key and row.said == best.said)
        return min(alike, key=lambda row: row.id)

    def take(self, other: Movement) -> None:
        """The other one turned out to be this one."""
        self.rows = sorted([*self.rows, *other.rows])
        self.files |= other.files


def _wealth(row: Told) -> int:
    fields = (row.other_account, row.end_to_end, row.purpose, row.name, row.account)
    return sum(map(bool, fields)) + (row.entry_cents is not None)


Spans = Mapping[int, tuple[int, int]]
"""File → its first and last day."""
Fits = Callable[[Told, Told], bool]


def movements(told: Iterable[Told], spans: Spans) -> list[Movement]:
    """The movements behind rows of one amount and currency.

    Rows with one key are one. Two rows of one file are always two. Rows of different files are
    one where they tell the same of one day, or where one account moved the same amount on a day
    and nothing in the texts speaks against it; a day apart only if one of the files holds both
    days (the formats of one bank disagree about the day, the statements of two days do not).
    """
    by_key: dict[str, list[Told]] = {}
    for row in sorted(told):
        by_key.setdefault(row.key, []).append(row)
    found = [Movement(rows) for rows in by_key.values()]
    if len({file for one in found for file in one.files}) < 2:
        return found
    found = _with_equal_texts(found)
    for fits in (_surely, _nothing_against):
        found = _joined(found, 0, fits)
    return _joined(found, 1, lambda a, b: _surely(a, b) and _cover(a, b, spans))


def _with_equal_texts(found: Iterable[Movement]) -> list[Movement]:
    """The k-th of equal rows of one day in one file is the k-th in every other."""
    seats: defaultdict[tuple[int, str], list[Movement]] = defaultdict(list)
    begin: defaultdict[tuple[int, str, int], int] = defaultdict(int)
    kept = []
    for one in found:
        row = one.rows[0]
        place = (row.on, text_start(row.end_to_end, row.purpose, row.name))
        row_seats = seats[place] if place[1] else []
        at = max(begin[*place, file] for file in one.files)
        last = min(len(row_seats), at + LONGEST_LOOK)
        at = next((seat for seat in range(at, last) if _free(row_seats[seat], one)), len(row_seats))
        for file in one.files:
            begin[*place, file] = at + 1
        if at < len(row_seats):
            row_seats[at].take(one)
        else:
            row_seats.append(one)
            kept.append(one)
    return kept


def _free(seat: Movement, one: Movement) -> bool:
    return seat.files.isdisjoint(one.files) and not _against(seat.rows[0], one.rows[0])


def _joined(found: list[Movement], apart: int, fits: Fits) -> list[Movement]:
    by_day: defaultdict[int, list[Movement]] = defaultdict(list)
    kept = []
    for one in found:
        on = one.rows[0].on
        near = [other for day in {on - apart, on + apart} for other in by_day[day][:LONGEST_LOOK]]
        twin = next(
            (
                other for other in near
                if other.files.isdisjoint(one.files) and fits(other.rows[0], one.rows[0])
            ),
            None,
        )  # fmt: skip
        if twin is None:
            by_day[on].append(one)
            kept.append(one)
        else:
            twin.take(one)
    return kept


# -- what two rows tell of each other


def _surely(one: Told, other: Told) -> bool:
    """The same text, reference of the payer, or account of the payer."""
    if _against(one, other):
        return False
    if one.other_account and one.other_account == other.other_account:
        return True
    if one.end_to_end and one.end_to_end == other.end_to_end:
        return True
    starts = [text_start(row.end_to_end, row.purpose, row.name) for row in (one, other)]
    if starts[0] == starts[1]:
        return bool(starts[0])
    wholes = [_NOISE.sub("", (row.purpose + row.name + row.end_to_end).upper())
              for row in (other, one)]  # fmt: skip
    return any(
        len(start) >= SHORTEST_TEXT and start in whole
        for start, whole in zip(starts, wholes, strict=True)
    )


def _nothing_against(one: Told, other: Told) -> bool:
    """One account, one day, one amount; a word in common, or one of the rows says nothing."""
    if not one.account or one.account != other.account or _against(one, other):
        return False
    words = [set(_WORD.findall(f"{row.purpose} {row.name}".upper())) for row in (one, other)]
    return not words[0] or not words[1] or bool(words[0] & words[1])


def _against(one: Told, other: Told) -> bool:
    """They name different accounts, payers, references or numbers; or the books tell of one."""
    if one.by_books != other.by_books:
        return True
    if (one.document, one.customer_number) != (other.document, other.customer_number):
        return True
    pairs = ((one.account, other.account), (one.other_account, other.other_account))
    if any(a and b and not (a.endswith(b) or b.endswith(a)) for a, b in pairs):
        return True
    a, b = one.end_to_end, other.end_to_end
    if a and b and not (a.startswith(b) or b.startswith(a)):
        return True
    return other_numbers(one.purpose, other.purpose) or (
        not (one.other_account and other.other_account) and _other_names(one.name, other.name)
    )


def other_numbers(one: str, other: str) -> bool:
    """Both texts hold numbers, and none of either stands in the other. Banks break lines inside."""
    if one == other:
        return False
    runs = [_DIGITS.findall(text) for text in (one, other)]
    if not runs[0] or not runs[1]:
        return False
    wholes = ["".join(parts) for parts in runs]
    numbers = [[run for run in parts if len(run) >= SHORTEST_NUMBER] for parts in runs]
    if not numbers[0] or not numbers[1]:
        return False
    return not any(run in wholes[1] for run in numbers[0]) and not any(
        run in wholes[0] for run in numbers[1]
    )


def _other_names(one: str, other: str) -> bool:
    if not one or not other or one[:5].casefold() == other[:5].casefold():
        return False
    words = [set(compared(name).words) for name in (one, other)]
    return bool(words[0]) and bool(words[1]) and not words[0] & words[1]


def _cover(one: Told, other: Told, spans: Spans) -> bool:
    """One of the two files reaches over the day of the other row too."""
    return _within(one.on, spans.get(other.file)) or _within(other.on, spans.get(one.file))


def _within(day: int, span: tuple[int, int] | None) -> bool:
    return span is not None and span[0] <= day <= span[1]
