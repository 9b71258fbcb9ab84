"""Two years of invoices: when each was written, for how much, and when it was paid."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from wertschatz.bootstrap.example.customers import BY_NAME, CUSTOMERS, Customer
from wertschatz.bootstrap.example.days import workday_after, workday_before
from wertschatz.bootstrap.example.firm import VAT_PERCENT

SEED = 7
RETURNED_TURN = 1
"""Of the direct debits the last but one came back."""
SKONTO_PERCENT, SKONTO_DAYS = 2, 10


class Special(NamedTuple):
    """A document out of the ordinary."""

    customer: str
    kind: str
    """'down', 'final', 'cancelled', 'cancellation' or 'credit'."""
    age: int
    euros: int
    about: int = 0
    """Age of the document it speaks of."""


SPECIALS = (
    Special("Familie Brückner", "down", 82, 2400),
    Special("Familie Brückner", "final", 24, 5600, 82),
    Special("Hotel Drei Kastanien", "cancelled", 41, 1240),
    Special("Hotel Drei Kastanien", "cancellation", 37, -1240, 41),
    Special("Hotel Drei Kastanien", "credit", 104, -410),
    Special("Kiez-Markt Handels GmbH", "credit", 17, -180),
)


@dataclass(frozen=True, slots=True)
class Invoice:
    """One document that the joinery wrote. Cents of its own currency."""

    customer: Customer
    kind: str
    """'invoice', or one of `Special.kind`."""
    number: str
    on: dt.date
    due_on: dt.date
    paid_on: dt.date | None
    """The day the money was there; None: not yet, or never meant to be."""
    cents: int
    """Net; of a final invoice the whole work."""
    prepaid_cents: int
    """Gross, of the down payment that a final invoice takes off."""
    about: Invoice | None
    """The document that it corrects or settles."""

    @property
    def tax_cents(self) -> int:
        """19 %, half a cent rounded up; none across the border."""
        if self.customer.country != "DE":
            return 0
        return (self.cents * VAT_PERCENT + 50) // 100

    @property
    def gross_cents(self) -> int:
        """With tax."""
        return self.cents + self.tax_cents

    @property
    def payable_cents(self) -> int:
        """What is asked for, or given back."""
        return self.gross_cents - self.prepaid_cents

    @property
    def counted_cents(self) -> int:
        """Net of what is new in it: revenue. A cancelled pair is none."""
        if self.kind in ("cancelled", "cancellation"):
            return 0
        return self.cents - (self.about.cents if self.kind == "final" and self.about else 0)


class _Draft(NamedTuple):
    on: dt.date
    age: int
    kind: str
    customer: Customer
    cents: int
    past_due: int
    about: int


def invoices(today: dt.date) -> list[Invoice]:
    """All documents in the order of their numbers."""
    drafts = [draft for customer in CUSTOMERS for draft in _drafts(customer, today)]
    drafts += [_special(special, today) for special in SPECIALS]
    drafts.sort(key=lambda draft: (draft.on, draft.customer.number, draft.age))
    counters: Counter[str] = Counter()
    # The tool has counted since January of the year in which the files begin.
    counters[f"RE-{drafts[0].on.year}"] = drafts[0].on.timetuple().tm_yday
    done: dict[tuple[int, int], Invoice] = {}
    for draft in drafts:
        series = f"{'RK' if draft.cents < 0 else 'RE'}-{draft.on.year}"
        counters[series] += 1
        about = done.get((draft.customer.number, draft.about))
        invoice = _written(draft, f"{series}-{counters[series]:04}", about, today)
        done[draft.customer.number, draft.age] = invoice
    return _paid_together(list(done.values()), today)


def _drafts(customer: Customer, today: dt.date) -> Iterator[_Draft]:
    dice = random.Random(f"{SEED} invoices {customer.number}")  # noqa: S311 - nothing secret
    swing = 0.0
    for turn in range((customer.first - customer.last) // customer.every + 1):
        age = customer.last + turn * customer.every + dice.randrange(1 + customer.every // 4)
        # What one invoice is above the usual, the next is below: no quarter out of the way.
        swing = -swing if turn % 2 else dice.uniform(-0.3, 0.3)
        cents = round(customer.euros * (1 + swing) * 20) * 5
        past_due = customer.pays + dice.randint(-3, 3)
        if customer.debit:
            past_due = 21 if turn == RETURNED_TURN else 0
        elif customer.skonto:
            past_due = -customer.terms + dice.randint(6, SKONTO_DAYS - 3)
        on = workday_before(today - dt.timedelta(days=age))
        yield _Draft(on, age, "invoice", customer, cents, past_due, 0)


def _special(special: Special, today: dt.date) -> _Draft:
    customer = BY_NAME[special.customer]
    on = workday_before(today - dt.timedelta(days=special.age))
    # Keyed apart from the ordinary ones, which may be of the same age.
    age, about = -special.age, -special.about
    return _Draft(on, age, special.kind, customer, special.euros * 100, customer.pays, about)


def _written(draft: _Draft, number: str, about: Invoice | None, today: dt.date) -> Invoice:
    customer = draft.customer
    due_on = draft.on + dt.timedelta(days=customer.terms)
    earliest = draft.on + dt.timedelta(days=2)
    paid_on = workday_after(max(earliest, due_on + dt.timedelta(days=draft.past_due)))
    settled = draft.kind in ("invoice", "down", "final") and paid_on <= today
    return Invoice(
        customer, draft.kind, number, draft.on, due_on, paid_on if settled else None, draft.cents,
        about.gross_cents if about and draft.kind == "final" else 0, about,
    )  # fmt: skip


def _paid_together(invoices: list[Invoice], today: dt.date) -> list[Invoice]:
    """Some pay three invoices with one transfer, a few days after the third."""
    several: dict[int, list[Invoice]] = {}
    moved: dict[str, dt.date | None] = {}
    for invoice in invoices:
        size = invoice.customer.together
        if size == 1:
            continue
        waiting = several.setdefault(invoice.customer.number, [])
        waiting.append(invoice)
        paid_on = workday_after(invoice.on + dt.timedelta(days=4))
        if len(waiting) == size:
            moved |= {one.number: paid_on if paid_on <= today else None for one in waiting}
            waiting.clear()
    moved |= {one.number: None for waiting in several.values() for one in waiting}
    return [_on_another_day(one, moved) for one in invoices]


def _on_another_day(invoice: Invoice, moved: dict[str, dt.date | None]) -> Invoice:
    if invoice.number not in moved:
        return invoice
    return Invoice(
        invoice.customer, invoice.kind, invoice.number, invoice.on, invoice.due_on,
        moved[invoice.number], invoice.cents, invoice.prepaid_cents, invoice.about,
    )  # fmt: skip


def rate(on: dt.date) -> int:
    """What a Swiss franc was worth that month, in ten-thousandths of a euro; invented."""
    return 10_450 + on.month * 37 % 200


def in_euros(invoice: Invoice, cents: int) -> int:
    """Cents of the invoice's currency in euro cents at its own rate, half a cent up."""
    if invoice.customer.currency == "EUR":
        return cents
    return (cents * rate(invoice.on) + 5_000) // 10_000
