"""DATEV files: the samples against a count of their own, days in a fiscal year, bad files."""

from __future__ import annotations

import csv
import tempfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.shared import SAMPLES, needs_samples
from wertschatz.integrations.files.bookkeeping.accounts import Accounts, ChartEvidence, Sort
from wertschatz.integrations.files.bookkeeping.days import due_in_field_2, period_of
from wertschatz.integrations.files.datev import READER
from wertschatz.integrations.files.registry import best_reader
from wertschatz.ports.files import CardRow, InvoiceRow, Item, PaymentRow, Source
from wertschatz.ports.problems import Problem

UNHURRIED = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A loaded machine is no mistake of the reader."""


DATEV = SAMPLES / "accounting" / "datev"
HEADER = (
    '"EXTF";700;21;"Buchungsstapel";13;20250110093000000;;"RE";"";"";1001;12;{wj};{digits};'
    '{begin};{end};"";"";1;0;0;"EUR";;"";;;"{chart}"\r\n'
    "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Kurs;Basis-Umsatz;"
    "WKZ Basis-Umsatz;Konto;Gegenkonto (ohne BU-Schlüssel);BU-Schlüssel;Belegdatum;Belegfeld 1;"
    "Belegfeld 2;Skonto;Buchungstext\r\n"
)


def _items(path: Path) -> list[Item]:
    return list(READER.read(Source(path, path.name), {}))


def _batch(tmp_path: Path, rows: list[str], chart: str = "", digits: int = 4) -> list[Item]:
    path = tmp_path / "EXTF_Buchungsstapel.csv"
    head = HEADER.format(
        wj="20240101", begin="20240101", end="20241231", chart=chart, digits=digits
    )  # fmt: skip
    path.write_bytes((head + "\r\n".join(rows) + "\r\n").encode("cp1252"))
    return _items(path)


def _codes(items: list[Item]) -> list[str]:
    return [item.code for item in items if isinstance(item, Problem)]


@needs_samples
def test_the_sample_batch_against_a_count_of_its_own() -> None:
    """Customers against revenue, summed from the raw file with other means."""
    path = DATEV / "daniel-jorg-sc__EXTF_Buchungsstapel.csv"
    with path.open(encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(list(file)[1:], delimiter=";"))
    owed: Counter[str] = Counter()
    paid = 0
    for record in records:
        names = ("Konto", "Gegenkonto (ohne BU-Schlüssel)")
        accounts = [record[name] for name in names]
        debtors = [a for a in accounts if len(a) == 5 and a < "70000"]
        other = next((a for a in accounts if len(a) < 5), "")
        if len(debtors) != 1:
            continue
        written = record["Basis-Umsatz"] or record["Umsatz (ohne Soll/Haben-Kz)"]
        cents = round(float(written.replace(",", ".")) * 100)
        sign = 1 if (record["Soll/Haben-Kennzeichen"] == "S") == (accounts[0] == debtors[0]) else -1
        if other.startswith("8"):
            owed[debtors[0]] += sign * cents
        elif other == "1200":
            paid -= sign * cents
    items = _items(path)
    found: Counter[str] = Counter()
    for row in items:
        if isinstance(row, InvoiceRow):
            found[row.customer_number] += row.cents
    owed = Counter({debtor: cents for debtor, cents in owed.items() if cents})
    assert found == owed
    assert len(found) == 18
    assert sum(row.cents for row in items if isinstance(row, PaymentRow)) == paid == 261_662
    assert sum(isinstance(row, InvoiceRow) for row in items) == 23


@needs_samples
@pytest.mark.parametrize(
    ("name", "cards"),
    [
        ("DebKred_Stamm", ["Möbel Testgruber", "Einrichtungshaus Muster", "Hans Mustermeier",
                           "Susanne Testhuber"]),
        ("Div-Adressen", ["Testmöbel GmbH", "zu Mustermann", "Elke von und zu Testmann"]),
    ],
)  # fmt: skip
def test_the_sample_customers(name: str, cards: list[str]) -> None:
    """Every customer, with the umlauts of Windows-1252."""
    items = _items(DATEV / f"daniel-jorg-sc__EXTF_{name}.csv")
    assert [item.name for item in items if isinstance(item, CardRow)] == cards
    assert not _codes(items)


@needs_samples
@pytest.mark.parametrize(
    "name",
    ["Naturalstapel", "Sachkontobeschriftungen", "Wiederkehrende-Buchungen", "Zahlungsbedingungen"],
)
def test_other_samples_are_refused_by_name(name: str) -> None:
    """One clear message and nothing else, from this reader and no other."""
    path = DATEV / f"daniel-jorg-sc__EXTF_{name}.csv"
    assert best_reader(path.read_bytes()[:65_536], path.name) is READER
    (problem,) = _items(path)
    assert isinstance(problem, Problem)
    assert problem.code == "datev_other_category"
    assert str(problem.facts["name"])[:4] == name[:4].replace("Sach", "Kont")


days = st.dates(date(2000, 1, 1), date(2098, 12, 31))


@UNHURRIED
@given(days, st.integers(0, 364), st.booleans(), st.booleans())
def test_a_day_of_the_fiscal_year_lands_inside_it(
    begin: date, after: int, bare: bool, whole: bool
) -> None:
    """Whatever the year begins with, and whether the leading zero is there or not."""
    on = begin + timedelta(after)
    text = f"{on.day}{on.month:02}" if bare else f"{on.day:02}{on.month:02}"
    end = begin + timedelta(364)
    span = (f"{begin:%Y%m%d}", f"{end:%Y%m%d}") if whole else ("", "")
    found = period_of(f"{begin:%Y%m%d}", *span, "").day(text)
    assert found is not None
    assert date.fromordinal(found) == on


@UNHURRIED
@given(days, st.text("0123456789", max_size=9))
def test_no_day_lands_outside(begin: date, text: str) -> None:
    """A day that the calendar of that year has not is none."""
    found = period_of(f"{begin:%Y%m%d}", "", "", "").day(text)
    if found is not None and len(text) <= 4:
        assert begin <= date.fromordinal(found) <= begin + timedelta(366)


def test_a_short_fiscal_year_follows_the_batch() -> None:
    """Founded in October: "0110" is the first of October, not of the next year's January."""
    period = period_of("20231001", "20231001", "20231231", "")
    assert period.day("0110") == date(2023, 10, 1).toordinal()
    assert period.day("3112") == date(2023, 12, 31).toordinal()


