"""One year per customer, added up in the database: a walk over two covering indexes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection

from wertschatz.domain.customers.year import Window, Year, year_before
from wertschatz.domain.values import Group
from wertschatz.storage.models import Estimate, GroupDecision

LIVE = "SELECT id FROM storage_import WHERE state = 'live'"


def _said(row: str) -> str:
    """SQL: the import of this row is live, or a later live import said the same."""
    return f"""({row}.source_id IN ({LIVE}) OR EXISTS (
      SELECT 1 FROM storage_witness w WHERE w.invoice_id = {row}.id AND w.source_id IN ({LIVE})))"""  # noqa: S608


# A row counts while its import is live and no newer version of it is. Few rows have a newer one,
# and few belong to an import that is not live, so the look-ups are hardly ever made.
VISIBLE = f"""
  {_said("i")} AND (NOT i.newer OR NOT EXISTS (
    SELECT 1 FROM storage_invoice n WHERE n.key = i.key AND n.id > i.id AND {_said("n")}))
"""  # noqa: S608 - fixed words

DELAY = """
  (CASE WHEN i.paid_on <= %(as_of)s THEN i.paid_on ELSE %(as_of)s END)
  - COALESCE(i.due_on, i."on" + COALESCE(
      (SELECT c.terms_days FROM storage_customer c WHERE c.id = i.customer_id), %(terms)s))
"""

RECENT = 'i.cents > 0 AND i."on" >= %(twelve)s'

# The delay stands inside one MAX and one SUM; both see it only for recent, known, positive rows.
INVOICES = f"""
SELECT i.customer_id,
  SUM(CASE WHEN i."on" >= %(start)s THEN i.cents ELSE 0 END),
  SUM(CASE WHEN i."on" >= %(january)s THEN i.cents ELSE 0 END),
  SUM(CASE WHEN i."on" >= %(twelve)s THEN i.cents ELSE 0 END),
  SUM(CASE WHEN {RECENT} THEN 1 ELSE 0 END),
  SUM(CASE WHEN i.cents > 0 THEN 1 ELSE 0 END),
  SUM(CASE WHEN {RECENT} AND i.payment_known AND ({DELAY}) > %(late)s THEN 1 ELSE 0 END),
  MAX(CASE WHEN {RECENT} AND i.payment_known AND ({DELAY}) > %(late)s THEN ({DELAY}) ELSE 0 END),
  SUM(CASE WHEN {RECENT} AND i.payment_known THEN 1 ELSE 0 END),
  SUM(CASE WHEN {RECENT} AND i.due_on IS NULL THEN 1 ELSE 0 END),
  MIN(i."on")
FROM storage_invoice i
WHERE i."on" <= %(as_of)s AND {VISIBLE}
GROUP BY i.customer_id
"""  # noqa: S608 - no value of anybody stands in here

CONTACTS = """
SELECT k.customer_id, COUNT(*), MIN(k."on"),
  SUM(CASE WHEN k."on" >= %(start)s THEN k.minutes ELSE 0 END)
FROM storage_contact k
WHERE k."on" <= %(as_of)s
  AND k.source_id IN (SELECT id FROM storage_import WHERE state = 'live')
GROUP BY k.customer_id
"""

# A customer whose import was taken back stays while another import still names it.
CUSTOMERS = f"""
SELECT c.id FROM storage_customer c
WHERE NOT c.archived AND (c.source_id IN ({LIVE}) OR EXISTS (
  SELECT 1 FROM storage_invoice i WHERE i.customer_id = c.id AND {_said("i")}))
"""  # noqa: S608 - fixed words

NOTHING = (0, 0, 0, 0, 0, 0, 0, 0, 0, None)


def figures(window: Window, limits: Mapping[str, int]) -> dict[str, int]:
    """The day ordinals and limits that the queries name."""
    return {
        "start": window.start.toordinal(),
        "january": dt.date(window.end.year, 1, 1).toordinal(),
        "twelve": year_before(window.end).toordinal(),
        "as_of": window.end.toordinal(),
        "late": limits["late_days"],
        "terms": limits["default_terms_days"],
    }


def _by_customer(query: str, values: dict[str, int]) -> dict[int, tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return {row[0]: row[1:] for row in cursor.fetchall()}


def _words(as_of: dt.date) -> dict[int, tuple[str, dt.date, str]]:
    """The owner's newest word per customer up to the day."""
    rows = GroupDecision.objects.filter(on__lte=as_of).order_by("id")
    newest = {row[0]: row[1:] for row in rows.values_list("customer_id", "group", "on", "reason")}
    return {customer: word for customer, word in newest.items() if word[0]}


def _days(window: Window) -> int:
    return (window.end - window.start).days + 1


def years(window: Window, limits: Mapping[str, int]) -> Iterator[Year]:
    """One `Year` for every customer that can be seen, in order of id."""
    values = figures(window, limits)
    invoices = _by_customer(INVOICES, values)
    contacts = _by_customer(CONTACTS, values)
    estimates = {row.customer_id: row for row in Estimate.objects.all()}
    words = _words(window.end)
    with connection.cursor() as cursor:
        cursor.execute(CUSTOMERS)
        seen = {row[0] for row in cursor.fetchall()}
    for customer in sorted(seen):
        yield _year(
            customer, window,
            invoices.get(customer, NOTHING), contacts.get(customer),
            estimates.get(customer), words.get(customer),
        )  # fmt: skip


def _year(
    customer: int,
    window: Window,
    money: tuple[Any, ...],
    contact: tuple[Any, ...] | None,
    estimate: Estimate | None,
    word: tuple[str, dt.date, str] | None,
) -> Year:
    revenue, to_date, twelve, invoices, ever, late, latest, known, assumed, first = map(
        _whole, money
    )
    contacts, contact_first, minutes = contact or (0, None, 0)
    days = [day for day in (first, contact_first) if day is not None]
    effort = int(minutes) if contacts else None
    estimated = effort_estimated = False
    gut = None
    if estimate is not None:
        gut = Group(estimate.gut) if estimate.gut else None
        if not ever and estimate.revenue_cents is not None:
            estimated = True
            twelve = estimate.revenue_cents
            revenue = to_date = round(twelve * _days(window) / 365)
        if effort is None and estimate.minutes_month is not None:
            effort_estimated = True
            effort = round(estimate.minutes_month * 12 * _days(window) / 365)
    return Year(
        customer=customer,
        revenue_cents=revenue, year_to_date_cents=to_date, twelve_months_cents=twelve,
        invoices=invoices, invoices_ever=ever, late_invoices=late, latest_days=latest,
        payment_known=known, terms_assumed=assumed, contacts=contacts,
        first_on=dt.date.fromordinal(min(days)) if days else None,
        effort_minutes=effort, revenue_estimated=estimated, effort_estimated=effort_estimated,
        gut=gut,
        word=Group(word[0]) if word else None,
        word_on=word[1] if word else None, word_reason=word[2] if word else "",
    )  # fmt: skip


def _whole(value: Any) -> Any:
    """PostgreSQL adds whole numbers up to Decimals."""
    return None if value is None else int(value)
