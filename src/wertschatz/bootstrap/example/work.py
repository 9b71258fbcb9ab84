"""Who worked when for whom, and when the owner was out to see somebody."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import NamedTuple

from wertschatz.bootstrap.example.customers import BY_NAME, CUSTOMERS, DAYS, Customer
from wertschatz.bootstrap.example.days import is_workday, workday_before
from wertschatz.bootstrap.example.dealings import SEED, Invoice
from wertschatz.bootstrap.example.firm import OWNER, WORKERS, Worker

EUROS_AN_HOUR = 160
"""Net revenue of an hour of work, with the material in it."""
OPENS, CLOSES = 7 * 60 + 15, 17 * 60 + 45
"""Minutes after midnight."""
LONGEST = 285
_DAY = dt.timedelta(days=1)
_TASKS = (
    "Aufmaß", "Werkstatt", "Zuschnitt", "Montage", "Oberfläche", "Reparatur", "Montage", "Fenster",
)  # fmt: skip
_UNPAID = ("Angebot überarbeitet", "Ortstermin", "Nachbesprechung", "Muster gezeigt")


class Span(NamedTuple):
    """One entry of the time sheet."""

    worker: Worker
    customer: Customer
    on: dt.date
    start: int
    """Minutes after midnight."""
    minutes: int
    task: str
    about: str
    billable: bool


class Diary:
    """Nobody works in two places at once: the next free hour of each worker and day."""

    def __init__(self, today: dt.date) -> None:
        self._today = today
        self._free: dict[tuple[str, dt.date], int] = {}

    def book(
        self, worker: Worker, on: dt.date, minutes: int, earliest: int = OPENS
    ) -> tuple[dt.date, int]:
        """Day and minute where so much fits in, on this day or the next one before it."""
        while True:
            start = max(earliest, self._free.get((worker.user, on), OPENS))
            # The lunch break is the worker's own.
            if start < 12 * 60 + 30 < start + minutes:
                start = max(start, 13 * 60)
            if is_workday(on) and on < self._today and start + minutes <= CLOSES:
                self._free[worker.user, on] = start + minutes + 15
                return on, start
            on -= _DAY


def spans(today: dt.date, invoices: list[Invoice], diary: Diary) -> list[Span]:
    """The time sheet in order: the work behind each invoice, and what nobody pays for."""
    found = [span for invoice in invoices for span in _behind(invoice, diary)]
    found += [span for customer in CUSTOMERS for span in _for_nothing(customer, today, diary)]
    found += _evenings(today)
    return sorted(found, key=lambda span: (span.on, span.start, span.worker.number))


def _behind(invoice: Invoice, diary: Diary) -> Iterator[Span]:
    """Before a down payment nothing is done yet."""
    if invoice.kind not in ("invoice", "final"):
        return
    customer = invoice.customer
    dice = random.Random(f"{SEED} work {customer.number} {invoice.cents}")  # noqa: S311
    left = invoice.cents * 60 * customer.effort // (EUROS_AN_HOUR * 10_000)
    pieces = 1 + left // LONGEST
    reach = min(customer.every, 18)
    for piece in range(pieces):
        minutes = max(15, left // pieces // 5 * 5)
        before = 1 + piece * reach // pieces + dice.randrange(2)
        worker = dice.choice(WORKERS)
        on, start = diary.book(worker, invoice.on - before * _DAY, minutes)
        yield Span(worker, customer, on, start, minutes, dice.choice(_TASKS), "", True)


def _for_nothing(customer: Customer, today: dt.date, diary: Diary) -> Iterator[Span]:
    if not customer.unpaid:
        return
    dice = random.Random(f"{SEED} unpaid {customer.number}")  # noqa: S311
    step = 30 * 60 // max(60, customer.unpaid) if customer.unpaid >= 60 else 60
    minutes = customer.unpaid * step // 30
    for age in range(5, DAYS, step):
        worker = OWNER if dice.random() < 0.7 else dice.choice(WORKERS)
        on, start = diary.book(worker, today - dt.timedelta(days=age + dice.randrange(4)), minutes)
        yield Span(worker, customer, on, start, minutes, "Beratung", dice.choice(_UNPAID), False)


def _evenings(today: dt.date) -> Iterator[Span]:
    """One customer's drawings keep the owner at the desk when the day should be over."""
    customer = BY_NAME["Loft & Raum Projektentwicklung GmbH"]
    dice = random.Random(f"{SEED} evenings")  # noqa: S311
    for age in range(9, DAYS, 13):
        on = workday_before(today - age * _DAY)
        start, minutes = 20 * 60 + dice.randrange(5, 25), dice.randrange(40, 95, 5)
        yield Span(OWNER, customer, on, start, minutes, "Planung", "Zeichnung geändert", False)
