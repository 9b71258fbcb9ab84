"""Which file would help most to make a proposal surer."""

from __future__ import annotations

from collections.abc import Iterable

from wertschatz.domain.values import Reason

HELP: dict[str, tuple[str, ...]] = {
    "help_invoices": (),
    "help_times": (),
    "help_payments": (),
    "help_due_dates": (),
}
"""Code of what would help → the names of its facts. Never renamed or reused."""

# What is missing, the most telling first, and what brings it.
_MISSING = {
    "revenue_estimated": "help_invoices",
    "gut_letter": "help_invoices",
    "effort_unknown": "help_times",
    "effort_estimated": "help_times",
    "payments_unknown": "help_payments",
    "payments_partly_unknown": "help_payments",
    "terms_assumed": "help_due_dates",
}


def most_helpful(reasons: Iterable[Reason]) -> Reason | None:
    """The one file that would tell most, from what the reasons say is missing; None: nothing is.

    >>> most_helpful([Reason("payments_unknown"), Reason("effort_unknown")])
    Reason(code='help_times', facts={})
    """
    codes = {reason.code for reason in reasons}
    found = (helper for missing, helper in _MISSING.items() if missing in codes)
    code = next(found, None)
    return None if code is None else Reason(code)
