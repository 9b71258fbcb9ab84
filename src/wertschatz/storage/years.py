"""One year per customer, added up in the database: a walk over two covering indexes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from operator import add
from typing import Any

from django.db import connection

from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.year import Window, Year, year_before
from wertschatz.domain.values import Group
from wertschatz.storage import merged
from wertschatz.storage.models import Estimate, Import
from wertschatz.storage.noted import Noted

LIVE = "SELECT id FROM storage_import WHERE state = 'live'"
HIDDEN = "SELECT id FROM storage_import WHERE state <> 'live'"
AT_ONCE = 5000
"""Customers named in one query."""


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
COMMON = "i IS LIVE AND NOT i.newer"
# The few others, found by their own indexes and looked at one by one.
SPECIAL_ROWS = f"""(
  SELECT s.id FROM storage_invoice s WHERE s.newer
  UNION SELECT s.id FROM storage_invoice s WHERE s.source_id IN ({HIDDEN})
) s CROSS JOIN storage_invoice i"""  # noqa: S608 - fixed words
SPECIAL = f"i.id = s.id AND {VISIBLE}"

TWELVE = """
SELECT i.customer_id,
  COALESCE(SUM(i.cents) FILTER (WHERE i."on" >= %(january)s), 0),
  SUM(i.cents),
  SUM(CASE WHEN i.cents > 0 THEN
    CASE WHEN i.payment_known THEN
      CASE WHEN DELAY > %(late)s THEN ALL_THREE ELSE TWO END
    ELSE 1 END
  ELSE 0 END),
  COUNT(*) FILTER (WHERE i.cents > 0 AND i.due_on IS NULL),
  COALESCE(MAX(CASE WHEN i.cents > 0 AND i.payment_known THEN DELAY END), 0)
FROM storage_invoice i
WHERE i."on" BETWEEN %(twelve)s AND %(as_of)s AND WHICH
GROUP BY i.customer_id
""".replace("DELAY", DELAY).replace("ALL_THREE", str(1 << 42 | 1 << 21 | 1)).replace(
    "TWO", str(1 << 21 | 1)
)  # fmt: skip
"""Money and payment in the twelve months up to the day. One number holds how many invoices there
are (21 bits), of how many the payment is known, and how many are late: each sum more costs 40 ms.
"""

PAID = """
SELECT i.customer_id, COALESCE(SUM(i.cents) FILTER (WHERE DAY >= %(january)s), 0), SUM(i.cents)
FROM storage_invoice i
WHERE i."on" <= %(as_of)s AND DAY BETWEEN %(twelve)s AND %(as_of)s AND WHICH
GROUP BY i.customer_id
""".replace("DAY", '(CASE WHEN i.payment_known THEN i.paid_on ELSE i."on" END)')
"""The money alone, where it counts on the day of payment; what is open counts not yet."""

EVER = """
SELECT i.customer_id, COUNT(*) FILTER (WHERE i.cents > 0), MIN(i."on")
FROM storage_invoice i
WHERE i."on" <= %(as_of)s AND WHICH
GROUP BY i.customer_id
"""
"""How long and how often the customer has bought."""

# The common rows of the same, from each customer into its part of the index: the first day
# and how many invoices there are (21 bits) in one number, so that each part is entered once.
EVER_COMMON = f"""
SELECT c.id,
  (SELECT MIN(i."on") * CAST({1 << 21} AS bigint) + COUNT(*) FILTER (WHERE i.cents > 0)
   FROM storage_invoice i WHERE i.customer_id = c.id AND i."on" <= %(as_of)s AND {COMMON})
FROM storage_customer c WHERE WHICH
"""  # noqa: S608 - fixed words

# A second import tells of the same call again: only the newest row of a key is looked at. Those
# that count minutes are the newest anyway, so that the look-up is hardly ever made.
ONCE = """(k.minutes > 0 OR NOT EXISTS (
  SELECT 1 FROM storage_contact o CROSS JOIN storage_contact n
  WHERE o.id = k.id AND n.key = o.key AND NOT (n.key = '') AND n.id > o.id AND n IS LIVE))"""

CONTACTS = f"""
SELECT k.customer_id, COUNT(*), MIN(k."on")
FROM storage_contact k
WHERE k."on" <= %(as_of)s AND k IS LIVE AND {ONCE} AND WHICH
GROUP BY k.customer_id
"""  # noqa: S608 - fixed words
"""How long and how often there was contact."""

CALLS = 1 << 31
# A customer whose import was taken back stays while another import still names it. From each
# into its part of the index: older contacts are not even read (5,000,000 contacts: 1.04 s of CPU
# became 0.2 s, measured 23 Nov 2026).
# The archive holds whom a merged customer is now, with all that belongs to it.
ARCHIVED = """(CASE WHEN c.merged_into_id IS NULL THEN c.archived
  ELSE (SELECT t.archived FROM storage_customer t WHERE t.id = c.merged_into_id) END)"""
SEEN_AND_MINUTES = f"""
SELECT c.id, (SELECT SUM(k.minutes
    + CASE WHEN k.kind = 'call' AND {ONCE} THEN k.length * {CALLS} ELSE 0 END)
  FROM storage_contact k
  WHERE k.customer_id = c.id AND k."on" BETWEEN %(start)s AND %(as_of)s AND k IS LIVE)
