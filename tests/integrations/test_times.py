"""What any time sheet, any log and any bytes at all must come to; and what real samples hold."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared import SAMPLES, needs_samples
from wertschatz.integrations.files import activitywatch, time_list, timewarrior
from wertschatz.integrations.files.invoice_list import READER as INVOICE_LIST
from wertschatz.integrations.files.logs.rules import fingerprint
from wertschatz.integrations.files.registry import best_reader
from wertschatz.integrations.files.tables.durations import Unit, UnitEvidence, seconds_of
from wertschatz.ports.files import Answers, Item, LayoutAnswer, Question, Reader, Source, TimeRow
from wertschatz.ports.problems import PROBLEMS, Problem

TIME = SAMPLES / "time"


def _read(reader: Reader, data: bytes, answers: Answers | None = None) -> list[Item]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        path.write_bytes(data)
        return list(reader.read(Source(path, path.name), answers or {}))


def _rows(items: list[Item]) -> list[TimeRow]:
    return [item for item in items if isinstance(item, TimeRow)]


def _decimal(seconds: int, mark: str) -> str:
    hundredths = (seconds * 100_000_000 + 1800) // 3600
    return f"{hundredths // 10**8}{mark}{hundredths % 10**8:08}"


_FORMS: dict[str, Callable[[int], str]] = {
    "h:mm:ss": lambda s: f"{s // 3600}:{s // 60 % 60:02}:{s % 60:02}",
    "hh:mm:ss h": lambda s: f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02} h",
    "words": lambda s: f"{s // 3600} Std. {s // 60 % 60} Min. {s % 60} Sek.",
    "iso": lambda s: f"PT{s // 3600}H{s // 60 % 60}M{s % 60}S",
    "comma": lambda s: _decimal(s, ","),
    "point": lambda s: _decimal(s, "."),
    "minutes": lambda s: f"{s // 60} min {s % 60} s",
}


@given(st.integers(0, 2_678_400), st.sampled_from(sorted(_FORMS)), st.booleans())
def test_a_duration_is_read_back(seconds: int, form: str, minus: bool) -> None:
    """Whatever way it is written, to the second."""
    text = ("-" if minus else "") + _FORMS[form](seconds)
    assert seconds_of(text, 3600) == (-seconds if minus else seconds)


@given(
    st.text(max_size=40) | st.text("0123456789.,:-hmsPT ", max_size=30),
    st.sampled_from([1, 60, 3600]),
)
def test_any_text_is_a_duration_or_none(text: str, unit: int) -> None:
    """Never an exception."""
    assert isinstance(seconds_of(text, unit), int | None)


@pytest.mark.parametrize(
    ("word", "cells", "unit"),
    [
        ("dauer", [("1,5", None), ("90", None)], Unit(3600)),
        ("dauer", [("8", None), ("7", None)], Unit(3600)),
        ("dauer", [("90", None), ("15", None), ("45", None)], Unit(60, "90")),
        ("duration", [("5400", None), ("900", None)], Unit(1, "5400")),
        ("durationmin", [("5", None)], Unit(60)),
        ("timespentseconds", [("5", None)], Unit(1)),
        ("hours", [("3600", 3600), ("1800", 3600)], Unit(1)),
        ("duration", [("60", 3600), ("30", 3600), ("1", 60)], Unit(60)),
        ("duration", [("2", 7000)], Unit(3600)),
    ],
)
def test_the_column_says_what_a_number_counts(
    word: str, cells: list[tuple[str, int | None]], unit: Unit
) -> None:
    """Spans before the header, the header before the size."""
    evidence = UnitEvidence(word)
    evidence.look(cells)
    assert evidence.verdict() == unit


_SPANS = st.lists(
    st.tuples(
        st.dates(date(2001, 1, 1), date(2098, 12, 31)),
        st.integers(0, 1439),
        st.integers(0, 40_000),
        st.text(st.sampled_from("abcÄöß é&-'\";,|01"), max_size=12),
    ),
    min_size=1,
    max_size=10,
)


@settings(max_examples=150, deadline=None)
@given(
    spans=_SPANS,
    delimiter=st.sampled_from(";,\t|"),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    english=st.booleans(),
    seconds=st.booleans(),
)
def test_any_time_sheet_is_read_back(
    spans: list[tuple[date, int, int, str]],
    delimiter: str,
    codec: str,
    english: bool,
    seconds: bool,
) -> None:
    """Days, beginnings, lengths and customers come back exactly, also over midnight."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    german = ["Datum", "Von", "Bis", "Dauer", "Kunde", "Mitarbeiter"]
    writer.writerow(["Date", "Start", "End", "Duration", "Client", "User"] if english else german)
    for on, start, length, name in spans:
        end = (start * 60 + length) % 86_400
        day = on.isoformat() if english else f"{on:%d.%m.%Y}"
        text = str(length) if seconds else _FORMS["h:mm:ss"](length)
        clock = _FORMS["hh:mm:ss h"]
        writer.writerow([day, clock(start * 60)[:5], clock(end)[:8], text, name, "ute"])
    read = [
        (r.on, r.start, r.customer_name)
        for r in _rows(_read(time_list.READER, out.getvalue().encode(codec)))
    ]
    assert read == [(on.toordinal(), start, name.strip()) for on, start, _, name in spans]


