"""Days that cannot be as they stand: what overlaps, what gives way, and what nobody can keep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from wertschatz.domain.values import Fact, Reason
from wertschatz.domain.worktime.day import Day, Fixed, FixedKind, Gap, overlapping
from wertschatz.domain.worktime.dayplan import Placed

CLOSING_MINUTES = 10
GIVES = (FixedKind.BREAK, FixedKind.CLOSING, FixedKind.MAIL)
"""What is one's own moves for what was agreed with others; the first of them last of all."""
AGREED = (FixedKind.APPOINTMENT, FixedKind.CALL_BACK)


@dataclass(frozen=True, slots=True)
class Settled:
    """The fixed parts as they can be kept, and what had to be said of them."""

    fixed: tuple[Fixed, ...]
    """By time; no own part overlaps with anything."""
    troubles: tuple[Reason, ...]
    """'both_at_once', 'part_moved', 'part_lost', 'day_overfull', each with its facts."""


def settled(work: Gap, fixed: Iterable[Fixed]) -> Settled:
    """Own parts (break, closing, mail) move to the nearest free place, or are lost for today.

    Appointments and call-backs stand as they are: they are others' time, too.
    """
    asked = [one for one in fixed if one.start < one.end]
    agreed = [one for one in asked if one.kind in AGREED]
    troubles = [_both(one, other) for one, other in overlapping(agreed)]
    kept = [one for one in asked if one.kind in AGREED or one.kind is FixedKind.OFF]
    for kind in GIVES:
        for part in sorted((one for one in asked if one.kind is kind), key=lambda one: one.start):
            place, trouble = _kept(part, work, kept)
            kept += [] if place is None else [place]
            troubles += [] if trouble is None else [trouble]
    troubles += _overfull(work, agreed)
    return Settled(tuple(sorted(kept, key=lambda one: (one.start, one.end))), tuple(troubles))


def crossed(placed: Iterable[Placed], fixed: Sequence[Fixed]) -> list[Reason]:
    """Tasks and blocks of a plan that lie where something fixed lies by now: 'plan_crossed', each
    once, with the first thing that it meets."""
    found = []
    for one in placed:
        other = next(
            (part for part in fixed if part.start < one.end and one.start < part.end), None
        )
        if other is not None:
            facts: dict[str, Fact] = {
                "task": one.task, "other": other.name, "other_kind": other.kind.value,
                "start": max(one.start, other.start), "end": min(one.end, other.end),
            }  # fmt: skip
            found.append(Reason("plan_crossed", facts))
    return found


def _both(one: Fixed, other: Fixed) -> Reason:
    facts: dict[str, Fact] = {
        "first": one.name, "first_kind": one.kind.value, "second": other.name,
        "second_kind": other.kind.value, "start": max(one.start, other.start),
        "end": min(one.end, other.end),
    }  # fmt: skip
    return Reason("both_at_once", facts)


def _kept(part: Fixed, work: Gap, kept: Sequence[Fixed]) -> tuple[Fixed | None, Reason | None]:
    """Where an own part comes to lie, and what is to be said where that is elsewhere."""
    other = next((one for one in kept if one.start < part.end and part.start < one.end), None)
    if other is None:
        return part, None
    facts: dict[str, Fact] = {
        "kind": part.kind.value, "start": part.start, "end": part.end, "other": other.name,
        "other_kind": other.kind.value, "other_start": other.start, "other_end": other.end,
    }  # fmt: skip
    minutes = part.end - part.start
    free = Day(work.start, work.end, tuple(kept)).gaps()
    starts = [
        min(max(part.start, gap.start), gap.end - minutes)
        for gap in free if gap.minutes >= minutes
    ]  # fmt: skip
    if not starts:
        return None, Reason("part_lost", facts)
    start = min(starts, key=lambda at: (abs(at - part.start), -at))
    facts |= {"new_start": start, "new_end": start + minutes}
    return replace(part, start=start, end=start + minutes), Reason("part_moved", facts)


def _overfull(work: Gap, agreed: Sequence[Fixed]) -> list[Reason]:
    """More is agreed than the day has; the shortest that would suffice can move best."""
    inside = [
        (min(one.end, work.end) - max(one.start, work.start), one)
        for one in agreed if one.start < work.end and work.start < one.end
    ]  # fmt: skip
    total = sum(minutes for minutes, _ in inside)
    over = total - work.minutes
    if over < 0 or not inside:
        return []
    enough = [row for row in inside if row[0] >= over] or inside
    gives = min(enough, key=lambda row: (row[0], -row[1].start))[1]
    facts: dict[str, Fact] = {
        "fixed_minutes": total, "day_minutes": work.minutes, "over_minutes": over,
        "gives": gives.name, "gives_kind": gives.kind.value, "gives_start": gives.start,
    }  # fmt: skip
    return [Reason("day_overfull", facts)]
