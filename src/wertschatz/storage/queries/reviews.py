"""The analyses as their pages show them: planned, under way, over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, Sum

from wertschatz.domain.customers.review import Busy, minutes_left
from wertschatz.domain.customers.review_week import Stood, shares_of, week_minutes
from wertschatz.domain.values import Group, Reason
from wertschatz.storage import merged
from wertschatz.storage.assessments import reasons_from
from wertschatz.storage.models import (
    Assessment,
    AssessmentRun,
    Contact,
    Customer,
    GroupDecision,
    ImportFile,
    Review,
    ReviewEntry,
)
from wertschatz.storage.queries.customers import CustomerLine, line_of
from wertschatz.storage.reviews_book import is_settled, newest_word, open_entries


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One analysis."""

    uuid: UUID
    by: str
    planned_at: dt.datetime
    minutes: int
    moved: int
    started_at: dt.datetime | None
    ended_at: dt.datetime | None
    cancelled: bool
    customers: int
    looked_at: int


@dataclass(frozen=True, slots=True)
class Step:
    """The customer that is looked at now."""

    review: ReviewLine
    place: int
    customer: UUID
    name: str
    line: CustomerLine | None
    """As it is assessed now."""
    proposed: str
    """The letter as the analysis found it."""
    confirmed: bool
    reasons: tuple[Reason, ...]
    before: str
    """The letter of the analysis before; '' none."""
    before_on: dt.date | None
    word: str
    word_by: str
    word_at: dt.datetime | None
    """The newest word of a person; '' none."""
    seen: int
    settled_left: int
    """How many of those still to come are confirmed and have not moved."""
    minutes_left: int
    outcome: str


def _lines() -> list[Review]:
    rows = Review.objects.select_related("user").annotate(
        customers=Count("entries"), looked=Count("entries", filter=~Q(entries__outcome=""))
    )
    return list(rows.order_by("-planned_at")[:50])


def reviews() -> list[ReviewLine]:
    """All analyses, the newest first."""
    return [_line(row) for row in _lines()]


def review_line(review: UUID) -> ReviewLine | None:
    """One analysis; None: there is no such one."""
    row = Review.objects.select_related("user").filter(uuid=review).first()
    return None if row is None else _line(row)


def _line(row: Review) -> ReviewLine:
    counted = getattr(row, "customers", None)
    entries = row.entries.count() if counted is None else counted
    looked = row.entries.exclude(outcome="").count() if counted is None else row.looked  # type: ignore[attr-defined]
    return ReviewLine(
        row.uuid, row.user.username, row.planned_at, row.minutes, row.moved, row.started_at,
        row.ended_at, row.cancelled_at is not None, entries, looked,
    )  # fmt: skip


def step_of(review: UUID, place: int | None = None) -> Step | None:
    """The customer at this place, else the next one not looked at; None: there is none left."""
    row = Review.objects.select_related("user").filter(uuid=review).first()
    if row is None or row.started_at is None:
        return None
    waiting = list(open_entries(row))
    if place is None:
        entry = waiting[0] if waiting else None
    else:
        rows = row.entries.select_related("customer__party", "customer__merged_into__party")
        entry = rows.filter(place=place).first()
    return None if entry is None else _step(row, entry, waiting)


def _step(row: Review, entry: ReviewEntry, waiting: Sequence[ReviewEntry]) -> Step:
    customer = merged.target(entry.customer)
    found = Assessment.objects.select_related("customer__party").filter(customer=customer).first()
    before, before_on = _before(row, entry)
    seen = newest_word(customer)
    word = GroupDecision.objects.select_related("by").filter(pk=seen).first()
    line = _line(row)
    return Step(
        review=line, place=entry.place, customer=customer.uuid, name=customer.party.name,
        line=None if found is None else line_of(found), proposed=entry.group,
        confirmed=entry.confirmed, reasons=reasons_from(entry.reasons), before=before,
        before_on=before_on, word=word.group if word else "",
        word_by=word.by.username if word and word.by else "", word_at=word.at if word else None,
        seen=seen, settled_left=sum(is_settled(one) for one in waiting),
        minutes_left=minutes_left(row.minutes, line.looked_at, line.customers),
        outcome=entry.outcome,
    )  # fmt: skip


def _earlier(row: Review) -> Review | None:
    began = row.started_at or row.planned_at
    over = Review.objects.filter(ended_at__isnull=False, ended_at__lte=began).exclude(pk=row.pk)
    return over.order_by("-ended_at").first()


