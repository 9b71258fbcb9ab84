"""Takes the gate's journal over, each entry once."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from uuid import UUID

from django.db import DataError, IntegrityError, transaction

from wertschatz.ports.telephone import Happening
from wertschatz.snapshot.journal import LATE, Entry
from wertschatz.storage.merged import target
from wertschatz.storage.models import Customer, Revision, Ring, RuleSet

log = logging.getLogger("wertschatz.gate")
RINGS = frozenset({Happening.RING.value, Happening.PRESSED.value, LATE})
"""Entries that hold a decision."""


def area_of(identity: str) -> str:
    """Under which name it is kept how far this journal was taken over."""
    return f"gate {identity}"[:20]


def taken(identity: str) -> int:
    """The last id that was taken over of this journal; 0: none."""
    row = Revision.objects.filter(area=area_of(identity)).values_list("value", flat=True).first()
    return row or 0


def take_over(identity: str, entries: Sequence[tuple[int, Entry]]) -> int:
    """Rings made. What has become of them is written in the same breath as how far we came:
    whoever is killed here takes all of it again, and that changes nothing."""
    if not entries:
        return 0
    try:
        return _take_over(identity, entries)
    except (DataError, IntegrityError) as error:
        if len(entries) > 1:
            return sum(take_over(identity, [one]) for one in entries)
        # No other call waits for one that the database does not take.
        log.error("entry %s of the journal is left out: %s", entries[0][0], error)
        _came_to(identity, entries[0][0])
        return 0


def _take_over(identity: str, entries: Sequence[tuple[int, Entry]]) -> int:
    with transaction.atomic():
        known = {row.uuid: row for row in _rings(entries)}
        before = len(known)
        parties, rule_sets = _parties(entries), _rule_sets(entries)
        for _, entry in entries:
            ring = known.get(UUID(entry.ring))
            if entry.happening in RINGS:
                made = ring or Ring(uuid=UUID(entry.ring), at=entry.at)
                _decide(made, entry, parties, rule_sets)
                made.save()
                known[made.uuid] = made
            elif ring is not None and _become(ring, entry):
                ring.save()
        _came_to(identity, entries[-1][0])
        return len(known) - before


def _came_to(identity: str, number: int) -> None:
    Revision.objects.update_or_create(area=area_of(identity), defaults={"value": number})


def _rings(entries: Sequence[tuple[int, Entry]]) -> Sequence[Ring]:
    return list(Ring.objects.filter(uuid__in={UUID(entry.ring) for _, entry in entries}))


def _parties(entries: Sequence[tuple[int, Entry]]) -> dict[str, int]:
    """Of the customers as they are now: one may have been merged since the gate decided."""
    keys = [key for _, entry in entries if (key := _customer(entry.party)) is not None]
    rows = Customer.objects.filter(uuid__in=keys).select_related("merged_into")
    return {str(row.uuid): target(row).party_id for row in rows}


def _customer(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None


def _rule_sets(entries: Sequence[tuple[int, Entry]]) -> set[int]:
    """Those that are still there: a change of rules may have been taken back meanwhile."""
    asked = {entry.rule_set for _, entry in entries if entry.rule_set is not None}
    return set(RuleSet.objects.filter(pk__in=asked).values_list("pk", flat=True))


def _decide(ring: Ring, entry: Entry, parties: dict[str, int], rule_sets: set[int]) -> None:
    """The newest decision on a call holds: a colleague may have tried meanwhile."""
    ring.system = ring.system or entry.system
    ring.call_id = ring.call_id or entry.origin or entry.call_id
    ring.number = entry.number or ring.number
    ring.called = ring.called or entry.called
    ring.name = entry.name or ring.name
    ring.party_id = parties.get(entry.party, ring.party_id)
    ring.verdict, ring.reason = entry.verdict, entry.reason
    ring.facts, ring.until, ring.rule = dict(entry.facts), entry.until, entry.rule
    ring.rule_set_id = entry.rule_set if entry.rule_set in rule_sets else None
    ring.group = entry.group


def _become(ring: Ring, entry: Entry) -> bool:
    """What became of it; False: nothing that is kept."""
    if entry.happening == Happening.ANSWERED:
        ring.answered_at = ring.answered_at or entry.at
        return True
    if entry.happening == Happening.ENDED:
        # Where a call was passed on, its parts end one after the other: the last end counts.
        ring.ended_at = _later(ring.ended_at, entry.at)
        if entry.seconds is not None:
            ring.seconds = max(entry.seconds, ring.seconds or 0)
        ring.cause = entry.cause or ring.cause
        return True
    return False


def _later(one: dt.datetime | None, other: dt.datetime) -> dt.datetime:
    return other if one is None else max(one, other)
