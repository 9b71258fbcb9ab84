"""What the pages show of customers; only reads, and only stored assessments."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from wertschatz.domain.customers.costing import per_hour_cents
from wertschatz.domain.customers.marks import Marks
from wertschatz.domain.values import Reason
from wertschatz.ports.hygiene import ListFilter
from wertschatz.storage import merged, search
from wertschatz.storage.assessments import reason_from, reasons_from
from wertschatz.storage.find_customers import is_seen, live_invoices
from wertschatz.storage.journal import revision
from wertschatz.storage.models import (
    Assessment,
    AssessmentRun,
    Customer,
    Firm,
    GroupDecision,
    Import,
    Invoice,
    Party,
    Tagged,
)
from wertschatz.storage.queries.dealings import Dealings, dealings
from wertschatz.storage.queries.noted import CostLine, MarkLine, costs_of, held_by, marks_of
from wertschatz.storage.queries.paying import HowPaid, how_paid, paying, terms_of


@dataclass(frozen=True, slots=True)
class Standing:
    """The whole base at a glance, as of the newest assessment."""

    as_of: dt.date
    at: dt.datetime
    window_start: dt.date
    window_end: dt.date
    window_kind: str
    stale: bool
    """Something was written since; a new assessment is under way."""
    currency: str
    customers: int
    high: int
    """How many customers together bring `high_share_percent` of the revenue."""
    groups: dict[str, int]
    """'A', 'B', 'C' and '' (undecided) → customers."""
    revenue_cents: int
    year_to_date_cents: int
    twelve_months_cents: int
    high_share_percent: int
    parameters: dict[str, int]
    """The limits it went by."""


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """One customer in the list."""

    uuid: UUID
    name: str
    number: str
    group: str
    confirmed: bool
    sure: str
    revenue_cents: int
    year_to_date_cents: int
    twelve_months_cents: int
    effort_minutes: int | None
    effort_ratio: float | None
    direct_cents: int
    effort_cost_cents: int | None
    contribution_cents: int | None
    per_hour_cents: int | None
    """What an hour for this customer brings."""
    call_minutes: int
    invoices: int
    late_invoices: int
    reasons: tuple[Reason, ...]
    change: Reason | None
    estimated: bool


@dataclass(frozen=True, slots=True)
class CustomersPage:
    """One page of the list."""

    lines: list[CustomerLine]
    total: int
    page: int
    pages: int
    more: bool = False
    """There are more than these; a few letters more would tell them apart."""


@dataclass(frozen=True, slots=True)
class ArchivedLine:
    """One customer in the archive."""

    uuid: UUID
    name: str
    number: str
    town: str


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """One page of the archive."""

    lines: list[ArchivedLine]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One invoice on a customer's page."""

    number: str
    on: dt.date
    due_on: dt.date
    due_assumed: bool
    paid_on: dt.date | None
    payment_known: bool
    late_days: int
    """Days past due on the day of the assessment; 0 or less is in time."""
    cents: int
    currency: str
    kind: str
    file: str
    line: int | None
    issued_on: dt.date | None
    """When a correction was written that counts on another day."""
    corrects: str
    void: bool
    counted_cents: int
    """What counts as revenue, where that is another than `cents`."""
    rate: str
    """At which rate of exchange; '' for the firm's own currency, or without one."""
    paid: HowPaid
    """By which payments, as statements tell."""


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One word of the owner."""

    group: str
    reason: str
    on: dt.date
    by: str


@dataclass(frozen=True, slots=True)
class EstimateLine:
    """What was said on the first evening."""

    revenue_cents: int | None
    minutes_month: int | None
    gut: str


@dataclass(frozen=True, slots=True)
class AlsoKnown:
    """A customer that was merged into this one."""

    name: str
    number: str
    vat_id: str


@dataclass(frozen=True, slots=True)
class CustomerSheet:
    """Everything on one customer's page."""

    uuid: UUID
    """Of the customer shown: the one asked for, or the one it was merged into."""
    name: str
    number: str
    vat_id: str
    also: list[AlsoKnown]
    terms_days: int | None
    archived: bool
    source_file: str
    source_line: int | None
    line: CustomerLine | None
    invoices: list[InvoiceLine]
    invoices_total: int
    decisions: list[DecisionLine]
    estimate: EstimateLine | None
    neighbours: tuple[UUID | None, UUID | None]
    dealings: Dealings
    marks: list[MarkLine]
    held: Marks
    """Of the marks those that still count."""
    costs: list[CostLine]
    paying: tuple[Reason, ...]
    """How it pays, over the twelve months before the newest assessment."""


