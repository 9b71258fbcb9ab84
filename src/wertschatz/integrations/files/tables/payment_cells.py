"""Understands the cells of a bank's list one by one: texts, kinds, what is pending or a footer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from wertschatz.integrations.files.statements.keys import account_of, joined_pieces, keyed
from wertschatz.integrations.files.statements.kinds import kind_of_gvc, kind_of_words
from wertschatz.integrations.files.statements.labels import labelled
from wertschatz.integrations.files.tables.words import joined
from wertschatz.ports.files import PaymentKind

WIDTH = (27,)
"""Characters at which MT940 cuts a purpose; lists made of it keep the pieces."""

_PENDING = re.compile(
    r"vorgemerkt|vormerk|pending|nicht gebucht|\boffen\b|ausstehend|in bearbeitung|not booked|"
    r"reverted|declined|failed|abgelehnt|fehlgeschlagen|abgebrochen",
    re.IGNORECASE,
)
_FOOTERS = frozenset(
    {
        "anfangssaldo", "endsaldo", "kontostand", "saldo", "neuerkontostand", "alterkontostand",
        "letzterkontostand", "schlusssaldo", "saldovortrag", "summe", "gesamt", "openingbalance",
        "closingbalance", "balance", "total", "neuersaldo", "altersaldo", "startsaldo",
    }
)  # fmt: skip
_OTHER = PaymentKind.OTHER.value
_SURE = frozenset({PaymentKind.RETURNED.value, PaymentKind.CARD.value})
_DEBIT = PaymentKind.DIRECT_DEBIT.value


class Said(NamedTuple):
    """What a purpose says once its keys or labels are taken out."""

    purpose: str
    name: str = ""
    account: str = ""
    end_to_end: str = ""
    mandate: str = ""
    reference: str = ""


def said_in(text: str, by_labels: bool) -> Said:
    """The purpose and what stood inside it; labels only in lists without a column for names."""
    if by_labels:
        found = labelled(text)
        return Said(*found)
    keys = keyed(text)
    return Said(keys.text, keys.name, keys.account, keys.end_to_end, keys.mandate)


def flat(text: str) -> str:
    """A cell in one line; the old VR export cuts purposes at 27 characters."""
    text = text.strip()
    if "\n" in text or "\r" in text:
        return joined_pieces(text.splitlines(), WIDTH)
    return text


def split_first_line(text: str) -> tuple[str, str]:
    """What the bank calls the movement, where the first of several lines says so, and the rest."""
    first, _, rest = text.strip().partition("\n")
    known = bool(rest) and kind_of_words(first) != _OTHER
    return (first.strip(), rest) if known else ("", text)


def first_word(purpose: str) -> str:
    """The word with which some banks begin a purpose where no column says what it is: Sparda
    writes "SEPA-Gutschrift …".
    """
    word = purpose.partition(" ")[0]
    return "" if word.isdecimal() else word


class Kinds(dict[str, str]):
    """Booking text → kind; a list has a few dozen of them."""

    def __missing__(self, text: str) -> str:
        if len(self) > 5_000:
            self.clear()
        # The old VR export has the German code of three digits here (Textschlüssel).
        kind = self[text] = kind_of_gvc(text) if text.isdecimal() else kind_of_words(text)
        return kind

    def of(self, text: str, mandate: str) -> str:
        """The kind; only direct debits have a mandate, whatever the bank calls them."""
        kind = self[text]
        return _DEBIT if mandate and kind not in _SURE else kind


class Accounts(dict[str, str]):
    """Cell → account number without blanks; the same few come again and again."""

    def __missing__(self, text: str) -> str:
        if len(self) > 50_000:
            self.clear()
        account = account_of(text)
        # Some write what the account is called: "Hauptkonto".
        account = self[text] = account if any(map(str.isdecimal, account)) else ""
        return account


def is_pending(text: str) -> bool:
    """The bank has noted the movement but not booked it.

    >>> is_pending("Umsatz vorgemerkt"), is_pending("Umsatz gebucht")
    (True, False)
    """
    return _PENDING.search(text) is not None


def is_footer(row: Sequence[str]) -> bool:
    """A line with a balance, such as Anfangssaldo, or Kontostand vom 3.8.2026."""
    cells = (joined(cell) for cell in row if 3 < len(cell.strip()) < 40)
    return any(cell in _FOOTERS or cell.rstrip("0123456789") in _FOOTERS for cell in cells)