def _before(row: Review, entry: ReviewEntry) -> tuple[str, dt.date | None]:
    last = _earlier(row)
    if last is None or last.ended_at is None:
        return "", None
    rows = last.entries.filter(customer_id=entry.customer_id).exclude(outcome__in=["", "passed"])
    found = rows.values_list("group", "decision__group").first()
    return ((found[1] or found[0]) if found else ""), last.ended_at.date()


@dataclass(frozen=True, slots=True)
class Moved:
    """One customer that stands elsewhere than before, or against the proposal."""

    customer: UUID
    name: str
    before: str
    """Its last confirmed letter before; '' none."""
    proposed: str
    after: str
    reasons: tuple[Reason, ...]
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
    decided = [entry for entry in entries if entry.outcome in {"confirmed", "decided"}]
    lines = [_moved(entry, words.get(entry.customer_id, "")) for entry in decided]
    moved = [one for one in lines if one.before and one.before != one.after]
    week, minutes = _week(entries, words)
    return End(
        review=_line(row), moved=moved,
        against=[one for one in lines if one.after != one.proposed and one not in moved],
        first=sum(not one.before for one in lines),
        confirmed=sum(one.before == one.after for one in lines),
        passed=sum(entry.outcome == "passed" for entry in entries),
        left=sum(entry.outcome == "" for entry in entries), week=week, week_minutes=minutes,
    )  # fmt: skip


def _words_before(row: Review, customers: Sequence[int]) -> dict[int, str]:
    """The newest word of each before the analysis began."""
    rows = GroupDecision.objects.filter(customer__in=customers, at__lt=row.started_at)
    return dict(rows.order_by("id").values_list("customer_id", "group"))


def _after(entry: ReviewEntry) -> str:
    return entry.decision.group if entry.decision else entry.group


def _moved(entry: ReviewEntry, before: str) -> Moved:
    return Moved(
        entry.customer.uuid, entry.customer.party.name, before, entry.group, _after(entry),
        reasons_from(entry.reasons), entry.decision.reason if entry.decision else "",
    )  # fmt: skip


def _week(entries: Sequence[ReviewEntry], words: dict[int, str]) -> tuple[list[GroupWeek], int]:
    """By the newest assessment; whoever was not decided stands with the confirmed letter."""
    run = AssessmentRun.objects.order_by("-id").first()
    if run is None:
        return [], 0
    days = (run.window_end - run.window_start).days + 1
    rows = Assessment.objects.filter(customer__in=[entry.customer_id for entry in entries])
    effort = dict(rows.values_list("customer_id", "effort_minutes"))
    stood = [
        Stood(
            _group(words.get(one.customer_id, "")),
            _group(_after(one) if one.outcome in {"confirmed", "decided"} else ""),
            effort.get(one.customer_id) or 0,
        )
        for one in entries
    ]
    total = Assessment.objects.aggregate(all=Sum("effort_minutes"))["all"] or 0
    together = total * 7 // days
    shares = shares_of(together)
    before, after = (week_minutes(stood, days, after=then) for then in (False, True))
    week = [
        GroupWeek(
            group, sum(one.after == group for one in stood), before[group], after[group],
            shares[group],
        )
        for group in Group
    ]  # fmt: skip
    return week, together


def _group(letter: str) -> Group | None:
    return Group(letter) if letter else None


def busy_between(start: dt.date, end: dt.date, zone: ZoneInfo) -> list[Busy]:
    """Appointments known from calendars in these days, by the clock on the wall.

    Looked for only in imports that hold calendars: there may be millions of other contacts.
    """
    files = ImportFile.objects.filter(format="calendar_ics", source__state="live")
    rows = Contact.objects.filter(
        source__in=list(files.values_list("source", flat=True).distinct()), kind="appointment",
        on__gte=start.toordinal(), on__lte=end.toordinal(), started_at__isnull=False,
    )  # fmt: skip
    found = []
    for started, length in rows.values_list("started_at", "length"):
        if started is not None:
            wall = started.astimezone(zone).replace(tzinfo=None)
            found.append((wall, wall + dt.timedelta(minutes=max(length, 15))))
    return found


def customers_in_sight() -> int:
    """How many customers there are to look at."""
    return Customer.objects.filter(assessment__isnull=False).count()
