"""The same in the database, where imports come one after the other and go again."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.storage.rows import AT, take_in
from tests.usecases.test_documents import ME, PURCHASE, invoice
from wertschatz.ports.files import InvoiceRow
from wertschatz.storage import own_names
from wertschatz.storage.models import (
    Customer,
    Import,
    ImportProblem,
    Invoice,
    Membership,
    OwnName,
    Party,
)
from wertschatz.storage.queries.customers import visible_invoices
from wertschatz.storage.undo import undo

pytestmark = pytest.mark.django_db(transaction=True)


def own() -> None:
    own_names.say([ME], by=None, at=AT)


def revenue() -> int:
    live = Invoice.objects.filter(source__state="live", newer=False)
    return sum(live.values_list("cents", flat=True))


def shown() -> dict[str, int]:
    rows, _ = visible_invoices(50, Customer.objects.get())
    return {row.number: row.cents for row in rows}


def test_purchases_stay_out_and_are_counted() -> None:
    own()
    _, outcome = take_in([invoice(), PURCHASE])
    assert (outcome.counts.new, outcome.counts.purchases) == (1, 1)
    assert [row.party.name for row in Customer.objects.all()] == ["Kundin KG"]


def test_nobody_said_yet_so_the_sellers_are_offered() -> None:
    _, outcome = take_in([invoice(), invoice("2"), PURCHASE])
    assert outcome.sellers_asked
    assert [(one["name"], one["count"]) for one in outcome.parties] == [(ME[0], 2), ("Stahl AG", 1)]
    own()
    _, again = take_in([invoice("3")])
    assert not again.sellers_asked


def test_naming_the_firm_can_be_undone() -> None:
    action = own_names.say([ME], by=None, at=AT)
    assert action is not None
    assert own_names.say([ME], by=None, at=AT) is None
    assert OwnName.objects.count() == 2
    undo(action, by=None, at=AT)
    assert OwnName.objects.count() == 0


def test_a_cancellation_in_a_later_import_voids_both_and_goes_again() -> None:
    own()
    take_in([invoice("1"), invoice("2", 5_000)])
    later, _ = take_in([invoice("S2", -5_000, original="2", on="2027-01-04")])
    void = Invoice.objects.filter(void=True, newer=False)
    assert sorted(void.values_list("number", "cents")) == [("2", 0), ("S2", 0)]
    assert void.get(number="S2").on == dt.date(2026, 3, 1)
    assert void.get(number="S2").issued_on == dt.date(2027, 1, 4)
    # The list again does not bring the cancelled invoice back.
    _, again = take_in(
        [
            invoice("1"),
            invoice("2", 5_000),
        ]
    )
    assert (again.counts.known, again.counts.changed) == (2, 0)
    # What a later list knows more of it does not either.
    paid = invoice("2", 5_000)._replace(paid_on=dt.date(2026, 4, 1).toordinal())
    take_in([paid])
    assert shown() == {"1": 10_000, "2": 0, "S2": 0}
    # Only taking back the cancellation does, with what is known by then.
    Import.objects.filter(pk=later.pk).update(state="withdrawn")
    assert shown() == {"1": 10_000, "2": 5_000}


def test_both_in_one_drop() -> None:
    own()
    take_in([invoice("S2", -5_000, original="2"), invoice("2", 5_000), invoice("1")])
    assert revenue() == 10_000
    assert Invoice.objects.filter(void=True).count() == 2


def test_a_part_is_given_back_in_the_year_of_the_invoice() -> None:
    own()
    take_in([invoice("1", on="2025-12-20")])
    take_in([invoice("G1", -4_000, original="1", on="2026-01-15")])
    row = Invoice.objects.get(number="G1")
    assert (row.on, row.issued_on, row.cents) == (
        dt.date(2025, 12, 20),
        dt.date(2026, 1, 15),
        -4_000,
    )


def person(row: InvoiceRow, email: str) -> InvoiceRow:
    assert row.document
    with_contact = row.document._replace(contact_name="Eva Beispiel", contact_email=email)
    return row._replace(document=with_contact)


def test_one_person_speaks_for_two_firms() -> None:
    own()
    other = ("Zweite GmbH", "DE444444444")
    take_in(
        [person(invoice(), "Eva@example.de"), person(invoice("2", buyer=other), "eva@example.de")]
    )
    assert Party.objects.filter(kind="person").count() == 1
    assert Membership.objects.count() == 2


FRANCS = invoice("CH-1", 10_000)._replace(currency="CHF", gross_cents=None)


@pytest.mark.parametrize(
    ("rate", "into", "counts"), [("1.0523", "EUR", 10_523), ("1.1", "USD", 0), ("", "", 0)]
)
def test_a_foreign_document_counts_at_its_own_rate(rate: str, into: str, counts: int) -> None:
    assert FRANCS.document is not None
    said = FRANCS.document._replace(rate=rate, rate_currency=into)
    _, outcome = take_in([FRANCS._replace(document=said)])
    row = Invoice.objects.get()
    assert (row.cents, row.original_cents, row.original_currency) == (counts, 10_000, "CHF")
    assert (row.rate or "") == (rate if counts else "")
    assert outcome.sums == {"CHF": 10_000}
    told = set(ImportProblem.objects.values_list("code", flat=True))
    assert told == {"currency_converted" if counts else "currency_foreign"}
