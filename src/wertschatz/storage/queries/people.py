"""The accounts of the firm, as the owner's page shows them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from wertschatz.storage.models import User


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One account."""

    uuid: UUID
    name: str
    owner: bool
    may_sign_in: bool
    phone: str
    joined_at: dt.datetime | None
    mine: bool
    """It is the account of whoever asks."""


def people(asking: int) -> list[PersonLine]:
    """All accounts: the owners first, each by name."""
    rows = User.objects.select_related("party").order_by("username")
    lines = [
        PersonLine(
            row.uuid, row.username, row.is_owner, row.is_active,
            row.party.phone if row.party else "", row.joined_at, row.pk == asking,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(lines, key=lambda line: not line.owner)
