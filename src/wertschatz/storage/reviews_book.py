"""Keeps the analyses: when, through whom they lead, and what came of each customer."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q, QuerySet

from wertschatz.domain.customers.review import Candidate
from wertschatz.domain.values import Fact, Group
from wertschatz.ports.reviews import AnotherRuns, DecidedMeanwhile
from wertschatz.storage import merged
from wertschatz.storage.assessments import reasons_from
from wertschatz.storage.journal import Writing, writing
from wertschatz.storage.models import Assessment, Customer, GroupDecision, Review, ReviewEntry

AREAS = ("reviews",)
"""Only a word on a customer concerns the figures."""


class ReviewsBook:
    """Every call is one action with its undo."""

    def plan(self, planned_at: dt.datetime, minutes: int, *, by: int, at: dt.datetime) -> uuid.UUID:
        """An appointment; returns the analysis."""
        # As the database gives it back: else the image of the row would not match, and no undo.
        planned_at = planned_at.astimezone(dt.UTC)
        row = Review(user_id=by, planned_at=planned_at, minutes=minutes)
        facts: dict[str, Fact] = {"at": planned_at.isoformat(), "minutes": minutes}
        with writing("review_planned", by=by, at=at, facts=facts, areas=AREAS) as pen:
            pen.create(row)
        return row.uuid

    def put_off(
        self, review: uuid.UUID, planned_at: dt.datetime, *, by: int, at: dt.datetime
    ) -> None:
        """To another time."""
        planned_at = planned_at.astimezone(dt.UTC)
        facts: dict[str, Fact] = {"at": planned_at.isoformat()}
        with writing("review_put_off", by=by, at=at, facts=facts, areas=AREAS) as pen:
            row = _waiting(review)
            pen.update(row, planned_at=planned_at, moved=row.moved + 1)

    def cancel(self, review: uuid.UUID, *, by: int, at: dt.datetime) -> None:
        """It will not take place."""
        with writing("review_cancelled", by=by, at=at, areas=AREAS) as pen:
            row = _waiting(review)
            pen.update(row, cancelled_at=at, moved=row.moved + 1)

    def candidates(self, most: int) -> Sequence[Candidate]:
        """Whom one could look at; both lists are read from an index by revenue."""
        rows = Assessment.objects.order_by("-revenue_cents")
        asked = list(rows.filter(confirmed=False)[:most])
        asked += list(rows.filter(confirmed=True)[:most])
        before = _letters_before([row.customer_id for row in asked])
        return [_candidate(row, before.get(row.customer_id)) for row in asked]

    def begin(
        self, review: uuid.UUID, order: Sequence[Candidate], *, by: int, at: dt.datetime
    ) -> None:
        """Keeps the order, and how each customer stands now."""
        facts: dict[str, Fact] = {"customers": len(order)}
        with writing("review_begun", by=by, at=at, facts=facts, areas=AREAS) as pen:
            row = _waiting(review)
            _nobody_else_runs()
            pen.update(row, started_at=at)
            _enter(pen, row, order)

    def begin_at_once(
        self, minutes: int, order: Sequence[Candidate], *, by: int, at: dt.datetime
    ) -> uuid.UUID:
        """Appointment and beginning as one action."""
        row = Review(user_id=by, planned_at=at, minutes=minutes, started_at=at)
        facts: dict[str, Fact] = {"customers": len(order)}
        with writing("review_begun", by=by, at=at, facts=facts, areas=AREAS) as pen:
            _nobody_else_runs()
            pen.create(row)
            _enter(pen, row, order)
        return row.uuid

    def decide(
        self,
        review: uuid.UUID,
        place: int,
        group: str,
        reason: str,
        *,
        seen: int,
        outcome: str,
        by: int,
        at: dt.datetime,
        on: dt.date,
    ) -> uuid.UUID:
        """The word on one customer and what came of the entry, as one action."""
        entry = _entry(review, place)
        customer = merged.target(entry.customer)
        facts: dict[str, Fact] = {"name": customer.party.name, "group": group}
        code = "review_decided" if group else "review_passed"
        areas = ("customers", *AREAS) if group else AREAS
        whose = customer.party_id
        with writing(code, by=by, at=at, facts=facts, party=whose, areas=areas) as pen:
            entry = ReviewEntry.objects.select_for_update().get(pk=entry.pk)
            # Passing over what somebody decided would blot it out of the record.
            if entry.outcome != outcome or newest_word(customer) != seen or (outcome and not group):
                raise DecidedMeanwhile
            if not group:
                pen.update(entry, whose, outcome="passed", at=at)
                return pen.action.uuid
            word = GroupDecision(
                customer=customer, group=group, reason=reason, on=on, at=at, by_id=by
            )
            pen.create(word, whose)
            came = "confirmed" if group == entry.group else "decided"
            pen.update(entry, whose, outcome=came, decision_id=word.pk, at=at)
        return pen.action.uuid

    def confirm_settled(self, review: uuid.UUID, *, by: int, at: dt.datetime) -> int:
        """All that are confirmed and have not moved stay so."""
        with transaction.atomic():
            entries = settled_of(_running(review))
            if not entries:
                return 0
            facts: dict[str, Fact] = {"customers": len(entries)}
            with writing("review_settled", by=by, at=at, facts=facts, areas=AREAS) as pen:
                parties = [entry.customer.party_id for entry in entries]
                pen.update_many(entries, parties, outcome="confirmed", at=at)
        return len(entries)

    def end(self, review: uuid.UUID, *, by: int, at: dt.datetime) -> None:
        """It is over."""
        row = _running(review)
        facts: dict[str, Fact] = {
            "customers": row.entries.exclude(outcome__in=["", "passed"]).count()
        }
        with writing("review_ended", by=by, at=at, facts=facts, areas=AREAS) as pen:
            pen.update(row, ended_at=at)


def _enter(pen: Writing, row: Review, order: Sequence[Candidate]) -> None:
    """One entry for each, with the reasons of today."""
    stands = Assessment.objects.in_bulk([one.customer for one in order])
    parties = dict(Customer.objects.filter(pk__in=list(stands)).values_list("pk", "party_id"))
    # Whom a new assessment has just dropped has nothing to be looked at.
    still = [one for one in order if one.customer in stands]
    entries = [
        ReviewEntry(
            review=row, customer_id=one.customer, place=place, group=one.group or "",
            confirmed=one.confirmed, reasons=stands[one.customer].reasons,
        )
        for place, one in enumerate(still)
    ]  # fmt: skip
    pen.create_many(entries, [parties[one.customer] for one in still])


def _nobody_else_runs() -> None:
    if Review.objects.filter(started_at__isnull=False, ended_at=None).exists():
        raise AnotherRuns


def _waiting(review: uuid.UUID) -> Review:
    row = _review(review)
    if row.started_at or row.cancelled_at:
        raise ValueError(review)
    return row


def _running(review: uuid.UUID) -> Review:
    row = _review(review)
    if row.ended_at or not row.started_at:
        raise ValueError(review)
    return row


def _review(review: uuid.UUID) -> Review:
    row = Review.objects.filter(uuid=review).first()
    if row is None:
        raise KeyError(review)
    return row


def _entry(review: uuid.UUID, place: int) -> ReviewEntry:
    rows = ReviewEntry.objects.select_related(
        "customer__party", "customer__merged_into__party", "review"
    )
    entry = rows.filter(review__uuid=review, place=place).first()
    if entry is None or entry.review.ended_at:
        raise KeyError(review)
    return entry


def newest_word(customer: Customer) -> int:
    """The id of the newest word on this customer; 0: there is none."""
    said = GroupDecision.objects.filter(customer_id=merged.speaker(merged.parts(customer)))
    return said.order_by("-id").values_list("id", flat=True).first() or 0


def open_entries(review: Review) -> QuerySet[ReviewEntry]:
    """Those not looked at yet, in order."""
    rows = review.entries.filter(outcome="").order_by("place")
    return rows.select_related("customer__party", "customer__merged_into__party")


def settled_of(review: Review) -> list[ReviewEntry]:
    """Of those not looked at, whoever a glance is enough for: nobody said a word since."""
    entries = [entry for entry in open_entries(review) if _is_settled(entry)]
    now = {merged.target(entry.customer).pk for entry in entries}
    # A word on a part merged into it is one on the customer.
    whose = Q(customer__in=now) | Q(customer__merged_into__in=now)
    said = GroupDecision.objects.filter(whose, at__gte=review.started_at or review.planned_at)
    found = said.values_list("customer_id", "customer__merged_into_id") if entries else ()
    spoken = {head or customer for customer, head in found}
    return [entry for entry in entries if merged.target(entry.customer).pk not in spoken]


def _is_settled(entry: ReviewEntry) -> bool:
    """Confirmed when the analysis began, and the figures said the same."""
    codes = {reason.code for reason in reasons_from(entry.reasons)}
    return entry.confirmed and "figures_say" not in codes


def _letters_before(customers: Iterable[int]) -> dict[int, str]:
    """The letter of the last analysis that is over, for those who were in it."""
    last = Review.objects.filter(ended_at__isnull=False).order_by("-ended_at").first()
    if last is None:
        return {}
    rows = last.entries.filter(customer__in=list(customers)).exclude(outcome__in=["", "passed"])
    found = rows.values_list("customer_id", "group", "decision__group")
    return {customer: decided or group for customer, group, decided in found}


def _candidate(row: Assessment, before: str | None) -> Candidate:
    codes = {reason.code for reason in reasons_from(row.reasons)}
    return Candidate(
        row.customer_id, Group(row.group) if row.group else None, row.confirmed,
        "figures_say" in codes, "high_revenue" in codes, row.revenue_cents,
        Group(before) if before else None,
    )  # fmt: skip
