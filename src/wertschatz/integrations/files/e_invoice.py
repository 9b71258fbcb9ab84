"""Reads e-invoices as plain XML: XRechnung, Factur-X and ZUGFeRD in both languages of EN 16931."""

from __future__ import annotations

from collections.abc import Iterator

from wertschatz.integrations.files.documents.kinds import (
    CII_ROOTS,
    ENVELOPES,
    OTHER_ROOTS,
    UBL_ROOTS,
)
from wertschatz.integrations.files.documents.reading import read_document
from wertschatz.integrations.files.documents.xml import SIZE_LIMIT, prolog_of
from wertschatz.integrations.files.progress import PROGRESS
from wertschatz.ports.files import Answers, InvoiceRow, Source
from wertschatz.ports.problems import Problem

_SURE = CII_ROOTS | UBL_ROOTS | ENVELOPES | frozenset(OTHER_ROOTS)


class EInvoice:
    """The reader for e-invoices as XML."""

    name = "e_invoice"

    def score(self, head: bytes, name: str) -> int:
        """Sure by the root element; any other XML is worth saying that it is no invoice."""
        prolog = prolog_of(head)
        if prolog.root in _SURE:
            return 95
        if name.lower().endswith(".xml"):
            return 5
        return 5 if prolog.is_xml and prolog.root.lower() != "html" else 0

    def read(self, source: Source, answers: Answers) -> Iterator[InvoiceRow | Problem]:
        """One row and its notices, or one refusal."""
        PROGRESS.begin()
        with source.path.open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
        PROGRESS.step(len(data))
        if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
            yield Problem("file_empty", source.name)
            return
        yield from read_document(data, source.name)


READER = EInvoice()
