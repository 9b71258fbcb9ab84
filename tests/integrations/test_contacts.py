"""Address books and lists of customers as CSV: the samples, what is one and what is not."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.shared import SAMPLES, needs_samples
from wertschatz.integrations.files import invoice_list
from wertschatz.integrations.files.contacts_csv import READER
from wertschatz.integrations.files.registry import best_reader
from wertschatz.integrations.files.tables.card_words import HOME, OTHER, PLAIN, WORK, meaning
from wertschatz.integrations.files.tables.words import folded
from wertschatz.ports.files import CARD_ROLES, CardRow, Item, Role, Source
from wertschatz.ports.problems import Problem

UNHURRIED = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A loaded machine is no mistake of the reader."""


GOLDEN = Path(__file__).parent / "golden"


def _read(path: Path) -> list[Item]:
    return list(READER.read(Source(path, path.name), {}))


def _cards(path: Path) -> list[CardRow]:
    return [item for item in _read(path) if isinstance(item, CardRow)]


def _codes(items: Sequence[Item]) -> list[str]:
    return [item.code for item in items if isinstance(item, Problem)]


@needs_samples
@pytest.mark.parametrize(
    ("name", "above", "firm"),
    [("invoiceninja__clients.csv", 3, "Name"),
     ("invoiceninja__freshbooks_clients.csv", 0, "Organization")],
)  # fmt: skip
def test_the_sample_customers_against_a_reading_of_its_own(
    name: str, above: int, firm: str
) -> None:
    """Names, addresses and numbers of each record."""
    path = SAMPLES / "accounting" / "invoices" / name
    with path.open(encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(list(file)[above:]))
    assert best_reader(path.read_bytes(), path.name) is READER
    cards = _cards(path)
    assert [card.emails for card in cards] == [(record["Email"],) for record in records]
    assert [card.phones for card in cards] == [(record["Phone"],) for record in records]
    for card, record in zip(cards, records, strict=True):
        person = f"{record['First Name']} {record['Last Name']}"
        assert card.name == person
        assert card.organisation == ("" if record[firm] == person else record[firm])
    assert not _codes(_read(path))


@needs_samples
def test_a_list_of_two_columns() -> None:
    """Harvest exports its clients with nothing but their address."""
    path = SAMPLES / "time" / "solidtime-io__harvest_clients_import_test_1.csv"
    assert best_reader(path.read_bytes(), path.name) is READER
    assert [card.name[:14] for card in _cards(path)] == ["Example Client", r"\\ 🔥 Special c"]


@needs_samples
def test_no_other_sample_is_taken() -> None:
    """Invoices, payments, bookings, hours and calls that hold names and addresses too."""
    taken = {
        path.name
        for path in SAMPLES.rglob("*")
        if path.is_file() and best_reader(path.read_bytes()[:65_536], path.name) is READER
    }
    assert taken == {
        "invoiceninja__clients.csv", "invoiceninja__freshbooks_clients.csv",
        "solidtime-io__harvest_clients_import_test_1.csv",
    }  # fmt: skip


def test_the_reader_of_invoices_says_what_it_is() -> None:
    """Where an invoice list was named and customers came, the message stays."""
    path = GOLDEN / "contacts_csv" / "list_of_customers.csv"
    items = list(invoice_list.READER.read(Source(path, path.name), {}))
    assert _codes(items) == ["list_of_customers"]


@pytest.mark.parametrize(
    "header",
    [
        "Rechnungsnr;Name;E-Mail;Straße;PLZ;Ort;Betrag;Datum",
        "Name;E-Mail;Straße;PLZ;Ort;Gesamt;Bestelldatum",
        "Typ;Datum;Name;Rufnummer;Nebenstelle;Eigene Rufnummer;Dauer",
        "Datum;Kunde;E-Mail;Projekt;Von;Bis",
        "Kunde;E-Mail;Fällig am;Offener Betrag",
        "Eigenschaft;Wert",
    ],
)
def test_what_is_no_address_list(header: str) -> None:
    """Whatever else it says about people."""
    cells = {"Betrag": "10,00", "Gesamt": "10,00", "Offener Betrag": "10,00", "Von": "08:00",
             "Bis": "09:00", "Dauer": "0:05", "E-Mail": "a@b.example"}  # fmt: skip
    days = ("Datum", "Bestelldatum", "Fällig am")
    row = ";".join("05.02.2024" if h in days else cells.get(h, "x 123") for h in header.split(";"))
    assert READER.score(f"{header}\n{row}\n".encode(), "list.csv") == 0


