"""The use cases as the house puts them together, with real files and real reading children."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.sample import LIST
from wertschatz.bootstrap.clock import now
from wertschatz.bootstrap.house import House, house
from wertschatz.jobs.handlers import handlers, make_backup
from wertschatz.jobs.runner import run_due
from wertschatz.ports.customers import HandEntry
from wertschatz.ports.files import Source
from wertschatz.storage.models import Customer, Import, Invoice, Job, Payment
from wertschatz.storage.queries.customers import customers_page, standing
from wertschatz.storage.queries.imports import import_sheet
from wertschatz.usecases.refusals import Refused

pytestmark = pytest.mark.django_db(transaction=True)
STRANGE = "wer;wann;wieviel\nMüller;01.02.2013;1.200,00\nMaier;03.04.2013;800,50\n"
DOUBTFUL = "Customer,Invoice Date,Net\nSmith,01/02/2013,100.00\nJones,03/04/2013,50.00\n"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("WERTSCHATZ_CLOCK", "2013-12-31T12:00:00+00:00")
    yield house()
    house().close()


def work(home: House) -> None:
    run_due(handlers(home), now)


def drop(home: House, text: str, name: str = "liste.csv"):  # type: ignore[no-untyped-def]
    made = home.receive_files([(name, [text.encode()])], None)
    work(home)
    sheet = import_sheet(made)
    assert sheet is not None
    return made, sheet


def test_an_unknown_layout_is_asked_once_and_remembered(home: House) -> None:
    made, sheet = drop(home, STRANGE)
    assert [question.columns for question in sheet.questions] == [("wer", "wann", "wieviel")]
    assert sheet.report["rows"] == 0
    print_ = sheet.questions[0].fingerprint
    columns = {"customer": 0, "date": 1, "net": 2}
    home.answer_layout(made, print_, columns, "", sheet.questions[0].columns)
    work(home)
    again = import_sheet(made)
    assert again is not None
    assert (again.questions, again.report["new"]) == ([], 2)
    assert again.report["sums"] == {"": 200_050}
    _, other = drop(home, STRANGE.replace("Müller", "Schulze"), "zweite.csv")
    assert (other.questions, other.report["new"]) == ([], 2)


def test_a_layout_explained_wrongly_is_explained_anew(home: House) -> None:
    made, sheet = drop(home, STRANGE)
    print_ = sheet.questions[0].fingerprint
    home.answer_layout(made, print_, {"customer": 1, "date": 2, "net": 0}, "")
    work(home)
    wrong = import_sheet(made)
    assert wrong is not None
    assert (wrong.report["rows"], wrong.files[0].answered) == (0, True)
    home.forget_layout(made, print_)
    work(home)
    again = import_sheet(made)
    assert again is not None
    assert [question.fingerprint for question in again.questions] == [print_]


def test_a_doubtful_order_of_the_date_is_asked_with_an_example(home: House) -> None:
    made, sheet = drop(home, DOUBTFUL)
    assert sheet.questions[0].date_example
    home.answer_layout(made, sheet.questions[0].fingerprint, {}, "mdy")
    work(home)
    home.run_import(made)
    work(home)
    days = sorted(Invoice.objects.values_list("on", flat=True))
    assert [day.isoformat() for day in days] == ["2013-01-02", "2013-03-04"]


def test_a_doubtful_decimal_mark_is_asked_with_an_example_and_kept(home: House) -> None:
    text = "Buchungstag;Empfänger;Verwendungszweck;Betrag\n05.01.2026;Eva;RE-1;1.357\n"
    made, sheet = drop(home, text)
    assert sheet.questions[0].amount_example == "1.357"
    home.answer_layout(made, sheet.questions[0].fingerprint, {}, "", decimal_mark="comma")
    work(home)
    home.run_import(made)
    work(home)
    assert list(Payment.objects.values_list("cents", flat=True)) == [135_700]
    _, other = drop(home, text.replace("Eva", "Ida"), "zweiter.csv")
    assert (other.questions, other.report["payments"]) == ([], 1)


def test_dry_run_import_page_and_taking_back(home: House) -> None:
    made, sheet = drop(home, LIST)
    assert (sheet.state, sheet.report["new"], sheet.problems_total) == ("draft", 10, 2)
    assert Invoice.objects.count() == 0
    home.run_import(made)
    work(home)
    found = standing()
    assert found is not None
    assert (found.customers, found.high, found.stale) == (4, 2, False)
    assert found.groups == {"A": 1, "B": 2, "C": 0, "": 1}
    with pytest.raises(Refused):
        home.run_import(made)
    assert home.withdraw_import(made, None).done
    work(home)
    assert customers_page().total == 0
    with pytest.raises(Refused):
        home.withdraw_import(made, None)


def test_a_file_that_is_not_there_is_told_and_the_others_come_in(
    home: House, tmp_path: Path
) -> None:
    there = tmp_path / "liste.csv"
    there.write_text(LIST, "utf-8")
    gone = tmp_path / "fehlt.csv"
    made = home.import_sources([Source(gone, "fehlt.csv"), Source(there, "liste.csv")])
    outcome = home.load_files(made)
    assert (outcome.refused, outcome.counts.new) == (1, 10)
    sheet = import_sheet(made)
    assert sheet is not None
    assert ("fehlt.csv", "file_missing") in [(p.file, p.code) for p in sheet.problems]


def test_the_word_wins_and_hours_by_hand_become_effort(home: House) -> None:
    made, _ = drop(home, LIST)
    home.run_import(made)
    work(home)
    klein = Customer.objects.get(party__name="Klein")
    home.say_word(klein.uuid, group="A", reason="Liegt mir am Herzen", actor=None)
    home.estimate(klein.uuid, minutes_month=300, actor=None)
    work(home)
    line = next(line for line in customers_page().lines if line.name == "Klein")
    assert (line.group, line.confirmed, line.sure) == ("A", True, "owner")
    assert line.effort_minutes == 3600


def test_a_name_typed_again_is_the_customer_of_the_file(home: House) -> None:
    made, _ = drop(home, LIST)
    home.run_import(made)
    work(home)
    done = home.add_by_hand([HandEntry("klein", None, 120, None)], None)
    assert (done.added, done.known) == (0, 1)


def test_every_night_a_backup_is_made(home: House) -> None:
    make_backup(home, "night")
    made = list((home.folder / "backups").glob("*-night.zip"))
    assert len(made) == 1
    with zipfile.ZipFile(made[0]) as box:
        assert box.testzip() is None


def test_a_killed_check_is_done_again_by_the_next_process(home: House) -> None:
    made = home.receive_files([("liste.csv", [LIST.encode()])], None)
    Job.objects.update(lease="gone", lease_until=now(), attempts=1)
    work(home)
    assert Import.objects.get(uuid=made).report["rows"] == 10


def test_nothing_is_written_about_a_customer_that_is_gone(home: House) -> None:
    made, _ = drop(home, LIST)
    home.run_import(made)
    work(home)
    klein = Customer.objects.get(party__name="Klein")
    home.withdraw_import(made, None)
    with pytest.raises(Refused):
        home.say_word(klein.uuid, group="A", reason="", actor=None)
    with pytest.raises(Refused):
        home.estimate(klein.uuid, minutes_month=30, actor=None)


def test_taking_back_a_word_that_was_never_given_is_refused(home: House) -> None:
    home.add_by_hand([HandEntry("Müller")], None)
    with pytest.raises(Refused):
        home.say_word(Customer.objects.get().uuid, group="", reason="", actor=None)


def test_figures_without_a_name_are_not_lost_in_silence(home: House) -> None:
    with pytest.raises(Refused) as refused:
        home.add_by_hand([HandEntry("Müller"), HandEntry("", 77_700)], None)
    assert refused.value.code == "entry_without_name"
