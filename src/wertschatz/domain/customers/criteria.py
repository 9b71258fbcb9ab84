"""The criteria of the method, one function each: what speaks for a group, with its figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wertschatz.domain.customers.marks import STATEMENTS, MarkKind, meets
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.standing import Effort, Standing, Weighed
from wertschatz.domain.customers.year import Window, Year
from wertschatz.domain.values import Group, Reason

_PERIOD = ("from_on", "until_on", "currency")

REASONS: dict[str, tuple[str, ...]] = {
    "high_revenue": ("revenue_cents", "customers", "share_percent", *_PERIOD),
    "low_revenue": ("revenue_cents", "limit_cents", *_PERIOD),
    "no_revenue": ("revenue_cents", *_PERIOD),
    "more_credited": ("revenue_cents", *_PERIOD),
    "repeatedly_late": ("late", "invoices", "limit_days", "latest_days"),
    "effort_in_proportion": ("effort_minutes",),
    "effort_not_high": ("effort_minutes", "average_minutes"),
    "effort_raised": ("effort_minutes", "times_percent", "average_minutes"),
    "effort_high": ("effort_minutes", "average_minutes"),
    "effort_unknown": (),
    "small_and_easy": (),
    "watch_the_terms": (),
    "owner_word": ("group", "word_on", "word_reason"),
    "figures_say": ("group",),
    "gut_letter": ("group",),
    "close_to_heart": ("marked_on",),
    "useful_to_me": ("marked_on",),
    "recommends": ("days", "months"),
    "conduct": ("days", "months"),
    "demands_more": ("days", "months"),
    "drains": ("days", "drained_days"),
    "presses_price": ("days", "months"),
    "potential": ("marked_on",),
    "promises_unkept": ("days", "months"),
    "chatter": ("call_minutes", "average_minutes", "times_percent"),
    "your_decision": (),
    "within_margin": ("group", "steady_percent"),
    "too_new": ("invoices", "contacts", "needed_invoices", "needed_contacts", "months"),
    "close_to_limit": ("limit_cents", "currency"),
    "terms_assumed": ("invoices", "terms_days"),
    "payments_unknown": ("invoices",),
    "payments_partly_unknown": ("known", "invoices"),
    "revenue_estimated": (),
    "effort_estimated": (),
}
"""Code of each criterion → the names of its facts. Never renamed or reused."""

CHANGES: dict[str, tuple[str, ...]] = {
    "would_be_high": ("limit_cents", "more_cents", "currency"),
    "more_late": ("more", "group"),
    "fewer_late": ("fewer", "group"),
    "effort_above": ("limit_minutes", "group"),
    "effort_below": ("limit_minutes", "group"),
    "talk_below": ("limit_minutes", "group"),
    "several_at_once": ("things",),
    "effort_told": (),
    "needs_more": ("invoices", "contacts"),
    "needs_more_until": ("invoices", "contacts", "settled_on"),
    "word_taken_back": (),
    "first_invoice": (),
    "mark_lapses": ("until_on",),
    "you_decide": (),
}
"""Code of what would change a group → the names of its facts."""

EFFORT_UNKNOWN = Reason("effort_unknown")
SMALL_AND_EASY = Reason("small_and_easy")
WATCH_THE_TERMS = Reason("watch_the_terms")
REVENUE_ESTIMATED = Reason("revenue_estimated")
EFFORT_ESTIMATED = Reason("effort_estimated")


@dataclass(frozen=True, slots=True)
class Frame:
    """What is the same for every customer of one assessment."""

    window: Window
    limits: Limits
    as_of: date
    standing: Standing
    currency: str
    start: str
    end: str
    settled_before: date
    """Who was first dealt with on or before this day is no longer new."""


def high_revenue(year: Year, frame: Frame) -> Reason | None:
    """Among the leading customers that together bring the share of all revenue."""
    if not frame.standing.is_high(year.revenue_cents):
        return None
    return Reason(
        "high_revenue",
        {
            "revenue_cents": year.revenue_cents,
            "customers": frame.standing.high_customers,
            "share_percent": frame.limits.high_share_percent,
            "from_on": frame.start,
            "until_on": frame.end,
            "currency": frame.currency,
        },
    )


def low_revenue(year: Year, frame: Frame) -> Reason | None:
    """Below the leading customers, or without any revenue in this period."""
    limit = frame.standing.high_limit_cents
    if frame.standing.is_high(year.revenue_cents):
        return None
    facts: dict[str, int | str | bool] = {
        "revenue_cents": year.revenue_cents,
        "from_on": frame.start,
        "until_on": frame.end,
        "currency": frame.currency,
    }
    if year.revenue_cents < 0:
        return Reason("more_credited", facts)
    if year.revenue_cents == 0 or limit is None:
        return Reason("no_revenue", facts)
    facts["limit_cents"] = limit
    return Reason("low_revenue", facts)


def is_repeatedly_late(late: int, invoices: int, limits: Limits) -> bool:
    """At least 3 late, or at least 2 that are a third of all.

    >>> is_repeatedly_late(2, 6, Limits()), is_repeatedly_late(2, 7, Limits())
    (True, False)
    """
    if late >= limits.late_invoices:
        return True
    return late >= limits.late_invoices_with_share and late * limits.late_share_one_in >= invoices


def repeatedly_late(year: Year, frame: Frame) -> Reason | None:
    """Pays repeatedly and clearly late (in the last twelve months)."""
    if not is_repeatedly_late(year.late_invoices, year.invoices, frame.limits):
        return None
    return Reason(
        "repeatedly_late",
        {
            "late": year.late_invoices,
            "invoices": year.invoices,
            "limit_days": frame.limits.late_days,
            "latest_days": year.latest_days,
        },
    )


def is_effort_heavy(year: Weighed, together: Effort, everyone: Effort, limits: Limits) -> bool:
    """More than 1.25 times the effort per euro of `together`, and more hours than the average."""
    minutes = year.effort_minutes
    if minutes is None or together.revenue_cents <= 0:
        return False
    if minutes * everyone.customers <= everyone.minutes:
        return False
    return _is_more_per_euro(minutes, year.revenue_cents, together, limits)


def _is_more_per_euro(minutes: int, cents: int, together: Effort, limits: Limits) -> bool:
    fair = limits.effort_factor_percent * together.minutes * max(cents, 0)
    return minutes * together.revenue_cents * 100 > fair


def effort_raised(year: Year, frame: Frame) -> Reason | None:
    """A high-revenue customer takes clearly more time per euro than the others of its kind."""
    standing, minutes = frame.standing, year.effort_minutes
    high = standing.high_effort
    if minutes is None or not is_effort_heavy(year, high, standing.effort, frame.limits):
        return None
    times = minutes * high.revenue_cents * 100 // (high.minutes * year.revenue_cents)
    return Reason(
        "effort_raised",
        {
            "effort_minutes": minutes,
            "times_percent": times,
            "average_minutes": standing.effort.minutes // standing.effort.customers,
        },
    )


def effort_high(year: Year, frame: Frame) -> Reason | None:
    """A low-revenue customer takes clearly more time per euro than the whole base."""
    effort, minutes = frame.standing.effort, year.effort_minutes
    if minutes is None or not is_effort_heavy(year, effort, effort, frame.limits):
        return None
    return Reason(
        "effort_high",
        {"effort_minutes": minutes, "average_minutes": effort.minutes // effort.customers},
    )


def chatter(year: Year, frame: Frame) -> Reason | None:
    """Long calls for little revenue: twice the minutes per euro of the base, and of the callers."""
    calls, limits = frame.standing.calls, frame.limits
    minutes = year.call_minutes
    if minutes < limits.chatter_minutes or calls.revenue_cents <= 0:
        return None
    factor = limits.chatter_factor_percent
    if minutes * calls.customers * 100 <= factor * calls.minutes:
        return None
    fair = factor * calls.minutes * max(year.revenue_cents, 0)
    if minutes * calls.revenue_cents * 100 <= fair:
        return None
    return Reason(
        "chatter",
        {
            "call_minutes": minutes,
            "average_minutes": calls.minutes // calls.customers,
            "times_percent": minutes * calls.customers * 100 // calls.minutes,
        },
    )


def marked(year: Year, kind: MarkKind, limits: Limits) -> Reason | None:
    """The criterion that marks of this kind make, where there are enough of them."""
    found = meets(year.marks, kind) if year.marks else None
    if found is None:
        return None
    if kind in STATEMENTS:
        return Reason(_MARKED[kind], {"marked_on": found.last_on.isoformat()})
    if kind is MarkKind.DRAINED:
        return Reason("drains", {"days": found.days, "drained_days": limits.drained_days})
    return Reason(_MARKED[kind], {"days": found.days, "months": limits.marks_months})


_MARKED = {
    MarkKind.CLOSE_TO_HEART: "close_to_heart", MarkKind.USEFUL: "useful_to_me",
    MarkKind.RECOMMENDED: "recommends", MarkKind.TONE: "conduct",
    MarkKind.DEMANDS: "demands_more", MarkKind.DRAINED: "drains",
    MarkKind.DISCOUNT_PRESSED: "presses_price", MarkKind.POTENTIAL: "potential",
    MarkKind.PROMISE_BROKEN: "promises_unkept",
}  # fmt: skip
"""Kind of mark → the criterion that enough of them make; who said thank you meets none."""


def effort_in_proportion(year: Year) -> Reason:
    """Effort is known and fair, or said to be unknown."""
    if year.effort_minutes is None:
        return EFFORT_UNKNOWN
    return Reason("effort_in_proportion", {"effort_minutes": year.effort_minutes})


def effort_of_low(year: Year, frame: Frame) -> Reason:
    """In proportion; or more per euro than that, yet not more hours than the average customer."""
    effort, minutes = frame.standing.effort, year.effort_minutes
    if minutes is None or effort.revenue_cents <= 0 or effort.customers <= 0:
        return effort_in_proportion(year)
    if not _is_more_per_euro(minutes, year.revenue_cents, effort, frame.limits):
        return effort_in_proportion(year)
    return Reason(
        "effort_not_high",
        {"effort_minutes": minutes, "average_minutes": effort.minutes // effort.customers},
    )


def too_new(year: Year, frame: Frame) -> Reason | None:
    """Fewer than 3 invoices, fewer than 5 contacts, and first dealt with under two quarters ago."""
    limits = frame.limits
    if year.invoices_ever >= limits.settled_invoices or year.contacts >= limits.settled_contacts:
        return None
    if year.first_on is not None and year.first_on <= frame.settled_before:
        return None
    return Reason(
        "too_new",
        {
            "invoices": year.invoices_ever,
            "contacts": year.contacts,
            "needed_invoices": limits.settled_invoices,
            "needed_contacts": limits.settled_contacts,
            "months": limits.settled_months,
        },
    )


def owner_word(year: Year, group: Group) -> Reason:
    """A person has said so, with day and reason ('' where none was given)."""
    on = year.word_on.isoformat() if year.word_on else ""
    return Reason(
        "owner_word", {"group": group.value, "word_on": on, "word_reason": year.word_reason}
    )


def close_to_limit(year: Year, frame: Frame) -> Reason | None:
    """The revenue lies so near the limit of the high ones that little would tip it."""
    limit = frame.standing.high_limit_cents
    if limit is None or frame.standing.high_customers < 2:
        return None
    if abs(year.revenue_cents - limit) * 100 >= frame.limits.close_percent * limit:
        return None
    return Reason("close_to_limit", {"limit_cents": limit, "currency": frame.currency})


def reservations(year: Year, frame: Frame) -> list[Reason]:
    """What the figures rest on, where something had to be assumed or is not known."""
    told = []
    if year.revenue_estimated:
        told.append(REVENUE_ESTIMATED)
    if year.effort_estimated:
        told.append(EFFORT_ESTIMATED)
    if year.payment_known < year.invoices:
        facts = {"known": year.payment_known, "invoices": year.invoices}
        told.append(
            Reason("payments_partly_unknown", facts)
            if year.payment_known
            else Reason("payments_unknown", {"invoices": year.invoices})
        )
    if year.terms_assumed and year.payment_known:
        days = frame.limits.default_terms_days
        told.append(Reason("terms_assumed", {"invoices": year.terms_assumed, "terms_days": days}))
    return told
