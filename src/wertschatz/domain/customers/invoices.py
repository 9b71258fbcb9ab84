"""From a customer's invoices to the figures of the year: what came in, and how late it was paid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.year import Window, Year, year_before


class Invoice(NamedTuple):
    """One invoice of a customer. Days are ordinals (`date.toordinal`), money in cents."""

    on: int
    due_on: int | None
    paid_on: int | None
    payment_known: bool
    cents: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of one assessment as ordinals, worked out once for all customers."""

    as_of: int
    window_start: int
    window_end: int
    year_start: int
    twelve_start: int


def calendar_for(as_of: date, window: Window) -> Calendar:
    """The days that decide which invoice counts where."""
    return Calendar(
        as_of=as_of.toordinal(),
        window_start=window.start.toordinal(),
        window_end=window.end.toordinal(),
        year_start=date(as_of.year, 1, 1).toordinal(),
        twelve_start=year_before(as_of).toordinal(),
    )


def days_late(invoice: Invoice, as_of: int, terms_days: int) -> int:
    """Days past due: until it was paid, or up to `as_of` while it is open. Negative: early.

    Paid after `as_of` counts as open, so that a look back sees what was known on that day.

    >>> days_late(Invoice(100, 110, None, True, 500), 130, 14)
    20
    """
    due = invoice.on + terms_days if invoice.due_on is None else invoice.due_on
    paid = invoice.paid_on
    return (paid if paid is not None and paid <= as_of else as_of) - due


def revenue_day(invoice: Invoice, limits: Limits) -> int | None:
    """The day on which its revenue counts; None: by payment, and it is still open.

    >>> revenue_day(Invoice(100, 110, 130, True, 500), Limits(revenue_by_payment=1))
    130
    """
    if limits.revenue_by_payment and invoice.payment_known:
        return invoice.paid_on
    return invoice.on


def year_from_invoices(
    customer: int | str,
    invoices: Iterable[Invoice],
    calendar: Calendar,
    limits: Limits,
    *,
    terms_days: int | None = None,
    contacts: int = 0,
    first_contact_on: date | None = None,
    effort_minutes: int | None = None,
) -> Year:
    """The figures of one customer; invoices dated after the day do not count.

    `terms_days` is what was agreed with this customer, None: the default of `limits`.
    """
    terms = limits.default_terms_days if terms_days is None else terms_days
    as_of, twelve_start = calendar.as_of, calendar.twelve_start
    revenue = year_to_date = twelve_months = 0
    count = ever = late = latest = known = assumed = 0
    first = first_contact_on.toordinal() if first_contact_on else None
    for invoice in invoices:
        on, cents = invoice.on, invoice.cents
        if on > as_of:
            continue
        if first is None or on < first:
            first = on
        counts_on = revenue_day(invoice, limits)
        if counts_on is not None and counts_on <= as_of:
            if counts_on >= calendar.window_start:
                revenue += cents
            if counts_on >= calendar.year_start:
                year_to_date += cents
            if counts_on >= twelve_start:
                twelve_months += cents
        ever += cents > 0
        if on < twelve_start:
            continue
        if cents <= 0:
            continue
        count += 1
        assumed += invoice.due_on is None
        if invoice.payment_known:
            known += 1
            days = days_late(invoice, as_of, terms)
            if days > limits.late_days:
                late += 1
                latest = max(latest, days)
    return Year(
        customer=customer,
        revenue_cents=revenue,
        year_to_date_cents=year_to_date,
        twelve_months_cents=twelve_months,
        invoices=count,
        invoices_ever=ever,
        late_invoices=late,
        latest_days=latest,
        payment_known=known,
        terms_assumed=assumed,
        contacts=contacts,
        first_on=date.fromordinal(first) if first is not None else None,
        effort_minutes=effort_minutes,
    )
