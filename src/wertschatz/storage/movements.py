"""Which of the live rows that mean one movement counts: statements overlap, in several formats."""

from __future__ import annotations

import itertools
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import connection

from wertschatz.domain.customers.accounts import account_id
from wertschatz.domain.customers.paying.told_twice import books_and_bank, sums_of_parts
from wertschatz.domain.customers.paying.twins import Movement, Spans, Told, movements
from wertschatz.ports.customers import KeyedPayment
from wertschatz.storage.find_customers import live_invoices
from wertschatz.storage.models import Import, Invoice, Payment, Settlement
from wertschatz.storage.turns import PAUSE_SECONDS

AT_ONCE = 500
COLUMNS = (
    'id, key, file_id, account, "on", cents, currency, name, other_account, purpose, end_to_end,'
    " entry_cents, document, customer_number"
)
LIVE = "source_id IN (SELECT id FROM storage_import WHERE state = 'live')"
# Amounts that more than one file tells: of the others every row counts, and none is looked at.
SEVERAL = f"""
SELECT cents FROM storage_payment WHERE {LIVE}
GROUP BY cents HAVING MIN(file_id) <> MAX(file_id) OR COUNT(file_id) < COUNT(*)
"""  # noqa: S608 - fixed words
ALIKE = f"""
SELECT {COLUMNS} FROM storage_payment WHERE {LIVE} AND cents IN ({SEVERAL})
ORDER BY cents, currency, id
"""  # noqa: S608 - fixed words
NEAR_DAYS = ' AND counted AND "on" BETWEEN %s AND %s'
NEAR = '(key = %s OR "on" BETWEEN %s AND %s) AND cents = %s AND currency = %s'
PARTS = f"""
SELECT {COLUMNS} FROM storage_payment
WHERE {LIVE} AND entry_cents IS NOT NULL AND entry_cents <> cents ORDER BY id
"""  # noqa: S608 - fixed words
BOOKS = f"""
SELECT {COLUMNS} FROM storage_payment WHERE {LIVE} AND customer_number <> '' ORDER BY id
"""  # noqa: S608 - fixed words
SPANS = f"""
SELECT file_id, MIN("on"), MAX("on") FROM storage_payment
WHERE {LIVE} AND file_id IS NOT NULL GROUP BY file_id
"""  # noqa: S608 - fixed words


@dataclass(slots=True)
class Once:
    """What was found: which rows stand behind others, and what the books add."""

    changed: int = 0
    told_by: dict[int, int] = field(default_factory=dict)
    """Row that does not count → the row that counts for it."""
    books: dict[int, Told] = field(default_factory=dict)
    """Row of the bank → the row of the books that says more."""
    instead: dict[int, int] = field(default_factory=dict)
    """Row of the books → the row of the bank that it counts for, with others."""


def count_once() -> Once:
    """Marks the live rows that count; the mark of rows whose import is not live means nothing."""
    once = Once()
    fixed = Settlement.objects.filter(said=True).values_list("payment_id", flat=True)
    silent: set[int] = set()
    heads: dict[int, Movement] = {}
    """Of movements that several rows tell: the row that counts → the movement."""
    spans = _spans()
    for group in _groups(ALIKE):
        for movement in movements(group, spans):
            if len(movement.rows) > 1:
                head = movement.first.id
                heads[head] = movement
                once.told_by |= {row.id: head for row in movement.rows if row.id != head}
    silent |= once.told_by.keys()
    silent |= _sums(heads, silent)
    silent |= _by_books(once, heads, silent, {once.told_by.get(one, one) for one in fixed})
    once.changed = _mark(silent)
    return once


# -- what is read


@cache
def _account(written: str) -> str:
    return account_id(written)


def _rows(query: str, values: Collection[int | str] = ()) -> Iterator[Told]:
    with connection.cursor() as cursor:
        cursor.execute(query, list(values))
        while rows := cursor.fetchmany(2000):
            for row in rows:
                yield _told(row)


def _told(row: tuple[Any, ...]) -> Told:
    pk, key, file, account, on, cents, currency, name, other, *rest = row
    return Told(
        pk, key, file or -pk, _account(account), on, cents, currency, name, _account(other), *rest
    )


def _groups(query: str) -> Iterator[Iterator[Told]]:
    """Rows of one amount and currency at a time: never all of them in memory."""
    rows = itertools.groupby(_rows(query), key=lambda row: (row.cents, row.currency))
    return (group for _, group in rows)


def _spans() -> Spans:
    with connection.cursor() as cursor:
        cursor.execute(SPANS)
        return {file: (first, last) for file, first, last in cursor.fetchall()}


def _of_amounts(
    amounts: Collection[int], days: str = "", values: Sequence[int] = ()
) -> Iterator[Told]:
    """Live rows of these amounts."""
    wanted = sorted(amounts)
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        places = ", ".join(["%s"] * len(some))
        query = f"SELECT {COLUMNS} FROM storage_payment WHERE {LIVE}{days} AND cents IN ({places})"  # noqa: S608
        yield from _rows(query, [*values, *some])


# -- one movement


def same_movement(payment: Payment) -> list[int]:
    """Rows of every import that tell of this movement, whether they count or not; itself too."""
    return sorted({payment.pk, *(row.id for row in _meant(payment, NEAR))})


