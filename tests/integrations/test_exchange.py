"""The rate that a document in a foreign currency states, whichever way it words it."""

from __future__ import annotations

from pathlib import Path

import pytest

from wertschatz.integrations.files.documents.reading import read_document
from wertschatz.ports.files import InvoiceRow

GOLDEN = Path(__file__).parent / "golden" / "e_invoice"
UBL = (GOLDEN / "ubl_invoice.xml").read_text("utf-8").replace('"EUR"', '"CHF"')
UBL = UBL.replace(">EUR<", ">CHF<")
CII = (GOLDEN / "cii_en16931.xml").read_text("utf-8").replace('"EUR"', '"CHF"')
CII = CII.replace(">EUR<", ">CHF<")
SUMS = "<cac:LegalMonetaryTotal>"
TERMS = "<ram:SpecifiedTradeSettlementHeaderMonetarySummation>"


def rate(text: str) -> tuple[str, str]:
    rows = [row for row in read_document(text.encode(), "r.xml") if isinstance(row, InvoiceRow)]
    assert len(rows) == 1
    assert rows[0].currency == "CHF"
    document = rows[0].document
    assert document is not None
    return document.rate, document.rate_currency


def ubl(source: str, target: str, figure: str, operator: str = "") -> str:
    how = f"<cbc:MathematicOperatorCode>{operator}</cbc:MathematicOperatorCode>" if operator else ""
    stated = (
        f"<cac:TaxExchangeRate><cbc:SourceCurrencyCode>{source}</cbc:SourceCurrencyCode>"
        f"<cbc:TargetCurrencyCode>{target}</cbc:TargetCurrencyCode>"
        f"<cbc:CalculationRate>{figure}</cbc:CalculationRate>{how}</cac:TaxExchangeRate>"
    )
    assert SUMS in UBL
    return UBL.replace(SUMS, stated + SUMS)


def cii(source: str, target: str, figure: str) -> str:
    stated = (
        f"<ram:TaxApplicableTradeCurrencyExchange><ram:SourceCurrencyCode>{source}"
        f"</ram:SourceCurrencyCode><ram:TargetCurrencyCode>{target}</ram:TargetCurrencyCode>"
        f"<ram:ConversionRate>{figure}</ram:ConversionRate>"
        "</ram:TaxApplicableTradeCurrencyExchange>"
    )
    assert TERMS in CII
    return CII.replace(TERMS, stated + TERMS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (UBL, ("", "")),
        (ubl("CHF", "EUR", "1.05"), ("1.05", "EUR")),
        (ubl("CHF", "EUR", "1.05", "Multiply"), ("1.05", "EUR")),
        (ubl("CHF", "EUR", "0.8", "Divide"), ("1.25", "EUR")),
        (ubl("EUR", "CHF", "0.8"), ("1.25", "EUR")),
        (ubl("USD", "EUR", "0.8"), ("", "")),
        (ubl("CHF", "EUR", "0"), ("", "")),
        (ubl("CHF", "EUR", "viel"), ("", "")),
        (CII, ("", "")),
        (cii("CHF", "EUR", "1.0567"), ("1.0567", "EUR")),
        (cii("EUR", "CHF", "0.5"), ("2", "EUR")),
    ],
)
def test_the_rate_is_read_in_the_direction_it_is_meant(
    text: str, expected: tuple[str, str]
) -> None:
    assert rate(text) == expected
