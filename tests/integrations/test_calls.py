"""What lists of calls must come to: both meanings of the codes, repeated records, any bytes."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared import SAMPLES, needs_samples
from wertschatz.integrations.codecs.call_records import Leg, leg_of, order_of
from wertschatz.integrations.files import asterisk_calls, call_list, fritzbox_calls
from wertschatz.integrations.files.contacts_csv import READER as CONTACTS_CSV
from wertschatz.integrations.files.invoice_list import READER as INVOICE_LIST
from wertschatz.integrations.files.registry import best_reader
from wertschatz.integrations.files.tables.call_words import direction_of
from wertschatz.integrations.files.time_list import READER as TIME_LIST
from wertschatz.ports.files import CallRow, Item, Reader, Source
from wertschatz.ports.problems import PROBLEMS, Problem

PHONE = SAMPLES / "phone"
READERS = (fritzbox_calls.READER, asterisk_calls.READER, call_list.READER)


def _read(reader: Reader, data: bytes) -> list[Item]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "calls"
        path.write_bytes(data)
        return list(reader.read(Source(path, path.name), {}))


def _calls(items: list[Item]) -> list[CallRow]:
    return [item for item in items if isinstance(item, CallRow)]


_WIDTHS = {
    6: "Typ;Datum;Rufnummer;Nebenstelle;Eigene Rufnummer;Dauer",
    7: "Typ;Datum;Name;Rufnummer;Nebenstelle;Eigene Rufnummer;Dauer",
    8: "Typ;Datum;Name;Rufnummer;Landes-/Ortsnetzbereich;Nebenstelle;Eigene Rufnummer;Dauer",
}
_OLD = {"1": "in", "2": "missed", "3": "out"}
_NEW = {"1": "in", "2": "missed", "3": "rejected", "4": "out"}


@settings(max_examples=150, deadline=None)
@given(
    calls=st.lists(
        st.tuples(
            st.sampled_from("1234"),
            st.datetimes(
                datetime.fromisoformat("2001-01-01"), datetime.fromisoformat("2098-12-31")
            ),
            st.integers(0, 5_999),
            st.from_regex(r"0[1-9][0-9]{4,12}", fullmatch=True) | st.just(""),
            st.text(st.sampled_from("abcÄöß -&'"), max_size=10),
        ),
        min_size=1,
        max_size=12,
    ),
    width=st.sampled_from(sorted(_WIDTHS)),
    blanks=st.booleans(),
    codec=st.sampled_from(["utf-8-sig", "latin-1", "cp1252", "utf-8"]),
)
def test_any_fritzbox_list_is_read_back(
    calls: list[tuple[str, datetime, int, str, str]], width: int, blanks: bool, codec: str
) -> None:
    """Minute, length, number and direction, whichever way the codes are meant."""
    kinds = {kind for kind, *_ in calls}
    # A rejected call has no device of ours; an outgoing one has, and 4 exists only in new lists.
    new = width == 8 or "4" in kinds
    lines = ["sep=;", _WIDTHS[width]]
    for kind, when, minutes, number, name in calls:
        device = "Fon 1" if kind != "3" or not new else ""
        minutes = max(minutes, 1) if kind == "3" else minutes
        cells = [kind, f"{when:%d.%m.%y %H:%M}", name, number, "Berlin", device, "23125010",
                 f"{minutes // 60}:{minutes % 60:02}"]  # fmt: skip
        kept = {6: [0, 1, 3, 5, 6, 7], 7: [0, 1, 2, 3, 5, 6, 7], 8: list(range(8))}[width]
        lines.append(("; " if blanks else ";").join(cells[place] for place in kept))
    read = _calls(_read(fritzbox_calls.READER, "\r\n".join(lines).encode(codec)))
    meant = _NEW if new else _OLD
    assert [(r.on, r.start, r.seconds, r.number, r.direction, r.rounded_up) for r in read] == [
        (
            when.toordinal(), when.hour * 60 + when.minute,
            60 * (max(minutes, 1) if kind == "3" else minutes), number, meant[kind], True,
        )
        for kind, when, minutes, number, _ in calls
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "direction", "told"),
    [
        (["3;04.03.24 09:00;;0302312501;Fon 1;23125010;0:05"], "out", True),
        (["3;04.03.24 09:00;;0302312501;;23125010;0:00"], "rejected", True),
        (
            [
                "3;04.03.24 09:00;;0302312501;Fon 1;23125010;0:05",
                "4;04.03.24 09:00;;0302312502;Fon 1;23125010;0:05",
            ],
            "rejected",
            False,
        ),
    ],
)
def test_seven_columns_leave_doubt(rows: list[str], direction: str, told: bool) -> None:
    """A 4 anywhere decides; else the length and the device of a 3, and then it is told."""
    items = _read(fritzbox_calls.READER, "\n".join([_WIDTHS[7], *rows]).encode())
    assert _calls(items)[0].direction == direction
    assert ("call_codes_assumed" in [i.code for i in items if isinstance(i, Problem)]) is told


def _record(number: int, source: str, target: str, spoken: int, answered: bool = True) -> list[str]:
    return [
        "", source, target, "from-trunk", f'"" <{source}>', f"SIP/trunk-{number:08x}",
        "SIP/12-0000ffff", "Dial", "SIP/12", f"2026-03-04 09:{number % 60:02}:00", "",
        "2026-03-04 10:00:00", str(spoken + 5), str(spoken),
        "ANSWERED" if answered else "NO ANSWER", "DOCUMENTATION", f"17726{number:05}.{number}", "",
    ]  # fmt: skip


def _master(records: list[list[str]]) -> bytes:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    return "".join(",".join(map(quoted, record)) + "\n" for record in records).encode()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 700), min_size=1, max_size=40),
    st.integers(1, 4),
    st.randoms(use_true_random=False),
)
def test_each_asterisk_call_counts_once(numbers: list[int], times: int, dice: object) -> None:
    """However often and in whatever order its line is repeated; the answered one wins."""
    records = [_record(n, f"0302312{n:04}", "12", 60 + n) for n in numbers] * times
    records += [_record(n, f"0302312{n:04}", "12", 0, answered=False) for n in numbers]
    dice.shuffle(records)  # type: ignore[attr-defined]
    read = _calls(_read(asterisk_calls.READER, _master(records)))
    assert sorted(row.number for row in read) == sorted({f"0302312{n:04}" for n in numbers})
    assert {row.number: row.seconds for row in read} == {f"0302312{n:04}": 60 + n for n in numbers}


def test_a_call_repeated_far_below_counts_once_too() -> None:
    """Beyond the window in which lines about one call usually stand."""
    records = [_record(n, f"0302312{n:04}", "12", 9) for n in range(1_500)]
    items = _read(asterisk_calls.READER, _master(records + records[:7]))
    assert len(_calls(items)) == 1_500
    assert [i.facts["count"] for i in items if isinstance(i, Problem)] == [7]


@pytest.mark.parametrize(
    ("source", "target", "context", "channel", "expected"),
    [
        ("03023125001", "12", "from-pstn", "SIP/trunk-0000aaaa", "in"),
        ("12", "03023125001", "anything", "SIP/12-0000aaaa", "out"),
        ("telefon-42", "03023125001", "from-internal", "PJSIP/telefon-42-0000aaaa", "out"),
        ("23125010", "03023125001", "from-internal", "PJSIP/12-0000aaaa", "out"),
        ("03023125001", "23125010", "from-trunk-sip-provider", "PJSIP/provider-0000aaaa", "in"),
        ("03023125001", "23125010", "default", "PJSIP/provider-0000aaaa", "in"),
        ("23125010", "03023125001", "default", "SIP/14-0000aaaa", "out"),
        ("", "s", "from-trunk", "SIP/trunk-0000aaaa", "in"),
        ("12", "14", "from-internal", "SIP/12-0000aaaa", "internal"),
        ("12", "s", "from-trunk", "SIP/trunk-0000aaaa", "in"),
    ],
)
def test_who_called_whom(
    source: str, target: str, context: str, channel: str, expected: str
) -> None:
    """By numbers, context and channel."""
    cells = _record(1, source, target, 5)
    cells[3], cells[5] = context, channel
    order = order_of(cells)
    assert order is not None
    leg = leg_of(1, cells, order)
    assert isinstance(leg, Leg)
    assert ("internal" if leg.internal else leg.call.direction) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Eingehender Anruf", "in"), ("ausgehend", "out"), ("Outbound", "out"),
        ("verpasst", "missed"),
        ("Missed call", "missed"), ("incoming (missed)", "missed"), ("abgewiesen", "rejected"),
        ("IN", "in"), ("Intern", "internal"), ("Innsbruck", ""), ("inform", ""), ("", ""),
    ],
)  # fmt: skip
def test_words_of_direction(text: str, expected: str) -> None:
    """Short words count only whole."""
    assert direction_of(text) == expected


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        ("Datum;Von;Bis;Dauer;Kunde;Telefon\n04.03.24;09:00;10:00;1:00;A;030 23125077", TIME_LIST),
        ("Datum;Von;Bis;Dauer;Kunde\n", TIME_LIST),
        ("Date,Start,End,Duration,Client,User\n", TIME_LIST),
        ("Firma;Telefon;Angelegt am;Typ\nA;030 23125 077;04.03.2024;Kunde", CONTACTS_CSV),
        ("Rechnungsnr;Datum;Kunde;Telefon;Netto\n1;04.03.24;A;030 23125 077;5,00", INVOICE_LIST),
        ("Name,Phone,Duration,Date\n", None),
    ],
)
def test_other_lists_stay_what_they_are(text: str, reader: Reader | None) -> None:
    """A column of telephone numbers alone makes no list of calls."""
    found = best_reader(text.encode(), "list.csv")
    assert found is reader or (reader is None and found not in READERS)


_LINES = st.sampled_from(
    ["Typ", "Datum", "Rufnummer", "Dauer", "1", "3", "04.03.24 09:00", "0:05", "\n", ";", '"',
     "Richtung", "eingehend", "\0", "sep=;", "<root>", "<Call>", "Caller", "ANSWERED", ","]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=200)
    | st.lists(_LINES, max_size=60).map(lambda w: (_WIDTHS[7] + "\n" + ";".join(w)).encode())
    | st.lists(_LINES, max_size=60).map(
        lambda w: b"Anrufer;Angerufener;Datum;Dauer\n" + ";".join(w).encode()
    )
    | st.lists(_LINES, max_size=30).map(
        lambda w: _master([_record(1, "0302312501", "12", 5)]) + ",".join(w).encode()
    )
    | st.text(max_size=60).map(lambda t: f"<root><Call><Type>1</Type>{t}".encode())
)
def test_any_bytes_end_in_calls_or_messages(data: bytes) -> None:
    """Never an exception, never silence, no code without a weight, no impossible call."""
    for reader in READERS:
        items = _read(reader, data)
        assert items
        for item in items:
            if isinstance(item, Problem):
                assert item.code in PROBLEMS
            if isinstance(item, CallRow):
                assert 0 <= item.start < 1440
                assert item.seconds >= 0
        assert 0 <= reader.score(data, "x.csv") <= 100


def test_nul_bytes_are_taken_out_and_told() -> None:
    """In every list of calls."""
    lists = {
        fritzbox_calls.READER: f"{_WIDTHS[7]}\n1;04.03.24 09:00;\0A\0;0302312501;;;0:05\n".encode(),
        asterisk_calls.READER: _master([_record(1, "03023125\x0001", "12", 5)]),
        call_list.READER: b"Rufnummer;Richtung;Datum;Dauer\n030 2312\x00501;ein;4.3.24;00:00:05\n",
    }
    for reader, data in lists.items():
        items = _read(reader, data)
        assert len(_calls(items)) == 1
        assert "nul_bytes_removed" in [i.code for i in items if isinstance(i, Problem)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'<!DOCTYPE root [<!ENTITY a "b">]><root><Call/></root>', "xml_doctype"),
        (b"<root>" + b"<Call>" * 5_000, "xml_too_deep"),
        (b"<root><Call><Called>1</Called>", "xml_broken"),
        (b"<root></root>", "no_calls"),
    ],
)  # fmt: skip
def test_bad_xml_is_refused(data: bytes, code: str) -> None:
    """As every XML of a stranger is."""
    assert [i.code for i in _read(fritzbox_calls.READER, data) if isinstance(i, Problem)] == [code]


@needs_samples
def test_the_sample_list_agrees_with_plain_csv() -> None:
    """The same calls, counted by the library for CSV."""
    file = PHONE / "fritzbox_anrufliste_8spalten_cp1252.csv"
    reader = best_reader(file.read_bytes(), file.name)
    assert reader is fritzbox_calls.READER
    read = _calls(list(reader.read(Source(file, file.name), {})))
    lines = file.read_text("cp1252").splitlines()[1:]
    plain = list(csv.DictReader(lines, delimiter=";"))
    assert Counter(row.direction for row in read) == Counter(_NEW[row["Typ"]] for row in plain)
    assert [row.number for row in read] == [row["Rufnummer"] for row in plain]
    days = [f"{date.fromordinal(row.on):%d.%m.%y} {row.start // 60:02}:{row.start % 60:02}"
            for row in read]  # fmt: skip
    assert days == [row["Datum"] for row in plain]
    minutes = [row["Dauer"].split(":") for row in plain]
    assert [row.seconds for row in read] == [int(h) * 3600 + int(m) * 60 for h, m in minutes]


@needs_samples
def test_the_sample_records_hold_one_call() -> None:
    """Three lines about one call of 375 seconds to the outside."""
    file = PHONE / "asterisk_Master.csv"
    reader = best_reader(file.read_bytes(), file.name)
    assert reader is asterisk_calls.READER
    items = list(reader.read(Source(file, file.name), {}))
    (call,) = _calls(items)
    assert (call.direction, call.seconds, call.number) == ("out", 375, "03023125217")
    assert (call.extension, call.tool_id) == ("telefon-42", "1616080896.152")
