"""Who the customer of a row is where a list keeps firms and persons in columns of their own."""

from __future__ import annotations

from collections.abc import Sequence

from wertschatz.integrations.files.tables.layout import Layout
from wertschatz.integrations.files.tables.words import WORDS, folded
from wertschatz.ports.files import Role

# "First Name (Billing)", "billing_first_name", "Rechnungsadresse Vorname", "customer.firstName"
_OF_WHOM = (
    "", "billing", "rechnung", "rechnungs", "rechnungsadresse", "kunde", "kunden", "customer",
    "client", "ordercustomer", "invoice", "contact", "kontakt",
)  # fmt: skip
_FIRST = frozenset(
    word
    for name in ("vorname", "firstname", "givenname", "forename")
    for whose in _OF_WHOM
    for word in (whose + name, name + whose)
)
_LAST = frozenset(
    word
    for name in ("nachname", "lastname", "familienname", "familyname", "surname", "zuname")
    for whose in _OF_WHOM
    for word in (whose + name, name + whose)
)
_NO_NAMES = frozenset({"account", "accountname", "partner", "geschaeftspartner"})
"""Words above a customer in one tool, and above an account of the books in another."""
_PLAIN = "name"
"""Means the last name where a first name stands beside it."""


class Persons:
    """The columns of one list that name customers, besides the one that mostly does."""

    def __init__(self, layout: Layout) -> None:
        """Of a layout whose roles are known; reports of services name theirs themselves."""
        words = [] if layout.service else [folded(cell) for cell in layout.header]
        self._chosen = layout.roles.get(Role.CUSTOMER)
        self._first = _place(words, _FIRST)
        self._last = _place(words, _LAST)
        if self._last is None and self._first is not None:
            self._last = _place(words, {_PLAIN})
        ranked = [
            (WORDS[word][1], place)
            for place, word in enumerate(words)
            if place != self._chosen and word not in _NO_NAMES
            if word in WORDS and WORDS[word][0] is Role.CUSTOMER
        ]
        persons = (self._first, self._last)
        self._others = [place for _, place in sorted(ranked) if place not in persons]
        self.silent = not self._others and persons == (None, None)
        """No column but the one says who the customer is."""
        self.always = self._chosen is None or self._chosen in persons
        """The name of every customer is put together."""

    def name(self, row: Sequence[str], written: str) -> str:
        """The customer's name; `written` is what the chosen column says."""
        if self.silent or (written and self._chosen != self._last):
            return written
        person = " ".join(filter(None, (_cell(row, self._first), _cell(row, self._last))))
        others = (_cell(row, place) for place in self._others)
        return person or written or next(filter(None, others), "")


def _place(words: Sequence[str], known: frozenset[str] | set[str]) -> int | None:
    return next((place for place, word in enumerate(words) if word in known), None)


def _cell(row: Sequence[str], place: int | None) -> str:
    return " ".join(row[place].split()) if place is not None and place < len(row) else ""
