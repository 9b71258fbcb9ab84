"""Reads Cross Industry Invoices: ZUGFeRD 1 and 2, Factur-X, and XRechnung in this language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from wertschatz.integrations.files.documents.amounts import currency_code, stated
from wertschatz.integrations.files.documents.elements import day, every, first, text, text_of
from wertschatz.integrations.files.documents.exchange import Exchange, stated_rate
from wertschatz.integrations.files.documents.stated import (
    Party,
    Stated,
    Terms,
    Totals,
    looks_like_vat_id,
    name_and_number,
    own_number,
    vat_id,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

# Both generations side by side: ZUGFeRD 1.0 has the longer names for the frame.
_DOCUMENT = "ExchangedDocument|HeaderExchangedDocument"
_TRANSACTION = "SupplyChainTradeTransaction|SpecifiedSupplyChainTradeTransaction"
_AGREEMENT = "ApplicableHeaderTradeAgreement|ApplicableSupplyChainTradeAgreement"
_SETTLEMENT = "ApplicableHeaderTradeSettlement|ApplicableSupplyChainTradeSettlement"
_SUMS = "SpecifiedTradeSettlementHeaderMonetarySummation|SpecifiedTradeSettlementMonetarySummation"
_LINE_SETTLEMENT = "SpecifiedLineTradeSettlement|SpecifiedSupplyChainTradeSettlement"
_LINE_SUMS = (
    "SpecifiedTradeSettlementLineMonetarySummation|SpecifiedTradeSettlementMonetarySummation"
)
_EXCHANGE = (
    "TaxApplicableTradeCurrencyExchange|InvoiceApplicableTradeCurrencyExchange|"
    "PaymentApplicableTradeCurrencyExchange"
)
_ADDRESS = "URIUniversalCommunication|EndPointURIUniversalCommunication/URIID"
_DAY = "DateTimeString|DateTime|Date"
_FIGURE = re.compile(r"\d")
_NOT_COUNTED = frozenset({"GROUP", "INFORMATION"})
"""Lines of the EXTENDED profile that repeat others or say something (Factur-X, BT-X-8)."""


def read_cii(root: _Element) -> Stated:
    """What a CrossIndustryInvoice (or ZUGFeRD 1.0 CrossIndustryDocument) states."""
    document = first(root, _DOCUMENT)
    transaction = first(root, _TRANSACTION)
    agreement = first(transaction, _AGREEMENT)
    settlement = first(transaction, _SETTLEMENT)
    sums = first(settlement, _SUMS)
    issued = first(document, f"IssueDateTime/{_DAY}")
    original = first(settlement, "InvoiceReferencedDocument")
    original_day = first(original, f"FormattedIssueDateTime|IssueDateTime/{_DAY}")
    currency = currency_code(
        text(settlement, "InvoiceCurrencyCode"),
        *(total.get("currencyID", "") for total in every(sums, "GrandTotalAmount|TaxTotalAmount")),
    )
    return Stated(
        number=text(document, "ID"),
        type_code=text(document, "TypeCode"),
        credit=False,
        issued=text_of(issued) or text(document, "IssueDateTime"),
        issued_form=_form(issued),
        currency=currency,
        seller=_party(first(agreement, "SellerTradeParty")),
        buyer=_party(first(agreement, "BuyerTradeParty")),
        original_number=text(original, "IssuerAssignedID", "ID"),
        original_on=day(text_of(original_day), _form(original_day)),
        terms=[_terms(terms) for terms in every(settlement, "SpecifiedTradePaymentTerms")],
        totals=_totals(transaction, settlement, sums, currency),
        rate=stated_rate(currency, _exchanges(settlement), every(sums, "TaxTotalAmount")),
    )


def _exchanges(settlement: _Element | None) -> Iterator[Exchange]:
    for element in every(settlement, _EXCHANGE):
        yield Exchange(
            currency_code(text(element, "SourceCurrencyCode")),
            currency_code(text(element, "TargetCurrencyCode")),
            text(element, "ConversionRate"),
        )


def _form(element: _Element | None) -> str:
    return "" if element is None else element.get("format", "")


def _party(party: _Element | None) -> Party:
    named = next((e.text for e in every(party, "Name") if (e.text or "").strip()), "")
    name, number_inside = name_and_number(named or "")
    contact = first(party, "DefinedTradeContact")
    addresses = map(text_of, every(party, _ADDRESS))
    numbers = [(e.get("schemeID", ""), text_of(e)) for e in every(party, "ID")]
    vat, tax_number = _registrations(party)
    return Party(
        name=name
        or text(party, "SpecifiedLegalOrganization/TradingBusinessName")
        or text(contact, "PersonName"),
        number=own_number(numbers) or number_inside,
        vat_id=vat,
        tax_number=tax_number,
        street=_street(first(party, "PostalTradeAddress")),
        postcode=text(party, "PostalTradeAddress/PostcodeCode"),
        town=text(party, "PostalTradeAddress/CityName"),
        country=text(party, "PostalTradeAddress/CountryID").upper(),
        email=next((address for address in addresses if "@" in address), ""),
        contact_name=text(contact, "PersonName", "DepartmentName"),
        contact_email=text(contact, "EmailURIUniversalCommunication/URIID"),
        contact_phone=text(contact, "TelephoneUniversalCommunication/CompleteNumber"),
    )  # fmt: skip


def _street(address: _Element | None) -> str:
    """The first line; the second where only that one has the number of a house."""
    lines = text(address, "LineOne"), text(address, "LineTwo")
    if lines[1] and not _FIGURE.search(lines[0]) and _FIGURE.search(lines[1]):
        return lines[1]
    return lines[0] or text(address, "StreetName") or lines[1]


def _registrations(party: _Element | None) -> tuple[str, str]:
    """VAT id and tax number."""
    vat = tax_number = ""
    for element in every(party, "SpecifiedTaxRegistration/ID"):
        scheme, number = element.get("schemeID", "").strip().upper(), text_of(element)
        if scheme in ("VA", "VAT") or (not scheme and looks_like_vat_id(number)):
            vat = vat or vat_id(number)
        elif scheme in ("", "FC"):
            tax_number = tax_number or number
    return vat, tax_number


def _terms(terms: _Element) -> Terms:
    due = first(terms, f"DueDateDateTime/{_DAY}")
    return Terms(
        wording="\n".join(e.text or "" for e in every(terms, "Description")),
        due=text_of(due) or text(terms, "DueDateDateTime"),
        form=_form(due),
        discount=first(terms, "ApplicableTradePaymentDiscountTerms") is not None,
    )


def _totals(
    transaction: _Element | None,
    settlement: _Element | None,
    sums: _Element | None,
    currency: str,
) -> Totals:
    def total(name: str, *, strict: bool = False) -> Decimal | None:
        return stated(every(sums, name), currency, strict=strict)

    return Totals(
        lines=total("LineTotalAmount"),
        allowances=total("AllowanceTotalAmount"),
        charges=total("ChargeTotalAmount"),
        net=total("TaxBasisTotalAmount"),
        tax=total("TaxTotalAmount", strict=True),
        gross=total("GrandTotalAmount"),
        prepaid=total("TotalPrepaidAmount"),
        payable=total("DuePayableAmount"),
        tax_rows=len(every(settlement, "ApplicableTradeTax")),
        each_line=_lines(transaction, currency),
    )


def _lines(transaction: _Element | None, currency: str) -> list[Decimal]:
    found = []
    for line in every(transaction, "IncludedSupplyChainTradeLineItem"):
        if text(line, "AssociatedDocumentLineDocument/LineStatusReasonCode") in _NOT_COUNTED:
            continue
        amounts = every(line, f"{_LINE_SETTLEMENT}/{_LINE_SUMS}/LineTotalAmount")
        amount = stated(amounts, currency)
        if amount is not None:
            found.append(amount)
    return found
