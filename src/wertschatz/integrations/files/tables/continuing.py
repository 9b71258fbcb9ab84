"""Completes the rows of further items, which leave out what the invoice's first row says."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from wertschatz.integrations.files.tables.layout import Layout
from wertschatz.integrations.files.tables.words import ITEMS, LINE_AMOUNTS, folded
from wertschatz.ports.files import Role

_SUMS = (Role.NET, Role.GROSS, Role.AMOUNT, Role.LINE_TOTAL)
_INVOICE = (Role.DATE, Role.CUSTOMER, Role.CUSTOMER_NUMBER, Role.VAT_ID)


class Continuation:
    """Goes through the rows of one list with a row per item, in their order."""

    def __init__(self, layout: Layout) -> None:
        """No row seen."""
        self._roles = layout.roles
        self._adds = layout.adds_items
        self._sums = {layout.roles[role] for role in _SUMS if role in layout.roles}
        words = [folded(cell) for cell in layout.header]
        self._items = [
            place
            for place, word in enumerate(words)
            if word in ITEMS and word not in LINE_AMOUNTS and place not in self._sums
        ]
        self._last: list[str] = []

    def completed(self, row: list[str]) -> list[str]:
        """The row with what stands in the one before; [] when it adds nothing to the invoice."""
        last, self._last = self._last, row
        if not last or not self._continues(row, last):
            return row
        self._last = last
        if not self._has_sum(row):
            return []
        kept = ["" if place in self._sums else cell for place, cell in enumerate(last)]
        pairs = zip_longest(row, kept, fillvalue="")
        return [cell if cell.strip() else before for cell, before in pairs]

    def _continues(self, row: Sequence[str], last: Sequence[str]) -> bool:
        number = self._text(row, Role.NUMBER)
        if number:
            same = number == self._text(last, Role.NUMBER)
            return same and not (self._text(row, Role.DATE) and self._has_sum(row))
        if any(self._text(row, role) for role in _INVOICE):
            return False
        # A sum without an item below it all is that of the page.
        item = any(place < len(row) and row[place].strip() for place in self._items)
        return item and (self._adds or not self._has_sum(row))

    def _has_sum(self, row: Sequence[str]) -> bool:
        return any(place < len(row) and row[place].strip() for place in self._sums)

    def _text(self, row: Sequence[str], role: Role) -> str:
        place = self._roles.get(role)
        return row[place].strip() if place is not None and place < len(row) else ""
