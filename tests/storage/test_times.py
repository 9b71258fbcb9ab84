"""Spans of work come in once, count once, and go again with their import."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.storage.rows import AT, LIMITS, row, take_in
from wertschatz.domain.customers.year import window_for
from wertschatz.ports.files import TimeRow
from wertschatz.storage.effort import settle
from wertschatz.storage.models import Contact, Customer, Import, Invoice
from wertschatz.storage.years import years

pytestmark = pytest.mark.django_db(transaction=True)
ZONE = ZoneInfo("Europe/Berlin")
DAY = dt.date(2026, 3, 2)


def span(
    customer: str = "Müller GmbH",
    start: int | None = 600,
    seconds: int = 3600,
    *,
    person: str = "eva@example.de",
    on: dt.date = DAY,
    tool_id: str = "",
) -> TimeRow:
    return TimeRow(
        2, customer, "", person, on.toordinal(), start, seconds, "Umbau", "Zeichnen", True, tool_id
    )


def effort() -> dict[str, int | None]:
    settle(ZONE)
    names = dict(Customer.objects.values_list("id", "party__name"))
    found = years(window_for(dt.date(2026, 6, 30)), LIMITS)
    return {names[int(year.customer)]: year.effort_minutes for year in found}


def test_a_second_drop_changes_nothing() -> None:
    rows = [span(), span(start=700, seconds=600), span(start=700, seconds=600)]
    _, first = take_in(rows)
    assert (first.counts.times, first.counts.seconds) == (3, 4800)
    assert effort() == {"Müller GmbH": 80}
    _, second = take_in(rows)
    assert (second.counts.times, second.counts.times_known) == (3, 3)
    assert second.counts.customers_new == 0
    assert effort() == {"Müller GmbH": 80}


def test_what_a_second_import_also_says_stays_when_the_first_goes() -> None:
    first, _ = take_in([span()])
    take_in([span()])
    Import.objects.filter(pk=first.pk).update(state="withdrawn")
    assert effort() == {"Müller GmbH": 60}


def test_a_corrected_entry_replaces_the_older_one_and_comes_back_with_it() -> None:
    take_in([span(tool_id="7")])
    later, outcome = take_in([span(tool_id="7", seconds=5400)])
    assert outcome.counts.times_changed == 1
    assert effort() == {"Müller GmbH": 90}
    Import.objects.filter(pk=later.pk).update(state="withdrawn")
    assert effort() == {"Müller GmbH": 60}


def test_two_files_of_one_drop_may_overlap() -> None:
    _, outcome = take_in([span(), span(start=700)], [span(start=700), span(start=800)])
    assert (outcome.counts.times, outcome.counts.duplicates) == (3, 1)
    assert effort() == {"Müller GmbH": 180}


def test_work_for_nobody_is_kept_and_is_no_effort_of_a_customer() -> None:
    _, outcome = take_in([span(customer=""), span()])
    assert outcome.counts.seconds_of_nobody == 3600
    assert effort() == {"Müller GmbH": 60}
    assert Contact.objects.filter(customer=None).count() == 1


@pytest.mark.parametrize("invoices_first", [True, False])
def test_a_time_sheet_means_the_one_customer_of_that_name(invoices_first: bool) -> None:
    drops = [[row(customer_number="10001")], [span("müller  gmbh")]]
    for drop in drops if invoices_first else reversed(drops):
        take_in(drop)
    assert Customer.objects.count() == 1
    assert list(effort().values()) == [60]


def test_in_one_drop_too() -> None:
    _, outcome = take_in([span()], [row(customer_number="10001")])
    assert outcome.counts.customers_new == 1
    assert Customer.objects.get().number == "10001"


def test_of_two_with_one_name_nobody_is_guessed() -> None:
    take_in([row(customer_number="10001"), row(customer_number="10002", number="2")])
    take_in([span()])
    assert Customer.objects.count() == 3


def test_a_second_number_of_the_same_name_is_another_customer() -> None:
    take_in([span()])
    take_in([row(customer_number="10001")])
    take_in([row(customer_number="10002", number="2")])
    assert Customer.objects.count() == 2


def test_a_call_inside_the_work_counts_again_when_the_work_goes() -> None:
    work, _ = take_in([span()])
    calls = Import.objects.create(started_at=AT, state="live")
    Contact.objects.create(
        customer=Customer.objects.get(), source=calls, kind="call", on=DAY, minutes=20, length=20,
        started_at=dt.datetime(2026, 3, 2, 9, 10, tzinfo=dt.UTC), who="eva@example.de",
    )  # fmt: skip
    assert effort() == {"Müller GmbH": 60}
    Import.objects.filter(pk=work.pk).update(state="withdrawn")
    settle(ZONE)
    assert Contact.objects.get(kind="call").minutes == 20


def test_what_an_import_taken_back_had_made_does_not_split_a_customer() -> None:
    """First with the wrong firm, so that only the hours came in; then once more, all of it."""
    from wertschatz.storage import inbox, undo

    first, _ = take_in([span(customer="Mühle GmbH")])
    action = inbox.withdraw(first.uuid)
    assert action is not None
    assert undo.undo(action, by=None, at=AT).done
    take_in([row("Mühle GmbH", customer_number="10001")], [span(customer="Mühle GmbH")])
    assert Contact.objects.get(source__state="live").customer == Invoice.objects.get().customer
