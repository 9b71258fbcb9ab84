"""Reads the cards of an address book (vCard 2.1, 3.0 and 4.0), from a file or a server."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from wertschatz.integrations.codecs.births import born
from wertschatz.integrations.codecs.countries import country_code
from wertschatz.integrations.codecs.properties import Property, properties
from wertschatz.ports.files import CardRow

_WANTED = frozenset(
    {
        "BEGIN", "END", "AGENT", "VERSION", "FN", "N", "NICKNAME", "ORG", "TITLE", "ROLE", "EMAIL",
        "TEL", "ADR", "BDAY", "CATEGORIES", "UID", "KIND", "X-ABSHOWAS", "X-ADDRESSBOOKSERVER-KIND",
        "X-ABDATE", "X-ABLABEL",
    }
)  # fmt: skip
_MOST = 500
"""Properties of one card; a card with more is no person's."""
_LISTED = 50
"""E-mail addresses and numbers of one card."""
_NO_VOICE = frozenset({"FAX", "PAGER", "MODEM", "BBS", "TEXTPHONE"})
_VOICE = frozenset({"VOICE", "CELL", "IPHONE"})
_BIRTHDAY = re.compile("birthday|geburtstag", re.IGNORECASE)
_KINDS = {"individual": "person", "person": "person", "org": "organisation"}
_NUMBER = re.compile(r"[\d+*#()]")


class Fault(NamedTuple):
    """A card that cannot be used; `code` is one of `ports.problems`."""

    code: str
    line: int
    name: str


class Cards(NamedTuple):
    """All cards of one text."""

    rows: tuple[CardRow, ...]
    faults: tuple[Fault, ...]


def cards(data: bytes) -> Cards:
    """The cards of one text, as a server sends it; lists of distribution (KIND:group) are none."""
    found = list(cards_in(data.splitlines()))
    rows = tuple(one for one in found if isinstance(one, CardRow))
    return Cards(rows, tuple(one for one in found if isinstance(one, Fault)))


def cards_in(lines: Iterable[bytes]) -> Iterator[CardRow | Fault]:
    """The same, line by line, for files of any length; physical lines with or without their end."""
    inside: list[Property] | None = None
    nested, begun = 0, 0
    for one in properties(lines, _WANTED):
        mark = one.raw.strip().upper() == b"VCARD" and one.name
        if mark == "BEGIN" and inside and _holds_card(inside[-1]):
            nested += 1
        elif mark == "BEGIN":
            if inside is not None:
                yield Fault("card_broken", begun, _name(inside))
            inside, nested, begun = [], 0, one.line
        elif mark == "END" and nested:
            nested -= 1
        elif mark == "END" and inside is not None:
            yield from _card(begun, inside)
            inside = None
        elif inside is not None and not nested and len(inside) < _MOST:
            inside.append(one)
    if inside is not None:
        yield Fault("card_broken", begun, _name(inside))


def _holds_card(one: Property) -> bool:
    """AGENT of version 2.1: the assistant's whole card stands inside."""
    return one.name == "AGENT" and not one.raw.strip()


def _card(line: int, found: Sequence[Property]) -> Iterator[CardRow | Fault]:
    said = _texts(found, "KIND", "X-ADDRESSBOOKSERVER-KIND")
    if "group" in (word.lower() for word in said):
        return
    name = _name(found)
    if not name:
        yield Fault("card_without_name", line, "")
        return
    organisation = _organisation(found)
    kind = _kind(found, name, organisation)
    address = _address(found)
    yield CardRow(
        line=line,
        name=name,
        kind=kind,
        organisation="" if organisation == name else organisation,
        title=next(iter(_texts(found, "TITLE", "ROLE")), ""),
        emails=_emails(found),
        phones=_phones(found),
        street=address[2] or address[1] or address[0],
        postcode=address[5],
        town=address[3],
        country=country_code(address[6]),
        born=_born(found),
        categories=_categories(found),
        tool_id=next(iter(_texts(found, "UID")), "").removeprefix("urn:uuid:"),
    )  # fmt: skip


