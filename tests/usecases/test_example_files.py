"""The example's files are what real tools write, and say the same as the firm's books."""

from __future__ import annotations

import csv
import datetime as dt
import email
import io
import mailbox
import re
import subprocess
import sys
from collections import Counter
from email.header import decode_header, make_header
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path
from xml.etree import ElementTree

import icalendar
import pytest

from wertschatz.bootstrap import example
from wertschatz.bootstrap.example import CUSTOMERS, firm
from wertschatz.bootstrap.example.exports import all_exports
from wertschatz.integrations.files.pool import ReadingPool
from wertschatz.ports.files import Begun, Finished, InvoiceRow, Question, Rows, Source, TimeRow
from wertschatz.ports.problems import Problem

TODAY = dt.date(2026, 11, 24)
DAYS = [dt.date(2027, 1, 2), dt.date(2027, 4, 1), dt.date(2027, 12, 31), dt.date(2028, 2, 29)]
HISTORY = example.history_until(TODAY)
FILES = {one.name: one for one in all_exports(HISTORY)}


def content(tag: str) -> list[bytes]:
    return [one.content for one in FILES.values() if one.tag == tag]


def table(tag: str, codec: str, delimiter: str) -> list[dict[str, str]]:
    text = content(tag)[0].decode(codec)
    return list(csv.DictReader(io.StringIO(text.removeprefix("sep=;\r\n")), delimiter=delimiter))


def read(written: list[tuple[str, Path]]) -> list[object]:
    pool = ReadingPool(size=1)
    events = list(pool([Source(path, name) for name, path in written], {}))
    pool.close()
    return events


def test_the_whole_folder_is_read_without_a_question(tmp_path: Path) -> None:
    events = read(example.write(tmp_path, TODAY, example.READABLE))
    assert not [event for event in events if isinstance(event, Question)]
    assert {event.code for event in events if isinstance(event, Problem)} == {"encoding_guessed"}
    formats = {event.format for event in events if isinstance(event, Begun)}
    assert formats >= {
        "invoice_list", "time_list", "e_invoice", "camt", "bank_csv", "fritzbox_calls", "vcard",
        "calendar_ics", "mails", "datev",
    }  # fmt: skip


@pytest.mark.parametrize("today", [TODAY, *DAYS], ids=str)
def test_own_files_are_read_without_a_problem(today: dt.date, tmp_path: Path) -> None:
    """Every row comes in, and the sums are those of the firm's own books."""
    events = read(example.write(tmp_path, today, example.READABLE))
    assert not [event for event in events if isinstance(event, Question)]
    assert [event.code for event in events if isinstance(event, Problem)] == [
        "encoding_guessed"
    ] * 2
    formats = Counter(event.format for event in events if isinstance(event, Begun))
    history = example.history_until(today)
    assert formats["e_invoice"] == len(history.documents)
    assert [formats[name] for name in ("invoice_list", "time_list")] == [1, 1]
    assert formats.keys() >= {"bank_csv", "camt", "fritzbox_calls", "calendar_ics", "mails"}
    done = [event for event in events if isinstance(event, Finished)]
    own = ("invoice_list", "time_list", "e_invoice")
    assert sum(event.rows for event in done if event.format in own) == len(history.invoices) + len(
        history.spans
    )
    assert all(event.rows for event in done)
    rows = [row for event in events if isinstance(event, Rows) for row in event.rows]
    invoices = {row.number: row for row in rows if isinstance(row, InvoiceRow)}
    for one in history.invoices:
        row = invoices[one.number]
        assert (row.customer_number, row.customer_name) == (
            str(one.customer.number), one.customer.name
        )  # fmt: skip
        assert (row.cents, row.gross_cents, row.currency) == (
            one.cents, one.gross_cents, one.customer.currency,
        )  # fmt: skip
        assert row.on == one.on.toordinal()
        assert one.cents < 0 or row.due_on == one.due_on.toordinal()
    for one in history.listed:
        paid_on = one.paid_on.toordinal() if one.paid_on else None
        assert invoices[one.number].paid_on == paid_on
    worked: Counter[str] = Counter()
    for row in rows:
        if isinstance(row, TimeRow):
            worked[row.customer_number] += row.seconds
    expected: Counter[str] = Counter()
    for span in history.spans:
        expected[str(span.customer.number)] += span.minutes * 60
    assert worked == expected


