"""One year per customer, added up in the database: a walk over two covering indexes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from operator import add
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

# The common row: its import is live and it has no newer version. Read from the index alone.
COMMON = f"i.source_id IN ({LIVE}) AND NOT i.newer"
# The few others, found by their own indexes and looked at one by one.
SPECIAL = f"""
  i.id IN (
    SELECT s.id FROM storage_invoice s WHERE s.newer
    UNION SELECT s.id FROM storage_invoice s WHERE s.source_id NOT IN ({LIVE}))
  AND {VISIBLE}
"""  # noqa: S608 - fixed words

TWELVE = """
SELECT i.customer_id,
  SUM(CASE WHEN i."on" >= %(january)s THEN i.cents ELSE 0 END),
  SUM(i.cents),
  SUM(CASE WHEN i.cents > 0 THEN 1 ELSE 0 END),
  SUM(CASE WHEN i.cents > 0 AND i.payment_known THEN 1 ELSE 0 END),
  SUM(CASE WHEN i.cents > 0 AND i.due_on IS NULL THEN 1 ELSE 0 END),
  SUM(CASE WHEN i.cents > 0 AND i.payment_known AND (DELAY) > %(late)s THEN 1 ELSE 0 END),
  MAX(CASE WHEN i.cents > 0 AND i.payment_known THEN (DELAY) ELSE 0 END)
FROM storage_invoice i
WHERE i."on" BETWEEN %(twelve)s AND %(as_of)s AND WHICH
GROUP BY i.customer_id
""".replace("DELAY", DELAY)
"""Money and payment in the twelve months up to the day."""

EVER = """
SELECT i.customer_id, SUM(CASE WHEN i.cents > 0 THEN 1 ELSE 0 END), MIN(i."on")
FROM storage_invoice i
WHERE i."on" <= %(as_of)s AND WHICH
GROUP BY i.customer_id
"""
"""How long and how often the customer has bought."""

CONTACTS = f"""
SELECT k.customer_id, COUNT(*), MIN(k."on"),
  SUM(CASE WHEN k."on" >= %(start)s THEN k.minutes ELSE 0 END)
FROM storage_contact k
WHERE k."on" <= %(as_of)s AND k.source_id IN ({LIVE})
GROUP BY k.customer_id
"""  # noqa: S608 - fixed words

# A customer whose import was taken back stays while another import still names it.
CUSTOMERS = f"""
SELECT c.id FROM storage_customer c
WHERE NOT c.archived AND (c.source_id IN ({LIVE}) OR EXISTS (
  SELECT 1 FROM storage_invoice i WHERE i.customer_id = c.id AND {_said("i")}))
"""  # noqa: S608 - fixed words


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


Figures = dict[int, tuple[Any, ...]]


def _by_customer(query: str, values: dict[str, int]) -> Figures:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return {row[0]: row[1:] for row in cursor.fetchall()}


def _together(query: str, values: dict[str, int], adds: tuple[Any, ...]) -> Figures:
    """The common rows, and the special ones added to them column by column."""
    figures = _by_customer(query.replace("WHICH", COMMON), values)
    for customer, more in _by_customer(query.replace("WHICH", SPECIAL), values).items():
        held = figures.get(customer)
        figures[customer] = more if held is None else tuple(
            add(*pair) for add, *pair in zip(adds, held, more, strict=True)
        )  # fmt: skip
    return figures


def _words(as_of: dt.date) -> dict[int, tuple[str, dt.date, str]]:
    """The owner's newest word per customer up to the day."""
    rows = GroupDecision.objects.filter(on__lte=as_of).order_by("id")
    newest: dict[int, tuple[str, Any, str]] = {
        row[0]: row[1:] for row in rows.values_list("customer_id", "group", "on", "reason")
    }
    return {customer: word for customer, word in newest.items() if word[0]}


def years(window: Window, limits: Mapping[str, int]) -> Iterator[Year]:
    """One `Year` for every customer that can be seen, in order of id."""
    values = figures(window, limits)
    twelve = _together(TWELVE, values, (add,) * 6 + (max,))
    ever = _together(EVER, values, (add, min))
    contacts = _by_customer(CONTACTS, values)
    estimates = {row.customer_id: row for row in Estimate.objects.all()}
    words = _words(window.end)
    with connection.cursor() as cursor:
        cursor.execute(CUSTOMERS)
        seen = sorted(row[0] for row in cursor.fetchall())
    for customer in seen:
        year = _year(
            customer, window, values["late"], twelve.get(customer, NO_MONEY),
            ever.get(customer, NEVER), contacts.get(customer, NO_CONTACT),
        )  # fmt: skip
        estimate, word = estimates.get(customer), words.get(customer)
        if estimate is not None:
            year = _estimated(year, estimate, (window.end - window.start).days + 1)
        if word is not None:
            year = replace(year, word=Group(word[0]), word_on=word[1], word_reason=word[2])
        yield year


def _year(
    customer: int,
    window: Window,
    late_days: int,
    twelve: tuple[Any, ...],
    ever: tuple[Any, ...],
    contact: tuple[Any, ...],
) -> Year:
    to_date, whole, invoices, known, assumed, late, latest = map(_whole, twelve)
    count, first = map(_whole, ever)
    contacts, contact_first, minutes = map(_whole, contact)
    days = [day for day in (first, contact_first) if day is not None]
    return Year(
        customer=customer,
        revenue_cents=to_date if window.kind == "year_to_date" else whole,
        year_to_date_cents=to_date, twelve_months_cents=whole,
        invoices=invoices, invoices_ever=count, late_invoices=late,
        latest_days=latest if latest > late_days else 0,
        payment_known=known, terms_assumed=assumed, contacts=contacts,
        first_on=dt.date.fromordinal(min(days)) if days else None,
        effort_minutes=minutes if contacts else None,
    )  # fmt: skip


def _estimated(year: Year, estimate: Estimate, days: int) -> Year:
    """What the owner said on the first evening, where no fact stands yet; `days` of the window."""
    if estimate.gut:
        year = replace(year, gut=Group(estimate.gut))
    if not year.invoices_ever and estimate.revenue_cents is not None:
        part = round(estimate.revenue_cents * days / 365)
        year = replace(
            year, revenue_cents=part, year_to_date_cents=part,
            twelve_months_cents=estimate.revenue_cents, revenue_estimated=True,
        )  # fmt: skip
    if year.effort_minutes is None and estimate.minutes_month is not None:
        effort = round(estimate.minutes_month * 12 * days / 365)
        year = replace(year, effort_minutes=effort, effort_estimated=True)
    return year


NO_MONEY = (0, 0, 0, 0, 0, 0, 0)
NEVER = (0, None)
NO_CONTACT = (0, None, 0)


def _whole(value: Any) -> Any:
    """PostgreSQL adds whole numbers up to Decimals."""
    return None if value is None else int(value)
