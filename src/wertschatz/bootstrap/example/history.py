"""Everything that happened in the joinery, up to one day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from wertschatz.bootstrap.example.dealings import Invoice, invoices
from wertschatz.bootstrap.example.payments import Booking, bookings
from wertschatz.bootstrap.example.talks import Appointment, Call, Mail, appointments, calls, mails
from wertschatz.bootstrap.example.work import Diary, Span, spans

LISTED_FROM_AGE = 61
"""Invoices at least so old stand in the list; newer ones are files of their own."""


@dataclass(frozen=True, slots=True)
class History:
    """Two years up to `today`; the same day gives the same history."""

    today: dt.date
    invoices: list[Invoice]
    spans: list[Span]
    bookings: list[Booking]
    calls: list[Call]
    appointments: list[Appointment]
    mails: list[Mail]

    @property
    def listed(self) -> list[Invoice]:
        """Invoices that the old tool's list holds."""
        return [one for one in self.invoices if self.age(one) >= LISTED_FROM_AGE]

    @property
    def documents(self) -> list[Invoice]:
        """Invoices that lie there as e-invoices."""
        return [one for one in self.invoices if self.age(one) < LISTED_FROM_AGE]

    def age(self, invoice: Invoice) -> int:
        """In days."""
        return (self.today - invoice.on).days


def history_until(today: dt.date) -> History:
    """Lives through the two years before this day."""
    diary = Diary(today)
    written = invoices(today)
    return History(
        today, written, spans(today, written, diary), bookings(today, written), calls(today),
        appointments(today, written, diary), mails(today),
    )  # fmt: skip