@pytest.mark.parametrize(
    ("text", "due"), [("160324", date(2024, 3, 16)), ("160318", None), ("4711", None), ("", None)]
)
def test_the_older_habit_of_a_due_date(text: str, due: date | None) -> None:
    """Belegfeld 2 counts only when it is a day soon after the receipt."""
    found = due_in_field_2(text, date(2024, 3, 1).toordinal())
    assert found == (None if due is None else due.toordinal())


@pytest.mark.parametrize(
    ("account", "digits", "chart", "sort"),
    [
        (10000, 4, "03", Sort.DEBTOR), (69999, 4, "03", Sort.DEBTOR),
        (70000, 4, "03", Sort.CREDITOR), (8400, 4, "03", Sort.REVENUE),
        (4400, 4, "03", Sort.OTHER), (4400, 4, "04", Sort.REVENUE),
        (1200, 4, "03", Sort.MONEY), (1200, 4, "04", Sort.OTHER), (1800, 4, "04", Sort.MONEY),
        (8736, 4, "03", Sort.DISCOUNT), (8120, 4, "03", Sort.TAX_FREE),
        (84000, 5, "03", Sort.REVENUE), (100000, 5, "03", Sort.DEBTOR),
        (44000000, 8, "04", Sort.REVENUE), (100000000, 8, "04", Sort.DEBTOR),
        (420, 4, "03", Sort.OTHER),
    ],
)  # fmt: skip
def test_what_an_account_is(account: int, digits: int, chart: str, sort: Sort) -> None:
    """By chart, and by the length of the firm's accounts."""
    assert Accounts(digits, chart).sort(account) is sort


