"""Reports of shops and payment services: not lists of invoices, but rows of them are revenue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from wertschatz.integrations.files.tables.words import joined
from wertschatz.ports.files import Role

Cells = Mapping[str, str]
"""Folded header word → cell, of one row."""


@dataclass(frozen=True, slots=True)
class Service:
    """How one report is known and which of its rows are customers' payments."""

    name: str
    marks: tuple[tuple[str, ...], ...]
    """Of each group, one word stands in the header."""
    columns: Mapping[Role, tuple[str, ...]]
    """Folded words for each role, best first."""
    also_customer: tuple[str, ...] = ()
    """Columns that name the customer where the first is empty."""
    counts: Callable[[Cells, int], bool] | None = None
    """Whether a row is a customer's payment or its refund; its amount in cents helps."""
    payments: bool = False
    """A report of payments: what it holds is no invoice, and says nothing about lateness."""
    per_item: bool = False
    """Rows of one number are items, to be summed."""
    tax: str = ""
    """The column with the tax inside the gross amount."""
    refunded: str = ""
    """The column with what was given back later."""

    def fits(self, words: Sequence[str]) -> bool:
        """The header is this service's."""
        return all(any(word in words for word in group) for group in self.marks)


_PAYPAL_DONE = frozenset(
    {
        "abgeschlossen", "completed", "complete", "erstattet", "refunded", "teilweiseerstattet",
        "partiallyrefunded", "teilweiserueckgezahlt", "rueckgezahlt", "cleared", "",
    }
)  # fmt: skip
_PAYPAL_BACK = (
    "erstattung", "rueckzahlung", "refund", "rueckbuchung", "reversal", "chargeback",
    "rueckerstattung",
)  # fmt: skip
_PAYPAL_OTHER = (
    "einbehalt", "hold", "autorisierung", "authorization", "authorisation", "reserve",
    "waehrungsumrechnung", "currencyconversion", "abbuchung", "withdrawal", "auszahlung",
    "ueberweisung", "transfer", "bankgutschrift", "deposit", "einzahlung", "aufladung", "topup",
    "gebuehr", "fee", "darlehen", "loan", "workingcapital", "zinsen", "interest", "kreditkarten",
    "order", "bestellung",
)  # fmt: skip


def _paypal(cells: Cells, cents: int) -> bool:
    """PayPal, activity report, German and English: completed, into the account, from a customer.

    A hold and its release come as a pair ("Einbehaltung", "Rückbuchung … Einbehaltung").
    """
    kind = joined(_first(cells, "typ", "type", "beschreibung", "description"))
    status = joined(_first(cells, "status"))
    effect = joined(_first(cells, "auswirkungaufguthaben", "balanceimpact"))
    if status not in _PAYPAL_DONE or effect == "memo":
        return False
    if any(part in kind for part in _PAYPAL_OTHER):
        return False
    back = any(part in kind for part in _PAYPAL_BACK)
    return back if cents < 0 else not back and cents > 0


_STRIPE_COUNTED = frozenset(
    {
        "charge", "payment", "refund", "refundfailure", "paymentrefund", "chargefailure",
        "paymentfailurerefund", "dispute", "disputereversal", "partialcapturereversal",
        "paymentreversal",
    }
)  # fmt: skip


def _stripe(cells: Cells, cents: int) -> bool:
    """Stripe, itemised balance and payout reports: not fees, payouts, transfers, top-ups."""
    kind = joined(_first(cells, "reportingcategory", "type"))
    return cents != 0 and kind in _STRIPE_COUNTED


def _wave(cells: Cells, cents: int) -> bool:
    """Wave, accounting transactions: of each double entry, the lines on income accounts."""
    kinds = {joined(_first(cells, "accounttype")), joined(_first(cells, "accountgroup"))}
    return cents != 0 and bool(kinds & {"income", "discount"}) and bool(_first(cells, "customer"))


def _first(cells: Cells, *words: str) -> str:
    return next((cells[word] for word in words if cells.get(word)), "")