_WORDS = st.sampled_from(
    ["Kunde", "Datum", "Dauer", "Von", "Bis", "04.03.2024", "9:00", "\n", ";", '"', "-", "1e9"]
)
_JSON: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["20240304T092300Z", "2024-03-04T08:00:00Z", "not-afk", "kunde:A"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["start", "end", "tags", "buckets", "events", "type", "timestamp",
                         "duration", "data", "app", "title", "url", "status", "hostname"]),
        inner, max_size=6),
    max_leaves=25,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    data=st.binary(max_size=200)
    | st.lists(_WORDS, max_size=60).map(
        lambda w: b"Datum;Von;Bis;Dauer;Kunde\n" + ";".join(w).encode()
    )
    | _JSON.map(lambda value: json.dumps(value).encode())
    | st.text(max_size=60).map(lambda t: f'[{{"start":"20240304T092300Z"}},{t}]'.encode())
    | st.text(max_size=60).map(
        lambda t: f'{{"buckets":{{"a":{{"type":"currentwindow","events":[{t}'.encode()
    ),
    ruled=st.booleans(),
)
def test_any_bytes_end_in_rows_or_messages(data: bytes, ruled: bool) -> None:
    """Never an exception, never silence, no code without a weight, no impossible row."""
    for reader in (time_list.READER, timewarrior.READER, activitywatch.READER):
        answers = {fingerprint(reader.name): LayoutAnswer(rules={"a": "A"})} if ruled else {}
        items = _read(reader, data, answers)
        assert items
        for item in items:
            if isinstance(item, Problem):
                assert item.code in PROBLEMS
            if isinstance(item, TimeRow):
                assert 0 <= item.seconds <= 2_678_400
                assert item.start is None or 0 <= item.start < 1440
        assert 0 <= reader.score(data, "x.csv") <= 100


@pytest.mark.parametrize(
    "header",
    [
        "Rechnungsnummer;Rechnungsdatum;Kunde;Stunden;Netto",
        "Invoice number,Invoice date,Customer,Hours,Net amount",
        "Rechnungsnr;Datum;Kunde;Von;Bis;Netto\n1;01.03.2024;A;01.02.2024;29.02.2024;5,00",
        "Datum;Uhrzeit;Kunde;Beleg;Betrag",
    ],
)
def test_an_invoice_list_stays_one(header: str) -> None:
    """Hours and periods of service do not make a time sheet of it."""
    assert best_reader(header.encode(), "list.csv") is INVOICE_LIST


