"""Guesses the columns of a bank's list without a header (Targobank) from what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from wertschatz.integrations.files.tables.dates import is_a_day
from wertschatz.integrations.files.tables.layout import Samples, filled
from wertschatz.ports.files import Role

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_AMOUNT = re.compile(r"[-+]?[\d.']*\d(?:[.,]\d{1,2})[-+]?(?:\s?(?:€|EUR))?|[-+]?\d{1,9}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")


def headless_roles(samples: Samples, width: int) -> dict[Role, int]:
    """Role → column; {} unless there are days, a text, and exactly one column of amounts of which
    some have a minus.
    """
    days = _columns(samples, width, is_a_day)
    amounts = [
        place
        for place in _columns(samples, width, lambda cell: bool(_AMOUNT.fullmatch(cell)))
        if _negative(samples, place)
    ]
    accounts = _columns(samples, width, _is_account)
    taken = {*days, *amounts, *accounts}
    texts = [
        place
        for place in range(width)
        if place not in taken and any(_is_text(cell) for cell in filled(samples, place))
    ]
    if not days or len(amounts) != 1 or not texts:
        return {}
    # The purpose is the longest text; a name stands in the other.
    texts.sort(key=lambda place: -_length(filled(samples, place)))
    currencies = _columns(samples, width, lambda cell: bool(_CURRENCY.fullmatch(cell)))
    further = (
        (Role.VALUE_DATE, days[1:]), (Role.NAME, texts[1:]), (Role.IBAN, accounts),
        (Role.CURRENCY, currencies),
    )  # fmt: skip
    roles = {Role.DATE: days[0], Role.AMOUNT: amounts[0], Role.PURPOSE: texts[0]}
    return roles | {role: places[0] for role, places in further if places}


def is_surely_a_statement(samples: Samples, roles: Mapping[Role, int]) -> bool:
    """The other side's accounts stand in it, or a third of at least three amounts has a minus."""
    place = roles.get(Role.AMOUNT)
    if place is None:
        return False
    count = len(filled(samples, place))
    return Role.IBAN in roles or (count > 2 and 3 * _negative(samples, place) >= count)


def _negative(samples: Samples, place: int) -> int:
    return sum("-" in cell for cell in filled(samples, place))


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
