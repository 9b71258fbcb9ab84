"""Turns the records of an address list into cards: names put together, addresses kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wertschatz.integrations.codecs.births import born, day_of_birth
from wertschatz.integrations.codecs.countries import country_code
from wertschatz.integrations.files.tables.card_words import meaning
from wertschatz.integrations.files.tables.layout import Layout
from wertschatz.integrations.files.tables.records import Batch
from wertschatz.integrations.files.tables.words import folded
from wertschatz.ports.files import CardRow, Role
from wertschatz.ports.problems import Problem

_SEVERAL = re.compile(r"\s+:::\s+|[\r\n;]+")
"""Google joins several values of one kind with ":::"."""
_PLAIN = re.compile(r"[^\s:]*(?: [^\s:]+)*")
"""One line of one value, with single blanks; nearly every cell."""
_EMAIL = re.compile(r"[^\s,;:<>\"'()]+@[^\s,;:<>\"'()]+")
_PHONE = re.compile(r"\d.*\d.*\d")
_DAMAGED = re.compile(r"\d[.,]?\d*E\+\d+", re.IGNORECASE)
"""What a spreadsheet makes of a long number; the digits are lost."""
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}")
_TOWN = re.compile(r"(?:([A-Z]{1,2})[- ])?(\d{4,5})\s+(\S.*)")
_WHOLE = re.compile(
    r"(.*\S)\s*[,\n]\s*(?:[A-Z]{1,2}[- ])?(\d{4,5})\s+(\S[^,\n]*?)(?:[,\n]\s*(.*))?", re.DOTALL
)
_DAYS = re.compile(r"(\d{1,3})\s*(?:tage|days|tg)", re.IGNORECASE)
_AT_ONCE = re.compile(r"sofort|immediate|on receipt", re.IGNORECASE)
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})", re.ASCII)
_SHORT_YEAR = re.compile(r"(\d{1,2})\.(\d{1,2})\.\d{2}", re.ASCII)

_ADDRESS = (Role.STREET, Role.POSTCODE, Role.TOWN, Role.COUNTRY)
_SUPPLIER = frozenset({"lieferantennr", "lieferantnr", "suppliernr", "vendornr", "kreditorennr",
                       "kreditornr"})  # fmt: skip
_HOUSE = frozenset({"hausnr", "housenr", "hsnr"})
_CATEGORIES = frozenset({"labels", "groupmembership", "kategorie", "kategorien", "categories",
                         "category", "tags", "tag", "kundengruppe", "customergroup"})  # fmt: skip
_TOOL_ID = frozenset({"contactid", "kontaktid", "recordid", "uuid"})
_LISTED = 50


class CardConverter:
    """Records → cards, for one file whose layout is known."""

    def __init__(self, name: str, layout: Layout, answered: bool, order: str) -> None:
        """`answered`: the person named the columns; `order`: 'dmy', 'mdy' or '' for birthdays."""
        self._name, self._layout, self._order = name, layout, order
        self._words = [folded(cell) for cell in layout.header]
        self._columns = [
            (place, found)
            for place, word in enumerate(self._words)
            if (found := meaning(word)) is not None
        ]
        said = [{r: [p] for r, p in layout.roles.items() if r in _ADDRESS}] if answered else []
        self._addresses = [*said, *self._owned()]
        self._extras = {
            names: next((p for p, word in enumerate(self._words) if word in names), None)
            for names in (_SUPPLIER, _HOUSE, _CATEGORIES, _TOOL_ID)
        }
        self._listed = {role: self._places(role) for role in (Role.EMAIL, Role.PHONE, Role.IBAN)}
        self.suppliers = 0
        self.doubtful_birthday = ""

    def _owned(self) -> list[dict[Role, list[int]]]:
        """Address columns by whose they are: plain, at work, at home, other."""
        found: dict[int, dict[Role, list[int]]] = {}
        for place, one in self._columns:
            if one.role in _ADDRESS:
                found.setdefault(one.owner, {}).setdefault(one.role, []).append(place)
        return [found[owner] for owner in sorted(found)]

    def convert(self, batch: Batch) -> Iterator[CardRow | Problem]:
        """In the order of the file; empty rows, repeated headers and suppliers are none."""
        for line, row in zip(batch.lines, batch.rows, strict=True):
            if not any(map(str.strip, row)) or tuple(map(str.strip, row)) == self._layout.header:
                continue
            if any(map(str.strip, row[len(self._layout.header) :])):
                facts = {"columns": len(row), "expected": len(self._layout.header)}
                yield Problem("row_too_wide", self._name, line, facts)
            elif self._is_supplier(row):
                self.suppliers += 1
            else:
                yield self._card(line, row)

    def _is_supplier(self, row: Sequence[str]) -> bool:
        """Lexware and others list both, and give each its own kind of number."""
        place = self._extras[_SUPPLIER]
        return place is not None and bool(_cell(row, place)) and not self._text(
            row, Role.CUSTOMER_NUMBER
        )  # fmt: skip

    def _card(self, line: int, row: Sequence[str]) -> CardRow | Problem:
        emails, phones = self._emails(row), self._phones(row)
        name, kind, organisation = self._named(row)
        name = name or organisation or next(iter((*emails, *phones)), "")
        if not name:
            return Problem("card_without_name", self._name, line)
        street, postcode, town, country = self._address(row)
        return CardRow(
            line=line,
            name=name,
            kind=kind,
            organisation="" if organisation == name else organisation,
            title=self._text(row, Role.JOB),
            emails=emails,
            phones=phones,
            street=street,
            postcode=postcode,
            town=town,
            country=country_code(country),
            born=self._born(row),
            customer_number=self._text(row, Role.CUSTOMER_NUMBER),
            vat_id=self._text(row, Role.VAT_ID).replace(" ", "").upper(),
            ibans=self._ibans(row),
            terms_days=_terms(self._text(row, Role.TERMS)),
            categories=self._categories(row),
            tool_id=self._extra(row, _TOOL_ID),
        )

    def _text(self, row: Sequence[str], role: Role) -> str:
        """The first value of the column, in one line."""
        place = self._layout.roles.get(role)
        return "" if place is None else _first(_cell(row, place))

    def _extra(self, row: Sequence[str], names: frozenset[str]) -> str:
        place = self._extras[names]
        return "" if place is None else _cell(row, place)

    def _named(self, row: Sequence[str]) -> tuple[str, str, str]:
        """Name, kind and organisation: a person speaks for the firm of the same row."""
        roles = (Role.FIRST_NAME, Role.LAST_NAME, Role.COMPANY, Role.CUSTOMER)
        first, last, company, shown = (self._text(row, role) for role in roles)
        person = " ".join(filter(None, (first, last)))
        if person and not company and shown and not _names(shown, first, last):
            company, shown = shown, ""
        if person:
            fuller = shown if _names(shown, first, last) else person
            return fuller, "person", "" if company.lower() == fuller.lower() else company
        if company and shown and company != shown:
            return shown, "", company
        return company or shown, "organisation" if company else "", ""

    def _emails(self, row: Sequence[str]) -> tuple[str, ...]:
        once: dict[str, str] = {}
        for text in self._several(row, Role.EMAIL):
            for address in _EMAIL.findall(text):
                once.setdefault(address.lower(), address)
        return tuple(once.values())[:_LISTED]

    def _phones(self, row: Sequence[str]) -> tuple[str, ...]:
        numbers = (text.strip("'=\" ") for text in self._several(row, Role.PHONE))
        good = (n for n in numbers if _PHONE.search(n) and not _DAMAGED.fullmatch(n))
        return tuple(dict.fromkeys(good))[:_LISTED]

    def _ibans(self, row: Sequence[str]) -> tuple[str, ...]:
        texts = (text.replace(" ", "").upper() for text in self._several(row, Role.IBAN))
        return tuple(dict.fromkeys(text for text in texts if _IBAN.fullmatch(text)))

    def _places(self, role: Role) -> list[int]:
        """All columns of one kind, the best one first; not those that mean something else."""
        best = self._layout.roles.get(role)
        taken = set(self._layout.roles.values())
        further = sorted((one.rank, place) for place, one in self._columns if one.role is role)
        places = [place for _, place in further if place not in taken]
        return places if best is None else [best, *places]

    def _several(self, row: Sequence[str], role: Role) -> Iterator[str]:
        """All values of all columns of one kind."""
        for place in self._listed[role]:
            if text := _cell(row, place):
                yield from filter(None, map(str.strip, _SEVERAL.split(text)))

    def _address(self, row: Sequence[str]) -> tuple[str, str, str, str]:
        """Street, postcode, town and country of the first address that is filled."""
        alone = ""
        for columns in self._addresses:
            street, postcode, town, country = (
                self._lines(row, columns.get(role, ())) for role in _ADDRESS
            )
            alone = alone or country
            if street or postcode or town:
                house = self._extra(row, _HOUSE)
                street = f"{street} {house}" if house and street else street
                return _sorted_out(street, postcode, town, country)
        return "", "", "", alone

    def _lines(self, row: Sequence[str], places: Sequence[int]) -> str:
        """What the columns of one kind hold, of an address at most two."""
        texts = (_first(_cell(row, place), "\n") for place in places)
        return "\n".join([*dict.fromkeys(filter(None, texts))][:2])

    def _born(self, row: Sequence[str]) -> str:
        """A year of two digits is none: a birthday may be in either century."""
        text = self._text(row, Role.BIRTHDAY)
        if not text or (day := born(text)):
            return day if text else ""
        if found := _SHORT_YEAR.fullmatch(text):
            return day_of_birth(0, int(found[2]), int(found[1]))
        found = _SLASHED.fullmatch(text)
        if not found or not int(found[1]) or not int(found[2]):
            return ""
        first, second = int(found[1]), int(found[2])
        order = self._order or ("dmy" if first > 12 else "mdy" if second > 12 else "")
        if not order and first != second:
            self.doubtful_birthday = self.doubtful_birthday or text
            return ""
        year = int(found[3]) if len(found[3]) == 4 else 0
        month, day_number = (first, second) if order == "mdy" else (second, first)
        return day_of_birth(year, month, day_number)

    def _categories(self, row: Sequence[str]) -> tuple[str, ...]:
        """Without Google's own "* myContacts"."""
        texts = re.split(r"\s+:::\s+|[;,]", self._extra(row, _CATEGORIES))
        words = (text.strip() for text in texts)
        return tuple(dict.fromkeys(word for word in words if word and word[0] != "*"))[:_LISTED]


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _first(text: str, kept: str = "") -> str:
    """The first of several values; `kept` is what lines are joined with, else a blank."""
    if _PLAIN.fullmatch(text):
        return text
    text = text.split(" ::: ")[0]
    lines = (" ".join(line.split()) for line in text.splitlines())
    return (kept or " ").join(line for line in lines if line)