@pytest.mark.parametrize(
    ("header", "role", "owner"),
    [
        ("E-Mail 2: Adresse", Role.EMAIL, PLAIN), ("Telefon (privat)", Role.PHONE, HOME),
        ("Company Main Phone", Role.PHONE, WORK), ("Phone 1 - Value", Role.PHONE, PLAIN),
        ("Straße geschäftlich", Role.STREET, WORK),
        ("Address 1 - Postal Code", Role.POSTCODE, WORK),
        ("Address 2 - Street", Role.STREET, OTHER), ("Lieferadresse PLZ", Role.POSTCODE, OTHER),
        ("Default Address Address1", Role.STREET, WORK), ("Home ZipCode", Role.POSTCODE, HOME),
        ("Land/Region geschäftlich", Role.COUNTRY, WORK), ("Mobil-Tel.-Nr.", Role.PHONE, PLAIN),
        ("Zahlungsziel in Tagen", Role.TERMS, PLAIN), ("Date of Birth", Role.BIRTHDAY, PLAIN),
        ("Organization 1 - Name", Role.COMPANY, PLAIN), ("Kunden-Nr.", Role.CUSTOMER_NUMBER, PLAIN),
        ("USt-IdNr.", Role.VAT_ID, PLAIN), ("IBAN", Role.IBAN, PLAIN),
    ],
)  # fmt: skip
def test_header_words(header: str, role: Role, owner: int) -> None:
    """As tools write them."""
    found = meaning(folded(header))
    assert found is not None
    assert (found.role, found.owner) == (role, owner)


@pytest.mark.parametrize(
    "header",
    ["Business Fax", "E-mail Type", "Phone 1 - Label", "Address 1 - Formatted", "Notes",
     "E-Mail-Typ", "Fax geschäftlich", "Assistant's Phone", "Pager Number", "Konto", "Umsatz"],
)  # fmt: skip
def test_words_that_mean_nothing_here(header: str) -> None:
    """A fax is no telephone, and the kind of an address no address."""
    assert meaning(folded(header)) is None


def test_all_roles_are_offered() -> None:
    """Whatever a column can be recognised as can also be said by the person."""
    words = [
        "name", "firma", "vorname", "nachname", "kundennr", "ustid", "position", "email", "tel",
        "strasse", "plz", "ort", "land", "geburtstag", "iban", "zahlungsziel",
    ]  # fmt: skip
    found = [one.role for one in map(meaning, words) if one]
    assert sorted(found) == sorted(CARD_ROLES)


NAMES = st.text("abcäöüßÑé'- &.", min_size=1, max_size=20).map(
    lambda text: " ".join(text.split()).strip(" '-&.") or "Linde"
)
FIELDS = st.fixed_dictionaries(
    {
        "Kundennummer": st.from_regex(r"0?[1-9][0-9]{3}", fullmatch=True),
        "Firma": NAMES,
        "Straße": NAMES,
        "PLZ": st.from_regex(r"[0-9]{5}", fullmatch=True),
        "Ort": NAMES,
        "Telefon": st.from_regex(r"\+49 30 23125 [0-9]{3}", fullmatch=True),
        "E-Mail": st.from_regex(r"[a-z]{1,9}@linde\.example", fullmatch=True),
        "Zahlungsziel": st.integers(1, 90).map(str),
    }
)

COLUMNS = ("Kundennummer", "Firma", "Straße", "PLZ", "Ort", "Telefon", "E-Mail", "Zahlungsziel")


@UNHURRIED
@given(
    st.lists(FIELDS, min_size=1, max_size=5), st.permutations(list("abcdefgh")),
    st.sampled_from(";,\t"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)  # fmt: skip
def test_what_is_written_is_read_back(
    records: list[dict[str, str]], order: list[str], sign: str, codec: str
) -> None:
    """Columns in any order, any sign between them, any encoding."""
    names = [COLUMNS["abcdefgh".index(letter)] for letter in order]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kunden.csv"
        with path.open("w", encoding=codec, newline="") as file:
            writer = csv.DictWriter(file, names, delimiter=sign)
            writer.writeheader()
            writer.writerows(records)
        assert best_reader(path.read_bytes(), path.name) is READER
        cards = _cards(path)
    assert [
        (c.customer_number, c.name, c.street, c.postcode, c.town, c.phones[0], c.emails[0],
         str(c.terms_days)) for c in cards
    ] == [tuple(record[name] for name in COLUMNS) for record in records]  # fmt: skip


@UNHURRIED
@given(st.binary(max_size=300))
def test_no_rubbish_raises(data: bytes) -> None:
    """Behind a true header anything may stand."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kunden.csv"
        path.write_bytes(b"Firma;PLZ;Ort;Geburtstag;Zahlungsziel\r\n" + data)
        assert _read(path)


def test_a_line_of_ten_megabytes(tmp_path: Path) -> None:
    """It is left out and told; the rest comes in."""
    path = tmp_path / "kunden.csv"
    path.write_bytes(b"Firma;PLZ;Ort\r\n" + b"x" * 10_000_000 + b"\r\nLinde;01067;Dresden\r\n")
    items = _read(path)
    assert _codes(items) == ["line_too_long"]
    assert [card.name for card in _cards(path)] == ["Linde"]
