"""How late customers pay: banking days, parts, returned money, open invoices, and the median."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.customers.paying.banking_days import banking_day, easter
from wertschatz.domain.customers.paying.delay import (
    DELAY_CODES,
    Delay,
    InvoiceDelay,
    delays,
    invoice_delays,
    median_delay,
)
from wertschatz.domain.customers.paying.payments import Assignment, Moved, OpenInvoice, Payment
from wertschatz.domain.values import Reason

MONDAY = date(2026, 3, 2)
ON = MONDAY.toordinal()
DUE = ON + 14
AS_OF = date(2026, 6, 30)
WHY = Reason("account_and_amount")


def invoice(id: int = 1, **more: object) -> OpenInvoice:
    return OpenInvoice(id, 7, f"R-{id}", ON, DUE, 10_000, "EUR")._replace(**more)


def moved(*rows: tuple[int, int] | tuple[int, int, str], invoice: int = 1) -> tuple[
    dict[int, Payment], list[Assignment]
]:  # fmt: skip
    """Rows of (days past due, cents[, kind]), all for one invoice."""
    payments = {
        100 * invoice + n: Payment(
            100 * invoice + n, DUE + row[0], row[1], "EUR",
            kind=row[2] if len(row) > 2 else Moved.TRANSFER.value,
        )
        for n, row in enumerate(rows)
    }  # fmt: skip
    return payments, [Assignment(p.id, invoice, p.cents, WHY) for p in payments.values()]


def one(*rows: tuple[int, int] | tuple[int, int, str], **more: object) -> InvoiceDelay:
    payments, assignments = moved(*rows)
    (found,) = invoice_delays([invoice(**more)], payments, assignments, AS_OF)
    return found


@pytest.mark.parametrize(
    ("day", "moves_to"),
    [
        ("2026-04-02", "2026-04-02"),  # Maundy Thursday
        ("2026-04-03", "2026-04-07"),  # Good Friday to after Easter Monday
        ("2026-05-01", "2026-05-04"),  # a Friday
        ("2026-05-14", "2026-05-14"),  # Ascension Day: banks work
        ("2026-10-03", "2026-10-05"),  # a Saturday
        ("2026-12-25", "2026-12-28"),
        ("2027-01-01", "2027-01-04"),
        ("2024-12-31", "2024-12-31"),
    ],
)
def test_due_dates_move_to_the_next_banking_day(day: str, moves_to: str) -> None:
    moved_to = banking_day(date.fromisoformat(day).toordinal())
    assert date.fromordinal(moved_to).isoformat() == moves_to


@pytest.mark.parametrize(
    "day", ["1961-04-02", "1981-04-19", "2000-04-23", "2019-04-21", "2024-03-31", "2038-04-25"]
)
def test_easter(day: str) -> None:
    assert easter(int(day[:4])).isoformat() == day


@given(st.integers(date(1990, 1, 1).toordinal(), date(2090, 1, 1).toordinal()))
def test_a_banking_day_is_near_and_stays(day: int) -> None:
    moved_to = banking_day(day)
    assert 0 <= moved_to - day <= 5
    assert banking_day(moved_to) == moved_to
    assert date.fromordinal(moved_to).weekday() < 5


@pytest.mark.parametrize(
    ("rows", "paid", "days"),
    [
        ([(0, 10_000)], 0, 0),
        ([(-5, 10_000)], -5, -5),
        ([(9, 9_700)], 9, 9),  # cash discount
        ([(9, 9_699)], 9, 9),  # a cent of rounding
        ([(9, 9_698)], None, 106),
        ([(0, 5_000), (10, 5_000)], 10, 5),  # parts by their amount
        ([(0, 9_000), (100, 1_000)], 100, 10),
        ([(0, 9_800), (100, 200)], 0, 0),  # what comes after 97 per cent does not matter
        ([(-4, 10_000), (2, -10_000, "returned"), (20, 10_000)], 20, 20),
        ([(-4, 10_000), (2, -10_000, "returned")], None, 106),
        ([(0, 5_000), (3, 5_000), (6, -5_000, "returned"), (10, 5_000)], 10, 5),
        ([(0, 6_000), (3, 4_000), (6, -6_000, "returned"), (10, 6_000)], 10, 7),
        ([], None, 106),
    ],
)
def test_when_an_invoice_is_paid(
    rows: list[tuple[int, int]], paid: int | None, days: int
) -> None:  # fmt: skip
    found = one(*rows)
    assert found.paid_on == (None if paid is None else DUE + paid)
    assert found.days == days
    assert found.overdue is (paid is None)


def test_the_value_date_counts_and_else_the_booking_day() -> None:
    payments, assignments = moved((5, 10_000))
    valued = {n: p._replace(value_on=DUE + 3) for n, p in payments.items()}
    assert invoice_delays([invoice()], payments, assignments, AS_OF)[0].days == 5
    assert invoice_delays([invoice()], valued, assignments, AS_OF)[0].days == 3


def test_agreed_terms_where_no_due_date_is_stated() -> None:
    bare = invoice(due_on=None)
    assert invoice_delays([bare], {}, [], AS_OF)[0].due_on == ON + 14
    assert invoice_delays([bare], {}, [], AS_OF, terms={7: 30})[0].due_on == ON + 30
    assert one((0, 10_000), due_on=date(2026, 4, 3).toordinal()).due_on == ON + 36


def test_what_has_not_happened_yet_and_what_is_only_proposed() -> None:
    payments, assignments = moved((20, 10_000))
    before = date.fromordinal(DUE + 19)
    assert invoice_delays([invoice()], payments, assignments, before)[0].paid_on is None
    unsure = [a._replace(sure=False) for a in assignments]
    assert invoice_delays([invoice()], payments, unsure, AS_OF)[0].paid_on is None
    assert invoice_delays([invoice(on=AS_OF.toordinal() + 1)], {}, [], AS_OF) == []
    assert invoice_delays([invoice(gross_cents=-5)], {}, [], AS_OF) == []


def of_customer(*invoices: list[tuple[int, int]] | list[tuple[int, int, str]]) -> Delay:
    payments: dict[int, Payment] = {}
    assignments: list[Assignment] = []
    for number, rows in enumerate(invoices, 1):
        more, assigned = moved(*rows, invoice=number)
        payments |= more
        assignments += assigned
    written = [invoice(number) for number in range(1, len(invoices) + 1)]
    (found,) = delays(invoice_delays(written, payments, assignments, AS_OF), AS_OF)
    assert all(set(r.facts) == set(DELAY_CODES[r.code]) for r in found.reasons)
    return found


def test_the_figures_of_a_customer() -> None:
    found = of_customer([(0, 10_000)], [(5, 10_000)], [(7, 10_000)], [(8, 10_000)])
    assert (found.invoices, found.median_days, found.at_least) == (4, 5, False)
    assert found.late_percent == 25  # more than seven days
    assert [reason.code for reason in found.reasons] == ["pays_late"]


def test_below_three_invoices_there_are_only_single_cases() -> None:
    found = of_customer([(0, 10_000)], [(50, 10_000)])
    assert (found.median_days, found.late_percent, len(found.single)) == (None, None, 2)
    assert [reason.code for reason in found.reasons] == ["too_few_payments"]


@pytest.mark.parametrize("kind", ["direct_debit", "card"])
def test_direct_debit_and_card_say_nothing(kind: str) -> None:
    found = of_customer(*[[(-9, 10_000, kind)]] * 4)
    assert (found.invoices, found.median_days) == (0, None)
    assert [reason.code for reason in found.reasons] == ["only_collected"]


def test_a_returned_debit_paid_by_hand_counts() -> None:
    again = [(-9, 10_000, "direct_debit"), (-5, -10_000, "returned"), (30, 10_000, "transfer")]
    found = of_customer(again, again, again)
    assert (found.invoices, found.median_days, found.returned) == (3, 30, 3)
    assert [reason.code for reason in found.reasons] == ["pays_late", "debits_returned"]


def test_open_ones_count_as_at_least() -> None:
    found = of_customer([(2, 10_000)], [], [])
    assert (found.median_days, found.at_least, found.late_percent) == (106, True, 67)
    assert [reason.code for reason in found.reasons] == ["pays_late_at_least"]
    mixed = of_customer([(2, 10_000)], [(3, 10_000)], [])
    assert (mixed.median_days, mixed.at_least) == (3, False)


@pytest.mark.parametrize(
    ("days", "code"), [(-3, "pays_early"), (0, "pays_on_time"), (1, "pays_late")]
)
def test_early_on_time_and_late(days: int, code: str) -> None:
    assert of_customer(*[[(days, 10_000)]] * 3).reasons[0].code == code


def test_only_twelve_months_count() -> None:
    old = [invoice(n, on=ON - 400, due_on=DUE - 400) for n in (1, 2, 3)]
    assert delays(invoice_delays(old, {}, [], AS_OF), AS_OF) == []
    first = date(2025, 7, 1)
    for day, count in ((first, 1), (first - timedelta(days=1), 0)):
        written = [invoice(1, on=day.toordinal())]
        assert len(delays(invoice_delays(written, {}, [], AS_OF), AS_OF)) == count


def test_mostly_not_due_yet_says_nothing_about_being_early() -> None:
    ends = date.fromordinal(DUE - 4)
    payments, assignments = moved((-13, 10_000))
    for number in (2, 3):
        more, assigned = moved((-13, 10_000), invoice=number)
        payments, assignments = payments | more, assignments + assigned
    written = [invoice(number) for number in range(1, 20)]
    (found,) = delays(invoice_delays(written, payments, assignments, ends), ends)
    assert (found.median_days, found.reasons[0].code) == (None, "too_few_payments")


observations = st.lists(st.tuples(st.integers(-30, 200), st.booleans()), min_size=1, max_size=30)


@given(st.lists(st.integers(-30, 200), min_size=1, max_size=30))
def test_without_open_ones_it_is_the_plain_lower_median(days: list[int]) -> None:
    assert median_delay([(day, True) for day in days]) == (
        sorted(days)[(len(days) - 1) // 2],
        False,
    )


@given(observations, st.integers(0, 50))
def test_longer_open_never_makes_the_median_smaller(
    observed: list[tuple[int, bool]], more: int
) -> None:
    later = [(day if paid else day + more, paid) for day, paid in observed]
    assert median_delay(later)[0] >= median_delay(observed)[0]  # type: ignore[operator]


@given(observations, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(observed: list[tuple[int, bool]], dice: object) -> None:
    other = list(observed)
    dice.shuffle(other)  # type: ignore[attr-defined]
    assert median_delay(other) == median_delay(observed)
