"""Invoices as XRechnung in CII, as the tool wrote them that the joinery had before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from xml.sax.saxutils import escape

from wertschatz.bootstrap.example import firm
from wertschatz.bootstrap.example.customers import Customer
from wertschatz.bootstrap.example.dealings import Invoice, rate
from wertschatz.bootstrap.example.exports.export import plain_amount
from wertschatz.bootstrap.example.exports.positions import (
    TYPES,
    Position,
    positions,
    quantity,
    terms,
)

_NAMES = "urn:un:unece:uncefact:data:standard"
_PROFILE = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"


def as_cii(invoice: Invoice) -> bytes:
    """One invoice or correction."""
    return "".join(_document(invoice)).encode()


def _document(invoice: Invoice) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<rsm:CrossIndustryInvoice xmlns:rsm="{_NAMES}:CrossIndustryInvoice:100" '
    yield f'xmlns:ram="{_NAMES}:ReusableAggregateBusinessInformationEntity:100" '
    yield f'xmlns:udt="{_NAMES}:UnqualifiedDataType:100" '
    yield f'xmlns:qdt="{_NAMES}:QualifiedDataType:100">\n'
    guideline = _in("GuidelineSpecifiedDocumentContextParameter", _tag("ID", _PROFILE))
    yield f"<rsm:ExchangedDocumentContext>{guideline}</rsm:ExchangedDocumentContext>\n"
    head = _tag("ID", invoice.number) + _tag("TypeCode", TYPES.get(invoice.kind, "380"))
    head += _in("IssueDateTime", _day(invoice.on))
    yield f"<rsm:ExchangedDocument>{head}</rsm:ExchangedDocument>\n"
    yield "<rsm:SupplyChainTradeTransaction>\n"
    for place, position in enumerate(positions(invoice), start=1):
        yield _line(place, position, invoice) + "\n"
    reference = _tag("BuyerReference", str(invoice.customer.number))
    agreement = reference + _seller() + _buyer(invoice.customer)
    yield _in("ApplicableHeaderTradeAgreement", agreement) + "\n"
    done = _in("ActualDeliverySupplyChainEvent", _in("OccurrenceDateTime", _day(invoice.on)))
    yield _in("ApplicableHeaderTradeDelivery", done) + "\n"
    yield _in("ApplicableHeaderTradeSettlement", "".join(_settlement(invoice))) + "\n"
    yield "</rsm:SupplyChainTradeTransaction>\n</rsm:CrossIndustryInvoice>\n"


def _tag(name: str, text: str, more: str = "") -> str:
    return f"<ram:{name}{more}>{escape(text)}</ram:{name}>"


def _in(name: str, inner: str) -> str:
    return f"<ram:{name}>{inner}</ram:{name}>"


def _day(on: dt.date, space: str = "udt") -> str:
    return f'<{space}:DateTimeString format="102">{on:%Y%m%d}</{space}:DateTimeString>'


def _line(place: int, position: Position, invoice: Invoice) -> str:
    price = _in(
        "NetPriceProductTradePrice", _tag("ChargeAmount", plain_amount(position.price_cents))
    )
    count = _tag("BilledQuantity", quantity(position), f' unitCode="{position.unit}"')
    total = _tag("LineTotalAmount", plain_amount(position.cents))
    settled = _tax(invoice) + _in("SpecifiedTradeSettlementLineMonetarySummation", total)
    return _in(
        "IncludedSupplyChainTradeLineItem",
        _in("AssociatedDocumentLineDocument", _tag("LineID", str(place)))
        + _in("SpecifiedTradeProduct", _tag("Name", position.what))
        + _in("SpecifiedLineTradeAgreement", price)
        + _in("SpecifiedLineTradeDelivery", count)
        + _in("SpecifiedLineTradeSettlement", settled),
    )


def _seller() -> str:
    inner = _tag("Name", firm.LEGAL_NAME)
    inner += _contact(firm.OWNER.name, firm.PHONE, firm.EMAIL)
    inner += _address(firm.POSTCODE, firm.STREET, firm.TOWN, "DE") + _mail(firm.EMAIL)
    return _in("SellerTradeParty", inner + _registration(firm.VAT_ID)) + "\n"


def _buyer(customer: Customer) -> str:
    inner = _tag("ID", str(customer.number)) + _tag("Name", customer.name)
    if not customer.private:
        inner += _contact(customer.contact, customer.phone, customer.contact_email)
    inner += _address(customer.postcode, customer.street, customer.town, customer.country)
    inner += _mail(customer.invoice_email)
    inner += _registration(customer.vat_id) if customer.vat_id else ""
    return _in("BuyerTradeParty", inner)


def _contact(name: str, phone: str, email: str) -> str:
    said = _tag("PersonName", name)
    said += _in("TelephoneUniversalCommunication", _tag("CompleteNumber", phone))
    said += _in("EmailURIUniversalCommunication", _tag("URIID", email))
    return _in("DefinedTradeContact", said)


def _address(postcode: str, street: str, town: str, country: str) -> str:
    where = _tag("PostcodeCode", postcode) + _tag("LineOne", street) + _tag("CityName", town)
    return _in("PostalTradeAddress", where + _tag("CountryID", country))


def _mail(address: str) -> str:
    return _in("URIUniversalCommunication", _tag("URIID", address, ' schemeID="EM"'))


def _registration(vat_id: str) -> str:
    return _in("SpecifiedTaxRegistration", _tag("ID", vat_id, ' schemeID="VA"'))


def _tax(invoice: Invoice, sums: str = "", base: str = "") -> str:
    home = invoice.customer.country == "DE"
    inner = sums + _tag("TypeCode", "VAT") + base + _tag("CategoryCode", "S" if home else "O")
    if home:
        inner += _tag("RateApplicablePercent", str(firm.VAT_PERCENT))
    return _in("ApplicableTradeTax", inner)


def _means(customer: Customer) -> str:
    """A transfer, or the debit that was agreed (UNTDID 4461)."""
    if customer.debit:
        account = _in("PayerPartyDebtorFinancialAccount", _tag("IBANID", customer.iban))
        return _tag("TypeCode", "59") + account
    account = _in("PayeePartyCreditorFinancialAccount", _tag("IBANID", firm.IBAN))
    return _tag("TypeCode", "58") + account


def _settlement(invoice: Invoice) -> Iterator[str]:
    currency, net = invoice.customer.currency, plain_amount(invoice.cents)
    yield _tag("InvoiceCurrencyCode", currency)
    if currency != "EUR":
        rates = _tag("SourceCurrencyCode", currency) + _tag("TargetCurrencyCode", "EUR")
        rates += _tag("ConversionRate", f"{rate(invoice.on) / 10_000:.4f}")
        yield _in("InvoiceApplicableTradeCurrencyExchange", rates)
    yield _in("SpecifiedTradeSettlementPaymentMeans", _means(invoice.customer))
    tax = plain_amount(invoice.tax_cents)
    yield _tax(invoice, _tag("CalculatedAmount", tax), _tag("BasisAmount", net))
    said = _tag("Description", terms(invoice))
    if invoice.cents > 0:
        said += _in("DueDateDateTime", _day(invoice.due_on))
    if invoice.customer.debit:
        said += _tag("DirectDebitMandateID", f"M-{invoice.customer.number}")
    yield _in("SpecifiedTradePaymentTerms", said)
    total = _tag("LineTotalAmount", net) + _tag("TaxBasisTotalAmount", net)
    total += _tag("TaxTotalAmount", tax, f' currencyID="{currency}"')
    total += _tag("GrandTotalAmount", plain_amount(invoice.gross_cents))
    if invoice.prepaid_cents:
        total += _tag("TotalPrepaidAmount", plain_amount(invoice.prepaid_cents))
    total += _tag("DuePayableAmount", plain_amount(invoice.payable_cents))
    yield _in("SpecifiedTradeSettlementHeaderMonetarySummation", total)
    if invoice.about is not None:
        about = _tag("IssuerAssignedID", invoice.about.number)
        about += _in("FormattedIssueDateTime", _day(invoice.about.on, "qdt"))
        yield _in("InvoiceReferencedDocument", about)
