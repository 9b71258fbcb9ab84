"""What figures and marks alone say of a customer, in the order of the method."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

from wertschatz.domain.customers import change, criteria
from wertschatz.domain.customers.criteria import Frame, marked
from wertschatz.domain.customers.marks import MarkKind, meets
from wertschatz.domain.customers.standing import Effort
from wertschatz.domain.customers.year import Year
from wertschatz.domain.values import Group, Reason

CONDUCT = (MarkKind.TONE, MarkKind.DEMANDS, MarkKind.DRAINED)
YOUR_DECISION = Reason("your_decision")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the figures alone say. `group` None: too little is known, or it is the owner's turn."""

    group: Group | None
    reasons: list[Reason]
    change: Reason | None


@dataclass(frozen=True, slots=True)
class Noted:
    """The criteria that marks make; most customers have none."""

    heart: Reason | None = None
    useful: Reason | None = None
    conduct: tuple[Reason, ...] = ()
    price: Reason | None = None
    potential: Reason | None = None
    promises: Reason | None = None


NOTHING = Noted()


def noted(year: Year, frame: Frame) -> Noted:
    """Which criteria the marks of this customer make."""
    if not year.marks:
        return NOTHING
    limits = frame.limits
    conduct = (marked(year, kind, limits) for kind in CONDUCT)
    useful = marked(year, MarkKind.USEFUL, limits)
    return Noted(
        heart=marked(year, MarkKind.CLOSE_TO_HEART, limits),
        useful=useful or marked(year, MarkKind.RECOMMENDED, limits),
        conduct=tuple(reason for reason in conduct if reason is not None),
        price=marked(year, MarkKind.DISCOUNT_PRESSED, limits),
        potential=marked(year, MarkKind.POTENTIAL, limits),
        promises=marked(year, MarkKind.PROMISE_BROKEN, limits),
    )


def propose(year: Year, frame: Frame) -> Proposal:
    """The group by figures and marks, criterion by criterion (METHOD 1.3 to 1.5).

    Close to the heart (A); high revenue and useful (A); conduct (C); with high revenue late,
    price or raised effort (B), else A; with lower revenue potential (B), then high effort,
    unkept promises or chatter (C), then late (B), else small and easy (B). Where a criterion of
    A and one of C meet, the person decides.
    """
    marks = noted(year, frame)
    high = criteria.high_revenue(year, frame)
    if high is not None:
        return _propose_high(year, frame, high, marks)
    return _propose_low(year, frame, marks)


def steady(year: Year, frame: Frame, proposal: Proposal, last: Group) -> Proposal:
    """Keeps to the last confirmed letter while no figure lies clearly beyond its limit.

    Where the old letter would still come with limits moved by up to 15 %, the change may be
    chance, and the letter is kept. The criteria met are shown as they are.
    """
    if proposal.group in (None, last):
        return proposal
    percent = frame.limits.steady_percent
    factors = (100, 100 - percent, 100 + percent)
    for border, time in product(factors, factors):
        if border and time and propose(*_moved(year, frame, border, time)).group is last:
            facts: dict[str, int | str | bool] = {"group": last.value, "steady_percent": percent}
            return Proposal(last, [Reason("within_margin", facts), *proposal.reasons], None)
    return proposal


