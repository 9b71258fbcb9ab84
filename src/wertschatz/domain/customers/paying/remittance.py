"""What the payer wrote: finds invoice numbers and customer numbers in the text of a payment."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from wertschatz.domain.customers.paying.payments import OpenInvoice, Payment

LEAST_DIGITS = 4
"""So many digits at the end of a number are worth looking at."""
WHOLE_DIGITS = 6
"""From so many on, all digits of a number without its letters are as good as the number."""
MOST_PIECES = 6
_PIECE = re.compile(r"[^\W\d_]+|\d+")
# Days and amounts hold digits that are no part of a number: "vom 01.02.2026", "119,00 EUR".
_DAY = re.compile(
    r"(?<!\d)(?:\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})?|\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/(?:\d{4}|\d{2}))(?!\d)"
)
_AMOUNT = re.compile(r"(?<![\d.,])\d{1,3}(?:[. ]?\d{3})*,\d{2}(?!\d)")
_INVOICE_WORD = re.compile(r"(?:RE|RG|RNR|RENR|RGNR|NR|NO|INV|INVOICE|RECHNUNG\w*|RECH|BELEG\w*)$")
_CUSTOMER_WORD = re.compile(r"(?:KD|KDNR|KNR|KUNDE\w*|DEBITOR\w*|CUSTOMER|CLIENT|MITGLIED\w*)$")
_GAP = 3
"""So many signs may stand between two pieces of one number; banks break lines inside it."""


class Piece(NamedTuple):
    """A run of letters or of digits, and where it stands."""

    text: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        """Digits, not letters."""
        return self.text[0].isdigit()


@dataclass(slots=True)
class Named:
    """What a text names, by ids of invoices."""

    full: set[int] = field(default_factory=set)
    digits: dict[int, str] = field(default_factory=dict)
    """Named by the end of its number only → the digits that stand there."""
    customers: dict[int, str] = field(default_factory=dict)
    """Customer → number that stands there."""
    strings: set[str] = field(default_factory=set)
    """Digits that look like a whole number; one of them may be mistyped."""


def pieces(text: str) -> list[Piece]:
    """Letters and digits of a text, upper case, without any separator.

    >>> [piece.text for piece in pieces("re-2026/00 42")]
    ['RE', '2026', '00', '42']
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    return [Piece(match[0], match.start(), match.end()) for match in _PIECE.finditer(plain)]


def compact(number: str) -> str:
    """A number without separators.

    >>> compact("RE-2026/0042")
    'RE20260042'
    """
    return "".join(piece.text for piece in pieces(number))


def _digits(number: str) -> str:
    return "".join(piece.text for piece in pieces(number) if piece.is_number)


def _bare(parts: Iterable[Piece]) -> str:
    """Pieces without leading zeros: who writes 2026-42 means 2026-0042."""
    return "|".join(p.text.lstrip("0") or "0" if p.is_number else p.text for p in parts)


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and "1990" <= digits <= "2099"


