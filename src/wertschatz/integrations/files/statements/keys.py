"""Takes the references apart that banks squeeze into the purpose: EREF+, MREF+, SVWZ+ and so on."""

from __future__ import annotations

import re
from typing import NamedTuple

_NAMES = "EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|PURP|SQTP|ORCR|ORMR|DDAT|MDAT|COAM|OAMT|IBAN|BIC"
# Behind a plus the keys stand glued to the text before them (Sparkasse); VR banks write "EREF: ".
# What the bank itself has to say follows "MTLG:" (Dresdner Bank and its successors).
_KEY = re.compile(rf"({_NAMES})\+|\b({_NAMES}): ?|\bMTLG:")
_NOTHING = frozenset(
    {"", "notprovided", "notavailable", "nichtangegeben", "nonref", "none", "na", "keine", "kref"}
)
_DAMAGED = re.compile(r"\d(?:[.,]\d+)?E\+\d+")
_POSTBANK = re.compile(
    r"Referenz (\S+)(?: Mandat (\S+))?(?: Einreicher-ID \S+)?(?: Verwendungszweck)? ?(?=\S)"
)
_DIGIT = re.compile(r"\d")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{8,30}")
_ONE_WORD = frozenset({"IBAN", "BIC", "CRED", "PURP"})


class Keyed(NamedTuple):
    """A purpose without its keys, and what they said."""

    text: str
    end_to_end: str = ""
    mandate: str = ""
    name: str = ""
    """For whom another paid or received (ABWA, ABWE)."""
    account: str = ""
    """IBAN of the other side."""


def keyed(text: str) -> Keyed:
    """Splits a purpose at its keys; without any, the text stays as it is.

    Keys: DFÜ-Abkommen annex 3, MT940 field 86. What stands before the first key belongs to the
    purpose as SVWZ does.

    >>> keyed("EREF+A-1MREF+M7CRED+DE98ZZZ09999999999SVWZ+Rechnung 5")[:3]
    ('Rechnung 5', 'A-1', 'M7')
    """
    parts = _KEY.split(text)
    if len(parts) == 1:
        return _of_postbank(text) if text.startswith("Referenz ") else Keyed(text)
    said: dict[str, str] = {}
    rest = ""
    for plus, colon, value in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        key, value = plus or colon or "MTLG", value.strip()
        if key in _ONE_WORD or (colon and key in {"EREF", "MREF"}):
            value, _, rest = value.partition(" ")
        said.setdefault(key, value)
    # Behind the last key nothing shows where its value ends and the purpose goes on.
    free = (parts[0].strip(), said.get("SVWZ", ""), rest.strip(), said.get("MTLG", ""))
    purpose = " ".join(filter(None, free))
    account = account_of(said.get("IBAN", ""))
    return Keyed(
        purpose,
        reference_of(said.get("EREF", "")),
        reference_of(said.get("MREF", "")),
        said.get("ABWA", "") or said.get("ABWE", ""),
        account if _IBAN.fullmatch(account) else "",
    )


def _of_postbank(text: str) -> Keyed:
    """Postbank until 2023: "Referenz 123 Mandat M-1 Einreicher-ID DE98 Verwendungszweck …"."""
    found = _POSTBANK.match(text)
    if not found:
        return Keyed(text)
    return Keyed(text[found.end() :], reference_of(found[1]), reference_of(found[2] or ""))


def has_keys(text: str) -> bool:
    """A key stands somewhere in the text; cheap for many texts in one."""
    return _KEY.search(text) is not None or "Referenz " in text


def reference_of(text: str) -> str:
    """A reference without blanks around it; '' where it says that there is none.

    >>> reference_of(" NOTPROVIDED "), reference_of("RE-17")
    ('', 'RE-17')
    """
    text = text.strip()
    if not text or _DIGIT.search(text):
        # Excel made a number of it (a Postbank file of 2026): nothing of it is left.
        return "" if "E+" in text and _DAMAGED.fullmatch(text) else text
    plain = "".join(filter(str.isalnum, text)).lower()
    return "" if plain in _NOTHING else text


def account_of(text: str) -> str:
    """An account's number without blanks, letters large; what is masked or no number stays.

    >>> account_of("de21 5005 0000 1234 5678 97")
    'DE21500500001234567897'
    """
    return "".join(text.split()).upper()


def joined_pieces(pieces: list[str], widths: tuple[int, ...]) -> str:
    """Pieces of a text that was cut at a fixed width: whole again, and short pieces set apart.

    A piece as wide as the field was cut in the middle of a word as likely as not; a blank at its
    end would have been cut off, so that it would be narrower.

    >>> joined_pieces(["Rechnung 4711 vom 20.08.200", "8", "Danke"], (27,))
    'Rechnung 4711 vom 20.08.2008 Danke'
    """
    text = ""
    full = False
    for piece in pieces:
        text += piece if full or not text else " " + piece
        full = len(piece) in widths
    return " ".join(text.split())
