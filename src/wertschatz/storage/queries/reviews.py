"""The analyses as their pages show them: planned, under way, over."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from wertschatz.domain.customers.effort import TAKES_NO_TIME
from wertschatz.domain.customers.marks import Marks
from wertschatz.domain.customers.review import Busy, came_and_went, minutes_left
from wertschatz.domain.values import Reason
from wertschatz.storage import merged
from wertschatz.storage.assessments import reasons_from
from wertschatz.storage.models import (
    Assessment,
    Change,
    Contact,
    GroupDecision,
    ImportFile,
    Review,
    ReviewEntry,
)
from wertschatz.storage.queries.customers import CustomerLine, firm_zone, line_of
from wertschatz.storage.queries.noted import held_by
from wertschatz.storage.reviews_book import newest_word, open_entries, settled_of


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
    came: tuple[Reason, ...]
    """Criteria that are new since the analysis before."""
    went: tuple[Reason, ...]
    """Criteria that held then and no longer do."""
    marks: Marks
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
    return [line_of_review(row) for row in _lines()]


def review_line(review: UUID) -> ReviewLine | None:
    """One analysis; None: there is no such one."""
    row = Review.objects.select_related("user").filter(uuid=review).first()
    return None if row is None else line_of_review(row)


def sequence_of(review: UUID) -> int:
    """The number under which a calendar takes the newest state of an appointment.

    Taking a cancellation back sets `moved` back as well, but a calendar heeds only what grows: so
    every change of it counts, the taking back too.
    """
    row = Review.objects.get(uuid=review)
    moves = Change.objects.filter(
        table="review", row=row.pk, before__has_key="moved", after__has_key="moved"
    )
    return max(row.moved, moves.count())


def line_of_review(row: Review) -> ReviewLine:
    counted = getattr(row, "customers", None)
    entries = row.entries.count() if counted is None else counted
    looked = row.entries.exclude(outcome="").count() if counted is None else row.looked  # type: ignore[attr-defined]
    return ReviewLine(
        row.uuid, row.user.username, row.planned_at, row.minutes, row.moved, row.started_at,
        row.ended_at, row.cancelled_at is not None, entries, looked,
    )  # fmt: skip


def step_of(review: UUID, today: dt.date, place: int | None = None) -> Step | None:
    """The customer at this place, else the next one not looked at; None: there is none left."""
    row = Review.objects.select_related("user").filter(uuid=review).first()
    if row is None or row.started_at is None:
        return None
    if place is None:
        entry = open_entries(row).first()
    else:
        rows = row.entries.select_related("customer__party", "customer__merged_into__party")
        entry = rows.filter(place=place).first()
    return None if entry is None else _step(row, entry, today)


def _step(row: Review, entry: ReviewEntry, today: dt.date) -> Step:
    customer = merged.target(entry.customer)
    found = Assessment.objects.select_related("customer__party").filter(customer=customer).first()
    last = _last(row, entry)
    now = found.reasons if found else entry.reasons
    came, went = came_and_went(reasons_from(last.reasons), reasons_from(now)) if last else ((), ())
    seen = newest_word(customer)
    word = GroupDecision.objects.select_related("by").filter(pk=seen).first()
    line = line_of_review(row)
    return Step(
        review=line, place=entry.place, customer=customer.uuid, name=customer.party.name,
        line=None if found is None else line_of(found), proposed=entry.group,
        confirmed=entry.confirmed, reasons=reasons_from(entry.reasons),
        before=last.group if last else "", before_on=last.on if last else None, came=came,
        went=went, marks=held_by(merged.parts(customer), today), word=word.group if word else "",
        word_by=word.by.username if word and word.by else "", word_at=word.at if word else None,
        seen=seen, settled_left=len(settled_of(row)),
        minutes_left=minutes_left(row.minutes, line.looked_at, line.customers),
        outcome=entry.outcome,
    )  # fmt: skip


def _earlier(row: Review) -> Review | None:
    began = row.started_at or row.planned_at
    over = Review.objects.filter(ended_at__isnull=False, ended_at__lte=began).exclude(pk=row.pk)
    return over.order_by("-ended_at").first()


@dataclass(frozen=True, slots=True)
class _Last:
    """What the analysis before came to."""

    group: str
    on: dt.date
    reasons: str


def _last(row: Review, entry: ReviewEntry) -> _Last | None:
    last = _earlier(row)
    if last is None or last.ended_at is None:
        return None
    rows = last.entries.filter(customer_id=entry.customer_id).exclude(outcome__in=["", "passed"])
    found = rows.values_list("group", "decision__group", "reasons").first()
    if found is None:
        return None
    return _Last(found[1] or found[0], last.ended_at.astimezone(firm_zone()).date(), found[2])


def busy_between(start: dt.date, end: dt.date, zone: ZoneInfo) -> list[Busy]:
    """Appointments known from calendars in these days, by the clock on the wall.

    Looked for only in imports that hold calendars: there may be millions of other contacts.
    """
    files = ImportFile.objects.filter(format="calendar_ics", source__state="live")
    rows = Contact.objects.filter(
        source__in=list(files.values_list("source", flat=True).distinct()), kind="appointment",
        on__gte=start.toordinal(), on__lte=end.toordinal(), started_at__isnull=False,
    ).exclude(way__in=TAKES_NO_TIME)  # fmt: skip
    found = []
    for started, length in rows.values_list("started_at", "length"):
        if started is not None:
            wall = started.astimezone(zone).replace(tzinfo=None)
            found.append((wall, wall + dt.timedelta(minutes=max(length, 15))))
    return found


def customers_in_sight() -> int:
    """How many customers there are to look at."""
    return Assessment.objects.count()
