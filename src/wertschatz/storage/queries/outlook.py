"""What the portfolio page shows: the stored overview with names, and figures for a what-if."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from wertschatz.domain.customers.dependence import Dependence
from wertschatz.domain.customers.forecast import Figures
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.staying import Stayed
from wertschatz.domain.customers.year import Window
from wertschatz.ports.portfolio import JobLine, Kept, MoveLine, Quiet
from wertschatz.storage import merged
from wertschatz.storage.models import Assessment, AssessmentRun, Customer
from wertschatz.storage.whole_base import jobs, overview

JOBS_OF_ONE = 50
Line = TypeVar("Line", Quiet, JobLine, MoveLine)


@dataclass(frozen=True, slots=True)
class Who:
    """A customer as a line names it."""

    uuid: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Large:
    """One of the largest customers, over twelve months and over the window."""

    who: Who
    cents: int
    per_mille: int
    """Its share of the revenue of twelve months."""
    ratio: float | None
    """Share of effort ÷ share of revenue; 1.0 is fair."""


@dataclass(frozen=True, slots=True)
class Years:
    """The letters at the end of one year."""

    year: int
    groups: dict[str, int]
    up: int
    down: int
    lines: list[tuple[Who, MoveLine]]


@dataclass(frozen=True, slots=True)
class Outlook:
    """The whole page."""

    as_of: dt.date
    dependence: Dependence
    largest: list[Large]
    quiet_total: int
    quiet_known: int
    quiet_too_few: int
    quiet: list[tuple[Who, Quiet]]
    jobs: list[tuple[Who, JobLine]]
    years: list[Years]
    kept: Kept


@dataclass(frozen=True, slots=True)
class Chosen:
    """One customer one may choose in a what-if."""

    who: Who
    figures: Figures
    group: str


def outlook() -> Outlook | None:
    """As of the newest overview; None: none was made yet."""
    found = overview()
    if found is None:
        return None
    quiet = [Quiet(**line) for line in found["quiet"]["lines"]]
    jobs_ = [JobLine(**line) for line in found["jobs"]]
    moved = [[MoveLine(**line) for line in year["lines"]] for year in found["years"]]
    lines: list[Quiet | JobLine | MoveLine] = [
        *quiet,
        *jobs_,
        *(line for year in moved for line in year),
    ]
    names = _names({*found["largest"], *(line.customer for line in lines)})
    dependence = Dependence(**found["dependence"])
    kept = found["kept"]
    return Outlook(
        as_of=dt.date.fromordinal(found["as_of"]), dependence=dependence,
        largest=_largest(found["largest"], dependence, names),
        quiet_total=found["quiet"]["total"], quiet_known=found["quiet"]["known"],
        quiet_too_few=found["quiet"]["too_few"],
        quiet=_named(quiet, names), jobs=_named(jobs_, names),
        years=[_year(year, rows, names) for year, rows in zip(found["years"], moved, strict=True)],
        kept=Kept(kept["began"], Stayed(**kept["now"]), Stayed(**kept["before"])),
    )  # fmt: skip


def _year(year: Mapping[str, Any], lines: Sequence[MoveLine], names: Mapping[int, Who]) -> Years:
    groups = {letter: year["groups"].get(letter, 0) for letter in ("A", "B", "C", "")}
    return Years(year["year"], groups, year["up"], year["down"], _named(lines, names))


def _named(lines: Sequence[Line], names: Mapping[int, Who]) -> list[tuple[Who, Line]]:
    """With their names; whoever was merged or erased since is left out."""
    return [(names[line.customer], line) for line in lines if line.customer in names]


def _names(customers: Iterable[int]) -> dict[int, Who]:
    rows = Customer.objects.filter(pk__in=list(customers)).values_list(
        "pk", "uuid", "party__name", "merged_into__uuid"
    )
    return {pk: Who(now or uuid, name) for pk, uuid, name, now in rows}


def _largest(
    customers: Sequence[int], dependence: Dependence, names: Mapping[int, Who]
) -> list[Large]:
    rows = Assessment.objects.in_bulk(customers)
    return [
        Large(
            names[pk], row.twelve_months_cents,
            row.twelve_months_cents * 1000 // max(1, dependence.revenue_cents), row.effort_ratio,
        )
        for pk in customers
        if pk in names and (row := rows.get(pk)) is not None
    ]  # fmt: skip


def jobs_of(customer: UUID) -> tuple[Who, Window, list[JobLine]] | None:
    """One customer's jobs in the window of the newest assessment; None: no such customer."""
    row = Customer.objects.select_related("party", "merged_into__party").filter(uuid=customer)
    run = AssessmentRun.objects.order_by("-id").first()
    found = row.first()
    if found is None or run is None:
        return None
    now = merged.target(found)
    window = Window(run.window_start, run.window_end, run.window_kind)
    ids = [part.pk for part in merged.parts(now)]
    lines = [
        JobLine(now.pk, line["about"], line["all"], line["unbilled"] or 0)
        for line in jobs(ids, window)[:JOBS_OF_ONE]
    ]
    return Who(now.uuid, now.party.name), window, lines


