"""Sets of rules as they were kept, and what the telephone brought since they began."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from typing import NamedTuple
from zoneinfo import ZoneInfo

from wertschatz.ports.telephone import TOLD_ONLY
from wertschatz.storage.models import Contact, Import, Ring, RuleSet
from wertschatz.storage.queries.past_calls import Overheard, instants, rang


class KeptRules(NamedTuple):
    """A set of rules as it held from then on."""

    id: int
    at: dt.datetime


def kept_rules(user: int, most: int = 20) -> list[KeptRules]:
    """The newest sets, the one that holds now first."""
    rows = RuleSet.objects.filter(user=user).order_by("-id").values_list("id", "at")
    return [KeptRules(*row) for row in rows[:most]]


class Week(NamedTuple):
    """What the telephone brought in a week."""

    monday: dt.date
    calls: int
    rang: int
    """At the owner."""


class Since(NamedTuple):
    """The telephone since the rules began."""

    began: dt.date
    before: float | None
    """Incoming calls a week, in the weeks before; None: nothing is known."""
    weeks: list[Week]
    """Newest first; the present week is not over yet."""


WEEKS, WEEKS_BEFORE = 12, 8


def since_the_rules(user: int, now: dt.datetime, zone: ZoneInfo) -> Since | None:
    """Interruptions a week since the first rules or the first call that the gate decided on;
    None: it has decided on none yet."""
    first = Ring.objects.order_by("at").values_list("at", flat=True).first()
    if first is None:
        return None
    rules = RuleSet.objects.filter(user=user).order_by("id").values_list("at", flat=True).first()
    began = min(first, rules or first).astimezone(zone).date()
    today = now.astimezone(zone).date()
    newest = today - dt.timedelta(days=today.weekday())
    counted = first.astimezone(zone).date()
    oldest = max(
        newest - dt.timedelta(weeks=WEEKS - 1), counted - dt.timedelta(days=counted.weekday())
    )
    start, _ = instants(oldest, today, zone)
    mondays = [oldest + dt.timedelta(weeks=n) for n in range((newest - oldest).days // 7 + 1)]
    edges = [instants(monday, monday, zone)[0] for monday in mondays]
    calls, rung = [0] * len(mondays), [0] * len(mondays)
    rows = Ring.objects.filter(at__gte=start).order_by("at", "id").values_list(
        "at", "number", "verdict", "overruled", "system", "cause"
    )  # fmt: skip
    overheard = Overheard()
    for at, number, *decided in rows.iterator():
        if overheard(at, number, decided[2] == TOLD_ONLY):
            continue
        place = bisect_right(edges, at) - 1
        calls[place] += 1
        rung[place] += rang(*decided)
    weeks = [Week(*row) for row in zip(mondays, calls, rung, strict=True)]
    return Since(began, _before(began), weeks[::-1])


def _before(began: dt.date) -> float | None:
    """From the first listed call of the eight weeks before up to that day."""
    start = began - dt.timedelta(weeks=WEEKS_BEFORE)
    rows = Contact.objects.filter(
        source__state=Import.State.LIVE, kind="call", way__in=["in", "missed"], led=True,
        on__range=(start.toordinal(), began.toordinal() - 1),
    )  # fmt: skip
    day = rows.order_by("on").values_list("started_at", flat=True).first()
    days = 0 if day is None else (began - day.date()).days
    return round(7 * rows.count() / days, 1) if days >= 7 else None