SORTS = {
    "revenue": "revenue_cents",
    "name": "customer__party__name",
    "group": "group",
    "late": "late_invoices",
    "effort": "effort_minutes",
    "contribution": "contribution_cents",
}
INVOICES_SHOWN = 24


def currency() -> str:
    """The firm's currency."""
    return Firm.objects.values_list("currency", flat=True).first() or "EUR"


def firm_zone() -> dt.tzinfo:
    """The firm's time zone: by it an instant falls on a day."""
    name = Firm.objects.values_list("zone", flat=True).first()
    return ZoneInfo(name) if name else timezone.get_default_timezone()


def standing() -> Standing | None:
    """The newest assessment of the whole base; None: nothing assessed yet."""
    run = AssessmentRun.objects.order_by("-id").first()
    if run is None:
        return None
    totals = run.totals
    return Standing(
        as_of=run.as_of, at=run.at, window_start=run.window_start, window_end=run.window_end,
        window_kind=run.window_kind, stale=run.revision != revision("customers"),
        currency=currency(), customers=totals["customers"], high=totals["high"],
        groups=totals["groups"], revenue_cents=totals["revenue_cents"],
        year_to_date_cents=totals["year_to_date_cents"],
        twelve_months_cents=totals["twelve_months_cents"],
        high_share_percent=run.parameters["high_share_percent"], parameters=run.parameters,
    )  # fmt: skip


def _lines() -> QuerySet[Assessment]:
    return Assessment.objects.select_related("customer__party")


@dataclass(frozen=True, slots=True)
class Listed:
    """Whom a filter finds."""

    rows: QuerySet[Assessment]
    most: bool
    """So many that they are not counted."""


def listed(asked: ListFilter) -> Listed:
    """The customers that a filter finds: by folded words and typos, group and tag."""
    rows = _lines()
    hits = search.hits(asked.search_for)
    if hits is not None:
        # With many the walk in the asked order has its page soon; few are looked up.
        many = search.holds(asked.search_for)
        rows = rows.filter(many if hits.more else merged.found_by(hits.best_first()))
    if asked.group is not None:
        rows = rows.filter(group="" if asked.group == "undecided" else asked.group)
    if asked.tag is not None:
        carriers = Tagged.objects.filter(tag__uuid=asked.tag)
        now = Coalesce("customer__merged_into_id", "customer_id")
        rows = rows.filter(pk__in=carriers.values_list(now))
    return Listed(rows, hits is not None and hits.more)


def customers_page(
    *,
    search_for: str = "",
    group: str | None = None,
    tag: UUID | None = None,
    sort: str = "revenue",
    descending: bool = True,
    page: int = 1,
    size: int = 50,
) -> CustomersPage:
    """One page of the customers that a filter finds, sorted."""
    found = listed(ListFilter(search_for, group, tag))
    rows = found.rows
    total = (rows[: search.MOST] if found.most else rows).count()
    pages = max(1, math.ceil(total / size))
    page = min(max(1, page), pages)
    order = F(SORTS.get(sort, "revenue_cents"))
    ordered = order.desc(nulls_last=True) if descending else order.asc(nulls_last=True)
    start = (page - 1) * size
    # First the keys over an index, then the rows of one page: the reasons are long texts.
    keys = list(rows.order_by(ordered, "pk").values_list("pk", flat=True)[start : start + size])
    there = {row.pk: row for row in _lines().filter(pk__in=keys)}
    lines = [line_of(there[key]) for key in keys if key in there]
    return CustomersPage(lines, total, page, pages, more=found.most and total == search.MOST)