def everybody() -> tuple[Figures, Limits, Window] | None:
    """The whole base in figures, and by which limits and window; None: nothing assessed yet."""
    run = AssessmentRun.objects.order_by("-id").first()
    if run is None:
        return None
    known = Limits().as_mapping()
    own = {name: value for name, value in run.parameters.items() if name in known}
    window = Window(run.window_start, run.window_end, run.window_kind)
    return _sum(Q()), Limits.from_mapping(own), window


def of_group(group: str) -> Figures:
    """All customers with this letter; 'all' for everybody."""
    return _sum(Q() if group == "all" else Q(group=group))


def _sum(which: Q) -> Figures:
    # The index of letters holds the revenue; the rest is read row by row, 100,000 in 0.1 s.
    row = Assessment.objects.filter(which).aggregate(
        n=Count("pk"), revenue=Sum("revenue_cents"), direct=Sum("direct_cents"),
        minutes=Sum("effort_minutes"), unknown=Count("pk", filter=Q(effort_minutes=None)),
    )  # fmt: skip
    return Figures(
        row["n"], row["revenue"] or 0, row["direct"] or 0, row["minutes"] or 0, row["unknown"]
    )


def largest_revenues(but: Sequence[int], most: int) -> list[int]:
    """The highest revenues in the window, in cents, without those of some customers."""
    rows = Assessment.objects.exclude(pk__in=but).order_by("-revenue_cents")
    return list(rows.values_list("revenue_cents", flat=True)[:most])


def revenue_above_zero() -> tuple[int, int]:
    """How many customers have revenue above zero in the window, and how much together."""
    row = Assessment.objects.filter(revenue_cents__gt=0).aggregate(
        n=Count("pk"), sum=Sum("revenue_cents")
    )
    return row["n"], row["sum"] or 0


def choices(uuids: Iterable[UUID] = (), most: int = 0) -> list[tuple[int, Chosen]]:
    """Customers by their id: those named, or the ones with the most revenue in the window."""
    rows = Assessment.objects.select_related("customer__party").defer("reasons", "change")
    named = list(uuids)
    if named:
        wanted = Customer.objects.filter(uuid__in=named)
        keys = [one or pk for pk, one in wanted.values_list("pk", "merged_into_id")]
        found = list(rows.filter(pk__in=keys).order_by(F("revenue_cents").desc()))
    else:
        found = list(rows.order_by("-revenue_cents")[:most])
    return [(row.pk, _chosen(row)) for row in found]


def _chosen(row: Assessment) -> Chosen:
    figures = Figures(
        1, row.revenue_cents, row.direct_cents or 0, row.effort_minutes or 0,
        int(row.effort_minutes is None),
    )  # fmt: skip
    return Chosen(Who(row.customer.uuid, row.customer.party.name), figures, row.group)
