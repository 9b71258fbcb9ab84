"""“Who moved over the years?”: looks at past years as at their last day, by today's limits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from wertschatz.domain.customers.assessment import assess
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.year import Window, Year
from wertschatz.ports.customers import CustomerBase
from wertschatz.ports.portfolio import YearBook

YEARS = 5


def keep_year_letters(base: CustomerBase, book: YearBook, *, today: dt.date) -> bool:
    """Stores the letters of up to five past years; False: nothing is new."""
    limits = base.limits(today)
    if not book.outdated(limits, today):
        return False
    years = book.years(today, YEARS)
    for year in years:
        book.keep(year, _letters(base, limits, year))
    book.done(years)
    return True


def _letters(
    base: CustomerBase, limits: Mapping[str, int], year: int
) -> Iterator[tuple[Year, str, bool]]:
    end = dt.date(year, 12, 31)
    window = Window(dt.date(year, 1, 1), end, "year_to_date")
    known = list(_recorded(base.years(window, limits)))
    made = assess(known, window, Limits.from_mapping(limits), end, base.currency())
    for one, outcome in zip(known, made, strict=True):
        yield one, outcome.group.value if outcome.group else "", outcome.confirmed


def _recorded(years: Iterable[Year]) -> Iterator[Year]:
    """Who had bought by then; what the owner estimates today says nothing of years past."""
    for year in years:
        if not year.invoices_ever:
            continue
        if year.effort_estimated:
            year = replace(year, effort_minutes=None, effort_estimated=False)
        yield year
