"""What the words in a status or type column mean: no invoice, cancelled, a credit, paid, open."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from wertschatz.integrations.files.tables.words import joined


class Meaning(StrEnum):
    """What one cell says about its row."""

    DRAFT = "draft"
    OFFER = "offer"
    ORDER = "orders"
    PROFORMA = "proformas"
    REMINDER = "reminders"
    PURCHASE = "purchase"
    PAYMENT = "payment"
    CANCELLED = "cancelled"
    CREDIT = "credit"
    PAID = "paid"
    PARTIAL = "partial"
    OPEN = "open"


NO_INVOICE = frozenset(
    {
        Meaning.DRAFT, Meaning.OFFER, Meaning.ORDER, Meaning.PROFORMA, Meaning.REMINDER,
        Meaning.PURCHASE, Meaning.PAYMENT,
    }
)  # fmt: skip
"""Such a row is left out."""

# Whole cells, joined. sevdesk writes numbers (50 draft, 100 open, 750 partly paid, 1000 paid).
_STATUS_WORDS: Mapping[Meaning, str] = {
    Meaning.DRAFT: "entwurf draft entwurfsmodus unfertig inbearbeitung 50",
    Meaning.CANCELLED: """
        storniert storno cancelled canceled cancel void voided annulliert ungueltig reversed
        refunded erstattet geloescht deleted verworfen zurueckgezogen stornierung expired failed
        fehlgeschlagen""",
    Meaning.CREDIT: "return",
    Meaning.PARTIAL: """
        partial teilbezahlt teilzahlung partlypaid partiallypaid teilweisebezahlt
        partialpaid paidpartially 750 teilweisebeglichen partiallypayed""",
    Meaning.PAID: """
        bezahlt paid paidoff inpayment beglichen ausgeglichen settled vollstaendigbezahlt payed
        fullypaid gezahlt eingegangen paidinfull vollbezahlt 1000 autopaid""",
    Meaning.OPEN: """
        offen open unbezahlt unpaid notpaid nichtbezahlt ueberfaellig overdue pastdue faellig due
        sent versendet versandt gesendet verschickt viewed gesehen zugestellt gemahnt inmahnung
        angemahnt outstanding ausstehend pending authorized sepadebit uncollectible abgeschrieben
        writtenoff ausgebucht 100 200 unpaidanddiscounted overdueanddiscounted inverzug late
        awaitingpayment disputed onhold""",
}
_TYPE_WORDS: Mapping[Meaning, str] = {
    Meaning.DRAFT: "entwurf draft rechnungsentwurf",
    Meaning.OFFER: """
        angebot quote quotation estimate offer kostenvoranschlag proposal an ag angebote""",
    Meaning.ORDER: """
        auftrag order salesorder auftragsbestaetigung orderconfirmation bestellung ab
        lieferschein deliverynote li ls bestellbestaetigung kundenauftrag""",
    Meaning.PROFORMA: "proforma proformarechnung proformainvoice pf",
    Meaning.REMINDER: """
        mahnung reminder dunning dunningletter zahlungserinnerung ma mahnschreiben
        paymentreminder zahlungsaufforderung latefee mahngebuehr""",
    Meaning.PURCHASE: """
        einkauf ausgabe eingangsrechnung lieferantenrechnung purchase purchaseinvoice expense
        vendorbill bill supplierinvoice ininvoice inrefund purchasecreditnote vendorcreditnote
        aufwand ausgabenbeleg eingangsbeleg einkaufsbeleg lieferantengutschrift""",
    Meaning.PAYMENT: "zahlung payment zahlungseingang paymentreceived",
    Meaning.CANCELLED: "stornierterechnung cancelledinvoice voidedinvoice storniert void",
    Meaning.CREDIT: """
        gutschrift gutschriften rechnungskorrektur korrekturrechnung stornorechnung storno
        stornierung creditnote credit creditmemo creditinvoice refund return outrefund
        customercreditnote salescreditnote sr gu gs cn rk sc erstattung rueckerstattung
        teilgutschrift rechnungsgutschrift stornobeleg cancellation cancellationinvoice
        invoicecancellation 381""",
}
# Where a longer text holds one of these, in this order: "Storniert am 3. April", "Mahnstufe 2".
_PARTS: tuple[tuple[str, Meaning | None], ...] = (
    ("nichtstorniert", None), ("notcancelled", None), ("creditnoteissued", None),
    ("partiallyrefunded", None), ("teilweiseerstattet", None), ("storniert", Meaning.CANCELLED),
    ("cancelled", Meaning.CANCELLED), ("canceled", Meaning.CANCELLED),
    ("voided", Meaning.CANCELLED), ("entwurf", Meaning.DRAFT), ("draft", Meaning.DRAFT),
    ("teilweise", Meaning.PARTIAL), ("partial", Meaning.PARTIAL), ("teilbezahlt", Meaning.PARTIAL),
    ("partlypaid", Meaning.PARTIAL), ("nichtbezahlt", Meaning.OPEN), ("unbezahlt", Meaning.OPEN),
    ("notpaid", Meaning.OPEN), ("unpaid", Meaning.OPEN), ("ueberfaellig", Meaning.OPEN),
    ("overdue", Meaning.OPEN), ("mahnung", Meaning.OPEN), ("mahnstufe", Meaning.OPEN),
    ("bezahlt", Meaning.PAID), ("paid", Meaning.PAID), ("offen", Meaning.OPEN),
    ("faellig", Meaning.OPEN),
)  # fmt: skip
_TYPE_PARTS: tuple[tuple[str, Meaning | None], ...] = (
    ("stornierte", Meaning.CANCELLED), ("cancelled", Meaning.CANCELLED),
    ("proforma", Meaning.PROFORMA), ("storno", Meaning.CREDIT),
    ("rechnungskorrektur", Meaning.CREDIT), ("gutschrift", Meaning.CREDIT),
    ("creditnote", Meaning.CREDIT), ("creditmemo", Meaning.CREDIT),
    ("eingangsrechnung", Meaning.PURCHASE), ("lieferschein", Meaning.ORDER),
    ("auftragsbestaetigung", Meaning.ORDER), ("angebot", Meaning.OFFER),
    ("mahnung", Meaning.REMINDER), ("zahlungserinnerung", Meaning.REMINDER),
    ("entwurf", Meaning.DRAFT), ("draft", Meaning.DRAFT),
)  # fmt: skip


def _by_word(table: Mapping[Meaning, str]) -> dict[str, Meaning]:
    return {word: meaning for meaning, words in table.items() for word in words.split()}


_STATUS, _TYPE = _by_word(_STATUS_WORDS), _by_word(_TYPE_WORDS)
_YES = frozenset({"ja", "yes", "true", "wahr", "x", "1", "j", "y"})
_NO = frozenset({"nein", "no", "false", "falsch", "0", "n"})


def status_meaning(text: str) -> Meaning | None:
    """What a status says; None when it says nothing that matters here.

    >>> status_meaning("Teilweise bezahlt"), status_meaning("Gebucht")
    (<Meaning.PARTIAL: 'partial'>, None)
    """
    word = joined(text)
    if word in _STATUS:
        return _STATUS[word]
    return next((meaning for part, meaning in _PARTS if part in word), None)


def type_meaning(text: str) -> Meaning | None:
    """What a document type says; None for an invoice and for words not known.

    >>> type_meaning("Stornorechnung"), type_meaning("Rechnung")
    (<Meaning.CREDIT: 'credit'>, None)
    """
    word = joined(text)
    if word in _TYPE:
        return _TYPE[word]
    return next((meaning for part, meaning in _TYPE_PARTS if part in word), None)


def yes_or_no(text: str) -> bool | None:
    """True for yes, False for no or nothing, None when it is neither."""
    word = joined(text)
    return True if word in _YES else False if word in _NO or not word else None
