"""What would move a customer into another group: the nearest figure that decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wertschatz.domain.customers.criteria import Frame, is_repeatedly_late
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.standing import Effort
from wertschatz.domain.customers.year import Year, months_later
from wertschatz.domain.values import Group, Reason

EFFORT_TOLD = Reason("effort_told")
FIRST_INVOICE = Reason("first_invoice")
WORD_TAKEN_BACK = Reason("word_taken_back")
YOU_DECIDE = Reason("you_decide")


def would_be_high(year: Year, frame: Frame) -> Reason | None:
    """From which revenue the customer would be among the high ones."""
    limit = frame.standing.high_limit_cents
    if limit is None or year.revenue_cents >= limit:
        return None
    more = limit - year.revenue_cents
    return Reason(
        "would_be_high", {"limit_cents": limit, "more_cents": more, "currency": frame.currency}
    )


def fewer_late(year: Year, frame: Frame, group: Group) -> Reason:
    """How many late invoices fewer would no longer be repeatedly late."""
    fewer = 1
    while is_repeatedly_late(year.late_invoices - fewer, year.invoices, frame.limits):
        fewer += 1
    return Reason("fewer_late", {"fewer": fewer, "group": group.value})


def more_late(year: Year, frame: Frame) -> Reason:
    """How many more late invoices would be repeatedly late."""
    more = 1
    while not is_repeatedly_late(year.late_invoices + more, year.invoices + more, frame.limits):
        more += 1
    return Reason("more_late", {"more": more, "group": Group.B.value})


def fair_minutes(year: Year, together: Effort, everyone: Effort, limits: Limits) -> int | None:
    """The most minutes that still count as fair, all other customers as they are.

    None: no amount of time would be too much (alone, or nearly all revenue).
    """
    minutes, revenue = year.effort_minutes or 0, max(year.revenue_cents, 0)
    factor = limits.effort_factor_percent
    slope = 100 * together.revenue_cents - factor * revenue
    if slope <= 0 or together.revenue_cents <= 0 or everyone.customers < 2:
        return None
    by_euro = factor * (together.minutes - minutes) * revenue // slope
    by_average = (everyone.minutes - minutes) // (everyone.customers - 1)
    return max(by_euro, by_average)


def effort_limit(year: Year, frame: Frame, *, high: bool, above: bool, to: Group) -> Reason | None:
    """Above or below how many minutes of effort the group would be another."""
    everyone = frame.standing.effort
    together = frame.standing.high_effort if high else everyone
    fair = fair_minutes(year, together, everyone, frame.limits)
    if fair is None:
        return None
    code = "effort_above" if above else "effort_below"
    return Reason(code, {"limit_minutes": fair, "group": to.value})


def talk_limit(year: Year, frame: Frame) -> Reason | None:
    """At most how many minutes of calls would not be too many, all others as they are.

    None: alone with that, no length of calls would be few enough to tell.
    """
    calls, limits = frame.standing.calls, frame.limits
    factor, revenue = limits.chatter_factor_percent, max(year.revenue_cents, 0)
    others = factor * (calls.minutes - year.call_minutes)
    by_callers, by_euro = (
        100 * calls.customers - factor,
        100 * calls.revenue_cents - factor * revenue,
    )
    if by_callers <= 0 or by_euro <= 0:
        return None
    most = max(limits.chatter_minutes - 1, others // by_callers, others * revenue // by_euro)
    return Reason("talk_below", {"limit_minutes": most, "group": Group.B.value})


def several(against: Sequence[Reason]) -> Reason:
    """Mending one thing alone would change nothing."""
    return Reason("several_at_once", {"things": len(against)})


def needs_more(year: Year, frame: Frame) -> Reason:
    """What is missing until the figures say enough."""
    limits = frame.limits
    facts: dict[str, int | str | bool] = {
        "invoices": limits.settled_invoices - year.invoices_ever,
        "contacts": limits.settled_contacts - year.contacts,
    }
    if year.first_on is None:
        return Reason("needs_more", facts)
    settled: date = months_later(year.first_on, limits.settled_months)
    return Reason("needs_more_until", {**facts, "settled_on": settled.isoformat()})
