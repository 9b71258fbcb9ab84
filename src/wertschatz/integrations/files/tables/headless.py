"""Guesses the columns of a bank's list without a header (Targobank) from what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from wertschatz.integrations.files.tables.dates import is_a_day
from wertschatz.integrations.files.tables.layout import Samples, filled
from wertschatz.ports.files import Role

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_AMOUNT = re.compile(r"[-+]?[\d.']*\d(?:[.,]\d{1,2})[-+]?(?:\s?(?:€|EUR))?|[-+]?\d{1,9}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")


def headless_roles(samples: Samples, width: int) -> dict[Role, int]:
    """Role → column; {} unless days, exactly one column of amounts with both signs or a minus, an
    account of the other side and a text make it surely a statement.
    """
    days = _columns(samples, width, is_a_day)
    amounts = [
        place
        for place in _columns(samples, width, lambda cell: bool(_AMOUNT.fullmatch(cell)))
        if any("-" in cell for cell in filled(samples, place))
    ]
    accounts = _columns(samples, width, _is_account)
    taken = {*days, *amounts, *accounts}
    texts = [
        place
        for place in range(width)
        if place not in taken and any(_is_text(cell) for cell in filled(samples, place))
    ]
    if not days or len(amounts) != 1 or not accounts or not texts:
        return {}
    # The purpose varies in length and is the longest; a name stands in the other text.
    texts.sort(key=lambda place: -_length(filled(samples, place)))
    roles = {Role.DATE: days[0], Role.AMOUNT: amounts[0], Role.IBAN: accounts[0]}
    roles[Role.PURPOSE] = texts[0]
    roles |= {Role.VALUE_DATE: days[1]} if len(days) > 1 else {}
    roles |= {Role.NAME: texts[1]} if len(texts) > 1 else {}
    currencies = _columns(samples, width, lambda cell: bool(_CURRENCY.fullmatch(cell)))
    return roles | ({Role.CURRENCY: currencies[0]} if currencies else {})


def _columns(samples: Samples, width: int, fits: Callable[[str], bool]) -> list[int]:
    """Columns whose filled cells are all of this form."""
    found = []
    for place in range(width):
        cells = [cell.strip() for cell in filled(samples, place)]
        if cells and all(map(fits, cells)):
            found.append(place)
    return found


def _is_account(cell: str) -> bool:
    return bool(_IBAN.fullmatch(cell.replace(" ", "")))


def _is_text(cell: str) -> bool:
    cell = cell.strip()
    letters = sum(map(str.isalpha, cell))
    return letters > 3 and not _BIC.fullmatch(cell) and not _CURRENCY.fullmatch(cell)


def _length(cells: Sequence[str]) -> float:
    return sum(map(len, cells)) / max(1, len(cells))
