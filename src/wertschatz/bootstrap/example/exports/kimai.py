"""The time sheet of owner and colleagues, as Kimai exports it in German."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from wertschatz.bootstrap.example.exports.export import Export, clock, plain_amount
from wertschatz.bootstrap.example.history import History
from wertschatz.bootstrap.example.work import Span

HEADER = (
    "Datum", "Von", "Bis", "Dauer", "Währung", "Preis", "Interner Preis", "Stundenpreis",
    "Festpreis", "Name", "Benutzer", "E-Mail", "Personalnummer", "Kunde", "Projekt", "Tätigkeit",
    "Beschreibung", "Abrechenbar", "Schlagworte", "Typ", "Kategorie", "Kundennummer",
    "Projektnummer", "Umsatzsteuer-ID", "Bestellnummer",
)  # fmt: skip
_HOURLY_CENTS = 6_200


def exports(history: History) -> Iterator[Export]:
    """One file in UTF-8, everything quoted."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(map(_row, history.spans))
    yield Export("time_list", f"{history.today:%Y%m%d}-kimai-export.csv", file.getvalue().encode())


def _row(span: Span) -> tuple[str, ...]:
    worker, customer = span.worker, span.customer
    price = plain_amount(span.minutes * _HOURLY_CENTS // 60 if span.billable else 0)
    return (
        span.on.isoformat(), clock(span.start), clock(span.start + span.minutes),
        f"{span.minutes // 60}:{span.minutes % 60:02}", "EUR", price, price,
        plain_amount(_HOURLY_CENTS), "", worker.name, worker.user, worker.email, worker.number,
        customer.name, "Laufende Arbeiten", span.task, span.about,
        "Ja" if span.billable else "Nein", "", "timesheet", "work", str(customer.number), "",
        customer.vat_id, "",
    )  # fmt: skip