@pytest.mark.parametrize(
    "header",
    [
        "Datum;Kunde;Stunden;Betrag",
        "Date,Client,Hours,Amount,Billable,Invoice ID",
        "Kunde;Start;Ende;Netto\nA;01.02.2024 09:00;01.02.2024 10:00;5,00",
        "Tag;Kommen;Gehen;Projekt\n01.02.2024;09:00;10:00;X",
    ],
)
def test_a_time_sheet_with_amounts_is_one(header: str) -> None:
    """Amounts do not make an invoice list of it."""
    assert best_reader(header.encode(), "list.csv") is time_list.READER


def test_a_list_of_calls_is_no_time_sheet() -> None:
    """It has days, names and durations too."""
    head = b"sep=;\nTyp;Datum;Name;Rufnummer;Nebenstelle;Eigene Rufnummer;Dauer\n"
    assert time_list.READER.score(head, "FRITZ!Box_Anrufliste.csv") == 0


def _sample(name: str, order: str = "") -> list[Item]:
    source = Source(TIME / name, name)
    items = list(time_list.READER.read(source, {}))
    questions = [item for item in items if isinstance(item, Question)]
    if not order or not questions:
        return items
    answers = {questions[0].fingerprint: LayoutAnswer(date_order=order)}
    return list(time_list.READER.read(source, answers))


_PETER = "peter.test@email.test"
_BIG = ("Big Company", _PETER, "2024-03-04", 623, 3601)
_NOBODY = ("", _PETER, "2024-03-04", 623, 0)


@needs_samples
@pytest.mark.parametrize(
    ("name", "order", "expected"),
    [
        ("kimai_timesheet.csv", "",
         [("Customer LLC", "user@example.com", "2020-05-04", 950, 7260)]),
        ("solidtime-io__clockify_time_entries_import_test_1.csv", "mdy", [_NOBODY, _BIG]),
        ("solidtime-io__clockify_time_entries_import_test_2.csv", "",
         [("Real World Client", _PETER, "2024-10-15", 660, 1800)]),
        ("solidtime-io__clockify_time_entries_import_test_3.csv", "", []),
        ("solidtime-io__clockify_time_entries_import_test_4.csv", "mdy", [_NOBODY, _BIG]),
        ("solidtime-io__harvest_time_entries_import_test_1.csv", "",
         [("", "Peter Tester", "2024-03-04", None, 72_000),
          ("Big Company", "Peter Tester", "2024-03-04", None, 36)]),
        ("solidtime-io__toggl_time_entries_import_test_1.csv", "", [_NOBODY, _BIG]),
    ],
)  # fmt: skip
def test_the_samples_hold_these_spans(
    name: str, order: str, expected: list[tuple[Any, ...]]
) -> None:
    """Customer, person, day, beginning and seconds."""
    rows = _rows(_sample(name, order))
    found = [
        (r.customer_name, r.person, date.fromordinal(r.on).isoformat(), r.start, r.seconds)
        for r in rows
    ]
    assert found == expected
    head = (TIME / name).read_bytes()
    assert best_reader(head, name) is time_list.READER


@needs_samples
def test_what_the_samples_lack_is_told() -> None:
    """An order of day and month in doubt, an impossible day, lists without entries."""
    told = {
        file.name: [item.code for item in _sample(file.name) if isinstance(item, Problem)]
        for file in sorted(TIME.glob("*.csv"))
    }
    assert {name: codes for name, codes in told.items() if codes} == {
        "solidtime-io__clockify_time_entries_import_test_1.csv": ["date_order_doubtful"],
        "solidtime-io__clockify_time_entries_import_test_3.csv": ["date_unreadable", "no_times"],
        "solidtime-io__clockify_time_entries_import_test_4.csv": ["date_order_doubtful"],
        "solidtime-io__harvest_clients_import_test_1.csv": ["times_summed_up"],
        "solidtime-io__harvest_projects_import_test_1.csv": ["times_summed_up"],
    }
