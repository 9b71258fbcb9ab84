"""Tells lists of customers and lists of payments from lists of invoices, to refuse them clearly."""

from __future__ import annotations

from wertschatz.integrations.files.tables.layout import Layout
from wertschatz.integrations.files.tables.words import folded, joined
from wertschatz.ports.files import Role

_CONTACT = (
    "email", "mail", "strasse", "street", "plz", "postleitzahl", "zip", "postalcode", "ort",
    "city", "stadt", "telefon", "phone", "tel", "vorname", "nachname", "firstname", "lastname",
    "mobil", "mobile", "land", "country", "website", "address", "adresse", "anrede",
)  # fmt: skip
_PAYMENT = frozenset(
    {
        "paymentnr", "paymentid", "zahlungsnr", "zahlungsid", "amountapplied", "paymentmode",
        "amountappliedtoinvoice", "zahlungsbetrag", "paymentamount", "betragzahlung",
    }
)  # fmt: skip
_BESIDE_THE_POINT = ("geburt", "birth", "erstellt", "created", "angelegt", "geaendert", "updated")
"""Days that a list of customers holds too."""

_PAYMENT_TITLES = frozenset({"payments", "zahlungen", "zahlungseingaenge", "paymentsreceived"})


def other_list(layout: Layout) -> str:
    """The code of the refusal, '' for what may be a list of invoices."""
    if layout.service:
        return "" if layout.known else "payments_without_customers"
    if _of_payments(layout):
        return "list_of_payments"
    return "list_of_customers" if _of_customers(layout) else ""


def _of_payments(layout: Layout) -> bool:
    """Its title says so, or it has columns that only a payment has, and no invoice date."""
    if layout.counted is None or Role.DUE_DATE in layout.roles:
        return False
    if _PAYMENT_TITLES & {joined(line) for line in layout.title}:
        return True
    if Role.PAID_DATE in layout.roles and Role.NUMBER in layout.roles:
        return Role.DATE not in layout.roles
    words = {folded(cell) for cell in layout.header}
    place = layout.roles.get(Role.DATE)
    of_invoice = place is not None and folded(layout.header[place]) not in {"datum", "date"}
    return bool(words & _PAYMENT) and not of_invoice


def _of_customers(layout: Layout) -> bool:
    """Several columns of an address, and neither an amount nor an invoice number nor a day."""
    invoice = (Role.NUMBER, Role.DUE_DATE, Role.PAID_DATE)
    if layout.counted is not None or any(role in layout.roles for role in invoice):
        return False
    if any(_may_be_of_invoices(layout, place) for place in range(len(layout.header))):
        return False
    found = {part for part in _CONTACT for cell in layout.header if part in folded(cell)}
    return len(found) > 2


def _may_be_of_invoices(layout: Layout, place: int) -> bool:
    word = folded(layout.header[place])
    return layout.says_days(place) and not any(part in word for part in _BESIDE_THE_POINT)
