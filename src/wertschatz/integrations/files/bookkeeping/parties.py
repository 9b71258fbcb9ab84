"""Reads the customers of a DATEV file, with their addresses, accounts and terms of payment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wertschatz.integrations.files.bookkeeping.accounts import Accounts, Sort
from wertschatz.integrations.files.bookkeeping.columns import ADDRESS, IBANS, PARTY, Columns
from wertschatz.integrations.files.bookkeeping.header import ADDRESSES, Header
from wertschatz.integrations.files.tables.records import Batch, Records
from wertschatz.ports.files import CardRow, Source
from wertschatz.ports.problems import Problem

_LONGEST_TERM = 999
_PERSON, _COMPANY = "1", "2"
"""Adressattyp; 0 is "keine Angabe"."""


def parties(source: Source, codec: str, header: Header) -> Iterator[CardRow | Problem]:
    """Cards of category 16 or 48, in the order of the file; suppliers are only counted."""
    reading = _Parties(source.name, header)
    records = Records(source.path, source.name, codec, header.delimiter, reading.columns.width)
    cards = 0
    for batch in records.batches(header.first_line):
        if not isinstance(batch, Batch):
            yield batch
            continue
        for line, row in zip(batch.lines, batch.rows, strict=True):
            item = reading.card(line, row) if any(map(str.strip, row)) else None
            cards += isinstance(item, CardRow)
            if item is not None:
                yield item
    if reading.suppliers:
        yield Problem("suppliers_left_out", source.name, None, {"count": reading.suppliers})
    if records.nul_bytes:
        yield Problem("nul_bytes_removed", source.name, None, {"count": records.nul_bytes})
    if not cards:
        yield Problem("no_cards", source.name)


class _Parties:
    """Records → cards."""

    def __init__(self, name: str, header: Header) -> None:
        self._name = name
        self._collective = header.category == ADDRESSES
        self.columns = Columns(ADDRESS if self._collective else PARTY, header.titles)
        self._accounts = Accounts(header.ledger_digits)
        self.suppliers = 0

    def card(self, line: int, row: Sequence[str]) -> CardRow | Problem | None:
        """A customer's card; None for a supplier."""
        account = self._text(row, "account")
        if not account.isdecimal() and not (self._collective and not account):
            facts = {"value": account[:60]}
            return Problem("datev_account_unreadable", self._name, line, facts)
        if account and self._accounts.sort(int(account[:12])) is not Sort.DEBTOR:
            self.suppliers += 1
            return None
        name, kind = self._named(row)
        if not name:
            return Problem("card_without_name", self._name, line)
        return CardRow(
            line=line,
            name=name,
            kind=kind,
            emails=self._listed(row, "email"),
            phones=self._listed(row, "phone"),
            street=self._text(row, "street") or self._text(row, "box"),
            postcode=self._text(row, "postcode"),
            town=self._text(row, "town"),
            country=self._text(row, "country").upper(),
            # Several customers share a collective account; their own number stands in bookings.
            customer_number=self._text(row, "number") or account.lstrip("0"),
            vat_id=self._vat_id(row),
            ibans=self._listed(row, *IBANS, without=" "),
            terms_days=self._terms(row),
        )

    def _text(self, row: Sequence[str], name: str) -> str:
        return " ".join(self.columns.text(row, name).split())

    def _named(self, row: Sequence[str]) -> tuple[str, str]:
        """Name and kind as Adressattyp says, else as the filled columns do."""
        parts = (self._text(row, part) for part in ("given", "particle", "family"))
        person, company = " ".join(filter(None, parts)), self._text(row, "company")
        if not (self._text(row, "given") or self._text(row, "family")):
            person = ""
        sort = self._text(row, "sort")
        if person and (sort == _PERSON or not company):
            return person, "person"
        if company and (sort == _COMPANY or not person):
            return company, "organisation"
        kind = {_PERSON: "person", _COMPANY: "organisation"}.get(sort, "")
        names = (company, person, self._text(row, "unstated"), self._text(row, "short"))
        return next(filter(None, names), ""), kind

    def _vat_id(self, row: Sequence[str]) -> str:
        number = self._text(row, "vat").replace(" ", "").upper()
        return (
            number if not number or number[0].isalpha() else self._text(row, "vat_country") + number
        )

    def _listed(self, row: Sequence[str], *names: str, without: str = "") -> tuple[str, ...]:
        """What the columns hold, each once."""
        cells = (self._text(row, name) for name in names)
        if without:
            cells = (cell.replace(without, "").upper() for cell in cells)
        return tuple(dict.fromkeys(cell for cell in cells if cell))

    def _terms(self, row: Sequence[str]) -> int | None:
        """Column 110; 0 is what an unused field holds."""
        text = self._text(row, "terms")
        days = int(text) if re.fullmatch(r"\d{1,3}", text, re.ASCII) else 0
        return days if 0 < days <= _LONGEST_TERM else None
