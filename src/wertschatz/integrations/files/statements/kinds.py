"""Says how money moved (transfer, direct debit, card, return) from the codes and words of banks."""

from __future__ import annotations

import re
from collections.abc import Mapping

from wertschatz.ports.files import PaymentKind

# Geschäftsvorfallcodes, DFÜ-Abkommen annex 3 (SWIFT MT940): field 86, also in CAMT's BkTxCd.
_GVC: Mapping[PaymentKind, str] = {
    PaymentKind.TRANSFER: """
        008 020 051 052 053 054 056 058 087 088 116 117 118 119 152 153 154 155 156 157 161 162 163
        164 165 166 167 168 169 177 188 189 191 194 201 202 206 210 211 212 820""",
    PaymentKind.DIRECT_DEBIT: "004 005 071 084 104 105 107 171 174 192 195 196 197 213 818",
    # 181 and 184: what a payer fetched back; 159 and 160: a transfer that could not be delivered.
    PaymentKind.RETURNED: "009 059 108 109 110 111 159 160 181 182 183 184 193 199 899",
    PaymentKind.CARD: "006 106 190 198",
}
_BY_GVC = {code: kind for kind, codes in _GVC.items() for code in codes.split()}

# SWIFT's transaction type identification.
_SWIFT: Mapping[str, PaymentKind] = {
    **dict.fromkeys(("TRF", "STO"), PaymentKind.TRANSFER),
    **dict.fromkeys(("DDT", "COL"), PaymentKind.DIRECT_DEBIT),
    "RTI": PaymentKind.RETURNED,
}

# ISO 20022 external code set, domain PMNT: family, and sub-families of returns.
_FAMILIES: Mapping[str, PaymentKind] = {
    **dict.fromkeys(("RCDT", "ICDT", "RRCT", "IRCT"), PaymentKind.TRANSFER),
    **dict.fromkeys(("RDDT", "IDDT"), PaymentKind.DIRECT_DEBIT),
    **dict.fromkeys(("CCRD", "MCRD"), PaymentKind.CARD),
}
_RETURNS = frozenset({"RRTN", "UPDD", "PRDD", "RPCR", "UPCT"})

_WORDS = (
    (
        PaymentKind.RETURNED,
        r"(?<![bd])r(?:ue|ü)ck|retoure|wiedergut|storn|\breturn|revers|reject|chargeback",
    ),
    (PaymentKind.DIRECT_DEBIT, r"lastschr|\blast\b|einzug|direct debit|abbuchung"),
    (PaymentKind.CARD, r"karte|card|\bvisa\b|maestro|\bpos\b|kaufumsatz"),
    (
        PaymentKind.TRANSFER,
        r"(?:ue|ü)berw|gutschr|dauerauf|transfer|echtzeit|lohn|gehalt|rente|eingang|income|"
        r"instant|standing order|umbuch|kontouebertrag|zahlung",
    ),
)
_PATTERNS = tuple((kind.value, re.compile(words, re.IGNORECASE)) for kind, words in _WORDS)
_OTHER = PaymentKind.OTHER.value


def kind_of_gvc(code: str) -> str:
    """The kind for a German business transaction code (three digits), 'other' when unknown.

    >>> kind_of_gvc("166"), kind_of_gvc("109"), kind_of_gvc("171"), kind_of_gvc("805")
    ('transfer', 'returned', 'direct_debit', 'other')
    """
    return _BY_GVC.get(code, PaymentKind.OTHER).value


def kind_of_swift(code: str) -> str:
    """The kind for the three letters behind N or F in field 61 of MT940."""
    return _SWIFT.get(code, PaymentKind.OTHER).value


def kind_of_family(family: str, sub_family: str) -> str:
    """The kind for an ISO 20022 bank transaction code (BkTxCd/Domn/Fmly)."""
    if sub_family in _RETURNS:
        return PaymentKind.RETURNED.value
    return _FAMILIES.get(family, PaymentKind.OTHER).value


def kind_of_words(text: str) -> str:
    """The kind from the booking text of a bank.

    >>> kind_of_words("FOLGELASTSCHRIFT"), kind_of_words("GUTSCHR. UEBERWEISUNG")
    ('direct_debit', 'transfer')
    >>> kind_of_words("LS-RUECKBELASTUNG"), kind_of_words("Brückenbau")
    ('returned', 'other')
    """
    return next((kind for kind, pattern in _PATTERNS if pattern.search(text)), _OTHER)
