"""The same money in other pieces: a batch as one sum, or a payment in the books and at the bank."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from wertschatz.domain.customers.paying.remittance import compact
from wertschatz.domain.customers.paying.twins import Movement, Told, other_numbers

APART_DAYS = 3
"""Books and bank disagree about the day by a weekend at most."""
LEAST_SIGNS = 4
"""A shorter receipt number stands in any text."""


def sums_of_parts(parts: Iterable[Movement], wholes: Iterable[Movement]) -> set[int]:
    """Rows that tell a batch as one sum, which another file tells in parts: the parts count.

    Each batch takes one such row of every other file. `parts` have `entry_cents`.
    """
    batches: defaultdict[tuple[int, str, int], list[_Batch]] = defaultdict(list)
    for key, several in _batches(parts).items():
        entry, currency, on, _ = key
        for day in (on - 1, on, on + 1):
            batches[entry, currency, day].append(several)
    dropped = set()
    for whole in sorted(wholes, key=lambda one: one.first.id):
        row = whole.first
        for batch in batches.get((row.cents, row.currency, row.on), ()):
            if batch.takes(whole):
                dropped.add(row.id)
                break
    return dropped


@dataclass(slots=True)
class _Batch:
    """Equal batches of one day and account."""

    account: str
    files: set[int] = field(default_factory=set)
    cents: int = 0
    entry_cents: int = 0
    met: Counter[int] = field(default_factory=Counter)

    def takes(self, whole: Movement) -> bool:
        row = whole.first
        accounts = {row.account, self.account} - {""}
        count = self.cents // self.entry_cents
        if len(accounts) > 1 or self.files & whole.files:
            return False
        if any(self.met[file] >= count for file in whole.files):
            return False
        self.met.update(whole.files)
        return True


def _batches(parts: Iterable[Movement]) -> dict[tuple[int, str, int, str], _Batch]:
    found: dict[tuple[int, str, int, str], _Batch] = {}
    for one in parts:
        row = one.first
        if not row.entry_cents or row.entry_cents == row.cents:
            continue
        batch = found.setdefault(
            (row.entry_cents, row.currency, row.on, row.account), _Batch(row.account)
        )
        batch.files |= one.files
        batch.cents += row.cents
        batch.entry_cents = row.entry_cents
    return found


# -- the books and the bank


class Books(NamedTuple):
    """What the books say of movements that the bank tells too."""

    told: dict[int, Told]
    """Row of the bank → the row of the books that says which invoice and customer."""
    dropped: set[int]
    """Rows that do not count: the other side tells the same money."""
    kinds: dict[int, int]
    """Row of the books that counts instead of a row of the bank → that row."""


def books_and_bank(
    books: Sequence[Movement],
    bank: Sequence[Movement],
    *,
    invoices: Collection[str] = (),
    fixed: Collection[int] = (),
) -> Books:
    """Finds the money that both tell of, so that it counts once.

    The bank's row counts, and takes over receipt and customer where only one row of the books
    can be meant; one payment that the books divide among receipts counts by their rows, unless a
    person has decided about it (`fixed`, rows of the bank). `invoices`: receipt numbers that are
    numbers of invoices.
    """
    pairing = _Pairing(books, bank, invoices)
    pairing.pair(_names_it, certain=True)
    pairing.pair(lambda *_: True, certain=False)
    found = pairing.found
    for several, row in pairing.divided():
        if row.id in fixed:
            found.dropped.update(one.id for one in several)
        else:
            found.dropped.add(row.id)
            found.kinds.update(dict.fromkeys((one.id for one in several), row.id))
    return found


class _Pairing:
    def __init__(
        self, books: Sequence[Movement], bank: Sequence[Movement], invoices: Collection[str]
    ) -> None:
        self.found = Books({}, set(), {})
        self._invoices = invoices
        self._books = sorted((one.first for one in books), key=_by_day)
        self._bank: defaultdict[tuple[int, str, int], list[Told]] = defaultdict(list)
        for row in sorted((one.first for one in bank), key=_by_day):
            self._bank[row.cents, row.currency, row.on].append(row)

    def _near(self, cents: int, book: Told) -> list[Told]:
        """Rows of the bank with this amount that are free, the nearest day first."""
        days = sorted(range(book.on - APART_DAYS, book.on + APART_DAYS + 1),
                      key=lambda day: abs(day - book.on))  # fmt: skip
        return [row for day in days for row in self._bank.get((cents, book.currency, day), ())]

    def pair(self, fits: Callable[[Told, Told], bool], *, certain: bool) -> None:
        """One by one; where it is not certain who is meant, only the amount is taken as told."""
        candidates = {
            book.id: [row for row in self._near(book.cents, book)
                      if fits(book, row) and not self._against(book, row)]
            for book in self._books
        }  # fmt: skip
        wanted = Counter(row.id for rows in candidates.values() for row in rows)
        taken: set[int] = set()
        for book in self._books:
            rows = candidates[book.id]
            row = next((one for one in rows if one.id not in taken), None)
            if row is None:
                continue
            taken.add(row.id)
            self.found.dropped.add(book.id)
            if certain or (len(rows) == 1 and wanted[row.id] == 1):
                known = book.document if book.document in self._invoices else ""
                self.found.told[row.id] = book._replace(document=known)
        self._books = [one for one in self._books if one.id not in self.found.dropped]
        for key, rows in self._bank.items():
            self._bank[key] = [row for row in rows if row.id not in taken]

    def _against(self, book: Told, row: Told) -> bool:
        """The bank's text names other numbers than this invoice."""
        return book.document in self._invoices and other_numbers(book.document, row.purpose)

    def divided(self) -> Iterator[tuple[list[Told], Told]]:
        """Rows of the books for one customer and day that together are one of the bank."""
        groups: defaultdict[tuple[str, int, str], list[Told]] = defaultdict(list)
        for book in self._books:
            groups[book.customer_number, book.on, book.currency].append(book)
        taken: set[int] = set()
        for several in groups.values():
            rows = self._near(sum(one.cents for one in several), several[0])
            free = [row for row in rows if row.id not in taken]
            if len(several) > 1 and len(free) == 1:
                taken.add(free[0].id)
                yield several, free[0]


def _by_day(row: Told) -> tuple[int, int]:
    return row.on, row.id


def _names_it(book: Told, row: Told) -> bool:
    """The receipt stands in the text of the bank."""
    number = compact(book.document)
    return len(number) >= LEAST_SIGNS and number in compact(f"{row.purpose} {row.end_to_end}")
