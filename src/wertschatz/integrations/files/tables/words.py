"""The words that German and English tools write above their columns, and what they mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from wertschatz.ports.files import Role

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|[^0-9A-Za-z]+")
_CURRENCY_TOKENS = {"eur": "EUR", "euro": "EUR", "usd": "USD", "chf": "CHF", "gbp": "GBP"}
_SILENT = frozenset({"in", "der", "des", "the", "of", "a", *_CURRENCY_TOKENS})
_SIGNS = {"€": " eur ", "$": " usd ", "£": " gbp ", "#": " nr "}

# Per role, best first: where several columns match, the earlier word wins.
_WORDS: Mapping[Role, str] = {
    Role.CUSTOMER: """
        kundenname kundename firmenname rechnungsempfaenger customername clientname companyname
        kunde customer client firma company debitor debitorname debitorenname kundefirma
        kundenfirma billto billtoname billingname rechnungan empfaenger auftraggeber
        rechnungsname invoicepartnerdisplayname geschaeftspartner kontaktname kontakt contact
        contactname partner
        organization organisation account accountname kaeufer buyer buyername name nachname
        billingcompany companybilling rechnungsadressefirma rechnungfirma rechnungsfirma
        ordercustomercompany rechnungsempfaengername invoicerecipient adressat
        rechnungsadressename empfaengername kundenbezeichnung billingfullname
        lastname billinglastname lastnamebilling rechnungsadressenachname
        ordercustomerlastname surname""",
    Role.CUSTOMER_NUMBER: """
        kundennr kundenr kdnr customernr customerid customerno clientid clientnr clientno
        debitorennr debitornr debitorenkonto kundenid kundencode customercode custid custno
        accountnr kontaktnr ordercustomercustomernr debitorkonto adressnr
        kundekdnr""",
    Role.VAT_ID: """
        ustidnr ustid ustidentnr umsatzsteuerid umsatzsteueridnr umsatzsteueridentifikationsnr
        vatid vatnr vatno vat uid uidnr customervatid taxid mwstnr""",
    Role.NUMBER: """
        rechnungsnr dokumentennr rechnungnr renr rgnr rechnr rnr invoicenr invoiceno invoiceid
        rechnungsid
        belegnr belegnummer documentnr documentno dokumentnr vouchernr belegfeld1 rechnung invoice
        beleg nr no num orderid ordernr bestellnr id
        fakturanr faktura invoicecode rechnungscode orderno auftragsnr
        transactionid transaktionsid""",
    Role.DATE: """
        rechnungsdatum rechnungdatum redatum rgdatum invoicedate dateissued issuedate issued
        invoicebilldate ausstellungsdatum ausgestelltam rechnungvom belegdatum documentdate
        voucherdate dokumentendatum dokumentdatum billdate billingdate postingdate buchungsdatum
        datum date createdon created
        erstelltam erstelldatum ausstelldatum fakturadatum fakturierungsdatum
        dateofinvoice invoicedatetime datumrechnung issuedon orderdate orderdatetime bestelldatum
        bestelltam auftragsdatum""",
    Role.DUE_DATE: """
        faelligkeitsdatum faelligam faelligkeit faellig duedate dueon due paymentdue
        paymentduedate zahlbarbis zahlungsziel zahlungszielam zahlungsfrist falligam falligkeit
        deadline paymentdeadline faelligzum zahlbaram dueby nettofaelligkeit zahlungbis
        invoiceduedate rechnungsfaelligkeit""",
    Role.PAID_DATE: """
        bezahltam gezahltam zahlungsdatum zahldatum datumzahlung zahlungam zahlungseingangam
        zahlungseingang beglichenam bezahltdatum paidon datepaid paiddate paidat paymentdate
        lastpaymentdate settleddate settlementdate settledon clearingdate ausgleichsdatum bezahlt
        paid""",
    Role.NET: """
        nettobetrag summenetto nettosumme gesamtnetto netto rechnungsbetragnetto betragnetto
        umsatznetto nettoumsatz nettogesamt netamount netsum nettotal totalnet net subtotal
        amountnet untaxedamount amountuntaxed totalexclvat totalexcltax amountexclvat
        nettoumsatzsumme nettorechnungsbetrag nettowert nettopreis netgrandtotal
        gesamtbetragnetto invoiceamountnet amountexcltax amountexcl totalnetto rechnungnetto
        gesamtsummenetto betragohnemwst summeohnemwst totalbeforetax amountbeforetax
        totalwithouttax amountwithouttax amountwithoutvat ordersubtotal ordersubtotalamount
        subtotalamount netsales nettoerloes nettoumsaetze totalexcl warenwertnetto""",
    Role.GROSS: """
        bruttobetrag summebrutto bruttosumme gesamtbrutto brutto rechnungsbetragbrutto betragbrutto
        endbetrag bruttogesamt umsatzbrutto grossamount grosstotal totalgross gross amountgross
        totalinclvat totalincltax amountinclvat amountincltax amountincl gesamtbetragbrutto
        gesamtsummebrutto invoiceamountgross totalbrutto rechnungbrutto totalincl totalwithtax
        amountwithtax amountwithvat bruttorechnungsbetrag betraginklmwst summeinklmwst
        rechnungsendbetrag zahlbetrag ordertotal ordertotalamount bruttoumsatz grosssales""",
    Role.AMOUNT: """
        rechnungsbetrag rechnungssumme invoiceamount invoicetotal betrag summe gesamt gesamtbetrag
        gesamtsumme umsatz amount total grandtotal totalamount invoicevalue sum value revenue
        requestedamount invoicedamount amountinvoiced fakturabetrag amounttotal totalprice""",
    Role.CURRENCY: "waehrung currency currencycode waehrungscode waehrungskennzeichen whrg",
    Role.STATUS: """
        rechnungsstatus invoicestatus belegstatus paymentstatus zahlungsstatus zahlstatus
        paymentstate status dokumentenstatus dokumentstatus state zustand orderstatus
        bestellstatus auftragsstatus bezahlstatus invoicestate statemachinestatename""",
    Role.TYPE: """
        belegart belegtyp dokumentenart dokumentart dokumententyp dokumenttyp rechnungsart
        rechnungstyp vouchertype documenttype doctype invoicetype transactiontype movetype
        isreturn iscreditnote istgutschrift type typ art""",
    Role.OPEN: """
        offenerbetrag offenbetrag betragoffen restbetrag nochoffen openamount amountdue balancedue
        outstandingamount amountremaining remainingamount amountoutstanding outstanding
        outstandingbalance residualamount amountresidual residual restforderung offenerposten
        offenesumme offensumme saldooffen openbalance offen balance saldo""",
    Role.RATE: """
        exchangerate conversionrate currencyrate wechselkurs umrechnungskurs waehrungskurs
        devisenkurs fxrate rateofexchange""",
}
WORDS: Mapping[str, tuple[Role, int]] = {
    word: (role, rank) for role, words in _WORDS.items() for rank, word in enumerate(words.split())
}
"""Folded header word → role, and how good a match it is (0 best)."""

_LINE_WORDS: Mapping[Role, str] = {
    Role.NET: """
        linesubtotal positionsnetto netpositionsbetrag linenet zeilennetto lineamountnet
        gesamtpreisnetto positionspreisnetto nettopositionswert linenetamount positionnetto
        postennetto""",
    Role.GROSS: "linetotalgross linegross gesamtpreisbrutto positionsbrutto positionbrutto",
    Role.LINE_TOTAL: """
        linetotal lineamount itemtotal itemamount gesamtpreis positionsbetrag positionssumme
        positionswert positionspreis zeilenbetrag zeilensumme artikelsumme lineitemtotal
        postenbetrag""",
}
LINE_AMOUNTS: Mapping[str, Role] = {
    word: role for role, words in _LINE_WORDS.items() for word in words.split()
}
"""Words above the sum of one item; they count where the invoice's own sum stands nowhere."""

