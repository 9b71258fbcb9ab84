"""Small invented documents for pages: e-invoices of two sellers, a time sheet, a tag log."""

from __future__ import annotations

import io
import json
import zipfile

PARTY = (
    "<{role}TradeParty><ID>{id}</ID><Name>{name}</Name><PostalTradeAddress><PostcodeCode>04109"
    "</PostcodeCode><LineOne>Am Markt 3</LineOne><CityName>Leipzig</CityName><CountryID>DE"
    '</CountryID></PostalTradeAddress><SpecifiedTaxRegistration><ID schemeID="VA">{vat}</ID>'
    "</SpecifiedTaxRegistration></{role}TradeParty>"
)
INVOICE = (
    '<?xml version="1.0" encoding="UTF-8"?><CrossIndustryInvoice xmlns="urn:un:unece:uncefact:'
    'data:standard:CrossIndustryInvoice:100"><ExchangedDocument><ID>{number}</ID><TypeCode>{type}'
    '</TypeCode><IssueDateTime><DateTimeString format="102">{on}</DateTimeString></IssueDateTime>'
    "</ExchangedDocument><SupplyChainTradeTransaction><ApplicableHeaderTradeAgreement>{parties}"
    "</ApplicableHeaderTradeAgreement><ApplicableHeaderTradeSettlement><InvoiceCurrencyCode>EUR"
    "</InvoiceCurrencyCode><SpecifiedTradeSettlementHeaderMonetarySummation><LineTotalAmount>{net}"
    "</LineTotalAmount><TaxBasisTotalAmount>{net}</TaxBasisTotalAmount><TaxTotalAmount>0.00"
    "</TaxTotalAmount><GrandTotalAmount>{net}</GrandTotalAmount><DuePayableAmount>{net}"
    "</DuePayableAmount></SpecifiedTradeSettlementHeaderMonetarySummation>{original}"
    "</ApplicableHeaderTradeSettlement></SupplyChainTradeTransaction></CrossIndustryInvoice>"
)
ORIGINAL = (
    "<InvoiceReferencedDocument><IssuerAssignedID>{number}</IssuerAssignedID>"
    "</InvoiceReferencedDocument>"
)
ME = ("Werkstatt Ahorn", "DE199999999")
SUPPLIER = ("Stahl & Eisen AG", "DE188888888")


def party(role: str, name: str, vat: str, number: str = "") -> str:
    safe = name.replace("&", "&amp;")
    return PARTY.format(role=role, id=number, name=safe, vat=vat)


def invoice(
    number: str, on: str, net: str, buyer: tuple[str, str, str], *, kind: str = "380",
    original: str = "", seller: tuple[str, str] = ME,
) -> bytes:  # fmt: skip
    """A CII e-invoice; `buyer` is name, VAT id and customer number."""
    parties = party("Seller", *seller) + party("Buyer", buyer[0], buyer[1], buyer[2])
    return INVOICE.format(
        number=number, type=kind, on=on, net=net, parties=parties,
        original=ORIGINAL.format(number=original) if original else "",
    ).encode()  # fmt: skip


MILL = ("Mühle Beispiel GmbH", "DE177777777", "10001")
DOCUMENTS: dict[str, bytes] = {
    "RE-1.xml": invoice("RE-1", "20130305", "12000.00", MILL),
    "RE-2.xml": invoice("RE-2", "20130610", "800.00", MILL),
    "GS-2.xml": invoice("GS-2", "20130801", "800.00", MILL, kind="381", original="RE-2"),
    "RE-3.xml": invoice("RE-3", "20131002", "3000.00", ("Bäckerei Probe", "", "10002")),
    "Einkauf.xml": invoice("S-77", "20130404", "99.00", (*ME, ""), seller=SUPPLIER),
    "zeiten.csv": (
        "Datum;Von;Bis;Kunde;Projekt;Mitarbeiter\n"
        "05.03.2013;09:00;11:30;Mühle Beispiel GmbH;Umbau;Eva\n"
        "06.03.2013;13:00;14:00;Mühle Beispiel GmbH;Umbau;Eva\n"
        "07.03.2013;13:00;14:00;;Büro;Eva\n"
    ).encode(),
    "adressen.csv": (
        "Kunde;Kundennummer;Rechnungsnummer;Datum;Netto\n"
        "Mühle Beispiel;20001;900;03.02.2013;150,00\n"
    ).encode(),
}


def archive() -> bytes:
    """All of them as one ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in DOCUMENTS.items():
            box.writestr(f"2013/{name}", content)
    return out.getvalue()


def tag_log() -> bytes:
    """What Timewarrior exports, with tags that name no customer."""
    return json.dumps(
        [
            {"id": 2, "start": "20131101T080000Z", "end": "20131101T093000Z", "tags": ["muehle"]},
            {"id": 1, "start": "20131102T080000Z", "end": "20131102T090000Z", "tags": ["buero"]},
        ]
    ).encode()
