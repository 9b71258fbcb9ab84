"""Which rows that mean one movement count: statements overlap, in several formats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple


class Told(NamedTuple):
    """A movement as one file tells it."""

    id: int
    key: str
    file: int
    account: str
    on: int
    cents: int
    text: str
    entry_cents: int | None


def without_twins(told: Iterable[Told]) -> list[Told]:
    """One of each movement that several files tell of; of rows with one key give the newest.

    Of equal amounts within a day of each other that begin alike and lie in different files, one:
    the same account as CAMT.052, CAMT.053 and CSV has different references. Two equal payments of
    one file are two.
    """
    alike: defaultdict[tuple[int, str], list[Told]] = defaultdict(list)
    for one in told:
        alike[one.cents, one.text].append(one)
    kept: list[Told] = []
    for several in alike.values():
        kept += several if len(several) == 1 else _of_different_files(several)
    return kept


def _of_different_files(several: list[Told]) -> list[Told]:
    """The file that tells most of them is believed; each row of another one meets its twin."""
    by_file: defaultdict[int, list[Told]] = defaultdict(list)
    for one in sorted(several, key=lambda told: (told.on, told.id)):
        by_file[one.file].append(one)
    kept: list[Told] = []
    for rows in sorted(by_file.values(), key=lambda rows: (-len(rows), rows[0].id)):
        free = list(kept)
        for one in rows:
            twin = next((other for other in free if _same(one, other)), None)
            if twin is None:
                kept.append(one)
            else:
                free.remove(twin)
    return kept


def _same(one: Told, other: Told) -> bool:
    accounts = {one.account, other.account} - {""}
    return len(accounts) < 2 and abs(one.on - other.on) <= 1
