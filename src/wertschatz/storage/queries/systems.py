"""The telephone systems that may ask, and when each was heard last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.db.models import Max

from wertschatz.storage.models import Device, Ring


def connected(kinds: Collection[str]) -> Sequence[Device]:
    """All that hold, in the order in which they were made."""
    return list(Device.objects.filter(kind__in=kinds, revoked_at=None).order_by("id"))


def system_at(device: UUID, kinds: Collection[str]) -> Device | None:
    """One of them; None: it is not there, or no longer."""
    return Device.objects.filter(uuid=device, kind__in=kinds, revoked_at=None).first()


def heard_last(kinds: Collection[str]) -> Mapping[str, dt.datetime]:
    """Kind → when its last call came in; without those that were never heard."""
    rows = Ring.objects.filter(system__in=kinds).values_list("system")
    return dict(rows.annotate(last=Max("at")).values_list("system", "last"))
