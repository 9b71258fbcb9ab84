"""What the pages show of working with groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Sum

from wertschatz.domain.customers.goodbye import Balance, balance_of, free_minutes
from wertschatz.domain.values import Group
from wertschatz.storage import merged
from wertschatz.storage.find_customers import seen_parts
from wertschatz.storage.limits_book import own_values
from wertschatz.storage.models import (
    Assessment,
    AssessmentRun,
    CallOut,
    Goodbye,
    GoodbyeStep,
    GroupDecision,
    Instruction,
    User,
)

WAY_OUT_MINUTES: Mapping[str, int] = {"way_out_minutes_b": 8, "way_out_minutes_c": 5}
"""After how many minutes of a call the polite way out is shown; never by itself for A."""
HELD = dt.timedelta(minutes=30)
"""A wish to be called out is forgotten after so long."""


def instructions() -> dict[tuple[str, str], str]:
    """(Group, kind) → the owner's own words; '' or missing: those of the house."""
    rows = Instruction.objects.order_by("id").values_list("group", "kind", "text")
    return {(group, kind): text for group, kind, text in rows}


def way_out_minutes(day: dt.date) -> dict[str, int]:
    """The settings in force on that day."""
    return {**WAY_OUT_MINUTES, **own_values(day, WAY_OUT_MINUTES)}


def confirmed_letter(customer: UUID) -> Group | None:
    """The letter that a person decided on; raises KeyError without such a customer.

    By the word itself: an assessment lags behind it, and would speak for a word taken back.
    """
    speaker = merged.speaker(seen_parts(customer))
    words = GroupDecision.objects.filter(customer_id=speaker).order_by("-id")
    found = words.values_list("group", flat=True).first()
    return Group(found) if found else None


@dataclass(frozen=True, slots=True)
class CallOutLine:
    """A wish to be called out of a conversation."""

    uuid: UUID
    by: str
    at: dt.datetime
    mine: bool
    taken_by: str


def call_outs(account: int, now: dt.datetime) -> list[CallOutLine]:
    """Those that are open: of others while nobody does it, and my own."""
    rows = CallOut.objects.select_related("by", "taken_by").filter(over_at=None, at__gt=now - HELD)
    return [
        CallOutLine(row.uuid, row.by.username, row.at, row.by_id == account,
                    row.taken_by.username if row.taken_by else "")
        for row in rows.order_by("id")
        if row.by_id == account or row.taken_by_id is None
    ]  # fmt: skip


def has_colleagues() -> bool:
    """More than one person may sign in here."""
    return User.objects.filter(is_active=True)[:2].count() > 1


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a goodbye."""

    code: str
    due_on: dt.date
    done_on: dt.date | None
    text: str


@dataclass(frozen=True, slots=True)
class GoodbyeLine:
    """A goodbye under way or over."""

    uuid: UUID
    started_on: dt.date
    content: bool | None
    contract: str
    contract_until: dt.date | None
    notice_days: int | None
    other_provider: str
    outcome: str
    ended_on: dt.date | None
    steps: list[StepLine]


def goodbye_of(customer: UUID) -> GoodbyeLine | None:
    """The newest goodbye; raises KeyError without such a customer."""
    parts = seen_parts(customer)
    row = Goodbye.objects.filter(customer__in=parts).order_by("-id").first()
    if row is None:
        return None
    steps = GoodbyeStep.objects.filter(goodbye=row).order_by("place")
    return GoodbyeLine(
        row.uuid, row.started_on, row.content, row.contract, row.contract_until,
        row.notice_days, row.other_provider, row.outcome, row.ended_on,
        [StepLine(one.code, one.due_on, one.done_on, one.text) for one in steps],
    )  # fmt: skip


def balance(customer: UUID) -> Balance | None:
    """What it costs and gives, from the stored assessment; None: there is none yet."""
    row = merged.target(seen_parts(customer)[0])
    found = Assessment.objects.filter(customer=row).first()
    run = AssessmentRun.objects.order_by("-id").first()
    if found is None or run is None:
        return None
    minutes = run.totals.get("effort_minutes")
    if minutes is None:  # worked out before the totals knew it
        minutes = Assessment.objects.aggregate(all=Sum("effort_minutes"))["all"] or 0
    return balance_of(
        found.twelve_months_cents, int(run.totals.get("twelve_months_cents", 0)),
        found.effort_minutes, minutes, found.contribution_cents,
        free_minutes(found.effort_minutes, run.window_start, run.window_end),
    )  # fmt: skip
