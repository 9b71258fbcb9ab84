"""Reads hybrid PDFs: the picture for people, the XML of a ZUGFeRD or Factur-X invoice inside."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from wertschatz.integrations.files.documents.attachments import xml_inside
from wertschatz.integrations.files.documents.reading import read_document
from wertschatz.integrations.files.documents.xml import Refusal
from wertschatz.integrations.files.progress import PROGRESS
from wertschatz.ports.files import Answers, InvoiceRow, Source
from wertschatz.ports.problems import Problem

_SIZE_LIMIT = 30_000_000
"""Bytes of the PDF with all its pictures."""
_ATTACHMENTS = 50
"""A PDF with more of them is no invoice that a program wrote."""


class InvoicePdf:
    """The reader for PDFs with an e-invoice inside."""

    name = "invoice_pdf"

    def score(self, head: bytes, name: str) -> int:
        """Sure by the mark of a PDF at the beginning; further in, an archive may hold one."""
        if head.lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"%PDF-"):
            return 90
        return 15 if b"%PDF-" in head[:1024] else 0

    def read(self, source: Source, answers: Answers) -> Iterator[InvoiceRow | Problem]:
        """Rows and their notices, or one refusal. The pages themselves are never read."""
        PROGRESS.begin()
        with source.path.open("rb") as file:
            data = file.read(_SIZE_LIMIT + 1)
        PROGRESS.step(len(data))
        if len(data) > _SIZE_LIMIT:
            facts = {"limit": _SIZE_LIMIT // 1_000_000}
            yield Problem("document_too_large", source.name, None, facts)
            return
        yield from _best(data, source.name)


READER = InvoicePdf()


def _items(found: bytes | Refusal, name: str) -> Iterator[InvoiceRow | Problem]:
    if isinstance(found, Refusal):
        yield Problem(found.code, name, found.line, found.facts)
    else:
        yield from read_document(found, name)


def _best(data: bytes, name: str) -> list[InvoiceRow | Problem]:
    """The attachments that are invoices, each number once; without one, why the likeliest is none.

    Some PDF carry one invoice in two languages of XML, and a few carry several invoices.
    """
    refused: list[InvoiceRow | Problem] = []
    invoices: dict[str, list[InvoiceRow | Problem]] = {}
    for found in islice(xml_inside(data), _ATTACHMENTS):
        items = list(_items(found, name))
        numbers = [item.number for item in items if isinstance(item, InvoiceRow)]
        if numbers:
            invoices.setdefault(numbers[0], items)
        told = [i for i in items if not isinstance(i, Problem) or i.code != "xml_unknown"]
        refused = refused or told
    if invoices:
        return [item for items in invoices.values() for item in items]
    return refused or [Problem("pdf_without_invoice", name)]
