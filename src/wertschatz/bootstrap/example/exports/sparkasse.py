"""The bookings of the last weeks, as a Sparkasse lets them be saved (CSV-CAMT)."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator

from wertschatz.bootstrap.example import firm
from wertschatz.bootstrap.example.exports.export import Export, german_amount
from wertschatz.bootstrap.example.history import History
from wertschatz.bootstrap.example.payments import CODES, CREDITOR_ID, Booking

BEGINS_AGE = 35
"""So far back it goes: the older part stands in the last statement too."""
HEADER = (
    "Auftragskonto", "Buchungstag", "Valutadatum", "Buchungstext", "Verwendungszweck",
    "Glaeubiger ID", "Mandatsreferenz", "Kundenreferenz (End-to-End)", "Sammlerreferenz",
    "Lastschrift Ursprungsbetrag", "Auslagenersatz Ruecklastschrift",
    "Beguenstigter/Zahlungspflichtiger", "Kontonummer/IBAN", "BIC (SWIFT-Code)", "Betrag",
    "Waehrung", "Info",
)  # fmt: skip


def exports(history: History) -> Iterator[Export]:
    """One file in Windows-1252, newest first, everything quoted."""
    begin = history.today - dt.timedelta(days=BEGINS_AGE)
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADER)
    newest_first = [one for one in reversed(history.bookings) if one.on >= begin]
    writer.writerows(map(_row, newest_first))
    account = firm.IBAN[-10:].lstrip("0")
    name = f"{history.today:%Y%m%d}-{account}-umsatz.CSV"
    yield Export("bank_list", name, file.getvalue().encode("cp1252"))


def _row(booking: Booking) -> tuple[str, ...]:
    day = f"{booking.on:%d.%m.%y}"
    collected = booking.code in ("collected", "returned")
    return (
        firm.IBAN, day, day, CODES[booking.code].text, booking.purpose,
        CREDITOR_ID if collected else "", booking.mandate, booking.end_to_end, "", "", "",
        booking.name, booking.iban, "BEISDE99XXX", german_amount(booking.cents, ""), "EUR",
        "Umsatz gebucht",
    )  # fmt: skip
