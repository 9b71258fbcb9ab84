"""The words that address books and lists of customers write above their columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from wertschatz.integrations.files.tables.layout import (
    INVOICES,
    Layout,
    Samples,
    Vocabulary,
    filled,
    recognise,
)
from wertschatz.integrations.files.tables.time_words import TIMES, has_length
from wertschatz.integrations.files.tables.words import WORDS, folded
from wertschatz.ports.files import Role

# Whose address or number it is, as a word before or behind the thing itself.
_WORK = """business work company office firma firmen geschaeftlich geschaeftliche dienstlich
    dienstliche buero zentrale billing billingaddress rechnung rechnungs rechnungsadresse
    rechnungsanschrift invoice invoiceaddress mailing mailingaddress primary primaer primaere
    default defaultaddress haupt hauptadresse main contact kontakt customer client kunde kunden
    address1 adresse1 postal direkt geschaeft"""
_HOME = "home privat private personal"
_OTHER = """other andere anderes weitere weiteres weiterer secondary sekundaer sekundaere shipping
    shippingaddress delivery deliveryaddress liefer lieferung lieferadresse lieferanschrift
    alternative address2 adresse2 address3 adresse3"""
PLAIN, WORK, HOME, OTHER = range(4)
"""Whose it is; the first one that is filled counts."""
_OWNERS = {
    word: owner
    for owner, words in ((WORK, _WORK), (HOME, _HOME), (OTHER, _OTHER))
    for word in words.split()
}
_OWNER = "(?:" + "|".join(sorted(_OWNERS, key=len, reverse=True)) + ")"

# Per role: what the thing itself is called; owners may stand around it, and a number behind.
_THINGS: Mapping[Role, str] = {
    Role.EMAIL: "e?mail(?:adresse|address|adr)?|epost",
    Role.PHONE: r"telefon(?:nr)?|tel(?:nr)?|fon|phone(?:nr)?|telephone(?:nr)?|rufnr|durchwahl"
    r"|mobil(?:e|telefon|telefonnr|nr|funk|funknr|tel|telnr|phone|phonenr|rufnr|enr|ephone)?"
    r"|handy(?:nr)?|cell(?:phone|nr|ular)?|festnetz(?:nr)?",
    Role.STREET: "str|strasse|strassenr|strasse(?:und)?hausnr|street|streetaddress|adresse|address"
    "|addressline|adresszeile|anschrift|streetnr|strassenname",
    Role.POSTCODE: "plz|postleitzahl|zip|zipcode|zippostalcode|postcode|postalcode|postalzipcode",
    Role.TOWN: "ort|stadt|city|town|wohnort|ortschaft|citytown|(?:plz|postleitzahl)(?:und)?ort"
    "|plzstadt|zipcity",
    Role.COUNTRY: "land|country|countrycode|countryname|laendercode|landescode|landkz|staat"
    "|laenderkennzeichen|countryregion|landregion|isocountry",
    Role.IBAN: "iban(?:nr)?|bankiban|kontoiban",
    Role.FIRST_NAME: "vorname|vornamen|firstname|givenname|fname|rufname",
    Role.LAST_NAME: "nachname|lastname|familyname|familienname|surname|zuname|lname",
}
_SHAPES = {
    role: re.compile(rf"({_OWNER}*)(?:{thing})(\d?)(?:value|adresse|address|wert)?({_OWNER}*)(\d?)")
    for role, thing in _THINGS.items()
}

_NAMES: Mapping[Role, str] = {
    Role.CUSTOMER: """kundenname kundename customername clientname kunde customer client name
        displayname anzeigename fullname vollstaendigername vollername kontaktname contactname
        kontakt contact debitorname debitor geschaeftspartner mandant bezeichnung
        ansprechpartner kontaktperson contactperson""",
    Role.COMPANY: """firma firmenname company companyname organization organisation
        organizationname organisationsname organization1name organisation1name unternehmen
        unternehmensname betrieb businessname firma1 name1 firmenbezeichnung defaultaddresscompany
        billingcompany institution""",
    Role.JOB: """position jobtitle job berufsbezeichnung funktion organizationtitle
        organization1title beruf""",
    Role.BIRTHDAY: """geburtstag geburtsdatum gebdatum gebdat birthday birthdate datebirth
        dateofbirth geboren geborenam dob""",
    Role.TERMS: """zahlungsziel zahlungszieltage zahlungszieltagen zahlungsfrist zahlungsfristtage
        zahlungsfristtagen paymentterms paymentterm paymenttermsdays faelligkeittagen
        faelligkeitstage nettotage tagenetto zahlungsbedingung zahlungsbedingungen netdays""",
    Role.CUSTOMER_NUMBER: "",
    Role.VAT_ID: "",
}
_EXACT: Mapping[str, tuple[Role, int]] = {
    **{word: found for word, found in WORDS.items()
       if found[0] in (Role.CUSTOMER_NUMBER, Role.VAT_ID) and word != "accountnr"},
    **{word: (role, rank) for role, words in _NAMES.items()
       for rank, word in enumerate(words.split())},
}  # fmt: skip

_CONTACT = frozenset(_THINGS) | {Role.BIRTHDAY}
_SHOWN = (Role.CUSTOMER, Role.COMPANY, Role.LAST_NAME, Role.FIRST_NAME, Role.EMAIL)
_VAGUE_NUMBERS = frozenset({"nr", "no", "num", "id", "beleg"})
_CREATED = ("geburt", "birth", "gebdat", "erstell", "created", "angelegt", "geaendert", "updated",
            "modified", "seit", "since", "letzte", "last", "anniversary", "jahrestag", "geboren",
            "dob", "registr", "kontakt", "contact")  # fmt: skip
"""Parts of words above days that a list of customers holds."""


class Meaning(NamedTuple):
    """What a column of an address list holds."""

    role: Role
    rank: int
    """0 is the best match."""
    owner: int = PLAIN
    second: bool = False
    """A further line, number or address of the same kind."""


@cache
def meaning(word: str) -> Meaning | None:
    """What a folded header word means.

    >>> meaning("telefongeschaeftlich2").role, meaning("address1street").owner == WORK
    (<Role.PHONE: 'phone'>, True)
    """
    if word in _EXACT:
        return Meaning(*_EXACT[word])
    for role, shape in _SHAPES.items():
        found = shape.fullmatch(word)
        if found:
            owner = next((_owner(part) for part in (found[1], found[3]) if part), PLAIN)
            number = found[2] or found[4] or "1"
            return Meaning(role, 10 * owner + int(number) - 1, owner, number > "1")
    return None


def _owner(words: str) -> int:
    """Of "companymain" as of "shippingaddress": the one that is farthest from plain."""
    found = re.findall(_OWNER, words)
    return max(_OWNERS[word] for word in found)


class _Known(Mapping[str, tuple[Role, int]]):
    """All header words that mean something; they are described, not listed."""

    def __getitem__(self, word: str) -> tuple[Role, int]:
        found = meaning(word)
        if found is None:
            raise KeyError(word)
        return found.role, found.rank

    def __iter__(self) -> Iterator[str]:
        return iter(_EXACT)

    def __len__(self) -> int:
        return len(_EXACT)


_FITS: Mapping[Role, Callable[[str], object]] = {
    Role.EMAIL: lambda cell: "@" in cell,
    Role.PHONE: re.compile(r"\d.*\d.*\d", re.DOTALL).search,
    Role.POSTCODE: re.compile(r"\d").search,
    Role.VAT_ID: re.compile(r"\d{3}").search,
    Role.TERMS: re.compile(r"\b\d{1,3}\b|sofort|immediate|receipt", re.IGNORECASE).search,
    Role.IBAN: re.compile(r"[A-Za-z]{2}\d{2}").match,
    Role.CUSTOMER: re.compile(r"[^\W\d]").search,
    Role.COMPANY: re.compile(r"[^\W\d]").search,
}


def _fits(word: str, samples: Samples, place: int) -> bool:
    """Most filled cells look like what the word says; an empty column is believed."""
    test = _FITS.get(_KNOWN[word][0])
    cells = filled(samples, place)
    return test is None or sum(map(bool, map(test, cells))) * 2 >= len(cells)


def _as_they_are(roles: dict[Role, int], words: Sequence[str], samples: Samples) -> dict[Role, int]:
    return roles


def _enough(roles: Mapping[Role, int]) -> bool:
    """An entry can be shown by some name."""
    return any(role in roles for role in _SHOWN)


_KNOWN = _Known()
CARDS = Vocabulary(_KNOWN, _fits, _as_they_are, _enough)
"""How address books and lists of customers are recognised."""


def contact_columns(layout: Layout) -> int:
    """How many kinds of columns there are that only an address list has, beside the name."""
    found = _CONTACT & layout.roles.keys()
    if not (Role.CUSTOMER in layout.roles or Role.COMPANY in layout.roles):
        found -= {next((role for role in _SHOWN if role in found), Role.CUSTOMER)}
    return len(found)


def is_something_else(layout: Layout) -> bool:
    """A list of invoices, payments, hours or calls that names addresses too."""
    header, samples = layout.header, layout.samples
    times = recognise(header, samples, TIMES)
    if Role.DATE in times and has_length(times):
        return True
    roles = recognise(header, samples, INVOICES)
    number = roles.get(Role.NUMBER)
    if number is not None and folded(header[number]) not in _VAGUE_NUMBERS:
        return True
    if Role.DUE_DATE in roles or Role.PAID_DATE in roles:
        return True
    amounts = any(role in roles for role in (Role.NET, Role.GROSS, Role.AMOUNT, Role.OPEN))
    return amounts and any(
        layout.says_days(place) and not any(part in folded(cell) for part in _CREATED)
        for place, cell in enumerate(header)
    )
