"""Reads UBL invoices and credit notes: XRechnung and Peppol in this language."""

from __future__ import annotations

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
from wertschatz.integrations.files.documents.xml import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_ORIGINAL = (
    "BillingReference/"
    "InvoiceDocumentReference|SelfBilledInvoiceDocumentReference|CreditNoteDocumentReference"
)
_TYPES = ("InvoiceTypeCode", "CreditNoteTypeCode")
_EXCHANGE = "TaxExchangeRate|PricingExchangeRate|PaymentExchangeRate"
_SUMS = "LegalMonetaryTotal|RequestedMonetaryTotal"


def read_ubl(root: _Element) -> Stated:
    """What a UBL Invoice or CreditNote (self-billed ones too) states."""
    sums = first(root, _SUMS)
    original = first(root, _ORIGINAL)
    currency = currency_code(
        text(root, "DocumentCurrencyCode"),
        *(e.get("currencyID", "") for e in every(sums, "PayableAmount|TaxInclusiveAmount")),
    )
    return Stated(
        number=text(root, "ID"),
        type_code=text(root, *_TYPES),
        credit=local_name(root).endswith("CreditNote"),
        issued=text(root, "IssueDate"),
        issued_form="",
        currency=currency,
        seller=_party(first(root, "AccountingSupplierParty")),
        buyer=_party(first(root, "AccountingCustomerParty")),
        original_number=text(original, "ID"),
        original_on=day(text(original, "IssueDate")),
        terms=_terms(root),
        totals=_totals(root, sums, currency),
        rate=stated_rate(currency, _exchanges(root), every(root, "TaxTotal/TaxAmount")),
    )


def _exchanges(root: _Element) -> Iterator[Exchange]:
    for element in every(root, _EXCHANGE):
        yield Exchange(
            currency_code(text(element, "SourceCurrencyCode")),
            currency_code(text(element, "TargetCurrencyCode")),
            text(element, "CalculationRate"),
            divides=text(element, "MathematicOperatorCode").lower() == "divide",
        )


def _party(role: _Element | None) -> Party:
    party = first(role, "Party")
    name, number_inside = name_and_number(_name(party))
    numbers = [("", text(role, "SupplierAssignedAccountID"))]
    numbers += [(e.get("schemeID", ""), text_of(e)) for e in every(party, "PartyIdentification/ID")]
    endpoint = text(party, "EndpointID")
    vat, tax_number = _registrations(party)
    contact = "Contact/"
    return Party(
        name=name,
        number=own_number(numbers) or number_inside,
        vat_id=vat,
        tax_number=tax_number,
        street=_street(first(party, "PostalAddress")),
        postcode=text(party, "PostalAddress/PostalZone"),
        town=text(party, "PostalAddress/CityName"),
        country=text(party, "PostalAddress/Country/IdentificationCode").upper(),
        email=endpoint if "@" in endpoint else "",
        contact_name=text(party, contact + "Name"),
        contact_email=text(party, contact + "ElectronicMail"),
        contact_phone=text(party, contact + "Telephone"),
    )


def _name(party: _Element | None) -> str:
    """The name in the register (BT-44), else the trading name, else that of a person."""
    for path in ("PartyLegalEntity/RegistrationName", "PartyName/Name"):
        for element in every(party, path):
            if (element.text or "").strip():
                return element.text or ""
    person = (text(party, "Person/FirstName"), text(party, "Person/FamilyName"))
    return " ".join(filter(None, person)) or text(party, "Contact/Name")


def _street(address: _Element | None) -> str:
    """UBL before EN 16931 keeps the number of the house apart."""
    street = text(address, "StreetName")
    number = text(address, "BuildingNumber")
    if street:
        return f"{street} {number}".strip()
    return text(address, "AddressLine/Line", "AdditionalStreetName")


def _registrations(party: _Element | None) -> tuple[str, str]:
    """VAT id and tax number."""
    vat = tax_number = ""
    for registration in every(party, "PartyTaxScheme"):
        number = text(registration, "CompanyID")
        scheme = text(registration, "TaxScheme/ID").upper()
        if scheme in ("VAT", "VA") or (not scheme and looks_like_vat_id(number)):
            vat = vat or vat_id(number)
        else:
            tax_number = tax_number or number
    return vat, tax_number


def _terms(root: _Element) -> list[Terms]:
    """The due date of an invoice stands at the top, that of a credit note with the means."""
    wordings = [e.text or "" for e in every(root, "PaymentTerms/Note")]
    due = text(root, "DueDate", "PaymentMeans/PaymentDueDate", "PaymentTerms/PaymentDueDate")
    return [Terms("\n".join(wordings), due, "", discount=False)]


def _totals(root: _Element, sums: _Element | None, currency: str) -> Totals:
    def total(name: str) -> Decimal | None:
        return stated(every(sums, name), currency)

    gross, payable, prepaid = (
        total("TaxInclusiveAmount"), total("PayableAmount"), total("PrepaidAmount"),
    )  # fmt: skip
    taxes = [tax for tax in every(root, "TaxTotal") if first(tax, "TaxAmount") is not None]
    return Totals(
        lines=total("LineExtensionAmount"),
        allowances=total("AllowanceTotalAmount"),
        charges=total("ChargeTotalAmount"),
        net=total("TaxExclusiveAmount"),
        tax=_tax(taxes, currency),
        gross=gross,
        prepaid=prepaid,
        payable=payable,
        tax_rows=sum(len(every(tax, "TaxSubtotal")) for tax in taxes),
        each_line=_lines(root, currency),
    )


def _tax(taxes: list[_Element], currency: str) -> Decimal | None:
    """Tax in the currency of the document; older UBL has one total for each kind of tax."""
    amounts = [stated(every(tax, "TaxAmount"), currency, strict=True) for tax in taxes]
    found = [amount for amount in amounts if amount is not None]
    return sum(found, Decimal(0)) if found else None


def _lines(root: _Element, currency: str) -> list[Decimal]:
    found = []
    for line in every(root, "InvoiceLine|CreditNoteLine"):
        amount = stated(every(line, "LineExtensionAmount"), currency)
        if amount is not None:
            found.append(amount)
    return found
