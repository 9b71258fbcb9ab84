"""Sees to it that effort counts once, whenever an import came or went or customers became one."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import ExpressionWrapper, F, IntegerField, Q, QuerySet
from django.db.models.functions import Coalesce

from wertschatz.domain.customers.effort import Entry, counted_minutes, taken_minutes
from wertschatz.domain.customers.identity import folded_name
from wertschatz.storage.limits_book import limits_on
from wertschatz.storage.models import Contact, Customer, Firm, Import, Revision

AT_ONCE = 500
"""Customers looked at in one transaction."""
AREA = "effort"
"""Its row among the revisions is held while somebody counts, so that a merger on the page and the
jobs process never count one customer at once; its value says how the figures were last counted."""
DEFAULTS = {"mail": "minutes_mail", "appointment": "minutes_appointment"}
"""Kind of contact → the limit that says what one without a length counts."""
TOGETHER = 1
"""Counted across customers that were merged. Figures of earlier releases are counted anew once."""


def settle(zone: ZoneInfo) -> int:
    """Counts anew for the customers of imports that came or went since; returns how many rows.

    What counts is a derived figure: taking an import back lets the calls count again that its
    spans of work contained, in whatever order the imports came.
    """
    live = Import.State.LIVE
    came, went = Q(state=live, settled=False), ~Q(state=live) & Q(settled=True)
    sources = list(Import.objects.filter(came | went).values_list("id", flat=True))
    customers: set[int] = set()
    if sources:
        touched = Contact.objects.filter(source__in=sources).exclude(customer=None)
        customers.update(touched.values_list("customer_id", flat=True).distinct())
    stamp = _stamp(default_minutes())
    before = Revision.objects.filter(area=AREA, value=stamp).exists()
    if not before:
        merged = Customer.objects.filter(merged_into__isnull=False)
        customers.update(merged.values_list("id", flat=True))
        by_default = Contact.objects.filter(kind__in=DEFAULTS, length=0).exclude(customer=None)
        customers.update(by_default.values_list("customer_id", flat=True).distinct())
    count = recount(customers, zone)
    Import.objects.filter(id__in=sources, state=live).update(settled=True)
    Import.objects.filter(id__in=sources).exclude(state=live).update(settled=False)
    if not before:
        Revision.objects.update_or_create(area=AREA, defaults={"value": stamp})
    return count


def default_minutes() -> dict[str, int]:
    """Kind of contact → what one without a length of its own counts."""
    limits = limits_on(dt.date.max)
    return {kind: limits[name] for kind, name in DEFAULTS.items()}


def _stamp(minutes: dict[str, int]) -> int:
    """How figures are counted: across merged customers, and with these default minutes."""
    return TOGETHER + sum(value << 12 * place for place, value in enumerate(minutes.values(), 1))


def recount(customers: Iterable[int], zone: ZoneInfo | None = None) -> int:
    """Counts anew for whoever these customers are now, and for nobody else; returns changed rows.

    Without a zone: that of the firm.
    """
    asked = sorted(customers)
    if not asked:
        return 0
    zone = zone or ZoneInfo(Firm.objects.values_list("zone", flat=True).first() or "Europe/Berlin")
    count = 0
    for start in range(0, len(asked), AT_ONCE):
        with transaction.atomic():
            _wait_for_others()
            count += _recount(_now(Q(id__in=asked[start : start + AT_ONCE])), zone)
    return count


def _wait_for_others() -> None:
    Revision.objects.get_or_create(area=AREA)
    Revision.objects.select_for_update().get(area=AREA)


def _now(some: Q) -> dict[int, int]:
    """Of some customers, and of all who are the same as one of them now: who that is."""
    now = Coalesce("merged_into_id", "id")
    found = set(Customer.objects.filter(some).values_list(now, flat=True))
    same = Customer.objects.filter(Q(id__in=found) | Q(merged_into__in=found))
    return dict(same.values_list("id", now))


def _recount(now: dict[int, int], zone: ZoneInfo) -> int:
    live = Contact.objects.filter(customer_id__in=list(now), source__state=Import.State.LIVE)
    together: defaultdict[int, list[tuple[Entry, int]]] = defaultdict(list)
    for customer, entry, minutes in _entries(live, zone):
        together[now[customer]].append((entry, minutes))
    changed: list[Contact] = []
    for mine in together.values():
        counted = counted_minutes(entry for entry, _ in mine)
        changed += [
            Contact(id=entry.id, minutes=counted[entry.id])
            for entry, minutes in mine
            if counted[entry.id] != minutes
        ]
    Contact.objects.bulk_update(changed, ["minutes"], batch_size=500)
    return len(changed)


def _entries(rows: QuerySet[Contact], zone: ZoneInfo) -> Iterator[tuple[int, Entry, int]]:
    """Customer, entry and what counts of it now. No objects: there may be millions of rows."""
    # The day stays the number it is kept as: made a date and a number again, it cost a third.
    day = ExpressionWrapper(F("on"), output_field=IntegerField())
    columns: Iterable[tuple[Any, ...]] = rows.values_list(
        "customer_id", "minutes", "id", "key", "kind", "who", day, "started_at", "length", "way",
        "source_id",
    ).iterator()  # fmt: skip
    hand = Import.objects.filter(kind="hand").values_list("id", flat=True).first()
    folded: dict[str, str] = {}
    defaults = default_minutes()
    for customer, minutes, number, key, kind, who, on, begun, length, way, source in columns:
        if who not in folded:
            folded[who] = folded_name(who)
        start, took = _minute(begun, zone), taken_minutes(kind, length, way or "", defaults)
        entry = Entry(number, key, kind, folded[who], on, start, took, source == hand)
        if customer is not None:
            yield customer, entry, minutes


def _minute(at: dt.datetime | None, zone: ZoneInfo) -> int | None:
    if at is None:
        return None
    local = at.astimezone(zone)
    return local.hour * 60 + local.minute