@pytest.mark.parametrize(
    ("contras", "said", "chart"),
    [([8400, 1200], "", "03"), ([4400, 1800], "", "04"), ([1800], "", "04"), ([1000], "", "03"),
     ([4400], "03", "03"), ([8400], "49", "03"), ([], "", "03")],
)  # fmt: skip
def test_which_chart(contras: list[int], said: str, chart: str) -> None:
    """The header's word wins, else what customers are booked against."""
    evidence = ChartEvidence(4)
    for contra in contras:
        evidence.look(contra)
    assert evidence.verdict(said) == chart


BOOKINGS = [
    "119,00;S;;;;;10001;8400;;0502;A",
    "35,70;S;;;;;10001;8300;;0502;A",
    "119,00;H;;;;;10001;8400;20;0602;A",
    "100,00;H;;;;;10001;1200;;0702;A",
]


@UNHURRIED
@given(st.permutations(BOOKINGS))
def test_the_order_of_bookings_does_not_matter(rows: list[str]) -> None:
    """A reversal may stand before what it takes back."""
    with tempfile.TemporaryDirectory() as folder:
        items = _batch(Path(folder), rows)
    invoices = [row for row in items if isinstance(row, InvoiceRow)]
    assert [(row.cents, row.number) for row in invoices] == [(3570, "A")]
    assert [row.cents for row in items if isinstance(row, PaymentRow)] == [10000]
    assert [p.facts["count"] for p in items if isinstance(p, Problem) and "cancel" in p.code] == [1]


def test_a_reversal_takes_back_only_one(tmp_path: Path) -> None:
    """Two equal payments on one day are real; one of them came back."""
    paid = "50,00;H;;;;;10001;1200;;0502;A"
    items = _batch(tmp_path, [paid, paid, paid.replace(";H;", ";S;").replace("1200;", "1200;20")])
    assert [row.cents for row in items if isinstance(row, PaymentRow)] == [5000]


def test_a_line_of_ten_megabytes(tmp_path: Path) -> None:
    """It is left out and told; the rest comes in."""
    rows = ["1,00;S;;;;;10001;8400;;0502;A;;;" + "x" * 10_000_000, "2,00;S;;;;;10001;8400;;0502;B"]
    items = _batch(tmp_path, rows)
    assert _codes(items) == ["line_too_long", "datev_gross"]
    assert [row.number for row in items if isinstance(row, InvoiceRow)] == ["B"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"EXTF;", "datev_header_broken"),
        (b"EXTF;700;21;Buchungsstapel", "datev_year_missing"),
        (b'"EXTF";700;16;"Debitoren/Kreditoren"\r\n', "no_cards"),
        (b"EXTF;700;21;B;13;;;;;;;;20240101;4\r\n\0\0\0", "no_rows"),
        (b"EXTF;" + b"9" * 10_000_000, "datev_header_broken"),
    ],
)
def test_files_that_hold_nothing(tmp_path: Path, data: bytes, code: str) -> None:
    """One refusal, never an exception."""
    path = tmp_path / "EXTF.csv"
    path.write_bytes(data)
    assert best_reader(data[:65_536], path.name) is READER
    assert code in _codes(_items(path))


@UNHURRIED
@given(st.binary(max_size=300))
def test_no_rubbish_raises(data: bytes) -> None:
    """Behind a true header anything may stand."""
    head = HEADER.format(wj="20240101", begin="", end="", chart="", digits=4).encode("cp1252")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "EXTF.csv"
        path.write_bytes(head + data)
        assert _items(path)