def _named(found: Sequence[Property], *names: str) -> Iterator[Property]:
    """In the order of `names`, then as they stand."""
    for name in names:
        yield from (one for one in found if one.name == name)


def _texts(found: Sequence[Property], *names: str) -> list[str]:
    return [text for one in _named(found, *names) if (text := one.text())]


def _preferred(found: Sequence[Property], name: str) -> list[Property]:
    return sorted(_named(found, name), key=lambda one: one.preference)


def _name(found: Sequence[Property]) -> str:
    """FN, else the parts of N, else whatever the address book would show."""
    for text in (*_texts(found, "FN"), " ".join(_spoken(found)), _organisation(found)):
        if text:
            return text
    rest = (*_texts(found, "NICKNAME"), *_emails(found), *_phones(found))
    return next(iter(rest), "")


def _spoken(found: Sequence[Property]) -> list[str]:
    """Given, further and family name of the first N that holds any."""
    for one in _named(found, "N"):
        family, given, further = (*one.parts(), "", "")[:3]
        if family or given:
            return [part for part in (given, further, family) if part]
    return []


def _organisation(found: Sequence[Property]) -> str:
    """The firm; what follows are its departments."""
    return next((part for one in _named(found, "ORG") for part in one.parts()[:1] if part), "")


def _kind(found: Sequence[Property], name: str, organisation: str) -> str:
    """As the card says, else a person has parts of a name, and a firm is shown as the firm."""
    said = next((_KINDS[w.lower()] for w in _texts(found, "KIND") if w.lower() in _KINDS), "")
    if said:
        return said
    if "COMPANY" in (word.upper() for word in _texts(found, "X-ABSHOWAS")):
        return "organisation"
    if name == organisation:
        return "organisation"
    return "person" if _spoken(found) else ""


def _emails(found: Sequence[Property]) -> tuple[str, ...]:
    """Each once, the preferred one first."""
    texts = (one.text() for one in _preferred(found, "EMAIL"))
    addresses = (text[7:] if text[:7].lower() == "mailto:" else text for text in texts)
    once: dict[str, str] = {}
    for address in addresses:
        if "@" in address:
            once.setdefault(address.lower(), address)
    return tuple(once.values())[:_LISTED]


def _phones(found: Sequence[Property]) -> tuple[str, ...]:
    """Numbers for talking, as written; of a tel: URI without its extension."""
    numbers = []
    for one in _preferred(found, "TEL"):
        if one.types & _NO_VOICE and not one.types & _VOICE:
            continue
        text = one.text()
        scheme, colon, rest = text.partition(":")
        if colon and scheme.lower() == "tel":
            text = unquote(rest.partition(";")[0])
        elif colon and scheme.isalpha():
            continue
        if _NUMBER.search(text):
            numbers.append(text)
    return tuple(dict.fromkeys(numbers))[:_LISTED]


def _address(found: Sequence[Property]) -> list[str]:
    """Box, addition, street, town, region, postcode, country of the one that matters most."""
    addresses = [(one, (one.parts() + [""] * 7)[:7]) for one in _preferred(found, "ADR")]
    filled = [(one, parts) for one, parts in addresses if any(parts)]
    filled.sort(key=lambda pair: (pair[0].preference, "WORK" not in pair[0].types))
    return filled[0][1] if filled else [""] * 7


def _categories(found: Sequence[Property]) -> tuple[str, ...]:
    words = (word for one in _named(found, "CATEGORIES") for word in one.parts(","))
    return tuple(dict.fromkeys(filter(None, words)))[:_LISTED]


def _born(found: Sequence[Property]) -> str:
    """BDAY, else a date that an Apple address book labels as a birthday."""
    labels = {one.group: one.text() for one in _named(found, "X-ABLABEL") if one.group}
    dates = [
        one for one in _named(found, "X-ABDATE") if _BIRTHDAY.search(labels.get(one.group, ""))
    ]
    for one in (*_named(found, "BDAY"), *dates):
        said = one.parameters.get("VALUE", ())
        if "text" not in (word.lower() for word in said) and (day := born(one.text())):
            return day
    return ""