SERVICES = (
    Service(
        name="paypal",
        marks=(
            ("transaktionscode", "transactionid"), ("brutto", "gross"), ("name",),
            ("gebuehr", "entgelt", "fee"), ("netto", "net"),
        ),
        columns={
            Role.CUSTOMER: ("name",),
            Role.NUMBER: ("transaktionscode", "transactionid"),
            Role.DATE: ("datum", "date"),
            Role.GROSS: ("brutto", "gross"),
            Role.CURRENCY: ("waehrung", "currency"),
        },
        also_customer=("absenderemailadresse", "fromemailaddress"),
        counts=_paypal,
        payments=True,
    ),
    Service(
        name="stripe",
        marks=(("balancetransactionid",), ("gross",), ("reportingcategory", "type")),
        columns={
            Role.CUSTOMER: ("customername", "customeremail", "customerdescription", "customerid"),
            Role.CUSTOMER_NUMBER: ("customerid",),
            Role.NUMBER: ("balancetransactionid",),
            Role.DATE: ("createdutc", "created", "effectiveatutc", "effectiveat", "availableon"),
            Role.GROSS: ("gross",),
            Role.CURRENCY: ("currency",),
        },
        also_customer=("customeremail", "shippingname", "cardname", "customerdescription"),
        counts=_stripe,
        payments=True,
    ),
    Service(
        name="stripe_invoices",
        marks=(("amountdue",), ("amountpaid",), ("dateutc", "createdutc", "created")),
        columns={
            Role.CUSTOMER: ("customername", "customeremail", "customerdescription", "customer"),
            Role.CUSTOMER_NUMBER: ("customer", "customerid"),
            Role.VAT_ID: ("customervatnr", "customertaxid"),
            Role.NUMBER: ("nr", "id"),
            Role.DATE: ("finalizedatutc", "dateutc", "createdutc", "created"),
            Role.DUE_DATE: ("duedateutc", "duedate"),
            Role.PAID_DATE: ("paidatutc", "paidat"),
            Role.GROSS: ("total", "amountdue"),
            Role.CURRENCY: ("currency",),
            Role.STATUS: ("status",),
            Role.OPEN: ("amountremaining",),
        },
        also_customer=("customeremail", "customerdescription"),
        tax="tax",
    ),
    Service(
        name="shopify",
        marks=(("financialstatus",), ("name",), ("lineitemname", "lineitemquantity", "total")),
        columns={
            Role.CUSTOMER: ("billingname", "email"),
            Role.NUMBER: ("name",),
            Role.DATE: ("createdat",),
            Role.PAID_DATE: ("paidat",),
            Role.GROSS: ("total", "subtotal"),
            Role.CURRENCY: ("currency",),
            Role.STATUS: ("financialstatus",),
        },
        also_customer=("billingcompany", "email"),
        tax="taxes",
        refunded="refundedamount",
    ),
    Service(
        name="wave",
        marks=(("transactionid",), ("accounttype",), ("amountonecolumn",), ("customer",)),
        columns={
            Role.CUSTOMER: ("customer",),
            Role.NUMBER: ("invoicenr", "transactionid"),
            Role.DATE: ("transactiondate",),
            Role.NET: ("amountonecolumn",),
        },
        counts=_wave,
        per_item=True,
    ),
    Service(
        name="sumup",
        marks=(
            ("transactionid", "transaktionsid"), ("paymentmethod", "zahlungsart"),
            ("pricegross", "preisbrutto"),
        ),
        columns={
            Role.DATE: ("date", "datum"),
            Role.NUMBER: ("transactionid", "transaktionsid"),
            Role.GROSS: ("pricegross", "preisbrutto"),
        },
        payments=True,
    ),
)  # fmt: skip
"""Sources: the public column lists of these reports, and samples of them."""


def service_of(words: Sequence[str]) -> Service | None:
    """The service whose report has such a header, from folded words; None for a plain list."""
    return next((service for service in SERVICES if service.fits(words)), None)
