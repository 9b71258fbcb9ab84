"""Each movement once, of all rows at hand: statements overlap, and the books tell the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from wertschatz.domain.customers.paying.told_twice import Books, books_and_bank, sums_of_parts
from wertschatz.domain.customers.paying.twins import Movement, Told, movements


def told_once(rows: Iterable[Told], invoices: Collection[str]) -> tuple[list[Movement], Books]:
    """The movements that count, and what the books say of them.

    `invoices` are the numbers of all invoices. For a whole database `storage.movements` finds the
    same, and looks only at rows that may mean one movement.
    """
    told = list(rows)
    alike: defaultdict[tuple[int, str], list[Told]] = defaultdict(list)
    days: defaultdict[int, list[int]] = defaultdict(list)
    for row in told:
        alike[row.cents, row.currency].append(row)
        days[row.file].append(row.on)
    spans = {file: (min(on), max(on)) for file, on in days.items()}
    found = [one for several in alike.values() for one in movements(several, spans)]
    parts = [one for one in found if one.first.entry_cents not in (None, one.first.cents)]
    wholes = [one for one in found if one.first.entry_cents in (None, one.first.cents)]
    sums = sums_of_parts(parts, wholes)
    found = [one for one in found if one.first.id not in sums]
    books = [one for one in found if one.first.by_books]
    bank = [one for one in found if not one.first.by_books]
    both = books_and_bank(books, bank, invoices=invoices)
    return [one for one in found if one.first.id not in both.dropped], both