def test_documents_say_what_lists_cannot(tmp_path: Path) -> None:
    """Seller, corrected invoice and what was prepaid stand in the e-invoices, in both languages."""
    written = example.write(tmp_path, TODAY, ["e_invoice"])
    pool = ReadingPool(size=1)
    events = list(pool([Source(path, name) for name, path in written], {}))
    pool.close()
    rows = [row for event in events if isinstance(event, Rows) for row in event.rows]
    documents = {row.number: row.document for row in rows if isinstance(row, InvoiceRow)}
    assert {one.seller_vat_id for one in documents.values() if one} == {firm.VAT_ID}
    for one in HISTORY.documents:
        document = documents[one.number]
        assert document is not None
        assert document.email == one.customer.invoice_email
        assert document.contact_phone == ("" if one.customer.private else one.customer.phone)
        if one.about is not None:
            assert document.original_number == one.about.number
            assert document.original_on == one.about.on.toordinal()
        assert document.prepaid_cents == one.prepaid_cents
    names = [name for name, _ in written]
    assert sum("cii" in name for name in names) > 20 < sum("cii" not in name for name in names)


def test_the_same_day_gives_the_same_bytes_and_little_of_them() -> None:
    again = {one.name: one for one in all_exports(example.history_until(TODAY))}
    assert again == FILES
    assert sum(len(one.content) for one in FILES.values()) < 3_000_000
    assert len(FILES) == len(list(all_exports(HISTORY)))
    assert not [name for name in FILES if re.search(r'[<>:"/\\|?*]', name)]
    assert {one.tag for one in FILES.values()} >= set(example.READABLE)


NAMESPACE = {"c": "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"}


def entries() -> list[ElementTree.Element]:
    roots = [ElementTree.fromstring(one) for one in content("camt")]
    return [entry for root in roots for entry in root.iterfind(".//c:Ntry", NAMESPACE)]


def text(element: ElementTree.Element, path: str) -> str:
    return element.findtext(path, "", NAMESPACE)


def cents(element: ElementTree.Element) -> int:
    sign = 1 if text(element, "c:CdtDbtInd") == "CRDT" else -1
    return sign * int(text(element, "c:Amt").replace(".", ""))


