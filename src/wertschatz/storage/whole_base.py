"""The whole customer base for the portfolio; each query reads indexes, and none all at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, Sum

from wertschatz.domain.customers.moves import Then
from wertschatz.domain.customers.year import Window
from wertschatz.ports.portfolio import Days, JobLine, Overview
from wertschatz.storage import merged
from wertschatz.storage.find_customers import seen_now
from wertschatz.storage.models import (
    Assessment,
    AssessmentRun,
    Contact,
    Customer,
    GroupDecision,
    Import,
    YearLetter,
)
from wertschatz.storage.years import COMMON, special, with_live

AT_ONCE = 2_000
"""Customers named in one query."""
KEY = "overview"
"""Where it stands among the totals of an assessment."""

LATELY = """
SELECT i.customer_id, SUM(i.cents), MAX(i."on")
FROM storage_invoice i
WHERE i."on" BETWEEN %(since)s AND %(as_of)s AND WHICH
GROUP BY i.customer_id
"""
INVOICES = """
SELECT i.customer_id, i."on" FROM storage_invoice i
WHERE i."on" BETWEEN %(since)s AND %(as_of)s AND i.cents > 0 AND WHICH
"""
NEWEST_CONTACT = """
SELECT c.id, (SELECT k."on" FROM storage_contact k
  WHERE k.customer_id = c.id AND k."on" <= %(as_of)s AND k IS LIVE
  ORDER BY k."on" DESC LIMIT 1)
