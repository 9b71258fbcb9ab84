"""“Next week I look at my customers”: the analysis as an appointment, one customer at a time."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.domain.customers.review import AT_MOST, Candidate, in_order, minutes_for
from wertschatz.domain.values import Group
from wertschatz.ports.reviews import AnotherRuns, DecidedMeanwhile, Reviews
from wertschatz.usecases.refusals import Refused
from wertschatz.usecases.say_my_word import LONGEST_REASON

FARTHEST = dt.timedelta(days=366)
JUST_NOW = dt.timedelta(minutes=5)
"""A time that was still to come when it was typed."""


def plan_an_analysis(
    reviews: Reviews, planned_at: dt.datetime, customers: int, *, by: int, at: dt.datetime
) -> uuid.UUID:
    """An appointment with oneself, as long as the base needs; raises Refused."""
    _check(planned_at, at)
    return reviews.plan(planned_at, minutes_for(min(customers, AT_MOST)), by=by, at=at)


def _check(planned_at: dt.datetime, at: dt.datetime) -> None:
    if planned_at < at - JUST_NOW:
        raise Refused("analysis_in_the_past")
    if planned_at > at + FARTHEST:
        raise Refused("analysis_too_far")


def put_the_analysis_off(
    reviews: Reviews, review: uuid.UUID, planned_at: dt.datetime, *, by: int, at: dt.datetime
) -> None:
    """To another time; raises Refused."""
    _check(planned_at, at)
    try:
        reviews.put_off(review, planned_at, by=by, at=at)
    except (KeyError, ValueError):
        raise Refused("analysis_gone") from None


def cancel_the_analysis(reviews: Reviews, review: uuid.UUID, *, by: int, at: dt.datetime) -> None:
    """It will not take place; raises Refused."""
    try:
        reviews.cancel(review, by=by, at=at)
    except (KeyError, ValueError):
        raise Refused("analysis_gone") from None


def begin_the_analysis(reviews: Reviews, review: uuid.UUID, *, by: int, at: dt.datetime) -> None:
    """Now, whenever it was planned; raises Refused."""
    order = _order(reviews)
    try:
        reviews.begin(review, order, by=by, at=at)
    except (KeyError, ValueError):
        raise Refused("analysis_gone") from None
    except AnotherRuns:
        raise Refused("analysis_runs") from None


def begin_at_once(reviews: Reviews, *, by: int, at: dt.datetime) -> uuid.UUID:
    """Without an appointment; raises Refused."""
    order = _order(reviews)
    try:
        return reviews.begin_at_once(minutes_for(len(order)), order, by=by, at=at)
    except AnotherRuns:
        raise Refused("analysis_runs") from None


def _order(reviews: Reviews) -> list[Candidate]:
    order = in_order(reviews.candidates(AT_MOST))
    if not order:
        raise Refused("nobody_to_look_at")
    return order


def look_at_one(
    reviews: Reviews,
    review: uuid.UUID,
    place: int,
    *,
    group: str,
    reason: str,
    seen: int,
    outcome: str,
    by: int,
    at: dt.datetime,
    on: dt.date,
) -> uuid.UUID:
    """The word on one customer; group '' passes it over; raises Refused, or DecidedMeanwhile."""
    if group and group not in set(Group):
        raise Refused("group_unknown", {"group": group[:20]})
    reason = reason.strip()
    if len(reason) > LONGEST_REASON:
        raise Refused("reason_too_long", {"most": LONGEST_REASON, "length": len(reason)})
    try:
        return reviews.decide(
            review, place, group, reason, seen=seen, outcome=outcome, by=by, at=at, on=on
        )
    except KeyError:
        raise Refused("analysis_gone") from None


def end_the_analysis(reviews: Reviews, review: uuid.UUID, *, by: int, at: dt.datetime) -> None:
    """Enough for today; raises Refused."""
    try:
        reviews.end(review, by=by, at=at)
    except (KeyError, ValueError):
        raise Refused("analysis_gone") from None


def confirm_the_settled(reviews: Reviews, review: uuid.UUID, *, by: int, at: dt.datetime) -> int:
    """Those that are confirmed and have not moved, all at once; raises Refused."""
    try:
        return reviews.confirm_settled(review, by=by, at=at)
    except (KeyError, ValueError):
        raise Refused("analysis_gone") from None


__all__ = [
    "DecidedMeanwhile", "begin_at_once", "begin_the_analysis", "cancel_the_analysis",
    "confirm_the_settled", "end_the_analysis", "look_at_one", "plan_an_analysis",
    "put_the_analysis_off",
]  # fmt: skip