def test_statements_follow_one_another() -> None:
    """What one closes with, the next opens with, and the bookings are the difference."""
    closing = None
    for one in content("camt"):
        root = ElementTree.fromstring(one)
        opened, closed = (cents(bal) for bal in root.iterfind(".//c:Bal", NAMESPACE))
        assert closing in (None, opened)
        closing = closed
        booked = [cents(entry) for entry in root.iterfind(".//c:Ntry", NAMESPACE)]
        assert closed - opened == sum(booked)
        quarters = {text(e, "c:BookgDt/c:Dt")[:4] + str((int(text(e, "c:BookgDt/c:Dt")[5:7]) + 2)
                    // 3) for e in root.iterfind(".//c:Ntry", NAMESPACE)}  # fmt: skip
        assert len(quarters) == 1
    references = [text(entry, "c:AcctSvcrRef") for entry in entries()]
    assert len(set(references)) == len(references)


def test_the_banks_list_overlaps_the_last_statement() -> None:
    """The same bookings in both, and together everything that was booked."""

    def key(day: str, amount: int, iban: str, purpose: str) -> tuple[str, int, str, str]:
        return day, amount, iban, purpose

    stated = Counter(
        key(
            text(entry, "c:BookgDt/c:Dt"), cents(entry),
            text(entry, ".//c:DbtrAcct//c:IBAN") or text(entry, ".//c:CdtrAcct//c:IBAN"),
            text(entry, ".//c:Ustrd"),
        )
        for entry in entries()
    )  # fmt: skip
    listed = Counter(
        key(
            dt.datetime.strptime(row["Buchungstag"], "%d.%m.%y").date().isoformat(),  # noqa: DTZ007
            int(row["Betrag"].replace(",", "")), row["Kontonummer/IBAN"], row["Verwendungszweck"],
        )
        for row in table("bank_list", "cp1252", ";")
    )  # fmt: skip
    both = stated & listed
    assert both.total() > 20
    assert listed.total() - both.total() > 10
    assert (stated | listed).total() == len(HISTORY.bookings)
    assert len(table("bank_list", "cp1252", ";")[0]) == 17


def test_what_came_back_and_what_came_from_abroad_is_stated() -> None:
    back = [entry for entry in entries() if text(entry, ".//c:RtrInf/c:Rsn/c:Cd")]
    assert [text(entry, ".//c:MndtId") for entry in back] == [
        f"M-{example.number_of('returned_debit')}"
    ]
    assert cents(back[0]) < 0
    abroad = [entry for entry in entries() if text(entry, ".//c:XchgRate")]
    for entry in abroad:
        francs = int(text(entry, ".//c:InstdAmt/c:Amt").replace(".", ""))
        rate = float(text(entry, ".//c:XchgRate"))
        assert abs(francs * rate - cents(entry)) <= 1
    assert abroad


def cards() -> list[str]:
    return content("vcard")[0].decode().split("BEGIN:VCARD\r\n")[1:]


def test_who_calls_and_writes_stands_in_the_address_book() -> None:
    book = "".join(cards())
    numbers = {re.sub(r"\D", "", found) for found in re.findall(r"TEL[^:]*:(.*)\r", book)}
    calls = table("fritzbox_calls", "utf-8-sig", ";")
    assert len(calls) == len(HISTORY.calls) > 500
    assert list(calls[0])[:4] == ["Typ", "Datum", "Name", "Rufnummer"]
    assert len(calls[0]) == 8
    known = [row for row in calls if row["Rufnummer"] in numbers]
    assert len(known) == sum(1 for call in HISTORY.calls if call.customer)
    assert {row["Typ"] for row in calls} == {"1", "2", "3", "4"}
    assert {row["Rufnummer"] for row in calls} >= {""}
    emails = set(re.findall(r"EMAIL[^:]*:(.*)\r", book))
    theirs = {mail.sender[1] for mail in HISTORY.mails if mail.id[:1] == "1"} - {firm.EMAIL}
    assert theirs <= emails
    assert len(cards()) == len(CUSTOMERS) + 2


def test_mail_folders_are_read_by_a_mail_program(tmp_path: Path) -> None:
    found = []
    for name in ("Posteingang.mbox", "Gesendet.mbox"):
        path = tmp_path / name
        path.write_bytes(FILES[name].content)
        box = mailbox.mbox(path)
        found.append([email.message_from_bytes(box.get_bytes(key)) for key in box.iterkeys()])
        box.close()
    received, sent = found
    assert len(received) + len(sent) == len(HISTORY.mails)
    ids = {one["Message-ID"] for one in received}
    assert len(ids) == len(received)
    assert {one["In-Reply-To"] for one in sent} <= ids
    assert {address for _, address in getaddresses([one["From"] for one in sent])} == {firm.EMAIL}
    assert any(one["List-Id"] for one in received)
    subjects = [str(make_header(decode_header(one["Subject"]))) for one in received]
    assert "Tür klemmt" in subjects
    days = [parsedate_to_datetime(one["Date"]).date() for one in received]
    assert max(days) < TODAY
    assert all(len(one.get_payload()) < 400 for one in received)


def test_the_calendar_is_read_by_a_calendar() -> None:
    calendar = icalendar.Calendar.from_ical(content("calendar")[0])
    events = calendar.walk("VEVENT")
    assert len(events) == len(HISTORY.appointments)
    assert len({str(event["UID"]) for event in events}) == len(events)
    assert sum("RRULE" in event for event in events) == 2
    invited = {str(event["ATTENDEE"]) for event in events if "ATTENDEE" in event}
    assert invited <= {f"mailto:{one.contact_email}" for one in CUSTOMERS}
    assert len(invited) > 15
    assert not [line for line in content("calendar")[0].splitlines() if len(line) > 75]


def test_tasks_and_debtors_have_their_form() -> None:
    lines = content("todo")[0].decode().splitlines()
    form = re.compile(r"(x \d{4}-\d\d-\d\d |\([A-C]\) )?\d{4}-\d\d-\d\d \S.*")
    assert len(lines) > 20
    assert all(form.fullmatch(line) for line in lines)
    head, titles, *rows = (
        next(iter(csv.reader(io.StringIO(line), delimiter=";")))
        for line in content("datev")[0].decode("cp1252").splitlines()
    )
    assert head[:4] == ["EXTF", "700", "16", "Debitoren/Kreditoren"]
    assert len(titles) == 254
    assert {len(row) for row in rows} == {254}
    accounts = {row[0]: row[titles.index("IBAN-Nr. 1")] for row in rows}
    assert accounts == {str(one.number): one.iban for one in CUSTOMERS}


def test_demo_writes_all_files(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-m", "demo", str(tmp_path / "there")], cwd=root, capture_output=True,
        text=True, check=True, timeout=60,
    )  # fmt: skip
    written = list((tmp_path / "there").iterdir())
    assert f"{len(written)} files" in run.stdout
    endings = {path.suffix.lower() for path in written}
    assert endings == {".csv", ".xml", ".vcf", ".ics", ".mbox", ".txt"}
    nothing = subprocess.run(
        [sys.executable, "-m", "demo"], cwd=root, capture_output=True, timeout=60
    )
    assert nothing.returncode == 2
