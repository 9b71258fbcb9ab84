"""What came of an analysis, as it was decided then: who moved and why, and what it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Sum

from wertschatz.domain.customers.review import criteria_of
from wertschatz.domain.customers.review_week import Stood, shares_of, week_minutes
from wertschatz.domain.values import Group, Reason
from wertschatz.storage import merged
from wertschatz.storage.assessments import reasons_from
from wertschatz.storage.models import (
    Assessment,
    AssessmentRun,
    Customer,
    GroupDecision,
    Review,
    ReviewEntry,
)
from wertschatz.storage.queries.reviews import ReviewLine, line_of_review

DECIDED = frozenset({"confirmed", "decided"})
WHY = 2
"""Reasons that are told of each."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One customer that stands elsewhere than before, or against the proposal."""

    customer: UUID
    name: str
    before: str
    """Its last confirmed letter before; '' none."""
    proposed: str
    after: str
    why: tuple[Reason, ...]
    """The criteria it met; what was said of it before is no reason."""
    word_reason: str


@dataclass(frozen=True, slots=True)
class GroupWeek:
    """What one group takes in a week, and what the method gives it."""

    group: Group
    customers: int
    before_minutes: int
    after_minutes: int
    method_minutes: int


@dataclass(frozen=True, slots=True)
class End:
    """What came of an analysis."""

    review: ReviewLine
    moved: list[Moved]
    against: list[Moved]
    """Decided otherwise than proposed, though not moved."""
    first: int
    """Got their first letter."""
    confirmed: int
    passed: int
    left: int
    """Not looked at."""
    week: list[GroupWeek]
    week_minutes: int


def end_of(review: UUID) -> End | None:
    """What came of it, as it was decided then; None: there is no such analysis, or not begun."""
    row = Review.objects.select_related("user").filter(uuid=review).first()
    if row is None or row.started_at is None:
        return None
    entries = list(row.entries.select_related("customer__party", "decision").order_by("place"))
    words = _words_before(row, [entry.customer_id for entry in entries])
    decided = [entry for entry in entries if entry.outcome in DECIDED]
    lines = [_moved(entry, words.get(entry.customer_id, "")) for entry in decided]
    moved = [one for one in lines if one.before and one.before != one.after]
    week, minutes = _week(entries, words)
    return End(
        review=line_of_review(row), moved=moved,
        against=[one for one in lines if one.after != one.proposed and one not in moved],
        first=sum(not one.before for one in lines),
        confirmed=sum(one.before == one.after for one in lines),
        passed=sum(entry.outcome == "passed" for entry in entries),
        left=sum(entry.outcome == "" for entry in entries), week=week, week_minutes=minutes,
    )  # fmt: skip


def _words_before(row: Review, customers: Sequence[int]) -> dict[int, str]:
    """The newest word of each before the analysis began, its own or of whom was merged into it.

    Who was looked at alone and merged since speaks for itself.
    """
    parts = Customer.objects.filter(merged_into__in=customers).exclude(pk__in=customers)
    into = {one: now for one, now in parts.values_list("id", "merged_into_id") if now is not None}
    whose = [*customers, *into]
    said = GroupDecision.objects.filter(customer__in=whose, at__lt=row.started_at)
    return merged.words(said, into)


def _after(entry: ReviewEntry) -> str:
    return entry.decision.group if entry.decision else entry.group


def _moved(entry: ReviewEntry, before: str) -> Moved:
    return Moved(
        entry.customer.uuid, entry.customer.party.name, before, entry.group, _after(entry),
        criteria_of(reasons_from(entry.reasons))[:WHY],
        entry.decision.reason if entry.decision else "",
    )  # fmt: skip


def _week(entries: Sequence[ReviewEntry], words: Mapping[int, str]) -> tuple[list[GroupWeek], int]:
    """By the newest assessment; who was not decided, or not looked at, keeps the letter it has."""
    run = AssessmentRun.objects.order_by("-id").first()
    if run is None:
        return [], 0
    days = (run.window_end - run.window_start).days + 1
    stood = _stood(entries, words)
    kept = _kept([one.customer.merged_into_id or one.customer_id for one in entries])
    total = Assessment.objects.aggregate(all=Sum("effort_minutes"))["all"] or 0
    together = total * 7 // days
    shares = shares_of(together)
    everybody = [*stood, *(Stood(group, group, minutes) for group, (_, minutes) in kept.items())]
    before, after = (week_minutes(everybody, days, after=then) for then in (False, True))
    week = [
        GroupWeek(
            group, sum(one.after == group for one in stood) + kept.get(group, (0, 0))[0],
            before[group], after[group], shares[group],
        )
        for group in Group
    ]  # fmt: skip
    return week, together


def _stood(entries: Sequence[ReviewEntry], words: Mapping[int, str]) -> list[Stood]:
    """Before and after; the minutes of whoever was merged since count once."""
    now = {one.customer_id: one.customer.merged_into_id or one.customer_id for one in entries}
    rows = Assessment.objects.filter(customer__in=set(now.values()))
    effort = dict(rows.values_list("customer_id", "effort_minutes"))
    stood = []
    for one in entries:
        word = words.get(one.customer_id, "")
        after = _after(one) if one.outcome in DECIDED else word
        minutes = effort.pop(now[one.customer_id], 0) or 0
        stood.append(Stood(_group(word), _group(after), minutes))
    return stood


def _kept(looked_at: Sequence[int]) -> dict[Group, tuple[int, int]]:
    """Customers and minutes of everybody else with a confirmed letter, by group."""
    rows = Assessment.objects.filter(confirmed=True).exclude(customer__in=looked_at)
    sums = rows.values_list("group").annotate(Count("pk"), Sum("effort_minutes"))
    return {Group(group): (count, minutes or 0) for group, count, minutes in sums if group}


def _group(letter: str) -> Group | None:
    return Group(letter) if letter else None
