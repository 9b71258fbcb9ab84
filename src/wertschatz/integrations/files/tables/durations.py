"""Reads how long something took, and decides once per column what a bare number counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from math import log
from typing import NamedTuple

HOUR, MINUTE, SECOND = 3600, 60, 1
_BLANKS = dict.fromkeys(map(ord, " \t\r\n\u00a0\u202f\u2009"), None) | {0x2212: "-", 0x2013: "-"}
_CLOCK = re.compile(
    r"(-)?(\d{1,6}):([0-5]\d)(?::([0-5]\d)(?:[.,]\d{1,9})?)?(?:h|std\.?)?", re.ASCII
)
_NUMBER = re.compile(r"(-)?([\d.,]{1,30})", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})*", re.ASCII)
_H = r"(?:h|hrs?|hours?|std\.?|stunden?)"
_M = r"(?:m|mins?\.?|minutes?|minuten?)"
_S = r"(?:s|secs?\.?|seconds?|sek\.?|sekunden?)"
_PARTS = re.compile(rf"(-)?(?:(\d{{1,6}}){_H})?(?:(\d{{1,8}}){_M})?(?:(\d{{1,9}}){_S})?", re.ASCII)
_SHORT = re.compile(rf"(-)?(\d{{1,6}}){_H}([0-5]\d)()", re.ASCII)
_ISO = re.compile(r"(-)?pt(?:(\d{1,6})h)?(?:(\d{1,8})m)?(?:(\d{1,9})(?:\.\d+)?s)?", re.ASCII)
_UNIT = re.compile(rf"(.*\d)(?:({_H})|({_M})|({_S}))", re.ASCII)


class Unit(NamedTuple):
    """What a bare number of a column counts."""

    seconds: int
    """3,600, 60 or 1."""
    guessed: str = ""
    """A number of the column when only their size speaks for it and hours would be impossible."""


def seconds_of(text: str, unit: int) -> int | None:
    """A duration in seconds; a bare number counts `unit` seconds. None for what is none.

    >>> seconds_of("1:30", 3600), seconds_of("0,25", 3600), seconds_of("90", 60)
    (5400, 900, 5400)
    """
    plain = text.translate(_BLANKS).lower()
    if found := _CLOCK.fullmatch(plain):
        return _signed(found[1], _sum(found[2], found[3], found[4]))
    exact = hundred_millionths(plain)
    if exact is None and (found := _UNIT.fullmatch(plain)):
        unit = HOUR if found[2] else MINUTE if found[3] else SECOND
        exact = hundred_millionths(found[1])
    if exact is not None:
        rounded = (abs(exact) * unit * 2 + _ONE) // (2 * _ONE)
        return -rounded if exact < 0 else rounded
    found = _PARTS.fullmatch(plain) or _SHORT.fullmatch(plain) or _ISO.fullmatch(plain)
    if found and any(found.groups()[1:]):
        return _signed(found[1], _sum(found[2], found[3], found[4]))
    return None


_ONE = 10**8


def hundred_millionths(text: str) -> int | None:
    """A bare number with point or comma, times 100,000,000; None for anything else.

    A single mark is the decimal one, however many digits follow: 1.250 hours are 75 minutes.
    """
    found = _NUMBER.fullmatch(text.translate(_BLANKS))
    if not found or not any(sign.isdigit() for sign in found[2]):
        return None
    body = found[2]
    marks = [sign for sign in body if sign in ".,"]
    whole, part = body, ""
    if marks and (len(marks) == 1 or marks.count(marks[-1]) == 1):
        whole, _, part = body.rpartition(marks[-1])
    if len(marks) > 1 and not _GROUPED.fullmatch(whole):
        return None
    digits = whole.replace(".", "").replace(",", "")
    value = int(digits or "0") * _ONE + int((part + "0" * 8)[:8])
    return _signed(found[1], value)


def _sum(hours: str | None, minutes: str | None, seconds: str | None) -> int:
    return int(hours or 0) * HOUR + int(minutes or 0) * MINUTE + int(seconds or 0)


def _signed(sign: str | None, value: int) -> int:
    return -value if sign else value


def unit_of_word(word: str) -> int | None:
    """The unit that a folded header word ends with, or None."""
    for unit, ends in _ENDS.items():
        if word.endswith(ends):
            return unit
    return None


_ENDS = {
    SECOND: ("seconds", "sekunden", "sec", "secs", "sek"),
    MINUTE: ("minutes", "minuten", "min", "mins"),
    HOUR: (
        "hours", "stunden", "std", "decimal", "dezimal", "dauerh", "durationh", "timeh", "pauseh",
    ),
}  # fmt: skip


class UnitEvidence:
    """Collects, over one column, what its bare numbers count."""

    def __init__(self, word: str) -> None:
        """`word`: the folded header of the column."""
        self._word = unit_of_word(word)
        self._votes: Counter[int] = Counter()
        self._numbers: list[tuple[int, str]] = []

    def look(self, records: Iterable[tuple[str, int | None]]) -> None:
        """Takes in cells, each with the seconds between beginning and end (None: unknown)."""
        for text, span in records:
            exact = hundred_millionths(text) if text else None
            if not exact or exact < 0:
                continue
            self._numbers.append((exact, text))
            if span:
                self._votes[_nearest(exact / _ONE, span)] += 1

    def verdict(self, most_hours: int = 24) -> Unit:
        """The spans decide, then the header, then the size of nine numbers in ten.

        More than `most_hours` hours are no hours but minutes.
        """
        if self._votes:
            return Unit(self._votes.most_common(1)[0][0])
        if self._word:
            return Unit(self._word)
        numbers = sorted(self._numbers)
        if not numbers or any(exact % _ONE for exact, _ in numbers):
            return Unit(HOUR)
        usual, text = numbers[len(numbers) * 9 // 10]
        if usual <= most_hours * _ONE:
            return Unit(HOUR)
        return Unit(MINUTE if usual <= 1440 * _ONE else SECOND, text)


def _nearest(number: float, span: int) -> int:
    """The unit with which the number comes closest to the span; breaks make it a little less."""
    return min((HOUR, MINUTE, SECOND), key=lambda unit: abs(log(number * unit / span)))
