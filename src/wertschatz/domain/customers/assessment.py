"""Each customer's group with the criteria met, what would change it and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from wertschatz.domain.customers import change, criteria
from wertschatz.domain.customers.costing import contribution_cents, cost_cents, rate_of
from wertschatz.domain.customers.criteria import Frame
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.proposal import Proposal, propose, steady
from wertschatz.domain.customers.standing import Standing, standing_of
from wertschatz.domain.customers.year import Window, Year, months_later
from wertschatz.domain.values import Group, Reason


class Sure(StrEnum):
    """How sure a proposal is."""

    OWNER = "owner"
    """A person has said so."""
    GOOD = "good"
    """Revenue, payments and effort are known from records."""
    FAIR = "fair"
    """Something that matters is unknown or assumed."""
    LOW = "low"
    """Rests on estimates."""
    OPEN = "open"
    """Too little is known for a letter, or the figures and the person disagree."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The outcome for one customer. `group` None: undecided."""

    customer: int | str
    group: Group | None
    confirmed: bool
    """A person's word stands behind the letter; only then may it act outside the analysis."""
    sure: Sure
    reasons: tuple[Reason, ...]
    """The criteria met and the figures behind them, most important first. Never empty."""
    change: Reason | None
    """What would change the group."""
    effort_ratio: float | None
    """Share of effort ÷ share of revenue among customers whose effort is known."""
    effort_cost_cents: int | None = None
    """What the time cost; None: unknown, or nobody has said what an hour costs."""
    contribution_cents: int | None = None
    """Revenue less direct costs and the cost of the time."""


def assess(
    years: Iterable[Year], window: Window, limits: Limits, as_of: date, currency: str = "EUR"
) -> list[Assessment]:
    """Every customer's group, in the order given.

    The owner's word comes first, then the letter by gut while no invoice stands behind the
    customer, then the figures. `currency` is the firm's; all money is in it.
    """
    years = list(years)
    frame = frame_for(standing_of(years, limits), window, limits, as_of, currency)
    rate = rate_of(limits)
    return [assess_one(year, frame, rate) for year in years]


def frame_for(
    standing: Standing, window: Window, limits: Limits, as_of: date, currency: str
) -> Frame:
    """What is the same for every customer, worked out once."""
    return Frame(
        window=window,
        limits=limits,
        as_of=as_of,
        standing=standing,
        currency=currency,
        start=window.start.isoformat(),
        end=window.end.isoformat(),
        settled_before=months_later(as_of, -limits.settled_months),
    )


def assess_one(year: Year, frame: Frame, rate: Fraction | None = None) -> Assessment:
    """One customer's outcome, held against the whole base; `rate` is cents a minute."""
    proposal = propose(year, frame)
    if year.last_word is not None:
        proposal = steady(year, frame, proposal, year.last_word)
    group, reasons, what_changes = proposal.group, proposal.reasons, proposal.change
    sure = how_sure(year, group)
    close = criteria.close_to_limit(year, frame)
    if close is not None and sure is Sure.GOOD:
        sure = Sure.FAIR
    if year.word is not None:
        group, sure = year.word, Sure.OWNER
        what_changes = change.WORD_TAKEN_BACK
        reasons = _said(criteria.owner_word(year, year.word), year.word, proposal)
    elif year.gut is not None and not year.invoices_ever:
        group, sure = year.gut, Sure.LOW
        what_changes = change.FIRST_INVOICE
        reasons = _said(Reason("gut_letter", {"group": year.gut.value}), year.gut, proposal)
    reasons += [*([close] if close else []), *criteria.reservations(year, frame)]
    minutes = year.effort_minutes
    return Assessment(
        customer=year.customer,
        group=group,
        confirmed=year.word is not None,
        sure=sure,
        reasons=tuple(reasons),
        change=what_changes,
        effort_ratio=effort_ratio(year, frame.standing),
        effort_cost_cents=None if rate is None or minutes is None else cost_cents(minutes, rate),
        contribution_cents=contribution_cents(year, rate),
    )


def _said(word: Reason, said: Group, proposal: Proposal) -> list[Reason]:
    """The person's letter first, then what the figures say where they disagree."""
    if proposal.group in (None, said):
        return [word, *proposal.reasons]
    figures = Reason("figures_say", {"group": proposal.group.value if proposal.group else ""})
    return [word, figures, *proposal.reasons]


def how_sure(year: Year, group: Group | None) -> Sure:
    """How much the proposal rests on records."""
    if group is None:
        return Sure.OPEN
    if year.revenue_estimated:
        return Sure.LOW
    recorded = year.effort_minutes is not None and not year.effort_estimated
    if recorded and year.payment_known == year.invoices and not year.terms_assumed:
        return Sure.GOOD
    return Sure.FAIR


def effort_ratio(year: Year, standing: Standing) -> float | None:
    """Share of effort ÷ share of revenue among customers whose effort is known; 1.0 is fair.

    None where effort is unknown or there is no revenue to hold it against.
    """
    minutes, effort = year.effort_minutes, standing.effort
    if minutes is None or year.revenue_cents <= 0 or not effort.minutes:
        return None
    return round(minutes * effort.revenue_cents / (effort.minutes * year.revenue_cents), 3)
