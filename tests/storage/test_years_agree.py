"""What the database adds up is what the book says, for any invoices, versions and imports."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import NamedTuple

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.storage.rows import AT
from wertschatz.domain.customers.assessment import assess
from wertschatz.domain.customers.invoices import Invoice as Fact
from wertschatz.domain.customers.invoices import calendar_for, year_from_invoices
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.year import Window, Year, window_for
from wertschatz.storage.models import Contact, Customer, Import, Invoice, Party, Witness
from wertschatz.storage.years import years

pytestmark = pytest.mark.django_db
DAYS = [dt.date(2026, 11, 23), dt.date(2026, 2, 10), dt.date(2024, 2, 29), dt.date(2026, 4, 1)]
STATES = ["live", "live", "withdrawn", "loading"]


class Row(NamedTuple):
    """One version of an invoice; days relative to the day of the assessment."""

    customer: int
    number: int
    source: int
    witnessed: bool
    age: int
    due: int | None
    paid: int | None
    payment_known: bool
    cents: int


class Call(NamedTuple):
    customer: int
    source: int
    age: int
    minutes: int


ages = st.one_of(st.integers(-40, 800), st.sampled_from([0, 1, 22, 40, 90, 326, 364, 365, 366]))
rows = st.builds(
    Row, st.integers(0, 2), st.integers(0, 12), st.integers(0, 3), st.booleans(), ages,
    st.none() | st.integers(-5, 60), st.none() | st.integers(0, 120), st.booleans(),
    st.sampled_from([0, 0, 1]).flatmap(lambda n: st.integers(-900, 90_000 + n)),
)  # fmt: skip
calls = st.builds(Call, st.integers(0, 2), st.integers(0, 3), ages, st.integers(0, 300))
limit_sets = st.builds(
    Limits, late_days=st.integers(0, 40), default_terms_days=st.integers(0, 40),
    settled_invoices=st.integers(1, 6), settled_contacts=st.integers(1, 6),
    window_turn_month=st.integers(1, 12), revenue_by_payment=st.integers(0, 1),
)  # fmt: skip


class World:
    """Customers with these rows in the database, and the same as plain facts."""

    def __init__(self, as_of: dt.date, terms: list[int | None]) -> None:
        self.as_of = as_of
        self.sources = [Import.objects.create(state=state, started_at=AT) for state in STATES]
        self.customers = [
            Customer.objects.create(
                party=Party.objects.create(name=f"K{n}"), key=f"n:{n}", source=self.sources[0],
                terms_days=days,
            )
            for n, days in enumerate(terms)
        ]  # fmt: skip
        self.visible: dict[str, tuple[int, Fact]] = {}
        self.calls: list[Call] = []

    def add(self, row: Row) -> None:
        key = f"{row.customer}|{row.number}"
        on = self.as_of - dt.timedelta(days=row.age)
        due = None if row.due is None else on + dt.timedelta(days=row.due)
        paid = None if row.paid is None else on + dt.timedelta(days=row.paid)
        Invoice.objects.filter(key=key).update(newer=True)
        made = Invoice.objects.create(
            customer=self.customers[row.customer], source=self.sources[row.source], key=key,
            on=on, due_on=due, paid_on=paid, payment_known=row.payment_known, cents=row.cents,
            original_cents=row.cents, original_currency="EUR",
        )  # fmt: skip
        if row.witnessed:
            Witness.objects.create(invoice=made, source=self.sources[1])
        if row.witnessed or STATES[row.source] == "live":
            ordinals = [day and day.toordinal() for day in (due, paid)]
            fact = Fact(on.toordinal(), *ordinals, row.payment_known, row.cents)
            self.visible[key] = (row.customer, fact)

    def call(self, call: Call) -> None:
        on = self.as_of - dt.timedelta(days=call.age)
        Contact.objects.create(
            customer=self.customers[call.customer], source=self.sources[call.source],
            kind="call", on=on, minutes=call.minutes,
        )  # fmt: skip
        if STATES[call.source] == "live" and call.age >= 0:
            self.calls.append(call)

    def year(self, number: int, window: Window, limits: Limits) -> Year:
        """The year as the book works it out."""
        days = [(self.as_of - dt.timedelta(c.age), c) for c in self.calls if c.customer == number]
        minutes = [call.minutes for on, call in days if on >= window.start]
        return year_from_invoices(
            self.customers[number].pk,
            [fact for customer, fact in self.visible.values() if customer == number],
            calendar_for(self.as_of, window), limits,
            terms_days=self.customers[number].terms_days, contacts=len(days),
            first_contact_on=min((on for on, _ in days), default=None),
            effort_minutes=sum(minutes) if days else None,
        )  # fmt: skip


def told(year: Year, limits: Limits) -> Year:
    """Without what nobody asks of a customer with invoices enough."""
    if year.invoices_ever < limits.settled_invoices:
        return year
    return replace(year, invoices_ever=0, contacts=0, first_on=None)


@settings(
    max_examples=120, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    as_of=st.sampled_from(DAYS),
    terms=st.lists(st.none() | st.integers(0, 60), min_size=3, max_size=3),
    facts=st.lists(rows, max_size=25),
    contacts=st.lists(calls, max_size=12),
    limits=limit_sets,
)
def test_the_database_and_the_book_agree(
    as_of: dt.date,
    terms: list[int | None],
    facts: list[Row],
    contacts: list[Call],
    limits: Limits,
) -> None:
    with transaction.atomic():
        world = World(as_of, terms)
        for row in facts:
            world.add(row)
        for call in contacts:
            world.call(call)
        window = window_for(as_of, limits.window_turn_month)
        found = list(years(window, limits.as_mapping()))
        transaction.set_rollback(True)
    said = [world.year(number, window, limits) for number in range(3)]
    assert [told(year, limits) for year in found] == [told(year, limits) for year in said]
    assert assess(found, window, limits, as_of) == assess(said, window, limits, as_of)