_ITEM_WORDS = """
    item itemname itemnr itemcode itemdescription itemdesc itemproduct itemnotes itemcost
    itemquantity itemprice itemsku product productname productcode produkt produktname artikel
    artikelnr artikelname artikelbezeichnung position pos positionsnr posnr positionsbezeichnung
    lineitem lineitemname lineitemquantity lineitemprice linedescription quantity qty menge anzahl
    stueckzahl einzelpreis unitprice stueckpreis lineitemsku invoicelinesproduct
    invoicelinesquantity itemsitem itemsqty leistung leistungsbezeichnung linesubtotal
    linetotal"""
ITEMS = frozenset(_ITEM_WORDS.split())
"""Words that show a row per item beside the number of an invoice."""

BALANCES = frozenset({"balance", "saldo"})
"""Words above what is still open of an invoice, and above what an account holds."""

YES_COLUMNS = frozenset({"bezahlt", "paid", "ispaid", "beglichen", "gezahlt", "istbezahlt"})
"""Words above a payment's date in one tool and above a yes or no in another."""

GROSS_BESIDE_NET = frozenset({"total", "gesamt", "gesamtbetrag", "gesamtsumme", "grandtotal"})
"""Words for an amount that surely means gross when a net column stands beside it."""

DOUBTFUL_DATES = frozenset(
    {
        "bezahlt",
        "paid",
        "zahlungsziel",
        "zahlungsfrist",
        "zahlungseingang",
        "due",
        "faellig",
        "created",
        "issued",
    }
)
"""Words above a date in one tool and above an amount, a yes or a number of days in another."""

_TOTALS_DE = ("summe", "summen", "gesamt", "gesamtsumme", "zwischensumme")
_TOTALS_EN = ("total", "totals", "grandtotal", "sum", "subtotal")
TOTALS = frozenset({*_TOTALS_DE, *_TOTALS_EN})
"""What stands in the first cell of a line of totals."""


def folded(text: str) -> str:
    """A header word as the table knows it: no case, umlauts, signs, blanks or currency.

    >>> folded("Rechnungs-Nr."), folded("customerID"), folded("Betrag (€)"), folded("Währung")
    ('rechnungsnr', 'customerid', 'betrag', 'waehrung')
    """
    words = "".join(token for token in _tokens(text) if token not in _SILENT)
    return words.replace("nummer", "nr").replace("number", "nr")


def joined(text: str) -> str:
    """The words of a cell in one, without case, umlauts and signs.

    >>> joined("Überfällig (1. Mahnung)")
    'ueberfaellig1mahnung'
    """
    return "".join(_tokens(text))


def currency_of_header(text: str) -> str:
    """The ISO 4217 code that a header such as "Betrag in EUR" names, or ''."""
    return next((_CURRENCY_TOKENS[t] for t in _tokens(text) if t in _CURRENCY_TOKENS), "")


def about_a_day(text: str) -> bool:
    """The header speaks of a date, whatever happened on it."""
    word = folded(text)
    return "dat" in word or word.endswith("am")


def _tokens(text: str) -> list[str]:
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    plain = unicodedata.normalize("NFC", text).replace("Ä", "Ae").replace("Ö", "Oe")
    plain = plain.replace("Ü", "Ue").translate(_UMLAUTS)
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return [token.lower() for token in _CAMEL.split(ascii_only) if token]
