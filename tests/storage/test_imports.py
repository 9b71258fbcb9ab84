"""An import is seen whole or not at all, twice is once, and it can be taken back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.storage.rows import AT, LIMITS, Kept, draft, kept, reading, row, take_in
from wertschatz.domain.customers.year import Year, window_for
from wertschatz.ports.files import Answers, Event, InvoiceRow, Source
from wertschatz.storage import inbox, undo
from wertschatz.storage.imports import remove_rows
from wertschatz.storage.models import Customer, Import, Invoice, Party
from wertschatz.storage.owners_book import OwnersBook
from wertschatz.storage.queries.customers import visible_invoices
from wertschatz.storage.years import years
from wertschatz.usecases.import_files import Cancelled, check_files, load_files

AS_OF = dt.date(2026, 11, 23)
pytestmark = pytest.mark.django_db


def base() -> dict[str, Year]:
    """Customer key → year, as the assessment would see it."""
    keys = dict(Customer.objects.values_list("id", "key"))
    return {keys[int(year.customer)]: year for year in years(window_for(AS_OF), LIMITS)}


def revenue() -> dict[str, int]:
    return {key: year.revenue_cents for key, year in base().items()}


def take_back(source: Import) -> uuid.UUID:
    action = inbox.withdraw(source.uuid)
    assert action is not None
    outcome = undo.undo(action, by=None, at=AT)
    assert outcome.done
    assert outcome.action is not None
    return outcome.action


def test_a_second_import_of_the_same_changes_no_row() -> None:
    rows = [row(number="1"), row(number="2", cents=500), row("Maier", "3", cents=-200)]
    take_in(rows)
    before = revenue(), Invoice.objects.count()
    second, outcome = take_in(rows)
    assert (outcome.counts.new, outcome.counts.changed, outcome.counts.known) == (0, 0, 3)
    assert (revenue(), Invoice.objects.count()) == before
    take_back(second)
    assert revenue() == before[0]


def test_what_a_second_import_also_says_stays_when_the_first_goes() -> None:
    first, _ = take_in([row(number="1"), row(number="2")])
    take_in([row(number="1")])
    take_back(first)
    assert revenue() == {"m:müller gmbh": 10_000}


def test_what_stands_twice_in_a_file_counts_once_and_is_named() -> None:
    source, outcome = take_in([row(line=2), row(line=9)])
    assert (outcome.counts.new, outcome.counts.duplicates) == (1, 1)
    assert revenue() == {"m:müller gmbh": 10_000}
    assert source.problems.get().code == "duplicate_row"
    assert source.problems.get().line == 9


def test_a_number_with_two_contents_counts_twice_and_is_named() -> None:
    source, _ = take_in([row(cents=1), row(cents=2)])
    assert revenue() == {"m:müller gmbh": 3}
    assert source.problems.get().code == "number_twice"


def test_a_newer_export_that_knows_the_payment_replaces_the_older_one() -> None:
    first, _ = take_in([row(paid=None)])
    second, outcome = take_in([row(paid="2026-04-20")])
    assert outcome.counts.changed == 1
    assert base()["m:müller gmbh"].late_invoices == 1
    assert base()["m:müller gmbh"].latest_days == 36
    assert revenue() == {"m:müller gmbh": 10_000}
    take_back(second)
    assert base()["m:müller gmbh"].latest_days == (AS_OF - dt.date(2026, 3, 15)).days
    take_back(first)
    assert base() == {}


def test_two_exports_of_one_month_in_one_drop_are_one_invoice_that_was_paid() -> None:
    opened, paid = row(paid=None), row(paid="2026-04-20")
    for files in ([opened], [paid]), ([paid], [opened]):
        source, outcome = take_in(*files)
        assert outcome.counts.new == 1
        assert revenue() == {"m:müller gmbh": 10_000}
        assert base()["m:müller gmbh"].latest_days == 36
        take_back(source)
        assert base() == {}


def test_taking_back_and_taking_that_back() -> None:
    source, _ = take_in([row()])
    action = take_back(source)
    assert base() == {}
    assert undo.undo(action, by=None, at=AT).done
    assert revenue() == {"m:müller gmbh": 10_000}


def test_a_customer_stays_while_another_import_names_it() -> None:
    first, _ = take_in([row(number="1")])
    take_in([row(number="2", cents=7)])
    take_back(first)
    assert revenue() == {"m:müller gmbh": 7}


def test_nothing_is_seen_before_the_last_transaction_and_cancel_leaves_nothing() -> None:
    seen: list[dict[str, int]] = []

    class Watching(Kept):
        def open(self, import_id: uuid.UUID, *, dry: bool):  # type: ignore[no-untyped-def]
            loading = super().open(import_id, dry=dry)

            def progress(file: str, done: int, size: int) -> bool:
                seen.append(revenue())
                assert Invoice.objects.count() == 1
                return False

            loading.progress = progress  # type: ignore[method-assign]
            return loading

    source = draft()
    with pytest.raises(Cancelled):
        load_files(kept(Watching), reading([row()]), source.uuid, AT)
    assert seen == [{}]
    assert (Invoice.objects.count(), Customer.objects.count(), Party.objects.count()) == (0, 0, 0)


def test_a_reader_that_breaks_leaves_nothing() -> None:
    def broken(sources: Sequence[Source], answers: Answers) -> Iterator[Event]:
        yield from list(reading([row()])(sources, answers))[:2]
        raise RuntimeError("broken")

    source = draft()
    with pytest.raises(RuntimeError):
        load_files(kept(), broken, source.uuid, AT)
    source.refresh_from_db()
    assert source.state == Import.State.FAILED
    assert Customer.objects.count() == 0


def test_a_file_that_is_refused_in_the_end_stays_out_as_a_whole() -> None:
    from wertschatz.ports.problems import Problem

    def read(sources: Sequence[Source], answers: Answers) -> Iterator[Event]:
        events = list(
            reading([row("Gut", "1")], [row("Gut", "1"), row("Halb", "2")])(sources, answers)
        )
        # The second file breaks off after its rows; a third says the same row as it did.
        yield from [*events[3:5], Problem("file_broke_off", sources[1].name), events[5]]
        yield from events[:3]

    source = draft("a.csv", "b.csv")
    load_files(kept(), read, source.uuid, AT)
    assert revenue() == {"m:gut": 10_000}
    assert Customer.objects.count() == 1
    source.refresh_from_db()
    assert (source.report["new"], source.report["sums"]) == (1, {"EUR": 10_000})


def test_what_a_killed_import_left_goes_but_customers_others_use_stay() -> None:
    source = draft()
    imports = kept()
    loading = imports.open(source.uuid, dry=False)
    from wertschatz.ports.customers import Counts
    from wertschatz.usecases.invoice_keys import Keys

    keys = Keys()
    items = [keys.key("x", row())[0], keys.key("x", row("Maier", "2"))[0]]
    loading.keep("x", items, Counts())
    assert base() == {}
    take_in([row("Maier", "9", cents=9)])
    remove_rows(Import.objects.get(pk=source.pk))
    assert revenue() == {"m:maier": 9}
    assert Invoice.objects.count() == 1


def test_the_dry_run_counts_and_writes_no_row() -> None:
    take_in([row(number="1")])
    source = draft()
    rows = [row(number="1"), row(number="1", line=3), row("Neu", "2"), row(number="1", cents=5)]
    outcome = check_files(kept(), reading(rows), source.uuid)
    counts = outcome.counts
    assert (counts.rows, counts.new, counts.known, counts.duplicates) == (4, 2, 1, 1)
    assert counts.customers_new == 1
    assert Invoice.objects.count() == 1
    source.refresh_from_db()
    assert source.report["checked"] is True
    assert source.report["sums"] == {"EUR": 30_005}


def test_foreign_currency_never_enters_the_revenue() -> None:
    take_in([row(cents=5), row(number="2", cents=900, currency="USD")])
    assert revenue() == {"m:müller gmbh": 5}
    kept, total = visible_invoices(10, Customer.objects.get())
    assert total == 2
    assert sorted((i.original_cents, i.original_currency) for i in kept) == [
        (5, "EUR"), (900, "USD"),
    ]  # fmt: skip


def test_a_file_with_numbers_meets_the_customer_typed_by_name() -> None:
    from wertschatz.ports.customers import HandEntry

    OwnersBook().add_estimates([HandEntry("Müller GmbH", 5_000_00, 300)], by=None, at=AT)
    year = base()["m:müller gmbh"]
    assert year.revenue_estimated
    assert year.twelve_months_cents == 5_000_00
    take_in([row(customer_number="10001", cents=42)])
    year = base()["m:müller gmbh"]
    assert (year.revenue_cents, year.revenue_estimated) == (42, False)
    assert Customer.objects.count() == 1


INVOICE = st.builds(
    row,
    customer=st.sampled_from(["Anna", "Bert"]),
    number=st.sampled_from(["1", "2", "3"]),
    on=st.sampled_from(["2026-02-01", "2025-12-24", "2026-12-01"]),
    cents=st.sampled_from([100, 250, -50]),
    paid=st.sampled_from([None, "2026-02-02", "2026-06-30"]),
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(imports=st.lists(st.lists(INVOICE, max_size=4), min_size=1, max_size=4), data=st.data())
def test_taking_imports_back_in_any_order_leaves_what_the_others_say(
    imports: list[list[InvoiceRow]], data: st.DataObject
) -> None:
    from wertschatz.storage.models import Action

    Action.objects.all().delete()
    for model in (Invoice, Customer, Import):
        model.objects.all().delete()
    made = [take_in(rows)[0] for rows in imports if rows]
    keep = [data.draw(st.booleans()) for _ in made]
    for source, stays in zip(made, keep, strict=True):
        if not stays:
            take_back(source)
    left = revenue()
    for model in (Invoice, Customer, Import):
        model.objects.all().delete()
    for rows, stays in zip([rows for rows in imports if rows], keep, strict=True):
        if stays:
            take_in(rows)
    assert left == revenue()


LONG = "Bäckerei " * 60


def test_keys_have_room_in_any_database() -> None:
    """SQLite keeps any length, PostgreSQL refuses: a name from a broken cell ends no import."""
    one, two = row(LONG, "R" * 300), row(LONG + "2", "R" * 300)
    take_in([one, two])
    assert sorted(base().values(), key=str) != []
    longest = [max(map(len, Invoice.objects.values_list(name, flat=True))) for name in KEYS]
    assert [longest[0] <= 200, longest[1] <= 100] == [True, True]
    assert max(map(len, Customer.objects.values_list("key", flat=True))) <= 320
    _, again = take_in([one, two])
    assert (again.counts.known, again.counts.new) == (2, 0)


KEYS = ("key", "number")


def test_a_name_that_is_no_utf8_is_shown_as_it_was_meant(tmp_path: Path) -> None:
    """A disk of an old Windows: Python marks such bytes, and no database takes the marks."""
    named = [("Rechnung \udcfc.xml", [b"<a/>"]), ("kaputt \ud800.xml", [b""])]
    made = inbox.receive(tmp_path, named, by=None, at=AT)
    files = Import.objects.get(uuid=made).files.order_by("id")
    assert list(files.values_list("name", flat=True)) == ["Rechnung ü.xml", "kaputt ?.xml"]


def test_names_deep_in_an_archive_are_cut_and_stay_one_file() -> None:
    source = draft("a" * 500)
    loading = kept().open(source.uuid, dry=False)
    from wertschatz.ports.customers import FileFound
    from wertschatz.ports.problems import Problem

    deep = "aussen.zip/" + "b" * 600
    loading.file_begun(deep)
    loading.problem(Problem("file_empty", deep))
    loading.file_done(FileFound(deep))
    assert sorted(map(len, source.files.values_list("name", flat=True))) == [500, 500]
    assert len(source.problems.get().file) == 500
