"""Tells invoices from the other documents of trade that come in the same wrapping."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wertschatz.integrations.files.documents.elements import first
from wertschatz.integrations.files.documents.xml import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

CII_ROOTS = frozenset({"CrossIndustryInvoice", "CrossIndustryDocument"})
UBL_ROOTS = frozenset({"Invoice", "CreditNote", "SelfBilledInvoice", "SelfBilledCreditNote"})
ENVELOPES = frozenset({"StandardBusinessDocument"})
"""What Peppol puts around a document on its way (SBDH)."""

OTHER_ROOTS = {
    # UBL 2.3, section 3.2
    "Order": "order", "OrderChange": "order", "OrderCancellation": "order",
    "OrderResponse": "order_response", "OrderResponseSimple": "order_response",
    "Quotation": "quotation", "RequestForQuotation": "quotation",
    "DespatchAdvice": "despatch_advice", "ReceiptAdvice": "despatch_advice",
    "Waybill": "despatch_advice", "BillOfLading": "despatch_advice",
    "Catalogue": "catalogue", "CatalogueRequest": "catalogue",
    "CataloguePricingUpdate": "catalogue", "CatalogueItemSpecificationUpdate": "catalogue",
    "CatalogueDeletion": "catalogue",
    "Reminder": "reminder", "Statement": "statement", "RemittanceAdvice": "remittance_advice",
    "ApplicationResponse": "receipt_message", "Tender": "quotation",
    # UN/CEFACT
    "SCRDMCCBDACIOMessageStructure": "order", "CrossIndustryOrder": "order",
    "CrossIndustryOrderChange": "order", "CrossIndustryOrderResponse": "order_response",
    "CrossIndustryQuotation": "quotation", "CrossIndustryQuotationProposal": "quotation",
    "CrossIndustryRequestForQuotation": "quotation",
    "CrossIndustryDespatchAdvice": "despatch_advice",
    "SCRDMCCBDACIDAMessageStructure": "despatch_advice",
    "CrossIndustryCatalogue": "catalogue", "CrossIndustryRemittanceAdvice": "remittance_advice",
}  # fmt: skip
"""Local name of the root → kind of document, for what is no invoice."""

OTHER_TYPES = {
    "220": "order", "221": "order", "226": "order", "227": "order", "230": "order",
    "231": "order_response", "310": "quotation", "311": "quotation", "320": "order_response",
    "325": "proforma", "351": "despatch_advice", "270": "despatch_advice",
}  # fmt: skip
"""UNTDID 1001 codes that ask for no money; all others are invoices of some kind."""

CREDIT_TYPES = frozenset(
    {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"}
)
"""UNTDID 1001: credit notes of every kind (EN 16931 code lists); their sums are positive."""


def is_cii(root: _Element) -> bool:
    """A Cross Industry Invoice; the drafts of ZUGFeRD 1.0 called their root Invoice."""
    name = local_name(root)
    return name in CII_ROOTS or (
        name == "Invoice" and first(root, "HeaderExchangedDocument") is not None
    )


def is_invoice(root: _Element) -> bool:
    """One of the two languages we read; other formats use the word Invoice too."""
    name = local_name(root)
    if is_cii(root):
        return True
    return name in UBL_ROOTS and (
        "ubl" in str(root.tag).rpartition("}")[0].lower()
        or first(root, "AccountingCustomerParty|LegalMonetaryTotal") is not None
    )


def unwrapped(root: _Element) -> _Element:
    """The document inside an envelope."""
    if local_name(root) not in ENVELOPES:
        return root
    known = (child for child in root if is_invoice(child) or local_name(child) in OTHER_ROOTS)
    return next(known, root)
