"""Keeps the secret addresses of telephone systems, and what is agreed with each."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping

from django.db import transaction

from wertschatz.domain.values import Fact
from wertschatz.ports.seen import Seen, Value, unless_changed
from wertschatz.ports.systems import System
from wertschatz.storage.journal import writing
from wertschatz.storage.models import Device

AREAS = ("gate",)
"""No letter depends on it."""
LABEL = "label"
NO_SYSTEMS = frozenset({"door"})
"""Devices that are no telephone systems."""


class SystemsBook:
    """Every call is one action with its undo; raises KeyError for what is not there."""

    def make(
        self,
        user: int,
        system: System,
        secret: str,
        device: uuid.UUID,
        *,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """A new secret address."""
        row = Device(
            uuid=device, kind=system.kind, label=system.label, user_id=user, secret=secret,
            options=dict(system.options), at=at,
        )  # fmt: skip
        with writing("system_made", by=by, at=at, facts=_named(row), areas=AREAS) as pen:
            pen.create(row)
        return pen.action.uuid

    def kind_of(self, device: uuid.UUID) -> str:
        """Code of the system that has this address."""
        return _found(device).kind

    def change(
        self,
        device: uuid.UUID,
        system: System,
        *,
        by: int | None,
        at: dt.datetime,
        seen: Seen | None = None,
    ) -> uuid.UUID | None:
        """Name and options; None: nothing differs. `seen` as `system_seen` writes it; raises
        seen.ChangedMeanwhile."""
        with transaction.atomic():
            row = _found(device, lock=True)
            options = dict(system.options)
            # What was emptied is wanted too.
            names = {*(seen or {}), *row.options, *options} - {LABEL}
            wanted = _as_seen(system.label, options, names)
            unless_changed(seen, _as_seen(row.label, row.options, names), wanted)
            if (row.label, row.options) == (system.label, options):
                return None
            facts = _named(row)
            with writing("system_changed", by=by, at=at, facts=facts, areas=AREAS) as pen:
                pen.update(row, label=system.label, options=options)
        return pen.action.uuid

    def revoke(self, device: uuid.UUID, *, by: int | None, at: dt.datetime) -> uuid.UUID:
        """The address leads nowhere from now on."""
        with transaction.atomic():
            row = _found(device, lock=True)
            with writing("system_revoked", by=by, at=at, facts=_named(row), areas=AREAS) as pen:
                pen.update(row, revoked_at=at)
        return pen.action.uuid


def system_seen(row: Device, names: Iterable[str]) -> dict[str, Value]:
    """A system as a form carries it along; `names` are those of all its options."""
    return _as_seen(row.label, row.options, names)


def _as_seen(label: str, options: Mapping[str, str], names: Iterable[str]) -> dict[str, Value]:
    return {LABEL: label, **{name: options.get(name, "") for name in names}}


def _found(device: uuid.UUID, *, lock: bool = False) -> Device:
    rows = Device.objects.select_for_update() if lock else Device.objects.all()
    row = rows.filter(uuid=device, revoked_at=None).exclude(kind__in=NO_SYSTEMS).first()
    if row is None:
        raise KeyError(device)
    return row


def _named(row: Device) -> dict[str, Fact]:
    # Its code where it has no name: every system is called so, in every language.
    return {"name": row.label or row.kind}
