"""Reads what bookkeeping hands to the tax adviser: DATEV booking batches and lists of customers."""

from __future__ import annotations

from collections.abc import Iterator

from wertschatz.domain.values import Fact
from wertschatz.integrations.files.bookkeeping.batch import Batches
from wertschatz.integrations.files.bookkeeping.header import (
    ADDRESSES,
    BOOKINGS,
    PARTIES,
    delimiter_of,
    header_of,
)
from wertschatz.integrations.files.bookkeeping.parties import parties
from wertschatz.integrations.files.tables.encoding import (
    HEAD_BYTES,
    encoding_of,
    encoding_of_head,
)
from wertschatz.integrations.files.tables.messages import capped
from wertschatz.ports.files import Answers, CardRow, InvoiceRow, PaymentRow, Source
from wertschatz.ports.problems import Problem

Item = InvoiceRow | PaymentRow | CardRow | Problem


class Datev:
    """The reader for the DATEV-Format: files that begin with EXTF or DTVF."""

    name = "datev"

    def score(self, head: bytes, name: str) -> int:
        """Sure by the mark in the first field."""
        text = head[:200].decode(encoding_of_head(head).codec, errors="replace")
        return 95 if delimiter_of(text) else 0

    def read(self, source: Source, answers: Answers) -> Iterator[Item]:
        """Invoices and payments of a booking batch, cards of a list of customers.

        The specification wants Windows-1252, many write UTF-8: what the bytes are counts, and a
        guess of the former is worth no message.
        """
        with source.path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        codec = encoding_of(source.path).codec
        header = header_of(head.decode(codec, errors="replace"))
        if header is None:
            yield Problem("datev_header_broken", source.name)
        elif header.category == BOOKINGS and not header.period.spans:
            yield Problem("datev_year_missing", source.name)
        elif header.category == BOOKINGS:
            yield from capped(Batches(source, codec, header).items(), source.name)
        elif header.category in (PARTIES, ADDRESSES):
            yield from capped(parties(source, codec, header), source.name)
        else:
            facts: dict[str, Fact] = {"name": header.name, "number": header.category}
            yield Problem("datev_other_category", source.name, None, facts)


READER = Datev()
