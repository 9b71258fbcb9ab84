"""What any bytes come to, and how amounts, days and terms are read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wertschatz.integrations.files import e_invoice, invoice_pdf
from wertschatz.integrations.files.documents.amounts import amount, in_minor_units, minor_units
from wertschatz.integrations.files.documents.elements import day
from wertschatz.integrations.files.documents.stated import Terms, name_and_number
from wertschatz.integrations.files.documents.terms import due_day
from wertschatz.ports.files import InvoiceRow, Reader, Source
from wertschatz.ports.problems import PROBLEMS, Problem

GOLDEN = Path(__file__).parent / "golden"
_DOCUMENTS = [
    (GOLDEN / "e_invoice" / name).read_bytes()
    for name in ("cii_en16931.xml", "zugferd_1.xml", "ubl_invoice.xml", "utf16_with_mark.xml")
]
_PDFS = [
    (GOLDEN / "invoice_pdf" / name).read_bytes()
    for name in ("associated_file.pdf", "encrypted_without_password.pdf", "pinned_to_a_page.pdf")
]
_PIECES = st.binary(max_size=12) | st.sampled_from(
    [b"<", b">", b"</", b"<!--", b"]]>", b"&x;", b"-", b"0", b"9" * 50, b"1e99", b"\0", b"obj",
     b"<<", b">>", b"[", b"/Kids", b"3 0 R", b"stream", b"endobj", b"/Length 99999999"]
)  # fmt: skip


@st.composite
def _mutated(draw: st.DrawFn, documents: list[bytes]) -> bytes:
    """A good document with some places overwritten, cut out or doubled."""
    data = draw(st.sampled_from(documents))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        data = data[:start] + draw(_PIECES) + data[end:]
    return data


def _told(reader: Reader, data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        reader.score(data[:65_536], path.name)
        items = list(reader.read(Source(path, path.name), {}))
    assert items
    for item in items:
        if isinstance(item, Problem):
            assert item.code in PROBLEMS
        else:
            assert isinstance(item, InvoiceRow)
            assert item.customer_name
            assert item.number


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=300) | _mutated(_DOCUMENTS))
def test_any_xml_ends_in_a_row_or_a_message(data: bytes) -> None:
    """Never an exception, never silence."""
    _told(e_invoice.READER, data)


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=300).map(lambda b: b"%PDF-1.4\n" + b) | _mutated(_PDFS))
def test_any_pdf_ends_in_a_row_or_a_message(data: bytes) -> None:
    """Never an exception, never silence."""
    _told(invoice_pdf.READER, data)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("119", "119"), ("119.00", "119.00"), ("-7.67", "-7.67"), ("+3.5", "3.5"), (".5", "0.5"),
        ("20.000", "20.000"), ("1.234,56", "1234.56"), ("1,234.56", "1234.56"),
        ("1 234,56", "1234.56"), ("1\u202f234,56", "1234.56"), ("1'234.56", "1234.56"),
        ("1.234.567", "1234567"), ("1,234,567.8", "1234567.8"), ("1,234", "1234"),
        ("0,234", "0.234"), ("12,5", "12.5"), ("9,90-", "-9.90"), ("\u22125,00", "-5.00"),
        ("12.00 EUR", "12.00"), ("€ 12,00", "12.00"),
    ],
)  # fmt: skip
def test_amounts(written: str, value: str) -> None:
    """As XML demands it, and as some write it nonetheless."""
    assert amount(written) == Decimal(value)


@pytest.mark.parametrize(
    "written", ["", "-", "NaN", "Infinity", "1e9", "12,3.4,5", "--1", "a1", "."]
)
def test_what_is_no_amount(written: str) -> None:
    """Rather none than a wrong one."""
    assert amount(written) is None


@given(st.decimals(-(10**12), 10**12, places=4))
def test_minor_units_round_half_away_from_zero(value: Decimal) -> None:
    """As invoices do, by the decimals of the currency."""
    for currency, decimals in (("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4)):
        assert minor_units(currency) == decimals
        exact = abs(value) * 10**decimals
        assert abs(in_minor_units(value, currency)) == int(exact + Decimal("0.5"))


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("20240305", "102"), ("20240305", ""), ("240305", "101"), ("202403051200", "203"),
        ("20240305120000", "204"), ("2024-03-05", ""), ("2024-03-05Z", ""),
        ("2024-03-05+01:00", ""), ("2024-03-05T23:30:00.000Z", ""), ("05.03.2024", ""),
    ],
)  # fmt: skip
def test_days(written: str, form: str) -> None:
    """Every way the standards and their users write a day."""
    assert day(written, form) == date(2024, 3, 5).toordinal()


@pytest.mark.parametrize("written", ["", "20241301", "2024-02-30", "soon", "99999999"])
def test_what_is_no_day(written: str) -> None:
    """No guessing."""
    assert day(written) is None


@pytest.mark.parametrize(
    ("wording", "due"),
    [
        ("14 Tage", "2024-03-19"),
        ("Zahlbar innerhalb von 30 Tagen ohne Abzug.", "2024-04-04"),
        ("10 Tage 3% Skonto, 30 Tage netto", "2024-04-04"),
        ("30 Tage netto, 14 Tage 2 % Skonto", "2024-04-04"),
        ("14 Tage 2% Skonto 30 Tage netto", "2024-04-04"),
        ("Innerhalb 8 Tagen 2 % Skonto oder innerhalb 30 Tagen netto", "2024-04-04"),
        ("Zahlbar innerhalb 30 Tagen netto bis 04.04.2024, 3% Skonto innerhalb 10 Tagen bis "
         "15.03.2024", "2024-04-04"),
        ("Bei Zahlung bis 15.03.2024 gewähren wir 2% Skonto. Fällig am 4. April 2024",
         "2024-04-04"),
        ("Payment due by 2024-04-04.", "2024-04-04"),
        ("Net 30 days", "2024-04-04"),
        ("Payable within 4 weeks", "2024-04-02"),
        ("Der Betrag wird am 20.03.2024 von Ihrem Konto eingezogen.", "2024-03-20"),
        ("30 Tage, 0,00 % Skonto", "2024-04-04"),
        ("Bei Zahlung binnen 14 Tagen, 2% Skonto", None),
        ("#SKONTO#TAGE=14#PROZENT=2.00#\n#SKONTO#TAGE=30#PROZENT=0.00#", None),
        ("#SKONTO#TAGE=14#PROZENT=2.00#\nZahlbar in 30 Tagen", "2024-04-04"),
        ("Zahlbar sofort", None),
        ("Leistung bis 31.12.2019 erbracht", None),
        ("Widerruf innerhalb von 14 Tagen möglich", None),
        ("", None),
    ],
)  # fmt: skip
def test_terms_in_words(wording: str, due: str | None) -> None:
    """A date counts before days, the full sum before discounts."""
    issued = date(2024, 3, 5).toordinal()
    found, unread = due_day([Terms(wording, "", "", discount=False)], issued)
    assert (found and date.fromordinal(found).isoformat(), unread) == (due, "")


def test_the_field_wins_over_words_and_discounts() -> None:
    """Of several fields the last day that is not for paying early."""
    issued = date(2024, 3, 5).toordinal()
    terms = [
        Terms("mit 2% Skonto bis", "20240312", "102", discount=False),
        Terms("ohne Abzug bis", "20240404", "102", discount=False),
        Terms("", "20240501", "102", discount=True),
    ]
    assert due_day(terms, issued) == (date(2024, 4, 4).toordinal(), "")
    assert due_day([Terms("14 Tage", "soon", "", discount=False)], issued) == (issued + 14, "")
    assert due_day([Terms("", "soon", "", discount=False)], issued) == (None, "soon")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Töpferei Elm", ("Töpferei Elm", "")),
        ("Herrn\n  Max Elm\n", ("Max Elm", "")),
        (
            "GLN 4000001000005\nKunden-Nr.: 42\nTöpferei Elm\nEinkauf",
            ("Töpferei Elm Einkauf", "42"),
        ),
        ("Firma\nGLN 4000001000005", ("Firma GLN 4000001000005", "")),
    ],
)  # fmt: skip
def test_names_of_several_lines(written: str, expected: tuple[str, str]) -> None:
    """The number above the name is the customer number; nothing is lost where no name is left."""
    assert name_and_number(written) == expected