FROM storage_customer c
WHERE NOT {ARCHIVED} AND (c IS LIVE OR EXISTS (
  SELECT 1 FROM storage_invoice i WHERE i.customer_id = c.id AND {_said("i")}) OR EXISTS (
  SELECT 1 FROM storage_contact k WHERE k.customer_id = c.id AND k IS LIVE) OR EXISTS (
  SELECT 1 FROM storage_card d
  WHERE d.customer_id = c.id AND d.customer_number <> '' AND d IS LIVE))
"""  # noqa: S608 - fixed words
"""Every customer that can be seen, and the effort in the window (None: none). One number holds
the minutes that count and, 31 bits higher, how long the calls were."""


def figures(window: Window, limits: Mapping[str, int]) -> dict[str, int]:
    """The day ordinals and limits that the queries name."""
    return {
        "start": window.start.toordinal(),
        "january": dt.date(window.end.year, 1, 1).toordinal(),
        "twelve": year_before(window.end).toordinal(),
        "as_of": window.end.toordinal(),
        "late": limits["late_days"],
        "by_payment": limits["revenue_by_payment"],
        "terms": limits["default_terms_days"],
    }


Figures = dict[int, tuple[Any, ...]]
"""Customer → what a query said of it, its id in front."""


def with_live(query: str, live: Sequence[int]) -> str:
    """Says which imports are live, by number: a fifth cheaper per row than a look-up.

    The plus keeps SQLite from starting with the
    imports where it has no statistics (8 s instead of 0.4).
    """
    numbers = ",".join(map(str, live)) or "NULL"
    return _IS_LIVE.sub(rf"+\1.source_id IN ({numbers})", query)


_IS_LIVE = re.compile(r"\b(\w) IS LIVE\b")


def _by_customer(query: str, values: dict[str, int]) -> Figures:
    """Customer → row, the customer in front; who has nothing stays out."""
    return {row[0]: row for row in _rows(query, values) if row[-1] is not None}


def _rows(query: str, values: dict[str, int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(with_live(query, _live()), values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    if connection.vendor == "postgresql":
        # It adds whole numbers up to Decimals.
        rows = [tuple(None if cell is None else int(cell) for cell in row) for row in rows]
    return rows


def _live() -> list[int]:
    return list(Import.objects.filter(state=Import.State.LIVE).values_list("id", flat=True))


def _of(query: str, column: str, customers: Sequence[int], values: dict[str, int]) -> Figures:
    """The same for some customers only."""
    found: Figures = {}
    for start in range(0, len(customers), AT_ONCE):
        named = ",".join(map(str, customers[start : start + AT_ONCE]))
        found |= _by_customer(query.replace("WHICH", f"{column} IN ({named})"), values)
    return found


def _add(figures: Figures, more: Figures, adds: tuple[Any, ...]) -> Figures:
    """The special rows added to the common ones, column by column."""
    for customer, new in more.items():
        held = figures.get(customer)
        figures[customer] = new if held is None else (
            customer, *(add(*pair) for add, *pair in zip(adds, held[1:], new[1:], strict=True))
        )  # fmt: skip
    return figures


def special(query: str) -> str:
    """The query for the rows that need a look each."""
    whence = query.replace("FROM storage_invoice i", f"FROM {SPECIAL_ROWS}")
    return whence.replace("WHICH", SPECIAL)


def _twelve(values: dict[str, int]) -> Figures:
    found = _whole(TWELVE, values, TWELVE_ADDS)
    if not values["by_payment"]:
        return found
    unpaid = {customer: (customer, 0, 0, *row[3:]) for customer, row in found.items()}
    money = _whole(PAID, values, (add, add))
    return _add(unpaid, {one: (*row, *NO_MONEY[3:]) for one, row in money.items()}, TWELVE_ADDS)


def _whole(query: str, values: dict[str, int], adds: tuple[Any, ...]) -> Figures:
    """The common rows and the special ones together."""
    common = _by_customer(query.replace("WHICH", COMMON), values)
    return _add(common, _by_customer(special(query), values), adds)


def _ever(customers: Sequence[int], values: dict[str, int]) -> Figures:
    found = _of(EVER_COMMON, "c.id", customers, values)
    common = {one: (one, both & COUNT, both >> 21) for one, both in found.values()}
    asked = set(customers)
    # Half an answer for somebody who was not asked about would pass for the whole one.
    rest = _by_customer(special(EVER), values)
    return _add(common, {one: rest[one] for one in rest.keys() & asked}, EVER_ADDS)


def _estimates(into: merged.Into) -> dict[int, Estimate]:
    found = {row.customer_id: row for row in Estimate.objects.all()}
    merged.inherit(found, into, lambda row: (row.at, row.pk))
    return found


def years(window: Window, limits: Mapping[str, int]) -> Iterator[Year]:
    """One `Year` for every customer that can be seen, in order of id.

    Who has invoices enough to be settled is asked no further: then `invoices_ever` and
    `contacts` may fall short, and `first_on` be later or None.
    """
    values = figures(window, limits)
    into = merged.into()
    seen, twelve, ever, contacts, minutes = gather(values, limits["settled_invoices"], into)
    estimates = _estimates(into)
    noted = Noted(window, Limits.from_mapping(limits), into)
    for customer in seen:
        money = twelve.get(customer, NO_MONEY)
        lately = (customer, _counts(money[3])[0], None)
        year = _year(
            customer, window, values["late"], money, ever.get(customer, lately),
            contacts.get(customer, NO_CONTACT), minutes.get(customer),
        )  # fmt: skip
        estimate = estimates.get(customer)
        if estimate is not None:
            year = _estimated(year, estimate, (window.end - window.start).days + 1)
        yield noted.with_all(year) if customer in noted.customers else year


def gather(
    values: dict[str, int], enough: int, into: merged.Into
) -> tuple[list[int], Figures, Figures, Figures, dict[int, int]]:
    """All that the database adds up: who is seen, twelve months, ever, contacts, minutes."""
    rows = _rows(SEEN_AND_MINUTES, values)
    alone = sorted(row[0] for row in rows)
    minutes = {customer: effort for customer, effort in rows if effort is not None}
    twelve = _twelve(values)
    seen = alone
    if into:
        # Who is not seen brings nothing along.
        into = {one: into[one] for one in alone if one in into}
        seen = sorted({into.get(one, one) for one in alone})
        for one in into.keys() & minutes.keys():
            minutes[into[one]] = minutes.get(into[one], 0) + minutes.pop(one)
        merged.fold(twelve, into, TWELVE_ADDS)
    asked = [customer for customer in seen if twelve.get(customer, NO_MONEY)[3] & COUNT < enough]
    ever = _ever(merged.whole(alone, asked, into) if into else asked, values)
    merged.fold(ever, into, EVER_ADDS)
    # No contact in the window may mean: none worth noting, or none known at all.
    asked = [customer for customer in asked if ever.get(customer, NEVER)[1] < enough]
    asked += [customer for customer in seen if customer not in minutes]
    asked = merged.whole(alone, asked, into) if into else sorted(set(asked))
    contacts = _of(CONTACTS, "k.customer_id", asked, values)
    merged.fold(contacts, into, EVER_ADDS)
    return seen, twelve, ever, contacts, minutes


def _year(
    customer: int,
    window: Window,
    late_days: int,
    twelve: tuple[int, ...],
    ever: tuple[Any, ...],
    contact: tuple[Any, ...],
    minutes: int | None,
) -> Year:
    _, to_date, whole, counts, assumed, latest = twelve
    invoices, known, late = _counts(counts)
    _, count, first = ever
    _, contacts, contact_first = contact
    days = [day for day in (first, contact_first) if day is not None]
    calls, effort = (0, 0 if contacts else None) if minutes is None else divmod(minutes, CALLS)
    return Year(
        customer=customer,
        revenue_cents=to_date if window.kind == "year_to_date" else whole,
        year_to_date_cents=to_date, twelve_months_cents=whole,
        invoices=invoices, invoices_ever=count, late_invoices=late,
        latest_days=latest if latest > late_days else 0,
        payment_known=known, terms_assumed=assumed, contacts=contacts,
        first_on=dt.date.fromordinal(min(days)) if days else None,
        effort_minutes=effort, call_minutes=calls,
    )  # fmt: skip


def _counts(packed: int) -> tuple[int, int, int]:
    """Invoices, those of which the payment is known, and late ones (see `TWELVE`)."""
    return packed & COUNT, packed >> 21 & COUNT, packed >> 42


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


COUNT = (1 << 21) - 1
# How two rows of one customer become one, column by column.
TWELVE_ADDS = (add, add, add, add, max)
EVER_ADDS = (add, min)
NO_MONEY = (0, 0, 0, 0, 0, 0)
NEVER = (0, 0, None)
NO_CONTACT = (0, 0, None)
