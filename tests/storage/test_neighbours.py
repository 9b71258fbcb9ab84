"""From one customer to the next: every one is met once, from the most revenue to the least."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from tests.storage.rows import AT, row, take_in
from wertschatz.storage.customer_base import CustomerBase
from wertschatz.storage.queries.customers import customer_sheet, customers_page
from wertschatz.usecases.assess_the_base import assess_the_base

DAY = dt.date(2026, 11, 23)


@pytest.mark.django_db(transaction=True)
def test_the_neighbours_lead_through_the_whole_base_even_among_equals() -> None:
    dice = random.Random(3)
    take_in([row(f"K{n}", str(n), cents=dice.choice([0, 500, 900])) for n in range(30)])
    assess_the_base(CustomerBase(), as_of=DAY, at=AT)
    start = next(
        line.uuid
        for line in customers_page(size=100).lines
        if (sheet := customer_sheet(line.uuid, DAY)) and sheet.neighbours[0] is None
    )
    met, revenues, here = [], [], start
    while here is not None:
        sheet = customer_sheet(here, DAY)
        assert sheet is not None
        assert sheet.line is not None
        assert sheet.neighbours[0] == (met[-1] if met else None)
        met.append(here)
        revenues.append(sheet.line.revenue_cents)
        here = sheet.neighbours[1]
    assert len(met) == len(set(met)) == 30
    assert revenues == sorted(revenues, reverse=True)