def archived_rows(asked: ListFilter) -> QuerySet[Customer]:
    """Customers in the archive that a filter finds; a merged one is where it belongs now."""
    rows = Customer.objects.filter(archived=True, merged_into=None)
    hits = search.hits(asked.search_for)
    if hits is not None:
        # With many the first thousand may all be outside: then the archive itself is walked over.
        lying = Q(archived=True) | Q(merged_into__archived=True)
        mine = (
            Customer.objects.filter(lying).filter(search.holds(asked.search_for))
            if hits.more
            else Customer.objects.filter(party__in=hits.best_first())
        )
        rows = rows.filter(pk__in=mine.values_list(Coalesce("merged_into_id", "id")))
    if asked.tag is not None:
        rows = rows.filter(Q(tags__tag__uuid=asked.tag) | Q(merged__tags__tag__uuid=asked.tag))
    return rows.distinct()


def archived_page(asked: ListFilter, page: int = 1, size: int = 50) -> ArchivedPage:
    """One page of the archive, by name."""
    rows = archived_rows(asked)
    total = rows.count()
    pages = max(1, math.ceil(total / size))
    page = min(max(1, page), pages)
    some = rows.order_by("party__name", "pk")[(page - 1) * size : page * size]
    lines = some.values_list("uuid", "party__name", "number", "party__town")
    return ArchivedPage([ArchivedLine(*line) for line in lines], total, page, pages)


def line_of(row: Assessment) -> CustomerLine:
    """One customer as it is assessed."""
    reasons = reasons_from(row.reasons)
    return CustomerLine(
        uuid=row.customer.uuid, name=row.customer.party.name, number=row.customer.number,
        group=row.group, confirmed=row.confirmed, sure=row.sure,
        revenue_cents=row.revenue_cents, year_to_date_cents=row.year_to_date_cents,
        twelve_months_cents=row.twelve_months_cents, effort_minutes=row.effort_minutes,
        effort_ratio=row.effort_ratio, direct_cents=row.direct_cents or 0,
        effort_cost_cents=row.effort_cost_cents, contribution_cents=row.contribution_cents,
        per_hour_cents=per_hour_cents(
            row.revenue_cents, row.direct_cents or 0, row.effort_minutes
        ),
        call_minutes=row.call_minutes or 0, invoices=row.invoices,
        late_invoices=row.late_invoices,
        reasons=reasons, change=reason_from(row.change),
        estimated=any(reason.code == "revenue_estimated" for reason in reasons),
    )  # fmt: skip


def customer_name(customer: UUID) -> str | None:
    """The name alone; None: there is no such customer."""
    rows = Party.objects.filter(customer__uuid=customer)
    return rows.values_list("name", flat=True).first()


def customer_phone(customer: UUID) -> str:
    """Its telephone number as written; '' none."""
    rows = Party.objects.filter(customer__uuid=customer)
    return rows.values_list("phone", flat=True).first() or ""


def customer_sheet(customer: UUID, today: dt.date) -> CustomerSheet | None:
    """Everything on one customer's page on that day; None: there is no such customer."""
    row = _customer(customer)
    if row is None:
        return None
    parts = merged.parts(row)
    outcome = _lines().filter(customer=row).first()
    if outcome is None and not any(_is_there(one) for one in parts):
        return None
    invoices, total = _invoices(parts)
    decisions = _decisions(merged.speaker(parts))
    return CustomerSheet(
        uuid=row.uuid, name=row.party.name, number=row.number, vat_id=row.vat_id,
        also=[AlsoKnown(one.party.name, one.number, one.vat_id) for one in parts[1:]],
        terms_days=row.terms_days, archived=row.archived,
        source_file=row.file.name if row.file else "",
        source_line=row.line,
        line=None if outcome is None else _with_word(line_of(outcome), decisions),
        invoices=invoices, invoices_total=total, decisions=decisions,
        estimate=_estimate(parts), neighbours=_neighbours(outcome), dealings=dealings(parts),
        marks=marks_of(parts), costs=costs_of(parts), held=held_by(parts, today),
        paying=_paying(parts),
    )  # fmt: skip


def _is_there(row: Customer) -> bool:
    """Without an outcome: its import is live, or it lies in the archive and is named elsewhere."""
    return row.source.state == Import.State.LIVE or (row.archived and is_seen(row))


def _customer(customer: UUID) -> Customer | None:
    """The customer, or the one it was merged into."""
    rows = Customer.objects.select_related("party", "file", "source")
    row = rows.filter(uuid=customer).first()
    if row is None or row.merged_into_id is None:
        return row
    return rows.filter(pk=row.merged_into_id).first()


