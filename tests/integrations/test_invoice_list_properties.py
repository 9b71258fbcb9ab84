"""What any invoice list and any bytes at all must come to."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wertschatz.integrations.files.invoice_list import READER
from wertschatz.integrations.files.tables import records
from wertschatz.integrations.files.tables.amounts import AmountReader
from wertschatz.ports.files import InvoiceRow, Question, Source
from wertschatz.ports.problems import PROBLEMS, Problem

SHARED = Path(os.environ.get("WERTSCHATZ_SHARED", Path(__file__).parents[2] / "../shared"))
FORMATS = SHARED / "data" / "formats"


def _is_a_name(text: str) -> bool:
    """Something to read in it, and no whole row of the list inside."""
    return bool(text.strip(" \n\"'")) and all(text.count(sign) < 4 for sign in ";,\t|")


_NAMES = st.text(st.sampled_from("abcXYZäöüßÄ éñ.&-'\";,|\n01"), min_size=1, max_size=20)
_ROWS = st.lists(
    st.tuples(
        _NAMES.filter(_is_a_name),
        st.dates(date(2000, 1, 1), date(2099, 12, 31)),
        st.integers(-(10**11), 10**11),
    ),
    min_size=1,
    max_size=12,
)
_DATES: dict[str, Callable[[date], str]] = {
    "dmy.": lambda d: f"{d:%d.%m.%Y}",
    "short": lambda d: f"{d.day}.{d.month}.{d:%y}",
    "iso": lambda d: d.isoformat(),
    "time": lambda d: f"{d.isoformat()}T08:30:00",
}


def _as_read(name: str) -> str:
    """No blanks around it; a line break inside becomes one blank."""
    broken = "\n" in name.strip() or "\r" in name.strip()
    return " ".join(name.split()) if broken else name.strip()


def _german(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100:,}".replace(",", ".") + f",{abs(cents) % 100:02}"


def _english(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02}"


def _read(data: bytes) -> list[InvoiceRow | Problem | Question]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_bytes(data)
        return list(READER.read(Source(path, path.name), {}))


@settings(max_examples=200, deadline=None)
@given(
    rows=_ROWS,
    delimiter=st.sampled_from(";,\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\r\n", "\n", "\r"]),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"]),
    form=st.sampled_from(sorted(_DATES)),
    german=st.booleans(),
    preamble=st.integers(0, 12),
)
def test_any_table_is_read_back(
    rows: list[tuple[str, date, int]],
    delimiter: str,
    quoting: int,
    end: str,
    codec: str,
    form: str,
    german: bool,
    preamble: int,
) -> None:
    """Whatever writes it and however: names, days and cents come back exactly."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end)  # type: ignore[arg-type]
    writer.writerows([["Muster GmbH, Export"]] * preamble)
    writer.writerow(["Kunde", "Rechnungsdatum", "Nettobetrag", "Ort", "Notiz"])
    money = _german if german else _english
    # A lone line feed in a field goes unquoted when lines end with a carriage return.
    rows = [(name.replace("\n", end), on, cents) for name, on, cents in rows]
    writer.writerows([name, _DATES[form](on), money(cents), "", "x"] for name, on, cents in rows)
    items = _read(out.getvalue().encode(codec))
    read = [(i.customer_name, i.on, i.cents) for i in items if isinstance(i, InvoiceRow)]
    assert read == [(_as_read(name), on.toordinal(), cents) for name, on, cents in rows]


_ITEM_LIST = b"Rechnungsnr;Kunde;Datum;Netto;Brutto;Status;Typ;Offen;Menge\n1;A;01.02.2024;5;6;"
_PAYPAL = b"Datum;Name;Typ;Status;Brutto;Entgelt;Netto;Transaktionscode;Absender E-Mail-Adresse\n;;"


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=400)
    | st.binary(max_size=200).map(lambda b: b"Kunde;Datum;Netto;Faellig am\n" + b)
    | st.binary(max_size=200).map(lambda b: _ITEM_LIST + b)
    | st.binary(max_size=200).map(lambda b: _PAYPAL + b)
    | st.text('";,\n\r\t 019.-/€ab', max_size=300).map(
        lambda t: ("Kunde;Datum;Netto;Bezahlt am\nA;01.02.2024;5,00;\n" + t).encode()
    )
)
def test_any_bytes_end_in_rows_or_messages(data: bytes) -> None:
    """Never an exception, never silence, no code without a sentence, lines within the file."""
    items = _read(data)
    assert items
    for item in items:
        if isinstance(item, Problem):
            assert item.code in PROBLEMS
            lines = data.count(b"\n") + data.count(b"\r") + 2
            assert item.line is None or 1 <= item.line <= lines


_ITEMS = st.lists(st.integers(1, 10**7), min_size=1, max_size=4)


@settings(max_examples=100, deadline=None)
@given(invoices=st.lists(st.tuples(_ITEMS, st.booleans()), min_size=1, max_size=8))
def test_items_come_together_to_their_invoice(invoices: list[tuple[list[int], bool]]) -> None:
    """Summed where a row holds its item's sum, counted once where it repeats the invoice's."""
    lines = ["Rechnungsnr;Kunde;Datum;Menge;Gesamtpreis"]
    whole = ["Rechnungsnr;Kunde;Datum;Artikel;Rechnungsbetrag"]
    for number, (items, bare) in enumerate(invoices):
        for place, cents in enumerate(items):
            known = f"R{number};K;01.02.2024" if not (bare and place) else ";;"
            lines.append(f"{known};1;{_german(cents)}")
            whole.append(f"R{number};K;01.02.2024;A;{_german(sum(items))}")
    expected = [(f"R{number}", sum(items)) for number, (items, _) in enumerate(invoices)]
    for text in (lines, whole):
        items = _read("\n".join(text).encode())
        assert [(i.number, i.cents) for i in items if isinstance(i, InvoiceRow)] == expected


@given(st.integers(-(10**12), 10**12), st.booleans(), st.integers(0, 9))
def test_a_third_decimal_rounds_half_up_once(cents: int, comma: bool, third: int) -> None:
    """Away from zero at the half, as an invoice does."""
    text = f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}{third}"
    exact = abs(Decimal(text)) * 100
    expected = int(exact + Decimal("0.5"))
    amount = AmountReader(comma)[text.replace(".", ",") if comma else text]
    assert amount is not None
    assert abs(amount[0]) == expected


def test_batches_do_not_change_what_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken rows at every place of a batch: the same lines are told, all good rows come in."""
    lines = ["Kunde;Datum;Netto;Nr"]
    for number in range(2, 60):
        bad = number % 7 == 0
        lines.append(f"{chr(34) if bad else ''}K{number};01.02.2024;{number},00;{number}")
    data = "\n".join(lines).encode()
    seen = []
    for size in (1, 2, 3, 7, 8, 2_000):
        monkeypatch.setattr(records, "BATCH", size)
        items = _read(data)
        seen.append([(type(i).__name__, i.line) for i in items if not isinstance(i, Question)])
    assert all(one == seen[0] for one in seen)
    good = {line for kind, line in seen[0] if kind == "InvoiceRow"}
    assert good == {n for n in range(2, 60) if n % 7}


@pytest.mark.skipif(not FORMATS.is_dir(), reason="the sample files are not beside this checkout")
def test_every_sample_gives_rows_a_question_or_a_message() -> None:
    """Real files of many tools: whatever they hold, something clear comes of it."""
    files = [p for p in FORMATS.rglob("*") if p.suffix.lower() in {".csv", ".xlsx", ".txt"}]
    assert len(files) > 30
    for file in files:
        assert list(READER.read(Source(file, file.name), {})), file
