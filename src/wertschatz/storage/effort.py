"""Sees to it that effort counts once, whenever an import came or went."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from wertschatz.domain.customers.effort import Entry, counted_minutes
from wertschatz.domain.customers.identity import folded_name
from wertschatz.storage.models import Contact, Import

AT_ONCE = 500
"""Customers looked at in one transaction."""


def settle(zone: ZoneInfo) -> int:
    """Counts anew for the customers of imports that came or went since; returns how many rows.

    What counts is a derived figure: taking an import back lets the calls count again that its
    spans of work contained, in whatever order the imports came.
    """
    live = Import.State.LIVE
    came, went = Q(state=live, settled=False), ~Q(state=live) & Q(settled=True)
    changed = Import.objects.filter(came | went)
    sources = list(changed.values_list("id", flat=True))
    if not sources:
        return 0
    touched = Contact.objects.filter(source__in=sources).exclude(customer=None)
    customers = sorted(set(touched.values_list("customer_id", flat=True)))
    count = 0
    for start in range(0, len(customers), AT_ONCE):
        with transaction.atomic():
            count += _settle(customers[start : start + AT_ONCE], zone)
    Import.objects.filter(id__in=sources, state=live).update(settled=True)
    Import.objects.filter(id__in=sources).exclude(state=live).update(settled=False)
    return count


def _settle(customers: Iterable[int], zone: ZoneInfo) -> int:
    live = Contact.objects.filter(customer_id__in=list(customers))
    rows = live.filter(source__state=Import.State.LIVE).order_by("customer_id", "id")
    changed: list[Contact] = []
    for _, mine in groupby(_entries(rows, zone), key=itemgetter(0)):
        entries = [(entry, minutes) for _, entry, minutes in mine]
        counted = counted_minutes(entry for entry, _ in entries)
        changed += [
            Contact(id=entry.id, minutes=counted[entry.id])
            for entry, minutes in entries
            if counted[entry.id] != minutes
        ]
    Contact.objects.bulk_update(changed, ["minutes"], batch_size=500)
    return len(changed)


def _entries(rows: Iterable[Contact], zone: ZoneInfo) -> Iterator[tuple[int | None, Entry, int]]:
    for row in rows:
        entry = Entry(
            row.pk, row.key, row.kind, folded_name(row.who), row.on.toordinal(),
            _minute(row.started_at, zone), row.length,
        )  # fmt: skip
        yield row.customer_id, entry, row.minutes


def _minute(at: dt.datetime | None, zone: ZoneInfo) -> int | None:
    if at is None:
        return None
    local = at.astimezone(zone)
    return local.hour * 60 + local.minute
