"""The customer base as the assessment needs it: parameters, years, and where the outcome goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from wertschatz.domain.customers.assessment import Assessment
from wertschatz.domain.customers.year import Window, Year
from wertschatz.storage import assessments, years
from wertschatz.storage.journal import revision
from wertschatz.storage.limits_book import limits_on
from wertschatz.storage.models import Firm


class CustomerBase:
    """Implements `ports.customers.CustomerBase` on the database."""

    def currency(self) -> str:
        """The firm's currency."""
        return Firm.objects.values_list("currency", flat=True).first() or "EUR"

    def limits(self, on: dt.date) -> dict[str, int]:
        """The firm's own parameters in force on that day, defaults filled in."""
        return limits_on(on)

    def years(self, window: Window, limits: Mapping[str, int]) -> Iterator[Year]:
        """One `Year` for every customer that can be seen."""
        return years.years(window, limits)

    def keep_assessments(
        self,
        made: Sequence[tuple[Year, Assessment]],
        window: Window,
        limits: Mapping[str, int],
        at: dt.datetime,
        revision: int,
    ) -> None:
        """Replaces the stored assessments and the totals of the run."""
        assessments.keep(made, window, limits, at, revision, _totals(made))

    def revision(self) -> int:
        """How many writes the customer base has seen."""
        return revision("customers")


def _totals(made: Sequence[tuple[Year, Assessment]]) -> dict[str, object]:
    """Counts and sums of the whole base, in one walk: there may be 100,000."""
    groups = {"A": 0, "B": 0, "C": 0, "": 0}
    high = revenue = to_date = twelve = effort = 0
    for year, outcome in made:
        groups[outcome.group or ""] += 1
        revenue += year.revenue_cents
        to_date += year.year_to_date_cents
        twelve += year.twelve_months_cents
        effort += year.effort_minutes or 0
        for reason in outcome.reasons:
            if reason.code == "high_revenue":
                high += 1
    return {
        "customers": len(made), "groups": groups, "high": high, "revenue_cents": revenue,
        "year_to_date_cents": to_date, "twelve_months_cents": twelve, "effort_minutes": effort,
    }  # fmt: skip
