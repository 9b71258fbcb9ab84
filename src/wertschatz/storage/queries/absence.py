"""Who comes back after days away: since when, and what of theirs was due meanwhile."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from wertschatz.domain.worktime.wall import midnight
from wertschatz.storage.models import Action, Task
from wertschatz.storage.queries.day import next_working_day
from wertschatz.storage.queries.fresh import fresh_since
from wertschatz.storage.queries.tasks import lapsed


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody was away, and has not begun afresh yet."""

    since: dt.date
    lapsed: list[Task]
    """Tasks of theirs that were due meanwhile."""


def absence_of(user: int, today: dt.date, zone: ZoneInfo) -> Absence | None:
    """None: fewer than two working days went by without anything done here."""
    begun = fresh_since(user)
    if begun is not None and begun >= today:
        return None
    rows = Action.objects.filter(by_id=user, at__lt=midnight(today, zone))
    newest = rows.order_by("-at").values_list("at", flat=True).first()
    if newest is None:
        return None
    last = newest.astimezone(zone).date()
    first = next_working_day(user, last)
    second = None if first is None else next_working_day(user, first)
    if second is None or second >= today:
        return None
    return Absence(last + dt.timedelta(days=1), lapsed(user, today))
