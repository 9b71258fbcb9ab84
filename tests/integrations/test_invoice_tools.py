"""Exports of invoicing tools, shops and payment services, as the samples of them show."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shared import SAMPLES, needs_samples
from wertschatz.integrations.files.invoice_list import READER
from wertschatz.integrations.files.registry import best_reader
from wertschatz.integrations.files.tables.quick import Quick
from wertschatz.integrations.files.tables.statuses import Meaning, status_meaning, type_meaning
from wertschatz.ports.files import InvoiceRow, Item, Question, Source
from wertschatz.ports.problems import Problem


def _read(place: str) -> list[Item]:
    path = SAMPLES / place
    with path.open("rb") as file:
        reader = best_reader(file.read(65_536), path.name)
    assert reader is not None
    return list(reader.read(Source(path, path.name), {}))


@needs_samples
@pytest.mark.parametrize(
    ("place", "invoices", "cents"),
    [
        ("accounting/invoices/invoiceninja__invoice.csv", 400, 1_186_087),
        ("accounting/invoices/invoiceninja__freshbooks_invoices.csv", 1, 789_000),
        ("bank/csv/nicolettas-mug__paypal-test.csv", 2, 178_500),
        ("bank/csv/nicolettas-mug__paypal.csv", 0, 0),
    ],
)
def test_samples_are_read_without_a_question(place: str, invoices: int, cents: int) -> None:
    """Each invoice once, and their total; own purchases and holds are no revenue."""
    items = _read(place)
    rows = [item for item in items if isinstance(item, InvoiceRow)]
    assert not [item for item in items if isinstance(item, Question)]
    assert (len(rows), len({row.number for row in rows})) == (invoices, invoices)
    assert sum(row.cents for row in rows) == cents


@needs_samples
@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("accounting/invoices/invoiceninja__payments.csv", "list_of_payments"),
    ],
)
def test_sample_lists_of_something_else_are_refused(place: str, code: str) -> None:
    """One clear message and nothing else."""
    assert [item.code for item in _read(place) if isinstance(item, Problem)] == [code]


def test_the_quick_way_gives_the_same_rows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A status column with every kind of word, row by row and column by column."""
    states = ["Bezahlt", "Offen", "Entwurf", "Storniert", "", "Teilweise bezahlt", "Return"]
    lines = ["Nr;Kunde;Datum;Netto;Brutto;Status;Offener Betrag;Bezahlt am"]
    for number in range(70):
        paid = "03.02.2024" if number % 3 else ""
        still_open = ("0,00", "5,00", "")[number % 5 % 3]
        state = states[number % 7]
        lines.append(f"{number};K{number % 7};01.02.2024;10,00;11,90;{state};{still_open};{paid}")
    path = tmp_path / "list.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    quick = list(READER.read(Source(path, path.name), {}))
    monkeypatch.setattr(Quick, "rows", lambda self, batch: None)
    assert quick == list(READER.read(Source(path, path.name), {}))
    assert sum(isinstance(item, InvoiceRow) for item in quick) == 50


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Entwurf", Meaning.DRAFT), ("50", Meaning.DRAFT), ("Storniert am 3.4.", Meaning.CANCELLED),
        ("nicht storniert", None), ("Void", Meaning.CANCELLED),
        ("Teilweise bezahlt", Meaning.PARTIAL),
        ("Nicht bezahlt", Meaning.OPEN), ("In Payment", Meaning.PAID), ("In Zahlung", None),
        ("Überfällig (2. Mahnung)", Meaning.OPEN), ("Credit Note Issued", None),
        ("Unpaid and Discounted", Meaning.OPEN), ("Gebucht", None), ("", None),
    ],
)  # fmt: skip
def test_words_of_a_status(text: str, meaning: Meaning | None) -> None:
    """As the tools write them; a text that says nothing about payment changes nothing."""
    assert status_meaning(text) is meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Rechnung", None), ("Abschlagsrechnung", None), ("380", None), ("381", Meaning.CREDIT),
        ("Stornorechnung", Meaning.CREDIT), ("Stornierte Rechnung", Meaning.CANCELLED),
        ("Pro-forma-Rechnung", Meaning.PROFORMA), ("2. Mahnung", Meaning.REMINDER),
        ("Customer Credit Note", Meaning.CREDIT), ("out_refund", Meaning.CREDIT),
        ("in_invoice", Meaning.PURCHASE), ("Auftragsbestätigung", Meaning.ORDER),
    ],
)  # fmt: skip
def test_words_of_a_type(text: str, meaning: Meaning | None) -> None:
    """A type that is not known is an invoice."""
    assert type_meaning(text) is meaning
