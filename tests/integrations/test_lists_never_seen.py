"""Lists as tools write them of which there is no sample: columns, names and odd cells."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.integrations.workbooks import xlsx
from wertschatz.integrations.files.registry import best_reader
from wertschatz.ports.files import InvoiceRow, Item, Member, Source, TimeRow
from wertschatz.ports.problems import Problem


def read(folder: Path, data: str | bytes, name: str = "liste.csv") -> list[Item]:
    raw = data.encode() if isinstance(data, str) else data
    path = folder / name
    path.write_bytes(raw)
    reader = best_reader(raw[:65_536], name)
    assert reader is not None
    items = list(reader.read(Source(path, name, folder / "scratch"), {}))
    inner = [item.path.read_text() for item in items if isinstance(item, Member)]
    return [item for text in inner for item in read(folder, text, "blatt.csv")] or items


def invoices(items: list[Item]) -> list[tuple[str, str, str, str, int, int | None]]:
    return [
        (
            row.customer_name, row.vat_id, row.number,
            dt.date.fromordinal(row.on).isoformat(), row.cents, row.gross_cents,
        )
        for row in items
        if isinstance(row, InvoiceRow)
    ]  # fmt: skip


def codes(items: list[Item]) -> list[str]:
    return [item.code for item in items if isinstance(item, Problem)]


LISTS = {
    "amounts of tax under VAT": (
        "Number,Date,Customer,Net total,VAT,Total,Currency\n"
        "1,2024-03-05,Muster GmbH,100.00,19.00,119.00,EUR\n"
        "2,2024-03-06,Beispiel KG,100.00,19.00,119.00,EUR\n",
        [("Muster GmbH", "", "1", "2024-03-05", 10_000, 11_900),
         ("Beispiel KG", "", "2", "2024-03-06", 10_000, 11_900)],
    ),
    "per cent of tax under VAT": (
        "Number,Date,Customer,Net total,VAT\n1,2024-03-05,Muster GmbH,100.00,19 %\n",
        [("Muster GmbH", "", "1", "2024-03-05", 10_000, None)],
    ),
    "numbers of firms under VAT": (
        "Number,Date,Customer,Net total,VAT\n1,2024-03-05,Muster GmbH,100.00,DE 177 777 777\n",
        [("Muster GmbH", "DE 177 777 777", "1", "2024-03-05", 10_000, None)],
    ),
    "firm or person, fastbill": (
        '"Rechnungs-Nr.";"Datum";"Organisation";"Vorname";"Nachname";"Summe netto"\n'
        '"1";"2024-03-05";"Muster GmbH";"Max";"Muster";"100.00"\n'
        '"2";"2024-03-06";"";"Eva";"Beispiel";"200.00"\n',
        [("Muster GmbH", "", "1", "2024-03-05", 10_000, None),
         ("Eva Beispiel", "", "2", "2024-03-06", 20_000, None)],
    ),
    "firm, name and first name, meinbuero": (
        "Beleg-Nr.;Datum;Kunden-Nr.;Firma;Name;Vorname;Netto-Betrag\n"
        "1;05.03.2024;10001;Muster GmbH;;;100,00\n2;05.03.2024;10002;;Beispiel;Eva;50,00\n",
        [("Muster GmbH", "", "1", "2024-03-05", 10_000, None),
         ("Eva Beispiel", "", "2", "2024-03-05", 5_000, None)],
    ),
    "first and last name only": (
        "Rechnungsnummer;Datum;Vorname;Nachname;Netto\n1;05.03.2024;Eva;Beispiel;50,00\n",
        [("Eva Beispiel", "", "1", "2024-03-05", 5_000, None)],
    ),
    "jtl": (
        "Rechnungsnummer;Erstelldatum;Kundennummer;Rechnungsadresse Firma;"
        "Rechnungsadresse Nachname;Gesamtbetrag Brutto;Gesamtbetrag Netto\n"
        "R-1;05.03.2024 10:11:12;K1;Muster GmbH;Meier;119,00;100,00\n"
        "R-2;06.03.2024 10:11:12;K2;;Schulze;238,00;200,00\n",
        [("Muster GmbH", "", "R-1", "2024-03-05", 10_000, 11_900),
         ("Schulze", "", "R-2", "2024-03-06", 20_000, 23_800)],
    ),
    "shopware": (
        "order_number;order_date;customer_number;billing_company;billing_first_name;"
        "billing_last_name;invoice_amount;invoice_amount_net\n"
        "10001;2024-03-05 10:11:12;20001;Muster GmbH;Eva;Meier;119.00;100.00\n"
        "10002;2024-03-06 10:11:12;20002;;Max;Schulze;238.00;200.00\n",
        [("Muster GmbH", "", "10001", "2024-03-05", 10_000, None),
         ("Max Schulze", "", "10002", "2024-03-06", 20_000, None)],
    ),
    "woocommerce": (
        "Order Number,Order Status,Order Date,First Name (Billing),Last Name (Billing),"
        "Company (Billing),Order Subtotal Amount,Order Total Amount\n"
        "1001,Completed,2024-03-05 10:11,Eva,Meier,Muster GmbH,100.00,119.00\n"
        "1002,Cancelled,2024-03-06 10:11,Max,Schulze,,200.00,238.00\n"
        "1003,Processing,2024-03-07 10:11,Max,Schulze,,200.00,238.00\n",
        [("Muster GmbH", "", "1001", "2024-03-05", 10_000, 11_900),
         ("Max Schulze", "", "1003", "2024-03-07", 20_000, 23_800)],
    ),
    "pennylane": (
        "Invoice number,Date,Deadline,Customer,Amount excl. tax,Tax,Amount incl. tax\n"
        "F-1,2024-03-05,2024-03-19,Muster GmbH,100.00,20.00,120.00\n",
        [("Muster GmbH", "", "F-1", "2024-03-05", 10_000, 12_000)],
    ),
    "cells as formulas, so that zeros stay": (
        'Rechnungsnummer;Datum;Kunde;Netto\n="00123";="05.03.2024";="Muster GmbH";="1.000,50"\n'
        "=1+1;06.03.2024;Beispiel KG;200,00\n",
        [("Muster GmbH", "", "00123", "2024-03-05", 100_050, None),
         ("Beispiel KG", "", "=1+1", "2024-03-06", 20_000, None)],
    ),
    "days that lost their format": (
        "Rechnungsnummer;Rechnungsdatum;Kunde;Netto\n1;45356;Muster GmbH;100,00\n"
        "2;45357,5;Beispiel KG;200,00\n".replace(",5;", ".5;"),
        [("Muster GmbH", "", "1", "2024-03-05", 10_000, None),
         ("Beispiel KG", "", "2", "2024-03-06", 20_000, None)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_every_customer_and_sum_of_a_list_never_seen(name: str, tmp_path: Path) -> None:
    text, expected = LISTS[name]
    assert invoices(read(tmp_path, text)) == expected


def test_numbers_for_days_in_a_workbook(tmp_path: Path) -> None:
    """A cell with the format "General" holds 45356 and means 5 March 2024."""
    head = ["Rechnungsnummer", "Rechnungsdatum", "Kunde", "Netto"]
    book = xlsx({"Blatt": [head, ["1", 45356, "Muster GmbH", 100.5]]})
    assert invoices(read(tmp_path, book, "liste.xlsx")) == [
        ("Muster GmbH", "", "1", "2024-03-05", 10_050, None)
    ]


def test_a_gross_sum_that_no_database_holds_is_told(tmp_path: Path) -> None:
    text = "Rechnungsnummer;Datum;Kunde;Netto;Brutto\n1;05.03.2024;A;1,00;{};\n"
    items = read(tmp_path, text.format("9" * 25 + ",00"))
    assert (invoices(items), codes(items)[:1]) == ([], ["amount_too_large"])


def test_the_account_of_the_books_is_no_customer(tmp_path: Path) -> None:
    text = "Num,Date,Client,Account,Subtotal,Total\n1,2024-03-25,,Sales,100.00,121.00\n"
    assert codes(read(tmp_path, text)) == ["customer_missing", "no_rows"]


def test_hours_written_as_formulas(tmp_path: Path) -> None:
    text = 'Datum;Kunde;Projekt;Dauer\n="13.05.2024";="00042";="Web";="1:30"\n'
    (row,) = read(tmp_path, text)
    assert isinstance(row, TimeRow)
    assert (row.customer_name, row.seconds) == ("00042", 5_400)
