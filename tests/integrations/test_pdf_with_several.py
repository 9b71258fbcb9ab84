"""A PDF may carry one invoice in two languages of XML, or several invoices."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfWriter

from wertschatz.integrations.files.invoice_pdf import READER
from wertschatz.ports.files import InvoiceRow, Source

GOLDEN = Path(__file__).parent / "golden" / "e_invoice"
CII = (GOLDEN / "cii_en16931.xml").read_bytes()
UBL = (GOLDEN / "ubl_invoice.xml").read_bytes()


def number_of(data: bytes) -> str:
    """As the golden pair says."""
    from wertschatz.integrations.files.documents.reading import read_document

    return next(i.number for i in read_document(data, "x") if isinstance(i, InvoiceRow))


SAME = UBL.replace(number_of(UBL).encode(), number_of(CII).encode())


@pytest.mark.parametrize(
    ("attachments", "numbers"),
    [
        ({"factur-x.xml": CII}, [number_of(CII)]),
        ({"factur-x.xml": CII, "xrechnung.xml": SAME}, [number_of(CII)]),
        ({"factur-x.xml": CII, "zweite.xml": UBL}, [number_of(CII), number_of(UBL)]),
        ({"zweite.xml": UBL, "beleg.xml": b"<anders/>"}, [number_of(UBL)]),
    ],
)
def test_each_number_once(
    attachments: dict[str, bytes], numbers: list[str], tmp_path: Path
) -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    for name, data in attachments.items():
        writer.add_attachment(name, data)
    stream = io.BytesIO()
    writer.write(stream)
    file = tmp_path / "r.pdf"
    file.write_bytes(stream.getvalue())
    rows = [i for i in READER.read(Source(file, "r.pdf"), {}) if isinstance(i, InvoiceRow)]
    assert [row.number for row in rows] == numbers
