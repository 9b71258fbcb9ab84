"""Offers, and promises of either side, with how they end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from wertschatz.domain.customers.marks import MarkKind
from wertschatz.domain.customers.year import months_later


class CommitmentKind(StrEnum):
    """Who committed to what. Never renamed or reused."""

    OURS = "ours"
    """A promise of ours."""
    THEIRS = "theirs"
    """A promise of the customer, an order for example."""
    OFFER = "offer"
    """An offer of ours that waits for an answer."""


class Outcome(StrEnum):
    """How it ended. Never renamed or reused."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"
    """Off the table without anybody's fault."""


_OF_PROMISES = (Outcome.KEPT, Outcome.BROKEN, Outcome.WITHDRAWN)
OUTCOMES: Mapping[CommitmentKind, tuple[Outcome, ...]] = {
    CommitmentKind.OURS: _OF_PROMISES,
    CommitmentKind.THEIRS: _OF_PROMISES,
    CommitmentKind.OFFER: (Outcome.ACCEPTED, Outcome.DECLINED, Outcome.WITHDRAWN),
}
"""How each kind can end."""


@dataclass(frozen=True, slots=True)
class Pledge:
    """What was offered or promised."""

    kind: CommitmentKind
    about: str = ""
    cents: int | None = None
    """Minor units of the firm's currency; None: no sum."""
    due_on: date | None = None


class Offer(NamedTuple):
    """One offer, as far as its end is concerned."""

    on: date
    outcome: Outcome | None
    """None: waits for an answer."""
    cents: int | None


@dataclass(frozen=True, slots=True)
class OffersTold:
    """How the offers of twelve months ended; sums in minor units, of those that name one."""

    offered: int = 0
    offered_cents: int = 0
    accepted: int = 0
    accepted_cents: int = 0
    declined: int = 0
    declined_cents: int = 0


def mark_for(kind: CommitmentKind, outcome: Outcome) -> MarkKind | None:
    """What is noted about the customer beside the end: a promise that was not kept.

    >>> mark_for(CommitmentKind.THEIRS, Outcome.BROKEN)
    <MarkKind.PROMISE_BROKEN: 'promise_broken'>
    """
    broken = kind is CommitmentKind.THEIRS and outcome is Outcome.BROKEN
    return MarkKind.PROMISE_BROKEN if broken else None


def is_due(due_on: date | None, today: date, fresh_since: date | None = None) -> bool:
    """Today or overdue; what was due before a fresh start has lapsed.

    >>> is_due(date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 2))
    False
    """
    if due_on is None or due_on > today:
        return False
    return fresh_since is None or due_on >= fresh_since


def offers_told(offers: Iterable[Offer], today: date) -> OffersTold:
    """Offers made in the last twelve months; each counts once, with the answer it has got."""
    first = months_later(today, -12)
    recent = [one for one in offers if first < one.on <= today]
    accepted = [one.cents or 0 for one in recent if one.outcome is Outcome.ACCEPTED]
    declined = [one.cents or 0 for one in recent if one.outcome is Outcome.DECLINED]
    return OffersTold(
        len(recent), sum(one.cents or 0 for one in recent),
        len(accepted), sum(accepted), len(declined), sum(declined),
    )  # fmt: skip
