"""Colleagues who are asked first and numbers that are named, for their page."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from wertschatz.domain.customers.preferences import Hours
from wertschatz.domain.rules.plain import hours_from
from wertschatz.ports.seen import Seen
from wertschatz.storage.models import Colleague, KnownNumber
from wertschatz.storage.rules_book import colleague_seen, number_seen


@dataclass(frozen=True, slots=True)
class ColleagueLine:
    """One who may settle a matter first."""

    uuid: UUID
    name: str
    number: str
    hours: tuple[Hours, ...]
    away: bool
    seen: Seen


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A named number."""

    number: str
    written: str
    name: str
    kind: str
    emergency: bool
    may_repeat: bool
    seen: Seen


def colleagues() -> list[ColleagueLine]:
    """In the order in which they are asked."""
    return [
        ColleagueLine(
            row.uuid, row.name, row.number, hours_from(row.hours), row.away, colleague_seen(row)
        )
        for row in Colleague.objects.order_by("place", "id")
    ]


def named_numbers() -> list[NumberLine]:
    """Those for emergencies first, then by name."""
    return [
        NumberLine(
            row.number, row.written, row.name, row.kind, row.emergency, row.may_repeat,
            number_seen(row),
        )
        for row in KnownNumber.objects.order_by("-emergency", "name", "id")
    ]  # fmt: skip
