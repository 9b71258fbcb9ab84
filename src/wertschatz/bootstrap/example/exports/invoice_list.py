"""The list of invoices, as an invoicing tool on the net exports it for Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from wertschatz.bootstrap.example.dealings import Invoice, rate
from wertschatz.bootstrap.example.exports.export import Export, german_amount, german_day
from wertschatz.bootstrap.example.history import History

NAME = "Rechnungsliste Tischlerei Ahorn.csv"
HEADER = (
    "Rechnungsnummer", "Kundennummer", "Kunde", "Rechnungsdatum", "Fällig am", "Bezahlt am",
    "Betrag (netto)", "Betrag (brutto)", "Währung", "Wechselkurs", "Status",
)  # fmt: skip


def exports(history: History) -> Iterator[Export]:
    """One file in Windows-1252, semicolons between."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(_row(invoice, history) for invoice in history.listed)
    yield Export("invoice_list", NAME, file.getvalue().encode("cp1252"))


def _row(invoice: Invoice, history: History) -> tuple[str, ...]:
    customer = invoice.customer
    foreign = customer.currency != "EUR"
    return (
        invoice.number, str(customer.number), customer.name, german_day(invoice.on),
        german_day(invoice.due_on), german_day(invoice.paid_on) if invoice.paid_on else "",
        german_amount(invoice.cents), german_amount(invoice.gross_cents), customer.currency,
        f"{rate(invoice.on) / 10_000:.4f}".replace(".", ",") if foreign else "",
        _status(invoice, history),
    )  # fmt: skip


def _status(invoice: Invoice, history: History) -> str:
    if invoice.cents < 0:
        return "Verrechnet"
    if invoice.paid_on is not None:
        return "Bezahlt"
    return "Überfällig" if invoice.due_on < history.today else "Offen"
