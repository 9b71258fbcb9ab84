"""A customer's invoices become the figures of the year."""

from __future__ import annotations

from datetime import date

import pytest

from wertschatz.domain.customers.invoices import Invoice, calendar_for, year_from_invoices
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.year import Year, window_for


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def figures(as_of: str, *invoices: Invoice) -> Year:
    when = date.fromisoformat(as_of)
    calendar = calendar_for(when, window_for(when))
    return year_from_invoices("x", invoices, calendar, Limits())


@pytest.mark.parametrize(
    ("as_of", "start", "kind"),
    [
        ("2024-03-31", date(2023, 4, 1), "last_twelve_months"),
        ("2024-04-01", date(2024, 1, 1), "year_to_date"),
    ],
)
def test_window_turns_in_april(as_of: str, start: date, kind: str) -> None:
    window = window_for(date.fromisoformat(as_of))
    assert (window.start, window.kind) == (start, kind)


def test_both_figures_and_nothing_from_the_future() -> None:
    sold = [
        Invoice(day(on), None, None, False, 100)
        for on in (
            "2023-03-31",
            "2023-04-01",
            "2023-12-31",
            "2024-01-01",
            "2024-03-31",
            "2024-04-01",
        )
    ]
    year = figures("2024-03-31", *sold)
    assert (year.revenue_cents, year.year_to_date_cents, year.twelve_months_cents) == (
        400,
        200,
        400,
    )
    assert (year.invoices, year.invoices_ever, year.first_on) == (4, 5, date(2023, 3, 31))


@pytest.mark.parametrize(
    ("due", "paid", "known", "cents", "late"),
    [
        ("2024-05-01", "2024-05-15", True, 100, 0),  # 14 days
        ("2024-05-01", "2024-05-16", True, 100, 15),
        ("2024-06-16", None, True, 100, 0),  # still open, 14 days
        ("2024-06-15", None, True, 100, 15),
        ("2024-06-01", "2024-08-01", True, 100, 29),  # paid after the day: open on the day
        (None, "2024-05-29", True, 100, 0),  # default term: due on 15 May
        (None, "2024-05-30", True, 100, 15),
        ("2024-05-01", None, False, 100, 0),
        ("2024-05-01", None, True, -100, 0),
    ],
)
def test_late(due: str | None, paid: str | None, known: bool, cents: int, late: int) -> None:
    due_on, paid_on = (day(due) if due else None), (day(paid) if paid else None)
    year = figures("2024-06-30", Invoice(day("2024-05-01"), due_on, paid_on, known, cents))
    assert year.latest_days == late
    assert year.late_invoices == (late > 0)
    assert year.terms_assumed == (due is None and cents > 0)


def test_credit_notes_lower_the_revenue_and_are_no_invoices() -> None:
    on = day("2024-05-01")
    year = figures("2024-06-30", Invoice(on, on, on, True, 500), Invoice(on, on, on, True, -200))
    assert (year.revenue_cents, year.invoices) == (300, 1)


PAID = Invoice(day("2024-03-20"), None, day("2024-05-02"), True, 100)
OPEN = Invoice(day("2024-04-10"), None, None, True, 20)
UNKNOWN = Invoice(day("2024-04-11"), None, None, False, 3)


def test_by_payment_revenue_counts_when_the_money_came() -> None:
    """Open invoices do not count yet; where nothing is known of the payment, the invoice's day."""
    by_payment = Limits(revenue_by_payment=1)
    before, after = date(2024, 5, 1), date(2024, 5, 2)
    for as_of, expected in ((before, 3), (after, 103)):
        window = window_for(as_of)
        year = year_from_invoices(
            "K", [PAID, OPEN, UNKNOWN], calendar_for(as_of, window), by_payment
        )
        assert (year.revenue_cents, year.twelve_months_cents) == (expected, expected)
        assert year.invoices == 3


def test_by_payment_an_old_invoice_counts_in_the_year_of_its_payment() -> None:
    old = Invoice(day("2022-11-01"), None, day("2024-01-05"), True, 500)
    as_of = date(2024, 6, 30)
    figures = [
        year_from_invoices(
            "K", [old], calendar_for(as_of, window_for(as_of)), Limits(revenue_by_payment=switch)
        )
        for switch in (0, 1)
    ]
    assert [year.year_to_date_cents for year in figures] == [0, 500]
    assert [year.invoices for year in figures] == [0, 0]
