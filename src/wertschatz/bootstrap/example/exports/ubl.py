"""Invoices as XRechnung in UBL, as the joinery's present tool writes them."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from wertschatz.bootstrap.example import firm
from wertschatz.bootstrap.example.customers import Customer
from wertschatz.bootstrap.example.dealings import Invoice
from wertschatz.bootstrap.example.exports.export import plain_amount
from wertschatz.bootstrap.example.exports.positions import TYPES, positions, quantity, terms

_NAMES = "urn:oasis:names:specification:ubl:schema:xsd"
_PROFILE = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"


def as_ubl(invoice: Invoice) -> bytes:
    """One invoice, or credit note where it gives money back."""
    return "".join(_document(invoice)).encode()


def _document(invoice: Invoice) -> Iterator[str]:
    kind = "CreditNote" if invoice.kind == "credit" else "Invoice"
    code, currency = TYPES.get(invoice.kind, "380"), invoice.customer.currency
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<{kind} xmlns="{_NAMES}:{kind}-2" xmlns:cac="{_NAMES}:CommonAggregateComponents-2" '
    yield f'xmlns:cbc="{_NAMES}:CommonBasicComponents-2">\n'
    yield _tag("CustomizationID", _PROFILE) + _tag("ID", invoice.number)
    yield _tag("IssueDate", invoice.on.isoformat())
    if invoice.cents > 0:
        yield _tag("DueDate", invoice.due_on.isoformat())
    yield _tag(f"{kind}TypeCode", code) + _tag("DocumentCurrencyCode", currency)
    yield _tag("BuyerReference", str(invoice.customer.number)) + "\n"
    if invoice.about is not None:
        about = _tag("ID", invoice.about.number) + _tag("IssueDate", invoice.about.on.isoformat())
        yield _in("BillingReference", _in("InvoiceDocumentReference", about)) + "\n"
    yield _seller() + _buyer(invoice.customer) + _money(invoice)
    yield from _lines(invoice, kind)
    yield f"</{kind}>\n"


def _tag(name: str, text: str, more: str = "") -> str:
    return f"<cbc:{name}{more}>{escape(text)}</cbc:{name}>"


def _in(name: str, inner: str) -> str:
    return f"<cac:{name}>{inner}</cac:{name}>"


def _amount(name: str, cents: int, currency: str) -> str:
    return _tag(name, plain_amount(cents), f' currencyID="{currency}"')


def _seller() -> str:
    inner = _tag("EndpointID", firm.EMAIL, ' schemeID="EM"')
    inner += _address(firm.STREET, firm.TOWN, firm.POSTCODE, "DE") + _tax_number(firm.VAT_ID)
    inner += _in("PartyLegalEntity", _tag("RegistrationName", firm.LEGAL_NAME))
    inner += _contact(firm.OWNER.name, firm.PHONE, firm.EMAIL)
    return _in("AccountingSupplierParty", _in("Party", inner)) + "\n"


def _buyer(customer: Customer) -> str:
    inner = _tag("EndpointID", customer.invoice_email, ' schemeID="EM"')
    inner += _in("PartyIdentification", _tag("ID", str(customer.number)))
    inner += _address(customer.street, customer.town, customer.postcode, customer.country)
    inner += _tax_number(customer.vat_id) if customer.vat_id else ""
    inner += _in("PartyLegalEntity", _tag("RegistrationName", customer.name))
    if not customer.private:
        inner += _contact(customer.contact, customer.phone, customer.contact_email)
    return _in("AccountingCustomerParty", _in("Party", inner)) + "\n"


def _address(street: str, town: str, postcode: str, country: str) -> str:
    where = _tag("StreetName", street) + _tag("CityName", town) + _tag("PostalZone", postcode)
    return _in("PostalAddress", where + _in("Country", _tag("IdentificationCode", country)))


def _tax_number(vat_id: str) -> str:
    scheme = _in("TaxScheme", _tag("ID", "VAT"))
    return _in("PartyTaxScheme", _tag("CompanyID", vat_id) + scheme)


def _contact(name: str, phone: str, email: str) -> str:
    said = _tag("Name", name) + _tag("Telephone", phone) + _tag("ElectronicMail", email)
    return _in("Contact", said)


def _money(invoice: Invoice) -> str:
    currency = invoice.customer.currency
    sign = -1 if invoice.kind == "credit" else 1
    tax = _amount("TaxAmount", sign * invoice.tax_cents, currency)
    taxed = _amount("TaxableAmount", sign * invoice.cents, currency) + tax + _category(invoice)
    net = _amount("LineExtensionAmount", sign * invoice.cents, currency)
    total = net + _amount("TaxExclusiveAmount", sign * invoice.cents, currency)
    total += _amount("TaxInclusiveAmount", sign * invoice.gross_cents, currency)
    if invoice.prepaid_cents:
        total += _amount("PrepaidAmount", invoice.prepaid_cents, currency)
    total += _amount("PayableAmount", sign * invoice.payable_cents, currency)
    return "\n".join(
        (
            _means(invoice), _in("PaymentTerms", _tag("Note", terms(invoice))),
            _in("TaxTotal", tax + _in("TaxSubtotal", taxed)), _in("LegalMonetaryTotal", total), "",
        )
    )  # fmt: skip


def _means(invoice: Invoice) -> str:
    """A transfer, or the debit that was agreed (UNTDID 4461)."""
    customer = invoice.customer
    if customer.debit:
        payer = _in("PayerFinancialAccount", _tag("ID", customer.iban))
        mandate = _in("PaymentMandate", _tag("ID", f"M-{customer.number}") + payer)
        return _in("PaymentMeans", _tag("PaymentMeansCode", "59") + mandate)
    account = _in("PayeeFinancialAccount", _tag("ID", firm.IBAN))
    return _in("PaymentMeans", _tag("PaymentMeansCode", "58") + account)


def _category(invoice: Invoice, name: str = "TaxCategory") -> str:
    home = invoice.customer.country == "DE"
    what = _tag("ID", "S") + _tag("Percent", str(firm.VAT_PERCENT)) if home else _tag("ID", "O")
    return _in(name, what + _in("TaxScheme", _tag("ID", "VAT")))


def _lines(invoice: Invoice, kind: str) -> Iterator[str]:
    currency, sign = invoice.customer.currency, -1 if kind == "CreditNote" else 1
    counted = "CreditedQuantity" if kind == "CreditNote" else "InvoicedQuantity"
    for place, position in enumerate(positions(invoice), start=1):
        inner = _tag("ID", str(place))
        inner += _tag(counted, quantity(position, sign), f' unitCode="{position.unit}"')
        inner += _amount("LineExtensionAmount", sign * position.cents, currency)
        item = _tag("Name", position.what) + _category(invoice, "ClassifiedTaxCategory")
        inner += _in("Item", item)
        inner += _in("Price", _amount("PriceAmount", position.price_cents, currency))
        yield _in(f"{kind}Line", inner) + "\n"
