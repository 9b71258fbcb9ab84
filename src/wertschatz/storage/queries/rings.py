"""Calls as pages show them: one that came in, those decided on, and what one wanted to remember."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import DateTimeField, Exists, ExpressionWrapper, OuterRef, QuerySet

from wertschatz.domain.rules.moment import Known
from wertschatz.domain.rules.rule import Verdict
from wertschatz.domain.rules.situation import CallerKind
from wertschatz.domain.values import Reason
from wertschatz.ports.rings import Heard, RingEvent
from wertschatz.ports.telephone import TOLD_ONLY, Happening
from wertschatz.storage.find_customers import seen_parts
from wertschatz.storage.models import CallBack, Ring
from wertschatz.storage.queries import customers as read_customers
from wertschatz.storage.queries.budget import budget_on
from wertschatz.storage.queries.commitments import CommitmentLine, committed
from wertschatz.storage.queries.customers import CustomerLine
from wertschatz.storage.queries.dealings import WorkLine, dealings
from wertschatz.storage.queries.groups import confirmed_letter
from wertschatz.storage.queries.noted import MarkLine, marks_of
from wertschatz.storage.queries.past_calls import OVERHEARD, rang

SHOWN = 50
CONTACTS_SHOWN = 4
NOTES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call that was decided on, with all that carried it on."""

    uuid: UUID
    at: dt.datetime
    name: str
    number: str
    customer: UUID | None
    verdict: str
    reason: Reason
    until: dt.datetime | None
    rule: int | None
    overruled: str
    overruled_by: str
    slot_at: dt.datetime | None
    """When one promised to call back."""
    seconds: int | None
    ended: bool
    contact: int | None
    passed_on: int
    """How often it was passed on."""


@dataclass(frozen=True, slots=True)
class CallsPage:
    """A page of them, newest first."""

    lines: list[CallLine]
    page: int
    more: bool


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a caller, for the eyes of the owner."""

    line: CustomerLine | None
    contacts: list[WorkLine]
    notes: list[MarkLine]
    promises: list[CommitmentLine]
    budget: object
    """What is left today of the time of the group; None: none is planned."""


def heard_of(ring: UUID) -> Heard | None:
    """A call that is kept, as if it had just been heard; None: there is none."""
    row = Ring.objects.select_related("party__customer").filter(uuid=ring).first()
    if row is None:
        return None
    customer = getattr(row.party, "customer", None) if row.party else None
    known = None if customer is None else Known(key=str(customer.uuid), name=row.name)
    begun = RingEvent(
        uuid=row.uuid, system=row.system, call_id=row.call_id, happening=Happening.RING, at=row.at,
        origin=row.origin, number=row.number, to=row.called, name=row.name,
        verdict=Verdict(row.verdict) if row.verdict else None, reason=_reason(row),
        until=row.until, rule=row.rule, group=row.group,
        known=known or Known(row.number, name=row.name, kind=CallerKind.UNKNOWN),
    )  # fmt: skip
    return Heard(begun, begun, row.answered_at, row.ended_at, row.seconds)


def calls_page(page: int) -> CallsPage:
    """Calls that were decided on; one that was passed on stands there once."""
    begin = (page - 1) * SHOWN
    rows = list(_first_ones()[begin : begin + SHOWN + 1])
    passed, slots = _passed_on(rows), _slots(rows)
    lines = [_line(row, passed[row.system, row.call_id], slots.get(row.pk)) for row in rows]
    return CallsPage(lines[:SHOWN], page, len(rows) > SHOWN)


def counted_since(at: dt.datetime) -> tuple[int, int]:
    """How many calls since then, and how many of them rang at the owner's."""
    rows = list(_first_ones().filter(at__gte=at).values_list("verdict", "system", "cause"))
    # What somebody chose on the screen instead is left out: no telephone rang for it.
    return len(rows), sum(rang(verdict, "", *told) for verdict, *told in rows)


def behind(customer: UUID, today: dt.date) -> Behind | None:
    """None: the customer is not seen any more."""
    sheet = read_customers.customer_sheet(customer, today)
    try:
        parts = seen_parts(customer)
    except KeyError:
        return None
    budget = budget_on(today)
    return Behind(
        line=sheet.line if sheet else None, contacts=dealings(parts).work[:CONTACTS_SHOWN],
        notes=[note for note in marks_of(parts) if not note.lapsed][:NOTES_SHOWN],
        promises=committed(parts, today).open,
        budget=budget.left_today(confirmed_letter(customer)) if budget.time.minutes else None,
    )  # fmt: skip


def _first_ones() -> QuerySet[Ring]:
    """Without those that a box behind an exchange only overheard: it is the same call."""
    rows = Ring.objects.select_related("party__customer", "overruled_by").order_by("-at", "-id")
    asked = Ring.objects.exclude(system=TOLD_ONLY).filter(
        number=OuterRef("number"),
        at__lte=OuterRef("at"),
        at__gte=ExpressionWrapper(OuterRef("at") - OVERHEARD, output_field=DateTimeField()),
    )
    return rows.filter(origin="").exclude(Exists(asked), system=TOLD_ONLY)


def _passed_on(rows: Sequence[Ring]) -> Counter[tuple[str, str]]:
    """System and id of a call → how often it was passed on."""
    if not rows:
        return Counter()
    # The index is by time: a call is passed on within a day.
    until = max(row.at for row in rows) + dt.timedelta(days=1)
    later = Ring.objects.filter(at__range=(min(row.at for row in rows), until)).exclude(origin="")
    return Counter(later.values_list("system", "origin"))


def _reason(row: Ring) -> Reason:
    return Reason(row.reason, row.facts)


def _slots(rows: Sequence[Ring]) -> dict[int | None, dt.datetime]:
    """Call → when one promised to call back."""
    promised = CallBack.objects.filter(ring__in=[row.pk for row in rows]).exclude(state="gone")
    return dict(promised.order_by("id").values_list("ring_id", "slot_at"))


def _line(row: Ring, passed_on: int, slot_at: dt.datetime | None) -> CallLine:
    customer = getattr(row.party, "customer", None) if row.party else None
    return CallLine(
        uuid=row.uuid, at=row.at, name=row.name, number=row.number,
        customer=customer.uuid if customer else None, verdict=row.verdict, reason=_reason(row),
        until=row.until, rule=row.rule, overruled=row.overruled,
        overruled_by=row.overruled_by.username if row.overruled_by else "",
        slot_at=slot_at, seconds=row.seconds,
        ended=row.ended_at is not None, contact=row.contact_id, passed_on=passed_on,
    )  # fmt: skip
