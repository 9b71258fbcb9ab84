"""Profile, enquiries and evidence as pages show them; only reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from uuid import UUID

from wertschatz.domain.customers.budget import customer_time
from wertschatz.domain.profile.enquiry import Decision
from wertschatz.domain.profile.fit import Criterion, Seen
from wertschatz.domain.profile.origins import Came, Origin, origins
from wertschatz.domain.profile.questions import Question
from wertschatz.domain.values import Group
from wertschatz.ports.profile import TraitsEntry
from wertschatz.storage import merged
from wertschatz.storage.enquiry_book import traits_of
from wertschatz.storage.find_customers import seen_parts
from wertschatz.storage.models import Assessment, Enquiry, ProfileAnswer, Traits
from wertschatz.storage.queries.budget import full_weeks, settings_on
from wertschatz.storage.spent_time import days_until, monday_of

SHOWN = 50
VERSIONS = 12


@dataclass(frozen=True, slots=True)
class EnquiryLine:
    """One enquiry."""

    uuid: UUID
    way: str
    language: str
    name: str
    contact: str
    text: str
    trade: str
    size: str
    region: str
    came_by: str
    job: str
    doubts: tuple[str, ...]
    decision: str
    reply: str
    recommended: str
    outcome: str
    outcome_on: dt.date | None
    customer: UUID | None
    """Whom it became, as it is now."""
    on: dt.date


class Enquiries(NamedTuple):
    """All that is shown of them."""

    open: list[EnquiryLine]
    """Undecided, or something was asked; the oldest first."""
    held: list[EnquiryLine]
    """Doubtful ones."""
    answered: list[EnquiryLine]
    """The newest that were said yes or no to."""
    more: bool
    """There are more open ones than these."""


class Version(NamedTuple):
    """An earlier answer."""

    text: str
    at: dt.datetime


def enquiries() -> Enquiries:
    """All that is shown of them."""
    rows = Enquiry.objects.select_related("customer__merged_into")
    waiting = rows.filter(decision__in=("", Decision.ASK.value), doubts="").order_by("at", "id")
    held = rows.filter(decision="").exclude(doubts="").order_by("-at", "-id")
    over = rows.filter(decision__in=(Decision.YES.value, Decision.NO.value)).order_by("-at", "-id")
    found = list(waiting[: SHOWN + 1])
    return Enquiries(
        [_line(row) for row in found[:SHOWN]], [_line(row) for row in held[:SHOWN]],
        [_line(row) for row in over[:SHOWN]], len(found) > SHOWN,
    )  # fmt: skip


def enquiry_line(enquiry: UUID) -> EnquiryLine | None:
    """One of them."""
    row = Enquiry.objects.select_related("customer__merged_into").filter(uuid=enquiry).first()
    return None if row is None else _line(row)


def waiting_enquiries() -> int:
    """How many nobody has answered yet, without the doubtful ones."""
    return Enquiry.objects.filter(decision="", doubts="").count()


def versions(question: Question, language: str) -> list[Version]:
    """Earlier answers to a question, newest first, without the one that holds."""
    rows = ProfileAnswer.objects.filter(question=question.value, language=language)
    found = rows.order_by("-id")[1 : VERSIONS + 1]
    return [Version(row.text, row.at) for row in found]


def customer_traits(customer: UUID) -> tuple[UUID, str, TraitsEntry]:
    """The customer as it is now, its name, and what it has in common with others; raises
    KeyError."""
    parts = seen_parts(customer)
    return parts[0].uuid, parts[0].party.name, traits_of(parts)


def evidence() -> list[Seen]:
    """All customers with their traits; only letters that a person has confirmed count."""
    return [Seen(known.traits, known.group if known.confirmed else None) for known in _customers()]


def where_from() -> list[Origin]:
    """Where the customers came from; letters as assessed, proposals among them."""
    return origins(
        Came(known.traits[Criterion.CAME_BY], known.group, known.revenue, known.effort)
        for known in _customers()
    )


def free_minutes(today: dt.date, account: int | None = None) -> int | None:
    """Customer time a week that nobody uses: what the owner has set less the mean of the weeks
    with records; None: the owner has set none, or no week has any records."""
    settings = settings_on(today)
    if not settings.customer_hours_week:
        return None
    weeks = full_weeks(days_until(today), monday_of(today))
    used = customer_time(
        replace(settings, customer_hours_week=0), [sum(week.values()) for _, week in weeks]
    )
    return settings.customer_hours_week * 60 - used.minutes if used.weeks else None


class _Known(NamedTuple):
    traits: dict[Criterion, str]
    group: Group | None
    confirmed: bool
    revenue: int
    effort: int | None


def _customers() -> Iterator[_Known]:
    said: dict[int, Any] = {
        row[0]: row for row in Traits.objects.values_list(
            "customer_id", "at", "id", "trade", "size", "region", "came_by", "job"
        )
    }  # fmt: skip
    merged.inherit(said, merged.into(), lambda row: row[1:3])
    rows = Assessment.objects.values_list(
        "customer_id", "group", "confirmed", "revenue_cents", "effort_minutes",
        "customer__party__postcode", "customer__party__town",
    )  # fmt: skip
    for customer, letter, confirmed, revenue, effort, postcode, town in rows.iterator():
        trade, size, region, came_by, job = (
            said[customer][3:] if customer in said else ("", "", "", "", "")
        )
        yield _Known(
            {
                Criterion.TRADE: trade, Criterion.SIZE: size,
                Criterion.REGION: region or f"{postcode} {town}".strip(),
                Criterion.CAME_BY: came_by, Criterion.JOB: job,
            },
            Group(letter) if letter else None, confirmed, revenue, effort,
        )  # fmt: skip


def _line(row: Enquiry) -> EnquiryLine:
    now = None if row.customer is None else merged.target(row.customer)
    return EnquiryLine(
        row.uuid, row.way, row.language, row.name, row.contact, row.text, row.trade, row.size,
        row.region, row.came_by, row.job, tuple(row.doubts.split()), row.decision, row.reply,
        row.recommended, row.outcome, row.outcome_on, now.uuid if now else None, row.on,
    )  # fmt: skip
