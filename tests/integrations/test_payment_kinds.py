"""How money moved: the codes and the words of banks, as they write them."""

from __future__ import annotations

import pytest

from wertschatz.integrations.files.statements.keys import account_of, keyed, reference_of
from wertschatz.integrations.files.statements.kinds import (
    kind_of_family,
    kind_of_gvc,
    kind_of_words,
)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("GUTSCHR. UEBERWEISUNG", "transfer"), ("Echtzeit-Gutschrift", "transfer"),
        ("DAUERAUFTRAG", "transfer"), ("Überweisung", "transfer"), ("Credit Transfer", "transfer"),
        ("FOLGELASTSCHRIFT", "direct_debit"), ("Basislastschrift", "direct_debit"),
        ("SEPA-LASTSCHRIFTEINZUG", "direct_debit"), ("Direct Debit", "direct_debit"),
        ("KARTENZAHLUNG", "card"), ("MasterCard Payment", "card"), ("Debitkarte", "card"),
        ("RUECKLASTSCHRIFT", "returned"), ("LS-RUECKBELASTUNG", "returned"),
        ("Lastschriftrückgabe", "returned"), ("Retoure", "returned"), ("STORNO", "returned"),
        ("LS WIEDERGUTSCHRIFT", "returned"), ("SEPA-Rückbuchung", "returned"),
        ("ENTGELTABSCHLUSS", "other"), ("Brückenbau", "other"), ("", "other"),
    ],
)  # fmt: skip
def test_words(words: str, kind: str) -> None:
    """A return is told first: it names what it returns."""
    assert kind_of_words(words) == kind


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("166", "transfer"), ("116", "transfer"), ("051", "transfer"), ("171", "direct_debit"),
        ("174", "direct_debit"), ("105", "direct_debit"), ("108", "returned"), ("109", "returned"),
        ("159", "returned"), ("106", "card"), ("805", "other"), ("", "other"),
    ],
)  # fmt: skip
def test_german_codes(code: str, kind: str) -> None:
    """Geschäftsvorfallcodes, DFÜ-Abkommen annex 3."""
    assert kind_of_gvc(code) == kind


@pytest.mark.parametrize(
    ("family", "sub", "kind"),
    [
        ("RCDT", "ESCT", "transfer"), ("RDDT", "ESDD", "direct_debit"),
        ("IDDT", "UPDD", "returned"), ("ICDT", "RRTN", "returned"), ("CCRD", "POSD", "card"),
        ("", "", "other"),
    ],
)  # fmt: skip
def test_families(family: str, sub: str, kind: str) -> None:
    """ISO 20022 bank transaction codes."""
    assert kind_of_family(family, sub) == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EREF+A-1MREF+M7CRED+DE98SVWZ+Rechnung 5", ("Rechnung 5", "A-1", "M7")),
        ("Rechnung 5 EREF: A-1 MREF: M7 CRED: DE98 IBAN: X BIC: Y", ("Rechnung 5", "A-1", "M7")),
        ("EREF+NOTPROVIDEDSVWZ+nur Text", ("nur Text", "", "")),
        ("vorne SVWZ+hinten", ("vorne hinten", "", "")),
        ("EREF+E-1 MTLG:Konto gesperrt", ("Konto gesperrt", "E-1", "")),
        ("Referenz E-1 Mandat M-7 Einreicher-ID DE98 Abschlag", ("Abschlag", "E-1", "M-7")),
        ("Preis: 5 EUR + Versand", ("Preis: 5 EUR + Versand", "", "")),
    ],
)
def test_keys_inside_a_purpose(text: str, expected: tuple[str, str, str]) -> None:
    """As Sparkasse, VR banks, Dresdner Bank and Postbank squeeze them in."""
    assert keyed(text)[:3] == expected


def test_references_that_say_nothing() -> None:
    """And what Excel has made of one."""
    empty = ("NOTPROVIDED", "nicht angegeben", "NONREF", " ", "6,17E+025", "-")
    assert [reference_of(text) for text in empty] == [""] * len(empty)
    assert reference_of("RE-1041E+7") == "RE-1041E+7"


def test_an_account_has_no_blanks() -> None:
    """Masked ones stay as they are."""
    assert account_of("de02 1203 0000 0000 2020 51") == "DE02120300000000202051"
    assert account_of("LU998338xxx") == "LU998338XXX"
