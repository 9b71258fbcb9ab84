"""Payments in the database: what counts once, and what invoices say of it."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.storage.everything import (
    AT,
    billed,
    booked,
    card,
    differences,
    everything,
    paid,
    renew,
    take_back,
    take_in,
)
from wertschatz.storage import undo
from wertschatz.storage.duplicates import Mergers
from wertschatz.storage.models import Customer, Doubt, Invoice, Payment, Settlement

pytestmark = pytest.mark.django_db
MARCH = dt.date(2026, 3, 20)


def counted() -> list[int]:
    rows = Payment.objects.filter(counted=True, source__state="live")
    return sorted(rows.values_list("cents", flat=True))


def paid_on(number: str = "RE-1001") -> tuple[object, bool]:
    row = Invoice.objects.filter(number=number, source__state="live").order_by("-id")[0]
    return row.paid_on, row.payment_known


# -- one account in several formats


AS_CAMT = paid(purpose="Rechnung RE-1001 vom 1.3.", reference="2026032012345", end_to_end="E-77")
AS_CSV = paid(
    purpose="EREF: E-77 Rechnung RE-1001 vom 1.3.", reference="", account="12030000/202051"
)
AS_MT940 = paid(
    purpose="Rechnung RE-1 001 vom 1.3.", name="ANNA PROBE GMB", other="0532013000", on="2026-03-19"
)
SILENT = paid(purpose="", other="", name="")


@pytest.mark.parametrize("other", [AS_CSV, AS_MT940, SILENT])
@pytest.mark.parametrize("turned", [False, True])
def test_a_movement_in_another_format_counts_once(other, turned: bool) -> None:  # type: ignore[no-untyped-def]
    # Both statements hold more than this day.
    rest = paid(500, "2026-03-10", "Miete"), paid(700, "2026-03-25", "Strom")
    files = [[AS_CAMT, *rest], [other, *rest]]
    take_in([billed()])
    for file in reversed(files) if turned else files:
        _, outcome = take_in(file)
    assert outcome.counts.payments_known == 3
    assert outcome.nothing_new
    assert counted() == [500, 700, 11_900]
    assert Settlement.objects.count() == 1


def test_equal_payments_of_one_day_are_as_many_as_one_file_tells() -> None:
    twice = [paid(line=2), paid(line=3)]
    take_in(twice)
    take_in([paid(account="12030000/202051", reference="B-1")])
    assert counted() == [11_900, 11_900]
    take_in([paid(reference=f"R-{n}") for n in range(3)])
    assert counted() == [11_900] * 3


def test_equal_payments_of_two_days_in_two_daily_statements_are_two() -> None:
    take_in([paid(on="2026-03-19", reference="1")])
    take_in([paid(on="2026-03-20", reference="2")])
    assert counted() == [11_900, 11_900]
    # A statement of the whole month, and then the first day once more.
    take_in([paid(on="2026-03-19", reference="1"), paid(on="2026-03-20", reference="2")])
    take_in([paid(on="2026-03-19", reference="1")])
    assert counted() == [11_900, 11_900]


def test_two_payers_of_one_amount_and_day_are_two_though_files_tell_one_each() -> None:
    take_in([paid(purpose="RE-1001", name="Anna", other="")])
    take_in([paid(purpose="RE-2002", name="Bert", other="")])
    assert counted() == [11_900, 11_900]


def test_a_batch_counts_in_parts_wherever_its_sum_stands() -> None:
    parts = [paid(4_000, purpose="RE-1", reference="S", entry=10_000),
             paid(6_000, purpose="RE-2", reference="S", entry=10_000)]  # fmt: skip
    whole = paid(10_000, purpose="SAMMELGUTSCHRIFT 2 POSTEN", name="", other="")
    for files in ((parts, [whole]), ([whole], parts)):
        made = [take_in(rows)[0] for rows in files]
        assert counted() == [4_000, 6_000]
        for source in made:
            take_back(source)


# -- the books and the bank


def test_the_books_and_the_bank_mean_the_same_money() -> None:
    take_in([billed(), billed("RE-1002")])
    books, _ = take_in([booked()])
    assert paid_on() == (MARCH, True)
    bank, _ = take_in([paid(purpose="Danke", name="Unbekannt", other="")])
    assert counted() == [11_900]
    assert [row.invoice_key[-13:] for row in Settlement.objects.all()] == ["RE-1001|2026|i"[-13:]]
    assert paid_on("RE-1002") == (None, False)
    take_back(books)
    assert counted() == [11_900]
    take_back(bank)
    assert paid_on() == (None, False)


def test_what_the_books_divide_counts_by_their_rows() -> None:
    take_in([billed(), billed("RE-1002")])
    take_in([paid(23_800, purpose="2 Rechnungen", kind="direct_debit")])
    take_in([booked(), booked(document="RE-1002", line=3)])
    assert counted() == [11_900, 11_900]
    assert paid_on() == paid_on("RE-1002") == (MARCH, True)


def test_the_books_of_another_account_say_something_of_their_own() -> None:
    take_in([billed(), billed("RE-1002")])
    take_in([paid(purpose="Rechnung RE-1002")])
    take_in([booked(document="RE-1001")])
    assert counted() == [11_900, 11_900]
    assert Settlement.objects.count() == 2


# -- what invoices say


def test_what_a_list_says_of_the_payment_comes_back_when_the_bank_goes() -> None:
    take_in([billed(known=True, paid_on="2026-04-01")])
    bank, _ = take_in([paid()])
    assert paid_on() == (MARCH, True)
    take_back(bank)
    assert paid_on() == (dt.date(2026, 4, 1), True)


def test_a_list_that_comes_again_under_the_bank_says_nothing_new_and_another_does() -> None:
    take_in([billed(known=True)])
    bank, _ = take_in([paid()])
    _, again = take_in([billed(known=True)])
    assert again.nothing_new
    newer, outcome = take_in([billed(known=True, paid_on="2026-03-30")])
    assert outcome.counts.changed == 1
    assert paid_on() == (MARCH, True)
    take_back(bank)
    assert paid_on() == (dt.date(2026, 3, 30), True)
    take_back(newer)
    assert paid_on() == (None, True)


def test_what_was_told_and_then_only_seen_gives_way_to_the_list() -> None:
    """The state does not depend on what was there in between."""
    lists = [billed("RE-1001", known=True, paid_on="2026-03-05"),
             billed("RE-1002", known=False), billed("RE-1003", known=False)]  # fmt: skip
    take_in(lists)
    take_in([paid(purpose="RE-1002", on="2026-02-28"), paid(500, "2026-06-01", "Miete")])
    before = everything()
    bank, _ = take_in([paid(purpose="RE-1001", on="2026-05-05")])
    assert paid_on() == (dt.date(2026, 5, 5), True)
    take_back(bank)
    assert paid_on() == (dt.date(2026, 3, 5), True)
    assert differences(before, everything()) == {}


def test_part_payments_discount_and_what_comes_back() -> None:
    take_in([billed(), billed("RE-1002"), billed("RE-1003")])
    take_in([paid(5_000, "2026-03-10"), paid(6_900, "2026-03-25")])
    assert paid_on() == (dt.date(2026, 3, 25), True)
    take_in([paid(11_662, "2026-03-11", "RE-1002")])  # less 2 %
    assert paid_on("RE-1002") == (dt.date(2026, 3, 11), True)
    debit = paid(purpose="RE-1003", kind="direct_debit", end_to_end="L-1")
    back = paid(-11_900, "2026-03-27", "RE-1003", kind="returned", end_to_end="L-1")
    take_in([debit])
    assert paid_on("RE-1003") == (MARCH, True)
    returned, _ = take_in([back])
    assert paid_on("RE-1003") == (None, True)
    take_back(returned)
    assert paid_on("RE-1003") == (MARCH, True)


def test_collective_payment_with_a_credit_note() -> None:
    take_in([billed(), billed("RE-1002", -2_000, gross=-2_380)])
    take_in([paid(9_520, purpose="RE-1001 abzgl. RE-1002")])
    assert paid_on() == (MARCH, True)


def test_foreign_money_pays_nothing_at_home() -> None:
    take_in([billed()])
    take_in([paid(currency="CHF")])
    assert paid_on() == (None, False)
    assert Doubt.objects.get().reasons.startswith('[["other_currency"')


def test_the_invoice_goes_and_the_bank_stays() -> None:
    bank, _ = take_in([paid()])
    invoices, _ = take_in([billed()])
    assert paid_on() == (MARCH, True)
    take_back(invoices)
    assert Settlement.objects.count() == 0
    assert Invoice.objects.get().stated_known is None
    take_in([billed()])
    assert paid_on() == (MARCH, True)
    take_back(bank)


def test_a_merged_customer_pays_under_either_name_and_account() -> None:
    take_in([billed(customer="Anna Probe GmbH", customer_number=""),
             billed("RE-1002", customer="Probe Anna", customer_number="")])  # fmt: skip
    take_in([card("Probe Anna", number="10009", ibans=("DE75512108001245126199",))])
    one, other = Customer.objects.order_by("id")[:2]
    bank, _ = take_in([paid(purpose="Danke", name="XY", other="DE75512108001245126199")])
    assert paid_on() == (None, False)
    action = Mergers().merge(one.uuid, other.uuid, by=None, at=AT)
    renew()
    merged = paid_on(), paid_on("RE-1002")
    assert undo.undo(action, by=None, at=AT).done
    renew()
    assert paid_on() == (None, False)
    assert merged != (paid_on(), paid_on("RE-1002"))
    take_back(bank)