class Numbers:
    """All numbers that a text may name, once for all texts."""

    def __init__(self, invoices: Iterable[OpenInvoice]) -> None:
        """Numbers too short to be told from a house number need a word such as “Rechnung”."""
        self.digits_of: dict[int, str] = {}
        self._whole: dict[str, set[int]] = {}
        self._bare: dict[str, set[int]] = {}
        self._short: dict[str, set[int]] = {}
        self._ends: dict[str, set[int]] = {}
        self._customers: dict[str, set[int]] = {}
        self._begins: set[str] = set()
        """How numbers begin: what begins otherwise is no number, and no further look is needed."""
        self._bare_begins: set[str] = set()
        for invoice in invoices:
            self._add(invoice)
            if len(compact(invoice.customer_number)) >= LEAST_DIGITS:
                key = compact(invoice.customer_number)
                self._customers.setdefault(key, set()).add(invoice.customer)

    def _add(self, invoice: OpenInvoice) -> None:
        parts = pieces(invoice.number)
        whole, digits = compact(invoice.number), _digits(invoice.number)
        if not digits:
            return
        self.digits_of[invoice.id] = digits
        if len(digits) < LEAST_DIGITS or _is_year(whole):
            _put(self._short, whole, invoice.id)
            self._begins.update(_beginnings(whole))
            return
        _put(self._whole, whole, invoice.id)
        self._begins.update(_beginnings(whole))
        if len(digits) >= WHOLE_DIGITS:
            _put(self._whole, digits, invoice.id)
            self._begins.update(_beginnings(digits))
        if len(parts) > 1:
            _put(self._bare, _bare(parts), invoice.id)
            self._bare_begins.update(_bare(parts[:end]) for end in range(1, len(parts) + 1))
        for length in range(LEAST_DIGITS, len(digits) + 1):
            _put(self._ends, digits[-length:], invoice.id)

    def customers_of(self, number: str) -> set[int]:
        """Customers with this number."""
        return self._customers.get(compact(number), set())

    def named(self, payment: Payment) -> Named:
        """Everything that the fields and the text of a payment name."""
        found = Named()
        for text in (payment.document, payment.purpose, payment.end_to_end):
            if text:
                self._whole_in(text, found)
        for text in (payment.document, payment.purpose):
            if text:
                self._ends_in(_AMOUNT.sub(" ", _DAY.sub(" ", text)), found)
        for invoice in found.full:
            found.digits.pop(invoice, None)
        for customer in self.customers_of(payment.customer_number):
            found.customers[customer] = payment.customer_number
        return found

    def _whole_in(self, text: str, found: Named) -> None:
        parts = pieces(text)
        for at, part in enumerate(parts):
            if part.text not in self._begins and _bare([part]) not in self._bare_begins:
                continue
            joined = ""
            for run in _runs(parts, at):
                joined += run[-1].text
                if joined not in self._begins and _bare(run) not in self._bare_begins:
                    break
                found.full |= self._whole.get(joined, set())
                if len(run) > 1 and sum(len(p.text) for p in run if p.is_number) >= LEAST_DIGITS:
                    found.full |= self._bare.get(_bare(run), set())
                if joined in self._short and (
                    not part.is_number or (at and _INVOICE_WORD.match(parts[at - 1].text))
                ):
                    found.digits |= dict.fromkeys(self._short[joined], joined)

    def _ends_in(self, text: str, found: Named) -> None:
        parts = pieces(text)
        for at, part in enumerate(parts):
            if part.is_number:
                word = parts[at - 1].text if at else ""
                for digits in _joined_digits(parts, at):
                    self._one_end(digits, word, found)
            elif at + 1 < len(parts):
                joined = part.text + parts[at + 1].text  # "K10023"
                for customer in self._customers.get(joined, ()):
                    found.customers[customer] = joined

    def _one_end(self, digits: str, word: str, found: Named) -> None:
        if len(digits) < LEAST_DIGITS or _is_year(digits):
            return
        found.strings.add(digits)
        ends = self._ends.get(digits, set())
        customers = self._customers.get(digits, set())
        says_customer = bool(_CUSTOMER_WORD.match(word))
        if not (customers and says_customer):
            found.digits |= dict.fromkeys(ends, digits)
        # The same digits may end an invoice number: then only a word tells which is meant.
        if says_customer or not ends:
            found.customers |= dict.fromkeys(customers, digits)


def _beginnings(number: str) -> Iterator[str]:
    return (number[:end] for end in range(1, len(number) + 1))


def _put(index: dict[str, set[int]], key: str, invoice: int) -> None:
    index.setdefault(key, set()).add(invoice)


def _runs(parts: list[Piece], at: int) -> Iterator[list[Piece]]:
    """Neighbouring pieces from this one on, as far as they may belong together."""
    for end in range(at + 1, min(at + MOST_PIECES, len(parts)) + 1):
        if end - 1 > at and parts[end - 1].start - parts[end - 2].end > _GAP:
            return
        yield parts[at:end]


def _joined_digits(parts: list[Piece], at: int) -> Iterator[str]:
    """The digits from here on, alone and with those that follow after one sign at most."""
    joined = ""
    for end in range(at, min(at + MOST_PIECES, len(parts))):
        piece = parts[end]
        if not piece.is_number or (end > at and piece.start - parts[end - 1].end > 1):
            return
        joined += piece.text
        yield joined


def nearly(number: str, strings: Iterable[str]) -> bool:
    """One of the strings is this number with one digit wrong, missing, too many, or two swapped.

    >>> nearly("20260042", {"20260024"}), nearly("20260042", {"20261142"})
    (True, False)
    """
    from rapidfuzz.distance import OSA

    return len(number) > LEAST_DIGITS and any(
        abs(len(text) - len(number)) <= 1 and OSA.distance(number, text, score_cutoff=1) == 1
        for text in strings
    )