def _names(shown: str, first: str, last: str) -> bool:
    """The shown name is that of the same person: "Dr. Lea Linde"."""
    return bool(shown) and all(part.lower() in shown.lower() for part in (first, last) if part)


def _sorted_out(street: str, postcode: str, town: str, country: str) -> tuple[str, str, str, str]:
    """Cuts "Am Weg 1, 01067 Dresden" and "01067 Dresden" where they stand in one column."""
    if not postcode and (found := _TOWN.fullmatch(town)):
        postcode, town = found[2], found[3]
    if not postcode and not town and (found := _WHOLE.fullmatch(street)):
        street, postcode, town, country = found[1], found[2], found[3], country or found[4] or ""
    if re.fullmatch(r"D-\d{5}", postcode):
        postcode, country = postcode[2:], country or "DE"
    lines = (line.strip(" ,") for line in street.split("\n"))
    postcode, town, country = (text.split("\n")[0] for text in (postcode, town, country))
    return ", ".join(filter(None, lines)), postcode, town, country


def _terms(text: str) -> int | None:
    """Days until payment; of several ("10 Tage 2 %, 30 Tage netto") the last. 0 alone is unset."""
    if text.isascii() and text.isdigit():
        return int(text) if 0 < int(text[:6]) < 1000 else None
    days = [int(number) for number in _DAYS.findall(text)]
    return max(days) if days else 0 if _AT_ONCE.search(text) else None
