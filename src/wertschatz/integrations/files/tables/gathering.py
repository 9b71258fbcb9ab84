"""Makes one invoice of its rows: items added up, repeats counted once, cancelled pairs left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from wertschatz.integrations.files.tables.judging import Tally
from wertschatz.ports.files import InvoiceRow
from wertschatz.ports.problems import Problem

Items = Iterator[InvoiceRow | Problem]
Sum = tuple[str, int]
"""Who, and how much regardless of the sign."""


def who(row: InvoiceRow) -> str:
    """The customer as far as one list tells them apart."""
    return row.customer_number or row.vat_id or row.customer_name


def summed(items: Iterable[InvoiceRow | Problem]) -> Items:
    """Neighbouring rows of one number become one invoice; the first one's line, their total."""
    pending: InvoiceRow | None = None
    for item in items:
        if type(item) is not InvoiceRow:
            yield item
        elif pending is not None and _same_invoice(pending, item):
            pending = _added(pending, item)
        else:
            if pending is not None:
                yield pending
            pending = item
    if pending is not None:
        yield pending


def _same_invoice(one: InvoiceRow, other: InvoiceRow) -> bool:
    same = one.number == other.number and who(one) == who(other) and one.on == other.on
    return bool(one.number) and same and one.currency == other.currency


def _added(one: InvoiceRow, other: InvoiceRow) -> InvoiceRow:
    gross = None
    if one.gross_cents is not None and other.gross_cents is not None:
        gross = one.gross_cents + other.gross_cents
    return one._replace(cents=one.cents + other.cents, gross_cents=gross)


def unrepeated(items: Iterable[InvoiceRow | Problem], tally: Tally) -> Items:
    """An invoice that is repeated for each of its items counts once.

    Rows of one number with different sums stay, and are told as `number_twice` later on.
    """
    seen: set[int] = set()
    for item in items:
        if type(item) is InvoiceRow and item.number:
            key = hash(item[1:])
            if key in seen:
                tally.passed += 1
                continue
            seen.add(key)
        yield item


def without_cancelled(items: Iterable[InvoiceRow | Problem], cancelled: Counter[Sum]) -> Items:
    """Negative rows come last, without those that cancel an invoice which is out already.

    The original may stand before or after its cancellation, so they wait for the end.
    """
    waiting = []
    for item in items:
        if type(item) is InvoiceRow and item.cents < 0:
            waiting.append(item)
        else:
            yield item
    for row in waiting:
        key = (who(row), -row.cents)
        if cancelled[key] > 0:
            cancelled[key] -= 1
        else:
            yield row
