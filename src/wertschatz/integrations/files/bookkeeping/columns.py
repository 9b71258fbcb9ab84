"""Finds the columns of a DATEV file by their titles, by their place where there are none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wertschatz.integrations.files.tables.words import joined

Titles = Mapping[str, tuple[int, str]]
"""Name of a column → its place in the format, counted from 0, and its titles, folded."""

BOOKING: Titles = {
    "amount": (0, "umsatzohnesollhabenkz umsatzohnesollhabenkennzeichen umsatz"),
    "side": (1, "sollhabenkennzeichen sollhabenkz"),
    "currency": (2, "wkzumsatz"),
    "base": (4, "basisumsatz"),
    "base_currency": (5, "wkzbasisumsatz"),
    "account": (6, "konto kontonummer"),
    "contra": (7, "gegenkontoohnebuschluessel gegenkonto"),
    "key": (8, "buschluessel"),
    "day": (9, "belegdatum"),
    "number": (10, "belegfeld1"),
    "field_2": (11, "belegfeld2"),
    "text": (13, "buchungstext"),
    "address": (15, "diverseadressnummer"),
    "due": (116, "faelligkeit"),
    "reversal": (117, "generalumkehrgu generalumkehr"),
}
"""Category 21, format versions 7 to 13."""

_NAMES: Titles = {
    "company": (1, "nameadressattypunternehmen"),
    "family": (3, "nameadressattypnatuerlperson nameadressattypnatuerlicheperson"),
    "given": (4, "vornameadressattypnatuerlperson vornameadressattypnatuerlicheperson"),
    "unstated": (5, "nameadressattypkeineangabe"),
    "sort": (6, "adressattyp"),
    "short": (7, "kurzbezeichnung"),
    "particle": (13, "namensvorsatz"),
    "street": (15, "strasse"),
    "box": (16, "postfach"),
    "postcode": (17, "postleitzahl"),
    "town": (18, "ort"),
    "country": (19, "land"),
}
_IBAN_PLACES = (44, 55, 66, 77, 88, 168, 179, 190, 201, 212)

PARTY: Titles = {
    **_NAMES,
    "account": (0, "konto kontonummer"),
    "vat_country": (8, "euland"),
    "vat": (9, "euustid"),
    "phone": (28, "telefon"),
    "email": (32, "email"),
    "terms": (109, "faelligkeitintagendebitor"),
    **{
        f"iban{number}": (place, f"ibannr{number} iban{number} ibannummer{number}")
        for number, place in enumerate(_IBAN_PLACES, 1)
    },
}
"""Category 16, format versions 2 to 5."""

ADDRESS: Titles = {
    **_NAMES,
    "number": (0, "adressnummer"),
    "account": (1, "konto kontonummer"),
    "company": (3, _NAMES["company"][1]),
    "short": (5, "kurzbezeichnung"),
    "family": (6, _NAMES["family"][1]),
    "given": (7, _NAMES["given"][1]),
    "unstated": (8, _NAMES["unstated"][1]),
    "sort": (9, "adressattyp"),
    "particle": (12, "namensvorsatz"),
    "phone": (40, "telefon"),
    "email": (44, "email"),
    **{
        f"iban{number}": (56 + 11 * (number - 1), f"ibannr{number} iban{number}")
        for number in range(1, 11)
    },
}
"""Category 48, format version 2."""

IBANS = tuple(f"iban{number}" for number in range(1, 11))


class Columns:
    """Where the wanted columns of one file stand."""

    def __init__(self, wanted: Titles, titles: Sequence[str]) -> None:
        """`titles` is row 2, or () where the file has none; then the places of the format count."""
        words = [joined(title) for title in titles]
        self._places = {
            name: place
            for name, (usual, known) in wanted.items()
            if (place := _place(words, usual, known.split())) is not None
        }
        self.width = max(len(titles), 14)

    def text(self, row: Sequence[str], name: str) -> str:
        """The cell of the named column, '' where the row or the file has none."""
        place = self._places.get(name)
        return row[place].strip() if place is not None and place < len(row) else ""


def _place(words: Sequence[str], usual: int, known: Sequence[str]) -> int | None:
    """By title; by place in a file without titles, or when the title there is an empty one."""
    found = next((words.index(word) for word in known if word in words), None)
    if found is not None or not words:
        return usual if found is None else found
    return usual if usual < len(words) and not words[usual] else None
