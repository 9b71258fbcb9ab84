"""What the overview is read from agrees with the years, and walks over indexes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from tests.storage.rows import AT, LIMITS, row, take_in
from wertschatz.domain.customers.year import Window, window_for, year_before
from wertschatz.storage import whole_base
from wertschatz.storage.duplicates import Mergers
from wertschatz.storage.inbox import withdraw
from wertschatz.storage.models import Assessment, Contact, Customer, GroupDecision, Import
from wertschatz.storage.undo import undo
from wertschatz.storage.whole_base import WholeBase
from wertschatz.storage.years import with_live, years

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 23)
SINCE, AS_OF = year_before(DAY).toordinal(), DAY.toordinal()


def customer(name: str) -> Customer:
    return Customer.objects.get(party__name=name)


def base() -> Import:
    source, _ = take_in(
        [
            row("Müller GmbH", "1", "2026-03-01", 10_000),
            row("Müller GmbH", "2", "2026-09-01", 20_000),
            row("Mueller GmbH", "3", "2026-05-01", 40_000),
            row("Roth", "4", "2026-06-01", -5_000),
        ]
    )
    return source


def agrees() -> dict[int, int]:
    """Revenue by the overview, held against that of the years."""
    found = {one: cents for one, (cents, _) in WholeBase().revenues_since(SINCE, AS_OF).items()}
    window = window_for(DAY)
    told = {int(year.customer): year.twelve_months_cents for year in years(window, LIMITS)}
    assert found == {one: cents for one, cents in told.items() if cents}
    return found


def days_of(name: str, since: int = SINCE, silent_since: int = AS_OF) -> list[int] | None:
    found = dict(WholeBase().dealt_with([customer(name).pk], since, AS_OF, silent_since))
    days = found.get(customer(name).pk)
    return None if days is None else sorted(days)


def test_revenue_agrees_with_the_years_whatever_came_and_went() -> None:
    base()
    assert agrees()[customer("Müller GmbH").pk] == 30_000
    newer, _ = take_in([row("Müller GmbH", "2", "2026-09-01", 25_000, paid="2026-09-20")])
    assert agrees()[customer("Müller GmbH").pk] == 35_000
    merged = Mergers().merge(
        customer("Mueller GmbH").uuid, customer("Müller GmbH").uuid, by=None, at=AT
    )
    assert agrees()[customer("Müller GmbH").pk] == 75_000
    assert undo(merged, by=None, at=AT).done
    action = withdraw(newer.uuid)
    assert action is not None
    assert undo(action, by=None, at=AT).done
    assert agrees()[customer("Müller GmbH").pk] == 30_000


def test_days_of_invoices_and_contacts_each_counted_while_they_can_be_seen() -> None:
    source = base()
    march, september = (dt.date(2026, month, 1).toordinal() for month in (3, 9))
    assert days_of("Müller GmbH") == [march, september]
    Contact.objects.create(
        customer=customer("Müller GmbH"), source=source, kind="call", on=dt.date(2026, 10, 1),
        minutes=5,
    )  # fmt: skip
    october = dt.date(2026, 10, 1).toordinal()
    assert days_of("Müller GmbH") == [march, september, october]
    assert days_of("Müller GmbH", silent_since=october) is None
    Import.objects.update(state="withdrawn")
    assert days_of("Müller GmbH") == []


def test_the_busiest_come_first_and_their_jobs_are_added_up() -> None:
    source = base()
    one = customer("Müller GmbH")
    for about, minutes in (("Umbau", 30), ("Umbau", 40), ("Garten", 50), ("", 500)):
        Contact.objects.create(
            customer=one, source=source, kind="work", about=about, on=dt.date(2026, 5, 1),
            minutes=minutes, billable=about != "Garten",
        )  # fmt: skip
    Contact.objects.create(
        customer=one, source=source, kind="mail", about="Re: Umbau", on=dt.date(2026, 5, 1),
        minutes=5,
    )  # fmt: skip
    window = Window(dt.date(2026, 1, 1), DAY, "year_to_date")
    found = WholeBase().jobs_of(one.pk, window)
    assert [(job.about, job.minutes, job.unbilled_minutes) for job in found] == [
        ("Umbau", 70, 0), ("Garten", 50, 50)
    ]  # fmt: skip
    assert WholeBase().busiest(10) == []
    assert not Assessment.objects.exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own words")
@pytest.mark.parametrize(
    ("query", "step"),
    [
        (whole_base.LATELY, "i USING COVERING INDEX invoice_year"),
        (whole_base.CONTACTS, "k USING COVERING INDEX contact_year_kind (customer_id=? AND on>?"),
        (whole_base.NEWEST_CONTACT, "k USING COVERING INDEX contact_year_kind (customer_id=?"),
    ],
    ids=["lately", "contacts", "newest"],
)
def test_they_walk_over_covering_indexes(query: str, step: str) -> None:
    base()
    query = query.replace("WHICH", whole_base.COMMON).replace("CUSTOMERS", "1,2")
    with connection.cursor() as cursor:
        values = {"since": SINCE, "as_of": AS_OF}
        cursor.execute(f"EXPLAIN QUERY PLAN {with_live(query, [1])}", values)
        assert any(step in line[3] for line in cursor.fetchall())


def test_first_words_are_those_of_whom_one_sees_and_the_own_one_wins() -> None:
    base()
    gone, _ = take_in([row("Kurz", "9")])
    one, part, other = customer("Müller GmbH"), customer("Mueller GmbH"), customer("Roth")
    early = DAY - dt.timedelta(days=400)
    said = [(customer("Kurz"), "A", early), (one, "B", DAY), (part, "C", DAY), (other, "A", DAY)]
    for whose, letter, on in said:
        GroupDecision.objects.create(customer=whose, group=letter, on=on, at=AT)
    assert WholeBase().first_words(30) == (early.toordinal(), {customer("Kurz").pk: "A"})
    Import.objects.filter(pk=gone.pk).update(state=Import.State.WITHDRAWN)
    Mergers().merge(part.uuid, one.uuid, by=None, at=AT)
    assert WholeBase().first_words(30) == (DAY.toordinal(), {one.pk: "B", other.pk: "A"})
    # Without a word of its own it takes that of the part.
    GroupDecision.objects.filter(customer=one).delete()
    assert WholeBase().first_words(30) == (DAY.toordinal(), {one.pk: "C", other.pk: "A"})
