"""What one invoice states, whichever language it is written in: the common ground of both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from wertschatz.integrations.files.documents.exchange import Rate


class Party(NamedTuple):
    """Seller or buyer. '' for what the document does not say."""

    name: str = ""
    number: str = ""
    """The number the other side gave it, no world-wide one such as a GLN."""
    vat_id: str = ""
    tax_number: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    country: str = ""
    email: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""


@dataclass(slots=True)
class Totals:
    """The sums as written, None for what is missing."""

    lines: Decimal | None
    """BT-106: sum of the lines before allowances and charges of the document."""
    allowances: Decimal | None
    charges: Decimal | None
    net: Decimal | None
    """BT-109."""
    tax: Decimal | None
    """BT-110, in the currency of the invoice."""
    gross: Decimal | None
    """BT-112."""
    prepaid: Decimal | None
    """BT-113."""
    payable: Decimal | None
    """BT-115."""
    tax_rows: int
    """How often tax was computed, and so rounded."""
    each_line: Sequence[Decimal]
    """Net amounts of the lines (BT-131) that count in the sum."""


class Terms(NamedTuple):
    """One set of payment terms."""

    wording: str
    due: str
    """As written, '' for none."""
    form: str
    """UNTDID 2379 code of `due`."""
    discount: bool
    """They hold terms for paying early."""


@dataclass(slots=True)
class Stated:
    """Everything a row needs from one document."""

    number: str
    type_code: str
    credit: bool
    """The document is a credit note by its root element."""
    issued: str
    issued_form: str
    currency: str
    seller: Party
    buyer: Party
    original_number: str
    original_on: int | None
    terms: Sequence[Terms]
    totals: Totals
    rate: Rate


_WORLDWIDE = re.compile(r"\d{4}|GLN|ILN|DUNS|SEPA|EM|VAT?|FC")
"""Schemes of numbers that the seller did not give: ISO 6523 codes and the names some write."""
_VAT = re.compile(r"[A-Z]{2}[0-9A-Z+*]{2,13}")
_GLN_LINE = re.compile(r"(?:GLN|ILN)\b\D{0,20}\d{13}\s*", re.IGNORECASE)
_NUMBER_LINE = re.compile(
    r"(?:Kunden|Debitor(?:en)?|Customer|Lief(?:eranten)?|Supplier)[ -]*"
    r"(?:Nr|Nummer|No|number|ID)\b[ .:]*(\S+)",
    re.IGNORECASE,
)
_SALUTATIONS = frozenset({"herrn", "herr", "frau", "firma", "fa.", "an", "mr", "mr.", "mrs", "ms"})


def own_number(numbers: Iterable[tuple[str, str]]) -> str:
    """Of (scheme, number) the first that is no world-wide number."""
    for scheme, number in numbers:
        if number and not _WORLDWIDE.fullmatch(scheme.strip().upper()):
            return number
    return ""


def vat_id(written: str) -> str:
    """Without blanks and marks when it has the form of a VAT id, else as written."""
    bare = re.sub(r"[\s.-]", "", written).upper()
    return bare if _VAT.fullmatch(bare) else written


def looks_like_vat_id(written: str) -> bool:
    """Two letters of a country and figures behind: for numbers without a scheme."""
    bare = re.sub(r"[\s.-]", "", written)
    return bool(_VAT.fullmatch(bare)) and any(sign.isdecimal() for sign in bare)


def name_and_number(written: str) -> tuple[str, str]:
    """A name of several lines as one, and a customer number that stood among them.

    ZUGFeRD 1.0 BASIC has no field for numbers, so its own examples put them above the name.
    """
    lines = [" ".join(line.split()) for line in written.splitlines()]
    lines = [line for line in lines if line]
    if len(lines) < 2:
        return "".join(lines), ""
    number, names = "", []
    for line in lines:
        if found := _NUMBER_LINE.fullmatch(line):
            number = number or found[1]
        elif not _GLN_LINE.fullmatch(line) and line.lower() not in _SALUTATIONS:
            names.append(line)
    return (" ".join(names), number) if names else (" ".join(lines), "")
