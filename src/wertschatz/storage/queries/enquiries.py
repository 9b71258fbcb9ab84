"""Profile, enquiries and evidence as pages show them; only reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from wertschatz.domain.customers.budget import customer_time
from wertschatz.domain.profile.enquiry import Decision
from wertschatz.domain.profile.fit import Criterion, Seen, located, towns_of
from wertschatz.domain.profile.origins import Came, Origin, origins
from wertschatz.domain.profile.questions import Question
from wertschatz.domain.values import Group
from wertschatz.ports.profile import TraitsEntry
from wertschatz.storage import merged
from wertschatz.storage.enquiry_book import state_of, traits_of
from wertschatz.storage.find_customers import seen_parts
from wertschatz.storage.models import Assessment, Customer, Enquiry, ProfileAnswer, Traits
from wertschatz.storage.queries.budget import full_weeks, settings_on, there
from wertschatz.storage.queries.paging import PageOf, page_of
from wertschatz.storage.spent_time import days_until, monday_of

SHOWN = 50
AT_ONCE = 500
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
    seen: str
    """The print of what was decided, as it stands."""
    binned_at: dt.datetime | None = None
    """When it was thrown away, where it was."""


class Counts(NamedTuple):
    """How many enquiries there are."""

    waiting: int = 0
    """Undecided, and nobody doubts them."""
    asked: int = 0
    """Something was asked, and nothing more was heard yet."""
    held: int = 0
    """Undecided doubtful ones."""
    answered: int = 0
    binned: int = 0


class Enquiries(NamedTuple):
    """All of them, each sort page by page."""

    open: PageOf[EnquiryLine]
    """Undecided ones, the oldest first, then those of whom something was asked."""
    held: PageOf[EnquiryLine]
    """Doubtful ones, the newest first."""
    answered: PageOf[EnquiryLine]
    """Those that were said yes or no to, or that went on without; the newest first."""
    binned: PageOf[EnquiryLine]
    """What was thrown away, the newest first."""
    counts: Counts
    newest_held: UUID | None = None
    """Of all pages."""


class Pages(NamedTuple):
    """Which page of each sort is asked for."""

    open: int = 1
    held: int = 1
    answered: int = 1
    binned: int = 1


FIRST = Pages()


class Version(NamedTuple):
    """An earlier answer."""

    text: str
    at: dt.datetime


def enquiries(pages: Pages = FIRST) -> Enquiries:
    """One page of each sort."""
    rows = Enquiry.objects.select_related("customer__merged_into")
    # '' sorts before 'ask': what nobody has looked at yet comes first.
    waiting = rows.filter(_WAITING | _ASKED).order_by("decision", "at", "id")
    held = rows.filter(_HELD).order_by("-at", "-id")
    over = rows.filter(_ANSWERED).order_by("-at", "-id")
    binned = rows.filter(_BINNED).order_by("-decided_at", "-id")
    found = counts()
    newest = held.values_list("uuid", flat=True).first() if found.held else None
    return Enquiries(
        _page(waiting, pages.open, found.waiting + found.asked),
        _page(held, pages.held, found.held), _page(over, pages.answered, found.answered),
        _page(binned, pages.binned, found.binned), found, newest,
    )  # fmt: skip


def counts() -> Counts:
    """How many enquiries wait, how many of them are held, and so on."""
    kinds = {
        "waiting": _WAITING, "asked": _ASKED, "held": _HELD, "answered": _ANSWERED,
        "binned": _BINNED,
    }  # fmt: skip
    found = Enquiry.objects.aggregate(
        **{name: Count("pk", filter=kind) for name, kind in kinds.items()}
    )
    return Counts(**found)


_OVER = ~Q(outcome="")
_WAITING = Q(decision="", outcome="", doubts="")
_ASKED = Q(decision=Decision.ASK.value, outcome="")
_HELD = Q(decision="", outcome="") & ~Q(doubts="")
_ANSWERED = Q(decision__in=(Decision.YES.value, Decision.NO.value)) | (
    Q(decision__in=("", Decision.ASK.value)) & _OVER
)
_BINNED = Q(decision=Decision.BIN.value)


def enquiry_line(enquiry: UUID) -> EnquiryLine | None:
    """One of them."""
    row = Enquiry.objects.select_related("customer__merged_into").filter(uuid=enquiry).first()
    return None if row is None else _line(row)


def versions(question: Question, language: str, page: int = 1) -> PageOf[Version]:
    """Earlier answers to a question, newest first, without the one that holds."""
    rows = ProfileAnswer.objects.filter(question=question.value, language=language)
    now = rows.order_by("-id").values_list("pk", flat=True).first()
    before = rows.filter(pk__lt=now or 0).order_by("-id")
    return page_of(before, page, VERSIONS, lambda row: Version(row.text, row.at))


def customer_traits(customer: UUID) -> tuple[UUID, str, TraitsEntry]:
    """The customer as it is now, its name, and what it has in common with others; raises
    KeyError."""
    parts = seen_parts(customer)
    return parts[0].uuid, parts[0].party.name, traits_of(parts)


def towns() -> dict[str, str]:
    """Town, folded → postcode, from the addresses of the customers."""
    rows = (
        Customer.objects.exclude(party__postcode="")
        .exclude(party__town="")
        .values_list("party__town", "party__postcode")
        .order_by("party__town", "party__postcode")
        .annotate(Count("pk"))
    )
    return towns_of(rows.iterator())


def evidence(towns: Mapping[str, str]) -> list[Seen]:
    """All customers with their traits; only letters that a person has confirmed count. `towns` as
    in `towns`: a place without a postcode is led through them."""
    said = _said()
    rows = (
        Assessment.objects.filter(confirmed=True)
        .exclude(group="")
        .values_list("customer_id", "group", "customer__party__postcode", "customer__party__town")
    )
    found = []
    for customer, letter, postcode, town in rows.iterator():
        trade, size, region, came_by, job = said.get(customer, _NOTHING)
        traits = {
            Criterion.TRADE: trade, Criterion.SIZE: size,
            Criterion.REGION: located(region or f"{postcode} {town}".strip(), towns),
            Criterion.CAME_BY: came_by, Criterion.JOB: job,
        }  # fmt: skip
        found.append(Seen(traits, Group(letter)))
    return found


def where_from() -> list[Origin]:
    """Where the customers came from; letters as assessed, proposals among them."""
    said = {customer: row[3] for customer, row in _said().items() if row[3]}
    found, keys = [], sorted(said)
    for start in range(0, len(keys), AT_ONCE):
        rows = Assessment.objects.filter(pk__in=keys[start : start + AT_ONCE])
        found += [
            Came(said[pk], Group(letter) if letter else None, revenue, effort)
            for pk, letter, revenue, effort in rows.values_list(
                "customer_id", "group", "revenue_cents", "effort_minutes"
            )
        ]
    # The many of whom nothing is known are added up in the database, and the few taken away.
    known: dict[Group | None, list[Came]] = {}
    for one in found:
        known.setdefault(one.group, []).append(one)
    totals = Assessment.objects.values("group").order_by("group").annotate(
        count=Count("pk"), cents=Sum("revenue_cents"), minutes=Sum("effort_minutes"),
        told=Count("effort_minutes"),
    )  # fmt: skip
    for row in totals:
        group = Group(row["group"]) if row["group"] else None
        mine = known.get(group, [])
        told = row["told"] - sum(one.effort_minutes is not None for one in mine)
        minutes = (row["minutes"] or 0) - sum(one.effort_minutes or 0 for one in mine)
        count = row["count"] - len(mine)
        if count:
            revenue = row["cents"] - sum(one.revenue_cents for one in mine)
            found.append(Came("", group, revenue, minutes if told else None, count, told))
    return origins(found)


def free_minutes(today: dt.date, account: int | None = None) -> int | None:
    """Customer time a week that nobody uses: what the owner has set less the mean of the weeks
    with records, those of an absence left out; None: the owner has set none, or no week has any
    records."""
    settings = settings_on(today)
    if not settings.customer_hours_week:
        return None
    weeks = there(full_weeks(days_until(today), monday_of(today)), account)
    used = customer_time(
        replace(settings, customer_hours_week=0), [sum(week.values()) for week in weeks]
    )
    return settings.customer_hours_week * 60 - used.minutes if used.weeks else None


_NOTHING = ("", "", "", "", "")


def _said() -> dict[int, tuple[str, ...]]:
    """Customer → trade, size, region, way, job; merged ones are where they belong now."""
    said: dict[int, Any] = {
        row[0]: row for row in Traits.objects.values_list(
            "customer_id", "at", "id", "trade", "size", "region", "came_by", "job"
        )
    }  # fmt: skip
    merged.inherit(said, merged.into(), lambda row: row[1:3])
    return {customer: row[3:] for customer, row in said.items()}


def _page(rows: QuerySet[Enquiry], page: int, total: int) -> PageOf[EnquiryLine]:
    return page_of(rows, page, SHOWN, _line, total)


def _line(row: Enquiry) -> EnquiryLine:
    now = None if row.customer is None else merged.target(row.customer)
    return EnquiryLine(
        row.uuid, row.way, row.language, row.name, row.contact, row.text, row.trade, row.size,
        row.region, row.came_by, row.job, tuple(row.doubts.split()), row.decision, row.reply,
        row.recommended, row.outcome, row.outcome_on, now.uuid if now else None, row.on,
        state_of(row),
        (row.decided_at or row.at) if row.decision == Decision.BIN else None,
    )  # fmt: skip
