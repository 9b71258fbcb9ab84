"""Sorts the documents of an import: own invoices come in, those of suppliers stay out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from wertschatz.domain.customers.documents import (
    OwnNames,
    Side,
    folded_id,
    in_own_currency,
    without_prepaid,
)
from wertschatz.domain.customers.identity import folded_name
from wertschatz.ports.customers import Keyed
from wertschatz.ports.files import InvoiceRow
from wertschatz.ports.problems import Problem

SHOWN = 12
"""Sellers offered when the person is asked which one is the own firm."""


class Documents:
    """The documents seen so far, and what each is to the owner's firm.

    While nobody has said which firm is the own one, every document counts as a sale: the dry run
    then asks, with the sellers that were met. Where the own firm is only `guessed`, what it buys
    stays out, and nothing else.
    """

    def __init__(self, own: OwnNames, *, guessed: bool = False) -> None:
        self.own = own
        self._guessed = guessed
        self._sellers: Counter[tuple[str, str]] = Counter()
        self._shown: dict[tuple[str, str], tuple[str, str]] = {}

    def look(self, file: str, row: InvoiceRow) -> tuple[Side, Problem | None]:
        """What this row is, and a word where it stays out. A list without sellers is own sales."""
        document = row.document
        if document is None or not (document.seller_name or document.seller_vat_id):
            return Side.SALE, None
        seller = (document.seller_name, document.seller_vat_id)
        folded = (folded_name(seller[0]), seller[1])
        self._sellers[folded] += 1
        self._shown.setdefault(folded, seller)
        if not self.own:
            return Side.SALE, None
        side = self.own.side(seller, (row.customer_name, row.vat_id))
        if side is Side.SALE or (side is Side.FOREIGN and self._guessed):
            return Side.SALE, None
        who = document.seller_name or document.seller_vat_id
        code = f"document_is_{side}"
        return side, Problem(code, file, row.line, {"seller": who[:80], "number": row.number})

    def sellers(self) -> list[dict[str, object]]:
        """Name, VAT id and count of the most frequent sellers."""
        return [
            {"name": self._shown[seller][0], "vat_id": self._shown[seller][1], "count": count}
            for seller, count in self._sellers.most_common(SHOWN)
        ]


def counted_in(row: InvoiceRow, cents: int, own: str) -> int | None:
    """An amount of this row in the firm's currency; None: foreign, and it names no rate."""
    said = row.document
    rate, currency = (said.rate, said.rate_currency) if said else ("", "")
    return in_own_currency(cents, row.currency, own, rate, currency)


def as_counted(item: Keyed) -> Keyed:
    """A row with what it counts and when, where the document says more than a list.

    A correction counts on the day of the invoice that it names with its day. A final invoice
    that names earlier ones repeats their sum: what they stated does not count again.
    """
    document, row = item.row.document, item.row
    if document is None:
        return item
    counts, on = None, None
    if row.cents < 0 and document.original_on is not None and document.original_on <= row.on:
        on = document.original_on
    if row.cents > 0 and document.original_number and document.prepaid_cents > 0:
        counts = without_prepaid(row.cents, row.gross_cents, document.prepaid_cents)
    return item._replace(on=on, counts=counts)


def most_likely_own(rows: Iterable[InvoiceRow]) -> OwnNames:
    """The firm that stands in more than half of all documents and sells in one at least.

    Empty where nobody does, or where there is but one document: then all of them count.
    """
    seen: Counter[tuple[str, str]] = Counter()
    sellers: set[tuple[str, str]] = set()
    count = 0
    for row in rows:
        if row.document is None or not (row.document.seller_name or row.document.seller_vat_id):
            continue
        count += 1
        seller = _party(row.document.seller_name, row.document.seller_vat_id)
        sellers.add(seller)
        seen.update({seller, _party(row.customer_name, row.vat_id)})
    likely = [party for party, times in seen.most_common(2) if 2 * times > count and party[1]]
    mine = [party for party in likely if party in sellers]
    if count < 2 or len(mine) != 1:
        return OwnNames()
    kind, value = mine[0]
    return OwnNames(vat_ids=frozenset({value})) if kind == "vat" else OwnNames(frozenset({value}))


def shown_own(rows: Iterable[InvoiceRow], own: OwnNames) -> str:
    """The owner's firm as the first of its documents writes it."""
    for row in rows:
        document = row.document
        if document and own.is_own(document.seller_name, document.seller_vat_id):
            return document.seller_name or document.seller_vat_id
    return ""


def _party(name: str, vat_id: str) -> tuple[str, str]:
    """A VAT id where there is one, else the folded name."""
    return ("vat", folded_id(vat_id)) if folded_id(vat_id) else ("name", folded_name(name))
