"""“Who carries my year?”: reads every customer's year, assesses, and keeps the outcome."""

from __future__ import annotations

import datetime as dt

from wertschatz.domain.customers.assessment import assess
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.year import window_for
from wertschatz.ports.customers import CustomerBase


def assess_the_base(base: CustomerBase, *, as_of: dt.date, at: dt.datetime) -> int:
    """Assesses all customers as of a day and stores it; returns how many."""
    # Read before the figures: a write in between leaves the outcome stale, never falsely fresh.
    revision = base.revision()
    limits = Limits.from_mapping(base.limits(as_of))
    window = window_for(as_of, limits.window_turn_month)
    years = list(base.years(window, limits.as_mapping()))
    made = assess(years, window, limits, as_of, base.currency())
    base.keep_assessments(
        list(zip(years, made, strict=True)), window, limits.as_mapping(), at, revision
    )
    return len(made)
