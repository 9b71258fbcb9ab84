"""The words that banks write above the columns of their statements, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from wertschatz.integrations.files.tables.dates import is_a_day
from wertschatz.integrations.files.tables.layout import (
    Layout,
    Samples,
    Vocabulary,
    filled,
)
from wertschatz.integrations.files.tables.services import service_of
from wertschatz.integrations.files.tables.words import folded
from wertschatz.ports.files import Role

# Per role, best first: where several columns match, the earlier word wins. Sources: the exports of
# Sparkasse, VR banks, DKB, ING, comdirect, Commerzbank, Deutsche Bank, Postbank, N26, Outbank.
_WORDS: Mapping[Role, str] = {
    Role.DATE: """
        buchungstag buchungsdatum buchung bookingdate dateofbooking gebuchtam postingdate bookdate
        buchungam bookedon buchungszeitpunkt completeddate vorgangsdatumutc operationdateutc
        settlementdateutc datecompletedutc datecompleted datumabschlusses transactiondate
        umsatzdatum datum date tag""",
    Role.VALUE_DATE: """
        valutadatum valuta wertstellungsdatum wertstellungstag wertstellungvaluta wertstellung
        valuedate valutastellung valutierung interestdate wertstellungsdatumutc wert""",
    Role.NAME: """
        namezahlungsbeteiligter beguenstigterzahlungspflichtiger empfaengerzahlungspflichtiger
        auftraggeberempfaenger auftraggeberbeguenstigter beguenstigterauftraggeber
        empfaengerauftraggeber empfaengerauftraggebername senderempfaenger empfaengersender
        empfaenger1 namegegenpartei auftraggeberbeguenstigername zahlungsbeteiligter
        zahlungspartner namezahlungspartner partnername partner gegenpartei counterparty
        counterpartyname counterpartname namegegenkonto nameauftraggeberempfaenger
        auftraggeberzahlungsempfaenger payeepayer payerpayee kontoinhabergegenkonto gegenkontoname
        gegenkontoinhaber name""",
    Role.PAYER: """
        zahlungspflichtiger zahlungspflichtige auftraggeber auftraggebername nameauftraggeber payer
        payername zahler debtor debtorname sender absender remitter""",
    Role.PAYEE: """
        zahlungsempfaenger zahlungsempfaengerin empfaenger empfaengername beguenstigter payee
        payeename creditor creditorname recipient beneficiary beneficiaryname""",
    Role.IBAN: """
        ibanzahlungsbeteiligter kontonriban ibankontonr partneriban gegenkontoiban ibangegenkonto
        empfaengerauftraggeberiban auftraggeberempfaengeriban zahlungspartneriban ibangegenpartei
        gegenparteiiban payeeiban payeraccount payeeaccountnr counterpartyaccount gegeniban
        counterpartyiban zahlungsempfaengeriban ibanauftraggeberempfaenger
        ibanbeguenstigterauftraggeber ibanempfaenger ibanauftraggeber iban gegenkonto
        kontonrgegenkonto kontonrzahlungsbeteiligter gegenkontonr zahlungsempfaengerkto kontonr
        accountnr nr""",
    Role.ACCOUNT: """
        ibanauftragskonto ibanauftraggeberkonto ibankontoinhaber auftragskonto eigeneiban owniban
        accountiban kontoiban auftraggeberkonto ibankontos umsatzgetaetigtvon ownaccount konto
        account""",
    Role.PURPOSE: """
        verwendungszweck vorgangverwendungszweck verwendungszweckzeile1 verwendungszweck1 vwz0 vwz1
        paymentreference zahlungsreferenz remittanceinformation purpose zweck
        transaktionsbeschreibung reason avisierungstext mitteilung buchungsdetails buchungsinfo
        beschreibung1 beschreibung description bezeichnung details memo betreff text notiz
        reference referenz""",
    Role.BOOKING_TEXT: """
        buchungstext umsatzart umsatztyp vorgang transaktionstyp transactiontype buchungsart
        postingtext auftragsart textschluessel zahlungsart zahlungsmethode paymentmethod
        bewegungstyp type typ art""",
    Role.AMOUNT: """
        betrag umsatz buchungsbetrag amount umsatzbetrag transactionamount betragkontowaehrung
        betraginkontowaehrung gesamtbetraginklmwst totalamountinclvat gesamtbetrag""",
    Role.DEBIT: """
        soll belastung belastungen lastschrift debit debitamount debitamt abgang ausgang ausgaben
        ausgabe withdrawal withdrawals paidout moneyout""",
    Role.CREDIT: """
        haben gutschrift gutschriften credit creditamount creditamt zugang eingang einnahmen
        einnahme deposit deposits paidin moneyin""",
    Role.SIGN: """
        sollhaben sollhabenkennzeichen shkennzeichen sollhabenkz shkz sh habensoll debitcredit
        creditdebit debitcreditindicator creditdebitindicator dc kennzeichen""",
    Role.CURRENCY: """
        waehrung buchungswaehrung kontowaehrung currency currencycode whrg waehrungscode""",
    Role.STATUS: "status info buchungsstatus umsatzstatus state bookingstatus",
    Role.REFERENCE: """
        bankreferenz buchungsreferenz transaktionsreferenz transactionid bankreference
        entryreference umsatzid buchungsid transaktionsid transaktionsnr referenznr""",
    Role.END_TO_END: """
        kundenreferenzendtoend endtoendreferenz endtoendid endtoendreference endtoend
        endtoendidentifikation eref kundenreferenz""",
    Role.MANDATE: "mandatsreferenz mandatereference mandatsref mandatsid mandateid mandatid",
    Role.NUMBER: "rechnungsnr invoicenr",
}  # fmt: skip
_TABLE: Mapping[str, tuple[Role, int]] = {
    # backwards: of a word that stands twice the better rank stays
    word: (role, rank)
    for role, words in _WORDS.items()
    for rank, word in reversed([*enumerate(words.split())])
}
MINUS = frozenset({"s", "soll", "d", "debit", "dbit", "-", "belastung", "lastschrift", "af"})
PLUS = frozenset({"h", "haben", "c", "credit", "crdt", "+", "gutschrift", "bij"})
"""What stands beside an amount without a sign."""

_BOOKED_ON = frozenset(_WORDS[Role.DATE].split()[:8])
_STRONG_PURPOSE = frozenset(_WORDS[Role.PURPOSE].split()[:9])
_BANKS_ONLY = frozenset(
    {
        "bic", "bicswiftcode", "bicswiftcodezahlungsbeteiligter", "swiftcode", "blz", "blzbic",
        "bankleitzahl", "glaeubigerid", "saldo", "saldonachbuchung", "kontostand", "balance",
        "sammlerreferenz", "kategorie", "exchangerate", "primanota", "bank", "auftraggeberkonto",
        "wechselkurs", "runningbalance", "bicblz", "gebuehrenschluessel", "abrechnungskennzeichen",
    }
)  # fmt: skip
_OF_INVOICES = frozenset(
    {
        "rechnungsnr", "rechnungnr", "invoicenr", "invoiceno", "rechnungsdatum", "invoicedate",
        "faelligkeitsdatum", "faelligam", "faelligkeit", "duedate", "dueon", "zahlungsziel",
        "invoice", "rechnung", "nettobetrag", "netto", "net", "brutto", "bruttobetrag",
        "belegnr", "belegfeld1", "gegenkontoohnebuschluessel", "umsatzohnesollhabenkz", "duration",
        "dauer", "stunden", "hours", "project", "projekt",
    }
)  # fmt: skip
_ACCOUNT = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{8,30}|\d{6,12}", re.ASCII)
_NUMBERED = re.compile(
    r"(?:verwendungszweck|vwz|zweck|purpose|buchungsdetails?|beschreibung)(?:zeile)?\d+"
)
_COMPACT = re.compile(r"20\d{6}", re.ASCII)
_AMOUNTS = (Role.AMOUNT, Role.DEBIT, Role.CREDIT)
_WHAT_FOR = (Role.PURPOSE, Role.NAME, Role.PAYER, Role.PAYEE)
_MARKS = (
    Role.VALUE_DATE, Role.IBAN, Role.ACCOUNT, Role.END_TO_END, Role.MANDATE, Role.SIGN, Role.DEBIT,
)  # fmt: skip


def _fits(word: str, samples: Samples, place: int) -> bool:
    """Columns of days hold days, those of amounts digits, that of signs signs."""
    cells = filled(samples, place)
    role = _TABLE[word][0]
    if not cells:
        return True
    if role in {Role.DATE, Role.VALUE_DATE}:
        return any(is_a_day(cell) or _COMPACT.fullmatch(cell.strip()) for cell in cells)
    if role in _AMOUNTS:
        return any(any(map(str.isdecimal, cell)) for cell in cells)
    if word == "nr":
        return any(_ACCOUNT.fullmatch(cell.replace(" ", "")) for cell in cells)
    # One odd cell must not turn every payment into a receipt.
    return role is not Role.SIGN or any(signs_only([cell]) for cell in cells)


def signs_only(cells: Sequence[str]) -> bool:
    """Every cell says in or out, and nothing else."""
    return bool(cells) and all(cell.strip().lower() in MINUS | PLUS for cell in cells)


def _sorted_out(roles: dict[Role, int], words: Sequence[str], samples: Samples) -> dict[Role, int]:
    """Who is who, which text is the purpose, and where the sign stands."""
    _people(roles, words, samples)
    _texts(roles, words)
    _own_account(roles, words, samples)
    if Role.AMOUNT not in roles and "sollhaben" in words:
        # 1822direkt writes the amount itself below it.
        place = words.index("sollhaben")
        if any(any(map(str.isdecimal, cell)) for cell in filled(samples, place)):
            roles[Role.AMOUNT] = place
            roles.pop(Role.SIGN, None)
    behind = roles.get(Role.AMOUNT, len(words)) + 1
    if Role.CURRENCY in roles and words[behind : behind + 1] == [words[roles[Role.CURRENCY]]]:
        roles[Role.CURRENCY] = behind  # ING writes one behind the balance and one behind the amount
    if Role.SIGN not in roles and Role.AMOUNT in roles:
        roles |= _sign_without_word(roles, samples, len(words))
    if (Role.DEBIT in roles) != (Role.CREDIT in roles):
        roles.pop(Role.DEBIT, None)
        roles.pop(Role.CREDIT, None)
    return roles


def _own_account(roles: dict[Role, int], words: Sequence[str], samples: Samples) -> None:
    """A number without a word for whose it is: ours where it stands first or never changes."""
    if Role.ACCOUNT in roles:
        return
    for place, word in enumerate(words):
        if word not in {"kontonr", "iban", "accountnr", "konto"}:
            continue
        cells = filled(samples, place)
        first = place < roles.get(Role.DATE, 0)
        same = len(cells) > 1 and len(set(cells)) == 1 and roles.get(Role.IBAN) != place
        if cells and (first or same):
            roles[Role.ACCOUNT] = place
            if roles.get(Role.IBAN) == place:
                del roles[Role.IBAN]
            return


def _sign_without_word(roles: Mapping[Role, int], samples: Samples, width: int) -> dict[Role, int]:
    """A column of S and H under another name; the old VR export writes a blank above it.

    Amounts that have a minus need none.
    """
    if any("-" in cell for cell in filled(samples, roles[Role.AMOUNT])):
        return {}
    kept = {place for role, place in roles.items() if role is not Role.BOOKING_TEXT}
    for place in range(width):
        cells = filled(samples, place)
        signs = sum(signs_only([cell]) for cell in cells)
        if place not in kept and cells and signs * 2 > len(cells):
            return {Role.SIGN: place}
    return {}


def _people(roles: dict[Role, int], words: Sequence[str], samples: Samples) -> None:
    """Payer and payee matter only as a pair, and only where no column holds the other side."""
    place = roles.get(Role.NAME)
    cells = [] if place is None else [c.replace(" ", "") for c in filled(samples, place)]
    if cells and all(map(_ACCOUNT.fullmatch, cells)) and "name" in words:
        # bunq: the counterparty is an account, the name stands beside it.
        roles[Role.IBAN], roles[Role.NAME] = roles[Role.NAME], words.index("name")
    pair = [role for role in (Role.PAYER, Role.PAYEE) if role in roles]
    if len(pair) == 1 and Role.NAME not in roles:
        roles[Role.NAME] = roles[pair[0]]
    if Role.NAME in roles:
        for role in pair:
            del roles[role]


def _texts(roles: dict[Role, int], words: Sequence[str]) -> None:
    """Where no column is called purpose, the booking text is it (comdirect, Commerzbank)."""
    if Role.PURPOSE in roles or "buchungstext" not in words:
        return
    roles[Role.PURPOSE] = words.index("buchungstext")
    kinds = _WORDS[Role.BOOKING_TEXT].split()[1:]
    others = [words.index(word) for word in kinds if word in words]
    if others:
        roles[Role.BOOKING_TEXT] = others[0]
    elif Role.NAME not in roles:
        roles.pop(Role.BOOKING_TEXT, None)


def _enough(roles: Mapping[Role, int]) -> bool:
    amount = Role.AMOUNT in roles or Role.DEBIT in roles
    return Role.DATE in roles and amount and any(role in roles for role in _WHAT_FOR)


PAYMENTS = Vocabulary(_TABLE, _fits, _sorted_out, _enough)


def further_purposes(layout: Layout) -> list[int]:
    """Columns with the rest of a purpose: Verwendungszweck 2, Vwz.1 …"""
    first = layout.roles.get(Role.PURPOSE)
    found = (place for place, cell in enumerate(layout.header) if _NUMBERED.fullmatch(folded(cell)))
    return [place for place in found if place != first] if first is not None else []


def bank_marks(layout: Layout) -> int:
    """How many columns only a bank has; 0 where others show that this is no statement."""
    words = [folded(cell) for cell in layout.header]
    if service_of(words):
        return 0
    marks = sum(role in layout.roles for role in _MARKS)
    place = layout.roles.get(Role.DATE)
    marks += place is not None and words[place] in _BOOKED_ON
    marks += bool(_STRONG_PURPOSE & set(words))
    marks += bool(_BANKS_ONLY & set(words))
    marks += _pays_too(layout)
    against = len(_OF_INVOICES & set(words))
    return 0 if against and marks < 3 + 2 * against else marks


def _pays_too(layout: Layout) -> bool:
    """At least a third of the amounts have a minus; of invoices few do."""
    place = layout.roles.get(Role.AMOUNT)
    cells = [] if place is None else filled(layout.samples, place)
    return len(cells) > 2 and 3 * sum("-" in cell for cell in cells) >= len(cells)
