"""Bank statements as CSV: the samples against csv and Decimal, any order of columns, both ways."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.integrations.statements import asked, codes, items_of, payments
from tests.shared import SAMPLES, needs_samples
from wertschatz.integrations.files.registry import best_reader
from wertschatz.integrations.files.statements.labels import labelled
from wertschatz.integrations.files.tables.payment_quick import PaymentQuick
from wertschatz.ports.files import LayoutAnswer, PaymentRow, Role

FOLDER = SAMPLES / "bank" / "csv"
GOLDEN = Path(__file__).parent / "golden" / "bank_csv"
FILES = sorted(p for p in FOLDER.iterdir() if "paypal" not in p.name) if FOLDER.is_dir() else []
NAMES = (
    "Auftragskonto", "Buchungstag", "Valutadatum", "Buchungstext", "Verwendungszweck",
    "Glaeubiger ID", "Mandatsreferenz", "Kundenreferenz (End-to-End)", "Sammlerreferenz",
    "Beguenstigter/Zahlungspflichtiger", "Kontonummer/IBAN", "BIC (SWIFT-Code)", "Betrag",
    "Waehrung", "Info",
)  # fmt: skip
TEXT = st.text(alphabet="ABCdef 123.-äöü", max_size=30).map(lambda s: " ".join(s.split()))
DAYS = st.dates(date(2001, 1, 1), date(2098, 12, 31))
CENTS = st.integers(-(10**9), 10**9)


def _folder(factory: pytest.TempPathFactory, text: str) -> Path:
    path = factory.mktemp("bank") / "umsaetze.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def _table(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue()


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


@needs_samples
@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_samples_give_the_sums_of_their_column(path: Path) -> None:
    """Booked records of the full width, added up with nothing but csv and Decimal."""
    rows = list(csv.reader(_decoded(path).splitlines(), delimiter=";"))
    header = next(row for row in rows if any(c.startswith(("Betrag", "Buchungsb")) for c in row))
    place = [c.startswith(("Betrag", "Buchungsbetrag")) for c in header].index(True)
    records = [
        row[place]
        for row in rows[rows.index(header) + 1 :]
        if len(row) == len(header) and "Umsatz vorgemerkt" not in row
    ]
    expected = [Decimal(text.replace(".", "").replace(",", ".")) * 100 for text in records]
    found = payments(items_of(path))
    assert [row.cents for row in found] == expected


@needs_samples
@pytest.mark.parametrize(
    "path", sorted(p for p in SAMPLES.rglob("*") if p.is_file() and "bank" not in p.parts),
    ids=lambda p: p.name,
)  # fmt: skip
def test_other_samples_are_not_claimed(path: Path) -> None:
    """Invoices, time sheets, DATEV, calendars and mails are no statements."""
    reader = best_reader(path.read_bytes()[:65_536], path.name)
    assert reader is None or reader.name not in {"bank_csv", "mt940", "camt"}


@pytest.mark.parametrize(
    ("header", "reader"),
    [
        ("Buchungstag;Wertstellung;Auftraggeber;Verwendungszweck;Betrag;Währung", "bank_csv"),
        ("Datum;Verwendungszweck;IBAN;Betrag", "bank_csv"),
        ("Date,Description,Amount,Balance", "bank_csv"),
        ("Rechnungsnr;Rechnungsdatum;Kunde;IBAN;BIC;Betrag", "invoice_list"),
        ("Datum;Kunde;Betrag", "invoice_list"),
        ("Rechnungsnummer;Kunde;Datum;Fällig am;Verwendungszweck;Betrag;Saldo", "invoice_list"),
        ("Datum;Kunde;Von;Bis;Beschreibung", "time_list"),
    ],
)
def test_whose_list_it_is(header: str, reader: str) -> None:
    """By the words that only a bank writes, and those that it never does."""
    found = best_reader(header.encode(), "liste.csv")
    assert found is not None
    assert found.name == reader


@needs_samples
def test_reports_of_paypal_stay_what_they_are() -> None:
    """They have a reader of their own."""
    for path in FOLDER.glob("*paypal*"):
        reader = best_reader(path.read_bytes()[:65_536], path.name)
        assert reader is not None
        assert reader.name == "invoice_list"


@given(st.permutations(range(len(NAMES))), st.lists(st.tuples(DAYS, CENTS, TEXT), max_size=5))
def test_the_order_of_columns_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory,
    order: list[int],
    records: list[tuple[date, int, str]],
) -> None:
    """A bank may move them; the payments stay the same."""
    rows: list[Sequence[str]] = [NAMES]
    for on, cents, text in [*records, (date(2026, 1, 5), -12_345, "Strom")]:
        amount = f"{cents / 100:.2f}".replace(".", ",")
        rows.append(
            ("DE02120300000000202051", f"{on:%d.%m.%y}", f"{on:%d.%m.%y}", "LASTSCHRIFT", text,
             "", "M-1", "E-1", "", "Café Weiß", "DE21500500001234567897", "X", amount, "EUR",
             "Umsatz gebucht")
        )  # fmt: skip
    plain = payments(items_of(_folder(tmp_path_factory, _table(rows))))
    shuffled = [[row[place] for place in order] for row in rows]
    moved = payments(items_of(_folder(tmp_path_factory, _table(shuffled))))
    assert len(plain) == len(records) + 1
    assert moved == plain


def _written(cents: int, style: str) -> list[str]:
    """An amount as a column of this style writes it; further columns for signs and sides."""
    whole, part = divmod(abs(cents), 100)
    plain = f"{whole},{part:02}"
    grouped = f"{whole:,}".replace(",", ".") + f",{part:02}"
    english = f"{whole:,}.{part:02}"
    minus = "-" if cents < 0 else ""
    return {
        "comma": [minus + plain],
        "grouped": [minus + grouped],
        "english": [minus + english],
        "behind": [grouped + minus],
        "euro": [f"{minus}{grouped} €"],
        "true minus": [minus.replace("-", "−") + grouped],
        "sign": [grouped, "S" if cents < 0 else "H"],
        "sides": ["", grouped] if cents >= 0 else [grouped, ""],
    }[style]


HEADERS = {"sign": ["Umsatz", ""], "sides": ["Soll", "Haben"]}
STYLES = ("comma", "grouped", "english", "behind", "euro", "true minus", "sign", "sides")
FORMS = ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%Y%m%d")


@given(
    st.sampled_from(STYLES), st.sampled_from(FORMS),
    st.lists(st.tuples(DAYS, CENTS), min_size=1, max_size=8),
)  # fmt: skip
def test_amounts_and_days_come_back(
    tmp_path_factory: pytest.TempPathFactory,
    style: str,
    form: str,
    records: list[tuple[date, int]],
) -> None:
    """Whatever the column's way of writing, decided once for the whole column."""
    # One record that leaves no doubt, as any longer list has it.
    records = [*records, (date(2026, 1, 25), -123_456)]
    header = ["Buchungstag", "Empfänger", "Verwendungszweck", *HEADERS.get(style, ["Betrag"])]
    rows = [
        [on.strftime(form), "Café Weiß", "Rechnung", *_written(cents, style)]
        for on, cents in records
    ]
    found = payments(items_of(_folder(tmp_path_factory, _table([header, *rows]))))
    assert [(date.fromordinal(row.on), row.cents) for row in found] == records


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.csv")), ids=lambda p: p.stem)
def test_the_quick_way_gives_the_same_rows(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Column by column or cell by cell."""
    quick = items_of(path)
    monkeypatch.setattr(PaymentQuick, "rows", lambda self, batch: None)
    assert items_of(path) == quick


def test_the_quick_way_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the lists of Sparkasse and VR banks: a test of sameness would not see it unused."""
    taken = []
    rows = PaymentQuick.rows

    def spying(self: PaymentQuick, batch: object) -> list[PaymentRow] | None:
        found = rows(self, batch)  # type: ignore[arg-type]
        taken.append(found is not None)
        return found

    monkeypatch.setattr(PaymentQuick, "rows", spying)
    for name in ("sparkasse_csv_mt940", "vr_bank", "n26_german"):
        items_of(GOLDEN / f"{name}.csv")
    assert taken == [True, True, False]  # N26 writes amounts with one decimal


def test_a_doubtful_order_is_asked_once_and_then_followed(tmp_path: Path) -> None:
    """The answer is found again by the fingerprint of the layout."""
    path = tmp_path / "statement.csv"
    path.write_text("Booking Date,Value Date,Payee,Amount\n01/02/2026,03/02/2026,Eva,5.00\n")
    question = asked(items_of(path))[0]
    assert (question.kind, question.date_example) == ("payments", "01/02/2026")
    answers = {question.fingerprint: LayoutAnswer({}, "mdy")}
    assert date.fromordinal(payments(items_of(path, answers))[0].on) == date(2026, 1, 2)


def test_a_doubtful_decimal_mark_is_asked_once_and_then_followed(tmp_path: Path) -> None:
    """1.357 is a thousand to one bank and little more than one to another; proof goes before."""
    path = tmp_path / "statement.csv"
    head = "Buchungstag;Empfänger;Verwendungszweck;Betrag\n"
    path.write_text(head + "05.01.2026;Eva;RE-1;1.357\n06.01.2026;Eva;RE-2;12\n")
    question = asked(items_of(path))[0]
    assert (question.kind, question.amount_example) == ("payments", "1.357")
    for mark, cents in (("comma", [135_700, 1_200]), ("point", [136, 1_200])):
        answers = {question.fingerprint: LayoutAnswer(decimal_mark=mark)}
        assert [row.cents for row in payments(items_of(path, answers))] == cents
    path.write_text(head + "05.01.2026;Eva;RE-1;1.357\n06.01.2026;Eva;RE-2;12,50\n")
    answers = {question.fingerprint: LayoutAnswer(decimal_mark="point")}
    assert [row.cents for row in payments(items_of(path, answers))] == [135_700, 1_250]


def test_an_unknown_list_is_asked_about_and_then_read(tmp_path: Path) -> None:
    """With what was recognised as the guess."""
    path = tmp_path / "umsaetze.csv"
    path.write_text("Buchungstag;Bewegung;Wer;IBAN\n05.01.2026;-5,00;Eva;DE02\n")
    question = asked(items_of(path))[0]
    assert question.kind == "payments"
    assert question.guess == {Role.DATE: 0, Role.IBAN: 3}
    columns = {**question.guess, Role.AMOUNT: 1, Role.NAME: 2}
    row = payments(items_of(path, {question.fingerprint: LayoutAnswer(columns)}))[0]
    assert (row.cents, row.name) == (-500, "Eva")


@pytest.mark.parametrize("lines", range(0, 14))
def test_lines_before_the_header_do_no_harm(tmp_path: Path, lines: int) -> None:
    """Of a bank that changes its preamble with every release."""
    path = tmp_path / "umsaetze.csv"
    above = "".join(f"Angabe {n};Wert {n};\n" for n in range(lines))
    text = "Buchungstag;Valuta;Empfänger;Verwendungszweck;IBAN;Betrag\n"
    path.write_text(above + text + "05.01.2026;05.01.2026;Eva;RE-1;DE02;5,00\n")
    rows = payments(items_of(path))
    assert [(row.line, row.cents) for row in rows] == [(lines + 2, 500)]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp1252", "iso-8859-15", "utf-16"])
def test_encodings(tmp_path: Path, codec: str) -> None:
    """As banks write them."""
    path = tmp_path / "umsaetze.csv"
    text = "Buchungstag;Valuta;Empfänger;Verwendungszweck;IBAN;Betrag\n"
    path.write_text(text + "05.01.2026;05.01.2026;Café Weiß;Öl;DE02;5,00\n", encoding=codec)
    row = payments(items_of(path))[0]
    assert (row.name, row.purpose) == ("Café Weiß", "Öl")


def test_an_endless_line_is_left_out(tmp_path: Path) -> None:
    """And the rest is read."""
    path = tmp_path / "umsaetze.csv"
    text = "Buchungstag;Valuta;Empfänger;Verwendungszweck;IBAN;Betrag\n"
    row = "05.01.2026;05.01.2026;Eva;{};DE02;5,00\n"
    path.write_text(text + row.format("a") + row.format("x" * 2_000_000) + row.format("b"))
    items = items_of(path)
    assert [row.purpose for row in payments(items)] == ["a", "b"]
    assert "line_too_long" in codes(items)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Auftraggeber: Ballreich, Klaus Buchungstext: Miete Ref. JF2/75",
         ("Miete", "Ballreich, Klaus", "", "", "", "JF2/75")),
        ("Empfänger: Eva NowakKto/IBAN: DE02 BLZ/BIC: X  Buchungstext: Miete Ref. J/2",
         ("Miete", "Eva Nowak", "DE02", "", "", "J/2")),
        ("Stadtwerke Abschlag End-to-End-Ref.: NOTPROVIDED CORE / Mandatsref.: M1 Gläubiger-ID: D",
         ("Stadtwerke Abschlag", "", "", "", "M1", "")),
        ("ohne ein Wort davon", ("ohne ein Wort davon", "", "", "", "", "")),
    ],
)  # fmt: skip
def test_labels_inside_a_booking_text(text: str, expected: tuple[str, ...]) -> None:
    """comdirect and Commerzbank have one column for everything."""
    assert tuple(labelled(text)) == expected