def stand_ins(gone: Iterable[Payment]) -> dict[int, int]:
    """For rows that count no more: the row that counts in its place, each only once.

    A later statement, or the same in another format, tells of the movement again.
    """
    found: dict[int, int] = {}
    for one in gone:
        there = {row.id for row in _meant(one, f"{NEAR} AND {LIVE}")}
        counted = Payment.objects.filter(pk__in=there - {one.pk}, counted=True).order_by("id")
        free = [pk for pk in counted.values_list("id", flat=True) if pk not in found.values()]
        if free:
            found[one.pk] = free[0]
    return found


def _meant(payment: Payment, where: str) -> list[Told]:
    on = payment.on.toordinal()
    query = f"SELECT {COLUMNS} FROM storage_payment WHERE {where}"  # noqa: S608 - fixed words
    own = f"SELECT {COLUMNS} FROM storage_payment WHERE id = %s"  # noqa: S608 - fixed words
    near = [*_rows(query, [payment.key, on - 1, on + 1, payment.cents, payment.currency])]
    rows = {row.id: row for row in (*near, *_rows(own, [payment.pk]))}
    spans = {row.file: (on - 1, on + 1) for row in rows.values()}
    for movement in movements(rows.values(), spans):
        if any(row.id == payment.pk for row in movement.rows):
            return movement.rows
    return []


def known_otherwise(items: Sequence[KeyedPayment], days: Collection[int]) -> int:
    """How many of these rows of one file a live row of another file tells in other words.

    `days` of all rows of the file, as far as it is read.
    """
    spans = {0: (min(days), max(days))}
    by_amount: defaultdict[tuple[int, str], list[Told]] = defaultdict(list)
    for place, item in enumerate(items):
        told = _read(-1 - place, item)
        by_amount[told.cents, told.currency].append(told)
    for told in _of_amounts({cents for cents, _ in by_amount}, NEAR_DAYS, _around(spans[0])):
        if (told.cents, told.currency) in by_amount:
            by_amount[told.cents, told.currency].append(told)
            first, last = spans.get(told.file, (told.on, told.on))
            spans[told.file] = min(first, told.on), max(last, told.on)
    return sum(
        sum(row.id < 0 for row in one.rows)
        for group in by_amount.values()
        for one in movements(group, spans)
        if 0 in one.files and len(one.files) > 1
    )


def _around(span: tuple[int, int]) -> tuple[int, int]:
    return span[0] - 1, span[1] + 1


def _read(number: int, item: KeyedPayment) -> Told:
    row = item.row
    return Told(
        number, item.key, 0, _account(row.account), row.on, row.cents, row.currency, row.name,
        _account(row.other_account), row.purpose, row.end_to_end, row.entry_cents, row.document,
        row.customer_number,
    )  # fmt: skip


# -- what the same money is told as in other pieces


def _sums(heads: dict[int, Movement], silent: set[int]) -> set[int]:
    parts = [_whole(row, heads) for row in _rows(PARTS) if row.id not in silent]
    if not parts:
        return set()
    entries = {one.first.entry_cents or 0 for one in parts}
    others = [row for row in _of_amounts(entries) if row.id not in silent]
    wholes = [_whole(row, heads) for row in others if row.entry_cents in (None, row.cents)]
    return sums_of_parts(parts, wholes)


def _by_books(
    once: Once, heads: dict[int, Movement], silent: set[int], fixed: Collection[int]
) -> set[int]:
    books = [row for row in _rows(BOOKS) if row.id not in silent and row.by_books]
    if not books:
        return set()
    amounts = {row.cents for row in books} | _sums_by_day(books)
    rows = _of_amounts(amounts)
    bank = [row for row in rows if row.id not in silent and not row.by_books]
    documents = {row.document for row in books if row.document}
    found = books_and_bank(
        [_whole(row, heads) for row in books], [_whole(row, heads) for row in bank],
        invoices=_known_numbers(documents), fixed=fixed,
    )  # fmt: skip
    once.books, once.instead = found.told, found.kinds
    return found.dropped


def _known_numbers(documents: Collection[str]) -> set[str]:
    """Of these numbers those of invoices that are there now."""
    wanted = sorted(documents)
    found: set[str] = set()
    for start in range(0, len(wanted), AT_ONCE):
        rows = Invoice.objects.filter(live_invoices(), number__in=wanted[start : start + AT_ONCE])
        found.update(rows.values_list("number", flat=True))
    return found


def _sums_by_day(books: Iterable[Told]) -> set[int]:
    sums: dict[tuple[str, int, str], int] = {}
    for row in books:
        key = (row.customer_number, row.on, row.currency)
        sums[key] = sums.get(key, 0) + row.cents
    return set(sums.values())


def _whole(row: Told, heads: dict[int, Movement]) -> Movement:
    return heads.get(row.id) or Movement([row])


# -- what is marked


def _mark(silent: set[int]) -> int:
    """In small pieces; returns how many marks changed."""
    live = Payment.objects.filter(source__state=Import.State.LIVE)
    unmarked = set(live.filter(counted=False).values_list("id", flat=True))
    _set(unmarked - silent, counted=True)
    wrong = silent - unmarked
    _set(wrong, counted=False)
    return len(unmarked - silent) + len(wrong)


def _set(ids: Iterable[int], *, counted: bool) -> None:
    wanted = sorted(ids)
    for start in range(0, len(wanted), AT_ONCE):
        Payment.objects.filter(id__in=wanted[start : start + AT_ONCE]).update(counted=counted)
        time.sleep(PAUSE_SECONDS)