def _moved(year: Year, frame: Frame, border: int, time: int) -> tuple[Year, Frame]:
    """The customer before limits at so many per cent: that of high revenue, and those of time.

    Each for itself: if a revenue were moved instead, the effort per euro would move along. Times
    are in hundredths of a minute, so that nothing is rounded.
    """
    before, limits = frame.standing, frame.limits
    high, limit = before.high_effort, before.high_limit_cents
    moved = None if limit is None else -(-limit * border // 100)
    minutes = year.effort_minutes
    joins = moved is not None and moved <= year.revenue_cents and not before.is_high(
        year.revenue_cents
    )  # fmt: skip
    if joins and minutes is not None:
        cents = high.revenue_cents + max(year.revenue_cents, 0)
        high = Effort(high.customers + 1, high.minutes + minutes, cents)
    standing = replace(
        before, high_limit_cents=moved, effort=_timed(before.effort, time),
        high_effort=_timed(high, time), calls=_timed(before.calls, time),
    )  # fmt: skip
    of_talks = replace(limits, chatter_minutes=limits.chatter_minutes * time)
    return replace(
        year,
        effort_minutes=None if minutes is None else minutes * 100,
        call_minutes=year.call_minutes * 100,
    ), replace(frame, standing=standing, limits=of_talks)


def _timed(effort: Effort, percent: int) -> Effort:
    return replace(effort, minutes=effort.minutes * percent)


def _clash(for_it: list[Reason], against: list[Reason], rest: list[Reason]) -> Proposal:
    """Something speaks for A and something for C: both are shown, and the person decides."""
    reasons = [YOUR_DECISION, *for_it, *against, *rest]
    return Proposal(None, reasons, change.YOU_DECIDE)


def _propose_high(year: Year, frame: Frame, high: Reason, marks: Noted) -> Proposal:
    late = criteria.repeatedly_late(year, frame)
    raised = criteria.effort_raised(year, frame)
    effort = raised or criteria.effort_in_proportion(year)
    against = _told(late, marks.price, raised)
    for_it = _told(marks.heart, marks.useful)
    also = _told(marks.promises, marks.potential)
    figures = [high, *against, *([] if raised else [effort]), *also]
    if marks.conduct:
        if for_it or not against:
            return _clash([*for_it, high], list(marks.conduct), [*against, effort, *also])
        return Proposal(Group.C, [*marks.conduct, *figures], _lapse(year, CONDUCT))
    if for_it:
        kinds = (MarkKind.CLOSE_TO_HEART, MarkKind.USEFUL, MarkKind.RECOMMENDED)
        # What else speaks for A does not lapse.
        return Proposal(Group.A, [*for_it, *figures], _lapse(year, kinds) if against else None)
    if against:
        # What decides comes first: that is the reason beside the letter in the list.
        decided = [*against, high, *([] if raised else [effort]), *also]
        return Proposal(Group.B, decided, _nearest_to_a(year, frame, against))
    return Proposal(Group.A, figures, _nearest_to_b(year, frame))


def _nearest_to_a(year: Year, frame: Frame, against: list[Reason]) -> Reason | None:
    """With two things against it, mending one alone would not make it an A."""
    if len(against) > 1:
        return change.several(against)
    match against[0].code:
        case "repeatedly_late":
            return change.fewer_late(year, frame, Group.A)
        case "effort_raised":
            return change.effort_limit(year, frame, high=True, above=False, to=Group.A)
    return _lapse(year, (MarkKind.DISCOUNT_PRESSED,))


def _nearest_to_b(year: Year, frame: Frame) -> Reason | None:
    if year.effort_minutes is not None:
        above = change.effort_limit(year, frame, high=True, above=True, to=Group.B)
        return above or change.more_late(year, frame)
    return change.more_late(year, frame) if year.payment_known else change.EFFORT_TOLD


def _propose_low(year: Year, frame: Frame, marks: Noted) -> Proposal:
    low = criteria.low_revenue(year, frame)
    reasons = [low] if low else []
    late = criteria.repeatedly_late(year, frame)
    heavy, talk = criteria.effort_high(year, frame), criteria.chatter(year, frame)
    new = criteria.too_new(year, frame)
    figures = [] if new else _told(heavy, talk)
    against = [*marks.conduct, *figures, *_told(marks.promises)]
    also = _told(marks.price, marks.useful)
    rest = [*reasons, *_told(late), *([] if heavy else [_effort(year, frame)]), *also]
    if marks.heart is not None:
        if against:
            return _clash([marks.heart], against, rest)
        return Proposal(Group.A, [marks.heart, *rest], _lapse(year, (MarkKind.CLOSE_TO_HEART,)))
    if marks.conduct:
        return Proposal(Group.C, [*against, *rest], _lapse(year, CONDUCT))
    if marks.potential is not None:
        lapse = _lapse(year, (MarkKind.POTENTIAL,))
        return Proposal(Group.B, [marks.potential, *against, *rest], lapse)
    if against:
        return Proposal(Group.C, [*against, *rest], _nearest_from_c(year, frame, against))
    if new is not None:
        return Proposal(None, [new, *reasons, *also], change.needs_more(year, frame))
    upward = change.would_be_high(year, frame)
    if late is not None:
        watch = [late, criteria.WATCH_THE_TERMS, *reasons, _effort(year, frame), *also]
        return Proposal(Group.B, watch, upward)
    if marks.price is not None:
        return Proposal(Group.B, [*also, *reasons, _effort(year, frame)], upward)
    easy = [criteria.SMALL_AND_EASY, *reasons, _effort(year, frame), *also]
    return Proposal(Group.B, easy, upward)


def _told(*reasons: Reason | None) -> list[Reason]:
    """Those that there are."""
    return [reason for reason in reasons if reason is not None]


def _effort(year: Year, frame: Frame) -> Reason:
    return criteria.effort_of_low(year, frame)


def _nearest_from_c(year: Year, frame: Frame, against: list[Reason]) -> Reason | None:
    if len(against) > 1:
        return change.several(against)
    match against[0].code:
        case "effort_high":
            return change.effort_limit(year, frame, high=False, above=False, to=Group.B)
        case "chatter":
            return change.talk_limit(year, frame)
    return _lapse(year, (MarkKind.PROMISE_BROKEN,))


def _lapse(year: Year, kinds: tuple[MarkKind, ...]) -> Reason | None:
    """The day on which the last of these criteria lapses, if nothing is noted anew."""
    found = (meets(year.marks or {}, kind) for kind in kinds)
    days = [one.until for one in found if one is not None and one.until is not None]
    return Reason("mark_lapses", {"until_on": max(days).isoformat()}) if days else None
