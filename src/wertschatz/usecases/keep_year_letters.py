"""“Who moved over the years?”: looks at past years as at their last day, by today's limits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum

from wertschatz.domain.customers.assessment import assess
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.year import Window, Year
from wertschatz.ports.customers import CustomerBase
from wertschatz.ports.portfolio import YearBook

YEARS = 5


class Step(StrEnum):
    """How far the letters of past years are."""

    NOTHING_NEW = "nothing_new"
    MORE = "more"
    """One year is done, and another waits."""
    DONE = "done"


def keep_year_letters(base: CustomerBase, book: YearBook, *, today: dt.date) -> Step:
    """Stores the letters of one of up to five past years, the newest first.

    One at a time: a large base takes seconds a year, and other work need not wait for all.
    """
    limits = base.limits(today)
    years = book.years(today, YEARS)
    gone = book.forget_others(years)
    waiting = book.outdated(years, limits, today)
    if not waiting:
        return Step.DONE if gone else Step.NOTHING_NEW
    book.keep(waiting[0], _letters(base, limits, waiting[0]))
    return Step.MORE if len(waiting) > 1 else Step.DONE


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