def visible_invoices(most: int, *customers: Customer) -> tuple[list[Invoice], int]:
    """The newest live version of each invoice, newest first, at most so many; and of how many."""
    later = Invoice.objects.filter(live_invoices(), key=OuterRef("key"), pk__gt=OuterRef("pk"))
    # Few rows have a later version, so the look-up is hardly ever made: some customers have
    # thousands of invoices.
    # By one customer the index gives the newest first; by several all are sorted.
    whose = {"customer": customers[0]} if len(customers) == 1 else {"customer__in": customers}
    rows = Invoice.objects.filter(live_invoices(), **whose)
    rows = rows.filter(Q(newer=False) | ~Exists(later))
    found = list(rows.select_related("file").order_by("-on", "-pk")[:most])
    return found, rows.count() if len(found) == most else len(found)


def _with_word(line: CustomerLine, decisions: list[DecisionLine]) -> CustomerLine | None:
    """The owner's word holds at once; None: the stored outcome speaks of a word that is gone."""
    word = decisions[0].group if decisions else ""
    if word:
        return replace(line, group=word, confirmed=True, sure="owner")
    return None if line.confirmed else line


def _invoices(parts: Sequence[Customer]) -> tuple[list[InvoiceLine], int]:
    rows, total = visible_invoices(INVOICES_SHOWN, *parts)
    run = AssessmentRun.objects.order_by("-id").first()
    as_of = run.as_of if run else None
    usual = int(run.parameters["default_terms_days"]) if run else 14
    terms = terms_of(parts, usual)
    paid = how_paid(rows)
    lines = [_invoice(row, as_of, terms[row.customer_id], paid[row.pk]) for row in rows]
    return lines, total


def _paying(parts: Sequence[Customer]) -> tuple[Reason, ...]:
    run = AssessmentRun.objects.order_by("-id").first()
    if run is None:
        return ()
    return paying(parts, run.as_of, int(run.parameters["default_terms_days"]))


def _invoice(row: Invoice, as_of: dt.date | None, terms: int, paid: HowPaid) -> InvoiceLine:
    due = row.due_on or row.on + dt.timedelta(days=terms)
    end = row.paid_on or as_of
    known = row.payment_known and row.cents > 0 and end is not None
    return InvoiceLine(
        number=row.number, on=row.on, due_on=due, due_assumed=row.due_on is None,
        paid_on=row.paid_on, payment_known=row.payment_known,
        late_days=(end - due).days if known and end is not None else 0,
        cents=row.original_cents, currency=row.original_currency, kind=row.kind,
        file=row.file.name if row.file else "", line=row.line, issued_on=row.issued_on,
        corrects=row.corrects, void=row.void, counted_cents=row.cents, rate=row.rate or "",
        paid=paid,
    )  # fmt: skip


def _decisions(customer: int) -> list[DecisionLine]:
    rows = GroupDecision.objects.filter(customer_id=customer).select_related("by")
    return [
        DecisionLine(row.group, row.reason, row.on, row.by.username if row.by else "")
        for row in rows.order_by("-id")[:20]
    ]


def _estimate(parts: Sequence[Customer]) -> EstimateLine | None:
    row = merged.estimate(parts)
    return None if row is None else EstimateLine(row.revenue_cents, row.minutes_month, row.gut)


def _neighbours(outcome: Assessment | None) -> tuple[UUID | None, UUID | None]:
    """The one with the next higher and the one with the next lower revenue."""
    if outcome is None:
        return None, None
    cents, key = outcome.revenue_cents, outcome.pk
    # The plain comparison is what the index is entered by, and a join would be begun at the
    # wrong end (150 ms became 1 ms at 100,000 customers, measured).
    before = Q(revenue_cents__gte=cents) & (Q(revenue_cents__gt=cents) | Q(pk__lt=key))
    after = Q(revenue_cents__lte=cents) & (Q(revenue_cents__lt=cents) | Q(pk__gt=key))
    rows = Assessment.objects.values_list("customer_id", flat=True)
    return (
        _uuid_of(rows.filter(before).order_by("revenue_cents", "-pk").first()),
        _uuid_of(rows.filter(after).order_by("-revenue_cents", "pk").first()),
    )


def _uuid_of(customer: int | None) -> UUID | None:
    if customer is None:
        return None
    return Customer.objects.filter(pk=customer).values_list("uuid", flat=True).first()
