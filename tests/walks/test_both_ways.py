"""`analyse` without a database and an import with the assessment behind it say the same."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.integrations.workbooks import xlsx
from tests.web.documents import DOCUMENTS, ME, MILL, archive, invoice
from wertschatz.bootstrap import example, workbench
from wertschatz.bootstrap.example import firm
from wertschatz.bootstrap.house import House, house
from wertschatz.ports.files import Source
from wertschatz.storage.assessments import reasons_text
from wertschatz.storage.models import Assessment

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.date(2013, 12, 31)
BAKER = ("Bäckerei Probe", "", "10002")
LAWYER = ("Kanzlei Beispiel", "DE155555555", "")
LIST = """Rechnungsnummer;Datum;Fällig am;Kunde;Brutto;Bezahlt am;Währung
RE-1;05.03.2013;19.03.2013;Mühle Beispiel GmbH;12.000,00;30.05.2013;EUR
RE-3;02.10.2013;16.10.2013;Bäckerei Probe;3.000,00;;EUR
KZ-00001;05.05.2013;19.05.2013;Kanzlei Beispiel & Partner;900,00;20.05.2013;EUR
KZ-00002;06.05.2013;20.05.2013;Kanzlei Beispiel & Partner;100,00;20.09.2013;EUR
US-1;07.05.2013;;Smith Ltd;5.000,00;;USD
"""
TIMES = """Datum;Von;Bis;Kunde;Projekt;Mitarbeiter
04.03.2013;22:00;01:30;Mühle Beispiel GmbH;Nacht;Eva
05.03.2013;09:00;11:00;mühle beispiel gmbh;Umbau;Eva
05.03.2013;10:00;12:00;Mühle Beispiel GmbH;Umbau;Eva
08.05.2013;09:00;19:00;Nur Stunden KG;Umbau;Eva
31.03.2013;01:00;04:00;Bäckerei Probe;Zeitumstellung;Eva
"""


class Told(NamedTuple):
    """What is said of one customer."""

    group: str
    revenue: int
    to_date: int
    twelve: int
    invoices: int
    late: int
    minutes: int | None
    calls: int
    reasons: str
    """With all their facts."""


def files() -> dict[str, bytes]:
    """Lists, documents, archives and time sheets, some of which say the same."""
    sheet = [["Rechnungsnr", "Datum", "Firma", "Nettobetrag"]]
    rows = [["X-1", dt.date(2013, 7, 1), "Tabellen AG", 1234.56], ["RE-2", None, "", None]]
    return {
        **DOCUMENTS,
        "alles.zip": archive(),
        "Liste.csv": LIST.encode(),
        "liste neuer.csv": LIST.replace("3.000,00;;", "3.000,00;01.12.2013;").encode("cp1252"),
        "KZ-1.xml": invoice("KZ-00001", "20130505", "900.00", LAWYER),
        "KZ-3.xml": invoice("KZ-00003", "20130805", "50.00", LAWYER),
        "KZ-storno.xml": invoice("ST-1", "20130901", "100.00", LAWYER, kind="381",
                                 original="KZ-00002"),
        "abschlag.xml": invoice("RE-9", "20130905", "700.00", BAKER, kind="386"),
        "mappe.xlsx": xlsx({"A": [*sheet, *rows], "Leer": []}),
        "zeiten 2.csv": TIMES.encode(),
        "kaputt.xml": invoice("RE-1", "20130305", "12000.00", MILL)[:400],
        "rest.bin": bytes(range(256)),
        "leer.txt": b"",
    }  # fmt: skip


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("WERTSCHATZ_CLOCK", "2013-12-31T12:00:00+00:00")
    yield house()
    house().close()


def by_analysis(
    sources: Sequence[Source], day: dt.date = DAY, own: tuple[str, str] = ME
) -> dict[str, Told]:
    made = workbench.analyse(sources, day, answers={}, currency="EUR", own=[own[1]])
    return {
        one.name: Told(
            str(one.assessment.group or ""), one.year.revenue_cents, one.year.year_to_date_cents,
            one.year.twelve_months_cents, one.year.invoices, one.year.late_invoices,
            one.year.effort_minutes, one.year.call_minutes, reasons_text(one.assessment.reasons),
        )
        for one in made.customers
    }  # fmt: skip


def by_import(
    home: House, sources: Sequence[Sequence[Source]], own: tuple[str, str] = ME
) -> dict[str, Told]:
    home.say_own_firm([own])
    for some in sources:
        home.load_files(home.import_sources(some))
    home.assess()
    rows = Assessment.objects.select_related("customer__party")
    return {
        row.customer.party.name: Told(
            row.group, row.revenue_cents, row.year_to_date_cents, row.twelve_months_cents,
            row.invoices, row.late_invoices, row.effort_minutes, row.call_minutes or 0,
            row.reasons,
        )
        for row in rows
    }  # fmt: skip


@pytest.mark.parametrize("order", range(4))
@pytest.mark.parametrize("imports", [1, 3])
def test_the_same_letters_both_ways(home: House, tmp_path: Path, order: int, imports: int) -> None:
    sources = []
    for name, data in files().items():
        (tmp_path / name).write_bytes(data)
        sources.append(Source(tmp_path / name, name))
    if order:
        random.Random(order).shuffle(sources)
    said = by_analysis(sources)
    done = by_import(home, [sources[start::imports] for start in range(imports)])
    assert sum(one.revenue for one in said.values()) == sum(one.revenue for one in done.values())
    if imports == 1:
        assert done == said


TODAY = dt.date(2026, 11, 24)
SPOKEN = {
    one.name for one in example.exports(TODAY, ["invoice_list", "e_invoice", "time_list"])
}  # fmt: skip
"""Files that say by themselves whose everything in them is."""


@pytest.mark.parametrize("order", [0, 1])
def test_the_whole_example_both_ways(
    home: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: int
) -> None:
    """Bank, books, calls, address book, calendar and mails too, in any order of the files."""
    monkeypatch.setenv("WERTSCHATZ_CLOCK", f"{TODAY}T12:00:00+00:00")
    written = example.write(tmp_path, TODAY, example.READABLE)
    sources = [Source(path, name) for name, path in written]
    random.Random(order).shuffle(sources)
    own = (firm.NAME, firm.VAT_ID)
    said = by_analysis(sources, TODAY, own)
    done = by_import(home, [sources], own)
    assert done == said
    # What the other files say is really among it.
    less = by_analysis([one for one in sources if one.name in SPOKEN], TODAY, own)
    assert sum(one.calls for one in said.values()) > sum(one.calls for one in less.values()) == 0
    assert {name: one.late for name, one in said.items()} != {
        name: one.late for name, one in less.items()
    }