FROM storage_customer c WHERE c.id IN (CUSTOMERS)
"""
CONTACTS = """
SELECT DISTINCT k.customer_id, k."on" FROM storage_contact k
WHERE k.customer_id IN (CUSTOMERS) AND k."on" BETWEEN %(since)s AND %(as_of)s AND k IS LIVE
"""


class WholeBase:
    """Implements `ports.portfolio.WholeBase` on the database."""

    def __init__(self) -> None:
        self._into = merged.into()
        self._parts: defaultdict[int, list[int]] = defaultdict(list)
        for one, now in self._into.items():
            self._parts[now].append(one)
        live = Import.objects.filter(state=Import.State.LIVE)
        self._live = list(live.values_list("id", flat=True))

    def newest_run(self) -> tuple[int, Window] | None:
        """The newest assessment and its window; None: there is none."""
        run = AssessmentRun.objects.order_by("-id").first()
        if run is None:
            return None
        return run.pk, Window(run.window_start, run.window_end, run.window_kind)

    def revenues(self) -> dict[int, int]:
        """Customer → revenue of twelve months in cents, of everybody who is assessed."""
        return dict(Assessment.objects.values_list("customer_id", "twelve_months_cents"))

    def revenues_since(self, since: int, as_of: int) -> dict[int, tuple[int, int]]:
        """Customer → revenue in cents and day of the newest invoice, between these days."""
        found: dict[int, tuple[int, int]] = {}
        for query in (LATELY.replace("WHICH", COMMON), special(LATELY)):
            for customer, cents, last in self._rows(query, since=since, as_of=as_of):
                now = self._into.get(customer, customer)
                held = found.get(now, (0, 0))
                found[now] = held[0] + int(cents), max(held[1], last)
        return found

    def dealt_with(
        self, customers: Sequence[int], since: int, as_of: int, silent_since: int
    ) -> Iterator[tuple[int, Days]]:
        """Those without a contact after `silent_since`, with the days of all dealings."""
        rest = self._by_customer(special(INVOICES), since=since, as_of=as_of)
        for some in _chunks(customers):
            newest = self._by_customer(self._named(NEWEST_CONTACT, some), as_of=as_of)
            silent = [one for one in some if max(newest.get(one, [0])) < silent_since]
            if not silent:
                continue
            days = self._by_customer(self._named(CONTACTS, silent), since=since, as_of=as_of)
            bought = self._invoices(silent, since, as_of)
            for one in silent:
                yield one, [*days.get(one, ()), *bought.get(one, ()), *rest.get(one, ())]

    def busiest(self, most: int) -> list[tuple[int, int]]:
        """Customers with the most known effort and its minutes, most first."""
        rows = Assessment.objects.filter(effort_minutes__gt=0).order_by("-effort_minutes")
        found = rows.values_list("customer_id", "effort_minutes")[:most]
        return [(customer, minutes or 0) for customer, minutes in found]

    def jobs_of(self, customer: int, window: Window) -> list[JobLine]:
        """The named jobs of one customer in the window, the longest first."""
        found = jobs([customer, *self._parts.get(customer, ())], window)
        return [JobLine(customer, row["about"], row["all"], row["unbilled"] or 0) for row in found]

    def letters(self) -> dict[int, dict[int, Then]]:
        """Year → customer → how it stood at the end of it."""
        found: defaultdict[int, dict[int, Then]] = defaultdict(dict)
        rows = YearLetter.objects.values_list(
            "year", "customer_id", "group", "revenue_cents", "effort_minutes"
        )
        for year, customer, group, cents, minutes in rows.iterator(AT_ONCE):
            found[year][customer] = Then(group, cents, minutes)
        return dict(found)

    def first_words(self, within_days: int) -> tuple[int, dict[int, str]] | None:
        """The day of the first confirmed letter, and the letters of its first days."""
        told = GroupDecision.objects.values("customer_id")
        live = Customer.objects.filter(pk__in=told, source__in=self._live)
        known = set(live.values_list("id", flat=True))
        others = Customer.objects.filter(pk__in=told).exclude(source__in=self._live)
        # Few came with an import that was taken back: only of them it is asked who still names
        # them.
        seen = known | set(seen_now(others.values_list("id", flat=True)))
        letters = GroupDecision.objects.exclude(group="").only("customer", "on")
        days = (word.on for word in letters.iterator(AT_ONCE) if word.customer_id in seen)
        began = min(days, default=None)
        if began is None:
            return None
        said = GroupDecision.objects.filter(on__lte=began + dt.timedelta(days=within_days))
        words = merged.words(said, self._into)
        whole = {self._into.get(one, one) for one in seen}
        return began.toordinal(), {one: word for one, word in words.items() if one in whole}

    def invoice_days(self, customers: Iterable[int], as_of: int) -> dict[int, list[int]]:
        """Customer → days of its invoices up to that day."""
        wanted = list(customers)
        rest = self._by_customer(special(INVOICES), since=0, as_of=as_of)
        found: dict[int, list[int]] = {}
        for some in _chunks(wanted):
            found |= self._invoices(some, 0, as_of)
        for customer in rest.keys() & set(wanted):
            found[customer] = [*found.get(customer, ()), *rest[customer]]
        return found

    def keep(self, run: int, found: Overview) -> None:
        """Stores it beside the assessment, and lets the one before go: it is long."""
        with transaction.atomic():
            row = AssessmentRun.objects.select_for_update().filter(pk=run).first()
            if row is None:
                return
            row.totals = {**row.totals, KEY: asdict(found)}
            row.save(update_fields=["totals"])
            for old in AssessmentRun.objects.exclude(pk=run).filter(totals__has_key=KEY):
                del old.totals[KEY]
                old.save(update_fields=["totals"])

    def _invoices(self, customers: Sequence[int], since: int, as_of: int) -> dict[int, list[int]]:
        query = INVOICES.replace("WHICH", f"i.customer_id IN (CUSTOMERS) AND {COMMON}")
        return self._by_customer(self._named(query, customers), since=since, as_of=as_of)

    def _named(self, query: str, customers: Sequence[int]) -> str:
        """The query for these customers and all that were merged into them."""
        ids = [part for one in customers for part in (one, *self._parts.get(one, ()))]
        return query.replace("CUSTOMERS", ",".join(map(str, ids)))

    def _by_customer(self, query: str, **values: int) -> dict[int, list[int]]:
        found: defaultdict[int, list[int]] = defaultdict(list)
        for customer, day in self._rows(query, **values):
            if day is not None:
                found[self._into.get(customer, customer)].append(day)
        return found

    def _rows(self, query: str, **values: int) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(with_live(query, self._live), values)
            return list(cursor.fetchall())


def jobs(customers: Sequence[int], window: Window) -> Any:
    """What these customers' named jobs took in the window: `about`, `all`, `unbilled` minutes."""
    rows = Contact.objects.filter(
        customer_id__in=customers, source__state=Import.State.LIVE, minutes__gt=0,
        # A mail or an appointment has a subject, not a job.
        on__gte=window.start, on__lte=window.end, kind="work",
    ).exclude(about="")  # fmt: skip
    unbilled = Sum("minutes", filter=Q(billable=False))
    return rows.values("about").annotate(all=Sum("minutes"), unbilled=unbilled).order_by("-all")


def _chunks(customers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(customers), AT_ONCE):
        yield customers[start : start + AT_ONCE]


def overview() -> Mapping[str, Any] | None:
    """The newest overview as it is stored; None: none was made yet."""
    rows = AssessmentRun.objects.order_by("-id").values_list("totals", flat=True)
    return next((row[KEY] for row in rows[:20] if KEY in row), None)
