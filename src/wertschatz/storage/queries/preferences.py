"""How the other side wants to be reached, as its page shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wertschatz.domain.customers.preferences import Preference
from wertschatz.storage.merged import parts as merged_parts
from wertschatz.storage.merged import target
from wertschatz.storage.models import Customer
from wertschatz.storage.preferences import row_of, value_of


@dataclass(frozen=True, slots=True)
class PreferenceSeen:
    """What is known, where the other side is, and who said it."""

    preference: Preference
    zone: ZoneInfo
    elsewhere: str
    """The time zone by name, where it is another than the firm's; else ''."""
    by: str
    at: dt.datetime | None
    """None: nobody has said anything."""


def parts_of(customer: UUID) -> list[Customer]:
    """A customer as it is now, and all merged into it; empty where there is none."""
    rows = Customer.objects.select_related("party", "merged_into__party")
    row = rows.filter(uuid=customer).first()
    return [] if row is None else merged_parts(target(row))


def preference_of(parts: Sequence[Customer], home: ZoneInfo) -> PreferenceSeen:
    """Of a customer and all merged into it; `home` is the firm's zone."""
    row = row_of(parts)
    zone = _zone(parts[0].party.zone, home)
    return PreferenceSeen(
        value_of(row), zone, "" if zone.key == home.key else zone.key.rpartition("/")[2],
        row.by.username if row is not None and row.by else "", None if row is None else row.at,
    )  # fmt: skip


def _zone(name: str, home: ZoneInfo) -> ZoneInfo:
    """A zone that this machine does not know counts as the firm's."""
    try:
        return ZoneInfo(name) if name else home
    except (ZoneInfoNotFoundError, ValueError):
        return home
